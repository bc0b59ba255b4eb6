"""Blocks cut at their white space: the gaps, the pieces between them, and how wide these are.

All blocks of a page are cut at once, by arrays over their characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import accumulate, islice, pairwise
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.codepoints import CodePointTable, code_points
from cleaner.profiles.marks import CLOSING, OPENING, SQUEEZABLE, STOPS, TERMINAL
from cleaner.profiles.widths import em, ems, squeeze

Ints = NDArray[np.int64]
T = TypeVar("T", bound=tuple[object, ...])

BRIEF: Final = 100
"""Characters of a block that costs less without arrays."""


class Gap(NamedTuple):
    """A white space inside a block, `start` and `end` in the text."""

    start: int
    end: int


class Piece(NamedTuple):
    """The text between two spaces of a block: its natural width and how far it can be squeezed, in em.

    The flags speak of the space after it.
    """

    width: float
    squeeze: float
    newline: bool
    """It holds a line break of the raw text."""
    touching: bool
    """It stands next to a mark or a half-width character."""
    bound: bool
    """A mark before or after it must not end or begin a line (GB/T 15834-2011, clause 5.1.10)."""
    terminal: bool
    """It follows the end of a sentence."""


_HALF_EMS: Final = 3
"""Bits that hold the width of a character, in half an em. The others:"""
_WHITE, _NEWLINE, _SQUEEZABLE, _TOUCHING = (1 << bit for bit in range(2, 6))
_OPENING, _CLOSING, _UNBEGINNING, _TERMINAL = (1 << bit for bit in range(6, 10))


def _properties_of(char: str) -> int:
    """What cutting asks of a character."""
    flags = (
        (_WHITE, char.isspace()),
        (_NEWLINE, char == "\n"),
        (_SQUEEZABLE, char in SQUEEZABLE),
        (_TOUCHING, char in STOPS or char.isascii()),
        (_OPENING, char in OPENING),
        (_CLOSING, char in CLOSING),
        (_UNBEGINNING, char in STOPS + CLOSING),
        (_TERMINAL, char in TERMINAL),
    )
    return int(2 * em(char)) | sum(bit for bit, holds in flags if holds)


_PROPERTIES: Final = CodePointTable(_properties_of, np.int16)


def _properties(text: str) -> Ints:
    """The properties of each character, and 0 behind the last."""
    found = np.zeros(len(text) + 1, dtype=np.int64)
    found[:-1] = _PROPERTIES.of(code_points(text))
    return found


def cut_blocks(blocks: Sequence[str]) -> list[tuple[list[Gap], list[Piece]]]:
    """The gaps of each block, and the pieces between them, one more than there are gaps.

    Blocks are not empty and have no white space round them; the offsets of gaps count from the beginning of
    their block.

    >>> [(gaps, pieces)] = cut_blocks(["决胜， 小康"])
    >>> gaps, [piece.width for piece in pieces], pieces[0].touching
    ([Gap(start=3, end=4)], [3.0, 2.0], True)
    """
    if len(blocks) == 1 and len(blocks[0]) <= BRIEF and len(blocks[0].split()) == 1:
        return [([], [_whole(blocks[0])])]
    properties = _properties("".join(blocks))
    ends = np.array([0, *accumulate(map(len, blocks))])
    starts, stops = ends[:-1], ends[1:]
    white = (properties & _WHITE) != 0
    borders = np.flatnonzero(white[1:] != white[:-1])
    gap_starts, gap_ends = borders[::2] + 1, borders[1::2] + 1
    first, last = np.sort(np.concatenate([starts, gap_ends])), np.sort(np.concatenate([gap_starts, stops]))
    closing = np.ones(len(first), dtype=bool)  # the last pieces of blocks: there is no space after them
    closing[:-1] = first[1:] == last[:-1]
    following = np.concatenate([first[1:], last[-1:]])  # behind the last there is nothing
    before, after = properties[last - 1], np.where(closing, 0, properties[following])
    solid = np.maximum.accumulate(np.where(properties & _CLOSING, -1, np.arange(len(properties))))[last - 1]
    breaks = _counted(properties & _NEWLINE)
    columns = (
        _counted(properties & _HALF_EMS, first, last) / 2,
        _counted((properties & _SQUEEZABLE) != 0, first, last) / 2,
        breaks[following] > breaks[last],
        ((before | after) & _TOUCHING) != 0,
        closing | ((before & _OPENING) != 0) | ((after & _UNBEGINNING) != 0),
        (solid >= first) & ((properties[solid] & _TERMINAL) != 0),
    )
    pieces = map(_made_of(Piece), zip(*(column.tolist() for column in columns), strict=True))
    inside = starts[stops.searchsorted(gap_starts, side="right")]
    gaps = map(_made_of(Gap), zip((gap_starts - inside).tolist(), (gap_ends - inside).tolist(), strict=True))
    counts = (end - start for start, end in pairwise([-1, *np.flatnonzero(closing).tolist()]))
    return [(list(islice(gaps, count - 1)), list(islice(pieces, count))) for count in counts]


def moved_by(offset: int, gaps: Iterable[Gap]) -> list[Gap]:
    """Gaps so many characters further on.

    >>> moved_by(10, [Gap(3, 4)])
    [Gap(start=13, end=14)]
    """
    return list(map(_made_of(Gap), [(start + offset, end + offset) for start, end in gaps]))


def _made_of(kind: type[T]) -> Callable[[Iterable[object]], T]:
    """The `_make` of a named tuple, at a third of its time: it does not count what it is given."""
    return partial(tuple.__new__, kind)


def _whole(block: str) -> Piece:
    """A block without white space as one piece."""
    return Piece(
        width=ems(block),
        squeeze=squeeze(block),
        newline=False,
        touching=block[-1] in STOPS or block[-1].isascii(),
        bound=True,
        terminal=block.rstrip(CLOSING)[-1:] in tuple(TERMINAL),
    )


def _counted(values: NDArray[np.generic], first: Ints | None = None, last: Ints | None = None) -> Ints:
    """Sums of values from the beginning up to each place, or between places."""
    sums = np.zeros(len(values) + 1, dtype=np.int64)
    np.add.accumulate(values, out=sums[1:])
    return sums if first is None or last is None else sums[last] - sums[first]
