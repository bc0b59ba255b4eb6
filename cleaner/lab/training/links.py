"""Fits a network of links (`cleaner.models.links`) to pages whose right choices are known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from cleaner.lab.training.loop import Schedule, Tensor, cross_entropy_by_owner, seed_all, train
from cleaner.lab.training.modules import LinkNet
from cleaner.models.links import PREDECESSOR, SUCCESSOR, Network

Ints = NDArray[np.int64]
EPOCHS: Final = 24
PAGES: Final = 16
"""Pages of a batch."""
RATE, DECAY = 2e-3, 0.05
FAINT: Final = 0.05
"""Spread that evidence is taken to have at least, so that what is rare is not blown up."""


@dataclass(frozen=True)
class Further:
    """How weights that are fitted already are fitted further."""

    epochs: int
    rate: float
    anchor: float
    """What the square of each weight's distance from where it started costs, in nats."""


AGAIN: Final = Further(epochs=5, rate=5e-4, anchor=0.002)
"""On pages of the same kinds."""
ELSEWHERE: Final = Further(epochs=8, rate=1e-3, anchor=5e-4)
"""On pages of another kind. Held as near as `AGAIN` holds them, they find fewer links of simulated pages read
across: F1 at first 0.745, not 0.776."""


@dataclass(frozen=True, eq=False)
class Case:
    """The choices of a page: evidence (choices, F) and, for both sides, whose each is and which is right."""

    evidence: NDArray[np.float16]
    owners: tuple[Ints, Ints]
    """Fragments, -1 for none; SUCCESSOR, PREDECESSOR."""
    right: NDArray[np.bool_]


def fit_network(
    cases: Sequence[Case],
    names: Sequence[str],
    seed: int = 0,
    start: Network | None = None,
    further: Further = AGAIN,
) -> Network:
    """The network that makes the right choices likeliest: cross entropy over both sides of every page.

    With a network to start from, which knows all or some of the names, its weights are fitted further, and
    held near where they were, as `further` says.
    """
    seed_all(seed)
    spread = _spread(cases)
    net = LinkNet(len(names))
    if start is not None:
        net.restore(_aligned(start, names, spread))
    anchors = [weights.detach().clone() for weights in net.parameters()]
    rate, epochs, decay = (RATE, EPOCHS, DECAY) if start is None else (further.rate, further.epochs, 0.0)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay)

    def loss_of(batch: Case) -> Tensor:
        scores, right = net(torch.from_numpy(batch.evidence / spread)), torch.from_numpy(batch.right)
        entropy = sum(
            cross_entropy_by_owner(scores[:, side], torch.from_numpy(batch.owners[side]), right)
            for side in (SUCCESSOR, PREDECESSOR)
        )
        if start is None:
            return entropy
        moved = zip(net.parameters(), anchors, strict=True)
        return entropy + further.anchor * sum((now - then).square().sum() for now, then in moved)

    steps = epochs * math.ceil(len(cases) / PAGES)
    train(net, optimiser, _batches(cases, seed), loss_of, Schedule(steps, rate, warm_up=0))
    found = net.arrays()
    seen = (spread > FAINT)[:, None] | (start is not None)  # what never varied has learned nothing
    scaled = {name: found[name] / spread[:, None] * seen for name in ("linear", "hidden")}
    return Network(names, scaled["linear"], scaled["hidden"], found["bias"], found["out"])


def widened(network: Network, names: Sequence[str]) -> Network:
    """A network for evidence of these names, of which those that it does not know weigh nothing."""
    arrays = _aligned(network, names, np.ones(len(names), dtype=np.float32))
    return Network(names, arrays["linear"], arrays["hidden"], arrays["bias"], arrays["out"])


def _aligned(network: Network, names: Sequence[str], spread: NDArray[np.float32]) -> dict[str, Any]:
    """The arrays of a network for evidence of these names divided by its spread; new ones weigh nothing."""
    place = {name: n for n, name in enumerate(network.names)}
    rows = [place.get(name, -1) for name in names]

    def matrix(stored: NDArray[np.float32]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = np.vstack([stored, np.zeros_like(stored[:1])])[rows] * spread[:, None]
        return found

    return {
        "linear": matrix(network.linear),
        "hidden": matrix(network.hidden),
        "bias": network.bias,
        "out": network.out,
    }


def _batches(cases: Sequence[Case], seed: int) -> Iterator[Case]:
    """Batches of pages in ever new order, each page once in an epoch."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(len(cases)).tolist()
        for start in range(0, len(order), PAGES):
            yield _joined([cases[n] for n in order[start : start + PAGES]])


def _spread(cases: Sequence[Case]) -> NDArray[np.float32]:
    """Standard deviation of each kind of evidence, and `FAINT` more."""
    count = sum(len(case.right) for case in cases)
    mean = sum(case.evidence.astype(np.float64).sum(axis=0) for case in cases) / count
    square = sum(np.square(case.evidence.astype(np.float64)).sum(axis=0) for case in cases) / count
    found: NDArray[np.float32] = (np.sqrt(np.maximum(square - mean**2, 0.0)) + FAINT).astype(np.float32)
    return found


def _joined(cases: Sequence[Case]) -> Case:
    """Several pages as one; fragments without a right choice own nothing."""
    owners: list[list[Ints]] = [[], []]
    shift = 0
    for case in cases:
        for side in (SUCCESSOR, PREDECESSOR):
            owner = case.owners[side]
            known = (owner >= 0) & np.isin(owner, owner[case.right])
            owners[side].append(np.where(known, owner + shift, -1))
        shift += int(max(owner.max() for owner in case.owners)) + 1
    return Case(
        np.concatenate([case.evidence for case in cases]),
        (np.concatenate(owners[SUCCESSOR]), np.concatenate(owners[PREDECESSOR])),
        np.concatenate([case.right for case in cases]),
    )
