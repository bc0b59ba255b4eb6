"""The one training loop: gradient steps over batches, with a schedule of the learning rate."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import torch

Batch = TypeVar("Batch")
Tensor = Any
REPORTED: Final = 500
"""Steps from one line of progress to the next."""


@dataclass(frozen=True)
class Schedule:
    """How the learning rate changes: it rises in a line, then falls in a line to nothing."""

    steps: int
    rate: float
    """The highest learning rate."""
    warm_up: int = 200
    """Steps in which it rises; 0 to begin with the highest."""
    decay: bool = True
    """Whether it falls at all."""

    def rate_at(self, step: int) -> float:
        """The learning rate of a step, counted from 1.

        >>> [Schedule(4, 1.0, warm_up=2).rate_at(step) for step in (1, 2, 3, 4)]
        [0.5, 0.75, 0.5, 0.25]
        """
        rising = step / self.warm_up if self.warm_up else 1.0
        return self.rate * min(rising, 1 - (step - 1) / self.steps if self.decay else 1.0)


@dataclass(frozen=True)
class Timed:
    """The same over an allowance of processor time, which the batches must end with."""

    seconds: float
    rate: float
    """The highest learning rate."""
    warm_up: int = 100
    steps: int = 10**9
    began: float = field(default_factory=time.process_time)

    @property
    def left(self) -> float:
        """Share of the time that is left, 0 at the least."""
        return max(0.0, 1 - (time.process_time() - self.began) / self.seconds)

    def rate_at(self, step: int) -> float:
        """The learning rate of a step, counted from 1."""
        return self.rate * min(step / self.warm_up, self.left)


def seed_all(seed: int, threads: int = 1) -> None:
    """Make the same seed give the same weights; more than one thread may not."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)


def train(
    net: Any,
    optimiser: Any,
    batches: Iterable[Batch],
    loss_of: Callable[[Batch], Tensor],
    schedule: Schedule | Timed,
    average: Any = None,
    after_step: Callable[[int], None] | None = None,
) -> None:
    """Make a step down the slope of `loss_of` for each batch, `schedule.steps` at most.

    Args:
        net: the module that is trained; it is in training mode afterwards no more.
        optimiser: of torch, over the parameters of the module; those that ask for a closure work too.
        batches: what `loss_of` is asked about, one a step.
        loss_of: the loss of a batch, a scalar.
        schedule: the learning rate.
        average: a `torch.optim.swa_utils.AveragedModel` of the module, updated after each step.
        after_step: called with the number of each step that is done, from 1.
    """
    started, mean = time.monotonic(), 0.0
    net.train()
    for step, batch in zip(range(1, schedule.steps + 1), batches, strict=False):
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate_at(step)

        def closure(batch: Batch = batch) -> Tensor:
            optimiser.zero_grad(set_to_none=True)
            loss = loss_of(batch)
            loss.backward()
            return loss

        loss = float(optimiser.step(closure).detach())
        if average is not None:
            average.update_parameters(net)
        mean += (loss - mean) * max(0.01, 1 / step)
        if step % REPORTED == 0:
            print(f"{step:6d}  loss {mean:.4f}  {time.monotonic() - started:6.0f} s", flush=True)
        if after_step is not None:
            after_step(step)
    net.eval()


def cross_entropy_by_owner(scores: Tensor, owner: Tensor, right: Tensor) -> Tensor:
    """Mean over the owners of minus the log-probability of their right choices, by a softmax over each one's.

    Args:
        scores: of the choices, shape (choices,).
        owner: whose each choice is, whole numbers, shape (choices,); -1 for choices that count for none.
        right: which choices are right, one of each owner's, shape (choices,).
    """
    kept = owner >= 0
    _, number = torch.unique(owner[kept], return_inverse=True)
    scores, chosen = scores[kept], right[kept]
    count = int(number.max()) + 1
    top = torch.full((count,), -1e9, dtype=scores.dtype).scatter_reduce(0, number, scores.detach(), "amax")
    total = torch.zeros(count, dtype=scores.dtype).scatter_add(0, number, (scores - top[number]).exp())
    return -(scores - top[number] - total.log()[number])[chosen].mean()


def options_of(
    arguments: Sequence[str] | None, name: str, description: str | None, steps: int
) -> argparse.Namespace:
    """Options of the commands that train a small model; `steps` is the default of `--steps`."""
    parser = argparse.ArgumentParser(prog=f"cleaner.lab.training.{name}", description=description)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date and page, .xz or not")
    parser.add_argument("--out", type=Path, required=True, help="weights file to write")
    parser.add_argument("--steps", type=int, default=steps, help="batches to train on")
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true", help="only measure the weights in --out")
    return parser.parse_args(arguments)
