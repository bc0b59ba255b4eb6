"""The printed column: how wide it is. Where its lines end: `cleaner.layout.line_breaking`.

In OCR text a white space inside a paragraph is either a line end or the gap that a lost mark left.
A printed line is as wide as its column, so the widths of the pieces between the spaces tell which: in
`16, 16, 5 + 10, 16` the space after 5 is no line end but the place of a mark one em wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from cleaner.layout.pieces import Piece
from cleaner.profiles.marks import CLOSING, TERMINAL

TOLERANCE = 0.6
"""Em by which a full line may miss the column width: rounding of half-width characters."""
LOOSE = 1.1
"""Em by which a full line may fall short: a character that must not begin or end a line moved over."""
INDENT = 2.0
"""Em by which the first line of a paragraph is indented."""
NARROWEST, WIDEST = 8, 48
FEWEST = 3
"""Pieces that must agree with a column width."""
OVERRUN = 3.0
"""What a piece wider than the column costs a candidate width, in votes."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does: with a terminal mark, quotes and brackets after it allowed.

    >>> ends_sentence("全面唱响。"), ends_sentence("亩均产值突")
    (True, False)
    """
    return text.rstrip(CLOSING)[-1:] in tuple(TERMINAL)


def find_line_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces joined up to each line break of the raw text."""
    lines: list[Piece] = []
    start = 0
    for end, piece in enumerate(pieces, 1):
        if piece.newline or end == len(pieces):
            line = pieces[start:end]
            width, slack = sum(part.width for part in line), sum(part.squeeze for part in line)
            lines.append(piece if len(line) == 1 else piece._replace(width=width, squeeze=slack))
            start = end
    return lines


def column_width(pieces: Sequence[Piece]) -> tuple[float, int]:
    """The column width that most pieces agree with, and how many do.

    A piece agrees with a width that it fills, as it is or with its marks squeezed; a piece that
    is too wide for a candidate speaks against it. Fewer than three that agree prove nothing: (0, 0).
    """
    if len(pieces) < FEWEST:
        return 0.0, 0
    agree, wider = [0] * (WIDEST + 2), [0] * (WIDEST + 2)
    for piece in pieces:
        least = ceil(piece.width - piece.squeeze - TOLERANCE)
        for width in range(max(least, NARROWEST), min(floor(piece.width + TOLERANCE), WIDEST) + 1):
            agree[width] += 1
        wider[min(max(least, NARROWEST), WIDEST + 1)] += 1
    best, votes, over = 0.0, FEWEST - 1.0, len(pieces)
    for width in range(NARROWEST, WIDEST + 1):
        over -= wider[width]  # those that are too wide for this candidate are left
        if agree[width] - OVERRUN * over > votes:
            best, votes = float(width), agree[width] - OVERRUN * over
    return (best, int(votes)) if best else (0.0, 0)
