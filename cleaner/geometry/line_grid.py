"""Lines whose boxes are too high: the lines above and below leave room for one of body type alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cleaner.geometry.boxes import Boxes
from cleaner.geometry.rows import HALF, LARGE, Sheet

APART = 0.3
"""Em from the middle of a high box to that of the line above or below at the least."""
ROOM = 2.2
"""Pitches from the line above to the line below up to which one between them is of body type."""


def lower_heights(sheet: Sheet) -> Sheet:
    """The sheet with large lines made body lines where there is no room for larger type.

    >>> from cleaner.document import Box
    >>> from cleaner.geometry.rows import Row
    >>> rows = [Row(n, Box(0, 2 * n, 16, 2 * n + 1), "三座水库", 1.0) for n in range(3)]
    >>> rows[1] = replace(rows[1], box=Box(0, 1, 16, 4), size=2.0)
    >>> [(row.size, row.box.top) for row in lower_heights(Sheet(rows, 2.0, 1.0, 0.0)).rows]
    [(1.0, 0), (1.0, 1.0), (1.0, 4)]
    """
    rows = list(sheet.rows)
    boxes, middles = Boxes(row.box for row in rows), np.array([row.middle for row in rows])
    for at, row in enumerate(rows):
        if row.size < LARGE or row.headline or row.part is not None:
            continue
        beside = boxes.overlap(row.box) >= HALF
        above = middles[beside & (middles < row.middle - APART)]
        below = middles[beside & (middles > row.middle + APART)]
        if len(above) and len(below) and below.min() - above.max() <= ROOM * sheet.pitch:
            middle = float(below.min() + above.max()) / 2
            half = min(row.box.height, 2 * sheet.pitch - 1.0) / 2
            box = replace(row.box, top=middle - half, bottom=middle + half)
            rows[at] = replace(row, box=box, size=1.0)
    rows.sort(key=lambda row: (row.middle, row.box.left))
    return replace(sheet, rows=rows)
