"""How a block begins and ends: open, as a piece of a cut paragraph does, or closed."""

from __future__ import annotations

from cleaner.layout.lines.columns import INDENT, LOOSE, TOLERANCE, ends_sentence
from cleaner.layout.lines.verses import CLAUSE
from cleaner.layout.state import TypesetBlock
from cleaner.profiles.marks import CLOSING, STOPS

OPEN = 0.6
"""Log-odds from which a beginning is taken for the middle of a paragraph."""
STRAY = 0.06
"""Share of paragraphs that look cut by a column where none is, at the most; where columns cut, it is a tenth
and more."""
PAIRS = (("（", "）"), ("《", "》"), ("“", "”"))
"""Brackets, book-title marks and quotation marks, opening and closing."""
IMPOSSIBLE = -20.0
"""Log-odds of an end or a beginning that is not open for sure. All log-odds here are set by hand; what they
are worth: `python -m cleaner.lab.evaluation.constants`."""
NO_STOP, PAUSE, BRACKET, STOP_ON_FULL_LINE = 2.0, 3.0, 4.0, -1.5
"""Log-odds that an end is open: without a stop, with a pause, with an open bracket; a stop on a full line may
still be one in mid-paragraph."""
FULL_LINE, SHORT_LINE = 0.5, -0.5
"""Log-odds that a line by itself goes on from another block."""
INDENTED_LINE = -3.0
"""For a line by itself that is an indent short and goes on."""
INDENT_SAYS, MOST, LEAST = 2.5, 4.0, -6.0
"""Log-odds that each em of its indent takes from a beginning in mid-paragraph, and the bounds of these."""


def open_end(text: str, printed: TypesetBlock) -> float:
    """How much the end of a block looks cut off, in log-odds; `IMPOSSIBLE` where it cannot be."""
    if printed.setting is None:
        return IMPOSSIBLE
    if unbalanced(text):
        return BRACKET
    if ends_sentence(text):
        return STOP_ON_FULL_LINE if printed.setting.last_full and not printed.one_line else IMPOSSIBLE
    return PAUSE if text[-1] in STOPS else NO_STOP


def open_start(text: str, printed: TypesetBlock) -> float:
    """How much the beginning of a block looks like the middle of a paragraph, in log-odds."""
    if printed.setting is None:
        return IMPOSSIBLE
    if text[0] in STOPS + CLOSING or closes_first(text):
        return BRACKET
    if printed.one_line:
        return FULL_LINE if printed.natural_width > printed.width - LOOSE else SHORT_LINE
    return min(max(-INDENT_SAYS * printed.setting.indent, LEAST), MOST)


def joined_end(text: str) -> float:
    """How much the end of a block of joined lines looks cut off, in log-odds.

    >>> joined_end("三座水库（昨日") == BRACKET, joined_end("三座水库，") == PAUSE
    (True, True)
    """
    if unbalanced(text):
        return BRACKET
    if ends_sentence(text):
        return STOP_ON_FULL_LINE
    return PAUSE if text[-1] in STOPS else NO_STOP


def joined_start(text: str) -> float:
    """How much the beginning of a block of joined lines looks like the middle of a paragraph, in log-odds.

    >>> joined_start("）昨日蓄水") == BRACKET, joined_start("昨日蓄水") == SHORT_LINE
    (True, True)
    """
    return BRACKET if text[0] in STOPS + CLOSING or closes_first(text) else SHORT_LINE


def is_indented_line(text: str, printed: TypesetBlock) -> bool:
    """Whether a block is one line, an indent short, that ends with a pause: it opens a paragraph.

    That holds where marks that were lost left their room, so that the line is as wide as it was printed.
    """
    short = printed.width - printed.natural_width
    goes_on = text[-1] in STOPS and not ends_sentence(text)
    return printed.setting is not None and printed.one_line and goes_on and abs(short - INDENT) <= TOLERANCE


def breaks_off(text: str) -> bool:
    """Whether a text of several clauses ends in mid-sentence.

    >>> breaks_off("昨日蓄水，今年的春耕用"), breaks_off("昨日蓄水，全乡放心。"), breaks_off("修渠、蓄水")
    (True, False, False)
    """
    return CLAUSE.search(text) is not None and text[-1] not in "：:" and not ends_sentence(text)


def unbalanced(text: str) -> bool:
    """Whether a bracket or book-title mark is opened and not closed, or closed and not opened.

    >>> unbalanced("三座水库（昨日"), unbalanced("《水经注》")
    (True, False)
    """
    return any(
        sum(map(text.count, opening)) != sum(map(text.count, closing))
        for opening, closing in (("（(", "）)"), ("《", "》"))
    )


def closes_first(text: str) -> bool:
    """Whether a text closes a bracket before it opens one.

    >>> closes_first("昨日）蓄水"), closes_first("（昨日）蓄水")
    (True, False)
    """
    first = next((char for char in text if char in "（(）)"), "")
    return first in ("）", ")")


def open_pairs(text: str) -> tuple[list[bool], list[bool]]:
    """For each of `PAIRS`, whether a text leaves one open, and whether it closes one that it did not open.

    >>> open_pairs("祭（大"), open_pairs("国）")
    (([True, False, False], [False, False, False]), ([False, False, False], [True, False, False]))
    """
    opened, closed = [], []
    for opening, closing in PAIRS:
        depth = least = 0
        for char in text if opening in text or closing in text else "":
            depth += (char == opening) - (char == closing)
            least = min(least, depth)
        opened.append(depth > least)
        closed.append(least < 0)
    return opened, closed


def goes_through(upper: str, lower: str) -> list[bool]:
    """For each of `PAIRS`, whether one that a line opens is closed in the next one.

    >>> goes_through("（奋进新征程——看渔港", "新貌）渔船回港"), goes_through("渔船回港（海州", "渔民赶早市")
    ([True, False, False], [False, False, False])
    """
    (opened, _), (_, closed) = open_pairs(upper), open_pairs(lower)
    return [left and right for left, right in zip(opened, closed, strict=True)]
