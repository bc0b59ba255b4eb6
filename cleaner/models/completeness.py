"""Whether a text without a stop at its end is whole, or breaks off in the middle of a sentence.

The gap model is asked what stood at the end: a full stop that was lost, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.models.gaps import GapModel
from cleaner.profiles.marks import TERMINAL

CONTEXT: Final = 60
"""Characters before the end that the model is shown."""

Floats = NDArray[np.float64]


def completeness(texts: Sequence[str], model: GapModel) -> Floats:
    """Log-odds that each text is whole, whole and broken ones being as many, in nats, shape (texts,).

    >>> from cleaner.models import shipped_models
    >>> texts = ["要落实责任，加强督查，确保完成目标", "要落实责任，加强督"]
    >>> whole, broken = completeness(texts, shipped_models().gaps)
    >>> bool(whole > broken)
    True
    """
    fitted = model.constants.completeness
    return fitted.scale * stop_odds(texts, model) + fitted.shift


def stop_odds(texts: Sequence[str], model: GapModel) -> Floats:
    """Log-odds of a full stop, and not nothing, at the end of each text."""
    if not texts:
        return np.zeros(0)
    tails = [text[-CONTEXT:] for text in texts]
    logs = model.log_probs_in(tails, [len(tail) for tail in tails]).astype(np.float64)
    stops = [n for n, label in enumerate(model.labels) if label.startswith(tuple(TERMINAL))]
    odds: Floats = np.logaddexp.reduce(logs[:, stops], axis=1) - logs[:, model.labels.index("")]
    return odds
