"""In which row and which column of the page each line stands, once it is known what it stands under.

In a row a reader goes from left to right. Where a column opens, its place among those that are still read is
not seen; the places are chosen that make for the fewest rows, and for the fewest columns passed over. A beam
search: only where a column opens is there a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cleaner.layout.rows.lines import Line

BEAM: Final = 48
NEW_ROW, PASSED, AGAINST_ROWS = 1.0, 0.3, 20.0
"""What it costs to begin a row, to pass over a column that goes on, and to begin a row where none begins."""


class Place(NamedTuple):
    """Where a line stands."""

    column: int
    """Rank among all columns of the page, from left to right."""
    row: int


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where the reader may be: the columns from left to right, the one read last, and the cost so far."""

    order: tuple[int, ...]
    cursor: int
    cost: float
    rows: _Rows | None


class _Rows(NamedTuple):
    """The lines that begin a row, last first, as a chain."""

    at: int
    earlier: _Rows | None


def find_places(lines: Sequence[Line], above: Sequence[int]) -> list[Place]:
    """The row and the column of each line; `above` is what it stands under, -1 where it opens a column.

    >>> lines = [Line(0, 0, text) for text in "ABABA"]
    >>> [tuple(place) for place in find_places(lines, [-1, -1, 0, 1, 2])]
    [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2)]
    """
    column: list[int] = []
    for at, upper in enumerate(above):
        column.append(at if upper < 0 else column[upper])
    last = {number: at for at, number in enumerate(column)}
    readers = [_Reader((), -1, 0.0, None)]
    for at, line in enumerate(lines):
        readers = _distinct(
            [after for reader in readers for after in _read(reader, at, line, column[at], last)], at, last
        )
    best = readers[0]
    rank = {number: place for place, number in enumerate(best.order)}
    begins: set[int] = set()
    rows = best.rows
    while rows is not None:
        begins.add(rows.at)
        rows = rows.earlier
    places: list[Place] = []
    for at, number in enumerate(column):
        row = places[-1].row if places else 0
        places.append(Place(rank[number], row + (at in begins and at > 0)))
    return places


def _read(reader: _Reader, at: int, line: Line, number: int, last: dict[int, int]) -> list[_Reader]:
    """The reader one line further, for each place that its column may have."""
    order = reader.order
    if number != at:
        spots = [order.index(number)]
    else:  # to the right of each column that still goes on, or left of all
        spots = [0, *(spot + 1 for spot, other in enumerate(order) if last[other] >= at)]
        if reader.cursor >= 0 and reader.cursor + 1 not in spots:
            spots.append(reader.cursor + 1)
    found = []
    for spot in spots:
        now = order if number != at else (*order[:spot], number, *order[spot:])
        begins = line.blank or bool(line.row) or spot <= reader.cursor or at == 0
        cost = 0.0 if line.blank or line.row else NEW_ROW * begins
        if line.row is False and begins:
            cost += AGAINST_ROWS
        left = -1 if begins else reader.cursor
        passed = sum(last[other] > at for other in now[left + 1 : spot])
        if begins:
            passed += sum(last[other] > at for other in order[reader.cursor + 1 :] if other != number)
        rows = _Rows(at, reader.rows) if begins else reader.rows
        found.append(_Reader(now, spot, reader.cost + cost + PASSED * passed, rows))
    return found


def _distinct(readers: list[_Reader], at: int, last: dict[int, int]) -> list[_Reader]:
    """The best readers, those that cannot differ any more told once."""
    seen: set[tuple[tuple[int, ...], int]] = set()
    kept: list[_Reader] = []
    for reader in sorted(readers, key=lambda reader: reader.cost):
        key = tuple(n for n in reader.order if last[n] > at), reader.order[reader.cursor]
        if key not in seen:
            seen.add(key)
            kept.append(reader)
            if len(kept) == BEAM:
                break
    return kept
