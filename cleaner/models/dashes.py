"""Whether two strokes in a row are the word 一一 (one by one) or a dash that was read as two ideographs.

Before the word stands who does it, or a little word (她, 都, 将, 被); after it a verb, and a mark soon.
Before and after a dash anything may stand, quotation marks and names above all. How much each character
beside the strokes says was counted on news text (`cleaner.lab.training.dashes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Final, Self

from cleaner.models.slots import LABEL_STOPS
from cleaner.models.store import read_manifest

NAME, FEATURES = "dashes", 1
"""Of the model, and the version of what it looks at."""
SOON: Final = 4
"""Characters after the word within which its clause ends, mostly."""


@dataclass(frozen=True)
class Dashes:
    """Log-odds of a dash against the word."""

    bias: float
    stop_soon: float
    """Added where a stop follows soon."""
    before: Mapping[str, float]
    """By the character before the strokes, "" where a paragraph begins; others say nothing."""
    after: Mapping[str, float]

    @classmethod
    def load(cls, path: Path) -> Self:
        """What is stored in a file. Raises `ModelError`."""
        return cls(**read_manifest(path, NAME, FEATURES).parameters)

    def probability(self, before: str, after: str, prior: float = 0.0) -> float:
        """How likely a dash stands between two texts without white space; `prior` adds to the log-odds.

        >>> from cleaner.models import shipped_models
        >>> dashes = shipped_models().dashes
        >>> dashes.probability("李启明有了新营生", "在县城所在地") > 0.9
        True
        >>> dashes.probability("绝不过夜，都被", "解决。") > 0.5
        False
        """
        odds = prior + self.bias + self.before.get(before[-1:], 0.0) + self.after.get(after[:1], 0.0)
        return 1 / (1 + exp(-odds - self.stop_soon * stop_soon(after)))


def stop_soon(after: str) -> bool:
    """Whether a clause ends soon after the strokes, but not at once.

    >>> stop_soon("县委书记，"), stop_soon("，县委书记"), stop_soon("我们的家乡")
    (True, False, False)
    """
    return any(char in LABEL_STOPS for char in after[1 : SOON + 1]) and after[0] not in LABEL_STOPS
