"""Lines whose boxes are too high: the lines above and below leave room for one of body type alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cleaner.geometry.boxes import Boxes, numbers
from cleaner.geometry.rows import ALIGNED, HALF, LARGE, SAME_ROW, Sheet

APART = 0.3
"""Em from the middle of a high box to that of the line above or below at the least."""
MOST_LINES = 2
"""Lines in too high boxes one below the other, at the most."""
ROOM = 0.2
"""Pitches by which the room from the body line above to the one below may be wider than that of so many body
lines. On the pages that Tesseract read for fitting and tuning it is wider by 0.1 at the most."""


def lower_heights(sheet: Sheet) -> Sheet:
    """The sheet with large lines made body lines where two body lines leave no room for larger type between.

    They are of a column, not between lines of a headline in small type: they begin or end where a body line
    near them does, or were read over several columns.

    >>> from cleaner.document import Box
    >>> from cleaner.geometry.rows import Row
    >>> rows = [Row(n, Box(0, 2 * n, 16, 2 * n + 1), "三座水库", 1.0) for n in range(3)]
    >>> rows[1] = replace(rows[1], box=Box(0, 1, 16, 4), size=2.0)
    >>> [(row.size, row.box.top) for row in lower_heights(Sheet(rows, 2.0, 1.0, 0.0)).rows]
    [(1.0, 0), (1.0, 1.0), (1.0, 4)]
    """
    rows = list(sheet.rows)
    boxes, middles = Boxes(row.box for row in rows), np.array([row.middle for row in rows])
    large = np.array([row.size >= LARGE for row in rows], dtype=np.bool_)
    for at in numbers(large):
        row = rows[at]
        if row.headline or row.part is not None:
            continue
        beside = boxes.overlap(row.box) >= HALF
        above = middles[beside & ~large & (middles < row.middle - APART)]
        below = middles[beside & ~large & (middles > row.middle + APART)]
        if not (len(above) and len(below)):
            continue
        upper, lower = float(above.max()), float(below.min())
        between = middles[beside & large & (upper < middles) & (middles < lower)]
        rank = 1 + np.cumsum(np.diff(between, prepend=between[0]) > APART)
        if rank[-1] > MOST_LINES or lower - upper > (rank[-1] + 1 + ROOM) * sheet.pitch:
            continue
        level = SAME_ROW * sheet.pitch
        near = beside & ~large & (middles > upper - level) & (middles < lower + level)
        left, right = boxes.left[near], boxes.right[near]
        edges = np.minimum(abs(left - row.box.left), abs(right - row.box.right))
        if edges.min() < ALIGNED or left.max() >= right.min():
            place = int(rank[np.searchsorted(between, row.middle)])
            middle = upper + (lower - upper) * place / (int(rank[-1]) + 1)
            half = min(row.box.height, 2 * sheet.pitch - 1.0) / 2
            rows[at] = replace(row, box=replace(row.box, top=middle - half, bottom=middle + half), size=1.0)
    rows.sort(key=lambda row: (row.middle, row.box.left))
    return replace(sheet, rows=rows)
