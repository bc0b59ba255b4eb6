"""Where the lines of a block end: all ways to set its pieces in lines of its column, as one lattice.

The best path through it is how the block was printed (`break_blocks`); the sum over all paths gives how
surely each gap ends a line (`line_end_odds`). Both weigh the same lines by how well they fit the column
(`misfit`).

They differ in what else a gap may be, for they are asked different things. Paragraphs and articles need the
likeliest lines whatever the page lost, and are read by networks that were trained on these costs: with the
shares of the gap model in their place single pages change either way, and pages in blocks lose .017 of their
whole articles. Marks need calibrated odds: with the costs of the best path for shares, pages that
lose marks lost .009 of their quotation marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf, isfinite, log
from typing import Final, NamedTuple

import numpy as np

from cleaner.layout.lines.columns import INDENT, TOLERANCE
from cleaner.layout.lines.fitting import (
    Bools,
    Column,
    Floats,
    Ints,
    by_start,
    gap_values_of,
    lines_of,
    misfit,
)
from cleaner.layout.lines.pieces import Piece
from cleaner.models.constants import GapPriors

PARAGRAPH_BREAK: Final = 0.8
"""What it costs to end a paragraph inside a block."""
UNSTOPPED_BREAK: Final = 1.5
"""What it costs more where no stop was read (a heading has none); only at a line break of the page."""
UNSTOPPED_SHORT: Final = 1.5
"""Em by which the line then falls short."""
STRAY_BY_A_MARK: Final = (0.3, 0.6, 1.2)
STRAY_BETWEEN_IDEOGRAPHS: Final = (3.0, 0.3, 0.9)
"""What it costs the best path that a space in mid-line is stray (0 em), one lost mark (1 em), two (2 em)."""
WORST_LINE: Final = 6.0
"""What a line that does not fit its column costs the sum of paths at the most: something disturbed it."""
MOST: Final = 8.0
"""Log-odds beyond which geometry claims nothing."""
LEAST_ODDS: Final = 1e-9
"""So that they have a logarithm."""
DECIMALS: Final = 6
"""Of the log-odds: where the column says nothing, they are 0 on every machine."""
TOGETHER: Final = 2048
"""Lines that are weighed at a time: few enough to stay in cache."""
LEAST_SHARE: Final = 1e-3
"""Probability from which it is weighed that a gap is where marks were lost."""

Block = tuple[Sequence[Piece], float]
"""The pieces of a block, and the width in em of the column that they are set in."""
_Line = tuple[int, float, float]
"""A line that may be set: its last piece, its value if the paragraph goes on, and if it ends there."""


class _Values(NamedTuple):
    """How lines are weighed: by costs that are added, or by weights that are multiplied.

    The spread of a line is how wide the marks lost in it may be: a column for each em, with its value.
    """

    nothing: float
    """Of what cannot be."""
    certain: float
    fit: Callable[[Floats, Floats, Floats, Floats, Bools], Floats]
    widen: Callable[[Floats, Floats], Floats]
    charge: Callable[[Floats, Floats], Floats]
    """Values after further costs."""


class LineBreaking(NamedTuple):
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


def break_blocks(blocks: Sequence[Block], *, line_breaks: bool = False) -> list[LineBreaking]:
    """For each block the cheapest way to set its pieces in lines of its column.

    If the page keeps its `line_breaks`, no line ends elsewhere. Time is linear in the number of pieces.

    >>> from cleaner.layout.lines.pieces import cut_blocks
    >>> gaps, pieces = cut_blocks(["今年新修的三座水库 昨日起蓄水灌溉农田"])[0]
    >>> break_blocks([(pieces, 9.0)])[0].line_ends
    (0,)
    """
    columns = []
    for pieces, width in blocks:
        gap_values = [
            STRAY_BY_A_MARK if piece.touching else STRAY_BETWEEN_IDEOGRAPHS for piece in pieces[:-1]
        ]
        columns.append(Column(pieces, width, gap_values))
    lines = _lines(columns, _COSTS, line_breaks=line_breaks)
    return [_cheapest(*each) for each in zip(columns, lines, strict=True)]


def line_end_odds(
    blocks: Sequence[Block], priors: GapPriors, *, line_breaks: bool = False
) -> list[list[float]]:
    """What the column of each block says of its gaps: log-odds for a line end, over what is usual.

    `priors` tell what gaps are mostly; they serve to weigh the other gaps, and are not contained in the odds
    of a gap itself. On a page that keeps its `line_breaks` a space is none.
    """
    if line_breaks:
        return [[MOST if piece.newline else -MOST for piece in pieces[:-1]] for pieces, _ in blocks]
    columns, usual = [], []
    for pieces, width in blocks:
        shares = [priors.touching_a_mark if p.touching else priors.between_ideographs for p in pieces[:-1]]
        gaps = list(zip(pieces, shares, strict=False))
        usual.append([1.0 if piece.newline else wrap for piece, (wrap, _) in gaps])
        gap_values = [(0.0, 0.0, 0.0) if piece.newline else share for piece, (_, share) in gaps]
        columns.append(Column(pieces, width, gap_values))
    return [
        [MOST if piece.newline else odd for piece, odd in zip(column.pieces, odds, strict=False)]
        for column, odds in zip(columns, map(_summed, columns, usual, _lines(columns, _WEIGHTS)), strict=True)
    ]


def _lines(
    columns: Sequence[Column], values: _Values, *, line_breaks: bool = False
) -> list[list[list[_Line]]]:
    """For each column the lines that begin in each state: twice the first piece, one more if indented."""
    return by_start(columns, list(_weighed(columns, values, line_breaks))) if columns else []


def _weighed(
    columns: Sequence[Column], values: _Values, line_breaks: bool
) -> Iterator[tuple[Ints, Ints, Floats, Floats]]:
    """The lines that may be set, the shortest first: start, last piece, both values."""
    gap_values = gap_values_of(columns)
    spread = np.full((2 * len(gap_values), 1), values.certain)
    for number, lines in enumerate(lines_of(columns)):
        if number:
            spread = values.widen(spread[lines.kept], gap_values[lines.last - 1])
        # If line breaks are kept, a space binds its sides as a mark does that must not begin a line.
        at = np.flatnonzero(lines.final | ~(lines.bound | (~lines.newline if line_breaks else False)))
        room, natural, slack, final = lines.room[at], lines.natural[at], lines.slack[at], lines.final[at]
        running = values.fit(room, natural, slack, spread[at], final)
        stopped = lines.terminal[at]
        unstopped = lines.newline[at] & (natural < room - UNSTOPPED_SHORT)
        ends = np.flatnonzero(~final & (stopped | unstopped))
        short = np.ones(len(ends), dtype=bool)
        fits = values.fit(room[ends], natural[ends], slack[ends], spread[at[ends]], short)
        closing = np.full(len(at), values.nothing)
        closing[ends] = values.charge(fits, PARAGRAPH_BREAK + np.where(stopped[ends], 0.0, UNSTOPPED_BREAK))
        yield lines.start[at], lines.last[at], running, closing


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
    best = [inf] * (2 * count + 2)
    came = [0] * (2 * count + 2)
    best[fresh] = 0.0
    for state in range(2 * count):
        held = best[state]
        if held == inf:
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


def _summed(column: Column, wraps: Sequence[float], lines: Sequence[Sequence[_Line]]) -> list[float]:
    """The log-odds by forward and backward sums over all ways to set the pieces in lines.

    `wraps[i]` is the share of line ends among gaps such as gap i.
    """
    count = len(column.pieces)
    usual = [*wraps, 1.0]
    before = [0.5, 0.5] + [0.0] * (2 * count)
    for state in range(2 * count):
        weight = before[state]
        if weight:
            for last, running, closing in lines[state]:
                held = weight * usual[last]
                before[2 * last + 2] += held * running
                before[2 * last + 3] += held * closing
    behind = [0.0] * (2 * count) + [1.0, 0.0]
    for state in range(2 * count - 1, -1, -1):
        if before[state]:
            for last, running, closing in reversed(lines[state]):
                held = running * behind[2 * last + 2] + closing * behind[2 * last + 3]
                behind[state] += held * usual[last]
    total = before[2 * count]
    if not (total > 0 and isfinite(total)):
        return [0.0] * (count - 1)
    odds = []
    for i, (wrap, values) in enumerate(zip(wraps, column.gap_values, strict=True)):
        share = (before[2 * i + 2] * behind[2 * i + 2] + before[2 * i + 3] * behind[2 * i + 3]) / total
        odd = log(_odds(share, 1 - share) / _odds(wrap, sum(values)))
        odds.append(round(-MOST if odd < -MOST else MOST if odd > MOST else odd, DECIMALS))
    return odds


def _odds(share: float, other: float) -> float:
    """How many times a share is the other; never nothing, nor infinitely many."""
    odds = share / (other if other > LEAST_ODDS else LEAST_ODDS)
    return odds if odds > LEAST_ODDS else LEAST_ODDS


def _least_cost(room: Floats, natural: Floats, slack: Floats, spread: Floats, short: Bools) -> Floats:
    """The costs of lines, at the likeliest width of what was lost in them."""
    best = np.empty(len(room))
    for part, cost in _misfits(room, natural, slack, spread.shape[1], short):
        np.add(cost, spread[part].T, out=cost)
        np.minimum.reduce(cost, axis=0, out=best[part])
    return best


def _weight(room: Floats, natural: Floats, slack: Floats, spread: Floats, short: Bools) -> Floats:
    """The weights of lines, summed over what may have been lost in them."""
    weight = np.empty(len(room))
    for part, cost in _misfits(room, natural, slack, spread.shape[1], short):
        np.minimum(cost, WORST_LINE, out=cost)
        np.exp(np.negative(cost, out=cost), out=cost)
        np.multiply(cost, spread[part].T, out=cost)
        np.add.reduce(cost, axis=0, out=weight[part])
    return weight


def _misfits(
    room: Floats, natural: Floats, slack: Floats, widths: int, short: Bools
) -> Iterator[tuple[slice, Floats]]:
    """What it costs to set lines in which 0, 1, 2, ... em were lost: shape (widths, lines), part by part."""
    extra = np.arange(widths, dtype=np.float64)[:, None]
    for start in range(0, len(room), TOGETHER):
        part = slice(start, start + TOGETHER)
        yield part, misfit(room[part], natural[part] + extra, slack[part] + 0.5 * extra, short[part])


def _cheaper(spread: Floats, gap_values: Floats) -> Floats:
    """Spreads with one more gap taken in, by the least cost of each width."""
    wider = np.full((len(spread), spread.shape[1] + 2), inf)
    for add in range(3):
        part = wider[:, add : add + spread.shape[1]]
        np.minimum(part, spread + gap_values[:, add : add + 1], out=part)
    return wider


def _widened(spread: Floats, gap_values: Floats) -> Floats:
    """Spreads with one more gap taken in, by the sum of the shares of each width."""
    wider = np.zeros((len(spread), spread.shape[1] + 2))
    shares = np.where(gap_values > LEAST_SHARE, gap_values, 0.0)
    for add in (2, 1, 0):
        wider[:, add : add + spread.shape[1]] += spread * shares[:, add : add + 1]
    return wider


_COSTS: Final = _Values(inf, 0.0, _least_cost, _cheaper, lambda costs, further: costs + further)
_WEIGHTS: Final = _Values(0.0, 1.0, _weight, _widened, lambda weights, costs: weights * np.exp(-costs))
