"""Fits a network of links (`cleaner.layout.networks`) to pages whose right choices are known. Needs torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.lab.training.loop import Tensor, matrix, seeded_torch
from cleaner.layout.networks import FOLLOWED, FOLLOWS, Network

Ints = NDArray[np.int64]
HIDDEN: Final = 96
EPOCHS: Final = 24
PAGES: Final = 16
"""Pages of a batch."""
RATE, DECAY, DROPOUT = 2e-3, 0.05, 0.2
FAINT: Final = 0.05
"""Spread that evidence is taken to have at least, so that what is rare is not blown up."""


@dataclass(frozen=True, eq=False)
class Case:
    """The choices of a page: evidence (choices, F) and, for both sides, whose each is and which is right."""

    evidence: NDArray[np.float16]
    owners: tuple[Ints, Ints]
    """Fragments, -1 for none; FOLLOWS, FOLLOWED."""
    right: NDArray[np.bool_]


def fit_network(cases: Sequence[Case], names: Sequence[str], seed: int = 0) -> Network:
    """The network that makes the right choices likeliest: cross entropy over both sides of every page."""
    torch = seeded_torch(seed)
    rng = np.random.default_rng(seed)
    spread = _spread(cases)
    width = len(names)

    net = {
        "linear": matrix(torch, width, 2, 0.0),
        "hidden": matrix(torch, width, HIDDEN, width**-0.5),
        "bias": torch.zeros(HIDDEN, requires_grad=True),
        "out": matrix(torch, HIDDEN, 2, 0.1 * HIDDEN**-0.5),
    }
    optimiser = torch.optim.AdamW(net.values(), lr=RATE, weight_decay=DECAY)
    for epoch in range(EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        order = rng.permutation(len(cases)).tolist()
        for start in range(0, len(order), PAGES):
            batch = _joined([cases[n] for n in order[start : start + PAGES]])
            evidence = torch.from_numpy(batch.evidence.astype(np.float32) / spread)
            units = torch.nn.functional.dropout(torch.relu(evidence @ net["hidden"] + net["bias"]), DROPOUT)
            scores = evidence @ net["linear"] + units @ net["out"]
            loss = sum(
                _cross_entropy(torch, scores[:, side], batch.owners[side], batch.right)
                for side in (FOLLOWS, FOLLOWED)
            )
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
    linear, hidden, bias, out = (weight.detach().numpy() for weight in net.values())
    seen = (spread > FAINT)[:, None]  # what never varied has learned nothing
    return Network(names, linear / spread[:, None] * seen, hidden / spread[:, None] * seen, bias, out)


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
        for side in (FOLLOWS, FOLLOWED):
            owner = case.owners[side]
            known = (owner >= 0) & np.isin(owner, owner[case.right])
            owners[side].append(np.where(known, owner + shift, -1))
        shift += int(max(owner.max() for owner in case.owners)) + 1
    return Case(
        np.concatenate([case.evidence for case in cases]),
        (np.concatenate(owners[FOLLOWS]), np.concatenate(owners[FOLLOWED])),
        np.concatenate([case.right for case in cases]),
    )


def _cross_entropy(torch: Any, scores: Tensor, owner: Ints, right: NDArray[np.bool_]) -> Tensor:
    """Mean over the owners of minus the log-probability of their right choices."""
    kept = np.flatnonzero(owner >= 0)
    _, number = np.unique(owner[kept], return_inverse=True)
    number = torch.from_numpy(number)
    scores, chosen = scores[torch.from_numpy(kept)], torch.from_numpy(right[kept])
    count = int(number.max()) + 1
    top = torch.full((count,), -1e9).scatter_reduce(0, number, scores.detach(), "amax")
    total = torch.zeros(count).scatter_add(0, number, (scores - top[number]).exp())
    return -(scores - top[number] - total.log()[number])[chosen].mean()
