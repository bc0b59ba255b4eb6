"""What was decided of the gaps and marks of a paragraph, place by place."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.gaps.quotations import requotes


@dataclass(frozen=True, slots=True)
class Slot:
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
    quotation: tuple[int, int] | None = None

    @property
    def requotes(self) -> bool:
        """Whether a quotation mark is to be set, replaced or taken away."""
        return requotes(self.visible, self.label)
