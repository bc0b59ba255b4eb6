"""How much clean text is harmed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.page import Page


@dataclass
class Harm:
    """What was done to text that was clean."""

    paragraphs: int = 0
    unchanged: int = 0
    characters: int = 0
    edits: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    """Edits by rule."""

    def add(self, page: Page) -> None:
        """Count a page whose raw text was clean, one paragraph a line."""
        lengths = [len(line) + 1 for line in page.raw.split("\n")]
        ends = list(accumulate(lengths))
        touched = {bisect_right(ends, change.raw[0]) for change in page.edits}
        solid = [n for n, line in enumerate(page.raw.split("\n")) if line.strip()]
        self.paragraphs += len(solid)
        self.unchanged += sum(n not in touched for n in solid)
        self.characters += len(page.raw)
        self.edits += len(page.edits)
        self.rules.update(change.rule for change in page.edits)

    def __iadd__(self, other: Harm) -> Harm:
        self.paragraphs += other.paragraphs
        self.unchanged += other.unchanged
        self.characters += other.characters
        self.edits += other.edits
        self.rules.update(other.rules)
        return self

    @property
    def untouched(self) -> float:
        """Share of paragraphs in which nothing was changed."""
        return self.unchanged / self.paragraphs if self.paragraphs else 1.0

    @property
    def edit_rate(self) -> float:
        """Edits in 10,000 characters."""
        return 10_000 * self.edits / max(1, self.characters)

    def __str__(self) -> str:
        """One sentence.

        >>> str(Harm(paragraphs=4, unchanged=3, characters=2000, edits=1))
        '3 of 4 paragraphs unchanged (75.00 %), 5.00 edits in 10,000 characters'
        """
        return (
            f"{self.unchanged} of {self.paragraphs} paragraphs unchanged ({self.untouched:.2%}), "
            f"{self.edit_rate:.2f} edits in 10,000 characters"
        ).replace("%)", " %)")
