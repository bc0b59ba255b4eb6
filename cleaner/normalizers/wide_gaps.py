"""Rooms of lost marks that the boxes of characters show."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.trace import Edit, Effect, Tier

SURE = 0.95
"""Share of measured gaps in which a mark was lost."""


@normalizer(tier=Tier.INFERRED, effect=Effect.SPACE)
def mark_wide_gaps(state: PageState) -> Iterator[Edit]:
    """Insert a space where the boxes of characters leave room for a mark that was not read.

    An engine that loses a mark keeps the boxes of its neighbours, wider apart than the others of their line.
    Which mark stood there is decided by `restore_stops` and `restore_quotes`; where none did, `rejoin_lines`
    takes the space out again.

    >>> mark_wide_gaps("a text without boxes shows none")
    'a text without boxes shows none'

    Safety: only white space is set.
    """
    if state.placed is None or not state.placed.raw:
        return
    places = {capacity.gap for capacity in state.placed.capacities.values() if capacity.gap is not None}
    for at in sorted(places):
        if 0 < at < len(state.text) and not state.text[at - 1].isspace() and not state.text[at].isspace():
            yield Edit(at, at, " ", why="the boxes leave the width of a mark here", confidence=SURE)
