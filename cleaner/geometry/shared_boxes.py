"""Boxes that several lines share: a reader that boxed a headline and its paragraphs as one gives no more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaner.document import RegionKind

Floats = npt.NDArray[np.float64]

PITCH = 1.45
"""Em from line to line in blocks of text."""
HEADLINE = 1.5
"""Size of the type of a heading that opens a box, by that of the text under it."""
ONE_LINE = 1.8
"""Em of height up to which a box holds one line."""


def part_boxes(boxes: Floats, ems: Floats, kinds: Sequence[RegionKind]) -> Floats:
    """Boxes, shape (lines, 4), each of those that are the same for several lines parted among them.

    The lines keep their order: one stands below the other, as high as its `ems` of text need, or beside it
    where the box is as high as one line.

    >>> box = [0.0, 0.0, 100.0, 60.0]
    >>> kinds = [RegionKind.TEXT, RegionKind.TEXT]
    >>> part_boxes(np.array([box, box]), np.array([10.0, 20.0]), kinds)[:, [1, 3]]
    array([[ 0., 24.],
           [24., 60.]])
    """
    same: dict[tuple[float, ...], list[int]] = {}
    for line, box in enumerate(boxes.tolist()):
        same.setdefault(tuple(box), []).append(line)
    found = boxes.copy()
    for (left, top, right, bottom), lines in same.items():
        if len(lines) < 2:
            continue
        width, height = right - left, bottom - top
        lengths = ems[lines]
        beside = height * lengths.sum() < ONE_LINE * width
        heights = lengths if beside else _heights(lengths, kinds[lines[0]], width, height)
        edges = np.concatenate([[0.0], np.cumsum(heights) / heights.sum()])
        start, end, across = (left, right, 0) if beside else (top, bottom, 1)
        found[lines, across] = start + edges[:-1] * (end - start)
        found[lines, across + 2] = start + edges[1:] * (end - start)
    return found


def _heights(ems: Floats, first: RegionKind, width: float, height: float) -> Floats:
    """The heights of texts one below the other, in lines."""
    sizes = np.ones(len(ems))
    if first is RegionKind.HEADING:
        sizes[0] = HEADLINE
    em = (width * height / (PITCH * (ems * sizes**2).sum())) ** 0.5
    lines: Floats = np.maximum(np.ceil(ems * sizes * em / width - 1e-6), 1.0)
    return lines * sizes
