"""Where a quotation mark touched a bracket, which leaves it no gap: `(大家谈 我身边的 十三五)`.

Print gives a quotation mark no room of its own beside a bracket, and brackets are no marks that the language
model labels. Where a gap within the brackets may hold the partner, the model is asked what would belong at
their inner edges, were there a gap; such a place joins the lattice of its block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.gaps.page_evidence import CLOSING, OPENING
from cleaner.gaps.partners import LostPartner, odds_without_gaps
from cleaner.models.gaps import GapModel
from cleaner.models.slots import GAPS
from cleaner.patterns import Pattern
from cleaner.profiles.marks import ANY_QUOTES

LEAST = -4.0
"""Log-odds of a place worth weighing."""
_BRACKETS = Pattern(r"[（(【]([^（()）【】\n]+)[）)】]")
_GAP = Pattern(rf"[{GAPS}]")


def edges_of_brackets(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The marks that may be missing at the inner edges of brackets that hold a gap, each with its place.

    >>> list(edges_of_brackets("小康(大家谈 十三五)", 0, 11))
    [('“', 3), ('”', 10)]
    >>> list(edges_of_brackets("小康(大家谈)", 0, 7))
    []
    """
    for match in _BRACKETS.finditer(text, start, end):
        low, high = match.span(1)
        inside = match[1]
        if not ANY_QUOTES.isdisjoint(inside) or not _GAP.search(inside.strip(GAPS)):
            continue
        if inside[0].isalnum():
            yield OPENING, low
        if inside[-1].isalnum():
            yield CLOSING, high


def find_edges(text: str, blocks: Iterable[tuple[int, int]], model: GapModel) -> list[LostPartner]:
    """The places at brackets of these blocks of a text where a mark may be missing, in text order."""
    asked = [edge for start, end in blocks for edge in edges_of_brackets(text, start, end)]
    odds = odds_without_gaps(text, asked, model).tolist()
    found = [LostPartner(at, mark, odd) for (mark, at), odd in zip(asked, odds, strict=True)]
    return [place for place in found if place.odds > LEAST]
