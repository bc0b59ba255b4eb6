"""Whether a space beside a visible quotation mark of a headline is a printed pause.

A page reader takes a headline with quotation marks for several boxes, and leaves a space in it (`古镇的
“守灯人”`); print sets a pause there, too (`荒山变“金山” 游客来`). The gap model knows no pause beside a mark,
so it is asked what would belong in the space, were the words not quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from cleaner.gaps.headline_pairs import BLANK_LINE, IN_BRACKETS
from cleaner.gaps.slots import Slot
from cleaner.models.gaps import GapModel
from cleaner.patterns import Pattern
from cleaner.profiles.marks import ANY_QUOTES

RULE: Final = "rejoin_lines, headlines"
"""Name of the calibration in the manifest of the gap model."""
NOTHING, PAUSES = ("",), (" ", "，")
"""Labels of the model: what belongs where nothing was printed, and where a pause was."""
_QUOTES: Final = Pattern(f"[{''.join(sorted(ANY_QUOTES))}]")
_BESIDE: Final = Pattern(
    r"(?<=\p{Han})[ \t\u3000\xa0]++(?=[“‘]\w)|(?<=\w[”’])[ \t\u3000\xa0]++(?=\p{Han})", needs="“”‘’"
)


def find_unprinted(text: str, slots: Sequence[Slot], model: GapModel) -> Iterator[tuple[int, int, float]]:
    """The spaces beside visible quotation marks of headlines: start, end, how likely nothing was printed.

    None in brackets: names of series have pauses of their own.
    """
    spaces = [
        match.span()
        for slot in slots
        if slot.head and slot.is_gap and not ANY_QUOTES.isdisjoint(slot.visible)
        for match in _BESIDE.finditer(text, max(slot.start - 1, 0), slot.end + 1)
    ]
    before = [text[:start].rpartition(BLANK_LINE)[2] for start, _ in spaces]
    asked = {
        (start, end): (left + text[start:].partition(BLANK_LINE)[0], len(left), len(left) + end - start)
        for (start, end), left in zip(spaces, before, strict=True)
        if IN_BRACKETS.search(left) is None
    }
    shares = shares_of_nothing(list(asked.values()), model)
    for (start, end), share in zip(asked, shares, strict=True):
        yield start, end, model.constants.probability(RULE, share)


def shares_of_nothing(headlines: Sequence[tuple[str, int, int]], model: GapModel) -> list[float]:
    """For spaces `[start, end)` in headlines the share of nothing among nothing and a pause, from 0 to 1.

    >>> from cleaner.models import shipped_models
    >>> model = shipped_models().gaps
    >>> spaced = ("古镇里的 “守灯人”", 4, 5), ("荒山变“金山” 游客来", 7, 8)
    >>> [share > 0.5 for share in shares_of_nothing(spaced, model)]
    [True, False]
    """
    if not headlines:
        return []
    before = [_QUOTES.sub("", text[:start]) for text, start, _ in headlines]
    behind = [_QUOTES.sub("", text[end:]) for text, _, end in headlines]
    excerpts = [f"{left} {right}" for left, right in zip(before, behind, strict=True)]
    scores = model.log_probs_in(excerpts, [len(left) + 1 for left in before])
    nothing, pause = (
        np.logaddexp.reduce(scores[:, [model.labels.index(label) for label in labels]], axis=1)
        for labels in (NOTHING, PAUSES)
    )
    shares: list[float] = (1 / (1 + np.exp(pause - nothing, dtype=np.float64))).tolist()
    return shares
