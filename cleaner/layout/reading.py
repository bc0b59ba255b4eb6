"""The reading of a page with boxes: its lines in reading order, as passages of articles.

`cleaner.geometry` finds it; the rules and the articles follow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.role import Role

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the clean page: a headline, a byline, a paragraph."""

    role: Role
    lines: tuple[int, ...]
    """Indexes in `Reading.spans`, in reading order; a passage goes on from one column to the next."""
    same_row: frozenset[int] = frozenset()
    """Those lines that go on in the printed line of the one before them, after a gap."""
    open_ends: frozenset[int] = frozenset()
    """Those lines at whose end, or before whose next line, the width of a mark is left that was not read."""
    title: bool = False
    """Whether this is the main headline of its article."""
    truncated: bool = False
    """Whether the page shows that a part of it was not read,"""
    closed: bool = False
    """and whether it shows that the end was: the last line of several falls short of its column."""
    cells: frozenset[int] = frozenset()
    """Those lines that are the next cell of the row of a table."""


class Capacity(NamedTuple):
    """How many marks have room between two neighbouring characters of a line, as their boxes show."""

    least: int
    most: int
    gap: int | None = None
    """The offset before which the room of a mark is that was not read; none where all have been."""


@dataclass(frozen=True)
class Reading:
    """The passages of a page in reading order, and how they make articles."""

    passages: Sequence[Passage]
    articles: Sequence[Sequence[int]]
    """Indexes of passages, in their order; page furniture is in none."""
    spans: Sequence[tuple[int, int]]
    """Start and end of each line in the raw text: those of the page, in their order, then the second parts of
    lines that were read over a gutter."""
    capacities: Mapping[int, Capacity] = field(default_factory=dict)
    """By the raw offset of the character behind it, in raw offsets."""
    confidence: float = 1.0
    """How sure the order is."""
    turn: int = 0
    """By how many quarter turns to the right the scan lies."""
    sureness: Floats | None = None
    """For each raw character the share of those of the page that the engine was no surer of; NaN where that
    is not known, none where no character has any."""
    measured: bool = True
    """Whether its lines are printed lines, whose type is as tall as their boxes tell, rather than blocks."""
    surplus: Floats | None = None
    """For each raw character by how many em the text of its line is wider than the line; NaN where that is
    not known, none where the engine gave no confidences of characters."""

    @cached_property
    def passage_of(self) -> Ints:
        """For each line of the page its passage, or -1."""
        found = np.full(len(self.spans) + 1, -1, dtype=np.int64)
        for number, passage in enumerate(self.passages):
            found[list(passage.lines)] = number
        return found

    @cached_property
    def open_ends(self) -> frozenset[int]:
        """The lines at whose end the width of a mark is left."""
        return frozenset().union(*(passage.open_ends for passage in self.passages))

    @cached_property
    def place(self) -> Ints:
        """For each line of the page its place in the reading order, or -1."""
        found = np.full(len(self.spans) + 1, -1, dtype=np.int64)
        order = [line for passage in self.passages for line in passage.lines]
        found[order] = np.arange(len(order))
        return found

    @cached_property
    def line_of(self) -> Ints:
        """For each raw character its line, or -1, which is also the last element."""
        size = max((end for _, end in self.spans), default=0)
        found = np.full(size + 1, -1, dtype=np.int64)
        for number, (start, end) in enumerate(self.spans):
            found[start:end] = number
        return found


class MarkedBlocks(NamedTuple):
    """What a file of blocks without boxes, such as Markdown, tells beside its text."""

    headings: Mapping[str, int]
    """The letters of its headings, and their levels, 1 the highest."""
    openings: frozenset[str] = frozenset()
    """The letters of the blocks with which articles begin, where it tells them apart."""


@dataclass(frozen=True, eq=False)
class Placed:
    """A reading on a later state of the text."""

    reading: Reading
    line_of: Ints
    """For each character of the text the line that it was read in, or -1."""
    capacities: Mapping[int, Capacity] = field(default_factory=dict)
    """By the offset in the text of the character behind it; `Capacity.gap` is that of the raw page."""
    raw: bool = False
    """Whether this is the raw page, on which no room is marked yet."""
    sureness: Floats | None = None
    """`Reading.sureness` for each character of the text,"""
    surplus: Floats | None = None
    """and `Reading.surplus`."""

    @classmethod
    def on(cls, reading: Reading, origin: Ints, raw: bool = False) -> Placed:
        """The reading on a text: `origin` is the raw offset of each of its characters, or -1."""
        last = len(reading.line_of) - 1
        lines = reading.line_of[np.where((origin < 0) | (origin > last), last, origin)]
        capacities = {}
        if reading.capacities:
            found = map(reading.capacities.get, origin.tolist())
            capacities = {at: capacity for at, capacity in enumerate(found) if capacity}
        sureness, surplus = (
            None if values is None else np.where(origin < 0, np.nan, values[np.maximum(origin, 0)])
            for values in (reading.sureness, reading.surplus)
        )
        return cls(reading, lines, capacities, raw, sureness, surplus)

    def ends_open(self, at: int) -> bool:
        """Whether the line of a character of the text leaves the width of a mark at its end."""
        return int(self.line_of[at]) in self.reading.open_ends

    def passage_at(self, start: int, end: int) -> int:
        """The passage of the first line with characters in a span of the text, or -1."""
        lines = self.line_of[start:end]
        known = lines[lines >= 0]
        return int(self.reading.passage_of[known[0]]) if len(known) else -1
