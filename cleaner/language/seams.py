"""Pairs of characters: how much more often two stand side by side than chance would have it.

A word that only exists across a seam (`遗|留`) tells at once that two fragments belong together. The
table holds pointwise mutual information, counted on the training corpus:

    python -m cleaner.language.seams CORPUS.jsonl.xz
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

TABLE: Final = Path(__file__).with_name("seams.npz")
FEWEST: Final = 25
"""Occurrences from which a pair is kept in the table."""
UNSEEN: Final = 0.3
"""Occurrences that a pair outside the table is taken to have."""
RARE: Final = 50
"""Added to the counts of single characters, so that rare ones prove little."""
STEP: Final = 0.1
"""Natural-log units in one step of the stored bytes."""
MOST: Final = 4.0
HELD_OUT: Final = "2020-10-01"
"""Articles of the newspaper from this date on are not counted."""


class PairTable:
    """Pointwise mutual information of adjacent characters."""

    def __init__(
        self, keys: NDArray[np.uint64], values: NDArray[np.int8], chars: str, counts: NDArray[np.int64]
    ) -> None:
        self._keys, self._values = keys, values
        self._count = dict(zip(chars, counts.tolist(), strict=True))
        self._total = float(counts.sum())

    @classmethod
    def load(cls, path: Path = TABLE) -> PairTable:
        """The table stored in a file; the shipped one by default."""
        with np.load(path) as stored:
            keys = np.cumsum(stored["steps"].astype(np.uint64))
            return cls(keys, stored["values"], str(stored["chars"]), stored["counts"])

    def affinity(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """How well the last character of each left text goes with the first of the right, -4 to 4."""
        wanted = np.array(
            [_key(left[-1:] or "\0", right[:1] or "\0") for left, right in pairs], dtype=np.uint64
        )
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        known = self._keys[at] == wanted
        chance = np.array([self._expected(left[-1:], right[:1]) for left, right in pairs], dtype=np.float64)
        found = np.where(known, self._values[at] * STEP, np.log(UNSEEN / chance))
        return np.clip(found, -MOST, MOST)

    def _expected(self, left: str, right: str) -> float:
        product: float = (self._count.get(left, 0) + RARE) * (self._count.get(right, 0) + RARE)
        return product / self._total


def _key(left: str, right: str) -> int:
    return ord(left) << 21 | ord(right)


@cache
def default_pairs() -> PairTable:
    """The shipped table, loaded once."""
    return PairTable.load()


def count(corpus: Path, out: Path = TABLE) -> None:
    """Count the pairs of a corpus (JSON lines with `paragraphs`, xz) and store the table."""
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if article["source"].startswith("rmrb") and article.get("date", "") >= HELD_OUT:
                continue
            for paragraph in article["paragraphs"]:
                singles.update(paragraph)
                pairs.update(paragraph[i : i + 2] for i in range(len(paragraph) - 1))
    total = sum(singles.values())
    kept = sorted((_key(*pair), pair, n) for pair, n in pairs.items() if n >= FEWEST)
    chance = np.array([(singles[p[0]] + RARE) * (singles[p[1]] + RARE) / total for _, p, _ in kept])
    values = np.log(np.array([n for _, _, n in kept]) / chance) / STEP
    keys = np.array([key for key, _, _ in kept], dtype=np.int64)
    chars = sorted(char for char, n in singles.items() if n >= FEWEST)
    np.savez_compressed(
        out,
        steps=np.diff(keys, prepend=0),
        values=np.clip(values.round(), -127, 127).astype(np.int8),
        chars=np.array("".join(chars)),
        counts=np.array([singles[char] for char in chars], dtype=np.int64),
    )


if __name__ == "__main__":
    count(Path(sys.argv[1]))
