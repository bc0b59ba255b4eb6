"""How much the fragments of a page have in common: cosines of their topics, alone, in runs and in paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Vectors = NDArray[np.float32]

FAINT = 0.005, 0.03
"""Bounds of the cosine that any two texts of a page are taken to have."""
TOGETHER = 256
"""Pairs whose products are taken one by one, at the most."""
DENSE = 25
"""Products of all rows with all that cost as much as that of one pair: a product of matrices keeps them in
cache."""
LARGEST = 1_000_000
"""Products of all rows with all that are taken at once, at the most."""


@dataclass(frozen=True, eq=False)
class Topics:
    """What each fragment of a page, or what stands near it, is about: rows of at most length one."""

    vectors: Vectors

    @cached_property
    def usual(self) -> Vectors:
        """The mean of the rows."""
        mean: Vectors = self.vectors.mean(axis=0)
        return mean


@dataclass(frozen=True, eq=False)
class TopicSimilarity:
    """What each fragment is about, in page order."""

    shared: Vectors
    """Rows of at most length one: the words that other fragments have too."""
    alone: Vectors
    """What is missing to length one, squared."""
    _known: dict[tuple[int, int], Topics] = field(default_factory=dict)

    @cached_property
    def own(self) -> Topics:
        """Of each fragment by itself."""
        return Topics(self.shared)

    def run(self, first: int, last: int) -> Topics:
        """For each fragment what stands from `first` to `last` places after it; rows of length one."""
        if (first, last) not in self._known:
            self._known[first, last] = Topics(
                self._normalised(
                    self._summed(self.shared, first, last), self._summed(self.alone[:, None], first, last)
                )
            )
        return self._known[first, last]

    def paths(self, after: Ints, reaches: Sequence[int]) -> dict[int, Topics]:
        """For each fragment itself and what follows it on its path, at most so many; rows of length one.

        `after[n]` is the fragment that follows n, or -1; `reaches` ascend.
        """
        shared, alone = self.shared.copy(), self.alone[:, None].copy()
        on = np.flatnonzero(after >= 0)
        at = after[on]
        found, held = {}, 1
        for reach in reaches:
            while held < reach and len(on):
                shared[on] += self.shared[at]
                alone[on, 0] += self.alone[at]
                at = after[at]
                on, at = on[at >= 0], at[at >= 0]
                held += 1
            found[reach] = Topics(self._normalised(shared.copy(), alone))
        return found

    def _summed(self, rows: Vectors, first: int, last: int) -> Vectors:
        count = len(rows)
        found = np.zeros_like(rows)
        for step in range(max(first, -count), min(last, count) + 1):
            found[max(-step, 0) : count - max(step, 0)] += rows[max(step, 0) : count - max(-step, 0)]
        return found

    @staticmethod
    def _normalised(shared: Vectors, alone: Vectors) -> Vectors:
        """The rows brought to length one, where they stand."""
        squares = np.einsum("ij,ij->i", shared, shared)[:, None] + alone
        shared /= np.sqrt(np.maximum(squares, 1e-6))
        return shared


def cosines(lefts: Topics, left: Ints, rights: Topics, right: Ints) -> Floats:
    """How much rows have in common, pair by pair: 0 for nothing, 0.7 for what any two of the page have.

    The first common words tell most: on simulated pages a head with a cosine of 0.001 between what stands
    over and under it is a headline in 85 of 100 cases, with one of 0.02 in 40, with any from 0.06 on in 20.
    """
    usual = float(lefts.usual @ rights.usual) if len(lefts.vectors) else 0.0
    faint = min(max(usual, FAINT[0]), FAINT[1])
    alike = products(lefts.vectors, left, rights.vectors, right)
    found: Floats = np.log1p(np.maximum(alike, 0.0) / faint)
    return found


def products(lefts: Vectors, left: Ints, rights: Vectors, right: Ints) -> Floats:
    """Products of rows of the one with rows of the other, pair by pair; cheap where pairs stand near.

    >>> rows = np.eye(3, dtype=np.float32)
    >>> products(rows, np.array([0, 1, 2]), rows, np.array([0, 2, 2])).tolist()
    [1.0, 0.0, 1.0]
    """
    if not len(left):
        return np.zeros(0)
    low_left, low_right = left.min(), right.min()
    stop_left, stop_right = left.max() + 1, right.max() + 1
    cells = (int(stop_left) - int(low_left)) * (int(stop_right) - int(low_right))
    if cells <= min(DENSE * len(left), LARGEST):
        with np.errstate(invalid="ignore"):  # OpenBLAS has set this flag for small finite tables
            table = lefts[low_left:stop_left] @ rights[low_right:stop_right].T
        return np.asarray(table[left - low_left, right - low_right], np.float64)
    if len(left) <= TOGETHER:
        return np.asarray(np.einsum("ij,ij->i", lefts[left], rights[right]), np.float64)
    half = len(left) // 2
    parts = (slice(None, half), slice(half, None))
    return np.concatenate([products(lefts, left[part], rights, right[part]) for part in parts])
