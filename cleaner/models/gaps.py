"""The gap model: what was printed in each slot of a text, from the characters round it.

Embeddings of characters and of character pairs → three convolutions over the text → a window of it
round each slot, with the n-grams that the slot interrupts and the terms that it bounds → two
convolutions over the slots of a paragraph → log-probabilities.
All in numpy; `cleaner.lab.training.gaps` trains the same arithmetic in torch.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.models.constants import GapConstants
from cleaner.models.encoding import REACHES, SINGLES, Encoded, Encoder, Ints
from cleaner.models.slots import Spans, find_slots
from cleaner.models.store import Packed, dequantised, read_arrays, read_manifest

Float32s = NDArray[np.float32]

NAME, FEATURES = "gaps", 1
"""Of the model, and the version of what the encoder reads off a text."""

_TABLES: Final = ("pair", "gram", "span")
"""The large embeddings, of which only the rows are made that a text asks for."""
_STRETCHES: Final = (2, 4, 8)
"""Tokens that are summed, on either side of a slot, beyond the single ones."""
_LENGTHS: Final = np.array((1,) * (2 * SINGLES) + _STRETCHES * 2)
"""Tokens of each place of a window."""
_PLACES: Final = np.arange(len(_LENGTHS)).repeat(_LENGTHS)
"""The places of a window, each as often as it has tokens;"""
_OFFSETS: Final = np.array([k for length in _LENGTHS.tolist() for k in range(length)])
"""and which of its tokens."""
_ROWS: Final = 256
"""Positions that are convolved at a time, and"""
_SLOTS: Final = 64
"""slots whose surroundings are read at a time: few enough to stay in cache."""


class GapModel:
    """Log-probabilities of the labels of slots."""

    def __init__(
        self,
        encoder: Encoder,
        labels: Sequence[str],
        weights: dict[str, Float32s],
        tables: Mapping[str, Packed],
        constants: GapConstants | None = None,
    ) -> None:
        self.labels: Final = tuple(labels)
        self.constants = constants or GapConstants()
        self._encoder = encoder
        self._weights = weights
        self._tables = tables

    @classmethod
    def load(cls, path: Path) -> Self:
        """The model stored in a weights file. Raises `ModelError`."""
        constants = GapConstants.of(read_manifest(path, NAME, FEATURES).constants)
        arrays = read_arrays(path)
        pair_bits, gram_bits, span_bits = arrays.pop("bits").tolist()
        labels = str(arrays.pop("labels")).split("\t")
        surfaces = str(arrays.pop("surfaces")).split("\t")
        encoder = Encoder(str(arrays.pop("characters")), surfaces, pair_bits, gram_bits, span_bits)
        tables = {name: Packed.of(name, arrays) for name in _TABLES}
        rest = {name: array for name, array in arrays.items() if name.partition(".")[0] not in tables}
        return cls(encoder, labels, dequantised(rest), tables, constants)

    def log_probs(self, text: str, slots: Spans, found: Spans | None = None) -> Float32s:
        """Log-probability of every label, shape (len(slots), len(labels)).

        Give whole pages or articles: whether quotation marks survive in the text is part of the
        evidence. `slots` are those of `find_slots`, or some of them; `found` are all, where they are known.
        """
        return self._score(self._encoder.encode(text, slots, found=found))

    def log_probs_in(self, excerpts: Sequence[str], ends: Sequence[int]) -> Float32s:
        """The same for one slot of each of some excerpts: the first that ends at this offset or behind it."""
        text = "\n".join(excerpts)
        found = find_slots(text)
        starts = np.cumsum([0, *(len(excerpt) + 1 for excerpt in excerpts)])[:-1]
        slots = found[np.searchsorted(found[:, 1], starts + np.array(ends))]
        return self.log_probs(text, slots, found)

    def _score(self, text: Encoded) -> Float32s:
        """Forward pass."""
        if not len(text.surfaces):
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        return self._judged(self._states(text))

    def _judged(self, states: Float32s) -> Float32s:
        """Log-probabilities of the labels, (slots, labels)."""
        logits = (states @ self._weights["out"] + self._weights["out_bias"]).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        scores: Float32s = logits.astype(np.float32)
        return scores

    def _states(self, text: Encoded) -> Float32s:
        """(slots, hidden): each slot as it is seen with those beside it."""
        w = self._weights
        values, numbers = self._convolve(text)
        starts = range(0, len(text.surfaces), _SLOTS)
        hidden = np.concatenate([self._read(text, values, numbers, slice(a, a + _SLOTS)) for a in starts])
        before, behind = text.beside[:, ::2], text.beside[:, 1::2]
        itself = np.arange(len(hidden))
        for i, far in enumerate(REACHES):
            three = np.array([before[:, i], itself, behind[:, i]]).T
            hidden += _mixed(hidden, three, w[f"narrow{far}"], w[f"slots{far}"], w[f"slots{far}_bias"])
        return hidden

    def _rows(self, name: str, index: Ints) -> Float32s:
        """Embeddings by number, the last axis added."""
        table = self._tables.get(name)
        return self._weights[name].take(index, axis=0) if table is None else table.rows(index)

    def _convolve(self, text: Encoded) -> tuple[Float32s, Ints]:
        """Each token with its neighbours, seven on either side: rows of channels, and (n,) their numbers.

        Tokens that no window shows are not worked out; theirs is the empty row.
        """
        w = self._weights
        shown = _shown(text.windows, len(text.tokens))
        read = _near(shown, 7).nonzero()[0]
        first, places = _distinct((text.tokens << 32 | text.pairs)[read])
        first = read[first]
        token, pair = self._rows("token", text.tokens[first]), self._rows("pair", text.pairs[first])
        values = np.zeros((len(first) + 1, token.shape[1] + pair.shape[1]), np.float32)
        values[1:] = np.concatenate([token, pair], axis=1)
        numbers = np.zeros(len(text.tokens), dtype=np.int64)
        numbers[read] = places + 1
        for name, apart, reach in (("conv", 1, 6), ("wide", 2, 4), ("wider", 4, 0)):
            at = _near(shown, reach).nonzero()[0]
            values, numbers = _convolved(
                values, numbers, at, w[name], w[f"{name}_bias"], apart, name != "conv"
            )
        return values, numbers

    def _read(self, text: Encoded, values: Float32s, numbers: Ints, part: slice) -> Float32s:
        """(slots, hidden): what stands in and round the slots."""
        w = self._weights
        context = _context(values, numbers, text.windows[part])
        grams, spans = text.grams[part], self._rows("span", text.spans[part])
        near = [
            self._rows("token", text.surfaces[part]),
            self._rows("pair", grams[:, 0]),
            self._rows("gram", grams[:, 1:]).reshape(len(grams), -1),
            (spans[:, :4] + spans[:, 4:]).reshape(len(grams), -1),
        ]
        read: Float32s = context @ w["context"]
        read += np.concatenate(near, axis=1) @ w["near"]
        read += w["page"][text.pages[part]]
        return np.maximum(read, 0, out=read)


def _context(values: Float32s, numbers: Ints, windows: Ints) -> Float32s:
    """(slots, channels): the single tokens of each window, and its stretches summed."""
    tokens = windows[:, _PLACES] + _OFFSETS
    read = values.take(numbers.take(tokens), axis=0, mode="clip")  # far faster than to check
    found = np.empty((*windows.shape, values.shape[1]), dtype=np.float32)
    found[:, : 2 * SINGLES] = read[:, : 2 * SINGLES]
    stretches, sums = (
        part[:, 2 * SINGLES :].reshape(len(windows), 2, -1, part.shape[2]) for part in (read, found)
    )
    start = 0
    for place, length in enumerate(_STRETCHES):
        stretch = stretches[:, :, start : start + length]
        while stretch.shape[2] > 2:
            stretch = stretch[:, :, ::2] + stretch[:, :, 1::2]
        np.add(stretch[:, :, 0], stretch[:, :, 1], out=sums[:, :, place])
        start += length
    return found.reshape(len(windows), -1)


def _mixed(hidden: Float32s, three: Ints, narrow: Float32s, weight: Float32s, bias: Float32s) -> Float32s:
    """Each slot, narrowed, with itself and those beside it, their numbers of shape (slots, 3); rectified."""
    padded = np.zeros((len(hidden) + 1, narrow.shape[1]), dtype=hidden.dtype)
    np.matmul(hidden, narrow, out=padded[:-1])
    result: Float32s = padded.take(three, axis=0, mode="wrap").reshape(len(hidden), -1) @ weight
    result += bias
    return np.maximum(result, 0, out=result)


def _shown(windows: Ints, size: int) -> NDArray[np.bool_]:
    """Which of the tokens the windows of slots hold, stretches with all that they are summed over."""
    begun, ended = (np.bincount(at.ravel(), minlength=size + 1) for at in (windows, windows + _LENGTHS))
    shown: NDArray[np.bool_] = (begun - ended)[:size].cumsum() > 0
    return shown


def _near(flags: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """What is flagged, and what is at most so far from it."""
    sums = np.zeros(len(flags) + 2 * reach + 1, dtype=np.int64)
    sums[reach + 1 : reach + 1 + len(flags)] = flags
    np.add.accumulate(sums, out=sums)
    near: NDArray[np.bool_] = sums[2 * reach + 1 :] > sums[: -2 * reach - 1]
    return near


def _distinct(keys: Ints) -> tuple[Ints, Ints]:
    """A place for each different key, and for each key the number of its place.

    `numpy.unique` would sort so that the places are the first ones, which takes twice as long.
    """
    order = keys.argsort()
    ranked = keys[order]
    fresh = np.ones(len(keys), dtype=bool)
    np.not_equal(ranked[1:], ranked[:-1], out=fresh[1:])
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = fresh.cumsum() - 1
    return order[fresh], numbers


def _convolved(
    x: Float32s, numbers: Ints, at: Ints, weight: Float32s, bias: Float32s, apart: int, add: bool
) -> tuple[Float32s, Ints]:
    """The positions `at` with the ones `apart` before and behind; rectified, added to them if so wanted.

    `x[numbers]` are the positions; the first row of `x` is empty and stands for what lies beyond the ends.
    The result is of the same form: surroundings that return (the ends of paragraphs) are worked out once.
    """
    padded = np.zeros(len(numbers) + 2 * apart, dtype=np.int64)
    padded[apart:-apart] = numbers
    near = padded[at[:, None] + np.array([0, apart, 2 * apart])]
    first, places = _distinct(near[:, 0] << 42 | near[:, 1] << 21 | near[:, 2])
    near = near[first]
    result = np.zeros((len(near) + 1, weight.shape[1]), dtype=np.float32)
    around = np.empty((min(_ROWS, len(near)), 3, x.shape[1]), dtype=np.float32)
    for start in range(0, len(near), _ROWS):
        part = near[start : start + _ROWS]
        read = np.take(x, part, axis=0, out=around[: len(part)], mode="clip")  # far faster than to check
        out = np.matmul(read.reshape(len(part), -1), weight, out=result[start + 1 : start + 1 + len(part)])
        out += bias
        np.maximum(out, 0, out=out)
        if add:
            out += read[:, 1]
    found = np.zeros(len(numbers), dtype=np.int64)
    found[at] = places + 1
    return result, found
