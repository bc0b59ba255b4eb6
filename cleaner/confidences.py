"""From which confidence on an edit is made by default; what is less sure is reported (`Page.withheld`).

`python -m cleaner.lab.evaluation.confidences` measures, on pages read by real OCR engines, how many edits
of each rule and confidence are right. The figures here are such that nine of ten quotation marks are, on
pages that no model was fitted to; for stops nearly so, for more would cost too much of what is lost.
`Settings.threshold` asks for more, `Settings.thresholds` sets the figure of a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

DEFAULTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # to correct what was right is worse than to miss what was wrong
        "fix_lookalikes": 0.9,
        # the word 一一 is rare, but it is a word
        "restore_dashes": 0.9,
        "restore_quotes": 0.45,
        "restore_stops": 0.6,
    }
)
"""By slug of a rule; the others make all that they propose."""


class Evidence(StrEnum):
    """What a mark is restored by, where that asks for more than its rule does."""

    HEADLINE = "in a headline a space may be a pause, and it shows no other quotation mark"
    NO_ROOM = "neither mark of the pair left a gap"
    FEW_LOST = "the page is not seen to lose its quotation marks, and a gap may be something else"
    MANY_LOST = "the page loses its quotation marks, and the gap may be that of one"
    SENTENCE_END = "a sentence may end with another mark, or not at all"


BY_EVIDENCE: Final[Mapping[tuple[str, Evidence], float]] = MappingProxyType(
    {
        ("restore_quotes", Evidence.HEADLINE): 0.95,
        ("restore_quotes", Evidence.NO_ROOM): 0.65,
        ("restore_quotes", Evidence.FEW_LOST): 0.75,
        ("restore_stops", Evidence.MANY_LOST): 0.72,
        ("restore_stops", Evidence.SENTENCE_END): 0.8,
    }
)
"""By rule and evidence; the highest of those that hold counts."""


def least_confidence(rule: str, *evidence: Evidence) -> float:
    """The confidence from which an edit of a rule with such evidence is made by default.

    >>> least_confidence("restore_quotes"), least_confidence("restore_quotes", Evidence.FEW_LOST)
    (0.45, 0.75)
    """
    known = (BY_EVIDENCE.get((rule, each), 0.0) for each in evidence)
    return max(DEFAULTS.get(rule, 0.0), *known, 0.0)
