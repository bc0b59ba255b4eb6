"""The gap model: what was printed in each slot of a text, from the characters round it.

Embeddings of characters and of character pairs → three convolutions over the text → a window of it
round each slot, with the n-grams that the slot interrupts and the terms that it bounds → two
convolutions over the slots of a paragraph → log-probabilities.
All in numpy; `training.py` trains the same arithmetic in torch.
"""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.language.encoding import REACHES, SINGLES, Encoded, Encoder, Ints
from cleaner.language.slots import BREAK, Spans

Floats = NDArray[np.float32]

WEIGHTS: Final = Path(__file__).with_name("gaps.npz")
REACH: Final = 24
"""Characters of either fragment that `GapModel.continuation` looks at."""

Table = tuple[NDArray[np.int8], Floats]
"""Embeddings as signed bytes, with a factor for each column."""

_TABLES: Final = ("token", "pair", "gram", "span")
_CHUNK: Final = 512


class GapModel:
    """Log-probabilities of the labels of slots, and of one fragment going on in another."""

    def __init__(
        self,
        encoder: Encoder,
        labels: Sequence[str],
        weights: dict[str, Floats],
        tables: dict[str, Table],
    ) -> None:
        self.labels: Final = tuple(labels)
        self._encoder = encoder
        self._weights = weights
        self._tables = tables
        self._break = self.labels.index(BREAK)

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The model stored in a weights file; the shipped one by default."""
        with np.load(path or WEIGHTS) as stored:
            arrays = dict(stored)
        pair_bits, gram_bits, span_bits = arrays.pop("bits").tolist()
        labels = str(arrays.pop("labels")).split("\t")
        surfaces = str(arrays.pop("surfaces")).split("\t")
        encoder = Encoder(str(arrays.pop("characters")), surfaces, pair_bits, gram_bits, span_bits)
        scales = {name: arrays.pop(name + ".scale") for name in list(arrays) if name + ".scale" in arrays}
        tables = {name: (arrays.pop(name), scales.pop(name).astype(np.float32)) for name in _TABLES}
        weights = {name: array.astype(np.float32) for name, array in arrays.items()}
        for name, scale in scales.items():
            weights[name] *= scale.astype(np.float32)
        return cls(encoder, labels, weights, tables)

    def log_probs(self, text: str, slots: Spans) -> Floats:
        """Log-probability of every label, shape (len(slots), len(labels)).

        Give whole pages or articles: whether quotation marks survive in the text is part of the
        evidence. `slots` are those of `find_slots`, or some of them.
        """
        return self._score(self._encoder.encode(text, slots))

    def continuation(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Log-odds that the right fragment goes on where the left one ends, shape (len(pairs),)."""
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        broken = self._score(self._encoder.encode_seams(pairs, REACH))[:, self._break]
        odds: Floats = np.log(-np.expm1(np.minimum(broken, -1e-6))) - broken
        return odds

    def _score(self, text: Encoded) -> Floats:
        """Forward pass; the surroundings of slots are read for a few hundred at a time, to stay in cache."""
        if not len(text.surfaces):
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        w = self._weights
        layers = self._stretches(self._convolve(text))
        starts = range(0, len(text.surfaces), _CHUNK)
        hidden = np.concatenate([self._read(text, layers, slice(a, a + _CHUNK)) for a in starts])
        for i, far in enumerate(REACHES):
            narrow = hidden @ w[f"narrow{far}"]
            hidden += _mixed(
                narrow, text.beside[:, 2 * i : 2 * i + 2], w[f"slots{far}"], w[f"slots{far}_bias"]
            )
        logits = hidden @ w["out"] + w["out_bias"]
        return (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).astype(np.float32, copy=False)

    def _rows(self, name: str, index: Ints) -> Floats:
        """Embeddings by number, the last axis added."""
        table, scale = self._tables[name]
        rows: Floats = table[index] * scale
        return rows

    def _convolve(self, text: Encoded) -> Floats:
        """(n, channels): each token with its neighbours, seven on either side."""
        w = self._weights
        embedded = np.concatenate([self._rows("token", text.tokens), self._rows("pair", text.pairs)], axis=1)
        hidden = _convolved(embedded, w["conv"], w["conv_bias"], 1)
        hidden += _convolved(hidden, w["wide"], w["wide_bias"], 2)
        hidden += _convolved(hidden, w["wider"], w["wider_bias"], 4)
        return hidden

    @staticmethod
    def _stretches(hidden: Floats) -> list[Floats]:
        """Sums over 1, 2, 4 and 8 tokens from each position on."""
        layers = [hidden]
        for step in (1, 2, 4):
            total = layers[-1].copy()
            total[:-step] += layers[-1][step:]
            layers.append(total)
        return layers

    def _read(self, text: Encoded, layers: list[Floats], part: slice) -> Floats:
        """(slots, hidden): what stands in and round the slots."""
        w = self._weights
        windows = text.windows[part]
        singles = layers[0][windows[:, : 2 * SINGLES]]
        far = [layers[1 + i % 3][windows[:, 2 * SINGLES + i]][:, None] for i in range(6)]
        grams, spans = text.grams[part], text.spans[part]
        near = [
            self._rows("token", text.surfaces[part]),
            self._rows("pair", grams[:, 0]),
            self._rows("gram", grams[:, 1:]).reshape(len(grams), -1),
            (self._rows("span", spans[:, :4]) + self._rows("span", spans[:, 4:])).reshape(len(grams), -1),
        ]
        context = np.concatenate([singles, *far], axis=1).reshape(len(windows), -1)
        read: Floats = context @ w["context"]
        read += np.concatenate(near, axis=1) @ w["near"]
        read += w["page"][text.pages[part]]
        return np.maximum(read, 0, out=read)


def _mixed(x: Floats, beside: Ints, weight: Floats, bias: Floats) -> Floats:
    """Each slot with the slots at `beside`, shape (slots, 2); rectified."""
    padded = np.concatenate([x, np.zeros((1, x.shape[1]), dtype=x.dtype)])
    both = np.concatenate([padded[beside[:, 0]], x, padded[beside[:, 1]]], axis=1)
    result: Floats = both @ weight + bias
    return np.maximum(result, 0, out=result)


def _convolved(x: Floats, weight: Floats, bias: Floats, apart: int) -> Floats:
    """Each position with the ones `apart` before and behind it; rectified."""
    before, itself, behind = np.split(weight, 3)
    result: Floats = x @ itself + bias
    result[apart:] += x[:-apart] @ before
    result[:-apart] += x[apart:] @ behind
    return np.maximum(result, 0, out=result)


@functools.cache
def default_model() -> GapModel:
    """The shipped model, loaded once."""
    return GapModel.load()
