"""Pieces of a text set down in another order, as few of them as possible moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PARAGRAPH = "\n\n"
SEAM = "\n"


@dataclass(frozen=True, slots=True)
class Move:
    """`text[start:end]`, which is a piece with the white space on one side of it, to be set down at `target`.

    `lead` and `trail` are the white space that it gets.
    """

    piece: int
    start: int
    end: int
    target: int
    lead: str
    trail: str


def moves(
    text: str, pieces: Sequence[tuple[int, int]], order: Sequence[int], opens: Sequence[bool]
) -> Iterator[Move]:
    r"""What has to be moved for the pieces to stand in `order`; a blank line goes before those that open a block.

    `pieces` are the spans of all that is not white space, in text order; `order` and `opens` are in the order
    wanted.

    >>> [(move.piece, move.target, move.lead) for move in moves("a\nb\nc", [(0, 1), (2, 3), (4, 5)], [0, 2, 1],
    ...                                                        [True, False, True])]
    [(1, 5, '\n\n')]
    """
    staying = _staying(text, pieces, order, opens)
    if not staying:
        return
    first = min(staying)
    before: int | None = None
    for place, piece in enumerate(order):
        if piece in staying:
            before = piece
            continue
        start, end = pieces[piece]
        if piece < first:
            end = pieces[piece + 1][0]
        else:
            start = pieces[piece - 1][1]
        if before is None:
            following = place + 1 < len(order) and opens[place + 1]
            yield Move(piece, start, end, pieces[first][0], "", PARAGRAPH if following else SEAM)
        else:
            yield Move(piece, start, end, pieces[before][1], PARAGRAPH if opens[place] else SEAM, "")


def _staying(
    text: str, pieces: Sequence[tuple[int, int]], order: Sequence[int], opens: Sequence[bool]
) -> set[int]:
    """The largest set of pieces in order already, less those whose white space must change."""
    staying = longest_run(order)
    first = min(staying, default=-1)
    before = first
    for piece, blank in zip(order, opens, strict=True):
        if piece not in staying or piece == first:
            continue
        white = text[pieces[piece - 1][1] : pieces[piece][0]]
        fits = white.count("\n") > 1 if blank else white == SEAM
        if not fits and before != piece - 1:
            staying.discard(piece)
        else:
            before = piece
    return staying


def longest_run(order: Sequence[int]) -> set[int]:
    """The largest set of pieces that are in their old order already: those need not move.

    >>> sorted(longest_run([0, 3, 1, 2]))
    [0, 1, 2]
    """
    tails: list[int] = []
    places: list[int] = []
    came: dict[int, int | None] = {}
    for piece in order:
        at = bisect_left(tails, piece)
        came[piece] = places[at - 1] if at else None
        tails[at:], places[at:] = [piece, *tails[at + 1 :]], [piece, *places[at + 1 :]]
    run: set[int] = set()
    at_last: int | None = places[-1] if places else None
    while at_last is not None:
        run.add(at_last)
        at_last = came[at_last]
    return run
