"""What the words of a short text make of it: a headline, a section heading, or a piece of a paragraph.

A small network reads the characters and pairs of characters of a text, all together and the nearest to either
end by their places. `只要在学校，他每天都` is no headline, whatever it looks like on the page; and a headline
names who did what, where a heading is a slogan or a number with a noun. Trained by `lab.training.heads`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.models.encoding import Ints, hashed
from cleaner.models.seams import REACH, end_codes, start_codes
from cleaner.models.store import dequantised, read_arrays, read_manifest

NAME, FEATURES = "heads", 1
"""Of the model, and the version of what it reads of a text."""
CHARACTER_BITS, PAIR_BITS = 12, 13
"""Of the buckets that characters, and pairs of them, are hashed into."""
PLACED: Final = 3
"""Characters at either end that are distinguished by their place, and the pairs of them."""
HEADLINE, HEADING, TEXT = range(3)

Float32s = NDArray[np.float32]


class HeadModel:
    """Reads short texts."""

    def __init__(self, trained: dict[str, Float32s]) -> None:
        self._weights = trained

    @classmethod
    def load(cls, path: Path) -> HeadModel:
        """The weights stored in a file. Raises `ModelError`."""
        read_manifest(path, NAME, FEATURES)
        return cls(dequantised(read_arrays(path)))

    def kinds(self, texts: Sequence[str]) -> Float32s:
        """Log-probabilities of `HEADLINE`, `HEADING`, `TEXT`, all three as frequent; shape (texts, 3).

        White space does not count.

        >>> from cleaner.models import shipped_models
        >>> texts = ["全市脱贫攻坚工作推进会召开", "的工作中，他们还对各地的情"]
        >>> headline, piece = shipped_models().head_words.kinds(texts)
        >>> bool(headline[HEADLINE] > headline[TEXT]), bool(piece[TEXT] > piece[HEADLINE])
        (True, True)
        """
        w = self._weights
        found = features(["".join(text.split()) for text in texts])
        characters = w["characters"][found.characters] * found.seen[:, :, None]
        pairs = w["pairs"][found.pairs] * found.seen[:, 1:, None]
        root = np.sqrt(np.maximum(found.seen.sum(axis=1, keepdims=True), 1)).astype(np.float32)
        count = len(texts)
        inside = np.concatenate(
            [
                characters.sum(axis=1) / root,
                pairs.sum(axis=1) / root,
                characters[:, :PLACED].reshape(count, PLACED * characters.shape[2]),
                pairs[:, : PLACED - 1].reshape(count, (PLACED - 1) * pairs.shape[2]),
                w["characters"][found.last_characters].reshape(count, PLACED * characters.shape[2]),
                w["pairs"][found.last_pairs].reshape(count, (PLACED - 1) * pairs.shape[2]),
            ],
            axis=1,
        )
        length = found.seen.sum(axis=1).clip(1, REACH) - 1
        hidden = np.maximum(inside @ w["hidden"] + w["length"][length], 0.0)
        scores = hidden @ w["out"] + w["out bias"]
        scores -= scores.max(axis=1, keepdims=True, initial=-np.inf)
        logs: Float32s = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return logs


class Features:
    """Buckets of the characters of texts, from their first on and from their last one backwards."""

    def __init__(self, first: Ints, last: Ints) -> None:
        self.seen = first > 0
        """(texts, REACH) whether there is a character."""
        self.characters = hashed(CHARACTER_BITS, first.ravel()).reshape(first.shape)
        self.pairs = _pairs(first[:, :-1], first[:, 1:])
        self.last_characters = hashed(CHARACTER_BITS, last[:, :PLACED].ravel()).reshape(-1, PLACED)
        self.last_pairs = _pairs(last[:, 1:PLACED], last[:, : PLACED - 1])


def features(texts: Sequence[str]) -> Features:
    """What the network reads of texts."""
    return Features(start_codes(texts), end_codes(texts))


def _pairs(first: Ints, second: Ints) -> Ints:
    return hashed(PAIR_BITS, first.ravel(), second.ravel()).reshape(first.shape)
