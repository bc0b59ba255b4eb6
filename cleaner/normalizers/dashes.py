"""Dashes that were read as ideographs."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

import regex

from cleaner.layout.state import PageState
from cleaner.models.dashes import DASH, WORD
from cleaner.normalizers.base import normalizer
from cleaner.trace import Edit, Effect, Tier

HALF_SEEN = 0.97
"""Confidence where one half of the dash was read right."""
ELSEWHERE = log(0.1)
"""Added to the log-odds where a dash of the page was read right (engines that misread one misread most),
and on a page without printed columns, which may never have been read by an engine."""
CONTEXT = 12
"""Characters on either side that are looked at, white space among them."""
_NUMERAL = "一二三四五六七八九十百千〇○零第"
_HALVES = "\u2014\u2013\u2500\uff0d"
"""What one half of a dash is read as: dashes, the line of a table, a full-width hyphen."""
_READ_AS = (WORD, *(f"一{half}" for half in _HALVES), *(f"{half}一" for half in _HALVES))
_STROKES = regex.compile(
    rf"(?<![{_NUMERAL}\d\u2014\uff0d])(?:{WORD}|(?<![周期初高大])一[{_HALVES}]|[{_HALVES}]一)"
    rf"(?![{_NUMERAL}\d年月日\u2014\uff0d])"
)


@normalizer(tier=Tier.INFERRED, effect=Effect.CHARACTERS)
def restore_dashes(state: PageState) -> Iterator[Edit]:
    """Restore the dash that was read as two ideographs of one stroke.

    A dash is two em long and lies in the middle of the line, and so do two ideographs 一: page readers take
    the one for the other. The word 一一 (one by one) is recognized by what stands beside it: how often each
    character stands beside the word and beside a dash was counted on news text. What is part of a number
    stays.

    >>> restore_dashes("村民李启明有了新营生一一在县城的蔬菜基地务工")
    '村民李启明有了新营生——在县城的蔬菜基地务工'
    >>> restore_dashes("群众的难题都被一一化解。"), restore_dashes("\uff0d一记护林员周满山")
    ('群众的难题都被一一化解。', '——记护林员周满山')

    Safety: nothing but these two characters is touched; where a dash of the page was read right, the word is
    believed.
    """
    text = state.folded
    if not any(strokes in text for strokes in _READ_AS):
        return
    prior = ELSEWHERE if DASH in text or not state.column_widths else 0.0
    for block in state.blocks:
        for match in _STROKES.finditer(text, block.start, block.end):
            start, end = match.span()
            before = "".join(text[max(block.start, start - CONTEXT) : start].split())
            after = "".join(text[end : min(block.end, end + CONTEXT)].split())
            whole = match[0] == WORD
            sure = state.models.dashes.probability(before, after, prior) if whole else HALF_SEEN
            yield Edit(start, end, DASH, why="a dash read as ideographs", confidence=sure)
