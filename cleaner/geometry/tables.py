"""Tables: the cells that stand side by side are one row, parted by tabs, as HTML and Markdown give them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cleaner.document import Box, Floats, RawPage, RegionKind
from cleaner.geometry.rows import SAME_ROW, Row, Sheet
from cleaner.layout.reading import Passage
from cleaner.profiles.widths import ems

WIDEST_CELL = 12.0
"""Em of the cells of a table on the average, at the most; columns of text that an engine took for a table are
wider."""
CELL = "\t"

Cells = Mapping[int, tuple[int, ...]]
"""The lines of the cells of each row of a table, by the first of them."""


def gather_cells(sheet: Sheet, page: RawPage) -> tuple[Sheet, Cells]:
    """The sheet with each row of its tables as one `Row`, and the cells of these rows.

    Only what the engine took for a table is one, where two of its rows have two cells and half of them do.
    """
    if not sheet.measured:
        return sheet, {}
    table_of = _Tables.of(page)
    tables: dict[int, list[Row]] = defaultdict(list)
    for row in sheet.rows:
        if row.kind is RegionKind.TABLE and (number := table_of(row.number)) is not None:
            tables[number].append(row)
    cells: dict[int, tuple[int, ...]] = {}
    gathered: list[Row] = []
    for table in tables.values():
        grid = _side_by_side(table, sheet.pitch)
        if _is_grid(grid):
            gathered += map(_as_one, grid)
            cells |= {line[0].number: tuple(cell.number for cell in line) for line in grid}
    taken = {number for numbers in cells.values() for number in numbers}
    rows = [*gathered, *(row for row in sheet.rows if row.number not in taken)]
    return replace(sheet, rows=sorted(rows, key=lambda row: (row.middle, row.box.left))), cells


def with_cells(passage: Passage, cells: Cells) -> Passage:
    """A passage with all cells of the rows in it."""
    lines = tuple(cell for line in passage.lines for cell in cells.get(line, (line,)))
    others = frozenset(cell for line in passage.lines for cell in cells.get(line, ())[1:])
    return replace(passage, lines=lines, cells=others) if others else passage


@dataclass(frozen=True)
class _Tables:
    """The regions of tables on a page."""

    page: RawPage
    numbers: Sequence[int]
    """From the largest to the smallest."""
    sides: Floats
    """Shape (4, regions)."""

    @classmethod
    def of(cls, page: RawPage) -> _Tables:
        found = [
            (-box.width * box.height, number, (box.left, box.top, box.right, box.bottom))
            for number, region in enumerate(page.regions)
            if region.kind is RegionKind.TABLE and (box := region.box)
        ]
        found.sort()
        sides = np.array([box for _, _, box in found], dtype=np.float64).reshape(-1, 4).T
        return cls(page, [number for _, number, _ in found], np.ascontiguousarray(sides))

    def __call__(self, line: int) -> int | None:
        """The region of the table that a line stands in, of several inside one another the largest."""
        place, own = self.page.lines[line].box, self.page.lines[line].region
        if place is None or not self.numbers:
            return own
        left, top, right, bottom = self.sides
        x, y = (place.left + place.right) / 2, (place.top + place.bottom) / 2
        inside = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
        first = int(inside.argmax())
        return self.numbers[first] if inside[first] else own


def _side_by_side(table: Sequence[Row], pitch: float) -> list[list[Row]]:
    """The cells of each row, from left to right, the rows from top to bottom."""
    rows: list[list[Row]] = []
    for cell in sorted(table, key=lambda cell: cell.middle):
        if rows and cell.middle - rows[-1][0].middle < SAME_ROW * pitch:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [sorted(row, key=lambda cell: cell.box.left) for row in rows]


def _is_grid(rows: Sequence[Sequence[Row]]) -> bool:
    several = [row for row in rows if len(row) > 1]
    widths = [ems(cell.text) for row in rows for cell in row]
    return len(several) >= 2 and 2 * len(several) >= len(rows) and sum(widths) <= WIDEST_CELL * len(widths)


def _as_one(cells: Sequence[Row]) -> Row:
    box = Box.enclosing([cell.box for cell in cells])
    return replace(cells[0], box=box, text=CELL.join(cell.text for cell in cells))
