"""The fitted judgement of links: a small network over the evidence of every choice.

One hidden layer of rectified units beside a linear part gives each choice two scores: among all that a
fragment may follow, and among all that may follow one. How much a headline's words, its width and the topics
round it mean depends on one another, which sums of weights cannot tell. `lab.training.layout` fits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.models.store import check_names, dequantised, read_arrays, read_manifest

FEATURES = 1
"""The version of what the layout knows of a choice."""
SUCCESSOR, PREDECESSOR = 0, 1
"""The scores of a choice among all of its right fragment, and among all of its left one."""
MATRICES: Final = ("linear", "hidden", "bias", "out")
NETWORKS: Final = ("first", "by paths")
"""What is stored."""

Float32s = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Network:
    """Scores choices by their evidence; F names, H hidden units."""

    names: Sequence[str]
    linear: Float32s
    """(F, 2)"""
    hidden: Float32s
    """(F, H)"""
    bias: Float32s
    """(H,)"""
    out: Float32s
    """(H, 2)"""

    def scores(self, evidence: Float32s, names: Sequence[str]) -> Float32s:
        """Two scores for each row of evidence, whose columns are named; shape (choices, 2).

        What is not named is 0.

        Raises:
            ModelError: the network was not trained on one of the names.
        """
        hidden, linear = self._rows(names)
        units = evidence @ hidden
        units += self.bias
        np.maximum(units, 0.0, out=units)
        return np.asarray(evidence @ linear + units @ self.out, np.float32)

    def _rows(self, names: Sequence[str]) -> tuple[Float32s, Float32s]:
        """What of the first layer belongs to some names."""
        if list(names) == list(self.names):
            return self.hidden, self.linear
        check_names("links", self.names, {*self.names, *names})
        place = {name: n for n, name in enumerate(self.names)}
        rows = [place[name] for name in names]
        return self.hidden[rows], self.linear[rows]


@dataclass(frozen=True, eq=False)
class LinkModel:
    """How links are judged, at first and once the likeliest paths are known, and how sure they are."""

    first: Network
    by_paths: Network
    scale: float
    shift: float
    """Of the log-odds of a link, to make them those of its being right."""
    headline_in_order: float = 0.0
    """Log-odds, on a page without printed columns, that a head behind a paragraph opens an item: few of the
    pages that the networks are fitted on are so. `lab.training.order` fits it."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """The model stored in a file, which has its name. Raises `ModelError`."""
        constants = read_manifest(path, path.stem, FEATURES).constants
        certainty, in_order = constants["certainty"], constants["in_order"]
        stored = read_arrays(path)
        names = [stored.pop(f"{name}.names").tolist() for name in NETWORKS]
        weights = dequantised(stored)
        first, by_paths = (
            Network(tuple(of), *(weights[f"{name}.{part}"] for part in MATRICES))
            for name, of in zip(NETWORKS, names, strict=True)
        )
        return cls(first, by_paths, certainty["scale"], certainty["shift"], in_order["headline"])
