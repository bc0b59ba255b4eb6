"""Brackets that do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.pairs import find_misshapen
from cleaner.trace import Edit, Effect, Tier, bind

ROUND = "\uff08\uff09"
KINDS = (f"{ROUND}()", "\u3008\u3009", "\u300a\u300b", "\u3010\u3011", "\u3014\u3015", "[]", "\uff3b\uff3d")
LONGEST = 40
"""Characters between brackets that are taken for a pair."""
SURE = 0.95
_HAN = regex.compile(r"\p{Han}")


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def match_brackets(state: PageState) -> Iterator[Edit]:
    """Give two brackets of which one is round and the other is not the round shape of the pair.

    Page readers take the round bracket for one of the angled ones, seldom the other way round. Where the one
    mark of a pair is round and the other has no partner of its own shape, both were round.

    >>> match_brackets("优服务护航个体经营〈经济聚焦)")
    '优服务护航个体经营（经济聚焦）'
    >>> match_brackets("（以下简称《意见》）")
    '（以下简称《意见》）'

    Safety: brackets with a partner of their own shape stay.
    """
    text = state.text
    for block in state.blocks:
        found: list[Edit] = []
        for start, end in find_misshapen(text, block, KINDS):
            if end - start <= LONGEST and _HAN.search(text, start, end):
                found += _as_round(text, start, end)
        yield from sorted(found, key=lambda edit: edit.start)


def _as_round(text: str, start: int, end: int) -> list[Edit]:
    """The marks of a pair in the round shape."""
    places = [place for place in zip((start, end), ROUND, strict=True) if text[place[0]] != place[1]]
    why = "the other bracket of the pair is round"
    return bind([Edit(i, i + 1, mark, why=why, confidence=SURE) for i, mark in places], "brackets")
