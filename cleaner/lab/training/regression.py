"""Logistic regression."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
ROUNDS = 20


def logistic(
    x: NDArray[np.floating[Any]], true: ArrayLike, prior: ArrayLike = 0.0, share: ArrayLike = 1.0
) -> Floats:
    """Weights w that make the outcomes likeliest, where x @ w are their log-odds; by Newton's method.

    Args:
        x: evidence, shape (cases, weights).
        true: the outcomes, shape (cases,).
        prior: precision of the Gaussian prior of the weights, one for all or one each.
        share: how much each case counts.

    Raises:
        numpy.linalg.LinAlgError: without a prior, if the evidence does not tell the weights apart.

    >>> logistic(np.ones((4, 1)), [True, True, True, False]).round(3)  # log 3
    array([1.099])
    """
    true, share = np.asarray(true, dtype=np.float64), np.asarray(share, dtype=np.float64)
    prior = np.broadcast_to(np.asarray(prior, dtype=np.float64), x.shape[1])
    found = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-(x @ found)))
        slope = x.T @ (share * (true - p)) - prior * found
        curve = (x * (share * p * (1 - p))[:, None]).T @ x + np.diag(prior)
        found = found + np.linalg.solve(curve, slope)
    return found
