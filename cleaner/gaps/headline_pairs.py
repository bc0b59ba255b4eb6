"""Quotation marks in headlines: what tells a pair of them from pauses.

A headline parts its phrases by spaces, and the room of a lost quotation mark looks like one. What the gap
model says of the words is weighed with what the page shows: whether it quotes the same words elsewhere, where
the pair ends, and whether the headline has other gaps. How much each counts is fitted on pages read by real
engines, whose headlines have quotation marks or none as they were printed
(`python -m cleaner.lab.training.calibration PAGES`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from cleaner.confidences import Evidence
from cleaner.gaps.pairing import partners
from cleaner.gaps.slots import Slot
from cleaner.patterns import Pattern

RULE: Final = "restore_quotes, headlines"
"""Name of their calibration in the manifest of the gap model."""
BLANK_LINE: Final = "\n\n"
IN_BRACKETS: Final = Pattern(r"[（(【][^（）()【】]*$", needs="（(【")
"""What ends inside brackets, in which the name of a series stands."""
_GOVERNING: Final = "的把被让将以从由对和在是叫到谓"
"""What governs what stands behind it,"""
_LEANING: Final = "的之和是到起里者等"
"""and what leans on what stands before it: 25 of 11,143 pauses of printed headlines stand there."""
_OPENING, _CLOSING = ("（", "(", "【"), ("）", ")", "】")
_BRACKETS: Final = frozenset(_OPENING + _CLOSING)
"""Brackets of the name of a series."""
_GAP: Final = Pattern(r"(?<=\w)\s+(?=\w)")


@dataclass(frozen=True)
class Words:
    """The text of a page without white space, and what it quotes."""

    text: str
    quoted: frozenset[str]
    """Words in quotation marks, visible and restored ones, outside headlines."""

    @classmethod
    def of(cls, text: str, slots: Sequence[Slot]) -> Self:
        """Of the slots of a page as they are labelled; a block without any shows its visible pairs."""
        body = [slot for slot in slots if not slot.head]
        pairs = partners([slot.label for slot in body])
        quoted = {_solid(text[body[start].end : body[end].start]) for start, end in pairs}
        return cls(_solid(text), frozenset(quoted))

    def quotes(self, words: str) -> bool:
        """Whether words are quoted outside headlines."""
        return words in self.quoted or f"“{words}”" in self.text


def evidence_of(
    text: str, quotation: Sequence[Slot], words: Words, others: Sequence[Slot] = ()
) -> list[Evidence]:
    """What is known of a quotation in a headline.

    Args:
        text: the page, with blank lines between its blocks.
        quotation: its slots, in order, from the first mark to the last.
        words: those of the page.
        others: the slots of the other quotations of the headline.
    """
    first, last = quotation[0], quotation[-1]
    span = _solid(text[first.end : last.start])
    before = text[: first.start].rpartition(BLANK_LINE)[2]
    behind = text[last.end :].partition(BLANK_LINE)[0]
    taken = {slot.start for slot in others}
    beside = (first.start - len(before), before), (last.end, behind)
    free = [start + gap.start() for start, part in beside for gap in _GAP.finditer(part)]
    kinds = {
        Evidence.QUOTED_ELSEWHERE: words.quotes(span),
        Evidence.BEFORE_BRACKET: behind[:1] in ("（", "("),
        Evidence.IN_BRACKETS: (before[-1:] in _OPENING or behind[:1] in _CLOSING)
        and _BRACKETS.isdisjoint(span),
        Evidence.OTHER_GAPS: not taken.issuperset(free),
        Evidence.NO_PAUSE: (first.is_gap and _is_bound(before, _GOVERNING, -1))
        or (last.is_gap and _is_bound(behind, _LEANING, 0)),
        Evidence.ANOTHER_PAIR: bool(taken),
    }
    return [kind for kind, holds in kinds.items() if holds]


def _is_bound(part: str, words: str, beside: int) -> bool:
    """Whether no pause is set between a quotation and the part of a headline beside it."""
    return bool(part) and (part[beside] in words or (len(part) == 1 and part.isalpha()))


def _solid(text: str) -> str:
    return "".join(text.split())
