"""Notes in a text for cleaner itself: what stands between two of them is never changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

import regex

from cleaner.markup.spans import Span, touches
from cleaner.patterns import Pattern

_NOTE: Final = Pattern(
    r"<!--[ \t]*+cleaner[ \t]*+[:：][ \t]*+(?P<to>off|on)[ \t]*+-->", regex.IGNORECASE, needs=("<!--",)
)
"""`<!-- cleaner: off -->` and `<!-- cleaner: on -->`."""
_COMMENT: Final = Pattern(r"<!--[^<>]*+(?<=--)>", needs=("<!--",))
_LINE: Final = Pattern(r"\S(?:[^\n\f]*\S)?+")
"""What stands on a line, without the white space round it."""


def find_noted(text: str) -> list[Span]:
    """From each note that says off to the next that says on, or to the end; a note alone is its own.

    Those with white space alone between them, on a line, are one.

    >>> find_noted("水库<!-- cleaner: off -->蓄,水<!-- cleaner: on -->了")
    [(2, 46)]
    """
    spans: list[Span] = []
    off: int | None = None
    for note in _NOTE.finditer(text):
        if off is None:
            off = note.start()
            if spans and not text[spans[-1][1] : off].strip(" \t"):
                off, _ = spans.pop()
        if note["to"].lower() == "on":
            spans.append((off, note.end()))
            off = None
    return spans if off is None else [*spans, (off, len(text))]


def find_apart(text: str) -> list[Span]:
    r"""The whole lines that notes set apart, with these, and the lines of notes alone; in order and apart.

    Other notes stand in a line of the text, and are part of it.

    >>> text = "水库<!-- cleaner: off -->蓄,水<!-- cleaner: on -->了"
    >>> find_apart(text), find_apart(text.replace("库", "库\n").replace("了", "\n"))
    ([], [(3, 47)])
    """
    noted = find_noted(text)
    if not noted:
        return []
    lines = [line.span() for line in _LINE.finditer(text)]
    whole = [span for span in noted if _is_whole(lines, *span)]
    alone = [line for line in lines if not (drop_notes(text[slice(*line)]) or touches(whole, *line))]
    return sorted([*whole, *alone])


def blank_notes(text: str) -> str:
    r"""A text, as long as it is, with white space for the notes that stand apart from its lines.

    >>> blank_notes("水库\n<!-- cleaner: on -->\n蓄水").split()
    ['水库', '蓄水']
    """
    parts: list[str] = []
    cursor = 0
    for start, end in find_apart(text) if "<!--" in text else ():
        parts += text[cursor:start], _NOTE.sub(lambda note: " " * len(note[0]), text[start:end])
        cursor = end
    return "".join((*parts, text[cursor:])) if parts else text


def drop_notes(text: str) -> str:
    """A text without its notes.

    >>> drop_notes("水库<!-- cleaner: off -->蓄,水<!-- cleaner: on -->了")
    '水库蓄,水了'
    """
    return _NOTE.sub("", text) if "<!--" in text else text


def without_comments(text: str) -> str:
    """A text without its comments and without what stands between notes.

    >>> without_comments("水库<!-- # 一稿 -->蓄水<!-- cleaner: off --># 二稿<!-- cleaner: on -->了")
    '水库蓄水了'
    """
    if "<!--" not in text:
        return text
    for start, end in reversed(find_noted(text)):
        text = text[:start] + text[end:]
    return _COMMENT.sub("", text)


def _is_whole(lines: Sequence[Span], start: int, end: int) -> bool:
    """Whether the lines that a stretch touches lie in it as a whole."""
    first, last = (bisect_right(lines, at, key=itemgetter(0)) - 1 for at in (start, end - 1))
    return lines[first][0] >= start and lines[last][1] <= end
