"""Quotation marks that print gave no room: beside another mark, or at the edge of a paragraph.

The marks of `他说：“今年雨水好。”` stand close to the colon and to the full stop: an engine that loses both
leaves no gap. Such a pair is set only on a page that is seen to lose its quotation marks: at the gaps in the
middle of its lines more of them were lost than are still to be seen. A space between an ideograph and a Latin
letter or a figure is no such gap: many set one there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.models.slots import GAPS, LINE_END, Spans
from cleaner.patterns import Pattern
from cleaner.profiles.marks import QUOTES, STRAIGHT_QUOTES

GAPLESS: Final = 0.0
"""Log-odds added to a pair of which neither mark has a gap. That the language model takes the two marks for
independent makes a pair likelier; that nothing shows it, less likely."""
FEWEST_LOST: Final = 2.0
"""Quotation marks that must have been lost at gaps, as the language model expects, and"""
LEAST_LOST: Final = 0.5
"""the share of them among all quotation marks, from which a page is seen to lose them."""


def loses_quotes(text: str, spans: Spans, scores: NDArray[np.float32], labels: Sequence[str]) -> bool:
    """Whether a page is seen to lose its quotation marks.

    Args:
        text: the page, paragraphs separated by line feeds; a space that is a line end is `LINE_END`.
        spans: its slots, shape (n, 2).
        scores: log-probabilities of the labels, shape (n, labels); a row of zeros was not asked for.
        labels: what may belong in a slot.
    """
    visible = sum(map(text.count, QUOTES + STRAIGHT_QUOTES))
    marks = _quotes_of(tuple(labels))
    gaps = np.array([_is_gap(text, start, end) for start, end in spans.tolist()], dtype=bool)
    gaps &= scores.any(axis=1)
    lost = float((np.exp(scores[gaps]) @ marks).sum())
    return lost >= max(FEWEST_LOST, LEAST_LOST / (1 - LEAST_LOST) * visible)


@lru_cache
def _quotes_of(labels: tuple[str, ...]) -> NDArray[np.float32]:
    """How many quotation marks each label has."""
    return np.array([sum(mark in QUOTES for mark in label) for label in labels], dtype=np.float32)


def _is_gap(text: str, start: int, end: int) -> bool:
    """Whether a slot between full-width characters holds white space that is no line end, and no mark."""
    shown, beside = text[start:end], text[max(0, start - 1) : start] + text[end : end + 1]
    return not _OPEN_GAPS.isdisjoint(shown) and _QUOTES.isdisjoint(shown) and not _HALF_WIDTH.search(beside)


_OPEN_GAPS: Final = frozenset(GAPS) - {LINE_END}
_QUOTES: Final = frozenset(QUOTES + STRAIGHT_QUOTES)
_HALF_WIDTH: Final = Pattern(r"[!-~]")
