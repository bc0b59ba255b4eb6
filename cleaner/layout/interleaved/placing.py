"""In which row and which column of the page each line stands, once it is known what it stands under.

In a row a reader goes from left to right. Where a column opens, its place among those that are still read is
not seen; the places are chosen that make for the fewest rows, and for the fewest columns passed over. A beam
search: only where a column opens is there a choice. Of two that are read beside each other, the text of the
left one may go on in the right one, which is evidence for that order; and where a column opens below a
headline, common words are evidence for that place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import fsum
from typing import Final, NamedTuple

import numpy as np

from cleaner.layout.interleaved.features import LIKE_A_HEADLINE, REACH, bigrams_of, opening_kinds, rarity_of
from cleaner.layout.interleaved.lines import Line
from cleaner.models import Models

BEAM: Final = 48
NEW_ROW, PASSED, AGAINST_ROWS = 1.0, 0.3, 20.0
"""What it costs to begin a row, to pass over a column that goes on, and to begin a row where none begins."""
LANGUAGE, MOST = 0.3, 6.0
"""What a unit of log-odds is worth that a column goes on in the one to the right, and how many count; and
what words are worth that a headline and the text under it have in common, and how much that can be."""
BELOW = 0.8
"""Evidence, in log-odds, for a column that opens below one that has just ended."""
TEXT: Final = 3
"""Lines of a column that is text, and not a headline or the like: as many at least, and of one at most."""
OPENING: Final = 10
"""Lines of a text whose words are compared with those of a headline."""


class ColumnPosition(NamedTuple):
    """Where a line stands."""

    column: int
    """Rank among all columns of the page, from left to right."""
    row: int
    under: int = -1
    """The line of the headline that its column opens under; -1 for none."""


class _Hypothesis(NamedTuple):
    """Where the reader may be: the columns from left to right, the one read last, and the cost so far.

    Columns that have ended long ago are forgotten.
    """

    order: tuple[int, ...]
    rows: tuple[tuple[int, int], ...]
    """For each of them the rows of its first and of its last line so far."""
    row: int
    cursor: int
    cost: float
    past: _Event | None


class _Event(NamedTuple):
    """A line that begins a row, or opens a column between two others (-1 for none); and what was before."""

    at: int
    begins: bool
    left: int
    right: int
    under: int
    earlier: _Event | None


def find_places(
    lines: Sequence[Line], above: Sequence[int], models: Models | None = None
) -> list[ColumnPosition]:
    """The row and the column of each line; `above` is what it stands under, -1 where it opens a column.

    >>> lines = [Line(0, 0, text) for text in "ABABA"]
    >>> [(place.column, place.row) for place in find_places(lines, [-1, -1, 0, 1, 2])]
    [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2)]
    """
    column: list[int] = []
    for at, upper in enumerate(above):
        column.append(at if upper < 0 else column[upper])
    last = {number: at for at, number in enumerate(column)}
    going_on = _going_on(lines, column, last, models) if models else {}
    shared = _words_shared(lines, column)
    readers = [_Hypothesis((), (), -1, -1, 0.0, None)]
    for at, line in enumerate(lines):
        further = [
            after
            for reader in readers
            for after in _read(reader, at, line, column[at], last, going_on, shared)
        ]
        readers = _distinct(further, at, last)
    order: list[int] = []
    begins: set[int] = set()
    under: dict[int, int] = {}
    for event in _events(readers[0].past):
        if event.begins:
            begins.add(event.at)
        if column[event.at] == event.at:
            after = order.index(event.left) + 1 if event.left >= 0 else 0
            before = order.index(event.right) if event.right >= 0 else 0
            order.insert(after or before, event.at)
            under[event.at] = event.under
    rank = {number: place for place, number in enumerate(order)}
    rows = np.cumsum([at in begins for at in range(len(lines))]) - 1
    return [
        ColumnPosition(rank[number], int(row), under.get(at, -1))
        for at, (number, row) in enumerate(zip(column, rows, strict=True))
    ]


def _events(last: _Event | None) -> list[_Event]:
    """A chain of events, first to last."""
    found: list[_Event] = []
    while last is not None:
        found.append(last)
        last = last.earlier
    return found[::-1]


def _going_on(
    lines: Sequence[Line], column: Sequence[int], last: dict[int, int], models: Models
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
    odds = np.clip(models.continuation(seams) + models.affinity(seams), 0.0, MOST)
    return dict(zip(beside, odds.tolist(), strict=True))


def _words_shared(lines: Sequence[Line], column: Sequence[int]) -> dict[tuple[int, int], float]:
    """For each headline and each column that opens after it what their common words are worth."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for at, number in enumerate(column):
        members[number].append(at)
    bigrams, kinds = bigrams_of(lines), opening_kinds(lines)
    rarity = rarity_of(bigrams)
    heads = [
        those
        for those in members.values()
        if len(those) <= TEXT and all(kinds[at] == LIKE_A_HEADLINE for at in those)
    ]
    shared: dict[tuple[int, int], float] = {}
    opening = list(members)  # in text order
    for head in heads:
        words = set().union(*(bigrams[at] for at in head))
        near = slice(bisect_right(opening, head[-1]), bisect_right(opening, head[-1] + REACH))
        for number in opening[near]:
            text = set().union(*(bigrams[at] for at in members[number][:OPENING]))
            common = fsum(rarity[pair] for pair in words & text)
            shared[head[0], number] = min(MOST, LANGUAGE * common)
    return shared


def _read(
    reader: _Hypothesis,
    at: int,
    line: Line,
    number: int,
    last: dict[int, int],
    going_on: dict[tuple[int, int], float],
    shared: dict[tuple[int, int], float],
) -> list[_Hypothesis]:
    """The reader one line further, for each place that its column may have."""
    near = [(n, rows) for n, rows in zip(reader.order, reader.rows, strict=True) if last[n] >= at - REACH]
    order, rows = tuple(n for n, _ in near), tuple(rows for _, rows in near)
    cursor = order.index(reader.order[reader.cursor]) if reader.order else -1
    found = []
    for spot in range(len(order) + 1) if number == at else [order.index(number)]:
        now = order if number != at else (*order[:spot], number, *order[spot:])
        begins = line.blank or bool(line.row) or spot <= cursor or at == 0
        row = reader.row + begins
        cost, under = 0.0 if line.blank or line.row else NEW_ROW * begins, -1
        if line.row is False and begins:
            cost += AGAINST_ROWS
        left = -1 if begins else cursor
        passed = sum(last[other] > at for other in now[left + 1 : spot])
        if begins:
            passed += sum(last[other] > at for other in order[cursor + 1 :] if other != number)
        if number == at:
            free = spot > 0 and last[order[spot - 1]] < at and _is_free(rows, spot, row)
            cost -= BELOW * free
            if free and (order[spot - 1], number) in shared:
                under = last[order[spot - 1]]
                cost -= shared[order[spot - 1], number]
            left_of, right_of = _beside(order, spot, at, last)
            cost -= LANGUAGE * (
                going_on.get((left_of, number), 0.0)
                + going_on.get((number, right_of), 0.0)
                - going_on.get((left_of, right_of), 0.0)
            )
        past = reader.past
        if begins or number == at:
            left_of, right_of = (order[spot - 1] if spot else -1), (order[spot] if spot < len(order) else -1)
            past = _Event(at, begins, left_of, right_of, under, past)
        top = row if number == at else rows[spot][0]
        rest = rows[spot:] if number == at else rows[spot + 1 :]
        after = (*rows[:spot], (top, row), *rest)
        found.append(_Hypothesis(now, after, row, spot, reader.cost + cost + PASSED * passed, past))
    return found


def _is_free(rows: tuple[tuple[int, int], ...], spot: int, row: int) -> bool:
    """Whether the column left of a spot, one that has ended, ended above a row, and none opened below it."""
    last = rows[spot - 1][1]
    return last < row and (spot == len(rows) or rows[spot][0] <= last)


def _beside(order: tuple[int, ...], spot: int, at: int, last: dict[int, int]) -> tuple[int, int]:
    """The columns still read to the left and right of a spot; -1 for none."""
    left = next((n for n in reversed(order[:spot]) if last[n] >= at), -1)
    return left, next((n for n in order[spot:] if last[n] >= at), -1)


def _distinct(readers: list[_Hypothesis], at: int, last: dict[int, int]) -> list[_Hypothesis]:
    """The best hypotheses, without those that are equal from here on."""
    seen: set[tuple[tuple[int, ...], int]] = set()
    kept: list[_Hypothesis] = []
    for reader in sorted(readers, key=lambda reader: reader.cost):
        key = tuple(n for n in reader.order if last[n] > at), reader.order[reader.cursor]
        if key not in seen:
            seen.add(key)
            kept.append(reader)
            if len(kept) == BEAM:
                break
    return kept
