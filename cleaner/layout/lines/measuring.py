"""The width that the lines of a block agree with: a printed column, or so many characters."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import INDENT, TOLERANCE
from cleaner.layout.lines.verses import ENDED, GAP, HEAD, PAUSE, SHORT, STOP, is_unmarked_prose
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import TERMINAL
from cleaner.profiles.press import DATELINE
from cleaner.profiles.widths import ems, squeeze

TOO_WIDE = 3
"""What a line wider than a candidate width costs it, in lines that fill it."""
NARROWEST = 8.0
"""Em of a printed line, at the least."""
WIDEST = 60.0
"""Em of a printed line, at the most."""
MOSTLY = 0.5
"""Share of the lines of a block that fill its column if it is prose."""
FEWEST_CUT = 2
"""Lines that agree in their count of characters, at the least, in a text that was cut by it."""
FEWEST_FULL = 3
"""Lines that fill a column, at the least, from which a first line that is wider counts against none."""
MOST_HEADS = 5
"""Lines of a headline and its byline, at the most."""
NARROW = 12.0
"""Em of a column that is not one unless most lines fill it, and in which short lines may be verses. The cases
of practice hold with 10 to 14, and break with 8 and with 16."""
_COLONS = "：:"
_SENTENCE_END = Pattern(f"[{TERMINAL}…]")
_GOES_ON = Pattern(r"[\p{L}，、；,“《（—》”％%]\n|[0-9]\n[-—~.%％\p{Han}]")
"""A line end in the midst of a sentence, or of a figure and what it counts."""


class Measured(NamedTuple):
    """A way to measure lines, the width of the column in it, and how many lines fill it."""

    widths: Sequence[float]
    width: float
    full: float
    by_count: bool
    prose: bool
    """Whether most of the lines fill it."""
    heads: int = 1
    """How many lines at the beginning may be headlines, or who wrote the text."""


class Closing(IntEnum):
    """Whether a line need not fill its column, as nothing of it goes on in the next one."""

    NONE = 0
    LIKELY = 1
    """The next line may be a turn of speech: what stands before its colon may be of a sentence, too."""
    SURE = 2


def find_closings(
    lines: Sequence[str], begins: Sequence[Break | None], ended: Sequence[bool], rows: Sequence[bool]
) -> list[Closing]:
    """Which lines close something: a sentence, a row or an item ends there, or opens below.

    >>> lines, nothing = ["门票调整", "如下：", "成人 80元", "详情请来"], [False] * 4
    >>> [int(closing) for closing in find_closings(lines, [None] * 4, nothing, [False, False, True, False])]
    [0, 2, 2, 0]
    """
    below = [*zip(begins[1:], rows[1:], strict=True), (None, False)]
    return [
        Closing.SURE
        if end or row or line[-1] in _COLONS or row_below or opened is Break.ITEM
        else Closing.LIKELY
        if opened
        else Closing.NONE
        for line, end, row, (opened, row_below) in zip(lines, ended, rows, below, strict=True)
    ]


def measure(
    lines: Sequence[str], columns: Sequence[float], indents: Sequence[bool], closings: Sequence[Closing]
) -> Measured | None:
    """The width that the lines of a block agree with, in em or in characters; None where they do not.

    Lines that close something need not fill it; the last one never does.
    """
    best: Measured | None = None
    headed = int(len(lines) > FEWEST_CUT and may_be_wider(lines))
    unindented = not any(indents) and _opens_text(lines[0])
    may_go_on = [closing < Closing.SURE for closing in closings[:-1]]
    for by_count in (False, True):
        widths = [
            (len(line) if by_count else _width(line)) + INDENT * indent
            for line, indent in zip(lines, indents, strict=True)
        ]
        least = [
            width - (0.0 if by_count else squeeze(line)) for width, line in zip(widths, lines, strict=True)
        ]
        cut_off = least[-1:] if ENDED.search(lines[-1]) is None else []
        natural = {*widths[:-1], *([] if by_count else columns)}
        squeezed = {*least[:-1], *cut_off} - natural  # as wide as it is with its marks set close
        for width in (*sorted(natural), *sorted(squeezed)):
            if not NARROWEST <= width <= WIDEST and width not in columns:
                continue
            if width in squeezed and ((best is not None and best.prose) or width < NARROW):
                continue
            shortest, widest = width - SHORT, width + TOLERANCE
            fills = [shortest <= w and low <= widest for w, low in zip(widths, least, strict=True)]
            lost_indent = unindented and width >= NARROW  # a slogan may well be shorter than the others
            fills[0] |= lost_indent and shortest - INDENT <= widths[0] and least[0] + INDENT <= widest
            full = sum(fills[:-1])
            if by_count and full < FEWEST_CUT:
                continue
            known = not by_count and any(abs(width - column) <= TOLERANCE for column in columns)
            if not known and not any(fill and on for fill, on in zip(fills, may_go_on, strict=False)):
                continue
            if best is not None and full + 0.5 * known <= best.full:
                continue
            wide = sum(low > widest for low in least[headed * (full >= FEWEST_FULL) :])
            score = full + 0.5 * known - TOO_WIDE * wide
            if score > 0 and (best is None or score > best.full):
                best = Measured(widths, width, score, by_count, prose=full > MOSTLY * len(may_go_on))
    if best is None or columns:
        return best
    if best.full < FEWEST_CUT and not ENDED.search(lines[-1]) and not _GOES_ON.search("\n".join(lines)):
        return None  # a line agrees with itself alone, and no sentence goes on or ends
    heads = _count_heads(lines, best)
    if not any(PAUSE.search(line) or (line[-1] == "." and line.isascii()) for line in lines):
        return best._replace(heads=max(1, heads), prose=False) if is_unmarked_prose(lines) else None
    listed = _find_listed(lines, best) if best.width >= NARROW else [False] * len(lines)
    going_on = [closing is Closing.NONE and not item for closing, item in zip(closings, listed, strict=True)]
    printed = sum(going_on[heads:-1])
    enough = 2 * best.full >= printed and (best.prose or best.width >= NARROW)
    short = any(
        on and width < HEAD * best.width
        for width, on in zip(best.widths[heads:-1], going_on[heads:-1], strict=True)
    )
    if enough and short and not any(map(_SENTENCE_END.search, lines)):
        return None  # headlines one below the other: a paragraph that ends on a short line ends a sentence
    return best._replace(heads=max(1, heads)) if enough else None


def _opens_text(first: str) -> bool:
    """Whether the first line is of a paragraph, whose indent may be lost: it has a dateline, or pauses."""
    return is_han(first[-1]) and (DATELINE.match(first) or PAUSE.search(first[:-1])) is not None


def _find_listed(lines: Sequence[str], measured: Measured) -> list[bool]:
    """Which lines are words of a list: brief ones behind a colon, or behind another one."""
    found: list[bool] = []
    for i, line in enumerate(lines):
        led = i > 0 and (lines[i - 1][-1] in _COLONS or found[-1])
        found.append(led and _is_brief(line, measured.widths[i], measured))
    return found


def _is_brief(line: str, width: float, measured: Measured) -> bool:
    """Whether a line is far from filling the column and holds no pause: a heading, or a word of a list."""
    return width < HEAD * measured.width and not PAUSE.search(line)


def may_be_wider(lines: Sequence[str]) -> bool:
    """Whether the first line may be a headline that is wider than the column: no stop ends it.

    One with a stop inside is wider than any other line, too.
    """
    first = lines[0]
    if not STOP.search(first):
        return True
    return not STOP.match(first[-1]) and ems(first) > max(map(ems, lines[1:])) + 2 * SHORT


def _count_heads(lines: Sequence[str], measured: Measured) -> int:
    """How many lines at the beginning are far from filling the column and hold no pause."""
    for i, line in enumerate(lines[:MOST_HEADS]):
        if not _is_brief(line, measured.widths[i], measured):
            return i
    return min(len(lines), MOST_HEADS)


def _width(line: str) -> float:
    """The width of a line, the spaces between Latin words in it counted, and ideographic ones."""
    return ems(line) + 0.5 * len(GAP.findall(line)) + 0.5 * line.count("\N{IDEOGRAPHIC SPACE}")
