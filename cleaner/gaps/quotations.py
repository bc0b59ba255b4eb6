"""Which slots of a paragraph must change together, so that no quotation mark is left without its partner."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from cleaner.gaps.pairing import partners
from cleaner.layout.blocks import find_blocks
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CURLY, QUOTES

_QUOTE = Pattern(f"[{QUOTES}{''.join(CURLY)}]")


def requotes(visible: str, label: str) -> bool:
    """Whether a label sets, replaces or takes away a quotation mark.

    >>> requotes("”", "，"), requotes("，", "，“"), requotes("“", "，“")
    (True, True, False)
    """
    return [mark for mark in visible if mark in QUOTES] != [mark for mark in label if mark in QUOTES]


def quotations(visible: Sequence[str], labels: Sequence[str]) -> list[int | None]:
    """For each slot the number of the quotation that it is in or at an end of; None for one outside them all.

    A quotation is the longest stretch between two marks that are partners as the text stands, or as the
    labels have it, with all that overlap it. Outside them nothing is quoted, either way: so each quotation
    may become what its labels say, or stay, whatever becomes of the others.

    >>> quotations(["", "“", "", "”", ""], ["“", "，", "", "”", ""])
    [0, 0, 0, 0, None]
    """
    found: list[int | None] = [None] * len(labels)
    number, reach = -1, -1
    for opening, closing in sorted(chain(partners(visible), partners(labels))):
        number += opening > reach
        reach = max(reach, closing)
        found[opening : reach + 1] = [number] * (reach + 1 - opening)
    return found


def lone_quotes(text: str) -> list[int]:
    """The offsets of the quotation marks, curly or corner, that have no partner in their paragraph.

    >>> lone_quotes("“甲”乙”，「丙")
    [4, 6]
    """
    lone: list[int] = []
    for block in find_blocks(text):
        places = [match.start() for match in _QUOTE.finditer(text, block.start, block.end)]
        paired = {n for pair in partners([CURLY.get(text[i], text[i]) for i in places]) for n in pair}
        lone += [i for n, i in enumerate(places) if n not in paired]
    return lone
