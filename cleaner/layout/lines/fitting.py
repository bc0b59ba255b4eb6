"""Every line that the pieces of blocks may be set in, how wide it is, and how it fits its column.

The lines of many blocks are gone through together, by arrays: first those of one piece, then those of two,
and so on, for as long as any still fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.lines.columns import INDENT, LOOSE, TOLERANCE
from cleaner.layout.lines.pieces import Piece

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Column(NamedTuple):
    """Pieces that are set in a column of `width` em.

    gap_values: cost or share of each gap being stray (0 em wide), one lost mark (1 em), two (2 em).
    """

    pieces: Sequence[Piece]
    width: float
    gap_values: Sequence[tuple[float, float, float]]


class CandidateLines(NamedTuple):
    """Lines of one number of pieces, as arrays; a line may be indented or not.

    `start` is twice the number of its first piece, and one more where it is indented; pieces are counted over
    all columns. `kept` are the places among the lines of one piece less.
    """

    start: Ints
    last: Ints
    final: Bools
    """Whether it ends its block."""
    bound: Bools
    newline: Bools
    terminal: Bools
    """What is known of the space behind it."""
    natural: Floats
    slack: Floats
    room: Floats
    kept: Ints


def lines_of(columns: Sequence[Column]) -> Iterator[CandidateLines]:
    """All lines of all columns, the shortest first."""
    pieces = [piece for column in columns for piece in column.pieces]
    counts = [len(column.pieces) for column in columns]
    bound = np.array([piece.bound for piece in pieces], dtype=bool)
    newline = np.array([piece.newline for piece in pieces], dtype=bool)
    terminal = np.array([piece.terminal for piece in pieces], dtype=bool)
    natural = np.cumsum([0.0, *[piece.width for piece in pieces]])
    slack = np.cumsum([0.0, *[piece.squeeze for piece in pieces]])
    limit = np.repeat(np.cumsum(counts) - 1, counts)
    room = np.repeat(np.array([column.width for column in columns]), counts)
    start = np.arange(2 * len(pieces))
    kept, length = start, 0
    while len(start):
        first = start // 2
        last = first + length
        found = CandidateLines(
            start, last, last == limit[first], bound[last], newline[last], terminal[last],
            natural[last + 1] - natural[first], slack[last + 1] - slack[first],
            room[first] - INDENT * (start % 2), kept,
        )  # fmt: skip
        yield found
        full = found.newline | (found.natural - found.slack > found.room + 2)
        kept = np.flatnonzero(~(found.final | full))
        start, length = start[kept], length + 1


def gap_values_of(columns: Sequence[Column]) -> Floats:
    """The values of the gaps behind all pieces, shape (pieces, 3); 0 behind the last of a column.

    >>> gap_values_of([Column([], 9.0, [(0.5, 0.3, 0.2)])]).tolist()
    [[0.5, 0.3, 0.2], [0.0, 0.0, 0.0]]
    """
    return np.array(
        [values for column in columns for values in (*column.gap_values, (0.0, 0.0, 0.0))]
    ).reshape(-1, 3)


def misfit(room: Floats, natural: Floats, slack: Floats, may_be_short: Bools) -> Floats:
    """What it costs to set lines of `natural` width, squeezable by `slack`, in `room` em; in nats.

    >>> room, natural = np.array([16.0, 16.0, 16.0]), np.array([16.0, 10.0, 10.0])
    >>> misfit(room, natural, np.zeros(3), np.array([False, True, False])).round(2).tolist()
    [0.0, 0.0, 7.75]
    """
    short, over = room - natural, natural - slack - room
    loose = np.where(short <= LOOSE, 0.4, 0.4 + 1.5 * (short - LOOSE))
    fits = np.where(may_be_short | (short <= TOLERANCE), 0.0, loose)
    return np.where(over > TOLERANCE, 2.0 * (over - TOLERANCE) ** 2 + 1.0, fits)


def by_start(
    columns: Sequence[Column], found: Sequence[tuple[Ints, Ints, Floats, Floats]]
) -> list[list[list[tuple[int, float, float]]]]:
    """CandidateLines (start, last piece, two numbers), shortest first, as lists by column and start.

    In the lists pieces are counted from the first of their column.
    """
    starts, lasts, ones, others = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.argsort(starts, kind="stable")
    counts = [len(column.pieces) for column in columns]
    before = np.repeat(np.cumsum(counts) - counts, counts)
    inside = lasts - before[starts // 2]
    lines = list(zip(*(each[order].tolist() for each in (inside, ones, others)), strict=True))
    ends = np.cumsum(np.bincount(starts, minlength=2 * sum(counts))).tolist()
    parts = [lines[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    stops = (2 * np.cumsum(counts)).tolist()
    return [parts[start:stop] for start, stop in zip([0, *stops], stops, strict=False)]
