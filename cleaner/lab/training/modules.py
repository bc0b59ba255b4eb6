"""The networks as modules of torch, each exported to the arrays that the product reads.

The arithmetic is that of `GapModel`, `SeamModel`, `HeadModel` and `Network`, with dropout in training;
`tests/models/test_parity.py` holds the two to each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from cleaner.models import headlines, heads, seams
from cleaner.models.encoding import LENGTHS, PAGE_KINDS, REACHES, SINGLES, Encoded, Encoder, Ints

Tensor = Any
Float32s = NDArray[np.float32]


class Exported(nn.Module):
    """A module whose parameters have names in a weights file."""

    ROWS: ClassVar = False
    """Whether biases are stored as matrices of one row."""

    def names(self) -> Mapping[str, str]:
        """For each array of the weights file the parameter that it holds."""
        raise NotImplementedError

    def arrays(self) -> dict[str, Float32s]:
        """The parameters as numpy multiplies them: rows in, columns out."""
        found = {}
        for name, path in self.names().items():
            array = self._stored(path).detach().numpy().copy()
            found[name] = array[None] if self.ROWS and array.ndim == 1 else array
        return found

    def restore(self, arrays: Mapping[str, Float32s]) -> None:
        """Take the parameters from arrays; one with fewer rows fills the first ones."""
        with torch.no_grad():
            for name, path in self.names().items():
                stored, array = self._stored(path), torch.from_numpy(arrays[name].copy())
                array = array.reshape(array.shape[-stored.dim() :])
                stored[: len(array)] = array

    def _stored(self, path: str) -> Tensor:
        """A parameter, the weights of a linear layer turned as they are stored; it shares the memory."""
        owner, _, kind = path.rpartition(".")
        module = self.get_submodule(owner)
        parameter = getattr(module, kind)
        return parameter.T if isinstance(module, nn.Linear) and kind == "weight" else parameter


def embedding(rows: int, columns: int, scale: float) -> Any:
    """Embeddings that begin as noise of this standard deviation."""
    found = nn.Embedding(rows, columns)
    nn.init.normal_(found.weight, std=scale) if scale else nn.init.zeros_(found.weight)
    return found


def linear(inside: int, outside: int, scale: float, bias: bool = True) -> Any:
    """A linear layer that begins as noise of this standard deviation, its bias as 0."""
    found = nn.Linear(inside, outside, bias=bias)
    nn.init.normal_(found.weight, std=scale) if scale else nn.init.zeros_(found.weight)
    if bias:
        nn.init.zeros_(found.bias)
    return found


def tensor(array: NDArray[Any]) -> Tensor:
    """An array as a tensor."""
    return torch.from_numpy(np.ascontiguousarray(array))


@dataclass(frozen=True)
class GapSizes:
    """Widths of the layers of the gap model."""

    token: int = 48
    pair: int = 32
    gram: int = 16
    span: int = 16
    channels: int = 80
    hidden: int = 192
    narrow: int = 96
    """Of a slot as the slots beside it see it."""


@dataclass(frozen=True)
class Surroundings:
    """What the gap model sees of each slot by itself; n slots."""

    context: Tensor
    """(n, hidden) what stands in the window round it,"""
    near: Tensor
    """(n, near) its surface, the n-grams that it interrupts and the terms that it bounds."""
    pages: Tensor
    """(n,)"""
    beside: Tensor
    """(n, 8)"""
    paragraphs: Tensor
    """(n,)"""


class GapNet(Exported):
    """What was printed in each slot, see `cleaner.models.gaps`."""

    DROPOUT: Final = 0.25
    """Share of what is seen of n-grams and terms that is left out; twice, number by number and n-gram by
    n-gram. Half as much of the context."""

    def __init__(
        self, encoder: Encoder, labels: int, sizes: GapSizes, paragraph_encoder: nn.Module | None = None
    ) -> None:
        """`paragraph_encoder` is of `cleaner.lab.training.paragraph_encoders`; none adds nothing."""
        super().__init__()
        self.encoder, self.paragraph_encoder = encoder, paragraph_encoder
        embedded = sizes.token + sizes.pair
        near = embedded + 3 * sizes.gram + 4 * sizes.span
        channels, hidden, narrow = sizes.channels, sizes.hidden, sizes.narrow
        windows = (2 * SINGLES + 6) * channels
        self.token = embedding(encoder.size, sizes.token, 0.3)
        self.pair = embedding(2**encoder.pair_bits, sizes.pair, 0.1)
        self.gram = embedding(2**encoder.gram_bits, sizes.gram, 0.1)
        self.span = embedding(LENGTHS + 2**encoder.span_bits, sizes.span, 0.1)
        self.conv = linear(3 * embedded, channels, 1 / math.sqrt(embedded))
        self.wide = linear(3 * channels, channels, 1 / math.sqrt(3 * channels))
        self.wider = linear(3 * channels, channels, 1 / math.sqrt(3 * channels))
        self.context = linear(windows, hidden, 1 / math.sqrt(windows), bias=False)
        self.near = linear(near, hidden, 1 / math.sqrt(near), bias=False)
        self.page = embedding(PAGE_KINDS, hidden, 0.0)
        self.narrow = nn.ModuleList(
            linear(hidden, narrow, 1 / math.sqrt(hidden), bias=False) for _ in REACHES
        )
        self.slots = nn.ModuleList(linear(3 * narrow, hidden, 0.5 / math.sqrt(narrow)) for _ in REACHES)
        self.out = linear(hidden, labels, 0.5 / math.sqrt(hidden))

    def names(self) -> Mapping[str, str]:
        plain = ("token", "pair", "gram", "span", "context", "near", "page")
        biased = ("conv", "wide", "wider", "out")
        found = {name: f"{name}.weight" for name in (*plain, *biased)}
        found |= {f"{name}_bias": f"{name}.bias" for name in biased}
        for i, far in enumerate(REACHES):
            found[f"narrow{far}"] = f"narrow.{i}.weight"
            found[f"slots{far}"], found[f"slots{far}_bias"] = f"slots.{i}.weight", f"slots.{i}.bias"
        return found

    def forward(self, text: Encoded) -> Tensor:
        """Logits, shape (slots, labels)."""
        return self.above(self.around(text))

    def around(self, text: Encoded) -> Surroundings:
        """What is seen of each slot by itself."""
        tokens, pairs, surfaces, grams, spans, windows, beside, pages, paragraphs = map(tensor, text)
        layers = [self.read(tokens, pairs)]
        for step in (1, 2, 4):
            last = layers[-1]
            layers.append(torch.cat([last[:-step] + last[step:], last[-step:]]))
        look_up = functional.embedding
        context = [look_up(windows[:, : 2 * SINGLES], layers[0]).flatten(1)]
        context += [look_up(windows[:, 2 * SINGLES + i], layers[1 + i % 3]) for i in range(6)]
        near = [
            self.token(surfaces),
            self.pair(grams[:, 0]),
            self._dropped(self._thinned(self.gram(grams[:, 1:])).flatten(1)),
            self._dropped((self.span(spans[:, :4]) + self._thinned(self.span(spans[:, 4:]))).flatten(1)),
        ]
        windowed = self.context(self._dropped(torch.cat(context, 1), self.DROPOUT / 2))
        return Surroundings(windowed, torch.cat(near, 1), pages, beside, paragraphs)

    def read(self, tokens: Tensor, pairs: Tensor) -> Tensor:
        """Each token with its neighbours, seven on either side, shape (tokens, channels)."""
        embedded = torch.cat([self.token(tokens), self.pair(pairs)], 1)
        first = _convolved(embedded, self.conv, 1)
        second = first + _convolved(first, self.wide, 2)
        return second + _convolved(second, self.wider, 4)

    def above(self, seen: Surroundings) -> Tensor:
        """Logits, given what is seen of each slot by itself."""
        hidden = torch.relu(seen.context + self.near(seen.near) + self.page(seen.pages))
        for i, (narrow, slots) in enumerate(zip(self.narrow, self.slots, strict=True)):
            padded = functional.pad(narrow(hidden), (0, 0, 0, 1))
            left, right = seen.beside[:, 2 * i], seen.beside[:, 2 * i + 1]
            hidden = hidden + torch.relu(slots(torch.cat([padded[left], padded[:-1], padded[right]], 1)))
        return self.judged(hidden, seen.paragraphs)

    def judged(self, states: Tensor, paragraphs: Tensor) -> Tensor:
        """Logits, given the states of the slots, by way of the encoder of paragraphs."""
        if self.paragraph_encoder is not None:
            states = self.paragraph_encoder(states, paragraphs)
        return self.out(states)

    def _dropped(self, x: Tensor, share: float = DROPOUT) -> Tensor:
        return functional.dropout(x, share, self.training)

    def _thinned(self, x: Tensor) -> Tensor:
        """Some of the rows as if they had never been seen: n-grams of other texts are new."""
        if not self.training:
            return x
        return x * (torch.rand(x.shape[:2]) >= self.DROPOUT)[:, :, None]


def _convolved(x: Tensor, layer: Any, apart: int) -> Tensor:
    """Each position with the ones `apart` before and behind, shape (positions, channels); rectified."""
    padded = functional.pad(x, (0, 0, apart, apart))
    around = torch.cat([padded[: -2 * apart], x, padded[2 * apart :]], 1)
    return torch.relu(layer(around))


class HeadNet(Exported):
    """Headline, section heading or piece of a paragraph, see `cleaner.models.heads`."""

    ROWS = True
    CHARACTERS, PAIRS, HIDDEN = 16, 8, 64
    DROPOUT: Final = 0.2

    def __init__(self) -> None:
        super().__init__()
        places = heads.PLACED
        inside = (2 * places + 1) * self.CHARACTERS + (2 * places - 1) * self.PAIRS
        self.characters = embedding(1 << heads.CHARACTER_BITS, self.CHARACTERS, 0.2)
        self.pairs = embedding(1 << heads.PAIR_BITS, self.PAIRS, 0.2)
        self.hidden = linear(inside, self.HIDDEN, inside**-0.5, bias=False)
        self.length = embedding(seams.REACH, self.HIDDEN, 0.1)
        self.out = linear(self.HIDDEN, 3, self.HIDDEN**-0.5)

    def names(self) -> Mapping[str, str]:
        matrices = ("characters", "pairs", "hidden", "length", "out")
        return {name: f"{name}.weight" for name in matrices} | {"out bias": "out.bias"}

    def forward(self, texts: Sequence[str]) -> Tensor:
        """Scores of headline, heading and text, shape (texts, 3)."""
        found, places = heads.features(texts), heads.PLACED
        seen = tensor(found.seen.astype(np.float32))[:, :, None]
        characters = self.characters(tensor(found.characters)) * seen
        pairs = self.pairs(tensor(found.pairs)) * seen[:, 1:]
        root = seen.sum(1).clamp(min=1) ** 0.5
        inside = [
            characters.sum(1) / root,
            pairs.sum(1) / root,
            characters[:, :places].flatten(1),
            pairs[:, : places - 1].flatten(1),
            self.characters(tensor(found.last_characters)).flatten(1),
            self.pairs(tensor(found.last_pairs)).flatten(1),
        ]
        dropped = functional.dropout(torch.cat(inside, 1), self.DROPOUT, self.training)
        length = tensor(found.seen.sum(axis=1).clip(1, seams.REACH) - 1)
        return self.out(torch.relu(self.hidden(dropped) + self.length(length)))


class HeadlineNet(Exported):
    """Which of the lines over a text is the headline, see `cleaner.models.headlines`."""

    def __init__(self) -> None:
        super().__init__()
        self.scores = nn.EmbeddingBag(headlines.BUCKETS, 1, mode="sum")
        nn.init.zeros_(self.scores.weight)

    def names(self) -> Mapping[str, str]:
        return {"scores": "scores.weight"}

    def forward(self, lines: Sequence[NDArray[np.int64]]) -> Tensor:
        """Scores of lines by the buckets of their features, shape (lines,)."""
        starts = np.cumsum([0, *map(len, lines)])[:-1]
        return self.scores(tensor(np.concatenate(lines)), tensor(starts))[:, 0]


class SeamNet(Exported):
    """Vectors of ends and of beginnings, see `cleaner.models.seams`."""

    ROWS = True
    CHARACTERS, PAIRS, HIDDEN, VECTOR = 32, 24, 256, 64
    DROPOUT: Final = 0.1

    def __init__(self) -> None:
        super().__init__()
        inside = (seams.SINGLES + 1) * self.CHARACTERS + seams.PAIRS * self.PAIRS
        self.characters = embedding(1 << seams.CHARACTER_BITS, self.CHARACTERS, 0.3)
        self.pairs = embedding(1 << seams.PAIR_BITS, self.PAIRS, 0.2)
        sides = (seams.ENDS, seams.STARTS)
        self.hidden = nn.ModuleDict({side: linear(inside, self.HIDDEN, inside**-0.5) for side in sides})
        self.out = nn.ModuleDict(
            {side: linear(self.HIDDEN, self.VECTOR, (8 * self.HIDDEN) ** -0.5) for side in sides}
        )

    def names(self) -> Mapping[str, str]:
        found = {"characters": "characters.weight", "pairs": "pairs.weight"}
        for side in (seams.ENDS, seams.STARTS):
            for layer in ("hidden", "out"):
                found[f"{side}.{layer}"] = f"{layer}.{side}.weight"
                found[f"{side}.{layer} bias"] = f"{layer}.{side}.bias"
        return found

    def forward(self, side: str, codes: Ints) -> Tensor:
        """Vectors of the ends or the beginnings of texts, shape (texts, vector)."""
        characters, pairs = map(tensor, seams.features(codes))
        seen = tensor(codes > 0)[:, :, None]
        embedded = self.characters(characters) * seen
        mean = embedded.sum(1) / seen.sum(1).clamp(min=1)
        inside = torch.cat([embedded[:, : seams.SINGLES].flatten(1), self.pairs(pairs).flatten(1), mean], 1)
        dropped = functional.dropout(inside, self.DROPOUT, self.training)
        return self.out[side](torch.relu(self.hidden[side](dropped)))


class LinkNet(Exported):
    """Two scores for each choice, see `cleaner.models.links`."""

    HIDDEN: Final = 96
    DROPOUT: Final = 0.2

    def __init__(self, features: int) -> None:
        super().__init__()
        self.linear = linear(features, 2, 0.0, bias=False)
        self.hidden = linear(features, self.HIDDEN, features**-0.5)
        self.out = linear(self.HIDDEN, 2, 0.1 * self.HIDDEN**-0.5, bias=False)

    def names(self) -> Mapping[str, str]:
        weights = {name: f"{name}.weight" for name in ("linear", "hidden", "out")}
        return weights | {"bias": "hidden.bias"}

    def forward(self, features: Tensor) -> Tensor:
        """Scores of choices among those of their right and of their left fragments, shape (choices, 2)."""
        units = functional.dropout(torch.relu(self.hidden(features)), self.DROPOUT, self.training)
        return self.linear(features) + self.out(units)
