"""From lines read across the page to the blocks of its columns, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.furniture import is_misread_furniture
from cleaner.layout.interleaved.decoding import (
    Weights,
    cell_scores,
    likeliest,
    standing,
    transition_scores,
)
from cleaner.layout.interleaved.features import Floats, link_features, with_common_words
from cleaner.layout.interleaved.lines import TextLine, is_credit
from cleaner.layout.interleaved.placing import ColumnPosition, find_places
from cleaner.models import Models

SURE: Final = 0.5
"""How likely a line must go on in another for the two to be joined as one text."""

OF_ITS_TEXT: Final = 0.95
"""How likely a credit is of the text that it stands under."""

ONE_COLUMN: Final = 0.9
"""Share of lines that stand under the one before them where there is but one column; of 31 pages read across
0.16 at the most."""


@dataclass(frozen=True, slots=True)
class ColumnRun:
    """Lines of one column that stand together: which, how they go on in each other, and where they are."""

    lines: Sequence[int]
    flows: Sequence[float]
    """How likely each line but the first goes on in the text of the one before it, if it stands under it."""
    column: int
    """Rank of its column from the left."""
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class ColumnOrder:
    """The lines of a page that was read across, in the order of its columns."""

    runs: Sequence[ColumnRun]
    inside: Sequence[int]
    """The lines that are in columns, and no imprint at the edge of the page."""
    scores: NDArray[np.float32]
    """Of those lines: `cell_scores`."""
    above: Sequence[int]
    """The one among them that each stands under; -1 where it opens a column."""

    @property
    def lines(self) -> list[int]:
        return [at for run in self.runs for at in run.lines]

    def standing(self) -> dict[int, float]:
        """How likely each line stands under the one that it does."""
        likely = standing(self.scores, self.above).tolist()
        return {self.inside[at]: likely[at] for at, above in enumerate(self.above) if above >= 0}


def flow_features(link: Floats, overtaken: int) -> Floats:
    """Features of whether a line goes on in the text of the line above it; `FLOW_NAMES` in order.

    >>> flow_features(np.array([0.5]), 2).tolist()
    [0.5, 0.0, 0.0, 1.0, 0.0]
    """
    rows = np.zeros(4)
    rows[overtaken] = 1.0
    return np.concatenate([link, rows])


def find_column_order(lines: Sequence[TextLine], models: Models, weights: Weights) -> ColumnOrder | None:
    """The blocks of a page that was read across, in reading order; its imprint stays at its edge.

    None where nearly all lines stand in one column.
    """
    at_edge = [is_misread_furniture(line.text) for line in lines]
    edge = [at for at, is_edge in enumerate(at_edge) if is_edge]
    inside = [at for at, is_edge in enumerate(at_edge) if not is_edge]
    if not inside:
        return ColumnOrder(
            [ColumnRun([at], [], 0, 0, 0) for at in edge], [], np.zeros((0, 0), np.float32), []
        )
    found = _column_order_of([lines[at] for at in inside], models, weights)
    if found is None:
        return None
    within = [replace(run, lines=[inside[at] for at in run.lines]) for run in found.runs]
    head = [ColumnRun([at], [], 0, 0, 0) for at in edge if at < inside[0]]
    foot = [ColumnRun([at], [], 0, 0, 0) for at in edge if at > inside[0]]
    return replace(found, runs=head + within + foot, inside=inside)


def _column_order_of(lines: Sequence[TextLine], models: Models, weights: Weights) -> ColumnOrder | None:
    """The blocks of lines of columns; None where there is but one column."""
    links = link_features(lines, models)
    moved = transition_scores(lines, weights)
    drafted = [step.above for step in likeliest(cell_scores(lines, links, weights, moved))]
    if sum(above == at - 1 for at, above in enumerate(drafted)) >= ONE_COLUMN * len(lines):
        return None
    links = with_common_words(links, lines, drafted)
    scores = cell_scores(lines, links, weights, moved)
    steps = likeliest(scores)
    above = [step.above for step in steps]
    flows = np.zeros(len(lines))
    for at, step in enumerate(steps):
        if step.above >= 0:
            score = flow_features(links[at, at - step.above - 1], step.overtaken) @ weights.flow
            flows[at] = OF_ITS_TEXT if is_credit(lines[at].text) else 1 / (1 + np.exp(-score))
    del links, moved  # they are most of the memory that a long page takes
    places = find_places(lines, above, models)
    runs: dict[int, list[int]] = {}
    for at, step in enumerate(steps):
        runs[at] = runs.pop(step.above) if flows[at] >= SURE else []
        runs[at].append(at)
    found = [
        ColumnRun(
            members,
            [float(flows[at]) for at in members[1:]],
            places[members[0]].column,
            places[members[0]].row,
            places[members[-1]].row,
        )
        for members in runs.values()
    ]
    return ColumnOrder(_arranged(found, places), range(len(lines)), scores, above)


def _arranged(runs: Sequence[ColumnRun], places: Sequence[ColumnPosition]) -> list[ColumnRun]:
    """Stretches in reading order, headlines with the text that stands under them."""
    below = {places[run.lines[0]].under: run for run in runs}
    piles: dict[int, list[ColumnRun]] = {}
    for run in sorted(runs, key=lambda run: -run.lines[0]):
        text = below.get(run.lines[-1])
        piles[run.lines[0]] = [run, *(piles.pop(text.lines[0]) if text else ())]
    whole = [replace(pile[0], bottom=max(part.bottom for part in pile)) for pile in piles.values()]
    return [part for first in in_reading_order(whole) for part in piles[first.lines[0]]]


def in_reading_order(runs: Sequence[ColumnRun]) -> list[ColumnRun]:
    """From top to bottom where the page can be cut across, from left to right elsewhere.

    The recursive X-Y cut of Nagy and Seth (1984, Hierarchical representation of optically scanned documents).
    Where no cut goes across, the page is cut between the two columns that leave most cuts across to the
    parts: articles stand side by side there.
    """
    columns = sorted({run.column for run in runs})
    if len(columns) < 2:
        return sorted(runs, key=lambda run: run.lines[0])
    bands = _bands(runs)
    if len(bands) > 1:
        return [run for band in bands for run in in_reading_order(band)]
    spans: dict[int, list[tuple[int, int]]] = {column: [] for column in columns}
    for run in runs:
        spans[run.column].append((run.top, run.bottom))
    across = list(spans.values())
    left, right = _cuts(across)[:-1], _cuts(across[::-1])[-2::-1]
    worth = [sum(cuts) for cuts in zip(left, right, strict=True)]
    split = columns[worth.index(max(worth)) + 1]
    return [
        *in_reading_order([run for run in runs if run.column < split]),
        *in_reading_order([run for run in runs if run.column >= split]),
    ]


def _cuts(columns: Sequence[Sequence[tuple[int, int]]]) -> list[int]:
    """How many cuts go across the first column, the first two, and so on, given the rows of what is in each.

    Of one column none counts: it can be cut anywhere, which says nothing.
    """
    rows: set[int] = set()
    joined: set[int] = set()
    """Rows that go on in the next one."""
    cuts: list[int] = []
    for number, column in enumerate(columns):
        for top, bottom in column:
            rows.update(range(top, bottom + 1))
            joined.update(range(top, bottom))
        cuts.append(len(rows) - len(joined) - 1 if number else 0)
    return cuts


def _bands(runs: Sequence[ColumnRun]) -> list[list[ColumnRun]]:
    """The parts of a page between cuts across it."""
    bands: list[list[ColumnRun]] = []
    reach = -1
    for run in sorted(runs, key=lambda run: run.top):
        if run.top > reach:
            bands.append([])
        bands[-1].append(run)
        reach = max(reach, run.bottom)
    return bands
