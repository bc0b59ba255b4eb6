"""Wide gaps, where a mark was lost, measured between the boxes of neighbouring characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cleaner.document import RawPage
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import CLOSING, OPENING, STOPS

Floats = npt.NDArray[np.float64]

FEWEST = 3
"""Pairs of ideographs from which a line shows its own setting."""
BETWEEN_IDEOGRAPHS, BESIDE_HALF_WIDTH = 0.3, 0.2
"""Em of a gap, over what is usual in the line, from which a mark was lost between two characters,"""
ROUND_A_MARK = 1.2
"""and from which another was lost beside one that was read."""
MARKS = frozenset(STOPS + OPENING + CLOSING)


def find_wide_gaps(page: RawPage) -> frozenset[int]:
    """The raw offsets of characters before which a mark was lost, as the gap shows.

    Gaps are measured against those of the line, so that letter-spaced type has none. Empty where the engine
    gave no boxes of characters.
    """
    if page.character_boxes is None:
        return frozenset()
    found: set[int] = set()
    for line in page.lines:
        start, end = line.span
        boxes = page.character_boxes[start:end]
        known = np.flatnonzero(~np.isnan(boxes[:, 0])).tolist()
        found.update(start + at for at in _wide_gaps_of_line(page.text[start:end], boxes, known))
    return frozenset(found)


def _wide_gaps_of_line(text: str, boxes: Floats, known: Sequence[int]) -> list[int]:
    pairs = list(pairwise(known))
    plain = [(a, b) for a, b in pairs if b == a + 1 and is_han(text[a]) and is_han(text[b])]
    if len(plain) < FEWEST:
        return []
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    em = float(np.median([middles[b] - middles[a] for a, b in plain]))
    usual = float(np.median([boxes[b, 0] - boxes[a, 2] for a, b in plain]))
    if em <= 0:
        return []

    def gap(a: int, b: int) -> float:
        return float(boxes[b, 0] - boxes[a, 2] - usual) / em

    found = []
    for a, b in pairs:
        if b > a + 1 or text[a] in MARKS or text[b] in MARKS:
            continue
        ideographs = is_han(text[a]) and is_han(text[b])
        if gap(a, b) >= (BETWEEN_IDEOGRAPHS if ideographs else BESIDE_HALF_WIDTH):
            found.append(b)
    for a, mark, b in zip(known, known[1:], known[2:], strict=False):
        alone = b == a + 2 and text[mark] in MARKS and is_han(text[a]) and is_han(text[b])
        if alone and gap(a, b) >= ROUND_A_MARK:
            found.append(mark if gap(a, mark) > gap(mark, b) else b)
    return found
