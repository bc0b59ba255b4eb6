"""What texts are about: vectors of their pairs of characters, weighted by how rare these are in the language.

Two texts of one article share its names and terms. A pair of characters that stands in few paragraphs of the
corpus proves more than one that stands in many: inverse document frequency (Spärck Jones 1972), counted on
paragraphs of the training corpus:

    python -m cleaner.lab.training.topics CORPUS.jsonl.xz
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.codepoints import code_points
from cleaner.models.encoding import hashed
from cleaner.models.store import read_arrays, read_manifest
from cleaner.profiles.widths import letters_of

NAME, FEATURES = "topics", 1
"""Of the model, and the version of what it counts."""
BITS: Final = 15
"""Pairs are counted in 2^15 buckets. Three paragraphs of an article differ from those of another on
the same newspaper page with an AUC of 0.830 with 2^10 buckets, of 0.919 with 2^13, of 0.935 with 2^15."""
STEP: Final = 0.05
"""Natural-log units in one step of the stored bytes."""
MOST_SHARED: Final = 2048
"""Columns; the pairs that two texts of a page share are folded into so many where there are more."""
MANY: Final = 500
"""Texts from which on half as many columns must do, for the sake of memory."""
MOST_CELLS, FEWEST_SHARED = 2**23, 32
"""Texts times columns, and the columns that texts beyond number have all the same."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Topics:
    """Vectors of length one of some texts, without the columns that only one of them has."""

    shared: Vectors
    """Shape (texts, columns)."""
    alone: Vectors
    """Square of the length that lies in columns of no other text, shape (texts,)."""


class TopicTable:
    """The rarity of pairs of characters."""

    def __init__(self, rarity: NDArray[np.float64]) -> None:
        self._rarity = rarity

    @classmethod
    def load(cls, path: Path) -> TopicTable:
        """The table stored in a file. Raises `ModelError`."""
        read_manifest(path, NAME, FEATURES)
        return cls(read_arrays(path)["rarity"] * STEP)

    def topics(self, texts: Sequence[str]) -> Topics:
        """What texts of one page are about.

        >>> from cleaner.models import shipped_models
        >>> found = shipped_models().topics(["草原生态保护", "保护草原生态", "新馆昨日开馆", "新馆开放"])
        >>> likeness = found.shared @ found.shared.T
        >>> bool(likeness[0, 1] > 0.5), bool(likeness[0, 2] == 0)
        (True, True)
        """
        buckets, rows = pairs_of(texts)
        cells, counts = np.unique(rows << BITS | buckets, return_counts=True)
        rows, buckets = cells >> BITS, cells & ((1 << BITS) - 1)
        buckets, place = np.unique(buckets, return_inverse=True)
        shown = np.bincount(place)
        here = np.log((1 + len(texts)) / (0.5 + shown))  # what every text of the page has distinguishes none
        telling = self._rarity[buckets] ** 2 * np.sqrt(np.maximum(here, 0.0))
        weights: NDArray[np.float64] = np.sqrt(counts) * telling[place]
        lengths = np.sqrt(np.maximum(np.bincount(rows, weights**2, len(texts)), 1e-9))
        weights /= lengths[rows]
        common = shown > 1
        column = np.cumsum(common) - 1
        kept = common[place]
        place, values = column[place[kept]], weights[kept]
        columns = MOST_SHARED if len(texts) <= MANY else MOST_SHARED // 2
        columns = min(columns, max(MOST_CELLS // max(len(texts), 1), FEWEST_SHARED))
        if common.sum() > columns:
            # Some columns coincide now; random signs keep that from looking like shared words (Weinberger
            # et al. 2009, Feature hashing for large scale multitask learning).
            folded = hashed(12, place)
            place, values = (folded >> 1) % columns, values * (1.0 - 2.0 * (folded & 1))
        shared = np.zeros((len(texts), min(int(common.sum()), columns)), dtype=np.float32)
        np.add.at(shared, (rows[kept], place), values)
        alone = np.bincount(rows[~kept], weights[~kept] ** 2, len(texts)).astype(np.float32)
        return Topics(shared, alone)


def pairs_of(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The bucket of every pair of neighbouring letters, digits or ideographs, and the number of its text.

    >>> [found.tolist() for found in pairs_of(["AB", "C", "A, B"])][1]
    [0, 2]
    """
    letters = [letters_of(text) for text in texts]
    codes = code_points("".join(letters)).astype(np.int64)
    number = np.repeat(np.arange(len(texts)), [len(text) for text in letters])
    inside = number[:-1] == number[1:]
    return hashed(BITS, codes[:-1], codes[1:])[inside], number[:-1][inside]
