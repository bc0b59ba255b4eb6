"""From which confidence on an edit is made by default; what is less sure is reported (`Page.withheld`).

The confidence of a restored mark is calibrated on pages read by real OCR engines
(`python -m cleaner.lab.training.calibration`): of edits with one of 0.9 nine of ten are right. The figures
here are such that nine of ten of all that are made are (`python -m cleaner.lab.evaluation.confidences`).
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
        # of the headlines that have a space hardly one in ten stands in a block with its kicker
        "part_kickers": 0.75,
        # the word 一一 is rare, but it is a word
        "restore_dashes": 0.9,
        "restore_quotes": 0.56,
        "restore_stops": 0.66,
    }
)
"""By slug of a rule; the others make all that they propose."""


class Evidence(StrEnum):
    """What is known of a restored mark besides what the decoding states; named as in the manifest."""

    HEADLINE = "headline"
    """In a headline a space may be a pause, and it shows no other quotation mark."""
    MANY_LOST = "many lost"
    """The page is seen to lose its quotation marks: gaps show most of what it lost, and many are sure."""
    NO_GAP = "no gap"
    """Neither a gap nor a visible quotation mark shows any mark of a quotation that is set."""
    ONE_SIDED = "one-sided"
    """Some of its marks have a gap or replace a visible mark, others have neither."""
    REPLACED = "replaced"
    """A visible mark is taken for another one."""
    NESTED = "nested"
    """Some of its marks are inner ones, of a quotation within a quotation."""
    ALWAYS_QUOTED = "always quoted"
    """News text quotes these words wherever they stand, and the page has lost other quotation marks."""
    REPEATED = "repeated"
    """The page has the words of the quotation elsewhere, too: they are a term."""
    FEW_LOST = "few lost"
    """The gaps of a long page show hardly a stop that it lost."""
    ONLY_ONE = "only one"
    """No other gap of a short text shows a lost mark, and no other stop parts its sentence."""
    SHORT = "short text"
    """The text is too short to show whether, and how, its page loses marks."""
    SPACED_WORDS = "spaced words"
    """In a short text the line has so many spaces that they may stand between its words."""
    LINE_END = "line end"
    """The gap of a stop, or of a mark of the quotation, is where the column ends a line."""
    SENTENCE_END = "sentence end"
    """A sentence may end with another mark, or not at all."""
    QUOTED_ELSEWHERE = "quoted elsewhere"
    """Of a quotation in a headline: the page quotes its words in running text, if with lost marks."""
    BEFORE_BRACKET = "before a bracket"
    """Its closing mark stands before a bracket, where a headline has a space as often."""
    IN_BRACKETS = "in brackets"
    """It is in the name of a series, which stands in brackets beside a headline, and touches one of them."""
    OTHER_GAPS = "other gaps"
    """The headline has white space outside its quotations, too: some of its gaps may be pauses."""
    NO_PAUSE = "no pause"
    """No headline has a pause at one of its gaps: behind a preposition, before a particle, so near an end;
    then `HEADLINE` does not hold."""
    ANOTHER_PAIR = "another pair"
    """The headline has another quotation that is restored."""
    MEASURED = "measured"
    """The boxes of characters show the room of a stop."""
    QUOTE_REPLACED = "quote replaced"
    """The mark of which a stop takes the place is a quotation mark,"""
    QUOTES_MISREAD = "quotes misread"
    """and several on the page are: its stops were read as quotation marks."""
    POINT = "point"
    """A stop takes the place of a half-width point between ideographs, which is no mark of Chinese print."""
    FOREIGN_NAME = "foreign name"
    """The characters on both sides of a middle dot write out a foreign name."""
    SERIES = "series"
    """The gap of a stop is inside the name of a series, which stands in brackets beside a headline."""


BY_EVIDENCE: Final[Mapping[tuple[str, Evidence], float]] = MappingProxyType(
    {
        ("restore_quotes", Evidence.HEADLINE): 0.72,
        ("restore_quotes", Evidence.BEFORE_BRACKET): 0.8,
        ("restore_quotes", Evidence.REPLACED): 0.58,
        ("restore_quotes", Evidence.ONE_SIDED): 0.62,
        ("restore_quotes", Evidence.LINE_END): 0.62,
        ("restore_quotes", Evidence.ONLY_ONE): 0.95,
        ("restore_quotes", Evidence.SHORT): 0.82,
        ("restore_quotes", Evidence.SPACED_WORDS): 1.0,
        ("restore_stops", Evidence.MANY_LOST): 0.72,
        ("restore_stops", Evidence.ONLY_ONE): 0.95,
        ("restore_stops", Evidence.SHORT): 0.8,
        ("restore_stops", Evidence.SPACED_WORDS): 1.0,
        ("restore_stops", Evidence.QUOTE_REPLACED): 0.7,
    }
)
"""By rule and evidence; the highest of those that hold counts."""

AT_CERTAIN_PLACES: Final[Mapping[tuple[str, Evidence], float]] = MappingProxyType(
    {
        ("restore_stops", Evidence.MEASURED): 0.4,
        ("restore_stops", Evidence.POINT): 0.58,
        ("restore_stops", Evidence.FOREIGN_NAME): 0.35,
        # of 22 dots of series on read pages 20 right
        ("restore_stops", Evidence.SERIES): 0.5,
    }
)
"""The same where a mark belongs for sure: the likeliest one is better than none. These count alone."""


def least_confidence(rule: str, *evidence: Evidence) -> float:
    """The confidence from which an edit of a rule with such evidence is made by default.

    >>> least_confidence("restore_quotes"), least_confidence("restore_quotes", Evidence.HEADLINE)
    (0.56, 0.72)
    """
    if sure := [least for each in evidence if (least := AT_CERTAIN_PLACES.get((rule, each)))]:
        return max(sure)
    known = (BY_EVIDENCE.get((rule, each), 0.0) for each in evidence)
    return max(DEFAULTS.get(rule, 0.0), *known, 0.0)
