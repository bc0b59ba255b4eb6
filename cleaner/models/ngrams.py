"""How often two and three ideographs stand side by side: a small table, and a score made of it.

N-grams are kept as fingerprints of 30 bits, so one in some thousand that was never counted is taken for
one that was; their counts are kept to an eighth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.codepoints import code_points
from cleaner.models.store import from_planes

Codes = NDArray[np.uint64]
"""Code points; 0 stands for everything that is no ideograph."""
Counts = NDArray[np.float64]

FINGERPRINT: Final = 30
"""Bits of a fingerprint."""
BUCKET_BITS: Final = 20
"""Its leading bits, by which it is found: a bucket of them holds a few fingerprints."""
_SHIFT: Final = np.uint32(FINGERPRINT - BUCKET_BITS)
STEP: Final = 0.25
"""Natural-log units in one step of the stored counts."""
BACK_OFF: Final = np.log(0.4)
"""What it costs to judge by a shorter n-gram (Brants et al. 2007, Large language models in machine
translation, section 4: stupid backoff)."""
_FIRST, _LAST = 0x4E00, 0x9FFF
"""Code points of the ideographs that are counted, those of the basic block of Unicode."""
_MIX: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


class NgramTable:
    """Counts of characters, pairs and triples of ideographs."""

    def __init__(
        self,
        fingerprints: NDArray[np.uint32],
        levels: NDArray[np.uint8],
        characters: str,
        counts: NDArray[np.uint32],
    ) -> None:
        # Counts by fingerprint, without a search: the leading bits lead to a bucket of a few fingerprints.
        self._fingerprints = np.append(fingerprints, np.uint32(0xFFFFFFFF))
        self._levels = np.append(levels, np.uint8(0))
        self._counts = np.exp(np.arange(256) * STEP)
        size = np.bincount(fingerprints >> _SHIFT, minlength=1 << BUCKET_BITS).astype(np.int32)
        self._first = np.cumsum(size, dtype=np.int32) - size
        self._singles = np.zeros(_LAST + 1)
        self._singles[codes_of(characters)] = counts
        self._total = float(counts.sum(dtype=np.int64))

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> NgramTable:
        """The table among the arrays of a file."""
        fingerprints = np.cumsum(from_planes(stored["ngram_steps"]), dtype=np.uint32)
        counts = from_planes(stored["counts"])
        return cls(fingerprints, stored["ngram_levels"], str(stored["characters"]), counts)

    def single(self, chars: Codes) -> NDArray[np.float64]:
        """How often each character was counted."""
        return self._singles[chars]

    def share(self, chars: Codes) -> NDArray[np.float64]:
        """The share of each character among all that were counted."""
        return self._singles[chars] / self._total

    def pair(self, a: Codes, b: Codes) -> NDArray[np.float64]:
        """How often each pair was counted; 0 for rare ones."""
        return self._look_up(fingerprints_of(a, b))

    def triple(self, a: Codes, b: Codes, c: Codes) -> NDArray[np.float64]:
        """How often each triple was counted; 0 for rare ones."""
        return self._look_up(fingerprints_of(a, b, c))

    def score(
        self, a: Codes, b: Codes, c: Codes, held: Counts | None = None, pair: Counts | None = None
    ) -> NDArray[np.float64]:
        """How likely c is after a and b, as a natural logarithm.

        held, pair: how often ab and bc were counted, where that is known.
        """
        held = self.pair(a, b) if held is None else held
        pair = self.pair(b, c) if pair is None else pair
        triple = self.triple(a, b, c)
        single = np.log(np.maximum(self._singles[c], 0.5) / self._total) + 2 * BACK_OFF
        before = np.maximum(self._singles[b], 1.0)
        by_pair = np.log(np.maximum(pair, 0.1) / before) + BACK_OFF
        score = np.where(pair > 0, np.maximum(single, by_pair), single)
        by_triple = np.log(np.maximum(triple, 0.1) / np.maximum(np.maximum(held, triple), 1.0))
        return np.where((triple > 0) & (held > 0), by_triple, score)

    def over_seams(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """By how much the two characters before a seam make the two after it likelier, as a logarithm."""
        around = codes_of("".join(f"{left[-2:]:>2}{right[:2]:<2}" for left, right in pairs))
        a, b, c, d = around.reshape(-1, 4).T
        nothing = np.zeros_like(a)
        with_left = self.score(a, b, c) + self.score(b, c, d)
        return with_left - self.score(nothing, nothing, c) - self.score(nothing, c, d)

    def gain_without(self, places: Sequence[tuple[str, str, str]]) -> NDArray[np.float64]:
        """By how much likelier each text is without its middle character, as a logarithm.

        A place is what stands before a character, the character, and what stands after it.
        """
        around = codes_of("".join(f"{left[-2:]:>2}{char}{right[:2]:<2}" for left, char, right in places))
        a, b, x, c, d = around.reshape(-1, 5).T
        with_it = self.score(a, b, x) + self.score(b, x, c) + self.score(x, c, d)
        return self.score(a, b, c) + self.score(b, c, d) - with_it

    def _look_up(self, wanted: NDArray[np.uint32]) -> NDArray[np.float64]:
        at = self._first.take(wanted >> _SHIFT)
        held = self._fingerprints.take(at)
        behind = np.flatnonzero(held < wanted)
        while len(behind):  # the last fingerprint of all is larger than any
            at[behind] += 1
            following = held[behind] = self._fingerprints.take(at.take(behind))
            behind = behind[following < wanted.take(behind)]
        counted = np.flatnonzero(held == wanted)
        counts = np.zeros(len(wanted))
        counts[counted] = self._counts.take(self._levels.take(at.take(counted)))
        return counts


def codes_of(text: str) -> Codes:
    """The code points of the ideographs of a text, 0 for all else.

    >>> codes_of("国, 7").tolist()
    [22269, 0, 0, 0]
    """
    codes = code_points(text).astype(np.uint64)
    return np.where((codes >= _FIRST) & (codes <= _LAST), codes, np.uint64(0))


def fingerprints_of(*columns: Codes) -> NDArray[np.uint32]:
    """A number of 30 bits for each n-gram; `columns` are its first characters, its second ones, and so on."""
    mixed = np.zeros_like(columns[0]) + np.uint64(len(columns))
    for column, factor in zip(columns, _MIX, strict=False):
        mixed = (mixed ^ column) * factor
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(64 - FINGERPRINT)).astype(np.uint32)
