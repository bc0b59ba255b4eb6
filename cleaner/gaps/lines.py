"""How surely each gap of a block is a line end, from the width of its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, isfinite, log

from cleaner.layout.columns import INDENT, PARAGRAPH_BREAK, misfit
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


@dataclass(frozen=True, slots=True)
class _Line:
    """A way to set the pieces `first` to `last` in one line."""

    first: int
    indented: bool
    last: int
    running: float
    """Weight of the line if the paragraph goes on,"""
    closing: float
    """and if it ends there."""


def column_odds(printed: TypesetBlock, line_breaks: bool, priors: GapPriors) -> list[float]:
    """What the column says of the gaps of a block: log-odds for a line end, over what is usual.

    On a page that keeps its `line_breaks` a space is none. `priors` tell what gaps are mostly.
    """
    wraps: list[float] = []
    holes: list[GapPrior] = []
    for piece in printed.pieces[:-1]:
        wrap, hole = priors.touching_a_mark if piece.touching else priors.between_ideographs
        wraps.append(1.0 if piece.newline else NEVER if line_breaks else wrap)
        holes.append((0.0, 0.0, 0.0) if piece.newline else hole)
    odds = line_end_odds(printed.pieces, printed.width, wraps, holes)
    for i, piece in enumerate(printed.pieces[:-1]):
        if piece.newline or line_breaks:
            odds[i] = MOST if piece.newline else -MOST
    return odds


def line_end_odds(
    pieces: Sequence[Piece], width: float, wraps: Sequence[float], holes: Sequence[GapPrior]
) -> list[float]:
    """Log-odds that geometry adds to each gap's being a line end.

    `wraps[i]` and `holes[i]` are what is known of gap i beforehand: the probability of a line end, and
    those of what else it may be; they serve to weigh the other gaps, and are not contained in the result.
    Forward and backward sums over all ways to set the pieces in lines; linear in their number.
    """
    count = len(pieces)
    before = [[0.0, 0.0] for _ in range(count + 1)]
    before[0] = [0.5, 0.5]
    lines: list[_Line] = []
    for first in range(count):
        for indented in (False, True):
            if before[first][indented]:
                for line in _lines(pieces, width, holes, first, indented):
                    held = before[first][indented] * (wraps[line.last] if line.last < count - 1 else 1.0)
                    before[line.last + 1][False] += held * line.running
                    before[line.last + 1][True] += held * line.closing
                    lines.append(line)
    behind = [[0.0, 0.0] for _ in range(count + 1)]
    behind[count] = [1.0, 0.0]
    for line in reversed(lines):
        held = line.running * behind[line.last + 1][False] + line.closing * behind[line.last + 1][True]
        behind[line.first][line.indented] += held * (wraps[line.last] if line.last < count - 1 else 1.0)
    total = before[count][False]
    if not (total > 0 and isfinite(total)):
        return [0.0] * (count - 1)
    odds = []
    for i in range(count - 1):
        share = sum(before[i + 1][state] * behind[i + 1][state] for state in (False, True)) / total
        known = wraps[i] / max(sum(holes[i]), 1e-9)
        found = share / max(1 - share, 1e-9)
        odd = max(-MOST, min(MOST, log(max(found, 1e-9) / max(known, 1e-9))))
        odds.append(round(odd, DECIMALS))
    return odds


def _lines(
    pieces: Sequence[Piece], width: float, holes: Sequence[GapPrior], first: int, indented: bool
) -> Iterator[_Line]:
    """Every line that may begin with the piece `first`."""
    count = len(pieces)
    room = width - (INDENT if indented else 0.0)
    natural, slack, spread = 0.0, 0.0, {0: 1.0}
    for last in range(first, count):
        piece = pieces[last]
        natural += piece.width
        slack += piece.squeeze
        final = last == count - 1
        if final or not piece.bound:
            running = _fit(room, natural, slack, spread, may_be_short=final)
            closing = 0.0
            if piece.terminal and not final:
                closing = exp(-PARAGRAPH_BREAK) * _fit(room, natural, slack, spread, may_be_short=True)
            yield _Line(first, indented, last, running, closing)
        if piece.newline or natural - slack > room + 2:
            break
        if not final:
            spread = _widened(spread, holes[last])


def _fit(room: float, natural: float, slack: float, spread: dict[int, float], may_be_short: bool) -> float:
    """The weight of a line, over what may be lost in it."""
    weight = 0.0
    for extra, held in spread.items():
        cost = misfit(room, natural + extra, slack + 0.5 * extra, may_be_short)
        weight += held * exp(-min(cost, WORST_LINE))
    return weight


def _widened(spread: dict[int, float], hole: GapPrior) -> dict[int, float]:
    """How wide the marks lost so far are, one more gap taken in."""
    wider: dict[int, float] = {}
    for extra, held in spread.items():
        for add, share in enumerate(hole):
            if share > LEAST_SHARE:
                wider[extra + add] = wider.get(extra + add, 0.0) + held * share
    return wider
