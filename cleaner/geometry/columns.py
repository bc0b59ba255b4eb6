"""The columns of a page: their edges, and the strips of body text in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.document import Box
from cleaner.geometry.rows import overlap
from cleaner.geometry.strips import Strip
from cleaner.layout.roles import SIGNOFF

FEW = 4
"""Lines of a strip from which its own edges are believed."""
NEXT_ROW = 1.3
"""Pitches within which a line is the next one of its column, wherever in its width it stands."""


class Columns:
    """The left and right edges of the columns of a page."""

    def __init__(self, strips: Sequence[Strip]) -> None:
        self._known = [strip.box for strip in strips if len(strip.lines) >= FEW]
        self._edges = [_edges(strip) for strip in strips if len(strip.lines) >= FEW]

    def edges(self, strip: Strip) -> tuple[float, float]:
        """Left and right edge of the column that a strip stands in."""
        if len(strip.lines) >= FEW:
            return _edges(strip)
        box = strip.box
        near = [
            (abs(other.top - box.top), edges)
            for other, edges in zip(self._known, self._edges, strict=True)
            if overlap(other, box) > 0.8 and edges[0] - 1 < box.left and box.right < edges[1] + 1
        ]
        return min(near)[1] if near else (box.left, box.right)

    def lane(self, strip: Strip) -> Box:
        """The box of a strip as wide as its column."""
        left, right = self.edges(strip)
        return Box(left, strip.box.top, right, strip.box.bottom)


def _edges(strip: Strip) -> tuple[float, float]:
    lefts = [line[0].box.left for line in strip.lines]
    rights = [line[-1].box.right for line in strip.lines]
    return float(np.quantile(lefts, 0.3)), float(np.quantile(rights, 0.7))


def join_lanes(strips: Sequence[Strip], columns: Columns, pitch: float) -> list[Strip]:
    """The strips, those put together that follow each other line by line in one column.

    A sign-off at the right edge stands under no letter of the line above it; it is no line of what
    begins below.
    """
    found: list[Strip] = []
    parted = [part for strip in strips for part in _without_signoff(strip, pitch)]
    for strip in sorted(parted, key=lambda strip: strip.box.top):
        lane = columns.lane(strip)
        for upper in found:
            step = strip.lines[0][0].middle - upper.lines[-1][0].middle
            same = overlap(columns.lane(upper), lane) >= 0.8 and upper.box.bottom - strip.box.top < pitch / 2
            if same and abs(step) <= NEXT_ROW * pitch:
                upper.add(strip.rows)
                break
        else:
            found.append(strip)
    return found


def _without_signoff(strip: Strip, pitch: float) -> list[Strip]:
    if len(strip.lines) < 2 or strip.lines[1][0].middle - strip.lines[0][0].middle < NEXT_ROW * pitch:
        return [strip]
    first = strip.lines[0]
    if SIGNOFF.fullmatch("".join(row.text for row in first)) is None:
        return [strip]
    strip.drop(first)
    return [Strip(first), strip]
