"""Paths over the fragments of a page, and what they say of the choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from cleaner.layout.fragments import Fragments
from cleaner.layout.kinship import Floats, Ints, kinship

REACHES = (3, 8)
"""Fragments of a path, before and behind, whose topics are compared."""


@dataclass(frozen=True, eq=False)
class Paths:
    """For each fragment its neighbours on its path, -1 where there is none."""

    before: Ints
    after: Ints

    @classmethod
    def of(cls, pairs: Sequence[tuple[int, int]], count: int) -> Self:
        """The paths that links (left, right) make of so many fragments; they close no circle."""
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


def path_evidence(
    fragments: Fragments, paths: Paths, left: Ints, right: Ints, name: str
) -> dict[str, Floats]:
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
    root = paths.first()[left]
    kin, brief, head = fragments.kinship, fragments.dateline[root], fragments.head > 0
    to_head = head[right] & ~head[left]
    found = {
        f"{name}: from a brief": (given & brief).astype(float),
        f"{name}: from a brief at once": (given & brief & (right - left == 1)).astype(float),
        f"{name}: from under a headline": (given & head[root]).astype(float),
    }
    for reach in REACHES:
        alike = kinship(kin.path(paths.before, reach), left, kin.path(paths.after, reach), right)
        found[f"{name}: kinship of paths of {reach}"] = alike
        found[f"{name}: to head, kinship of paths of {reach}"] = to_head * alike
    return found
