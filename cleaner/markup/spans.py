"""Spans of a text, in order and apart, and how a place lies to them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

Span = tuple[int, int]


def touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a span overlaps one of some in text order; an empty one touches what it would part.

    >>> [touches([(2, 4), (6, 9)], *span) for span in ((0, 2), (3, 7), (4, 6), (7, 7), (6, 6))]
    [False, True, False, True, False]
    """
    before = bisect_left(spans, (end,))
    return before > 0 and spans[before - 1][1] > start


def encloses(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of some spans in text order holds another as a whole.

    >>> [encloses([(2, 4), (6, 9)], *span) for span in ((2, 4), (7, 8), (3, 7), (4, 5))]
    [True, True, False, False]
    """
    before = bisect_right(spans, start, key=itemgetter(0))
    return before > 0 and end <= spans[before - 1][1]
