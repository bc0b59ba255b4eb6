"""Characters that an OCR engine took for others of nearly the same shape.

A character is in doubt where the words round it are unheard of and a look-alike makes them common ones
(noisy channel: Kernighan, Church and Gale 1990, A spelling correction program based on a noisy channel
model). How far that can be trusted a logistic regression says, fitted on text with simulated mistakes
(`cleaner.lab.training.lookalikes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.models.ngrams import Codes, NgramTable, codes_of, fingerprints_of
from cleaner.models.store import from_planes, read_arrays, read_manifest

NAME, VERSION = "lookalikes", 5
"""Of the model, and the version of its features."""
UNHEARD_OF: Final = -15.0
"""Score of a character with its neighbours up to which it can be in doubt."""
LEAST_GAIN: Final = 5.0
"""What a look-alike must score more, at the least."""
AROUND: Final = 40
"""Characters on either side in which unheard-of words show that a text is of another kind than news."""
EXPLAINED: Final = 2
"""Characters round a place where a look-alike fits: that they are unheard of, the mistake explains."""
OWN: Final = 4
"""Characters on either side of a place that are left out when its surroundings are judged."""
TOGETHER: Final = 1 << 14
"""Characters that are looked up at a time: few enough to stay in cache."""
FEATURES: Final = (
    "gain", "likeness", "log count", "log count of the look-alike", "known triples of the look-alike",
    "known pairs", "lead over the next look-alike", "seen twice", "words as seen",
    "words of the look-alike", "strange text",
)  # fmt: skip

Floats = NDArray[np.float64]
Fingerprints = NDArray[np.uint32]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Doubts:
    """Places where a look-alike fits better, each with the best one."""

    places: Places
    characters: Codes
    """The look-alikes."""
    features: Floats
    """Shape (places, features)."""


@dataclass(frozen=True)
class _Reading:
    """What was found out about a text; its first and last two codes are 0."""

    codes: Codes
    pairs: Floats
    """How often each character was counted with the one behind it."""
    scores: Floats
    """How likely each is after the two before it."""
    doubtful: NDArray[np.bool_]
    at: Places
    """Where a look-alike fits better, in order."""
    meant: Codes
    likeness: Floats
    gain: Floats
    runner_up: Floats

    @classmethod
    def empty(cls, codes: Codes) -> Self:
        """Nothing is known yet."""
        size = len(codes)
        none = np.zeros(0)
        found = np.zeros(0, np.int64), np.zeros(0, np.uint64), none, none, none
        return cls(codes, np.zeros(size - 1), np.zeros(size), np.zeros(size, dtype=bool), *found)

    def without(self, near: NDArray[np.bool_], codes: Codes) -> Self:
        """What stays true of a text that differs at some characters only, and at most two from those."""
        stays = ~near[self.at]
        scores = self.likeness[stays], self.gain[stays], self.runner_up[stays]
        found = self.doubtful & ~near, self.at[stays], self.meant[stays], *scores
        return type(self)(codes, self.pairs.copy(), self.scores.copy(), *found)

    def having(self, at: Places, meant: Codes, likeness: Floats, gain: Floats, runner_up: Floats) -> Self:
        """With more places."""
        order = np.argsort(np.concatenate([self.at, at]), kind="stable")
        known = self.at, self.meant, self.likeness, self.gain, self.runner_up
        found = zip(known, (at, meant, likeness, gain, runner_up), strict=True)
        joined = (np.concatenate(both)[order] for both in found)
        return type(self)(self.codes, self.pairs, self.scores, self.doubtful, *joined)


_NO_DOUBTS: Final = Doubts(np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros((0, len(FEATURES))))
MOST_SURE: Final = 40.0
"""Log-odds beyond which the confidence of a correction is as good as 0 or 1."""


class Lookalikes:
    """Which characters look alike, how common n-grams are, and the weights of the evidence."""

    def __init__(
        self, ngrams: NgramTable, pairs: Codes, likeness: Floats, words: Fingerprints, weights: Floats
    ) -> None:
        self.ngrams = ngrams
        self._pairs = pairs
        """Shape (n, 2): character seen, character meant; sorted."""
        self._likeness = likeness
        self._words = words
        """Fingerprints of the words of two characters that a dictionary has, sorted."""
        self._weights = weights
        self._last: _Reading | None = None
        """Of the text before: a page is mostly read a second time when some of it was corrected."""

    @classmethod
    def load(cls, path: Path) -> Lookalikes:
        """What is stored in a file. Raises `ModelError`."""
        read_manifest(path, NAME, VERSION)
        arrays = read_arrays(path)
        return cls(
            NgramTable.of(arrays),
            pairs_of(arrays["pair_steps"]),
            arrays["likeness"] / 100.0,
            np.cumsum(from_planes(arrays["word_steps"]), dtype=np.uint32),
            arrays["weights"],
        )

    def corrections(self, text: str) -> list[tuple[int, str, float]]:
        """Place, character meant and confidence of every doubt, in text order."""
        doubts = self.doubts(text)
        if not len(doubts.places):
            return []
        odds = np.clip(doubts.features @ self._weights[:-1] + self._weights[-1], -MOST_SURE, MOST_SURE)
        sure = 1 / (1 + np.exp(-odds))
        characters = map(chr, doubts.characters.tolist())
        return list(zip(doubts.places.tolist(), characters, sure.tolist(), strict=True))

    def doubts(self, text: str) -> Doubts:
        """Every place of a text where a look-alike fits better, in text order."""
        read = self._last = self._read(codes_of(f"  {text}  "))
        codes, at, meant = read.codes, read.at, read.meant
        if not len(at):
            return _NO_DOUBTS
        features = self._features(codes, read.pairs, at, meant, read.likeness, read.gain, read.runner_up)
        unheard = read.doubtful.astype(np.int64)
        for shift in range(-EXPLAINED, EXPLAINED + 1):
            unheard[at + shift] = 0
        words = self._words_at(codes, np.tile(at, 2), np.concatenate([codes[at], meant])).reshape(2, -1)
        features = np.column_stack([features, *words, _share_around(unheard, codes, at)])
        return Doubts(at - 2, meant, features)

    def _read(self, codes: Codes) -> _Reading:
        """The doubts of a text; if it is nearly the last one, they are looked for near what changed."""
        last, size = self._last, len(codes)
        if last is None or len(last.codes) != size:
            return self._read_at(np.arange(size), _Reading.empty(codes))
        changed = np.flatnonzero(codes != last.codes)
        near = np.zeros(size, dtype=bool)
        for shift in range(-2, 3):
            near[changed + shift] = True
        return self._read_at(np.flatnonzero(near), last.without(near, codes))

    def _read_at(self, near: Places, read: _Reading) -> _Reading:
        """The doubts at some characters, with those of a text that was read but there."""
        codes, pairs, scores = read.codes, read.pairs, read.scores
        for start in range(0, len(near), TOGETHER):
            part = near[start : start + TOGETHER]
            at = part[part < len(codes) - 1]
            pairs[at] = self.ngrams.pair(codes[at], codes[at + 1])
            at = part[part >= 2]
            a, b, c = codes[at - 2], codes[at - 1], codes[at]
            scores[at] = self.ngrams.score(a, b, c, pairs[at - 2], pairs[at - 1])
        places = near[codes[near] > 0]
        window = scores[places]
        window += scores[places + 1]
        window += scores[places + 2]
        unheard = window < UNHEARD_OF
        places, window = places[unheard], window[unheard]
        if not len(places):
            return read
        read.doubtful[places] = True
        # Every look-alike of every doubtful character, as rows.
        first = np.searchsorted(self._pairs[:, 0], codes[places], "left")
        count = np.searchsorted(self._pairs[:, 0], codes[places], "right") - first
        owner = np.repeat(np.arange(len(places)), count)
        row = np.arange(len(owner)) + np.repeat(first - np.cumsum(count) + count, count)
        at, meant, likeness = places[owner], self._pairs[row, 1], self._likeness[row]
        left, right = self.ngrams.pair(codes[at - 1], meant), self.ngrams.pair(meant, codes[at + 1])
        known = (left > 0) & (codes[at - 1] > 0) | (right > 0) & (codes[at + 1] > 0)
        owner, at, meant, likeness = owner[known], at[known], meant[known], likeness[known]
        gain = self._window(codes, pairs, at, meant, left[known], right[known]) - window[owner]
        better = gain > LEAST_GAIN
        if not better.any():
            return read
        at, meant, likeness, gain = at[better], meant[better], likeness[better], gain[better]
        # The best look-alike of each place comes first among its rows.
        order = np.lexsort((-gain, at))
        best = order[np.diff(at[order], prepend=-1) > 0]
        after = np.searchsorted(at[order], at[best]) + 1
        runner_up = np.full(len(best), LEAST_GAIN)
        follows = after < len(order)
        follows[follows] = at[order[after[follows]]] == at[best[follows]]
        runner_up[follows] = gain[order[after[follows]]]
        return read.having(at[best], meant[best], likeness[best], gain[best], runner_up)

    def _words_at(self, codes: Codes, at: NDArray[np.int64], chars: Codes) -> Floats:
        """How many words of a dictionary characters make with the neighbours of places: none, one or two."""
        beside = np.stack([fingerprints_of(codes[at - 1], chars), fingerprints_of(chars, codes[at + 1])])
        found = self._words[np.minimum(np.searchsorted(self._words, beside), len(self._words) - 1)] == beside
        count: Floats = (found & (np.stack([codes[at - 1], codes[at + 1]]) > 0)).sum(axis=0).astype(float)
        return count

    def _window(
        self, codes: Codes, pairs: Floats, at: NDArray[np.int64], meant: Codes, left: Floats, right: Floats
    ) -> Floats:
        """The score of characters at `at`, with the two behind each.

        How often two stand side by side is known: `pairs` of the text, `left` and `right` of what is meant.
        """
        held = np.concatenate([pairs[at - 2], left, right])
        pair = np.concatenate([left, right, pairs[at + 1]])
        window: Floats = self.ngrams.score(*_triples(codes, at, meant), held, pair).reshape(3, -1).sum(axis=0)
        return window

    def _features(
        self,
        codes: Codes,
        counted: Floats,
        at: NDArray[np.int64],
        meant: Codes,
        likeness: Floats,
        gain: Floats,
        runner_up: Floats,
    ) -> Floats:
        b, seen, d = codes[at - 1], codes[at], codes[at + 1]
        ngrams = self.ngrams
        left, both, right = ngrams.triple(*_triples(codes, at, meant)).reshape(3, -1) > 0
        triples = (left & (b > 0)).astype(float) + both + (right & (d > 0))
        pairs = ((counted[at - 1] > 0) & (b > 0)).astype(float)
        pairs += (counted[at] > 0) & (d > 0)
        joined = codes[:-1] << np.uint64(32) | codes[1:]
        joined[(codes[:-1] == 0) | (codes[1:] == 0)] = 0
        beside = joined[[at - 1, at]]
        ranked = np.sort(joined)
        times = np.searchsorted(ranked, beside, "right") - np.searchsorted(ranked, beside, "left")
        twice = ((times > 1) & (beside > 0)).any(axis=0)
        return np.column_stack(
            [
                gain,
                likeness,
                np.log1p(ngrams.single(seen)),
                np.log1p(ngrams.single(meant)),
                triples,
                pairs,
                gain - runner_up,
                twice,
            ]
        )


def pairs_of(steps: NDArray[np.uint8]) -> Codes:
    """Pairs of characters, shape (n, 2), from steps between their codes: the first one is the higher half.

    >>> pairs_of(np.array([[2, 1], [0, 0], [1, 0]], dtype=np.uint8)).tolist()
    [[1, 2], [1, 3]]
    """
    codes = np.cumsum(from_planes(steps), dtype=np.uint64)
    return np.stack([codes >> np.uint64(16), codes & np.uint64(0xFFFF)], axis=1)


def _triples(codes: Codes, at: Places, meant: Codes) -> tuple[Codes, Codes, Codes]:
    """The first, second and third characters of the triples that hold what is meant at a place.

    Those that end with it come first, then those around it, then those that begin with it.
    """
    a, b, d, e = codes[at - 2], codes[at - 1], codes[at + 1], codes[at + 2]
    return np.concatenate([a, b, meant]), np.concatenate([b, meant, d]), np.concatenate([meant, d, e])


def _share_around(unheard: NDArray[np.int64], codes: Codes, at: NDArray[np.int64]) -> Floats:
    """The share of unheard-of characters among those near some places, but not next to them."""
    shares = []
    for counted in (unheard, (codes > 0).astype(np.int64)):
        total = np.concatenate([[0], np.cumsum(counted)])
        low, high = np.maximum(at - AROUND, 0), np.minimum(at + AROUND + 1, len(codes))
        near = total[np.minimum(at + OWN, len(codes))] - total[np.maximum(at - OWN + 1, 0)]
        shares.append(total[high] - total[low] - near)
    share: Floats = (shares[0] + 1) / (shares[1] + 10)
    return np.asarray(np.log(share))
