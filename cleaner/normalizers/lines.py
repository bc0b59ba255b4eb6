"""Pages with boxes: the lines in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.layout.reading import Placed
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import CELL, PARAGRAPH, ROW, SEAM, moves
from cleaner.trace import Edit, Effect, Tier

ELSEWHERE = "is read elsewhere by its place on the page"
REASONS = {
    PARAGRAPH: "the layout in the file shows that it opens a paragraph or a headline",
    SEAM: "the layout in the file shows that it goes on from the line before it",
    ROW: "it stands in one row with the text before it",
    CELL: "it is the next cell in a row of a table",
}
"""Why a line keeps its place with other white space, by the white space before it."""


@normalizer(tier=Tier.INFERRED, effect=Effect.ORDER)
def order_lines(state: PageState) -> Iterator[Edit]:
    r"""Put the lines of a page with boxes, or of articles that the file tells apart, in reading order.

    Where lines stand on the page shows bands, columns, headlines and the texts under them, boxed briefs, and
    where paragraphs begin (`cleaner.geometry`). A blank line is set between paragraphs; the lines of one
    follow each other, over the end of a column too. Articles that a file
    tells apart stand as it says. Any other page is left to `deinterleave_lines` and `separate_columns`.

    >>> order_lines("a plain text has no boxes")
    'a plain text has no boxes'

    Safety: text is moved, never changed; a page that stands in this order is left as it is.
    """
    if state.placed is None:
        return
    pieces = _pieces(state.text, state.placed)
    order = sorted(range(len(pieces)), key=lambda n: (pieces[n].place, n))
    leads = [pieces[n].lead for n in order]
    confidence = state.placed.reading.confidence
    for move in moves(state.text, [(piece.start, piece.end) for piece in pieces], order, leads):
        piece = pieces[move.piece]
        why = ELSEWHERE if move.target != move.start else REASONS[move.lead]
        body = move.lead + state.text[piece.start : piece.end]
        yield Edit(move.start, move.end, body, why=why, target=move.target, confidence=confidence)


@dataclass(slots=True)
class _Piece:
    """A line, or lines that stand together as they should."""

    start: int
    end: int
    place: int
    """The place of its first line in the reading order,"""
    last: int
    """and that of its last."""
    passage: int
    lead: str
    """The white space that belongs before it."""


def _pieces(text: str, placed: Placed) -> list[_Piece]:
    """What the text is made of, all that is not white space, in text order."""
    reading = placed.reading
    opening = {passage.lines[0] for passage in reading.passages if passage.lines}
    beside = {line: ROW for passage in reading.passages for line in passage.same_row}
    beside |= {line: CELL for passage in reading.passages for line in passage.cells}
    lines = placed.line_of.tolist()
    place, passage_of = reading.place.tolist(), reading.passage_of.tolist()
    found: list[_Piece] = []
    current = begun = -1
    for at, char in enumerate(text):
        if char.isspace():
            continue
        line = lines[at]
        if line < 0 and begun < 0 and (not found or text[at - 1].isspace()):
            begun = at  # set before the next line
        if line < 0 and begun >= 0:
            continue
        if found and (line < 0 or line == current):
            found[-1].end, begun = at + 1, -1
            continue
        start, begun, current = at if begun < 0 else begun, -1, line
        lead = PARAGRAPH if line in opening or line < 0 else beside.get(line, SEAM)
        piece = _Piece(start, at + 1, place[line], place[line], passage_of[line], lead)
        before = found[-1] if found else None
        if (
            before is not None
            and before.passage == piece.passage
            and before.last + 1 == piece.place
            and _stands(text[before.end : start], piece.lead)
        ):
            before.last, before.end = piece.last, at + 1
        else:
            found.append(piece)
    if begun >= 0 and found:
        found[-1].end = len(text.rstrip())
    return found


def _stands(white: str, lead: str) -> bool:
    """Whether lines of one passage follow each other as they should, joined already or not."""
    return white.count("\n") <= (lead == SEAM)
