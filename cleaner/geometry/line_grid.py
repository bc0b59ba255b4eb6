"""Lines whose boxes an engine made too high: the lines above and below them leave room for body type alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cleaner.geometry.boxes import Boxes
from cleaner.geometry.rows import HALF, LARGE, SAME_ROW, Sheet

ROOM = 2.2
"""Pitches from the line above to the line below up to which one between them is of body type."""


def lower_heights(sheet: Sheet) -> Sheet:
    """The sheet with the lines that stand on the grid of body lines as high as these, whatever their boxes."""
    rows = list(sheet.rows)
    boxes, middles = Boxes(row.box for row in rows), np.array([row.middle for row in rows])
    for at, row in enumerate(rows):
        if row.size < LARGE or row.headline or row.part is not None:
            continue
        beside = boxes.overlap(row.box) >= HALF
        above = middles[beside & (middles < row.middle - SAME_ROW)]
        below = middles[beside & (middles > row.middle + SAME_ROW)]
        if len(above) and len(below) and below.min() - above.max() <= ROOM * sheet.pitch:
            middle = float(below.min() + above.max()) / 2
            box = replace(row.box, top=middle - 0.5, bottom=middle + 0.5)
            rows[at] = replace(row, box=box, size=1.0)
    rows.sort(key=lambda row: (row.middle, row.box.left))
    return replace(sheet, rows=rows)
