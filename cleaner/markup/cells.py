"""The columns that the cells of a table of HTML stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

WIDEST = 64
"""Columns or rows that a cell takes, at the most."""
LONGEST_NUMBER = 3
"""Digits of such a number, at the most."""


class Row:
    """The place of each cell in a row of a table, beside cells of the rows above that reach into it."""

    def __init__(self, reach: Mapping[int, int] | None = None) -> None:
        self._at = self._end = 0
        self._reach = {column: left - 1 for column, left in (reach or {}).items() if left}
        """How many further rows the cell in a column reaches into."""
        self._taken = frozenset(self._reach)

    def below(self) -> Self:
        """The row below this one."""
        return type(self)(self._reach)

    def add(self, across: str | None, down: str | None) -> int:
        """How many tabs part the next cell from the one before it; the columns and rows that it takes.

        >>> row = Row()
        >>> row.add(None, "2"), row.add("2", None), row.add(None, None)
        (0, 1, 2)
        >>> row.below().add(None, None)
        1
        """
        while self._end in self._taken:
            self._end += 1
        tabs, self._at = self._end - self._at, self._end
        self._end += _number(across)
        self._reach.update(dict.fromkeys(range(self._at, self._end), _number(down) - 1))
        return tabs


def _number(value: str | None) -> int:
    known = value is not None and value.isdecimal() and len(value) <= LONGEST_NUMBER
    return min(max(int(value or ""), 1), WIDEST) if known else 1
