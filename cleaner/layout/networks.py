"""The fitted judgement of links: a small network over the evidence of every choice.

One hidden layer of rectified units beside a linear part gives each choice two scores: among all that a
fragment may follow, and among all that may follow one. How much a headline's words, its width and the topics
round it mean depends on one another, which sums of weights cannot tell. `lab.training.layout` fits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

FILE: Final = Path(__file__).with_name("links.npz")
FOLLOWS, FOLLOWED = 0, 1
"""The scores of a choice among all of its right fragment, and among all of its left one."""
_MATRICES: Final = ("linear", "hidden", "bias", "out")

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Network:
    """Scores choices by their evidence; F names, H hidden units."""

    names: Sequence[str]
    linear: Floats
    """(F, 2)"""
    hidden: Floats
    """(F, H)"""
    bias: Floats
    """(H,)"""
    out: Floats
    """(H, 2)"""

    def scores(self, evidence: Floats, names: Sequence[str]) -> Floats:
        """Two scores for each row of evidence, whose columns are named; shape (choices, 2).

        A column that the network does not know counts for nothing.
        """
        if list(names) != list(self.names):
            place = {name: n for n, name in enumerate(names)}
            known = [name in place for name in self.names]
            evidence = evidence[:, [place[name] for name in self.names if name in place]]
            return self._scores(evidence, self.linear[known], self.hidden[known])
        return self._scores(evidence, self.linear, self.hidden)

    def _scores(self, evidence: Floats, linear: Floats, hidden: Floats) -> Floats:
        units = np.maximum(evidence @ hidden + self.bias, 0.0)
        found: Floats = evidence @ linear + units @ self.out
        return found


@dataclass(frozen=True, eq=False)
class LinkModel:
    """How links are judged, at first and once the likeliest paths are known, and how sure they are."""

    first: Network
    by_paths: Network
    scale: float
    shift: float
    """Of the log-odds of a link, to make them those of its being right."""

    @classmethod
    def load(cls, path: Path = FILE) -> Self:
        """The model stored in a file; the shipped one by default."""
        with np.load(path) as stored:
            first, by_paths = (
                Network(
                    tuple(stored[f"{name}.names"].tolist()),
                    *(stored[f"{name}.{part}"].astype(np.float32) for part in _MATRICES),
                )
                for name in ("first", "by paths")
            )
            scale, shift = stored["sure"].tolist()
        return cls(first, by_paths, scale, shift)

    def store(self, path: Path = FILE) -> None:
        """Write what `load` reads."""
        arrays: dict[str, Any] = {"sure": np.array([self.scale, self.shift])}
        for name, network in (("first", self.first), ("by paths", self.by_paths)):
            arrays[f"{name}.names"] = np.array(network.names)
            for part in _MATRICES:
                arrays[f"{name}.{part}"] = getattr(network, part).astype(np.float16)
        np.savez(path, **arrays)


@cache
def default_links() -> LinkModel:
    """The shipped model, loaded once."""
    return LinkModel.load()
