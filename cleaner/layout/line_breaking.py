"""Where the lines of a block end: all ways to set its pieces in lines of its column, as one lattice.

The best path through it is how the block was printed (`break_lines`); the sum over all paths gives how surely
each gap ends a line (`line_end_odds`). Both weigh the same lines by how well they fit the column (`misfit`).

They differ in what else a gap may be, for they are asked different things. Paragraphs and articles need the
likeliest lines whatever the page lost, and are read by networks that were trained on these costs: with the
shares of the gap model in their place single pages change either way, and pages in blocks lose .017 of their
whole articles. Marks need calibrated odds: with the costs of the best path for shares, pages that
lose marks lost .009 of their quotation marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, log
from typing import Final, NamedTuple

from cleaner.layout.columns import INDENT, LOOSE, TOLERANCE
from cleaner.layout.pieces import Piece
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
DECIMALS: Final = 6
"""Of the log-odds: where the column says nothing, they are 0 on every machine."""
LEAST_SHARE: Final = 1e-3
"""Probability from which it is weighed that a gap is the hole of marks."""

Holes = tuple[float, float, float]
"""What a gap in mid-line is by its width in em: costs for the best path, shares for the sum of paths."""
Spread = dict[int, float]
"""How wide the marks lost in a line so far may be, in em, with the cost or the share of each."""


class _Line(NamedTuple):
    """A line that may be set: its first and last piece, and its value if the paragraph goes on or ends."""

    first: int
    indented: bool
    last: int
    running: float
    closing: float


class _Values(NamedTuple):
    """How lines are weighed: by costs that are added, or by weights that are multiplied."""

    nothing: float
    """Of what cannot be."""
    certain: float
    fit: Callable[[float, float, float, Spread, bool], float]
    widen: Callable[[Spread, Holes], Spread]
    charge: Callable[[float, float], float]
    """A value after a further cost."""


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
    holes = [STRAY_BY_A_MARK if piece.touching else STRAY_BETWEEN_IDEOGRAPHS for piece in pieces[:-1]]
    if line_breaks:  # a space binds its sides as a mark does that must not begin a line
        pieces = [piece if piece.newline or piece.bound else piece._replace(bound=True) for piece in pieces]
    lines: dict[tuple[int, bool], list[_Line]] = {}
    fresh, running = (_shortest(pieces, width, holes, lines, start) for start in (True, False))
    cost, ends, breaks, full = fresh if fresh[0] <= running[0] else running
    return LineBreaking(ends, breaks, cost, running[0] - fresh[0], full)


def line_end_odds(
    pieces: Sequence[Piece], width: float, priors: GapPriors, *, line_breaks: bool = False
) -> list[float]:
    """What the column says of the gaps of a block: log-odds for a line end, over what is usual.

    `priors` tell what gaps are mostly; they serve to weigh the other gaps, and are not contained in the odds
    of a gap itself. On a page that keeps its `line_breaks` a space is none.
    """
    shares = [priors.touching_a_mark if p.touching else priors.between_ideographs for p in pieces[:-1]]
    if line_breaks:
        return [MOST if piece.newline else -MOST for piece in pieces[:-1]]
    wraps, holes = [], []
    for piece, (wrap, hole) in zip(pieces, shares, strict=False):
        wraps.append(1.0 if piece.newline else wrap)
        holes.append((0.0, 0.0, 0.0) if piece.newline else hole)
    odds = _summed(pieces, width, wraps, holes)
    return [MOST if piece.newline else odd for piece, odd in zip(pieces, odds, strict=False)]


def _lines(
    pieces: Sequence[Piece], width: float, holes: Sequence[Holes], first: int, indented: bool, values: _Values
) -> Iterator[_Line]:
    """Every line that may begin with the piece `first`."""
    final = len(pieces) - 1
    room = width - (INDENT if indented else 0.0)
    natural, slack, spread = 0.0, 0.0, {0: values.certain}
    for last in range(first, len(pieces)):
        piece = pieces[last]
        natural += piece.width
        slack += piece.squeeze
        if last == final:
            yield _Line(first, indented, last, values.fit(room, natural, slack, spread, True), values.nothing)
        elif not piece.bound:
            closing = values.nothing
            if piece.terminal:
                closing = values.charge(values.fit(room, natural, slack, spread, True), PARAGRAPH_BREAK)
            elif piece.newline and natural < room - UNSTOPPED_SHORT:
                fits = values.fit(room, natural, slack, spread, True)
                closing = values.charge(fits, PARAGRAPH_BREAK + UNSTOPPED_BREAK)
            running = values.fit(room, natural, slack, spread, False)
            yield _Line(first, indented, last, running, closing)
        if piece.newline or natural - slack > room + 2:
            break
        if last < final:
            spread = values.widen(spread, holes[last])


def _shortest(
    pieces: Sequence[Piece],
    width: float,
    holes: Sequence[Holes],
    lines: dict[tuple[int, bool], list[_Line]],
    fresh: bool,
) -> tuple[float, tuple[int, ...], tuple[int, ...], bool]:
    """Shortest path over line ends: cost, line ends, paragraph breaks, whether the last line is full.

    A state is (first piece of a line, whether that line is indented); `lines` holds the lines that begin
    in each, filled as they are asked for.
    """
    count = len(pieces)
    best: list[list[float]] = [[inf, inf] for _ in range(count + 1)]
    came: list[list[tuple[int, bool]]] = [[(0, False), (0, False)] for _ in range(count + 1)]
    best[0][fresh] = 0.0
    for first in range(count):
        for indented in (False, True):
            held = best[first][indented]
            if held == inf:
                continue
            if (first, indented) not in lines:
                lines[first, indented] = list(_lines(pieces, width, holes, first, indented, _COSTS))
            for _, _, last, running, closing in lines[first, indented]:
                reached = best[last + 1]
                if running + held < reached[False]:
                    reached[False], came[last + 1][False] = running + held, (first, indented)
                if closing + held < reached[True]:
                    reached[True], came[last + 1][True] = closing + held, (first, indented)
    line_ends: list[int] = []
    breaks: list[int] = []
    at, indented = came[count][False]
    start, room = at, width - (INDENT if indented else 0.0)
    while at > 0:
        line_ends.append(at - 1)
        if indented:
            breaks.append(at - 1)
        at, indented = came[at][indented]
    full = sum(piece.width for piece in pieces[start:]) >= room - TOLERANCE
    return best[count][False], tuple(reversed(line_ends)), tuple(reversed(breaks)), full


def _summed(
    pieces: Sequence[Piece], width: float, wraps: Sequence[float], holes: Sequence[Holes]
) -> list[float]:
    """The log-odds by forward and backward sums over all ways to set the pieces in lines.

    `wraps[i]` is the share of line ends among gaps such as gap i, `holes[i]` those of what else it may be.
    """
    count = len(pieces)
    before = [[0.0, 0.0] for _ in range(count + 1)]
    before[0] = [0.5, 0.5]
    lines: list[_Line] = []
    for first in range(count):
        for indented in (False, True):
            if before[first][indented]:
                for line in _lines(pieces, width, holes, first, indented, _WEIGHTS):
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


def _least_cost(room: float, natural: float, slack: float, spread: Spread, may_be_short: bool) -> float:
    """The cost of a line, at the likeliest width of what was lost in it."""
    best = inf
    for extra, held in spread.items():
        if held < best:
            best = min(best, held + misfit(room, natural + extra, slack + 0.5 * extra, may_be_short))
    return best


def _weight(room: float, natural: float, slack: float, spread: Spread, may_be_short: bool) -> float:
    """The weight of a line, summed over what may have been lost in it."""
    weight = 0.0
    for extra, held in spread.items():
        cost = misfit(room, natural + extra, slack + 0.5 * extra, may_be_short)
        weight += held * exp(-min(cost, WORST_LINE))
    return weight


def _cheaper(spread: Spread, hole: Holes) -> Spread:
    """A spread with one more gap taken in, by the least cost of each width."""
    wider: Spread = {}
    for extra, held in spread.items():
        for add, cost in enumerate(hole, extra):
            if held + cost < wider.get(add, inf):
                wider[add] = held + cost
    return wider


def _widened(spread: Spread, hole: Holes) -> Spread:
    """A spread with one more gap taken in, by the sum of the shares of each width."""
    wider: Spread = {}
    for extra, held in spread.items():
        for add, share in enumerate(hole, extra):
            if share > LEAST_SHARE:
                wider[add] = wider.get(add, 0.0) + held * share
    return wider


def misfit(room: float, natural: float, slack: float, may_be_short: bool) -> float:
    """What it costs to set a line of `natural` width, squeezable by `slack`, in `room` em; in nats.

    >>> misfit(16, 16, 0, False), misfit(16, 10, 0, True), misfit(16, 10, 0, False) > 5
    (0.0, 0.0, True)
    """
    short, over = room - natural, natural - slack - room
    if over > TOLERANCE:
        return 2.0 * (over - TOLERANCE) ** 2 + 1.0
    if may_be_short or short <= TOLERANCE:
        return 0.0
    if short <= LOOSE:
        return 0.4
    return 0.4 + 1.5 * (short - LOOSE)


_COSTS: Final = _Values(inf, 0.0, _least_cost, _cheaper, lambda cost, further: cost + further)
_WEIGHTS: Final = _Values(0.0, 1.0, _weight, _widened, lambda weight, cost: weight * exp(-cost))
