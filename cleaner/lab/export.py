"""Trained models into files that the product reads: arrays, and a manifest beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.models.links import FEATURES, MATRICES, NETWORKS, LinkModel
from cleaner.models.store import Float32s, ModelManifest

PACKED = 5
"""Bits of the numbers of a matrix that is packed, at the most."""
HIDDEN = 8
"""Bits of the weights of the hidden layer of a network of links."""
_MIDDLE = np.int8(16)
"""Of what they can hold."""
LEAST = 1e-4
"""Largest weight of a column at the least, for its factor to be no zero in half precision."""


def export(
    path: Path,
    model: str,
    features: int,
    corpus: Path | None,
    arrays: Mapping[str, Any] | None = None,
    constants: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> None:
    """Write a model: `NAME.json`, and `NAME.npz` where it has arrays; `path` is either of them.

    Args:
        path: what is written; both files are complete or as they were before.
        model: name of the model.
        features: version of the features that it reads.
        corpus: file that it was trained on, of which the digest is kept.
        arrays: what `read_arrays` gives back.
        constants: what was fitted with it.
        parameters: the model itself, where it is tables of numbers.
    """
    digest = None
    if arrays is not None:
        partial = path.with_suffix(".part.npz")
        np.savez(partial, **arrays)
        digest = digest_of(partial)
        partial.replace(path.with_suffix(".npz"))
    trained_on = digest_of(corpus) if corpus else None
    _write(path, ModelManifest(model, features, trained_on, digest, constants or {}, parameters or {}))


def export_links(model: LinkModel, path: Path, corpus: Path | None) -> None:
    """Write what `LinkModel.load` reads."""
    arrays: dict[str, Any] = {}
    for name, network in zip(NETWORKS, (model.first, model.by_paths), strict=True):
        arrays[f"{name}.names"] = np.array(network.names)
        arrays |= {f"{name}.{part}": getattr(network, part).astype(np.float16) for part in MATRICES}
        whole, scale = quantised(network.hidden.T, HIDDEN)  # a factor for each kind of evidence
        arrays |= {f"{name}.hidden": whole.T.copy(), f"{name}.hidden.scale": scale[:, None]}
    certainty = {"scale": model.scale, "shift": model.shift}
    in_order = {"headline": model.headline_in_order}
    export(path, path.stem, FEATURES, corpus, arrays, {"certainty": certainty, "in_order": in_order})


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def set_constants(path: Path, **constants: Mapping[str, Any]) -> None:
    """Write constants that were fitted with a stored model into its manifest; others stay."""
    file = path.with_suffix(".json")
    manifest = ModelManifest(**json.loads(file.read_text(encoding="utf-8")))
    _write(path, replace(manifest, constants={**manifest.constants, **constants}))


def _write(path: Path, manifest: ModelManifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


def in_planes(numbers: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """The bytes of whole numbers that `cleaner.models.store.from_planes` reads, shape (bytes, *shape).

    >>> in_planes(np.array([1, 258], dtype=np.uint32)).tolist()
    [[1, 2], [0, 1]]
    """
    used = (int(numbers.max(initial=1)).bit_length() + 7) // 8
    return np.stack([(numbers >> np.uint32(8 * n)).astype(np.uint8) for n in range(used)])


def in_nibbles(numbers: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Numbers below 32 as `cleaner.models.store.from_nibbles` reads them.

    >>> high, low = in_nibbles(np.array([[2, 31]], dtype=np.uint8))
    >>> high.tolist(), low.tolist()
    ([[31]], [[64]])
    """
    high: NDArray[np.uint8] = numbers >> np.uint8(1)
    if high.shape[-1] % 2:
        high = np.concatenate([high, np.zeros_like(high[..., :1])], axis=-1)
    both: NDArray[np.uint8] = high[..., ::2] << np.uint8(4) | high[..., 1::2]
    return both, np.packbits(numbers & np.uint8(1), axis=-1)


def in_few_bits(weights: Mapping[str, Float32s], bits: Mapping[str, float]) -> dict[str, Any]:
    """Arrays of weights, each matrix with so many bits a number, 8 where `bits` does not say.

    Those of five bits or less are stored as `Packed` reads them; of more, a wheel packs bytes as well.
    """
    arrays: dict[str, Any] = {}
    for name, weight in weights.items():
        whole, arrays[f"{name}.scale"] = quantised(weight, bits.get(name, 8))
        if bits.get(name, 8) > PACKED:
            arrays[name] = whole
        else:
            arrays[f"{name}.high"], arrays[f"{name}.low"] = in_nibbles((whole + _MIDDLE).view(np.uint8))
    return arrays


def quantised(matrix: Float32s, bits: float) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Whole numbers of so many bits and a factor for each column; extremes are clipped if that is nearer."""
    most = int(2 ** (bits - 1) - 1)

    def rounded(share: float) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
        bound = np.maximum(np.quantile(np.abs(matrix), share, axis=0), LEAST)
        scale = (bound / most).astype(np.float16)
        return np.clip(np.round(matrix / scale), -most, most).astype(np.int8), scale

    def error(candidate: tuple[NDArray[np.int8], NDArray[np.float16]]) -> float:
        whole, scale = candidate
        return float(np.square(whole * scale.astype(np.float32) - matrix).sum())

    return min(map(rounded, (0.9999, 0.999, 0.99, 0.98, 0.95)), key=error)
