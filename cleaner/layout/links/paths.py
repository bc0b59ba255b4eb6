"""Paths over the fragments of a page, and what they say of the choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from cleaner.layout.links.fragments import Fragments
from cleaner.layout.similarity import Floats, Ints, cosines

REACHES = (3, 8, 30)
"""Fragments of a path, before and behind, whose topics are compared."""
LEAD = REACHES[0]
"""Fragments at the beginning of a path that tell what it is about: a headline, a byline, the lead."""


@dataclass(frozen=True, eq=False)
class Paths:
    """For each fragment its neighbours on its path, -1 where there is none."""

    before: Ints
    after: Ints

    @classmethod
    def of(cls, pairs: Sequence[tuple[int, int]], count: int) -> Self:
        """The paths that links (left, right) make of so many fragments; they close no cycle."""
        before, after = np.full((2, count), -1)
        for left, right in pairs:
            after[left], before[right] = right, left
        return cls(before, after)

    def first(self) -> Ints:
        """The fragment that the path of each begins with.

        >>> Paths.of([(0, 2), (2, 3)], 4).first().tolist()
        [0, 1, 0, 0]
        """
        found = np.where(self.before >= 0, self.before, np.arange(len(self.before)))
        while True:
            further = found[found]
            if (further == found).all():
                return found
            found = further

    def ranks(self) -> Ints:
        """How many fragments stand before each on its path.

        >>> Paths.of([(0, 2), (2, 3)], 4).ranks().tolist()
        [0, 0, 1, 2]
        """
        found = np.zeros(len(self.before), dtype=np.int64)
        at = np.flatnonzero(self.before < 0)
        step = 0
        while len(at):
            found[at] = step
            at = self.after[at]
            at = at[at >= 0]
            step += 1
        return found


def path_evidence(fragments: Fragments, paths: Paths, left: Ints, right: Ints) -> dict[str, Floats]:
    """What the paths say of pairs of fragments; -1 stands for the neighbour on the path or on the page.

    What stands near a fragment on the page may be of several items; what stands on its path is of one, if the
    path is right. So a box whose columns were swapped with those of the article round it shows up. An item
    that begins with a dateline is mostly a brief: it has one paragraph.
    """
    here = np.arange(len(fragments))
    last = np.where(paths.before >= 0, paths.before, np.maximum(here - 1, 0))
    first = np.where(paths.after >= 0, paths.after, np.minimum(here + 1, len(fragments) - 1))
    given = left >= 0
    left = np.where(given, left, last[right])
    right = np.where(right >= 0, right, first[left])
    root, rank = paths.first(), np.log1p(paths.ranks())
    topics, brief, head = fragments.topics, fragments.dateline[root][left], fragments.head > 0
    to_head = head[right] & ~head[left]
    headings, as_long = _headings(fragments, paths, root, left, right)
    before, after = topics.paths(paths.before, REACHES), topics.paths(paths.after, REACHES)
    found = {
        "from a brief": given & brief,
        "from a brief at once": given & brief & (right - left == 1),
        "from under a headline": given & head[root][left],
        "to head, headings": to_head * headings,
        "to head, headings as long": to_head * as_long,
        "to head, rank": to_head * rank[left],
        "rank": given * rank[left],
        "repetition of the beginning": given
        * head[root][left]
        * fragments.repetitions.pairs(root[left], right),
        "similarity to the beginning": given * cosines(after[LEAD], root[left], after[LEAD], right),
    }
    for reach in REACHES:
        alike = cosines(before[reach], left, after[reach], right)
        found[f"similarity of paths of {reach}"] = alike
        found[f"to head, similarity of paths of {reach}"] = to_head * alike
    return found


def _headings(
    fragments: Fragments, paths: Paths, root: Ints, left: Ints, right: Ints
) -> tuple[Floats, Floats]:
    """How many section headings the path of `left` has but for `right`, at most three; and how many as long.

    Headings of one article come in twos and threes, of one length mostly; a single one is rather a headline.
    """
    head = fragments.head > 0
    heading = head & (paths.before >= 0) & ~head[paths.before]
    lengths = np.array([len(text) for text in fragments.texts])
    of_path = np.bincount(root[heading], minlength=len(root))[root[left]].astype(float)
    own = heading[right] & (root[right] == root[left])
    size = int(lengths.max()) + 1
    keys, counts = np.unique(root[heading] * size + lengths[heading], return_counts=True)
    wanted = root[left] * size + lengths[right]
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    same = np.where(keys[at] == wanted, counts[at], 0) if len(keys) else np.zeros(len(left))
    return np.clip(of_path - own, 0.0, 3.0), np.clip(same - own, 0.0, 3.0)
