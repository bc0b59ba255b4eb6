"""The fitted judgement of line breaks on a page without blank lines: which of them end a block.

One hidden layer of rectified units over the evidence of `cleaner.layout.block_ends`, which
`lab.training.block_ends` fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.models.store import arranged, read_arrays, read_manifest

NAME, FEATURES = "block_ends", 2
"""Of the model, and the version of what the layout knows of a line break."""
MATRICES: Final = ("hidden", "bias", "out", "shift")

Float32s = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class BlockEndModel:
    """Scores line breaks by their evidence; F names, H hidden units."""

    names: Sequence[str]
    hidden: Float32s
    """(F, H)"""
    bias: Float32s
    """(H,)"""
    out: Float32s
    """(H,)"""
    shift: Float32s
    """(1,)"""

    @classmethod
    def load(cls, path: Path) -> Self:
        """The model stored in a file. Raises `ModelError`."""
        read_manifest(path, NAME, FEATURES)
        stored = read_arrays(path)
        return cls(tuple(stored["names"].tolist()), *(stored[part].astype(np.float32) for part in MATRICES))

    def odds(self, evidence: Float32s, names: Sequence[str]) -> Float32s:
        """For each row of evidence, whose columns are named, the log-odds that a block ends; shape (breaks,).

        Raises:
            ModelError: the names are not those that the network was trained on.
        """
        evidence = arranged(NAME, self.names, names, evidence)
        found: Float32s = np.maximum(evidence @ self.hidden + self.bias, 0.0) @ self.out + self.shift
        return found
