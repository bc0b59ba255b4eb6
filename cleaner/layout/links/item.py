"""An article in the making."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(eq=False)
class Item:
    """An article in the making: its front matter, and its paragraphs as chains of blocks."""

    front: list[int] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)
    signoff: int | None = None
    title: int | None = None
    """The block that is its main headline, where the page shows it."""

    @property
    def blocks(self) -> list[int]:
        """Its blocks in reading order."""
        tail = [] if self.signoff is None else [self.signoff]
        return [*self.front, *(block for chain in self.chains for block in chain), *tail]
