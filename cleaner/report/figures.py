"""The figures of a page against a reference, as a report shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.scoring import Confusions, Score


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure from 0 to 1, by its name in `cleaner.scoring`."""

    key: str
    value: float

    @property
    def is_error(self) -> bool:
        """Whether 0 is best, not 1."""
        return self.key.endswith(("_er", "wer"))

    @property
    def low(self) -> float:
        """Where it begins to be fair; for an error rate, where it ends to be good."""
        return 0.02 if self.is_error else 0.8

    @property
    def high(self) -> float:
        """Where it begins to be good; for an error rate, where it begins to be bad."""
        return 0.1 if self.is_error else 0.95

    @property
    def is_bad(self) -> bool:
        return self.value > self.high if self.is_error else self.value < self.low


def figures_of(score: Score | None, confusions: Confusions | None) -> list[Figure]:
    """The figures that there are."""
    found = [Figure(key, value) for key, value in (score.figures.as_dict() if score else {}).items()]
    if confusions:
        found.insert(1, Figure("wer", confusions.wer))
    return found
