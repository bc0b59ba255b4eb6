"""How many marks have room between neighbouring characters of a line, measured between their boxes.

An engine that loses a mark keeps the boxes of its neighbours. Lines are set to measure, so that all marks of
a line are as wide: a gap is compared with those round its single marks, where it has any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.document import RawPage
from cleaner.layout.reading import Capacity
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import CURLY, FULL_WIDTH, MIDDLE_DOT, QUOTES, STOPS, STRAIGHT_QUOTES
from cleaner.profiles.press import OFFICE

Floats = npt.NDArray[np.float64]

FEWEST: Final = 3
"""Pairs of ideographs from which a line shows its own setting."""
BETWEEN_IDEOGRAPHS, BESIDE_HALF_WIDTH = 0.3, 0.2
"""Em of a gap, over what is usual in the line, from which a mark was lost between two characters."""
CLEAR, FEWEST_CLEAR = 0.55, 3
"""Em of a gap that is hardly ever chance; a page with fewer of them loses so few marks that its narrower gaps
are as likely chance."""
SINGLE, DOUBLE = 1.35, 1.45
"""Capacity for one mark at the most, and for two at the least, by that of the single marks of the line."""
SINGLE_EM, DOUBLE_EM = 0.95, 1.35
"""The same in em, for a line without any. Of single marks that were read 1 in 50 has more room than for one,
of two as few have less than for two."""
LEAST_DOUBLE_EM = 1.0
"""Em of the room for two marks in any line."""
MARKS: Final = frozenset(
    f"{STOPS}{QUOTES}{''.join(CURLY)}{STRAIGHT_QUOTES}{MIDDLE_DOT}{''.join(FULL_WIDTH)}.'"
) - {*"()"}
"""Marks whose capacity is that of one: dashes and ellipses are wider, brackets are no slot of a mark."""


_PRINTED: Final = Pattern(rf"(?:[讯电]|{OFFICE})$")
"""Behind these a space is printed."""


class _Gap(NamedTuple):
    """Two neighbouring characters of a line that are no marks, and what was read between them."""

    left: int
    right: int
    marks: tuple[int, ...]
    """Places of what was read between them; white space is left out."""
    width: float
    """In em, over what is usual in the line."""


def find_capacities(page: RawPage) -> Mapping[int, Capacity]:
    """For raw offsets of characters how many marks have room before each, those that were read included.

    Gaps are measured against those of the line, so that letter-spaced type has none. Characters are left out
    before which the line shows nothing: at its start, or beside a bracket, a dash, a percent sign. Empty
    where the engine gave no boxes of characters.
    """
    if page.character_boxes is None:
        return {}
    found: dict[int, Capacity] = {}
    clear, narrow = 0, []
    for line in page.lines:
        start, end = line.span
        text, boxes = page.text[start:end], page.character_boxes[start:end]
        for gap, capacity in _capacities_of_line(text, boxes):
            at = start + gap.right
            found[at] = capacity._replace(gap=None if capacity.gap is None else start + capacity.gap)
            if capacity.gap is not None and gap.right == gap.left + 1:
                clear += gap.width >= CLEAR and not _PRINTED.search(text, 0, gap.right)
                narrow += [at] * (gap.width < CLEAR)
    if clear < FEWEST_CLEAR:
        found |= dict.fromkeys(narrow, Capacity(0, 1))
    return found


def _capacities_of_line(text: str, boxes: Floats) -> Iterator[tuple[_Gap, Capacity]]:
    gaps = _gaps(text, boxes)
    single = [gap.width for gap in gaps if len(gap.marks) == 1]
    for gap in gaps:
        seen = len(gap.marks)
        if seen > 1:
            continue
        others = [*single]
        if seen:
            others.remove(gap.width)
        capacity = _capacity(text, gap, float(np.median(others)) if others else None)
        if capacity.least > seen:
            capacity = capacity._replace(gap=_place(gap, boxes))
        yield gap, capacity


def _capacity(text: str, gap: _Gap, unit: float | None) -> Capacity:
    """The room of a gap in which one mark was read at the most; `unit` is that of the marks of the line."""
    if not gap.marks:
        ideographs = is_han(text[gap.left]) and is_han(text[gap.right])
        if gap.width < (BETWEEN_IDEOGRAPHS if ideographs else BESIDE_HALF_WIDTH):
            return Capacity(0, 0)
    if unit is None:
        return Capacity(2 if gap.width >= DOUBLE_EM else 1, 1 if gap.width < SINGLE_EM else 2)
    double = gap.width >= max(DOUBLE * unit, LEAST_DOUBLE_EM)
    return Capacity(2 if double else 1, 1 if gap.width < max(SINGLE * unit, SINGLE_EM) else 2)


def _place(gap: _Gap, boxes: Floats) -> int:
    """The place in the line before which the wider part of a gap is."""
    places = [gap.left, *gap.marks, gap.right]
    return max(pairwise(places), key=lambda pair: boxes[pair[1], 0] - boxes[pair[0], 2])[1]


def _gaps(text: str, boxes: Floats) -> list[_Gap]:
    """The gaps of a line in which only marks and white space were read; none where it shows no setting."""
    known = np.flatnonzero(~np.isnan(boxes[:, 0])).tolist()
    plain = [(a, b) for a, b in pairwise(known) if b == a + 1 and is_han(text[a]) and is_han(text[b])]
    if len(plain) < FEWEST:
        return []
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    em = float(np.median([middles[b] - middles[a] for a, b in plain]))
    usual = float(np.median([boxes[b, 0] - boxes[a, 2] for a, b in plain]))
    if em <= 0:
        return []
    found = []
    others = [at for at in known if text[at] not in MARKS]
    for a, b in pairwise(others):
        if not (text[a].isalnum() and text[b].isalnum()):
            continue
        between = [at for at in range(a + 1, b) if not text[at].isspace()]
        if all(text[at] in MARKS and not np.isnan(boxes[at, 0]) for at in between):
            found.append(_Gap(a, b, tuple(between), float(boxes[b, 0] - boxes[a, 2] - usual) / em))
    return found
