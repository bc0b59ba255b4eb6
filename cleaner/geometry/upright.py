"""Scans that lie on their side, stand on their head or are askew: their boxes turned upright.

The text that an engine read shows how long a line is, its box which way it runs. Where the boxes of
characters tell nothing, the short last lines of paragraphs tell where lines begin: they are flush there and
nowhere else. Text in vertical lines, from the right, is a page that lies on its side to the right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.document import Box, Line, RawPage
from cleaner.geometry.rows import FLAT, LONG, RELATIVE, STEEPEST
from cleaner.profiles.widths import ems

Floats = npt.NDArray[np.float64]
Transform = Callable[[Floats], Floats]

TELLING = 3.0
"""Em of text from which a box shows which way its line runs."""
TALL = 1.5
"""Height of a box by its width from which its line runs down the page."""
MOST = 0.6
"""Share of the text in tall boxes from which the page lies on its side."""
STEEPEST_SLANT = 0.36
"""Rise of the lines by their length, up to which a page is askew: 20 degrees."""
SHORT = 3.0
"""Em by which the last line of a paragraph is shorter than its neighbours, at the least."""
FLUSH = 0.5
"""Em by which edges of lines that are flush may differ."""
NEXT_LINES = 2.0
"""Em of white up to which a line has neighbours above and below."""
SAME_TYPE = 1.25
"""Height of a line by that of its neighbour, at the most."""
FEW_VOTES, MAJORITY = 4, 3.0
"""Short lines that show where lines begin, at the least; how many more than those that show the contrary."""
NEAR, FAR = 2.0, 8.0
"""Em up and down between lines of one column whose middles show how it leans,"""
LEAN = 0.4
"""how far it may lean, by that,"""
FEW_PAIRS = 12
"""and so many pairs of lines at the least."""
ALONG = 0.5
"""Share of the width of its line by which the last character or word is from the first, at the least."""
LINE_HEIGHT = 1.1
"""Em of the box round an even line."""


@dataclass(frozen=True)
class _Measures:
    """The boxes of lines, shape (lines, 4), and how much text is in each, in em."""

    boxes: Floats
    ems: Floats
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, page: RawPage) -> _Measures:
        """Those of lines in boxes of their own."""
        found = [
            (line.box, ems(page.text[slice(*line.span)].strip()), line)
            for line in page.lines
            if line.box is not None and not line.whole_block and min(line.box.width, line.box.height) > FLAT
        ]
        boxes = np.array([_sides(box) for box, _, _ in found], dtype=np.float64).reshape(-1, 4)
        return cls(boxes, np.array([length for _, length, _ in found]), tuple(line for _, _, line in found))

    @property
    def widths(self) -> Floats:
        return self.boxes[:, 2] - self.boxes[:, 0]

    @property
    def heights(self) -> Floats:
        return self.boxes[:, 3] - self.boxes[:, 1]


class Upright(NamedTuple):
    """A page as if its scan stood upright."""

    page: RawPage
    turn: int = 0
    """By how many quarter turns to the right the scan lies."""


def upright(page: RawPage) -> Upright:
    r"""The page turned upright; the page itself where it stands so, or where nothing tells.

    Only slants of more than `STEEPEST` are taken out. Blocks of several lines do not tell how they run.

    >>> from cleaner.document import Line
    >>> down, turn = upright(RawPage("今天开会\n", (Line((0, 4), Box(10, 10, 30, 90)),)))
    >>> down.lines[0].box.width, turn
    (80, 1)
    """
    measures = _Measures.of(page)
    telling = measures.ems >= TELLING
    if page.unit == RELATIVE or not telling.any():
        return Upright(page)
    turn = 0
    tall = measures.heights > TALL * measures.widths
    if measures.ems[telling & tall].sum() > MOST * measures.ems[telling].sum():
        page, turn = _turned(page, partial(_turned_left, 1), swap=True), 1
        measures = _Measures.of(page)
    slant = _slant(measures)
    if STEEPEST < abs(slant) <= STEEPEST_SLANT:
        page = _turned(page, partial(_levelled, slant), slant=slant)
        measures = _Measures.of(page)
    if _runs_backwards(page, measures):
        page, turn = _turned(page, partial(_turned_left, 2)), turn + 2
    return Upright(page, turn)


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _turned(page: RawPage, transform: Transform, *, swap: bool = False, slant: float = 0.0) -> RawPage:
    """The page with all of its boxes transformed."""

    def box(old: Box | None) -> Box | None:
        return None if old is None else Box(*transform(np.array([_sides(old)]))[0].tolist())

    def slope(old: float) -> float:
        """Corners are counted from the upper left one of the scan, or of the text."""
        found = -1 / old if swap and abs(old) > 1 else old
        return found - slant if found else 0.0

    lines = tuple(replace(line, box=box(line.box), slope=slope(line.slope)) for line in page.lines)
    characters, words = page.character_boxes, page.word_boxes
    return replace(
        page,
        lines=lines,
        regions=tuple(replace(region, box=box(region.box)) for region in page.regions),
        rules=tuple(found for rule in page.rules if (found := box(rule))),
        size=page.size[::-1] if swap and page.size else page.size,
        character_boxes=None if characters is None else transform(characters),
        word_boxes=None if words is None else transform(words),
    )


def _turned_left(quarters: int, boxes: Floats) -> Floats:
    """Boxes turned to the left: after a quarter turn what ran down the page runs to the right."""
    for _ in range(quarters):
        left, top, right, bottom = boxes.T
        boxes = np.stack([top, -right, bottom, -left], axis=1)
    return boxes


def _levelled(slant: float, boxes: Floats) -> Floats:
    """Boxes turned by a slant: upright ones round slanted lines become those of the lines."""
    length = (1 + slant * slant) ** 0.5
    cos, sin = 1 / length, abs(slant) / length
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    even = cos * cos - sin * sin
    long = np.maximum((width * cos - height * sin) / even, width / 2) / 2
    high = np.maximum((height * cos - width * sin) / even, np.minimum(width, height) / 4) / 2
    along, down = (x + slant * y) / length, (y - slant * x) / length
    return np.stack([along - long, down - high, along + long, down + high], axis=1)


def _runs_backwards(page: RawPage, measures: _Measures) -> bool:
    """Whether lines run from right to left: by boxes of characters or words, or by where they are flush."""
    placed = page.character_boxes if page.character_boxes is not None else page.word_boxes
    if placed is not None:
        steps = []
        for line in measures.lines:
            boxes = placed[slice(*line.span)]
            known = boxes[~np.isnan(boxes[:, 0])]
            step = known[-1, [0, 2]].mean() - known[0, [0, 2]].mean() if len(known) else 0.0
            if line.box is not None and abs(step) > ALONG * line.box.width:
                steps.append(step)
        if steps:
            return float(np.median(steps)) < 0
    begin, end = _flush(page, measures)
    return end >= FEW_VOTES and end >= MAJORITY * begin


def _flush(page: RawPage, measures: _Measures) -> tuple[int, int]:
    """How many short lines are flush with a neighbour at the left alone, and how many at the right alone.

    What stands in brackets is mostly a credit, at the end of a line of its own.
    """
    widths, long = measures.widths, measures.ems >= LONG
    if not long.any():
        return 0, 0
    em = float(np.median(widths[long] / measures.ems[long]))
    short = (measures.ems >= TELLING) & (widths < widths[long].max() - SHORT * em)
    short &= [page.text[line.span[0] : line.span[1]].lstrip()[:1] not in {*"（("} for line in measures.lines]
    ours = (side[:, None] for side in measures.boxes[short].T)
    theirs = (side[None] for side in measures.boxes[long].T)
    (left, top, right, bottom), (their_left, their_top, their_right, their_bottom) = ours, theirs
    gap = np.maximum(their_top - bottom, top - their_bottom)
    shared = np.minimum(right, their_right) - np.maximum(left, their_left)
    height, their_height = bottom - top, their_bottom - their_top
    near = (
        (gap < NEXT_LINES * em)
        & (gap > -0.5 * height)
        & (shared > 0.5 * (right - left))
        & (their_right - their_left - right + left >= SHORT * em)
        & (np.maximum(height, their_height) <= SAME_TYPE * np.minimum(height, their_height))
    )
    starts = (near & (abs(left - their_left) < FLUSH * em)).any(axis=1)
    stops = (near & (abs(right - their_right) < FLUSH * em)).any(axis=1)
    return int((starts & ~stops).sum()), int((stops & ~starts).sum())


def _slant(measures: _Measures) -> float:
    """The rise of the lines by their length: what the engine says, or what the columns show by their lean."""
    long = measures.ems >= LONG
    slopes = np.array([line.slope for line in measures.lines])
    known = slopes[long & (slopes != 0)]
    if len(known) * 2 > long.sum():
        return float(np.median(known))
    if long.sum() < FEW_PAIRS:
        return 0.0
    boxes, widths = measures.boxes[long], measures.widths[long]
    em = float(np.median(widths / measures.ems[long]))
    high = float(np.median((measures.heights[long] - LINE_HEIGHT * em) / widths))
    if high < STEEPEST / 2:
        return 0.0  # no box is higher than an even line
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    down, aside = y[None] - y[:, None], x[:, None] - x[None]
    alike = abs(widths[None] - widths[:, None]) < FLUSH * em
    pairs = alike & (down > NEAR * em) & (down < FAR * em) & (abs(aside) < LEAN * down)
    return float(np.median(aside[pairs] / down[pairs])) if pairs.sum() >= FEW_PAIRS else 0.0
