"""Encoders of paragraphs, which stand between the states of the gap model and its last layer.

Each takes the state of every slot, which knows the text some twenty characters to either side, and adds to it
what the rest of the paragraph says; all begin by adding next to nothing. `cleaner.lab.training.families`
compares them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import torch
from torch import nn
from torch.nn import functional

from cleaner.lab.training.modules import linear

Tensor = Any
FARTHEST: Final = 256
"""Slots over which a recurrent encoder remembers."""
DROPOUT: Final = 0.1
"""Share of the numbers left out of what a layer adds."""


class Convolution(nn.Module):
    """Dilated convolutions over the slots of a paragraph, each added to the one before.

    Slots stand some five characters apart: the last layer sees 63 slots, some 300 characters, to either side.
    """

    REACHES: Final = (1, 2, 4, 8, 16, 32)

    def __init__(self, size: int, narrow: int = 96) -> None:
        super().__init__()
        self.narrow = nn.ModuleList(linear(size, narrow, size**-0.5, bias=False) for _ in self.REACHES)
        self.wide = nn.ModuleList(linear(3 * narrow, size, 0.02 * narrow**-0.5) for _ in self.REACHES)

    def forward(self, states: Tensor, paragraphs: Tensor) -> Tensor:
        """States with what was added, shape (slots, size).

        `paragraphs` is the number of the paragraph of each slot, ascending.
        """
        count = len(states)
        places = torch.arange(count)
        for far, narrow, wide in zip(self.REACHES, self.narrow, self.wide, strict=True):
            padded = functional.pad(narrow(states), (0, 0, 0, 1))
            beside = []
            for step in (-far, far):
                other = (places + step).clamp(0, count - 1)
                inside = (paragraphs[other] == paragraphs) & (other == places + step)
                beside.append(padded[torch.where(inside, other, count)])
            around = torch.cat([beside[0], padded[:-1], beside[1]], 1)
            states = states + functional.dropout(torch.relu(wide(around)), DROPOUT, self.training)
        return states


class Recurrent(nn.Module):
    """Two quasi-recurrent layers (Bradbury et al. 2017) through each paragraph, half of the units backwards.

    The gates depend on the states of the slots alone, so that a whole paragraph is worked out in few steps.
    """

    LAYERS: Final = 2

    def __init__(self, size: int, width: int = 96) -> None:
        super().__init__()
        self.gates = nn.ModuleList(linear(size, 6 * width, size**-0.5) for _ in range(self.LAYERS))
        self.out = nn.ModuleList(linear(2 * width, size, 0.0) for _ in range(self.LAYERS))
        with torch.no_grad():
            for gates in self.gates:  # forget slowly at first
                gates.bias[2 * width : 4 * width] = 2.0

    def forward(self, states: Tensor, paragraphs: Tensor) -> Tensor:
        """As `Convolution.forward`."""
        begins = functional.pad(paragraphs[1:] != paragraphs[:-1], (1, 0), value=True)
        ends = torch.cat([begins[1:], begins[:1]])
        for gates, out in zip(self.gates, self.out, strict=True):
            entering, keeping, leaving = gates(states).chunk(3, 1)
            keep = torch.sigmoid(keeping)
            inside = (1 - keep) * torch.tanh(entering)
            half = keep.shape[1] // 2
            ahead = scan(inside[:, :half], keep[:, :half] * ~begins[:, None])
            back = scan(inside[:, half:].flip(0), (keep[:, half:] * ~ends[:, None]).flip(0)).flip(0)
            message = torch.sigmoid(leaving) * torch.cat([ahead, back], 1)
            states = states + functional.dropout(out(message), DROPOUT, self.training)
        return states


def scan(entering: Tensor, kept: Tensor) -> Tensor:
    """Each row with the share `kept` of the row before it, that with its own share, and so on.

    Shape (rows, units), by doubling; nothing is kept of what stands more than `FARTHEST` rows before.

    >>> scan(torch.tensor([[1.0], [1.0], [1.0]]), torch.tensor([[0.0], [0.5], [0.5]])).flatten().tolist()
    [1.0, 1.5, 1.75]
    """
    step = 1
    while step < min(FARTHEST, len(entering)):
        entering = torch.cat([entering[:step], entering[step:] + kept[step:] * entering[:-step]])
        kept = torch.cat([kept[:step], kept[step:] * kept[:-step]])
        step *= 2
    return entering


class Transformer(nn.Module):
    """Attention (Vaswani et al. 2017) over a paragraph and its neighbours, up to `LONGEST` slots at once.

    How far apart two slots are, and whether they are of one paragraph, is added to what they attend by (Shaw
    et al. 2018); layers normalise what they read.
    """

    LONGEST: Final = 160
    FARTHEST: Final = 32
    """Slots apart from which it makes no difference how far."""

    def __init__(self, size: int, width: int = 128, heads: int = 4, layers: int = 2) -> None:
        super().__init__()
        self.heads = heads
        self.enter = nn.Sequential(nn.LayerNorm(size), nn.Linear(size, width))
        self.read = nn.ModuleList(
            nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 3 * width)) for _ in range(layers)
        )
        self.mix = nn.ModuleList(nn.Linear(width, width) for _ in range(layers))
        self.think = nn.ModuleList(
            nn.Sequential(
                nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width)
            )
            for _ in range(layers)
        )
        self.apart = nn.Parameter(torch.zeros(layers, heads, 2 * self.FARTHEST + 1))
        self.together = nn.Parameter(torch.zeros(layers, heads))
        self.out = linear(width, size, 0.0)

    def forward(self, states: Tensor, paragraphs: Tensor) -> Tensor:
        """As `Convolution.forward`."""
        entered = self.enter(states)
        groups = list(self._groups(paragraphs))
        longest = max(map(len, groups))
        at = torch.stack([functional.pad(group, (0, longest - len(group)), value=-1) for group in groups])
        seen = at >= 0
        x = entered[at.clamp(min=0)] * seen[:, :, None]
        place = torch.arange(longest)
        apart = (place - place[:, None]).clamp(-self.FARTHEST, self.FARTHEST) + self.FARTHEST
        numbers = paragraphs[at.clamp(min=0)]
        same = (numbers[:, None] == numbers[:, :, None])[:, None]
        barred = torch.where(seen, 0.0, -1e9)[:, None, None]
        parts = zip(self.read, self.mix, self.think, self.apart, self.together, strict=True)
        for read, mix, think, far, own in parts:
            bias = far[:, apart] + own[:, None, None] * same + barred
            queries, keys, values = (
                part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in read(x).chunk(3, 2)
            )
            attended = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=bias)
            x = x + functional.dropout(mix(attended.transpose(1, 2).flatten(2)), DROPOUT, self.training)
            x = x + functional.dropout(think(x), DROPOUT, self.training)
        return states + self.out(x[seen])

    def _groups(self, paragraphs: Tensor) -> Iterator[Tensor]:
        """Places of slots that are read together: neighbouring paragraphs, longer ones in pieces."""
        pieces = (piece for paragraph in _runs(paragraphs) for piece in paragraph.split(self.LONGEST))
        group: list[Tensor] = []
        for piece in pieces:
            if group and sum(map(len, group)) + len(piece) > self.LONGEST:
                yield torch.cat(group)
                group = []
            group.append(piece)
        yield torch.cat(group)


def _runs(paragraphs: Tensor) -> list[Tensor]:
    """The places of the slots of each paragraph."""
    _, lengths = torch.unique_consecutive(paragraphs, return_counts=True)
    return list(torch.arange(len(paragraphs)).split(lengths.tolist()))


FAMILIES: Final = {"convolution": Convolution, "recurrent": Recurrent, "transformer": Transformer}
"""By their names on the command line."""
