"""Stochastic gradient descent with torch, for the small models."""

from __future__ import annotations

import argparse
import importlib
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Tensor = Any
RISE: Final = 200
"""Steps in which the learning rate rises; then it falls in a line to nothing."""
TOLD: Final = 500
"""Steps from one line of progress to the next."""


def seeded_torch(seed: int) -> Any:
    """The module, on one thread, so that the same seed gives the same weights.

    Raises:
        SystemExit: torch is not installed.
    """
    try:
        torch = importlib.import_module("torch")
    except ImportError as error:
        raise SystemExit("training needs torch: pip install '.[train]'") from error
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    return torch


def matrix(torch: Any, rows: int, columns: int, scale: float) -> Tensor:
    """Parameters that begin as noise."""
    return (torch.randn(rows, columns) * scale).requires_grad_()


def descend(optimiser: Any, loss_of_next: Callable[[], Tensor], steps: int, rate: float) -> None:
    """Make so many steps down the slope of what `loss_of_next` gives for one batch after the other."""
    started, average = time.monotonic(), 0.0
    for step in range(1, steps + 1):
        loss = loss_of_next()
        for group in optimiser.param_groups:
            group["lr"] = rate * min(step / RISE, 1 - (step - 1) / steps)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        average += (float(loss.detach()) - average) * max(0.01, 1 / step)
        if step % TOLD == 0:
            print(f"{step:6d}  loss {average:.3f}  {time.monotonic() - started:6.0f} s", flush=True)


def arrays_of(net: Mapping[str, Tensor]) -> dict[str, NDArray[np.float32]]:
    """The parameters as they are now."""
    return {name: weight.detach().numpy() for name, weight in net.items()}


def options_of(
    arguments: Sequence[str] | None, name: str, description: str | None, steps: int
) -> argparse.Namespace:
    """What the commands that train a small model are told; `steps` unless they are told how many."""
    parser = argparse.ArgumentParser(prog=f"cleaner.lab.training.{name}", description=description)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date and page, .xz or not")
    parser.add_argument("--out", type=Path, required=True, help="weights file to write")
    parser.add_argument("--steps", type=int, default=steps, help="batches to train on")
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true", help="only measure the weights in --out")
    return parser.parse_args(arguments)
