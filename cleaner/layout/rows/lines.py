"""The lines of a page, and whether they stand in the order of their columns or of their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex

from cleaner.layout.columns import LOOSE, TOLERANCE, ends_sentence
from cleaner.layout.linking import Language
from cleaner.layout.measure import ems, squeeze

_LINE = regex.compile(r"[^\S\n]*+(\S(?:[^\n]*\S)?)")
_PIECE = regex.compile(r"\S++")
FARTHEST = 8
"""Lines between a line and its continuation on a page read across: one less than columns on the page."""
CLEARLY, SURELY, FEWEST = 0.5, 4.0, 12
"""By how much, in log-odds and in standard errors, and over how many lines, a farther line must go on better
than the next one does."""
PRINTED = 0.4
"""Share of lines that fill a column on a page that was printed in columns."""
NARROWEST, WIDEST = 8, 48
FEW = 0.06
"""Share of its lines that a page must set in a width for it to be that of a column."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column, or a part of a row: `start` and `end` in the text, and what stands before it."""

    start: int
    end: int
    text: str
    blank: bool = False
    """A blank line stands before it."""
    row: bool | None = None
    """Whether it begins a row; None where that is not known."""


def find_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    r"""The lines of a text, or of a part of it.

    >>> [(line.text, line.blank) for line in find_lines("a b\n\n c")]
    [('a b', False), ('c', True)]
    """
    lines: list[Line] = []
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        blank = bool(lines) and text.count("\n", lines[-1].end, match.start(1)) > 1
        lines.append(Line(match.start(1), match.end(1), match[1], blank))
    return lines


def find_pieces(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    r"""What stands between the white space of a text, or of a part of it; a line of the text is a row.

    >>> [(piece.text, piece.row) for piece in find_pieces("a b\nc")]
    [('a', True), ('b', False), ('c', True)]
    """
    pieces: list[Line] = []
    for match in _PIECE.finditer(text, start, len(text) if end is None else end):
        breaks = text.count("\n", pieces[-1].end, match.start()) if pieces else 1
        pieces.append(Line(match.start(), match.end(), match[0], bool(pieces) and breaks > 1, breaks > 0))
    return pieces


def are_interleaved(lines: Sequence[Line], language: Language) -> bool:
    """Whether lines go on in a line farther down better than in the next one, as columns read across do.

    A page that shows no printed columns is not one. Measured by the pairs of characters at the seams: cheap, and the same for every page.
    """
    widths = column_widths(lines)
    if sum(fills_column(line.text, widths) for line in lines) < PRINTED * len(lines):
        return False
    open_ends = [i for i, line in enumerate(lines) if not ends_sentence(line.text)]
    open_ends = [i for i in open_ends if i + FARTHEST < len(lines)]
    if len(open_ends) < FEWEST:
        return False
    pairs = [(lines[i].text, lines[i + step].text) for step in range(1, FARTHEST + 1) for i in open_ends]
    found = language.affinity(pairs).reshape(FARTHEST, -1)
    better = found[1:] - found[0]
    mean, error = better.mean(axis=1), better.std(axis=1) / np.sqrt(len(open_ends))
    return bool(((mean > CLEARLY) & (mean > SURELY * error)).any())


def column_widths(lines: Sequence[Line]) -> list[float]:
    """The widths in em that many lines fill, the narrowest first."""
    natural = np.array([ems(line.text) for line in lines])
    least = natural - np.array([squeeze(line.text) for line in lines])
    votes = Counter(
        {
            float(width): int(((least - TOLERANCE <= width) & (width <= natural + TOLERANCE)).sum())
            for width in range(NARROWEST, WIDEST + 1)
        }
    )
    found: list[float] = []
    for width, count in votes.most_common():
        if count < max(3, FEW * len(lines)):
            break
        if all(abs(width - commoner) > 1.0 for commoner in found):
            found.append(width)
    return sorted(found)


def fills_column(text: str, widths: Sequence[float]) -> bool:
    """Whether a line is as wide as one of the columns, give or take what typesetters squeeze and leave."""
    natural = ems(text)
    return any(natural - squeeze(text) - TOLERANCE <= width <= natural + LOOSE for width in widths)
