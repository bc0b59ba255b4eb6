"""How much the fragments of a page have in common: cosines of their topics, alone, in runs and in paths."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Vectors = NDArray[np.float32]

TOGETHER = 2048
"""Pairs whose products are taken at a time."""


@dataclass(frozen=True, eq=False)
class Kinship:
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


def products(lefts: Vectors, left: Ints, rights: Vectors, right: Ints) -> Floats:
    """Products of rows of the one with rows of the other, pair by pair; cheap where pairs stand near."""
    found = np.empty(len(left))
    for start in range(0, len(left), TOGETHER):
        part = slice(start, start + TOGETHER)
        a, b = left[part], right[part]
        low_a, low_b = a.min(), b.min()
        table = lefts[low_a : a.max() + 1] @ rights[low_b : b.max() + 1].T
        found[part] = table[a - low_a, b - low_b]
    return found
