"""Short texts of a page that others repeat, though they were read otherwise: headlines in their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.similarity import Floats, Ints

SHORTEST, LONGEST = 4, 30
"""Characters of a text that is looked for in others."""
REACH = 40
"""Fragments before and behind in which it is looked for."""
FAINT = 40.0
"""Likeness, of 100, from which it counts: two texts of one page have a word in common by chance."""
TOGETHER = 40
"""Fragments whose short texts are looked for at a time."""


@dataclass(frozen=True, eq=False)
class Repetitions:
    """How much of each short fragment others near it repeat, 0 to 1."""

    band: NDArray[np.float32]
    """Shape (fragments, 2 * REACH + 1): of fragment n in fragment n - REACH + column."""

    @classmethod
    def of(cls, texts: Sequence[str], short: Sequence[bool]) -> Repetitions:
        """The repetitions of those texts that are marked as short.

        >>> found = Repetitions.of(["草原生态保护", "昨日，草原生太保护的大会召开，" * 3], [True, False])
        >>> round(float(found.pairs(np.array([0]), np.array([1]))[0]), 2)
        0.72
        """
        count = len(texts)
        band = np.zeros((count, 2 * REACH + 1), dtype=np.float32)
        rows = [n for n in range(count) if short[n] and SHORTEST <= len(texts[n]) <= LONGEST]
        for start in range(0, count, TOGETHER):
            near = [n for n in rows if start <= n < start + TOGETHER]
            first, stop = max(start - REACH, 0), min(start + TOGETHER + REACH, count)
            others = [n for n in range(first, stop) if len(texts[n]) > LONGEST]
            if not near or not others:
                continue
            alike = _likeness([texts[n] for n in near], [texts[n] for n in others])
            step = np.array(others) - np.array(near)[:, None]
            row, column = np.nonzero((alike > FAINT) & (np.abs(step) <= REACH))
            share = (alike[row, column] - FAINT) / (100 - FAINT)
            band[np.array(near)[row], step[row, column] + REACH] = share
        return cls(band)

    def pairs(self, left: Ints, right: Ints) -> Floats:
        """How much of each left fragment the right one repeats; 0 where they stand far apart."""
        step = right - left
        near = np.abs(step) <= REACH
        found: Floats = self.band[left, np.where(near, step, 0) + REACH].astype(np.float64) * near
        return found

    def before(self) -> Floats:
        """The most that anything before a fragment repeats of it."""
        found: Floats = self.band[:, :REACH].max(axis=1).astype(np.float64)
        return found

    def after(self) -> Floats:
        """The most that anything after a fragment repeats of it."""
        found: Floats = self.band[:, REACH + 1 :].max(axis=1).astype(np.float64)
        return found


def _likeness(short: Sequence[str], long: Sequence[str]) -> Floats:
    """How like each short text is to a part of each long one, of 100; 0 below `FAINT`."""
    from rapidfuzz import fuzz, process  # not every text has something short in it

    alike: Floats = process.cdist(
        short, long, scorer=fuzz.partial_ratio, score_cutoff=FAINT, dtype=np.float32
    )
    return alike
