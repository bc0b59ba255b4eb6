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
from cleaner.language.slots import Spans

Floats = NDArray[np.float32]

WEIGHTS: Final = Path(__file__).with_name("gaps.npz")
Table = tuple[NDArray[np.int8], Floats]
"""Embeddings as signed bytes, with a factor for each column."""

_TABLES: Final = ("token", "pair", "gram", "span")
LONGEST_STRETCH: Final = 8
_CHUNK: Final = 256


class GapModel:
    """Log-probabilities of the labels of slots."""

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

    def _score(self, text: Encoded) -> Floats:
        """Forward pass; the surroundings of slots are read for a few hundred at a time, to stay in cache."""
        if not len(text.surfaces):
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        w = self._weights
        values, numbers = self._convolve(text)
        starts = range(0, len(text.surfaces), _CHUNK)
        hidden = np.concatenate([self._read(text, values, numbers, slice(a, a + _CHUNK)) for a in starts])
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

    def _convolve(self, text: Encoded) -> tuple[Floats, Ints]:
        """Each token with its neighbours, seven on either side: rows of channels, and (n,) their numbers."""
        w = self._weights
        inputs, first, numbers = np.unique(
            text.tokens << 32 | text.pairs, return_index=True, return_inverse=True
        )
        values = np.zeros(
            (len(inputs) + 1, self._tables["token"][1].size + self._tables["pair"][1].size), np.float32
        )
        values[1:] = np.concatenate(
            [self._rows("token", text.tokens[first]), self._rows("pair", text.pairs[first])], axis=1
        )
        numbers += 1
        for name, apart in (("conv", 1), ("wide", 2), ("wider", 4)):
            values, numbers = _convolved(values, numbers, w[name], w[f"{name}_bias"], apart, name != "conv")
        return values, numbers

    @staticmethod
    def _stretches(hidden: Floats) -> list[Floats]:
        """Sums over 1, 2, 4 and 8 tokens from each position on."""
        layers = [hidden]
        for step in (1, 2, 4):
            total = layers[-1].copy()
            total[:-step] += layers[-1][step:]
            layers.append(total)
        return layers

    def _read(self, text: Encoded, values: Floats, numbers: Ints, part: slice) -> Floats:
        """(slots, hidden): what stands in and round the slots."""
        w = self._weights
        windows = text.windows[part]
        first = windows.min()
        layers = self._stretches(values[numbers[first : windows.max() + LONGEST_STRETCH]])
        windows = windows - first
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


def _convolved(
    x: Floats, at: Ints, weight: Floats, bias: Floats, apart: int, add: bool
) -> tuple[Floats, Ints]:
    """Each position with the ones `apart` before and behind it; rectified, and added to it if so wanted.

    `x[at]` are the positions; the first row of `x` is empty and stands for what lies beyond the ends. The
    result is of the same form: surroundings that return (the ends of paragraphs, the fragments that meet
    at many seams) are worked out once.
    """
    padded = np.zeros(len(at) + 2 * apart, dtype=np.int64)
    padded[apart:-apart] = at
    key = (padded[: -2 * apart] << 42) | (at << 21) | padded[2 * apart :]
    _, first, numbers = np.unique(key, return_index=True, return_inverse=True)
    near = np.stack([padded[first], at[first], padded[first + 2 * apart]], axis=1)
    result = np.zeros((len(near) + 1, weight.shape[1]), dtype=np.float32)
    for start in range(0, len(near), _CHUNK):
        part = near[start : start + _CHUNK]
        out = np.matmul(x[part].reshape(len(part), -1), weight, out=result[start + 1 : start + 1 + len(part)])
        out += bias
        np.maximum(out, 0, out=out)
        if add:
            out += x[part[:, 1]]
    return result, numbers + 1


@functools.cache
def default_model() -> GapModel:
    """The shipped model, loaded once."""
    return GapModel.load()
