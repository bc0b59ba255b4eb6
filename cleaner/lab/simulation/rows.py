"""Pages read across their columns as the search sees them, and where their lines stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cleaner.lab.simulation.across import Row
from cleaner.layout.interleaved.decoding import Weights, cell_of, column_ends_after, decode
from cleaner.layout.interleaved.features import LINK, REACH, Floats, link_features, with_common_words
from cleaner.layout.interleaved.lines import TextLine
from cleaner.models import shipped_models

SAME_COLUMN = 4.0
"""Em by which lines of one column may begin apart: an indent and a box in it."""
NEAR_IN_TEXT, NEAR = 2.6, 1.3
"""Lines from the middle of a line to that of the next, in one text and from one to another, at the most."""


@dataclass(frozen=True)
class Example:
    """A page read across, and where its lines stand."""

    lines: Sequence[TextLine]
    links: Floats
    above: Sequence[int]
    """For each line the line above it in its column, -1 where it opens one or that is too far."""
    before: Sequence[int]
    """For each line of a story or headline the line before it there, wherever that stands; -1 for others."""

    def with_common_words(self, weights: Floats) -> Example:
        """The page as the search sees it the second time."""
        steps = decode(self.lines, self.links, Weights(weights[:LINK], weights[LINK:], np.zeros(0)))
        above = [step.above for step in steps]
        return replace(self, links=with_common_words(self.links.copy(), self.lines, above))

    def choices(self) -> Iterator[tuple[int, list[int], int]]:
        """For each line but the first: its number, the cells open to it, and which of them is true."""
        column_ends = 1
        for at, above in enumerate(self.above[1:], 1):
            backs = [0, *(age + 1 for age in range(REACH) if column_ends >> age & 1)]
            true = at - above if above >= 0 else 0
            yield at, [cell_of(column_ends, back) for back in backs], backs.index(true)
            column_ends = column_ends_after(column_ends, true)


def example_of(rows: Sequence[Row]) -> Example:
    """A page as the search sees it: the columns are known by their left edges."""
    placed = [line for row in rows for line in row.lines]
    lines = [
        TextLine(0, 0, line.text, row.blank and i == 0) for row in rows for i, line in enumerate(row.lines)
    ]
    columns: dict[float, int] = {}
    above: list[int] = []
    for at, line in enumerate(placed):
        edge = min(columns, key=lambda edge: abs(edge - line.column), default=np.inf)
        last = columns.pop(edge) if abs(edge - line.column) <= SAME_COLUMN else -1
        near = last >= 0 and line.y - placed[last].y <= (
            NEAR_IN_TEXT if line.story == placed[last].story else NEAR
        )
        above.append(last if near and at - last <= REACH else -1)
        columns[line.column] = at
    at_place = {(line.story, line.place): at for at, line in enumerate(placed) if line.story >= 0}
    before = [
        max(at_place.get((line.story, line.place - step), -1) for step in (1, 2)) if line.story >= 0 else -1
        for line in placed
    ]
    heads: dict[tuple[int, int], int] = {}
    for at, line in enumerate(placed):
        if line.part.head and line.story < 0:
            before[at] = heads.get(line.part[:2], -1)
            heads[line.part[:2]] = at
    return Example(lines, link_features(lines, shipped_models()), above, before)
