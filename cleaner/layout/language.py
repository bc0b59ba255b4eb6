"""What the layout asks of a language: what goes on, what shares a topic, what reads like a headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Topics(Protocol):
    """What texts are about, see `cleaner.models.topics`."""

    @property
    def shared(self) -> NDArray[np.float32]:
        """Shape (texts, columns)."""

    @property
    def alone(self) -> NDArray[np.float32]:
        """Shape (texts,): the square of what `shared` lacks to length one."""


class Language(Protocol):
    """What is known of a language."""

    def affinity(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """For pairs of texts the log-odds that one goes on in the other, by the characters at the seam."""

    def continuation(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """The same by the text on both sides."""

    def ends(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the ends of texts; their products with those of `starts` are continuations."""

    def starts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the beginnings of texts."""

    def completeness(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds that texts without a stop at their ends are whole and not broken off."""

    def heads(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Log-probabilities of a headline, a section heading, a piece of a paragraph, shape (texts, 3)."""

    def topics(self, texts: Sequence[str]) -> Topics:
        """What the texts of one page are about."""
