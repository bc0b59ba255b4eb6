"""How much of a cleaned page is in doubt: what a reviewer should look at, and which page first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.page import Page

DOUBTFUL = 0.8
"""Confidence below which an edit is worth a look."""
FAINT = 0.2
"""Confidence below which there is no evidence for an edit that was withheld."""


def chance_of_error(confidence: float, withheld: bool) -> float:
    """The probability that the wrong thing was done about an edit: to make it, or to withhold it.

    >>> chance_of_error(0.75, withheld=False), chance_of_error(0.75, withheld=True)
    (0.25, 0.75)
    """
    return confidence if withheld else 1 - confidence


def is_doubtful(confidence: float, withheld: bool) -> bool:
    """Whether an edit is worth a look: made on little, or withheld though there is evidence for it.

    What is surer was withheld on purpose, by a decision or a threshold.

    >>> is_doubtful(0.79, withheld=False), is_doubtful(0.19, withheld=True), is_doubtful(0.5, withheld=True)
    (True, False, True)
    """
    return confidence < DOUBTFUL and (not withheld or confidence >= FAINT)


def expected_errors(edits: Iterable[tuple[float, bool]]) -> float:
    """How many of some edits, each a confidence and whether it was withheld, are expected to be wrong.

    >>> expected_errors([(0.75, False), (1.0, False), (0.5, True)])
    0.75
    """
    return sum((chance_of_error(*edit) for edit in edits), 0.0)


def edits_of(page: Page) -> list[tuple[float, bool]]:
    """The edits of a page, each as a confidence and whether it was withheld.

    >>> from cleaner import clean
    >>> edits_of(clean("问题,党内"))
    [(1.0, False)]
    """
    return [
        *((edit.confidence, False) for edit in page.edits),
        *((edit.confidence, True) for edit in page.withheld),
    ]
