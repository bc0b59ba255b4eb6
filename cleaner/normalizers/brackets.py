"""Brackets that do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.layout.draft import Draft
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.pairs import find_misshapen
from cleaner.trace import Edit, Effect, Tier

ROUND = "\uff08\uff09"
KINDS = (f"{ROUND}()", "\u3008\u3009", "\u300a\u300b", "\u3010\u3011", "\u3014\u3015", "[]", "\uff3b\uff3d")
LONGEST = 40
"""Characters between brackets that are taken for a pair."""
SURE = 0.95
_HAN = regex.compile(r"\p{Han}")


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def match_brackets(draft: Draft) -> Iterator[Edit]:
    """Give two brackets of which one is round and the other is not the round shape of the pair.

    Page readers take the round bracket for one of the angled ones, seldom the other way round. Where the one
    mark of a pair is round and the other has no partner of its own shape, both were round.

    >>> match_brackets("优服务护航个体经营〈经济聚焦)")
    '优服务护航个体经营（经济聚焦）'
    >>> match_brackets("（以下简称《意见》）")
    '（以下简称《意见》）'

    Safety: brackets with a partner of their own shape stay.
    """
    text = draft.text
    for block in draft.blocks:
        found = sorted(
            (place, mark)
            for start, end in find_misshapen(text, block, KINDS)
            if end - start <= LONGEST and _HAN.search(text, start, end)
            for place, mark in zip((start, end), ROUND, strict=True)
            if text[place] != mark
        )
        for place, mark in found:
            yield Edit(place, place + 1, mark, why="the other bracket of the pair is round", confidence=SURE)
