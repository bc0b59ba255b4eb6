"""The lines of a page, and whether they stand in the order of their columns or of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.lines.columns import (
    FEWEST_AGREEING,
    LOOSE,
    NARROWEST,
    TOLERANCE,
    WIDEST,
    agreeing_widths,
    distinct_widths,
    ends_sentence,
)
from cleaner.layout.lines.grids import is_piped
from cleaner.models import Models
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, STOPS
from cleaner.profiles.press import JUMP, SIGNOFF
from cleaner.profiles.widths import ems, squeeze

_LINE = Pattern(r"[^\S\n]*+(\S(?:[^\n]*\S)?)")
_PIECE = Pattern(r"\S++")
FARTHEST = 8
"""Lines between a line and its continuation on a page read across: one less than columns on the page."""
NOTHING = -1e9
"""Log-odds of going on in a line that there is not."""
FEWEST = 12
"""Open lines that a page must have for its order to be judged."""
IN_ORDER = 0.6
"""By how much, in log-odds, a line goes on better in the next one than elsewhere if lines are in order.

On simulated pages that were read across it is -1.6 to -0.2, on the same lines in order 2.7 to 6.3."""
GOES_ON = -1.0
"""Log-odds that lines in order reach on the average: 0.3 to 3 on simulated pages, -6 to -2 read across."""
SEVERAL = 1.6
"""Pieces to a line, on the average, from which on lines are taken apart."""
PRINTED = 0.4
"""Share of lines that fill a column on a page that was printed in columns."""
WIDEST_COLUMN = 20.0
"""Em of a column of a newspaper, at the most; those of 92 made pages have 14 to 18."""
FEW = 0.06
"""Share of its lines that a page must set in a width for it to be that of a column."""


class TextLine(NamedTuple):
    """A line of a column, or a part of a row: `start` and `end` in the text, and what stands before it.

    What lies between them may be more than its `text` (`with_credits`).
    """

    start: int
    end: int
    text: str
    blank: bool = False
    """A blank line stands before it."""
    row: bool | None = None
    """Whether it begins a row; None where that is not known."""


def find_lines(text: str, start: int = 0, end: int | None = None) -> list[TextLine]:
    r"""The lines of a text, or of a part of it.

    >>> [(line.text, line.blank) for line in find_lines("a b\n\n c")]
    [('a b', False), ('c', True)]
    """
    lines: list[TextLine] = []
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        blank = bool(lines) and text.count("\n", lines[-1].end, match.start(1)) > 1
        lines.append(TextLine(match.start(1), match.end(1), match[1], blank))
    return lines


def find_pieces(text: str, start: int = 0, end: int | None = None) -> list[TextLine]:
    r"""What stands between the white space of a text, or of a part of it; each line is a row.

    Where so much stands in a line that rows must have been joined, it is left open where they begin.

    >>> [(piece.text, piece.row) for piece in find_pieces("a b\nc")]
    [('a', True), ('b', False), ('c', True)]
    """
    spans = [match.span() for match in _PIECE.finditer(text, start, len(text) if end is None else end)]
    breaks = [text.count("\n", before[1], piece[0]) for before, piece in pairwise(spans)]
    known = len(spans) <= FARTHEST * (1 + sum(count > 0 for count in breaks))
    return [
        TextLine(*span, text[slice(*span)], blank=count > 1, row=count > 0 if known else None)
        for span, count in zip(spans, [1, *breaks], strict=False)
    ]


def find_parts(text: str, start: int = 0, end: int | None = None) -> list[TextLine]:
    r"""The lines of a text, or its pieces, if most lines hold several.

    >>> [part.text for part in find_parts("a b\nc d")], [part.text for part in find_parts("a b\nc\nd")]
    (['a', 'b', 'c', 'd'], ['a b', 'c', 'd'])
    """
    lines, pieces = find_lines(text, start, end), find_pieces(text, start, end)
    rows = {line.start: line for line in lines if is_piped(line.text)}
    if rows:  # a row of a table stays one line
        inside = {at for row in rows.values() for at in range(row.start + 1, row.end)}
        pieces = [
            rows[piece.start]._replace(blank=piece.blank, row=piece.row) if piece.start in rows else piece
            for piece in pieces
            if piece.start not in inside
        ]
    return pieces if len(pieces) >= SEVERAL * len(lines) else lines


def with_credits(lines: Sequence[TextLine]) -> list[TextLine]:
    r"""The lines, what stands in brackets behind a short line with it: the text of both is that of the line.

    The credit of a brief is set at the right edge of its column, behind the last line where that leaves room.
    Read across, it comes behind that line as the line of another column does.

    >>> lines = find_lines("\n".join(["州图书馆昨日开馆，馆藏六万", "册。", "（贺青石）"] * 6))
    >>> [line.end - line.start for line in with_credits(lines)][:2]
    [13, 8]
    """
    widest = max((width for width in column_widths(lines) if width <= WIDEST_COLUMN), default=0.0)
    found: list[TextLine] = []
    for line in lines:
        last = found[-1] if found else None
        if last is not None and _stands_behind(line, last, widest):
            found[-1] = last._replace(end=line.end)
        else:
            found.append(line)
    return found


def _stands_behind(line: TextLine, last: TextLine, width: float) -> bool:
    """Whether a line is a credit or the like that stands in one row of its column with the line before it."""
    if line.blank or line.row or not is_credit(line.text) or is_credit(last.text):
        return False
    return last.end - last.start == len(last.text) and ems(last.text) + ems(line.text) <= width


def is_credit(text: str) -> bool:
    """Whether a line is a name in brackets: who wrote an item, or what series it is of.

    >>> is_credit("（林秀禾）"), is_credit("（下转第3版）")
    (True, False)
    """
    return text[:1] in "（(" and SIGNOFF.fullmatch(text) is not None and JUMP.fullmatch(text) is None


def ends_text(text: str) -> bool:
    """Whether a line ends a sentence, or is the credit of an item.

    >>> ends_text("昨日蓄水。"), ends_text("（林秀禾）"), ends_text("昨日")
    (True, True, False)
    """
    return ends_sentence(text) or is_credit(text)


def are_across(lines: Sequence[TextLine], flows: NDArray[np.float64]) -> bool:
    """Whether printed lines do not go on in the next one any better than in one farther down (`find_flows`).

    That is so on a page read across its columns. One whose lines are so alike that each goes on in all others
    is none, nor one of few lines.
    """
    by_step = _continuity(lines, flows)
    return bool(len(by_step)) and bool(by_step[0] < min(GOES_ON, by_step[1:].mean() + IN_ORDER))


def are_printed(lines: Sequence[TextLine]) -> bool:
    r"""Whether so many lines fill a column and end without a mark that columns wrapped running text.

    >>> are_printed(find_lines("\n".join(["今年新修的三座水库昨日蓄水"] * 12)))
    True
    """
    _, fills = find_fills(lines)
    unmarked = np.array([line.text[-1] not in STOPS + CLOSING for line in lines])
    return bool((fills.any(axis=1) & unmarked).sum() >= PRINTED * len(lines))


def are_narrow(lines: Sequence[TextLine]) -> bool:
    r"""Whether the width that most lines fill is that of a column of a newspaper, not of a book.

    >>> are_narrow(find_lines("\n".join(["今年新修的三座水库昨日蓄水"] * 12)))
    True
    """
    widths, fills = find_fills(lines)
    return bool(len(widths) and widths[fills.sum(axis=0).argmax()] <= WIDEST_COLUMN)


def find_fills(lines: Sequence[TextLine]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    r"""The widths of the columns of the lines, and whether each line fills each, shape (lines, widths).

    >>> widths, fills = find_fills(find_lines("\n".join(["今年新修的三座水库昨日蓄水"] * 12)))
    >>> widths.tolist(), fills.shape
    ([13.0], (12, 1))
    """
    natural, least = _measured(lines)
    widths = np.array(column_widths(lines))
    return widths, (least[:, None] - TOLERANCE <= widths) & (widths <= natural[:, None] + LOOSE)


def are_in_order(lines: Sequence[TextLine], models: Models) -> bool:
    """Whether most lines go on in the next one."""
    by_step = _continuity(lines, find_flows(lines, models))
    return bool(len(by_step)) and bool(by_step[0] > max(GOES_ON, by_step[1:].max() + IN_ORDER))


def find_flows(lines: Sequence[TextLine], models: Models) -> NDArray[np.float64]:
    """How well each line goes on in the next one, the one after it, and so on; shape (lines, FARTHEST).

    In log-odds; `NOTHING` where there is no such line.
    """
    texts = [line.text for line in lines]
    ends, starts = models.ends(texts), models.starts(texts)
    flows = np.full((len(lines), FARTHEST), NOTHING)
    for step in range(1, min(FARTHEST + 1, len(lines))):
        flows[:-step, step - 1] = np.einsum("ij,ij->i", ends[:-step], starts[step:])
    return flows


def _continuity(lines: Sequence[TextLine], flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """How well open lines go on, on the average, in the next one, the one after it, and so on; or nothing."""
    reach = max(len(lines) - FARTHEST, 0)
    open_ends = [i for i, line in enumerate(lines[:reach]) if not ends_sentence(line.text)]
    if len(open_ends) < FEWEST:
        return np.zeros(0)
    found: NDArray[np.float64] = flows[open_ends].mean(axis=0)
    return found


def column_widths(lines: Sequence[TextLine]) -> list[float]:
    r"""The widths in em that many lines fill, the narrowest first.

    A line agrees with a width as the pieces of a block do (`cleaner.layout.lines.columns`). The lines of
    several columns stand here one after the other, so one that is wider counts against no width.

    >>> column_widths(find_lines("\n".join(["今年新修的三座水库昨日蓄水"] * 12)))
    [13.0]
    """
    natural, least = _measured(lines)
    votes = dict.fromkeys(map(float, range(NARROWEST, WIDEST + 1)), 0)
    for line in zip(natural.tolist(), least.tolist(), strict=True):
        for width in agreeing_widths(*line):
            votes[width] += 1
    return sorted(distinct_widths(votes, max(FEWEST_AGREEING, FEW * len(lines))))


def _measured(lines: Sequence[TextLine]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The natural width of each line in em, and what it can be squeezed to."""
    natural = np.array([ems(line.text) for line in lines], dtype=np.float64)
    return natural, natural - np.array([squeeze(line.text) for line in lines])


def fills_column(text: str, widths: Sequence[float]) -> bool:
    """Whether a line is as wide as one of the columns, give or take what typesetters squeeze and leave.

    >>> fills_column("三座水库昨日起蓄水", [9.0, 16.0]), fills_column("昨日蓄水", [9.0])
    (True, False)
    """
    natural = ems(text)
    return any(natural - squeeze(text) - TOLERANCE <= width <= natural + LOOSE for width in widths)
