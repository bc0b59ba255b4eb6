"""The part that a block of a page plays."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The part that a block plays."""

    HEAD = "head"
    """A headline, shoulder, sub-headline or section heading: which of them, its neighbours tell."""
    BYLINE = "byline"
    BODY = "body"
    SIGNOFF = "signoff"
    JUMP = "jump"
    """`上接第1版`, `下转第3版`."""
    FURNITURE = "furniture"
    """Folio, date and section of the page, its editors, the label of a box of briefs."""
