"""Where the partner of a quotation mark was lost without leaving a gap.

A good page reader drops one quotation mark in eight and closes up the room. Where its partner is still to be
seen, a mark is known to be missing, and only its place is not: the language model is asked at every place
within reach what would belong there, were it a gap. The likeliest places join the lattice of the paragraph,
where they compete with its real gaps and with the mark being lost for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.gaps.page_evidence import CLOSING, LONGEST_TERM, OPENING
from cleaner.models.gaps import GapModel
from cleaner.models.slots import GAP_RUN, MID_LINE, Spans
from cleaner.profiles.marks import STRAIGHT_QUOTES

REACH: Final = 30
"""Characters from a mark within which its partner is looked for."""
CONTEXT: Final = 60
"""Characters on either side that the model is shown."""
PLACES: Final = 3
"""Places of a partner that are weighed."""
LEAST: Final = -4.0
"""Log-odds of a place worth weighing."""
_TERM: Final = re.compile(rf"{OPENING}([^{OPENING}{CLOSING}\n]{{2,{LONGEST_TERM}}}){CLOSING}")
_MARK: Final = re.compile(f"[{OPENING}{CLOSING}{re.escape(STRAIGHT_QUOTES)}]")

Float32s = NDArray[np.float32]


class Search(NamedTuple):
    """A mark is missing between `low` and `high` in the text."""

    mark: str
    low: int
    high: int
    """The last place where it may stand."""
    partner: int
    """Where the text that both enclose begins, or ends."""

    def places(self) -> range:
        return range(self.low, self.high + 1)


class LostPartner(NamedTuple):
    """A place between two characters where a mark may be missing, and the log-odds that it stood there."""

    at: int
    mark: str
    odds: float


def find_places(text: str, spans: Spans, model: GapModel) -> list[LostPartner]:
    """The likeliest places of lost partners, in text order; `spans` are all slots of the text.

    >>> from cleaner.models.slots import find_slots
    >>> from cleaner.models import shipped_models
    >>> text = "云上村的“半山小院民宿便座无虚席"
    >>> places = find_places(text, find_slots(text), shipped_models().gaps)
    >>> likeliest = max(places, key=lambda place: place.odds)
    >>> text[: likeliest.at] + likeliest.mark
    '云上村的“半山小院”'
    """
    fitted, evidence = model.constants.partners, evidence_of(text, spans, model)
    best: dict[int, LostPartner] = {}
    for search, places, without_gap, quoted in evidence:
        odds = fitted.scale * without_gap + fitted.quoted * quoted + fitted.shift
        for n in np.argsort(-odds)[:PLACES].tolist():
            place = LostPartner(places[n], search.mark, float(odds[n]))
            if place.odds > max(LEAST, best[place.at].odds if place.at in best else LEAST):
                best[place.at] = place
    return [best[at] for at in sorted(best)]


def evidence_of(
    text: str, spans: Spans, model: GapModel
) -> list[tuple[Search, list[int], Float32s, NDArray[np.bool_]]]:
    """Every search with its places, their log-odds at a gap, and whether a known term would be quoted."""
    searches = list(find_searches(text))
    if not searches:
        return []
    taken = {at for start, end in spans.tolist() for at in range(start, end + 1)}
    within = [
        (search, [at for at in search.places() if at not in taken and not text[at - 1 : at + 1].isascii()])
        for search in searches
    ]
    within = [(search, places) for search, places in within if places]
    asked = [(search.mark, at) for search, places in within for at in places]
    odds = iter(odds_without_gaps(text, asked, model).tolist())
    terms = set(_TERM.findall(GAP_RUN.sub("", text)))
    found = []
    for search, places in within:
        enclosed = [GAP_RUN.sub("", text[slice(*sorted((at, search.partner)))]) in terms for at in places]
        without_gap = np.array([next(odds) for _ in places], dtype=np.float32)
        found.append((search, places, without_gap, np.array(enclosed)))
    return found


def find_searches(text: str) -> Iterator[Search]:
    """Where a visible quotation mark has no visible partner, up to its neighbours or the paragraph's ends.

    >>> [(search.mark, search.partner) for search in find_searches("落实“双减政策")]
    [('”', 3)]
    >>> list(find_searches("落实“双减”政策"))
    []
    """
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        marks = [(start + mark.start(), mark[0]) for mark in _MARK.finditer(line)]
        for i, (at, mark) in enumerate(marks):
            low, before = marks[i - 1] if i else (start, "")
            high, behind = marks[i + 1] if i + 1 < len(marks) else (end, "")
            if mark == OPENING and behind not in (CLOSING, *STRAIGHT_QUOTES):
                yield Search(CLOSING, at + 2, min(high, end - 1, at + 1 + REACH), at + 1)
            elif mark == CLOSING and before not in (OPENING, *STRAIGHT_QUOTES):
                yield Search(OPENING, max(low, start, at - REACH - 1) + 1, at - 1, at)
        start = end + 1


def odds_without_gaps(text: str, asked: Sequence[tuple[str, int]], model: GapModel) -> Float32s:
    """For each mark and place the log-odds that it, and not nothing, belongs there, were there a gap."""
    if not asked:
        return np.zeros(0, dtype=np.float32)
    pieces, ends = [], []
    for _, at in asked:
        low = max(text.rfind("\n", 0, at) + 1, at - CONTEXT)
        high = text.find("\n", at)
        high = min(high if high >= 0 else len(text), at + CONTEXT)
        pieces.append(f"{text[low:at]}{MID_LINE}{text[at:high]}")
        ends.append(at - low + 1)
    logs = model.log_probs_in(pieces, ends)
    nothing = logs[:, model.labels.index("")]
    odds = np.empty(len(asked), dtype=np.float32)
    for mark in (OPENING, CLOSING):
        touching = [label[-1:] if mark == OPENING else label[:1] for label in model.labels]
        holds = np.array([char == mark for char in touching])  # with a stop that was lost as well
        chosen = np.array([wanted == mark for wanted, _ in asked])
        odds[chosen] = np.logaddexp.reduce(logs[chosen][:, holds], axis=1) - nothing[chosen]
    return odds
