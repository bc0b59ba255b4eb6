"""How much the fragments of a page have in common: cosines of their topics, alone, in runs and in paths."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Vectors = NDArray[np.float32]

FAINT = 0.005, 0.03
"""Bounds of the cosine that any two texts of a page are taken to have."""
TOGETHER = 256
"""Pairs whose products are taken at a time."""
LARGEST = 1_000_000
"""Products of all rows with all that are taken to look up those of the pairs; where pairs stand farther apart
on a long page, they are taken one by one."""


@dataclass(frozen=True, eq=False)
class TopicSimilarity:
    """What each fragment is about, in page order."""

    shared: Vectors
    """Rows of at most length one: the words that other fragments have too."""
    alone: Vectors
    """What is missing to length one, squared."""
    _known: dict[tuple[int, int], Vectors] = field(default_factory=dict)

    def run(self, first: int, last: int) -> Vectors:
        """For each fragment what stands from `first` to `last` places after it; rows of length one."""
        if (first, last) not in self._known:
            self._known[first, last] = self._normalised(
                self._summed(self.shared, first, last), self._summed(self.alone[:, None], first, last)
            )
        return self._known[first, last]

    def path(self, after: Ints, most: int) -> Vectors:
        """For each fragment itself and what follows it on its path, at most so many; rows of length one.

        `after[n]` is the fragment that follows n, or -1.
        """
        shared, alone = self.shared.copy(), self.alone[:, None].copy()
        at = after.copy()
        for _ in range(most - 1):
            on = at >= 0
            shared[on] += self.shared[at[on]]
            alone[on, 0] += self.alone[at[on]]
            at = np.where(on, after[at], -1)
        return self._normalised(shared, alone)

    def _summed(self, rows: Vectors, first: int, last: int) -> Vectors:
        count = len(rows)
        found = np.zeros_like(rows)
        for step in range(max(first, -count), min(last, count) + 1):
            found[max(-step, 0) : count - max(step, 0)] += rows[max(step, 0) : count - max(-step, 0)]
        return found

    @staticmethod
    def _normalised(shared: Vectors, alone: Vectors) -> Vectors:
        squares = np.einsum("ij,ij->i", shared, shared)[:, None] + alone
        found: Vectors = shared / np.sqrt(np.maximum(squares, 1e-6))
        return found


def cosines(lefts: Vectors, left: Ints, rights: Vectors, right: Ints) -> Floats:
    """How much rows have in common, pair by pair: 0 for nothing, 0.7 for what any two of the page have.

    The first common words tell most: on simulated pages a head with a cosine of 0.001 between what stands
    over and under it is a headline in 85 of 100 cases, with one of 0.02 in 40, with any from 0.06 on in 20.
    """
    usual = float(lefts.mean(axis=0) @ rights.mean(axis=0)) if len(lefts) else 0.0
    faint = min(max(usual, FAINT[0]), FAINT[1])
    found: Floats = np.log1p(np.maximum(products(lefts, left, rights, right), 0.0) / faint)
    return found


def products(lefts: Vectors, left: Ints, rights: Vectors, right: Ints) -> Floats:
    """Products of rows of the one with rows of the other, pair by pair; cheap where pairs stand near."""
    found = np.empty(len(left))
    for start in range(0, len(left), TOGETHER):
        part = slice(start, start + TOGETHER)
        a, b = left[part], right[part]
        low_a, low_b = a.min(), b.min()
        if (int(a.max()) - low_a + 1) * (int(b.max()) - low_b + 1) > LARGEST:
            found[part] = np.einsum("ij,ij->i", lefts[a], rights[b])
            continue
        table = lefts[low_a : a.max() + 1] @ rights[low_b : b.max() + 1].T
        found[part] = table[a - low_a, b - low_b]
    return found
