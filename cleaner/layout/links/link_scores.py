"""What links between the fragments of a page gain, and the paths that gain most together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.links.assignment import assign, without_cycles
from cleaner.layout.similarity import Floats, Ints


@dataclass(frozen=True, slots=True)
class LinkScores:
    """For each pair of fragments that may be linked what that gains, in log-odds."""

    left: Ints
    right: Ints
    value: Floats
    seam: NDArray[np.bool_]
    """Whether it is the rest of a paragraph rather than the next one."""

    def matched(self) -> dict[tuple[int, int], float]:
        """The pairs that gain most together, each fragment in one on either side, and what they gain."""
        worth = self.value > 0
        pairs = zip(self.left[worth].tolist(), self.right[worth].tolist(), strict=True)
        gains = dict(zip(pairs, self.value[worth].tolist(), strict=True))
        return {pair: gains[pair] for pair in assign(gains)}

    def paths(self) -> list[tuple[int, int]]:
        """The same without cycles."""
        gains = self.matched()
        return without_cycles(list(gains), gains)
