"""Pieces of printed rules that an engine read as letters of the line beside them."""

from __future__ import annotations

from dataclasses import replace

from cleaner.document import Box
from cleaner.profiles.widths import ems

BARS = "|｜"
"""What the piece of a rule beside a column is read as."""
FARTHEST = 4.5
"""Em from the rule to the text: gutter and indent."""


def without_rules(text: str, box: Box) -> tuple[str, Box]:
    """A line without the bars at its ends, and its box in em without their room.

    The text is as wide as its letters from the other end on; the box of a bar is high as the rule.

    >>> without_rules("|三座水库昨日蓄水", Box(0, 0, 10, 2))
    ('三座水库昨日蓄水', Box(left=2.0, top=0.5, right=10, bottom=1.5))
    >>> without_rules("三座水库", Box(0, 0, 4, 1))
    ('三座水库', Box(left=0, top=0, right=4, bottom=1))
    """
    kept = text.strip(BARS).strip()
    if not kept or kept == text:
        return text, box
    spare = min(max(box.width - ems(kept), 0.0), FARTHEST)
    ends = text[0] in BARS, text[-1] in BARS
    left = box.left + spare * ends[0] / sum(ends)
    right = box.right - spare * ends[1] / sum(ends)
    middle, half = (box.top + box.bottom) / 2, min(box.height, max((right - left) / ems(kept), 1.0)) / 2
    return kept, replace(box, left=left, right=right, top=middle - half, bottom=middle + half)
