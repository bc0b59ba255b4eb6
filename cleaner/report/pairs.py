"""Which quotation marks belong together, so that nobody decides on one of them alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cleaner.profiles.marks import PARTNERS
from cleaner.report.provenance import NOBODY, Provenance

if TYPE_CHECKING:
    from cleaner.page import Page

OPENING_OF = {closing: opening for opening, closing in PARTNERS.items()}


def partners_of(page: Page, provenance: Provenance) -> Mapping[int, int]:
    r"""For each edit that set (or would have set) one mark of a pair, the edit that set the other.

    Edits are numbered as in `Page.edits`, withheld ones after them. A mark whose partner was read by the
    OCR has none.

    >>> from cleaner import clean
    >>> from cleaner.report.provenance import provenance_of
    >>> page = clean("落实\"双减\"政策")
    >>> dict(partners_of(page, provenance_of(page.traced)))
    {0: 1, 1: 0}
    """
    marks = [
        (at, NOBODY, char, int(provenance.author[at]))
        for at, char in enumerate(page.text)
        if char in OPENING_OF or char in PARTNERS or char == "\n"
    ]
    for number, change in enumerate(page.withheld, len(page.edits)):
        if change.after in OPENING_OF or change.after in PARTNERS:
            marks.append((page.to_clean(change.raw[0]), number, change.after, number))
    partners: dict[int, int] = {}
    open_marks: list[tuple[str, int]] = []
    for _, _, char, edit in sorted(marks):
        if char == "\n":
            open_marks.clear()
        elif char in PARTNERS:
            open_marks.append((char, edit))
        elif open_marks and open_marks[-1][0] == OPENING_OF[char]:
            partner = open_marks.pop()[1]
            if NOBODY not in (partner, edit) and partner != edit:
                partners[partner], partners[edit] = edit, partner
    return partners
