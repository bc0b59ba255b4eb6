"""Characters that an engine inserted where nothing is printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from cleaner.layout.reading import Floats, Ints
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.widths import letters_of
from cleaner.trace import Edit, Effect, Tier

SURE = 0.95
"""Confidence of the edits, set by hand."""
UNSURE: Final = 0.2
"""Share of the characters of a page among which the engine doubted an inserted one."""
DOUBTED: Final = 0.75
"""Share of what is usual in its line that the sureness of such a one is at the most: an engine that gives
one confidence for a whole line says nothing of its characters."""
LEAST_SURPLUS: Final = 0.6
"""Em by which its line is too narrow for its text, at the least."""
LEAST_GAIN: Final = 5.0
"""Log-odds by which the text round it is likelier without it. With all three, none of 19 such characters was
printed on pages read by Tesseract; with a gain of 4 three of 22, with a share of 0.35 three of 24."""
CONTEXT: Final = 12
"""Characters on either side among which its neighbours are looked for."""
_INSERTED = Pattern("[和人上有了]")
"""What spots and gaps are read as: characters that may stand nearly anywhere."""


class _Place(NamedTuple):
    """A character that may have been inserted."""

    at: int
    line: int
    before: str
    after: str


@normalizer(tier=Tier.INFERRED, effect=Effect.REMOVAL)
def drop_insertions(state: PageState) -> Iterator[Edit]:
    """Drop characters that an engine inserted where nothing is printed.

    Tesseract reads spots and gaps between characters as some of the commonest ones (日子越和来越红火). Such a
    one goes where three things agree: the engine was unsure of it, far more than of the rest of its line, the
    text of the line is wider than the line, and the words round it are likelier without it.

    >>> drop_insertions("a text without boxes and confidences shows none")
    'a text without boxes and confidences shows none'

    Safety: none goes between marks or figures, and from a line no more than its width shows.
    """
    placed = state.placed
    if placed is None or not placed.raw or placed.surplus is None or placed.sureness is None:
        return
    places = list(_places(state, placed.line_of, placed.sureness, placed.surplus))
    if not places:
        return
    gains = state.models.lookalikes.ngrams.gain_without(
        [(place.before, state.text[place.at], place.after) for place in places]
    )
    left: dict[int, int] = {}
    for n in np.argsort(-gains, kind="stable").tolist():
        place = places[n]
        room = left.setdefault(place.line, round(float(placed.surplus[place.at])))
        if gains[n] >= LEAST_GAIN and room > 0:
            left[place.line] -= 1
            why = "the line has no room for this character, of which the engine was unsure"
            yield Edit(place.at, place.at + 1, why=why, confidence=SURE)


def _places(state: PageState, line_of: Ints, sureness: Floats, surplus: Floats) -> Iterator[_Place]:
    """Characters of which the engine was unsure in lines that are too narrow, between two ideographs."""
    text = state.text
    for block in state.blocks:
        for match in _INSERTED.finditer(text, block.start, block.end):
            at = match.start()
            if not (sureness[at] < UNSURE and surplus[at] >= LEAST_SURPLUS):
                continue
            if sureness[at] > DOUBTED * np.nanmedian(sureness[line_of == line_of[at]]):
                continue
            before = letters_of(text[max(block.start, at - CONTEXT) : at])
            after = letters_of(text[at + 1 : min(block.end, at + 1 + CONTEXT)])
            if before and after and is_han(before[-1]) and is_han(after[0]):
                yield _Place(at, int(line_of[at]), before, after)
