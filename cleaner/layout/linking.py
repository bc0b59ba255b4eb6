"""Fragments of paragraphs that columns cut apart, and which goes on where.

Every end that looks open is matched with every beginning that looks open, over the whole page at
once; an end may stay unmatched, for its continuation may be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.assignment import assign
from cleaner.layout.draft import Draft, Print
from cleaner.layout.ends import IMPOSSIBLE, open_end, open_start
from cleaner.layout.roles import DATELINE, Role


class Language(Protocol):
    """What the language knows of a seam: for pairs of texts, the log-odds that one goes on in the other."""

    def affinity(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """By the two characters at the seam alone; cheap."""

    def continuation(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """By the text on both sides."""


CONTEXT = 24
"""Characters on each side of a seam that the language looks at."""
# Log-odds that the continuation stands in the next block, elsewhere, further off; further up counts double.
NEXT_BLOCK, ELSEWHERE, EACH_DOUBLING, BACKWARDS = 0.0, -2.5, -0.5, 2.0
MODEL, PAIRS = 0.5, 0.9
"""What the model and the pair of characters at the seam contribute."""
WORD_BOUNDARY = -1.5
"""The least that a pair says: between two words any characters meet."""
MOST_FROM_MODEL = 6.0
PROMISING, OUT_OF_REACH = 6, -6.0
LEAST = 1.0
"""Log-odds from which a join is believed; a wrong join does more harm than a missing one."""


@dataclass(frozen=True, slots=True)
class Link:
    """Block `right` goes on from block `left`; `score` is in log-odds."""

    left: int
    right: int
    score: float


def find_links(draft: Draft, roles: Sequence[Role], language: Language) -> list[Link]:
    """The seams of a page: which block goes on in which, as one assignment over all open ends."""
    bodies = [i for i, role in enumerate(roles) if role is Role.BODY]
    texts = [block.of(draft.text) for block in draft.blocks]
    rank = {block: i for i, block in enumerate(bodies)}
    ends = [(i, score) for i in bodies if (score := open_end(texts[i], draft.prints[i])) > IMPOSSIBLE]
    starts = [
        (i, score)
        for i in bodies
        if (score := open_start(texts[i], draft.prints[i])) > IMPOSSIBLE and not DATELINE.match(texts[i])
    ]
    if not ends or not starts or not draft.column_widths:
        return []
    tails = [_solid(texts[i][-2 * CONTEXT :])[-CONTEXT:] for i, _ in ends]
    heads = [_solid(texts[i][: 2 * CONTEXT])[:CONTEXT] for i, _ in starts]
    scores = (
        np.array([score for _, score in ends])[:, None] + np.array([score for _, score in starts])[None, :]
    )
    for row, (left, _) in enumerate(ends):
        for column, (right, _) in enumerate(starts):
            step = rank[right] - rank[left]
            scores[row, column] += _distance(step) if step else 2 * IMPOSSIBLE
            if not _same_column(draft.prints[left], draft.prints[right]):
                scores[row, column] += IMPOSSIBLE / 4
    scores += language_scores(tails, heads, scores, language)
    partners = assign(scores - LEAST)
    links = [
        Link(ends[row][0], starts[column][0], float(scores[row, column]))
        for row, column in enumerate(partners)
        if column >= 0
    ]
    return _without_cycles(links)


def language_scores(
    tails: Sequence[str], heads: Sequence[str], scores: NDArray[np.float64], language: Language
) -> NDArray[np.float64]:
    """What the language says of each end and beginning, shape (ends, beginnings).

    The pair of characters at the seam is looked up for all; the model is asked only about the most
    likely `PROMISING` of each row and column, so that its cost grows with the number of fragments.
    """
    pairs = [(tail, head) for tail in tails for head in heads]
    found = PAIRS * np.maximum(language.affinity(pairs).reshape(scores.shape), WORD_BOUNDARY)
    rough = scores + found
    promising = np.zeros(scores.shape, bool)
    np.put_along_axis(promising, np.argsort(-rough, axis=1)[:, :PROMISING], True, axis=1)
    np.put_along_axis(promising, np.argsort(-rough, axis=0)[:PROMISING], True, axis=0)
    promising &= rough > OUT_OF_REACH
    asked = np.argwhere(promising)
    model = language.continuation([(tails[row], heads[column]) for row, column in asked])
    found[promising] += MODEL * np.clip(model, -MOST_FROM_MODEL, MOST_FROM_MODEL)
    found[~promising] -= MODEL * MOST_FROM_MODEL
    return found


def _distance(step: int) -> float:
    if step == 1:
        return NEXT_BLOCK
    return (ELSEWHERE + EACH_DOUBLING * float(np.log2(abs(step)))) * (BACKWARDS if step < 0 else 1.0)


def _same_column(left: Print, right: Print) -> bool:
    if right.one_line and right.natural_width <= left.width:
        return True  # a short line fits any column
    return abs(left.width - right.width) <= 2.0


def _solid(text: str) -> str:
    return "".join(text.split())


def _without_cycles(links: Sequence[Link]) -> list[Link]:
    """The links without the weakest of each circle that they close."""
    kept: dict[int, Link] = {}
    for link in sorted(links, key=lambda link: -link.score):
        at = link.right
        while at in kept:
            at = kept[at].right
        if at != link.left:
            kept[link.left] = link
    return sorted(kept.values(), key=lambda link: link.left)
