"""Quotation marks in headlines: what tells a pair of them from pauses.

A headline parts its phrases by spaces, and the room of a lost quotation mark looks like one. What the gap
model says of the words is weighed with what the page shows: whether it quotes the same words elsewhere, where
the pair ends, how long it is, and whether the headline has other gaps. How much each counts is fitted on
headlines of a newspaper as they are damaged (`python -m cleaner.lab.training.headline_pairs CORPUS`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from cleaner.confidences import Evidence
from cleaner.gaps.pairing import partners
from cleaner.gaps.slots import Slot

RULE: Final = "restore_quotes, headlines"
"""Name of their calibration in the manifest of the gap model."""
BLANK_LINE: Final = "\n\n"
TERM: Final = 6
"""Characters of a term, at the most."""


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


def evidence_of(text: str, quotation: Sequence[Slot], words: Words) -> list[Evidence]:
    """What is known of a quotation in a headline.

    Args:
        text: the page, with blank lines between its blocks.
        quotation: its slots, in order, from the first mark to the last.
        words: those of the page.
    """
    first, last = quotation[0], quotation[-1]
    span = _solid(text[first.end : last.start])
    quoted = words.quotes(span)
    before = text[: first.start].rpartition(BLANK_LINE)[2]
    behind = text[last.end :].partition(BLANK_LINE)[0]
    kinds = {
        Evidence.QUOTED_ELSEWHERE: quoted,
        Evidence.PLAIN_ELSEWHERE: not quoted and words.text.count(span) > 1,
        Evidence.BEFORE_BRACKET: behind[:1] in ("（", "("),
        Evidence.LONG: len(span) > TERM,
        Evidence.OTHER_GAPS: len(before.split()) > 1 or len(behind.split()) > 1,
    }
    return [kind for kind, holds in kinds.items() if holds]


def _solid(text: str) -> str:
    return "".join(text.split())
