"""How likely the choices of the search through interleaved columns are, over all paths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.interleaved.decoding import PathSums, choices_backwards, ranked_choices
from cleaner.layout.interleaved.features import Floats


def posteriors(scores: NDArray[np.float32]) -> tuple[Floats, float]:
    """How likely each cell is for each line over all paths, and the logarithm of the sum over them.

    The forward-backward algorithm, scaled at each line; `scores` are those of `cell_scores`. The first line
    has no choice: its row is 0.
    """
    sums = PathSums.of(scores)
    likely = np.zeros(scores.shape)
    for at, through in choices_backwards(scores, sums):
        share = np.bincount(ranked_choices().cells, through, scores.shape[1])
        likely[at] = share / share.sum()
    return likely, sums.total
