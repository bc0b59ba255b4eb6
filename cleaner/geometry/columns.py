"""The columns of a page: their edges, and the strips of body text in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.document import Box, RegionKind
from cleaner.geometry.rows import Row, overlap
from cleaner.geometry.strips import Strip, apart, circular_mean
from cleaner.profiles.press import SIGNOFF

FEW = 4
"""Lines of a strip from which its own edges are believed."""
NEAR = 6
"""Lines that show the grid on both sides of a gap."""
OFF_GRID = 0.18
"""Turns of the pitch from which lines stand on another grid than others."""
AGREEING = 0.8
"""Agreement of lines from which their place on the grid is known."""
ROOM = 0.95
"""Em of white between blocks from which they are not paragraphs of one text."""
NEXT_ROW = 1.3
"""Pitches within which a line is the next one of its column, wherever in its width it stands."""


class Columns:
    """The left and right edges of the columns of a page."""

    def __init__(self, strips: Sequence[Strip]) -> None:
        self._known = [strip.box for strip in strips if len(strip.lines) >= FEW]
        self._edges = [strip.edges for strip in strips if len(strip.lines) >= FEW]

    def edges(self, strip: Strip) -> tuple[float, float]:
        """Left and right edge of the column that a strip stands in."""
        if len(strip.lines) >= FEW:
            return strip.edges
        box = strip.box
        near = [
            (max(other.top - box.bottom, box.top - other.bottom, 0.0), edges[1] - edges[0], edges)
            for other, edges in zip(self._known, self._edges, strict=True)
            if overlap(other, box) > 0.8 and edges[0] - 1 < box.left and box.right < edges[1] + 1
        ]
        return min(near)[2] if near else (box.left, box.right)

    def lane(self, strip: Strip) -> Box:
        """The box of a strip as wide as its column."""
        left, right = self.edges(strip)
        return Box(left, strip.box.top, right, strip.box.bottom)


def join_lanes(strips: Sequence[Strip], columns: Columns, pitch: float, measured: bool) -> list[Strip]:
    """The strips, those put together that follow each other line by line in one column.

    Where the places of lines are `measured`, a strip ends where they leave their grid. A sign-off at the
    right edge stands under no letter of the line above it; it is no line of what begins below.
    """
    found: list[Strip] = []
    parts = [part for strip in strips for part in _parted(strip, pitch, measured)]
    for strip in sorted(parts, key=lambda strip: strip.box.top):
        lane = columns.lane(strip)
        for upper in found:
            step = strip.lines[0][0].middle - upper.lines[-1][0].middle
            same = overlap(columns.lane(upper), lane) >= 0.8 and upper.box.bottom - strip.box.top < pitch / 2
            parted = not measured and _leaves_room(upper.lines[-1], strip.lines[0])
            if same and not parted and abs(step) <= NEXT_ROW * pitch:
                upper.add(strip.rows)
                break
        else:
            found.append(strip)
    return found


def _parted(strip: Strip, pitch: float, measured: bool) -> Iterator[Strip]:
    """A strip cut where its lines leave their grid, and behind a sign-off that stands over other text."""
    heights = [line[0].middle / pitch for line in strip.lines]
    start = 0
    for n in range(1, len(strip.lines)):
        far = heights[n] - heights[n - 1] >= NEXT_ROW
        first = "".join(row.text for row in strip.lines[start])
        ends = far and n - start == 1 and SIGNOFF.fullmatch(first) is not None
        if measured:
            ends |= far and _leaves_grid(heights[max(start, n - NEAR) : n], heights[n : n + NEAR])
        else:
            ends |= _leaves_room(strip.lines[n - 1], strip.lines[n])
        if ends:
            yield Strip([row for line in strip.lines[start:n] for row in line])
            start = n
    yield Strip([row for line in strip.lines[start:] for row in line])


def _leaves_room(upper: Sequence[Row], lower: Sequence[Row]) -> bool:
    """Whether blocks of text, no heading among them, stand farther apart than paragraphs."""
    text = all(row.kind is not RegionKind.HEADING for row in (*upper, *lower))
    return text and min(row.box.top for row in lower) - max(row.box.bottom for row in upper) > ROOM


def _leaves_grid(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether lines, by their heights in pitches, stand on two grids; a heading is on neither."""
    if len(before) < 2 or len(after) < 2:
        return False
    (one, agreed), (other, agree) = circular_mean(before), circular_mean(after)
    return min(agreed, agree) >= AGREEING and apart(one, other) >= OFF_GRID
