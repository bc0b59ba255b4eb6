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
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate
from math import fsum
from operator import attrgetter
from typing import Final, NamedTuple, Self

import numpy as np

from cleaner.layout.interleaved.features import LIKE_A_HEADLINE, REACH, bigrams_of, opening_kinds, rarity_of
from cleaner.layout.interleaved.lines import TextLine
from cleaner.models import Models

BEAM: Final = 48
"""Hypotheses that the search keeps at each step."""
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


class _Event(NamedTuple):
    """A line that begins a row, or opens a column, between two others (-1 for none); and what was before."""

    at: int
    begins: bool
    left: int
    right: int
    under: int
    earlier: _Event | None


@dataclass(slots=True)
class _Hypothesis:
    """Where the reader may be: the columns from left to right, the row, and the cost so far.

    Columns that have ended long ago are forgotten.
    """

    order: list[int]
    rows: dict[int, tuple[int, int]]
    """For each of them the rows of its first and of its last line so far."""
    row: int
    cost: float
    past: _Event | None


class _Opening(NamedTuple):
    """A place that a column may have which opens, and what becomes of a hypothesis by it."""

    cost: float
    read: tuple[int, ...]
    """The columns that go on, from left to right."""
    reader: _Hypothesis
    spot: int
    begins: bool
    under: int


class _Step(NamedTuple):
    """A line, and what all hypotheses have in common when it is read."""

    at: int
    column: int
    before: int
    """The column of the line before; -1 for none."""
    going_on: AbstractSet[int]
    """The columns that were opened before, and have lines further down; the one that is read may be."""
    begins: bool
    """Whether the line begins a row wherever its column is."""
    costs: tuple[float, float]
    """What it costs to stand in the row of the line before, and to begin one."""

    @classmethod
    def of(cls, at: int, line: TextLine, column: int, before: int, going_on: AbstractSet[int]) -> Self:
        known = line.blank or bool(line.row)
        new = NEW_ROW * (not known) + AGAINST_ROWS * (line.row is False)
        return cls(at, column, before, going_on, known or at == 0, (0.0, new))


def find_places(
    lines: Sequence[TextLine], above: Sequence[int], models: Models | None = None
) -> list[ColumnPosition]:
    """The row and the column of each line; `above` is what it stands under, -1 where it opens a column.

    >>> lines = [TextLine(0, 0, text) for text in "ABABA"]
    >>> [(place.column, place.row) for place in find_places(lines, [-1, -1, 0, 1, 2])]
    [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2)]
    """
    column: list[int] = []
    for at, upper in enumerate(above):
        column.append(at if upper < 0 else column[upper])
    last = {number: at for at, number in enumerate(column)}
    odds = _going_on(lines, column, last, models) if models else {}
    shared = _words_shared(lines, column)
    going_on: set[int] = set()
    readers = [_Hypothesis([], {}, -1, 0.0, None)]
    for at, number in enumerate(column):
        if at > REACH and last[far := column[at - REACH - 1]] < at - REACH:
            _forget(readers, far)
        if last[number] == at:
            going_on.discard(number)
        step = _Step.of(at, lines[at], number, column[at - 1] if at else -1, going_on)
        if number == at:
            found = [one for reader in readers for one in _openings(reader, step, last, odds, shared)]
            readers = [_opened(one, step) for one in _distinct(found)]
        else:
            for reader in readers:
                _read_on(reader, step)
            readers.sort(key=attrgetter("cost"))
            if last[number] == at:
                readers = _without_equal(readers, going_on)
        if last[number] > at:
            going_on.add(number)
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
    lines: Sequence[TextLine], column: Sequence[int], last: dict[int, int], models: Models
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


def _words_shared(lines: Sequence[TextLine], column: Sequence[int]) -> dict[tuple[int, int], float]:
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


def _forget(readers: Sequence[_Hypothesis], column: int) -> None:
    """Drop a column that has ended long ago."""
    for reader in readers:
        reader.order.remove(column)
        del reader.rows[column]


def _read_on(reader: _Hypothesis, step: _Step) -> None:
    """The reader one line further, in a column that was opened before: there is no choice."""
    order, column = reader.order, step.column
    cursor, spot = order.index(step.before), order.index(column)
    begins = step.begins or spot <= cursor
    if begins:
        going_on = _count(order[:spot], step) + _count(order[cursor + 1 :], step)
        passed = going_on - (spot > cursor and column in step.going_on)
        reader.row += 1
        reader.past = _Event(step.at, True, -1, -1, -1, reader.past)
    else:
        passed = _count(order[cursor + 1 : spot], step)
    reader.rows[column] = reader.rows[column][0], reader.row
    reader.cost = reader.cost + step.costs[begins] + PASSED * passed


def _count(columns: Sequence[int], step: _Step) -> int:
    """How many of the columns go on behind a line."""
    return sum(map(step.going_on.__contains__, columns)) if columns else 0


def _openings(
    reader: _Hypothesis,
    step: _Step,
    last: dict[int, int],
    odds: dict[tuple[int, int], float],
    shared: dict[tuple[int, int], float],
) -> Iterator[_Opening]:
    """Each place that a column may have which a line opens."""
    order, (at, number, before, going_on, always, costs) = reader.order, step
    read = tuple(other for other in order if other in going_on)
    counts = [0, *accumulate(other in going_on for other in order)]
    cursor = order.index(before) if order else -1
    itself = (number,) if last[number] > at else ()
    for spot, count in enumerate(counts):
        begins = always or spot <= cursor
        passed = count - counts[cursor + 1] + begins * len(read)
        cost, under = costs[begins], -1
        if spot and order[spot - 1] not in going_on and _is_free(reader, spot, reader.row + begins):
            cost -= BELOW
            if (order[spot - 1], number) in shared:
                under = last[order[spot - 1]]
                cost -= shared[order[spot - 1], number]
        left, right = read[count - 1] if count else -1, read[count] if count < len(read) else -1
        cost -= LANGUAGE * (
            odds.get((left, number), 0.0) + odds.get((number, right), 0.0) - odds.get((left, right), 0.0)
        )
        now = (*read[:count], *itself, *read[count:])
        yield _Opening(reader.cost + cost + PASSED * passed, now, reader, spot, begins, under)


def _is_free(reader: _Hypothesis, spot: int, row: int) -> bool:
    """Whether the column left of a spot, one that has ended, ended above a row, and none opened below it."""
    order, rows = reader.order, reader.rows
    last = rows[order[spot - 1]][1]
    return last < row and (spot == len(order) or rows[order[spot]][0] <= last)


def _opened(opening: _Opening, step: _Step) -> _Hypothesis:
    """A hypothesis of its own for a place."""
    reader, spot = opening.reader, opening.spot
    left, right = [-1, *reader.order][spot], [*reader.order, -1][spot]
    row = reader.row + opening.begins
    past = _Event(step.at, opening.begins, left, right, opening.under, reader.past)
    order = [*reader.order[:spot], step.column, *reader.order[spot:]]
    return _Hypothesis(order, {**reader.rows, step.column: (row, row)}, row, opening.cost, past)


def _distinct(openings: Iterable[_Opening]) -> list[_Opening]:
    """The best ones, without those that are equal from here on."""
    kept: dict[tuple[int, ...], _Opening] = {}
    for opening in sorted(openings, key=lambda opening: opening.cost):
        kept.setdefault(opening.read, opening)
        if len(kept) == BEAM:
            break
    return list(kept.values())


def _without_equal(readers: Iterable[_Hypothesis], going_on: AbstractSet[int]) -> list[_Hypothesis]:
    """The best ones, without those that are equal from here on, when a column has ended; best first."""
    kept: dict[tuple[int, ...], _Hypothesis] = {}
    for reader in readers:
        kept.setdefault(tuple(filter(going_on.__contains__, reader.order)), reader)
    return list(kept.values())
