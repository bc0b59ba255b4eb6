"""The printed column: how wide it is. Where its lines end: `cleaner.layout.lines.line_breaking`.

In OCR text a white space inside a paragraph is either a line end or the gap that a lost mark left.
A printed line is as wide as its column, so the widths of the pieces between the spaces tell which: in
`16, 16, 5 + 10, 16` the space after 5 is no line end but the place of a mark one em wide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil, floor

from cleaner.layout.lines.pieces import Piece
from cleaner.profiles.marks import CLOSING, TERMINAL

TOLERANCE = 0.6
"""Em by which a full line may miss the column width: rounding of half-width characters."""
LOOSE = 1.1
"""Em by which a full line may fall short: a character that must not begin or end a line moved over."""
INDENT = 2.0
"""Em by which the first line of a paragraph is indented."""
NARROWEST, WIDEST = 8, 48
"""Em of a column of print, at the least and at the most."""
SAME_COLUMN = 1.0
"""Em by which two estimates of one column may differ."""
FEWEST_AGREEING = 3
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
    r"""The pieces joined up to each line break of the raw text.

    >>> from cleaner.layout.lines.pieces import cut_blocks
    >>> gaps, pieces = cut_blocks(["三座 水库\n蓄水"])[0]
    >>> [(piece.width, piece.newline) for piece in find_line_pieces(pieces)]
    [(4.0, True), (2.0, False)]
    """
    lines: list[Piece] = []
    start = 0
    for end, piece in enumerate(pieces, 1):
        if piece.newline or end == len(pieces):
            if end - start > 1:
                line = pieces[start:end]
                width, slack = sum(part.width for part in line), sum(part.squeeze for part in line)
                lines.append(piece._replace(width=width, squeeze=slack))
            else:
                lines.append(piece)
            start = end
    return lines


@lru_cache(maxsize=4096)  # widths are multiples of half an em: few differ
def agreeing_widths(natural: float, least: float) -> range:
    """The column widths in whole em that a line fills which is `natural` em wide, and `least` when squeezed.

    >>> list(agreeing_widths(16.5, 15.5)), list(agreeing_widths(5, 5))
    ([15, 16, 17], [])
    """
    return range(max(ceil(least - TOLERANCE), NARROWEST), min(floor(natural + TOLERANCE), WIDEST) + 1)


def distinct_widths(votes: Mapping[float, int], fewest: float = 1) -> list[float]:
    """The column widths of a page by the votes for each: those with `fewest` or more, the commonest first.

    Widths that differ by no more than `SAME_COLUMN` are estimates of one column: the commoner one stays.

    >>> distinct_widths({15.0: 4, 16.0: 9, 24.0: 3, 25.0: 2})
    [16.0, 24.0]
    """
    found: list[float] = []
    for width in sorted(votes, key=lambda width: -votes[width]):
        if votes[width] >= fewest and all(abs(width - commoner) > SAME_COLUMN for commoner in found):
            found.append(width)
    return found


def column_width(pieces: Sequence[Piece]) -> tuple[float, int]:
    """The width in em of the one column that pieces were set in, and how many agree with it.

    A piece agrees with a width that it fills, as it is or with its marks squeezed; a piece that
    is too wide for a candidate counts against it. Fewer than three that agree prove nothing: (0, 0).

    >>> from cleaner.layout.lines.pieces import cut_blocks
    >>> gaps, pieces = cut_blocks([" ".join(["今年新修的三座水库昨日蓄水"] * 4)])[0]
    >>> column_width(pieces)
    (13.0, 4)
    """
    if len(pieces) < FEWEST_AGREEING:
        return 0.0, 0
    agree, wider = [0] * (WIDEST + 2), [0] * (WIDEST + 2)
    for piece in pieces:
        widths = agreeing_widths(piece.width, piece.width - piece.squeeze)
        for width in widths:
            agree[width] += 1
        wider[min(widths.start, WIDEST + 1)] += 1
    best, votes, over = 0.0, FEWEST_AGREEING - 1.0, len(pieces)
    for width in range(NARROWEST, WIDEST + 1):
        over -= wider[width]  # those that are too wide for this candidate are left
        if agree[width] - OVERRUN * over > votes:
            best, votes = float(width), agree[width] - OVERRUN * over
    return (best, int(votes)) if best else (0.0, 0)
