"""The ideograph of one stroke, read twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import Final

from cleaner.layout.state import PageState
from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH_AS_IDEOGRAPHS
from cleaner.profiles.widths import letters_of

LEAST_WORD: Final = 1.5
"""Log-odds from which 一 makes a word with what stands behind it, and from which that goes on what stands
before it. Of 8542 dashes between ideographs in news text 11 stand so, of the words 一 half;"""
NO_WORD: Final = 0.3
"""with the least probability of a dash, by which two strokes are no word: of 558 such words none is taken."""
CONTEXT: Final = 12
"""Characters on either side that are looked at, white space among them."""
NUMERAL: Final = "一二三四五六七八九十百千〇○零第"
"""What numbers in ideographs are made of."""
_TWO = Pattern(
    rf"(?<=\p{{Han}})(?<![{NUMERAL}周期初高大逐统唯之同万归如合划不其专单每])"
    rf"{DASH_AS_IDEOGRAPHS}(?![{NUMERAL}年月日])(?=\p{{Han}})",
    needs=(DASH_AS_IDEOGRAPHS,),
)


def find_doubled(state: PageState) -> Iterator[int]:
    """The offsets at which 一 was read twice, where a word begins with it: no dash, and not the word 一一.

    >>> list(find_doubled(PageState("这是全州发展不可分割的一一部分")))
    [11]
    >>> list(find_doubled(PageState("这是全州唯一一个项目，难题一一化解，新去处一一口袋公园")))
    []
    """
    text = state.folded
    places = [
        (match.start(), text[max(block.start, match.start() - CONTEXT) : match.start()], after)
        for block in state.blocks
        for match in _TWO.finditer(text, block.start, block.end)
        if (after := text[match.end() : min(block.end, match.end() + CONTEXT)])
    ]
    if not places:
        return
    models = state.models
    words = models.affinity([("一", letters_of(after)) for _, _, after in places]) >= LEAST_WORD
    goes_on = models.affinity([(letters_of(before), f"一{letters_of(after)}") for _, before, after in places])
    dashes = (
        models.dashes.probability("".join(before.split()), "".join(after.split())) >= NO_WORD
        for _, before, after in places
    )
    for (at, _, _), is_dash in compress(zip(places, dashes, strict=True), words & (goes_on >= LEAST_WORD)):
        if is_dash:
            yield at
