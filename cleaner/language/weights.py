"""Weights of small networks in files: whole numbers of few bits, with a factor for each column."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_SCALE: Final = ".scale"


def load(path: Path) -> dict[str, Floats]:
    """The weights that `store` wrote, by name."""
    with np.load(path) as stored:
        names = [name for name in stored.files if not name.endswith(_SCALE)]
        return {name: stored[name] * stored[name + _SCALE].astype(np.float32) for name in names}


def store(weights: Mapping[str, Floats], path: Path, bits: Mapping[str, float]) -> None:
    """Write weights, each matrix with so many bits a number, 8 where `bits` does not say."""
    arrays: dict[str, Any] = {}
    for name, weight in weights.items():
        arrays[name], arrays[name + _SCALE] = quantised(weight, bits.get(name, 8))
    np.savez(path, **arrays)


def quantised(matrix: Floats, bits: float) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Whole numbers of so many bits and a factor for each column; extremes are clipped if that is nearer."""
    most = int(2 ** (bits - 1) - 1)

    def rounded(share: float) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
        bound = np.maximum(np.quantile(np.abs(matrix), share, axis=0), 1e-6)
        scale = (bound / most).astype(np.float16)
        return np.clip(np.round(matrix / scale), -most, most).astype(np.int8), scale

    def error(candidate: tuple[NDArray[np.int8], NDArray[np.float16]]) -> float:
        whole, scale = candidate
        return float(np.square(whole * scale.astype(np.float32) - matrix).sum())

    return min(map(rounded, (0.9999, 0.999, 0.99, 0.98, 0.95)), key=error)
