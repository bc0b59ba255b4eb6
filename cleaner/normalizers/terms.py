"""The terms that a house always sets in quotation marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from cleaner.layout.blocks import Block, find_blocks
from cleaner.layout.state import PageState
from cleaner.layout.words import find_words
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.pairs import find_pairs
from cleaner.trace import Edit, Effect, Tier, bind

_OPENING, _CLOSING = "“‘「『", "”’」』"
_KINDS = [opening + closing for opening, closing in zip(_OPENING, _CLOSING, strict=True)]
_STRAIGHT = "\"'"
_WHY = "a term of the configured list"


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def quote_terms(state: PageState) -> Iterator[Edit]:
    """Put quotation marks round the terms of your own list (`--terms`).

    A newspaper's style book says which slogans and names of programmes always carry quotation marks; the
    setting `terms` holds them. Without it the rule does nothing. Where several terms begin at one place
    the longest counts.

    >>> from cleaner.settings import Settings
    >>> quote_terms("落实双减政策", Settings(terms=frozenset({"双减"})))
    '落实“双减”政策'

    Safety: what stands between quotation marks already, with or without other words, stays, and so does
    a term that touches a lone quotation mark: its partner may be the misread one.
    """
    if not state.settings.terms:
        return
    terms = list(find_words(state.text, state.settings.terms))
    for block in find_blocks(state.text):
        quoted = _quotations(state.text, block)
        starts = [start for start, _ in quoted]
        for start, end in terms[bisect_left(terms, (block.start,)) : bisect_left(terms, (block.end,))]:
            outer = bisect_right(starts, start) - 1
            beside = (
                state.text[max(start - 1, block.start) : start] + state.text[end : min(end + 1, block.end)]
            )
            if (
                (outer < 0 or quoted[outer][1] < end)
                and not set(beside) & set(_OPENING + _CLOSING + _STRAIGHT)
                and not any(state.protection.covers(place, place) for place in (start, end))
            ):
                marks = [Edit(start, start, _OPENING[0], why=_WHY), Edit(end, end, _CLOSING[0], why=_WHY)]
                yield from bind(marks, "term")


def _quotations(text: str, block: Block) -> list[tuple[int, int]]:
    """The outermost spans of a block between quotation marks, in text order."""
    outermost: list[tuple[int, int]] = []
    for start, end in sorted(find_pairs(text, block, _KINDS)):
        if not outermost or start > outermost[-1][1]:
            outermost.append((start, end))
    return outermost
