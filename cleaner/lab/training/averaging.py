"""The mean of gap models trained one from another.

    python -m cleaner.lab.training.averaging A.npz B.npz --out gaps.npz

Checkpoints of one run share a basin of the loss, and their mean is often better than each (Wortsman et al.
2022, Model soups). A surface that only the later ones know has the mean of those.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.lab.training.gaps import read, save

Float32s = NDArray[np.float32]


def mean(matrices: Sequence[Float32s]) -> Float32s:
    """Of matrices of which some have fewer rows than others, each row's mean over those that have it.

    >>> mean([np.ones((1, 2), np.float32), np.full((2, 2), 3.0, np.float32)]).tolist()
    [[2.0, 2.0], [3.0, 3.0]]
    """
    longest = max(matrices, key=len)
    total, count = np.zeros_like(longest), np.zeros(len(longest), dtype=np.float32)
    for matrix in matrices:
        total[: len(matrix)] += matrix
        count[: len(matrix)] += 1
    found: Float32s = total / count.reshape(-1, *[1] * (total.ndim - 1))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.averaging", description=__doc__)
    parser.add_argument("models", type=Path, nargs="+", help="weights files, the last trained one last")
    parser.add_argument("--out", type=Path, required=True, help="weights file to write")
    options = parser.parse_args(arguments)
    read_ones: list[tuple[dict[str, Float32s], dict[str, Any]]] = [read(path) for path in options.models]
    names = read_ones[-1][0]
    save(options.out, {name: mean([w[name] for w, _ in read_ones]) for name in names}, read_ones[-1][1], None)


if __name__ == "__main__":
    main()
