"""Where a mark may stand in a text, and what is visible there.

A *slot* is a maximal run of spaces, stops and quotation marks between content characters.
What OCR shows in it (its *surface*) is evidence; what was printed there (its *label*) is to be found.
The two ends of a paragraph are slots too, mostly empty ones.
"""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.profiles.marks import MIDDLE_DOT, QUOTES, STOPS

LINE_END: Final = "\x1d"
"""Stands for a space that the width of the column shows to be a line end,"""
MID_LINE: Final = "\x1c"
"""and this for one that it shows to stand in the middle of a line."""

BREAK: Final = "\n"
"""Label of a slot whose two sides do not belong together."""

LABEL_STOPS: Final = STOPS + MIDDLE_DOT
"""The stops that a label is made of: the dot in names, too."""

_FOLDED: Final = str.maketrans(
    ",;:?!.﹒＂•・‧\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}", '，；：？！．．"···  '
)
GAPS: Final = " " + LINE_END + MID_LINE
GAP_RUN: Final = re.compile(f"[{GAPS}]+")
"""Gaps in a row."""
_IN_SLOT: Final = GAPS + LABEL_STOPS + QUOTES + '\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}．•・‧﹒＂",;:?!'
_SLOT: Final = re.compile(
    rf"(?:[{_IN_SLOT}]|(?<![0-9A-Za-z])\.|\.(?![0-9A-Za-z]))++"
    rf"|^(?![{_IN_SLOT}\n.])(?=.)"
    rf"|(?<=.)(?<![{_IN_SLOT}\n.])$",
    re.MULTILINE,
)

Spans = NDArray[np.int64]


def find_slots(text: str) -> Spans:
    """Spans of all slots, shape (n, 2), in text order; paragraphs are separated by line feeds.

    A paragraph with content has a slot at each end, empty unless marks or spaces stand there.
    An empty paragraph has none; one of marks alone has one. A point between two ASCII letters or
    digits is content.

    >>> find_slots("蓄水，发电").tolist()
    [[0, 0], [2, 3], [5, 5]]
    >>> find_slots("3.5米").tolist()
    [[0, 0], [4, 4]]
    """
    spans = [match.span() for match in _SLOT.finditer(text)]
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def surface_of(visible: str) -> str:
    """What is visible in a slot, in one spelling: full-width stops, one gap at most in a row.

    >>> surface_of(" ,  "), surface_of("。”")
    (' ， ', '。”')
    """
    return GAP_RUN.sub(_one_gap, visible.translate(_FOLDED))


def plain_surface(surface: str) -> str:
    """The surface without what the column says of its gaps.

    >>> plain_surface(f"，{LINE_END}")
    '， '
    """
    return GAP_RUN.sub(" ", surface)


def _one_gap(gaps: re.Match[str]) -> str:
    return next((kind for kind in (LINE_END, MID_LINE) if kind in gaps[0]), " ")
