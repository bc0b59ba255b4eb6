"""The printed column: how wide it is, and where its lines end.

In OCR text a white space inside a paragraph is either a line end or the hole that a lost mark left.
A printed line is as wide as its column, so the widths of the pieces between the spaces tell which: in
`16, 16, 5 + 10, 16` the space after 5 is no line end but the place of a mark one em wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from cleaner.layout.fitting import INDENT as INDENT  # noqa: PLC0414  (part of this module, too)
from cleaner.layout.fitting import LOOSE as LOOSE  # noqa: PLC0414
from cleaner.layout.fitting import TOLERANCE as TOLERANCE  # noqa: PLC0414
from cleaner.layout.fitting import Bools, Column, Floats, Ints, by_start, holes_of, lines_of, misfit
from cleaner.layout.pieces import Piece
from cleaner.profiles.marks import CLOSING, TERMINAL

NARROWEST, WIDEST = 8, 48
FEWEST = 3
"""Pieces that must agree with a column width."""
PARAGRAPH_BREAK = 0.8
"""What it costs to end a paragraph inside a block."""
UNSTOPPED_BREAK = 1.5
"""What it costs more where no stop was read (a heading has none); only at a line break of the page."""
STRAY_BY_A_MARK = (0.3, 0.6, 1.2)
STRAY_BETWEEN_IDEOGRAPHS = (3.0, 0.3, 0.9)
"""What it costs that a space in mid-line is stray, one lost mark, two lost marks."""
UNSTOPPED_SHORT = 1.5
"""Em by which the line then falls short."""
OVERRUN = 3.0
"""What a piece wider than the column costs a candidate width, in votes."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does: with a terminal mark, quotes and brackets after it allowed.

    >>> ends_sentence("\u5168\u9762\u5531\u54cd\u3002"), ends_sentence("\u4ea9\u5747\u4ea7\u503c\u7a81")
    (True, False)
    """
    return text.rstrip(CLOSING)[-1:] in tuple(TERMINAL)


def find_line_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces joined up to each line break of the raw text."""
    lines: list[Piece] = []
    start = 0
    for end, piece in enumerate(pieces, 1):
        if piece.newline or end == len(pieces):
            line = pieces[start:end]
            width, slack = sum(part.width for part in line), sum(part.squeeze for part in line)
            lines.append(piece if len(line) == 1 else piece._replace(width=width, squeeze=slack))
            start = end
    return lines


def column_width(pieces: Sequence[Piece]) -> tuple[float, int]:
    """The column width that most pieces agree with, and how many do.

    A piece agrees with a width that it fills, as it is or with its marks squeezed; a piece that
    is too wide for a candidate speaks against it. Fewer than three that agree prove nothing: (0, 0).
    """
    if len(pieces) < FEWEST:
        return 0.0, 0
    agree, wider = [0] * (WIDEST + 2), [0] * (WIDEST + 2)
    for piece in pieces:
        least = ceil(piece.width - piece.squeeze - TOLERANCE)
        for width in range(max(least, NARROWEST), min(floor(piece.width + TOLERANCE), WIDEST) + 1):
            agree[width] += 1
        wider[min(max(least, NARROWEST), WIDEST + 1)] += 1
    best, votes, over = 0.0, FEWEST - 1.0, len(pieces)
    for width in range(NARROWEST, WIDEST + 1):
        over -= wider[width]  # those that are too wide for this candidate are left
        if agree[width] - OVERRUN * over > votes:
            best, votes = float(width), agree[width] - OVERRUN * over
    return (best, int(votes)) if best else (0.0, 0)


@dataclass(frozen=True, slots=True)
class LineBreaking:
    """How a block was set: after which pieces its lines and paragraphs end, and how its ends look."""

    line_ends: tuple[int, ...]
    """Indexes of the gaps that are line ends."""
    breaks: tuple[int, ...]
    """Those of them at which a paragraph ends and an indented line follows."""
    cost: float
    indent: float
    """How much better the block fits with its first line indented than without, in log-odds."""
    last_full: bool
    """Whether the last line fills the column."""


def break_lines(pieces: Sequence[Piece], width: float, *, line_breaks: bool = False) -> LineBreaking:
    """The cheapest way to set the pieces in lines of a column of `width` em.

    If the page keeps its `line_breaks`, no line ends elsewhere. Time is linear in the number of pieces.
    """
    return break_all([(pieces, width)], line_breaks=line_breaks)[0]


def break_all(
    blocks: Sequence[tuple[Sequence[Piece], float]], *, line_breaks: bool = False
) -> list[LineBreaking]:
    """The same for many blocks, each with its width."""
    if not blocks:
        return []
    columns = []
    for pieces, width in blocks:
        holes = [STRAY_BY_A_MARK if piece.touching else STRAY_BETWEEN_IDEOGRAPHS for piece in pieces[:-1]]
        columns.append(Column(pieces, width, holes))
    found = by_start(columns, list(_costs(columns, line_breaks)))
    return [_cheapest(column, lines) for column, lines in zip(columns, found, strict=True)]


_Line = tuple[int, float, float]
"""A line that may be set: its last piece, what it costs if the paragraph goes on, and if it ends there."""
_NEVER = float("inf")


def _costs(columns: Sequence[Column], line_breaks: bool) -> Iterator[tuple[Ints, Ints, Floats, Floats]]:
    """The lines that may be set: start, last piece, both costs."""
    holes = holes_of(columns)
    spread = np.zeros((2 * len(holes), 1))
    for number, lines in enumerate(lines_of(columns)):
        if number:
            spread = _widened(spread[lines.kept], holes[lines.last - 1])
        # If line breaks are kept, a space binds its sides as a mark does that must not begin a line.
        at = np.flatnonzero(lines.final | ~(lines.bound | (~lines.newline if line_breaks else False)))
        natural, room, final = lines.natural[at], lines.room[at], lines.final[at]
        line, closing = (
            _fit(room, natural, lines.slack[at], spread[at], short)
            for short in (final, np.ones(len(at), bool))
        )
        unstopped = lines.newline[at] & (natural < room - UNSTOPPED_SHORT)
        closing += PARAGRAPH_BREAK
        closing += np.where(lines.terminal[at], 0.0, UNSTOPPED_BREAK)
        closing[final | ~(lines.terminal[at] | unstopped)] = _NEVER
        yield lines.start[at], lines.last[at], line, closing


def _fit(room: Floats, natural: Floats, slack: Floats, spread: Floats, short: Bools) -> Floats:
    """The least costs, over what may be lost in lines: `spread[:, em]` is what it costs that so much is."""
    best = np.full(len(room), _NEVER)
    for add in range(spread.shape[1]):
        best = np.minimum(best, spread[:, add] + misfit(room, natural + add, slack + 0.5 * add, short))
    return best


def _widened(spread: Floats, holes: Floats) -> Floats:
    """What may be lost in lines, one more gap taken in."""
    wider = np.full((len(spread), spread.shape[1] + 2), _NEVER)
    for add in range(3):
        part = wider[:, add : add + spread.shape[1]]
        np.minimum(part, spread + holes[:, add : add + 1], out=part)
    return wider


def _cheapest(column: Column, lines: Sequence[Sequence[_Line]]) -> LineBreaking:
    fresh, running = (_shortest(column.pieces, column.width, lines, start) for start in (True, False))
    cost, ends, breaks, full = fresh if fresh[0] <= running[0] else running
    return LineBreaking(ends, breaks, cost, running[0] - fresh[0], full)


def _shortest(
    pieces: Sequence[Piece], width: float, lines: Sequence[Sequence[_Line]], fresh: bool
) -> tuple[float, tuple[int, ...], tuple[int, ...], bool]:
    """Shortest path over line ends: cost, line ends, paragraph breaks, whether the last line is full.

    A state is twice the first piece of a line, and one more if it is indented; `lines` begin in each.
    """
    count = len(pieces)
    best = [_NEVER] * (2 * count + 2)
    came = [0] * (2 * count + 2)
    best[fresh] = 0.0
    for state in range(2 * count):
        held = best[state]
        if held == _NEVER:
            continue
        for last, line, closing in lines[state]:
            after = 2 * last + 2
            if line + held < best[after]:
                best[after], came[after] = line + held, state
            if closing + held < best[after + 1]:
                best[after + 1], came[after + 1] = closing + held, state
    line_ends: list[int] = []
    breaks: list[int] = []
    state = came[2 * count]
    start, room = state // 2, width - INDENT * (state % 2)
    while state > 1:
        line_ends.append(state // 2 - 1)
        if state % 2:
            breaks.append(state // 2 - 1)
        state = came[state]
    full = sum(piece.width for piece in pieces[start:]) >= room - TOLERANCE
    return best[2 * count], tuple(reversed(line_ends)), tuple(reversed(breaks)), full
