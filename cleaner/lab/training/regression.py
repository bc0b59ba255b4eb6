"""Logistic regression, by scikit-learn, as the models of the product read its weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]


def logistic(
    x: NDArray[np.floating[Any]], true: ArrayLike, prior: float = 0.0, share: ArrayLike = 1.0
) -> Floats:
    """Weights w that make the outcomes likeliest, where x @ w are their log-odds.

    Args:
        x: features, shape (cases, weights); a constant is a column of ones.
        true: the outcomes, shape (cases,).
        prior: precision of the Gaussian prior of every weight; 0 for none.
        share: how much each case counts, one for all or shape (cases,).

    Raises:
        ValueError: all outcomes are alike.

    >>> logistic(np.ones((4, 1)), [True, True, True, False]).round(3)  # log 3
    array([1.099])
    """
    model = LogisticRegression(
        C=1 / prior if prior else np.inf,
        fit_intercept=False,
        solver="newton-cholesky",
        tol=1e-8,
        max_iter=200,
    )
    model.fit(x, np.asarray(true, dtype=bool), np.broadcast_to(share, len(x)))
    weights: Floats = model.coef_[0]
    return weights
