"""What page readers mark as headings, in every notation that has any."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.markup import documents, fields, markdown
from cleaner.markup.notes import without_comments


def find_headings(text: str) -> Iterator[tuple[str, int]]:
    r"""The headings of a text, without their marks, and their levels, 1 the highest.

    What stands in a comment, or between notes for cleaner, is none.

    >>> list(find_headings("## 三座水库建成\n\n\\section{蓄水}\n昨日蓄水。"))
    [('三座水库建成', 2), ('蓄水', 2)]
    """
    text = without_comments(text)
    for notation in (markdown, documents, fields):
        yield from notation.find_headings(text)
