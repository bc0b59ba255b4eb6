"""What page readers mark as headings, in every notation that has any."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.markup import documents, fields, markdown


def find_headings(text: str) -> Iterator[tuple[str, int]]:
    r"""The headings of a text, without their marks, and their levels, 1 the highest.

    >>> list(find_headings("## 三座水库建成\n\n\\section{蓄水}\n昨日蓄水。"))
    [('三座水库建成', 2), ('蓄水', 2)]
    """
    for notation in (markdown, documents, fields):
        yield from notation.find_headings(text)
