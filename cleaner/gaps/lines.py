"""How surely each gap of a block is a line end, from the width of its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, isfinite, log

import numpy as np

from cleaner.layout.columns import PARAGRAPH_BREAK
from cleaner.layout.fitting import Bools, Column, Floats, Ints, by_start, holes_of, lines_of, misfit
from cleaner.layout.pieces import Piece
from cleaner.layout.state import TypesetBlock
from cleaner.models.constants import GapPrior, GapPriors

WORST_LINE = 6.0
"""What a line costs at the most that does not fit its column, in nats: something else disturbed it."""
MOST = 8.0
"""Log-odds beyond which geometry claims nothing."""

DECIMALS = 6
"""Of the log-odds: where the column says nothing, they are 0 on every machine."""
LEAST_SHARE = 1e-3
"""Probability from which it is weighed that a gap is the hole of marks."""

NEVER = 1e-6
"""Share of line ends among the spaces of a page that keeps its line breaks."""


_Line = tuple[int, float, float]
"""A way to set a line: its last piece, its weight if the paragraph goes on, and if it ends there."""


def column_odds(printed: TypesetBlock, line_breaks: bool, priors: GapPriors) -> list[float]:
    """What the column says of the gaps of a block: log-odds for a line end, over what is usual.

    On a page that keeps its `line_breaks` a space is none. `priors` tell what gaps are mostly.
    """
    return all_column_odds([printed], line_breaks, priors)[0]


def all_column_odds(
    blocks: Sequence[TypesetBlock], line_breaks: bool, priors: GapPriors
) -> list[list[float]]:
    """The same for many blocks."""
    columns, wraps = [], []
    for printed in blocks:
        kinds = [
            priors.touching_a_mark if p.touching else priors.between_ideographs for p in printed.pieces[:-1]
        ]
        gaps = list(zip(printed.pieces, kinds, strict=False))
        holes = [(0.0, 0.0, 0.0) if piece.newline else hole for piece, (_, hole) in gaps]
        wraps.append([1.0 if piece.newline else NEVER if line_breaks else wrap for piece, (wrap, _) in gaps])
        columns.append(Column(printed.pieces, printed.width, holes))
    found = all_line_end_odds(columns, wraps)
    for printed, odds in zip(blocks, found, strict=True):
        for i, piece in enumerate(printed.pieces[:-1]):
            if piece.newline or line_breaks:
                odds[i] = MOST if piece.newline else -MOST
    return found


def line_end_odds(
    pieces: Sequence[Piece], width: float, wraps: Sequence[float], holes: Sequence[GapPrior]
) -> list[float]:
    """Log-odds that geometry adds to each gap's being a line end.

    `wraps[i]` and `holes[i]` are what is known of gap i beforehand: the probability of a line end, and
    those of what else it may be; they serve to weigh the other gaps, and are not contained in the result.
    Forward and backward sums over all ways to set the pieces in lines; linear in their number.
    """
    return all_line_end_odds([Column(pieces, width, holes)], [wraps])[0]


def all_line_end_odds(columns: Sequence[Column], wraps: Sequence[Sequence[float]]) -> list[list[float]]:
    """The same for many blocks; `wraps` are those of each."""
    if not columns:
        return []
    found = by_start(columns, list(_weights(columns)))
    return [_odds(*each) for each in zip(columns, wraps, found, strict=True)]


def _odds(column: Column, wraps: Sequence[float], lines: Sequence[Sequence[_Line]]) -> list[float]:
    """The log-odds of a block; `lines` begin in each state: twice the first piece, one more if indented."""
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
    for i in range(count - 1):
        share = (before[2 * i + 2] * behind[2 * i + 2] + before[2 * i + 3] * behind[2 * i + 3]) / total
        known = wraps[i] / max(sum(column.holes[i]), 1e-9)
        found = share / max(1 - share, 1e-9)
        odd = max(-MOST, min(MOST, log(max(found, 1e-9) / max(known, 1e-9))))
        odds.append(round(odd, DECIMALS))
    return odds


def _weights(columns: Sequence[Column]) -> Iterator[tuple[Ints, Ints, Floats, Floats]]:
    """The lines that may be set: start, last piece, both weights."""
    holes = holes_of(columns)
    holes[holes <= LEAST_SHARE] = 0.0
    spread = np.ones((2 * len(holes), 1))
    for number, lines in enumerate(lines_of(columns)):
        if number:
            spread = _widened(spread[lines.kept], holes[lines.last - 1])
        at = np.flatnonzero(lines.final | ~lines.bound)
        room, natural, slack, final = lines.room[at], lines.natural[at], lines.slack[at], lines.final[at]
        running = _fit(room, natural, slack, spread[at], final)
        closing = np.zeros(len(at))
        ends = np.flatnonzero(lines.terminal[at] & ~final)
        short = np.ones(len(ends), dtype=bool)
        closing[ends] = exp(-PARAGRAPH_BREAK) * _fit(
            room[ends], natural[ends], slack[ends], spread[at[ends]], short
        )
        yield lines.start[at], lines.last[at], running, closing


def _fit(room: Floats, natural: Floats, slack: Floats, spread: Floats, may_be_short: Bools) -> Floats:
    """The weights of lines, over what may be lost in them: `spread[:, em]` is how likely that so much is."""
    weight = np.zeros(len(room))
    for extra in range(spread.shape[1]):
        cost = misfit(room, natural + extra, slack + 0.5 * extra, may_be_short)
        weight += spread[:, extra] * np.exp(-np.minimum(cost, WORST_LINE))
    return weight


def _widened(spread: Floats, holes: Floats) -> Floats:
    """How wide the marks lost so far are, one more gap taken in."""
    wider = np.zeros((len(spread), spread.shape[1] + 2))
    for add in (2, 1, 0):
        wider[:, add : add + spread.shape[1]] += spread * holes[:, add : add + 1]
    return wider
