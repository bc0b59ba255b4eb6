"""The columns that the cells of a table of HTML stand in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Self

WIDEST = 64
"""Columns of a table whose cells may take several of them, at the most."""
LONGEST_NUMBER = 3
"""Digits of how many a cell takes, at the most."""


class Cell(NamedTuple):
    """How many columns and rows a cell takes."""

    across: int = 1
    down: int = 1

    @classmethod
    def of(cls, across: str | None, down: str | None) -> Self:
        """The cell whose attributes `colspan` and `rowspan` are given; what is no number counts as 1.

        >>> Cell.of("2", None), Cell.of("-2", "9999")
        (Cell(across=2, down=1), Cell(across=1, down=1))
        """
        return cls(_number(across), _number(down))


def tabs_before(rows: Sequence[Sequence[Cell]]) -> list[list[int]]:
    """For each cell of a table the tabs that part it from the one before it in its row, or from the margin.

    Columns in which no cell begins are none. Where the rows are not equally long with all that their cells
    take, these numbers are not trusted, and a cell takes one column. A cell alone in its row shows no column.

    >>> tabs_before([[Cell(1, 2), Cell(2, 1), Cell()], [Cell(), Cell(), Cell()]])
    [[0, 1, 2], [1, 1, 1]]
    >>> tabs_before([[Cell(1, 2), Cell()], [Cell(), Cell()]]), tabs_before([[Cell(9, 1), Cell(9, 1)]])
    ([[0, 1], [0, 1]], [[0, 1]])
    >>> tabs_before([[Cell(1, 2), Cell()], [Cell()]])
    [[0, 1], [0]]
    """
    columns = _columns(rows) or [list(range(len(row))) for row in rows]
    number = {column: n for n, column in enumerate(sorted({at for row in columns for at in row}))}
    return [
        [number[at] - number[before] for before, at in pairwise([0, *row])]
        if len(row) > 1
        else [0] * len(row)
        for row in columns
    ]


def _columns(rows: Sequence[Sequence[Cell]]) -> list[list[int]] | None:
    """The column in which each cell begins, or nothing where the rows are not equally long."""
    columns: list[list[int]] = []
    below: dict[int, int] = {}
    """For each column the row under the last cell in it."""
    widths: set[int] = set()
    for n, row in enumerate(rows):
        taken = {column for column, free in below.items() if free > n}
        columns.append([])
        at = 0
        for across, down in row:
            while at in taken:
                at += 1
            columns[n].append(at)
            place = range(at, at + across)
            if place.stop > WIDEST or not taken.isdisjoint(place):
                return None
            below |= dict.fromkeys(place, n + down)
            at = place.stop
        if row:
            widths.add(max([at, *(column + 1 for column in taken)]))
    return columns if len(widths) == 1 else None


def _number(value: str | None) -> int:
    known = value is not None and value.isdecimal() and len(value) <= LONGEST_NUMBER
    return max(int(value or ""), 1) if known else 1
