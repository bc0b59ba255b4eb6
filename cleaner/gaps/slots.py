"""What was decided of the gaps and marks of a paragraph, place by place."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.gaps.quotations import requotes
from cleaner.profiles.marks import QUOTES

Quotation = tuple[int, int]
"""The number of a block, and that of a quotation in it."""


class Slot(NamedTuple):
    """A place between two characters of a paragraph where marks can stand.

    `text[start:end]` is what stands there: white space and marks. `label` is what belongs there. Slots of one
    `quotation` have marks of pairs that depend on each other (`cleaner.gaps.quotations`).
    """

    start: int
    end: int
    visible: str
    label: str
    confidence: float
    line_end: bool
    quotation: Quotation | None = None
    head: bool = False
    """Whether it is of a headline."""
    losing: bool = False
    """Whether the page is seen to lose its quotation marks."""
    quote_confidence: float = 1.0
    """The probability of its quotation marks, whatever stops stand beside them,"""
    stop_confidence: float = 1.0
    """and of its stops, whatever quotation marks do."""
    measured: bool = False
    """Whether the page shows the room of a mark that was not read."""
    always_quoted: bool = False
    """Whether nothing but the words beside it shows a quotation mark: news text always quotes them."""

    @property
    def is_gap(self) -> bool:
        """Whether it holds white space."""
        return self.end - self.start > len(self.visible)

    def confidence_of(self, mark: str) -> float:
        """How sure the decoding is of a mark of the label."""
        return self.quote_confidence if mark in QUOTES else self.stop_confidence

    @property
    def requotes(self) -> bool:
        """Whether a quotation mark is to be set, replaced or taken away."""
        return requotes(self.visible, self.label)
