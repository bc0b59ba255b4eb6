"""From lines read across the page to the blocks of its columns, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from cleaner.layout.furniture import is_misread_furniture
from cleaner.layout.interleaved.decoding import Weights, cell_scores, decode, likeliest, posteriors
from cleaner.layout.interleaved.features import (
    CELL_BACK,
    Floats,
    link_features,
    with_common_words,
)
from cleaner.layout.interleaved.lines import Line
from cleaner.layout.interleaved.placing import Place, find_places
from cleaner.layout.language import Language

SURE: Final = 0.5
"""How likely a line must go on in another for the two to be joined as one text."""


@dataclass(frozen=True, slots=True)
class ColumnRun:
    """Lines of one column that stand together: which, how sure each is to follow, and where they are."""

    lines: Sequence[int]
    flows: Sequence[float]
    """How likely each line but the first goes on in the text of the one before it."""
    column: int
    """Rank of its column from the left."""
    top: int
    bottom: int


def flow_features(link: Floats, overtaken: int) -> Floats:
    """Features of whether a line goes on in the text of the line above it; `FLOW_NAMES` in order."""
    rows = np.zeros(4)
    rows[overtaken] = 1.0
    return np.concatenate([link, rows])


def find_column_runs(lines: Sequence[Line], language: Language, weights: Weights) -> list[ColumnRun]:
    """The blocks of a page that was read across, in reading order; its imprint stays at its edge."""
    edge = [at for at, line in enumerate(lines) if is_misread_furniture(line.text)]
    inside = [at for at, line in enumerate(lines) if not is_misread_furniture(line.text)]
    found = _column_runs_of([lines[at] for at in inside], language, weights) if inside else []
    within = [replace(run, lines=[inside[at] for at in run.lines]) for run in found]
    first = inside[0] if inside else len(lines)
    head = [ColumnRun([at], [], 0, 0, 0) for at in edge if at < first]
    foot = [ColumnRun([at], [], 0, 0, 0) for at in edge if at > first]
    return head + within + foot


def _column_runs_of(lines: Sequence[Line], language: Language, weights: Weights) -> list[ColumnRun]:
    """The blocks of lines of columns."""
    links = link_features(lines, language)
    links = with_common_words(links, lines, [step.above for step in decode(lines, links, weights)])
    scores = cell_scores(lines, links, weights)
    steps = likeliest(scores)
    likely, _ = posteriors(scores)
    places = find_places(lines, [step.above for step in steps], language)
    stands, flows = np.zeros(len(lines)), np.zeros(len(lines))
    for at, step in enumerate(steps):
        if step.above >= 0:
            score = flow_features(links[at, at - step.above - 1], step.overtaken) @ weights.flow
            stands[at] = likely[at, at - step.above == CELL_BACK].sum()
            flows[at] = 1 / (1 + np.exp(-score))
    runs: dict[int, list[int]] = {}
    for at, step in enumerate(steps):
        runs[at] = runs.pop(step.above) if flows[at] >= SURE else []
        runs[at].append(at)
    found = [
        ColumnRun(
            members,
            [float(stands[at] * flows[at]) for at in members[1:]],
            places[members[0]].column,
            places[members[0]].row,
            places[members[-1]].row,
        )
        for members in runs.values()
    ]
    return _arranged(found, places)


def _arranged(runs: Sequence[ColumnRun], places: Sequence[Place]) -> list[ColumnRun]:
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
    parts = [
        ([s for s in runs if s.column < column], [s for s in runs if s.column >= column])
        for column in columns[1:]
    ]
    left, right = max(parts, key=lambda part: sum(map(_worth, part)))
    return in_reading_order(left) + in_reading_order(right)


def _worth(runs: Sequence[ColumnRun]) -> int:
    """Cuts across a part of the page; one column can be cut anywhere, which says nothing."""
    return len(_bands(runs)) - 1 if len({run.column for run in runs}) > 1 else 0


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
