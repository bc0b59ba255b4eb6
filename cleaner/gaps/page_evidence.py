"""What the page itself says of its gaps.

A short text between two slots is a *term*: where the same term stands elsewhere on the page, quoted or
not, that is evidence for the place in question. Paragraphs set by one *template* (针对…问题，…；对…问题，…)
have the same stop before the same word. And a page that sets spaces outside its brackets lost nothing there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.codepoints import code_points
from cleaner.gaps.lattice import Lattice
from cleaner.gaps.pairing import Options
from cleaner.patterns import Pattern
from cleaner.profiles.marks import STOPS

LONGEST_TERM = 16
"""Characters of a term."""
SLOTS_INSIDE = 4
"""Slots inside a term: line ends that part it."""
LEAST = 0.02
"""Probability of a quotation mark from which a place is considered."""
SURE = 0.5
"""Probability from which a term counts as quoted elsewhere."""
QUOTED_ELSEWHERE, PLAIN_ELSEWHERE = 2.5, -0.4
"""Log-odds for each mark of a pair round a term that is quoted, or stands without gaps, elsewhere."""
NEGLIGIBLE, FIXED = 1e-3, 0.97
"""Probabilities below which a stop is not counted, and above which nothing can change."""
ONE_OTHER = 1.0 - 1e-6
"""Places that a stop must stand at elsewhere: one, however its probabilities are rounded."""
TEMPLATE_TRUST = 3.0
"""Places of the page that weigh as much as what the language says of a stop,"""
MOST_BY_TEMPLATE = 2.0
"""and the most, in log-odds, that they can add."""
STRAY_SPACE = 0.05
"""How often a page without habits has a space where nothing was lost."""
_SPACED_BRACKET = Pattern(r"\p{Han}\s+（|）\s+\p{Han}")
_CLOSE_BRACKET = Pattern(r"\p{Han}（|）\p{Han}")
_SPACED_INSIDE = Pattern(r"（\s+\p{Han}|\p{Han}\s+）")
_CLOSE_INSIDE = Pattern(r"（\p{Han}|\p{Han}）")
FEWEST_INSIDE, MOSTLY_INSIDE = 4, 3
"""Spaces inside brackets from which that is a habit, and by how much there are more than places without."""
OPENING, CLOSING = "“", "”"


class _Term(NamedTuple):
    block: int
    opening: int
    closing: int
    share: float
    """How likely it is quoted, by the words round it."""


def weigh_terms(
    text: str, lattices: Sequence[Lattice], shares: Sequence[Sequence[dict[str, float]]]
) -> set[int]:
    """Let the places of each term count for each other; gives the lattices whose options changed.

    `shares[b][i]` are the probabilities of the labels at slot i of lattice b.
    """
    terms: defaultdict[str, list[_Term]] = defaultdict(list)
    page = []
    for block, (lattice, share) in enumerate(zip(lattices, shares, strict=True)):
        pieces = _pieces(text, lattice)
        page.append("".join(pieces))
        for term in _terms(block, pieces, share):
            terms["".join(pieces[term.opening : term.closing])].append(term)
    whole = "\n".join(page)
    changed = set()
    for words, places in terms.items():
        plain = whole.count(words) > len(places)
        quoted = sum(place.share > SURE for place in places)
        for place in places:
            elsewhere = quoted > (place.share > SURE)
            weight = QUOTED_ELSEWHERE if elsewhere else PLAIN_ELSEWHERE if plain else 0.0
            if weight:
                options = lattices[place.block].options
                options[place.opening] = _weighed(options[place.opening], OPENING, weight)
                options[place.closing] = _weighed(options[place.closing], CLOSING, weight)
                changed.add(place.block)
    return changed


def weigh_templates(
    text: str, lattices: Sequence[Lattice], shares: Sequence[Sequence[dict[str, float]]]
) -> set[int]:
    """Let the stops before the same character count for each other; arguments and result as `weigh_terms`.

    The stops of the other places are counted on top of what the language says of this one (a Dirichlet
    prior of weight `TEMPLATE_TRUST`), as a cache language model does (Kuhn and De Mori 1990).
    """
    before = [[_stops_of(labels) for labels in share] for share in shares]
    votes: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for lattice, stops in zip(lattices, before, strict=True):
        for (_, end), own in zip(lattice.places[1:-1], stops[1:-1], strict=True):
            for stop, held in own.items():
                votes[text[end]][stop] += held
    changed = set()
    for block, (lattice, share) in enumerate(zip(lattices, shares, strict=True)):
        for i in range(1, len(lattice.places) - 1):
            own = before[block][i]
            if len(own) < 2 or max(share[i].values()) > FIXED:
                continue
            cast = votes[text[lattice.places[i][1]]]
            total = sum(own.values())
            others = sum(cast.values()) - total
            if others < ONE_OTHER:
                continue
            weights = {}
            for stop, held in own.items():
                before_seen = TEMPLATE_TRUST * held / total
                odds = log((cast[stop] - held + before_seen) / ((others / TEMPLATE_TRUST + 1) * before_seen))
                weights[stop] = max(-MOST_BY_TEMPLATE, min(MOST_BY_TEMPLATE, odds))
            lattice.options[i] = {
                label: score + weights.get(_stops_in(label), 0.0)
                for label, score in lattice.options[i].items()
            }
            changed.add(block)
    return changed


def _stops_of(share: dict[str, float]) -> dict[str, float]:
    """How likely each stop is, whatever quotation marks stand beside it."""
    stops: dict[str, float] = {}
    for label, probability in share.items():
        if probability > NEGLIGIBLE and (kind := _stops_in(label)):
            stops[kind] = stops.get(kind, 0.0) + probability
    return stops


@cache
def _stops_in(label: str) -> str:
    return "".join(mark for mark in label if mark in STOPS)


def _pieces(text: str, lattice: Lattice) -> list[str]:
    """The characters behind each slot, up to the next."""
    starts = [start for start, _ in lattice.places[1:]]
    ends = [end for _, end in lattice.places]
    return [text[end:start] for end, start in zip(ends, starts, strict=False)]


def _terms(block: int, pieces: Sequence[str], shares: Sequence[dict[str, float]]) -> Iterator[_Term]:
    for i, share in enumerate(shares):
        if len(share) == 1 and OPENING not in next(iter(share)):
            continue
        opening = _probability(share, OPENING)
        if opening < LEAST:
            continue
        length = 0
        for j in range(i + 1, min(len(shares), i + 2 + SLOTS_INSIDE)):
            length += len(pieces[j - 1])
            if length > LONGEST_TERM:
                break
            closing = _probability(shares[j], CLOSING)
            if closing >= LEAST and length > 1:
                yield _Term(block, i, j, min(opening, closing))


def _probability(share: dict[str, float], mark: str) -> float:
    return sum([probability for label, probability in share.items() if mark in label])


def _weighed(options: Options, mark: str, weight: float) -> Options:
    return {label: score + (weight if mark in label else 0.0) for label, score in options.items()}


def weigh_brackets(text: str, lattices: Sequence[Lattice]) -> None:
    """Let the page tell whether it sets spaces beside its brackets: changes the options of the lattices.

    Page readers that halve marks set a space before ( and after ): where a page does so, such a gap is
    not the room of a mark. Some set them inside; there a pair of quotation marks may have stood, so most of
    the brackets must show it.
    """
    spaced, close = (len(pattern.findall(text)) for pattern in (_SPACED_BRACKET, _CLOSE_BRACKET))
    inside, bare = (len(pattern.findall(text)) for pattern in (_SPACED_INSIDE, _CLOSE_INSIDE))
    habits = [(log((spaced + 1) / (spaced + close + 2) / STRAY_SPACE), "）", "（")]
    if inside >= FEWEST_INSIDE and inside > MOSTLY_INSIDE * bare:
        habits.append((log((inside + 1) / (inside + bare + 2) / STRAY_SPACE), "（", "）"))
    for habit, left, right in habits:
        if habit <= 0:
            continue
        for lattice in lattices:
            for i, (start, end) in enumerate(lattice.places):
                beside = text[end : end + 1] == right or text[start - 1 : start] == left
                if lattice.gaps[i] and not lattice.visible[i] and beside and "" in lattice.options[i]:
                    lattice.options[i] = {**lattice.options[i], "": lattice.options[i][""] + habit}


def standing_twice(text: str, terms: AbstractSet[str]) -> set[str]:
    """The terms, of two characters or more, that stand in a text in two places that share no character.

    Each is looked for only where its first two characters stand.

    >>> sorted(standing_twice("水库蓄水，水库供水，水水水", {"水库", "水水", "蓄水"}))
    ['水库']
    """
    places: dict[str, list[int]] = {term[:2]: [] for term in terms}
    pairs, sought = _pairs_of(text), np.sort(_pairs_of("".join(places))[::2])
    at = np.searchsorted(sought, pairs)
    for start in np.flatnonzero(np.append(sought, -1)[at] == pairs).tolist():
        places[text[start : start + 2]].append(start)
    found = set()
    for term in terms:
        there = [start for start in places[term[:2]] if text.startswith(term, start)]
        if there and there[-1] >= there[0] + len(term):
            found.add(term)
    return found


def _pairs_of(text: str) -> NDArray[np.int64]:
    """A number for each two characters that stand side by side."""
    codes = code_points(text).astype(np.int64)
    pairs: NDArray[np.int64] = codes[:-1] << 21 | codes[1:]
    return pairs
