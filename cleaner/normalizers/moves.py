"""Pieces of a text put in another order, as few of them as possible moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

PARAGRAPH = "\n\n"
SEAM = "\n"
ROW = " "
CELL = "\t"
"""White space before a paragraph, a line of one, the next piece of a line, and the next cell of a row."""


class Move(NamedTuple):
    """`text[start:end]`, a piece and the white space beside it, goes to `target`, after `lead`.

    `target` is `start` where only the white space changes.
    """

    piece: int
    start: int
    end: int
    target: int
    lead: str


def moves(
    text: str,
    pieces: Sequence[tuple[int, int]],
    order: Sequence[int],
    leads: Sequence[str],
    indents: bool = False,
) -> Iterator[Move]:
    r"""What has to move for the pieces to stand in `order`, each after the white space that leads it.

    `pieces` are the spans of all that is not white space, in text order; `order` and `leads` are in the order
    wanted. A piece that stands where it should, with other white space before it than it should have, is set
    down in its own place; with `indents` those at the beginning of its line count.

    >>> found = moves("a\nb\nc", [(0, 1), (2, 3), (4, 5)], [0, 2, 1], [PARAGRAPH, PARAGRAPH, SEAM])
    >>> [(move.piece, move.target, move.lead) for move in found]
    [(2, 1, '\n\n')]
    """
    in_order = {*order[:1], *longest_run([piece for piece in order if piece > order[0]])}
    before = -1
    for place, piece in enumerate(order):
        stays = piece in in_order
        white = text[pieces[piece - 1][1] : pieces[piece][0]] if stays and place else ""
        if not place or (stays and _fits(white, leads[place], indents)):
            before = piece
            continue
        start, end = pieces[piece]
        if piece < order[0]:
            end = pieces[piece + 1][0]
        else:
            start = pieces[piece - 1][1]
        yield Move(piece, start, end, start if stays else pieces[before][1], leads[place])
        before = piece if stays else before


def _fits(white: str, lead: str, indents: bool) -> bool:
    """Whether the white space before a piece is what should lead it."""
    if indents and white.rpartition("\n")[2] != lead.rpartition("\n")[2]:
        return False
    lead = lead.rstrip("\N{IDEOGRAPHIC SPACE}")
    breaks = white.count("\n")
    return breaks > 1 if lead == PARAGRAPH else breaks == 1 if lead == SEAM else white == lead


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
        if at == len(tails):
            tails.append(piece)
            places.append(piece)
        else:
            tails[at], places[at] = piece, piece
    run: set[int] = set()
    at_last: int | None = places[-1] if places else None
    while at_last is not None:
        run.add(at_last)
        at_last = came[at_last]
    return run


def breaks_behind(text: str, start: int, end: int) -> int:
    r"""How many line breaks behind a line go with it: one, two where it has a blank line on either side.

    One alone that stayed would part the paragraph round the line, two would be a second blank line.

    >>> [breaks_behind(text, 2, 3) for text in ("a\n_\nb", "\n\n_\n\nb", "\n\n_")]
    [1, 2, 0]
    """
    if text.startswith(PARAGRAPH, end) and (start == 0 or text.endswith(PARAGRAPH, 0, start)):
        return 2
    return int(text.startswith(SEAM, end))


def breaks_before(text: str, start: int) -> int:
    r"""How many line breaks stand right before a place: none, one, or two and more, as where the text begins.

    >>> [breaks_before(text, len(text)) for text in ("a", "a\n", "a\n\n\n", "")]
    [0, 1, 2, 2]
    """
    if start == 0 or text.endswith(PARAGRAPH, 0, start):
        return 2
    return int(text.endswith(SEAM, 0, start))


def breaks_from(text: str, end: int) -> int:
    r"""How many line breaks stand right behind a place.

    >>> breaks_from("a\n\nb", 1), breaks_from("a\n\nb", 3)
    (2, 0)
    """
    at = end
    while text.startswith(SEAM, at):
        at += 1
    return at - end
