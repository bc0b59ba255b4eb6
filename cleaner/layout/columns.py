"""The printed column: how wide it is, and where its lines end.

In OCR text a white space inside a paragraph is either a line end or the hole that a lost mark left.
A printed line is as wide as its column, so the widths of the pieces between the spaces tell which: in
`16, 16, 5 + 10, 16` the space after 5 is no line end but the place of a mark one em wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from cleaner.layout.pieces import Piece
from cleaner.profiles.marks import CLOSING, TERMINAL

TOLERANCE = 0.6
"""Em by which a full line may miss the column width: rounding of half-width characters."""
LOOSE = 1.1
"""Em by which a full line may fall short: a character that must not begin or end a line moved over."""
INDENT = 2.0
"""Em by which the first line of a paragraph is indented."""
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


HoleCosts = Sequence[tuple[float, float, float]]
"""For each gap, were it no line end: the cost of a stray space (0 em), of one mark (1 em), of two (2 em)."""


def break_lines(
    pieces: Sequence[Piece],
    width: float,
    *,
    line_breaks: bool = False,
) -> LineBreaking:
    """The cheapest way to set the pieces in lines of a column of `width` em.

    If the page keeps its `line_breaks`, no line ends elsewhere. Time is linear in the number of pieces.
    """
    holes = [STRAY_BY_A_MARK if piece.touching else STRAY_BETWEEN_IDEOGRAPHS for piece in pieces[:-1]]
    if line_breaks:  # a space binds its sides as a mark does that must not begin a line
        pieces = [piece if piece.newline or piece.bound else piece._replace(bound=True) for piece in pieces]
    lines: dict[tuple[int, bool], list[_Line]] = {}
    fresh, running = (_shortest(pieces, width, holes, lines, start) for start in (True, False))
    better = fresh if fresh[0] <= running[0] else running
    cost, ends, breaks, full = better
    return LineBreaking(ends, breaks, cost, running[0] - fresh[0], full)


_Line = tuple[int, float, float]
"""A line that may be set: its last piece, what it costs if the paragraph goes on, and if it ends there."""
_NEVER = float("inf")


def _shortest(
    pieces: Sequence[Piece],
    width: float,
    holes: HoleCosts,
    lines: dict[tuple[int, bool], list[_Line]],
    fresh: bool,
) -> tuple[float, tuple[int, ...], tuple[int, ...], bool]:
    """Shortest path over line ends: cost, line ends, paragraph breaks, whether the last line is full.

    A state is (first piece of a line, whether that line is indented); `lines` holds the lines that begin
    in each, filled as they are asked for.
    """
    count = len(pieces)
    best: list[list[float]] = [[_NEVER, _NEVER] for _ in range(count + 1)]
    came: list[list[tuple[int, bool]]] = [[(0, False), (0, False)] for _ in range(count + 1)]
    best[0][fresh] = 0.0
    for first in range(count):
        for indented in (False, True):
            held = best[first][indented]
            if held == _NEVER:
                continue
            if (first, indented) not in lines:
                room = width - (INDENT if indented else 0.0)
                lines[first, indented] = _lines(pieces, room, holes, first)
            for last, line, closing in lines[first, indented]:
                reached = best[last + 1]
                if line + held < reached[False]:
                    reached[False], came[last + 1][False] = line + held, (first, indented)
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


def _lines(pieces: Sequence[Piece], room: float, holes: HoleCosts, first: int) -> list[_Line]:
    """The lines of `room` em that may begin with the piece `first`."""
    lines: list[_Line] = []
    natural, slack, spread = 0.0, 0.0, {0: 0.0}
    for last in range(first, len(pieces)):
        piece = pieces[last]
        natural += piece.width
        slack += piece.squeeze
        if last == len(pieces) - 1:
            lines.append((last, _fit(room, natural, slack, spread, True), _NEVER))
        elif not piece.bound:
            line = _fit(room, natural, slack, spread, False)
            closing = _NEVER
            if piece.terminal:
                closing = _fit(room, natural, slack, spread, True) + PARAGRAPH_BREAK
            elif piece.newline and natural < room - UNSTOPPED_SHORT:
                closing = _fit(room, natural, slack, spread, True) + PARAGRAPH_BREAK + UNSTOPPED_BREAK
            lines.append((last, line, closing))
        if piece.newline or natural - slack > room + 2:
            break
        if last < len(pieces) - 1:
            spread = _widen(spread, holes[last])
    return lines


def _fit(room: float, natural: float, slack: float, spread: dict[int, float], short: bool) -> float:
    best = _NEVER
    for add, held in spread.items():
        if held < best:
            best = min(best, held + misfit(room, natural + add, slack + 0.5 * add, short))
    return best


def _widen(spread: dict[int, float], hole: tuple[float, float, float]) -> dict[int, float]:
    wider: dict[int, float] = {}
    for extra, held in spread.items():
        for add, cost in enumerate(hole, extra):
            total = held + cost
            if total < wider.get(add, _NEVER):
                wider[add] = total
    return wider


def misfit(room: float, natural: float, slack: float, may_be_short: bool) -> float:
    """What it costs to set a line of `natural` width, squeezable by `slack`, in `room` em."""
    short, over = room - natural, natural - slack - room
    if over > TOLERANCE:
        return 2.0 * (over - TOLERANCE) ** 2 + 1.0
    if may_be_short or short <= TOLERANCE:
        return 0.0
    if short <= LOOSE:
        return 0.4
    return 0.4 + 1.5 * (short - LOOSE)
