"""How well one fragment goes on in another.

Two small networks read the end of a fragment and the beginning of another and give a vector each; their
product is how much likelier the two stand together than by chance. So every end and every beginning of a page
is read once, and any number of pairs costs one product of matrices. Trained by `cleaner.lab.training.seams`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.codepoints import code_points
from cleaner.models.encoding import Ints, hashed
from cleaner.models.ngrams import NgramTable
from cleaner.models.store import dequantised, read_arrays, read_manifest

NAME, FEATURES = "seams", 1
"""Of the model, and the version of what it reads of a text."""
REACH: Final = 24
"""Characters of a fragment that are read."""
SINGLES, PAIRS = 8, 4
"""Characters, and pairs of them, next to the seam that are distinguished by their place."""
CHARACTER_BITS, PAIR_BITS = 13, 14
"""Of the buckets that characters, and pairs of them, are hashed into."""
TOGETHER: Final = 128
"""Texts that are read at a time: few enough to stay in cache."""
ENDS, STARTS = "ends", "starts"
MOST: Final = 8.0
"""Bound of what n-grams may say, natural-log units."""

Float32s = NDArray[np.float32]


class SeamModel:
    """Reads the ends and the beginnings of fragments."""

    def __init__(self, trained: dict[str, Float32s]) -> None:
        self._weights = trained
        nothing = np.zeros((1, trained["characters"].shape[1]), np.float32)
        self._characters = np.concatenate([trained["characters"], nothing])
        """Embeddings of characters; the last row is that of none."""

    @classmethod
    def load(cls, path: Path) -> SeamModel:
        """The weights stored in a file. Raises `ModelError`."""
        read_manifest(path, NAME, FEATURES)
        return cls(dequantised(read_arrays(path)))

    def ends(self, texts: Sequence[str]) -> Float32s:
        """What the ends of texts ask for, shape (texts, vector)."""
        return self._read(ENDS, end_codes(texts))

    def starts(self, texts: Sequence[str]) -> Float32s:
        """What the beginnings of texts offer, shape (texts, vector)."""
        return self._read(STARTS, start_codes(texts))

    def continuation(self, pairs: Sequence[tuple[str, str]]) -> Float32s:
        """How well each right text goes on where its left one ends, in log-odds but for a constant.

        >>> from cleaner.models import shipped_models
        >>> end = "决胜全面建成小康社"
        >>> good, bad = shipped_models().seams.continuation([(end, "会的目标任务"), (end, "月三日电记者")])
        >>> bool(good > bad + 2)
        True
        """
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        lefts, rights = zip(*pairs, strict=True)
        left_of = {text: n for n, text in enumerate(dict.fromkeys(lefts))}
        right_of = {text: n for n, text in enumerate(dict.fromkeys(rights))}
        ends, starts = self.ends(list(left_of)), self.starts(list(right_of))
        a, b = [left_of[text] for text in lefts], [right_of[text] for text in rights]
        found: Float32s = np.einsum("ij,ij->i", ends[a], starts[b])
        return found

    def _read(self, side: str, codes: Ints) -> Float32s:
        parts = [self._read_few(side, codes[at : at + TOGETHER]) for at in range(0, len(codes), TOGETHER)]
        return np.concatenate([np.zeros((0, self._weights[f"{side}.out"].shape[1]), np.float32), *parts])

    def _read_few(self, side: str, codes: Ints) -> Float32s:
        w = self._weights
        characters, pairs = features(codes)
        seen = codes > 0
        places = np.where(seen, characters, len(self._characters) - 1)
        embedded = self._characters.take(places, axis=0, mode="clip")  # far faster than to check
        count = np.maximum(np.count_nonzero(seen, axis=1)[:, None], 1).astype(np.float32)
        near = embedded[:, :SINGLES].reshape(len(codes), -1)
        both = w["pairs"].take(pairs, axis=0, mode="clip").reshape(len(codes), -1)
        read = np.concatenate([near, both, np.einsum("ijk->ik", embedded) / count], axis=1)
        hidden = read @ w[f"{side}.hidden"]
        hidden += w[f"{side}.hidden bias"]
        np.maximum(hidden, 0.0, out=hidden)
        found: Float32s = hidden @ w[f"{side}.out"] + w[f"{side}.out bias"]
        return found


def end_codes(texts: Sequence[str]) -> Ints:
    """The last code points of texts, the last first, 0 where there are no more; shape (texts, REACH).

    >>> end_codes(["蓄水"])[0, :3].tolist() == [ord("水"), ord("蓄"), 0]
    True
    """
    return _codes(["".join(reversed(text[-REACH:])) for text in texts])


def start_codes(texts: Sequence[str]) -> Ints:
    """The first code points of texts, 0 where there are no more; shape (texts, REACH).

    >>> start_codes(["AB"])[0, :3].tolist(), end_codes(["AB"])[0, :3].tolist()
    ([65, 66, 0], [66, 65, 0])
    """
    return _codes([text[:REACH] for text in texts])


def _codes(texts: Sequence[str]) -> Ints:
    joined = "".join(text.ljust(REACH, "\0") for text in texts)
    return code_points(joined).astype(np.int64).reshape(-1, REACH)


def features(codes: Ints) -> tuple[Ints, Ints]:
    """Buckets of the characters, (texts, REACH), and of the pairs nearest to the seam, (texts, PAIRS).

    >>> characters, pairs = features(end_codes(["三座水库", "蓄水"]))
    >>> characters.shape == (2, REACH), pairs.shape == (2, PAIRS)
    (True, True)
    """
    characters = hashed(CHARACTER_BITS, codes.ravel()).reshape(codes.shape)
    first, second = codes[:, :PAIRS], codes[:, 1 : PAIRS + 1]
    pairs = hashed(PAIR_BITS, first.ravel(), second.ravel()).reshape(first.shape)
    return characters, pairs


def affinity(pairs: Sequence[tuple[str, str]], ngrams: NgramTable) -> NDArray[np.float64]:
    """How much likelier the first two ideographs of each right text are after the last two of its left one.

    In natural-log units, at most `MOST` either way, by the counts of `cleaner.models.ngrams`.

    >>> from cleaner.models import shipped_models
    >>> word, none = shipped_models().affinity([("文化遗", "留问题"), ("文化遗", "日电记")])
    >>> bool(word > none)
    True
    """
    if not pairs:
        return np.zeros(0)
    return np.clip(ngrams.over_seams(pairs), -MOST, MOST)
