"""The likeliest way of a reader across the columns of a page: which column each line was taken from.

A page read across is a merge of its columns. The search goes through the lines once and keeps the best
`BEAM` states; a state is the last line of each column, from left to right, and the column that was read last.
From there a line goes on in a column further right in the same row, or in any column in the next row, or
opens a column. The score is linear: `weights.json`, fitted by `training.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.rows.features import LINK_NAMES, REACH, WAY_NAMES, Floats, opening_kinds
from cleaner.layout.rows.lines import Line

Ints = NDArray[np.int64]

BEAM: Final = 192
MOST_COLUMNS: Final = 10
FORGOTTEN: Final = 12
"""Rows without a line after which a column has ended."""
FADED: Final = 2
"""Rows without a line after which a column no longer tells two states of the search apart."""
AGAINST_ROWS: Final = -20.0
"""What it costs to begin a row where none begins, or not to where one does."""
WEIGHTS: Final = Path(__file__).with_name("weights.json")


class Weights(NamedTuple):
    """Of links, of ways, and of one line going on in the text of the line above it (see `ordering`)."""

    link: Floats
    way: Floats
    flow: Floats


@dataclass(frozen=True, slots=True)
class Step:
    """Where a line was read."""

    column: int
    """Its place among the columns at that time, from left to right."""
    above: int
    """The line above it in its column; -1 where it opens one."""
    left: int
    """The last line of the column to the left; -1 where there is none."""
    missed: int
    """Rows since the line above."""
    row: int


@dataclass(frozen=True, slots=True)
class States:
    """The states of a beam, best first; columns are padded to `MOST_COLUMNS`."""

    last: Ints
    missed: Ints
    """Rows for which a column had no line."""
    overtaken: Ints
    """Lines given, since its last one, to columns whose last line was younger than that."""
    count: Ints
    cursor: Ints
    """The column read last; -1 before the first line."""
    score: Floats

    @classmethod
    def first(cls) -> States:
        columns = np.zeros((1, MOST_COLUMNS), np.int64)
        return cls(columns - 1, columns, columns, np.zeros(1, np.int64), np.full(1, -1), np.zeros(1))


Came = tuple[Ints, Ints, Ints, Ints, Ints]
"""For each state: the state before, the column, the line above, the last line to the left, rows missed."""


def decode(lines: Sequence[Line], links: Floats, weights: Weights, beam: int = BEAM) -> list[Step]:
    """The likeliest way through the lines; `links` are their `link_features`."""
    scores = links @ weights.link
    kinds = opening_kinds(lines)
    states, trail = States.first(), list[Came]()
    for at, line in enumerate(lines):
        states, came = advance(states, at, line, kinds[at], scores[at], weights.way, beam)
        trail.append(came)
    return follow(trail)


def follow(trail: Sequence[Came]) -> list[Step]:
    """The steps that lead to the best state."""
    found: list[list[int]] = []
    state = 0
    for before, *rest in reversed(trail):
        found.append([int(values[state]) for values in rest])
        state = int(before[state])
    steps: list[Step] = []
    row, cursor = -1, MOST_COLUMNS
    for column, above, left, missed in reversed(found):
        row += column <= cursor
        cursor = column
        steps.append(Step(column, above, left, missed, row))
    return steps


_COLUMNS: Final = np.arange(MOST_COLUMNS)
_PLACES: Final = np.arange(MOST_COLUMNS + 1)


def advance(
    states: States, at: int, line: Line, kind: int, links: Floats, way: Floats, beam: int
) -> tuple[States, Came]:
    """All states one line further, the best `beam` of them, and where they came from."""
    scores = np.concatenate(_choices(states, at, line, kind, links, way), axis=1) + states.score[:, None]
    flat = scores.ravel()
    size = min(3 * beam, int(np.isfinite(flat).sum()))
    best = np.argpartition(-flat, size - 1)[:size]
    best = best[np.argsort(-flat[best], kind="stable")]
    before, choice = np.divmod(best, scores.shape[1])
    opens = (choice >= MOST_COLUMNS).astype(np.int64)
    column = choice - MOST_COLUMNS * opens
    after = _moved(states, before, column, opens, at, flat[best])
    place = np.minimum(column, MOST_COLUMNS - 1)
    above = np.where(opens, -1, states.last[before, place])
    left = np.where(column > 0, states.last[before, np.maximum(column - 1, 0)], -1)
    missed = np.where(opens, 0, states.missed[before, place])
    keep = _distinct(after, beam)
    kept = States(*(getattr(after, name)[keep] for name in States.__slots__))
    return kept, (before[keep], column[keep], above[keep], left[keep], missed[keep])


def _choices(
    states: States, at: int, line: Line, kind: int, links: Floats, way: Floats
) -> tuple[Floats, Floats]:
    """Scores of going on in each column (states, MOST_COLUMNS), and of opening one at each place."""
    there = states.count[:, None] > _COLUMNS
    cursor = states.cursor[:, None]
    level = np.minimum(states.missed, 3)
    passed = np.zeros((len(states.count), MOST_COLUMNS + 1))
    np.cumsum(np.where(there, way[:4][level], 0.0), axis=1, out=passed[:, 1:])
    read = np.take_along_axis(passed, np.minimum(cursor + 1, MOST_COLUMNS), axis=1)
    forward = cursor < _PLACES
    going = np.where(forward, passed - read, passed[:, -1:] - read + passed + way[4])
    going[:, 0] += way[9] * ((states.cursor + 1 == states.count) & (states.cursor >= 0))
    if line.blank:
        going += way[8] * forward
    if line.row is not None and at:
        going += AGAINST_ROWS * (forward == line.row)
    lag = at - states.last
    near = there & (lag <= REACH)
    older = (states.last[:, None, :] < states.last[:, :, None]) & there[:, None, :]
    overtakes = (older * way[-4:][np.minimum(states.overtaken, 3)][:, None, :]).sum(axis=2)
    takes_up = np.concatenate([[0.0], way[5:8]])[level]
    again = way[10] * ((cursor == _COLUMNS) & (states.count[:, None] > 1))
    link = np.where(near, links[np.where(near, lag - 1, 0)], 0.0)
    goes_on = going[:, :-1] + takes_up + again + overtakes + link
    fixed = way[13] * line.blank + way[15 + kind]
    opens = going + np.where(forward, way[11], way[12]) + fixed + way[14] * (states.count[:, None] >= 6)
    opens[:, 0] += way[18 + kind] * (states.count > 0)
    room = (states.count[:, None] >= _PLACES) & (states.count[:, None] < MOST_COLUMNS)
    return np.where(there, goes_on, -np.inf), np.where(room, opens, -np.inf)


def _moved(states: States, before: Ints, column: Ints, opens: Ints, at: int, score: Floats) -> States:
    """The states after the choices: line `at` is the last of its column, others are older."""
    last, missed, count = states.last[before], states.missed[before], states.count[before]
    read = np.take_along_axis(last, np.minimum(column, MOST_COLUMNS - 1)[:, None], 1)
    overtaken = states.overtaken[before] + ((last < read) & (opens == 0)[:, None])
    cursor, target = states.cursor[before][:, None], column[:, None]
    ahead, behind = cursor < _COLUMNS, target > _COLUMNS
    skipped = np.where(target > cursor, ahead & behind, ahead | behind)
    missed = missed + (skipped & (count[:, None] > _COLUMNS))
    source = np.maximum(_COLUMNS - (opens[:, None] & (target < _COLUMNS)), 0)
    last, missed, overtaken = (np.take_along_axis(kept, source, 1) for kept in (last, missed, overtaken))
    count = count + opens
    fresh = target == _COLUMNS
    last = np.where(fresh, at, last)
    missed, overtaken = missed * ~fresh, overtaken * ~fresh
    gone = (missed > FORGOTTEN) & (count[:, None] > _COLUMNS)
    if gone.any():
        order = np.argsort(gone, axis=1, kind="stable")
        last, missed, overtaken = (np.take_along_axis(kept, order, 1) for kept in (last, missed, overtaken))
        column = column - (gone & behind).sum(axis=1)
        count = count - gone.sum(axis=1)
    there = count[:, None] > _COLUMNS
    last, missed, overtaken = np.where(there, last, -1), missed * there, overtaken * there
    return States(last, missed, overtaken, count, column, score)


def _distinct(states: States, most: int) -> list[int]:
    """The first `most` states that differ in cursor or in last lines, those of faded columns aside."""
    last = np.where(states.missed < FADED, states.last, -2)
    keys = np.concatenate([last, states.cursor[:, None]], axis=1).astype(np.int32)
    seen: set[bytes] = set()
    kept: list[int] = []
    for i, key in enumerate(keys):
        if (bits := key.tobytes()) not in seen:
            seen.add(bits)
            kept.append(i)
            if len(kept) == most:
                break
    return kept


@cache
def default_weights() -> Weights:
    """The fitted weights of the package, loaded once."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(
        np.array([stored["link"][name] for name in LINK_NAMES]),
        np.array([stored["way"][name] for name in WAY_NAMES]),
        np.array(list(stored["flow"].values())),
    )
