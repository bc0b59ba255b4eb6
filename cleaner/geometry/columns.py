"""The columns of a page: their edges, and the strips of body text in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from cleaner.document import Box, RegionKind
from cleaner.geometry.boxes import Boxes, numbers
from cleaner.geometry.rows import ALIGNED, SAME_ROW, Row
from cleaner.geometry.strips import Strip, apart, circular_mean
from cleaner.profiles.press import SIGNOFF

FEW = 4
"""Lines of a strip from which its own edges and its grid are believed."""
NEAR = 6
"""Lines that show the grid on both sides of a gap."""
OFF_GRID = 0.18
"""Turns of the pitch from which lines stand on another grid than others."""
AGREEING = 0.8
"""Agreement of lines from which their place on the grid is known."""
MOST_LINES = 0.6
"""Share of them that stands on one grid, headings between."""
ROOM = 0.95
"""Em of white between blocks from which they are not paragraphs of one text."""
SEVERAL = 1.5
"""Times the width of lines that show the edges of their column from which other text is set over several."""
BEYOND = 1.2
"""Em by which a few lines may reach beyond the edges of their column, as a heading in larger type does."""
EDGE = 1.0
"""Em by which the edges of one column may differ."""
NEXT_ROW = 1.3
"""Pitches within which a line is the next one of its column, wherever in its width it stands."""


class ColumnEdges:
    """The left and right edges of the columns of a page.

    >>> from cleaner.geometry.rows import Row
    >>> rows = [Row(n, Box(2, n, 18, n + 1), "三座水库", 1.0) for n in range(5)]
    >>> ColumnEdges([Strip(rows)]).edges(Strip(rows[:1]))
    (2.0, 18.0)
    """

    def __init__(self, strips: Sequence[Strip]) -> None:
        known = [strip for strip in strips if len(strip.lines) >= FEW]
        self._known = Boxes(strip.box for strip in known)
        self._left, self._right = np.array([strip.edges for strip in known]).reshape(-1, 2).T

    def edges(self, strip: Strip) -> tuple[float, float]:
        """Left and right edge of the column that a strip stands in."""
        if len(strip.lines) >= FEW:
            return strip.edges
        box = strip.box
        round_it = (self._left - BEYOND < box.left) & (box.right < self._right + BEYOND)
        if _shows_edges(strip):
            round_it &= self._right - self._left < SEVERAL * box.width
        near = np.flatnonzero(round_it & (self._known.overlap(box) > 0.8))
        if not len(near):
            return box.left, box.right
        gap = np.maximum(self._known.top[near] - box.bottom, box.top - self._known.bottom[near])
        left, right = self._left[near], self._right[near]
        at = np.lexsort((right, left, right - left, np.maximum(gap, 0.0)))[0]
        return float(left[at]), float(right[at])

    def lane(self, strip: Strip) -> Box:
        """The box of a strip as wide as its column."""
        left, right = self.edges(strip)
        return Box(left, strip.box.top, right, strip.box.bottom)


def _shows_edges(strip: Strip) -> bool:
    """Whether of a few lines two begin at the left edge of all, and two end at the right one."""
    lefts = sum(line[0].box.left - strip.box.left < ALIGNED for line in strip.lines)
    rights = sum(strip.box.right - line[-1].box.right < ALIGNED for line in strip.lines)
    return min(lefts, rights) > 1


def join_lanes(strips: Sequence[Strip], columns: ColumnEdges, pitch: float, measured: bool) -> list[Strip]:
    """The strips, those put together that follow each other line by line in one column.

    Where the places of lines are `measured`, a strip ends where they leave their grid. A sign-off at the
    right edge stands under no letter of the line above it; it is no line of what begins below.
    """
    parts = [part for strip in strips for part in _parted(strip, pitch, measured)]
    parts.sort(key=lambda strip: strip.box.top)
    found: list[Strip] = []
    own = [columns.lane(part) for part in parts]
    lanes, lasts = Boxes(own), np.zeros(len(parts))
    for strip, lane in zip(parts, own, strict=True):
        upper = slice(len(found))
        step = np.abs(strip.lines[0][0].middle - lasts[upper])
        beside = lanes.agree(lane, EDGE, upper) & (lanes.bottom[upper] > lane.top)
        follows = (lanes.bottom[upper] - lane.top < pitch / 2) & (step <= NEXT_ROW * pitch)
        for at in numbers((lanes.overlap(lane, upper) >= 0.8) & (follows | beside)):
            if not follows[at] and not _go_on_in_row(found[at], strip, pitch):
                continue
            if measured or not _leaves_room(found[at].lines[-1], strip.lines[0]):
                found[at].add(strip.rows)
                break
        else:
            at = len(found)
            found.append(strip)
        lanes[at] = columns.lane(found[at])
        lasts[at] = found[at].lines[-1][0].middle
    return found


def _go_on_in_row(strip: Strip, other: Strip, pitch: float) -> bool:
    """Whether the first line of another strip of the column is a piece of a line of a strip."""
    middle = other.lines[0][0].middle
    at = bisect_left(strip.lines, middle - SAME_ROW * pitch / 2, key=lambda line: line[0].middle)
    return at < len(strip.lines) and strip.lines[at][0].middle < middle + SAME_ROW * pitch / 2


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
    (one, agreed), (other, agree) = (circular_mean(_on_grid(turns)) for turns in (before, after))
    return min(agreed, agree) >= AGREEING and apart(one, other) >= OFF_GRID


def _on_grid(turns: Sequence[float]) -> Sequence[float]:
    """The lines that stand on the grid of most, where headings stand between them; else all."""
    groups = ([turn for turn in turns if apart(turn, other) < OFF_GRID / 2] for other in turns)
    largest = max(groups, key=len)
    return largest if len(largest) >= max(FEW, MOST_LINES * len(turns)) else turns
