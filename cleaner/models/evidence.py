"""Fitted judgements of places of a page by named evidence: one hidden layer of rectified units.

`block_ends` says which line breaks of a page without blank lines end a block (`cleaner.layout.block_ends`,
`lab.training.block_ends`), `kickers` which space of a headline parts it from the kicker over it
(`cleaner.layout.roles.kickers`, `lab.training.kickers`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.models.store import arranged, read_arrays, read_manifest

BLOCK_ENDS, KICKERS = "block_ends", "kickers"
FEATURES: Final[Mapping[str, int]] = MappingProxyType({BLOCK_ENDS: 2, KICKERS: 1})
"""The models, and the version of what the layout knows of a place that each of them judges."""
MATRICES: Final = ("hidden", "bias", "out", "shift")

Float32s = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class EvidenceModel:
    """Scores places by their evidence; F names, H hidden units."""

    model: str
    """Its name, one of `FEATURES`."""
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
        """The model stored in a file, which has its name. Raises `ModelError`."""
        read_manifest(path, path.stem, FEATURES[path.stem])
        stored = read_arrays(path)
        matrices = (stored[part].astype(np.float32) for part in MATRICES)
        return cls(path.stem, tuple(stored["names"].tolist()), *matrices)

    def odds(self, evidence: Float32s, names: Sequence[str]) -> Float32s:
        """For each row of evidence, whose columns are named, the log-odds of what is judged; shape (rows,).

        Raises:
            ModelError: the names are not those that the network was trained on.
        """
        evidence = arranged(self.model, self.names, names, evidence)
        found: Float32s = np.maximum(evidence @ self.hidden + self.bias, 0.0) @ self.out + self.shift
        return found
