"""Where a quotation mark touched a bracket, which leaves it no gap: `(大家谈 我身边的 十三五)`.

Print gives a quotation mark no room of its own beside a bracket, and brackets are no marks that the language
model labels. Where a gap within those of a headline may hold the partner, the model is asked what would
belong at their inner edges, were there a gap; such a place joins the lattice of its block, and so does the
end of a short name (`（以下简称 南岭渠）`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cleaner.gaps.page_evidence import CLOSING, OPENING
from cleaner.gaps.partners import LostPartner, odds_without_gaps
from cleaner.models.gaps import GapModel
from cleaner.models.slots import GAPS, MID_LINE
from cleaner.patterns import Pattern
from cleaner.profiles.marks import ANY_QUOTES, QUOTES, STRAIGHT_QUOTES

LEAST = -4.0
"""Log-odds of a place worth weighing."""
_BRACKETS = Pattern(r"[（(【]([^（()）【】\n]+)[）)】]")
_SHORT_NAME = Pattern(
    rf"[（(](?:以下)?[简统]称[ {MID_LINE}]+([^（()）【】{GAPS}{QUOTES}{STRAIGHT_QUOTES}《》\n]+)"
    r"(?<![见知例案定要法划告报则议约])(?=[)）])",
    needs="称",
)
"""A name for what stands before the bracket. Those that do not end as titles of documents do are quoted nine
times in ten that news text sets marks round them; a gap that is no line end is the room of one."""
SHORT_NAME: Final = 3.5
"""Log-odds of either mark of a pair round one."""
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


def find_short_names(text: str) -> Iterator[tuple[int, int]]:
    """Where short names stand that a gap parts from what announces them.

    >>> list(find_short_names("南岭灌溉渠（以下简称 南岭渠）")), list(find_short_names("（以下简称 条例）"))
    ([(11, 14)], [])
    """
    return (match.span(1) for match in _SHORT_NAME.finditer(text))


def find_edges(text: str, heads: Iterable[tuple[int, int]], model: GapModel) -> list[LostPartner]:
    """The places at brackets of a text where a mark may be missing; `heads` are where headlines stand."""
    asked = [edge for start, end in heads for edge in edges_of_brackets(text, start, end)]
    odds = odds_without_gaps(text, asked, model).tolist()
    found = [LostPartner(at, mark, odd) for (mark, at), odd in zip(asked, odds, strict=True)]
    found += [LostPartner(end, CLOSING, SHORT_NAME) for _, end in find_short_names(text)]
    return [place for place in found if place.odds > LEAST]
