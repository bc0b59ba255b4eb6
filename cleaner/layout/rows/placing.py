"""In which row and which column of the page each line stands, once it is known what it stands under.

In a row a reader goes from left to right. Where a column opens, its place among those that are still read is
not seen; the places are chosen that make for the fewest rows, and for the fewest columns passed over. A beam
search: only where a column opens is there a choice. Of two that are read beside each other, the text of the
left one may go on in the right one, which speaks for that order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from cleaner.layout.language import Language
from cleaner.layout.rows.features import REACH
from cleaner.layout.rows.lines import Line

BEAM: Final = 48
NEW_ROW, PASSED, AGAINST_ROWS = 1.0, 0.3, 20.0
"""What it costs to begin a row, to pass over a column that goes on, and to begin a row where none begins."""
LANGUAGE, MOST = 0.3, 6.0
"""What a unit of log-odds is worth that a column goes on in the one to the right, and how many count."""
BELOW = 1.0
"""What speaks for a column that opens below one that has just ended."""
TEXT: Final = 3
"""Lines of a column that is text, and not a headline or the like."""


class Place(NamedTuple):
    """Where a line stands."""

    column: int
    """Rank among all columns of the page, from left to right."""
    row: int


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where the reader may be: the columns from left to right, the one read last, and the cost so far.

    Columns that have ended long ago are forgotten.
    """

    order: tuple[int, ...]
    cursor: int
    cost: float
    past: _Event | None


class _Event(NamedTuple):
    """A line that begins a row, or opens a column between two others (-1 for none); and what was before."""

    at: int
    begins: bool
    left: int
    right: int
    earlier: _Event | None


def find_places(lines: Sequence[Line], above: Sequence[int], language: Language | None = None) -> list[Place]:
    """The row and the column of each line; `above` is what it stands under, -1 where it opens a column.

    >>> lines = [Line(0, 0, text) for text in "ABABA"]
    >>> [tuple(place) for place in find_places(lines, [-1, -1, 0, 1, 2])]
    [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2)]
    """
    column: list[int] = []
    for at, upper in enumerate(above):
        column.append(at if upper < 0 else column[upper])
    last = {number: at for at, number in enumerate(column)}
    going_on = _going_on(lines, column, last, language) if language else {}
    readers = [_Reader((), -1, 0.0, None)]
    for at, line in enumerate(lines):
        further = [
            after for reader in readers for after in _read(reader, at, line, column[at], last, going_on)
        ]
        readers = _distinct(further, at, last)
    order: list[int] = []
    begins: set[int] = set()
    for event in _events(readers[0].past):
        if event.begins:
            begins.add(event.at)
        if column[event.at] == event.at:
            after = order.index(event.left) + 1 if event.left >= 0 else 0
            before = order.index(event.right) if event.right >= 0 else 0
            order.insert(after or before, event.at)
    rank = {number: place for place, number in enumerate(order)}
    rows = np.cumsum([at in begins for at in range(len(lines))]) - 1
    return [Place(rank[number], int(row)) for number, row in zip(column, rows, strict=True)]


def _events(last: _Event | None) -> list[_Event]:
    """A chain of events, first to last."""
    found: list[_Event] = []
    while last is not None:
        found.append(last)
        last = last.earlier
    return found[::-1]


def _going_on(
    lines: Sequence[Line], column: Sequence[int], last: dict[int, int], language: Language
) -> dict[tuple[int, int], float]:
    """How well each column goes on in each one that is read beside it, as log-odds."""
    size = Counter(column)
    beside: list[tuple[int, int]] = []
    reading: list[int] = []
    for number in (number for number in last if size[number] >= TEXT):
        reading = [other for other in reading if last[other] >= number]
        beside += [pair for other in reading for pair in ((other, number), (number, other))]
        reading.append(number)
    seams = [(lines[last[a]].text, lines[b].text) for a, b in beside]
    if not seams:
        return {}
    odds = np.clip(language.continuation(seams) + language.affinity(seams), 0.0, MOST)
    return dict(zip(beside, odds.tolist(), strict=True))


def _read(
    reader: _Reader,
    at: int,
    line: Line,
    number: int,
    last: dict[int, int],
    going_on: dict[tuple[int, int], float],
) -> list[_Reader]:
    """The reader one line further, for each place that its column may have."""
    order = tuple(other for other in reader.order if last[other] >= at - REACH)
    cursor = order.index(reader.order[reader.cursor]) if reader.order else -1
    found = []
    for spot in range(len(order) + 1) if number == at else [order.index(number)]:
        now = order if number != at else (*order[:spot], number, *order[spot:])
        begins = line.blank or bool(line.row) or spot <= cursor or at == 0
        cost = 0.0 if line.blank or line.row else NEW_ROW * begins
        if line.row is False and begins:
            cost += AGAINST_ROWS
        left = -1 if begins else cursor
        passed = sum(last[other] > at for other in now[left + 1 : spot])
        if begins:
            passed += sum(last[other] > at for other in order[cursor + 1 :] if other != number)
        if number == at:
            cost -= BELOW * _is_free(order, spot, at, last)
            left_of, right_of = _beside(order, spot, at, last)
            cost -= LANGUAGE * (
                going_on.get((left_of, number), 0.0)
                + going_on.get((number, right_of), 0.0)
                - going_on.get((left_of, right_of), 0.0)
            )
        past = reader.past
        if begins or number == at:
            left_of, right_of = (order[spot - 1] if spot else -1), (order[spot] if spot < len(order) else -1)
            past = _Event(at, begins, left_of, right_of, past)
        found.append(_Reader(now, spot, reader.cost + cost + PASSED * passed, past))
    return found


def _is_free(order: tuple[int, ...], spot: int, at: int, last: dict[int, int]) -> bool:
    """Whether the column left of a spot has just ended, and none has opened in its stead."""
    if not spot or last[order[spot - 1]] >= at:
        return False
    return spot == len(order) or order[spot] < last[order[spot - 1]]


def _beside(order: tuple[int, ...], spot: int, at: int, last: dict[int, int]) -> tuple[int, int]:
    """The columns still read to the left and right of a spot; -1 for none."""
    left = next((n for n in reversed(order[:spot]) if last[n] >= at), -1)
    return left, next((n for n in order[spot:] if last[n] >= at), -1)


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
