"""The part that a block of a page plays."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.blocks import Block


class Role(StrEnum):
    """The part that a block plays."""

    HEAD = "head"
    """A headline, shoulder, sub-headline or section heading: which of them, its neighbours show."""
    BYLINE = "byline"
    BODY = "body"
    SIGNOFF = "signoff"
    JUMP = "jump"
    """`上接第1版`, `下转第3版`."""
    FURNITURE = "furniture"
    """Folio, date and section of the page, its editors, the label of a box of briefs."""


class AnchoredRoles(NamedTuple):
    """The roles that a layout gave to blocks which were moved or joined since."""

    roles: Sequence[Role]
    """By the numbers of the blocks in the layout."""
    block_at: NDArray[np.int64]
    """For each character of the text the block of the layout that it was in, or -1."""

    def of(self, block: Block) -> Role:
        """The role of the first of the blocks that a block is made of; of one that was in none it is text.

        >>> roles = AnchoredRoles([Role.BODY, Role.HEAD], np.array([1, 1, -1, 0]))
        >>> roles.of(Block(0, 2)), roles.of(Block(2, 4)), roles.of(Block(2, 3))
        (<Role.HEAD: 'head'>, <Role.BODY: 'body'>, <Role.BODY: 'body'>)
        """
        known = self.block_at[block.start : block.end]
        known = known[known >= 0]
        return self.roles[known[0]] if len(known) else Role.BODY
