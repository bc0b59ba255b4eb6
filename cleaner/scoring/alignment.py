"""Which article is which, and which character came from where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

NOWHERE = -1
"""In the place of an offset: a character that the raw text does not have."""
UNLIKE = 0.2
"""Similarity up to which two articles are never the same."""
KNOWN_BY = 6
"""Length of the strings by which a place is recognised, if they occur once."""


def match(gold: Sequence[str], predicted: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of articles, the most similar first, each article once.

    >>> match(["一二三四", "甲乙丙"], ["甲乙丁", "天地"])
    [(1, 0)]
    """
    if not gold or not predicted:
        return []
    alike = cdist(gold, predicted, scorer=Indel.normalized_similarity, dtype=np.float64)
    ranked = sorted(((alike[i, j], i, j) for i, j in np.argwhere(alike > UNLIKE).tolist()), reverse=True)
    pairs: list[tuple[int, int]] = []
    matched: tuple[set[int], set[int]] = set(), set()
    for _, i, j in ranked:
        if i not in matched[0] and j not in matched[1]:
            matched[0].add(i)
            matched[1].add(j)
            pairs.append((i, j))
    return pairs


def locate(text: str, raw: str) -> list[int]:
    """For each character of a text its place in raw, -1 where it is unknown.

    Strings of six characters that occur once in raw give places; from there the known runs grow to both
    sides, across one substituted character too.

    >>> locate("甲乙丙丁戊己庚", "天甲乙丙丁戊己辛")
    [1, 2, 3, 4, 5, 6, -1]
    """
    grams = [raw[i : i + KNOWN_BY] for i in range(len(raw) - KNOWN_BY + 1)]
    times = Counter(grams)
    once = {gram: i for i, gram in enumerate(grams) if times[gram] == 1}
    at = [NOWHERE] * len(text)
    for i in range(len(text) - KNOWN_BY + 1):
        place = once.get(text[i : i + KNOWN_BY])
        if place is not None:
            at[i : i + KNOWN_BY] = range(place, place + KNOWN_BY)
    for i in range(1, len(text)):
        place = at[i - 1] + 1
        if at[i] == NOWHERE and 0 < place < len(raw):
            ahead = text[i + 1 : i + 3]
            if raw[place] == text[i] or (ahead and raw[place + 1 : place + 3] == ahead):
                at[i] = place
    for i in range(len(text) - 2, -1, -1):
        place = at[i + 1] - 1
        if at[i] == NOWHERE and place >= 0:
            behind = text[max(0, i - 2) : i]
            if raw[place] == text[i] or (place >= 2 and behind and raw[place - 2 : place] == behind):
                at[i] = place
    return at
