"""Pieces of printed rules that an engine read as letters of the line beside them."""

from __future__ import annotations

from dataclasses import replace

from cleaner.document import Box
from cleaner.profiles.widths import ems

BARS = "|｜"
"""What the piece of a rule beside a column is read as."""
FARTHEST, GUTTER = 4.5, 1.0
"""Em from the rule at the left to the text, gutter and indent, and from the text to the one at the right."""


def without_rules(text: str, box: Box) -> tuple[str, Box]:
    """A line without the bars at its ends, and its box in em without their room.

    The text is as wide as its letters from the other end on; with bars at both, it ends near the right one,
    and its indent is left. The box of a bar is as high as the rule.

    >>> without_rules("|三座水库昨日蓄水", Box(0, 0, 10, 2))
    ('三座水库昨日蓄水', Box(left=2.0, top=0.5, right=10.0, bottom=1.5))
    >>> without_rules("三座水库", Box(0, 0, 4, 1))
    ('三座水库', Box(left=0, top=0, right=4, bottom=1))
    """
    kept = text.strip(BARS).strip()
    if not kept or kept == text:
        return text, box
    spare = max(box.width - ems(kept), 0.0)
    behind = 0.0 if text[-1] not in BARS else min(spare / 2, GUTTER) if text[0] in BARS else spare
    left = box.left + min(spare - behind, FARTHEST)
    right = box.right - behind
    middle, half = (box.top + box.bottom) / 2, min(box.height, max((right - left) / ems(kept), 1.0)) / 2
    return kept, replace(box, left=left, right=right, top=middle - half, bottom=middle + half)
