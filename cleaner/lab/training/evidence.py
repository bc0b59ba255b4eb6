"""Fits `cleaner.models.evidence` with scikit-learn: the mean of some networks, as one network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from cleaner.lab.export import export
from cleaner.models.evidence import FEATURES, MATRICES, EvidenceModel
from cleaner.models.store import FOLDER

Float32s = NDArray[np.float32]
Bools = NDArray[np.bool_]


def fit_evidence(
    model: str,
    names: Sequence[str],
    evidence: Float32s,
    true: Bools,
    *,
    networks: int,
    units: int,
    epochs: int,
    decay: float,
    seed: int = 0,
) -> EvidenceModel:
    """The mean of networks, each from another seed, that make the right answers likeliest.

    Args:
        model: name of the model.
        names: of the columns of the evidence.
        evidence: shape (cases, names).
        true: the answers, shape (cases,).
        networks: how many.
        units: of the hidden layer of each.
        epochs: how often each sees all cases.
        decay: what the squares of the weights cost, as scikit-learn counts it.
        seed: of the first network.
    """
    scaler = StandardScaler().fit(evidence)
    fitted = [
        MLPClassifier((units,), alpha=decay, max_iter=epochs, random_state=seed + n).fit(
            scaler.transform(evidence), true
        )
        for n in range(networks)
    ]
    return merged(model, names, fitted, scaler)


def merged(
    model: str, names: Sequence[str], networks: Sequence[MLPClassifier], scaler: StandardScaler
) -> EvidenceModel:
    """One network over the evidence itself, whose log-odds are the mean of those of several."""
    inside = [network.coefs_[0] / scaler.scale_[:, None] for network in networks]
    biases = [
        network.intercepts_[0] - scaler.mean_ @ hidden
        for network, hidden in zip(networks, inside, strict=True)
    ]
    out = np.concatenate([network.coefs_[1][:, 0] for network in networks]) / len(networks)
    shift = np.mean([network.intercepts_[1] for network in networks], axis=0)
    arrays: list[Any] = [np.hstack(inside), np.concatenate(biases), out, shift]
    return EvidenceModel(model, names, *(array.astype(np.float32) for array in arrays))


def export_evidence(model: EvidenceModel, folder: Path = FOLDER, corpus: Path | None = None) -> None:
    """Write what `EvidenceModel.load` reads, into a folder of weights."""
    arrays = {"names": np.array(model.names)} | {
        part: getattr(model, part).astype(np.float16) for part in MATRICES
    }
    export(folder / f"{model.model}.npz", model.model, FEATURES[model.model], corpus, arrays)
