"""What speaks for a line standing under another one, and for a way from column to column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.columns import INDENT, LOOSE, TOLERANCE, ends_sentence
from cleaner.layout.language import Language
from cleaner.layout.linking import CONTEXT
from cleaner.layout.measure import CLOSING, STOPS, ems, squeeze
from cleaner.layout.rows.lines import Line, column_widths, fills_column

Floats = NDArray[np.float64]

REACH: Final = 12
"""Lines from one line of a column to the next, at the most."""
ASKED: Final = 8
"""Lines back that the model is asked about; its cost is what limits long pages."""
UNASKED: Final = -2.0
"""What the model is taken to say of lines farther back."""
MOST_FROM_MODEL: Final = 6.0
ENDS: Final = ("short with a stop", "full with a stop", "pause", "full and open", "short and open", "wide")
STARTS: Final = ("full", "indented", "short", "wide")
KINDS: Final = ("stop", "pause", "open")
LINK_NAMES: Final = (
    *(f"{end}, then {start}" for end in ENDS for start in STARTS),
    *(f"model after {kind}" for kind in KINDS),
    *(f"pair after {kind}" for kind in KINDS),
    "begins with a mark",
    "blank line between",
)
WAY_NAMES: Final = (
    *(f"passes a column, missed {times}" for times in ("0", "1", "2", "3+")),
    "new row",
    *(f"takes up a column missed {times}" for times in ("1", "2", "3+")),
    "blank line inside a row",
    "new row after a whole one",
    "the same column again",
    "new column in a row",
    "new column, new row",
    "new column after a blank line",
    "new column beside six",
    *(f"new column with a line that is {kind}" for kind in ("full", "stopped", "neither")),
    *(f"new column left of all with a line that is {kind}" for kind in ("full", "stopped", "neither")),
    *(f"overtakes a column, overtaken {times}" for times in ("0", "1", "2", "3+")),
)
LINK, WAY = len(LINK_NAMES), len(WAY_NAMES)


def link_features(lines: Sequence[Line], language: Language) -> Floats:
    """What speaks for line `t` standing under line `t - d`, at [t, d - 1]; shape (lines, REACH, LINK)."""
    count = len(lines)
    natural = np.array([ems(line.text) for line in lines])
    least = natural - np.array([squeeze(line.text) for line in lines])
    stop = np.array([ends_sentence(line.text) for line in lines])
    pause = np.array([line.text[-1] in STOPS for line in lines]) & ~stop
    closing = np.array([line.text[0] in STOPS + CLOSING for line in lines])
    below = np.repeat(np.arange(count)[:, None], REACH, axis=1)
    above = below - np.arange(1, REACH + 1)
    there = above >= 0
    a, b = above[there], below[there]
    room = _room(column_widths(lines), np.maximum(least[a], least[b]))
    wide = np.isinf(room)
    room[wide] = 0.0
    full = room - natural[a] < LOOSE + TOLERANCE
    end = np.select(
        [wide & (least[a] >= least[b]), stop[a] & ~full, stop[a], pause[a], full], [5, 0, 1, 2, 3], 4
    )
    lack = room - natural[b]
    indented = (lack >= INDENT - TOLERANCE) & (lack < INDENT + LOOSE)
    start = np.select([wide & (least[b] >= least[a]), lack < LOOSE, indented], [3, 0, 1], 2)
    pairs = [(lines[i].text[-CONTEXT:], lines[j].text[:CONTEXT]) for i, j in zip(a, b, strict=True)]
    near = np.flatnonzero(b - a <= ASKED)
    model = np.full(len(pairs), UNASKED)
    model[near] = np.clip(language.continuation([pairs[i] for i in near]), -MOST_FROM_MODEL, MOST_FROM_MODEL)
    found = np.zeros((len(a), LINK))
    found[np.arange(len(a)), end * len(STARTS) + start] = 1.0
    kind = np.select([stop[a], pause[a]], [0, 1], 2)
    first = len(ENDS) * len(STARTS)
    found[np.arange(len(a)), first + kind] = model
    found[np.arange(len(a)), first + len(KINDS) + kind] = language.affinity(pairs)
    blanks = np.cumsum([line.blank for line in lines])
    found[:, -2] = closing[b]
    found[:, -1] = blanks[b] > blanks[a]
    features = np.zeros((count, REACH, LINK))
    features[there] = found
    return features


def _room(widths: Sequence[float], needed: Floats) -> Floats:
    """The narrowest column that holds each width; infinite where none does."""
    bounds = np.array([*widths, np.inf])
    return np.asarray(bounds[np.searchsorted(bounds, needed - TOLERANCE)])


def opening_kinds(lines: Sequence[Line]) -> list[int]:
    """How a line looks that may open a column: 0 full, 1 ended by a stop, 2 neither, as headlines are."""
    widths = column_widths(lines)
    return [0 if fills_column(line.text, widths) else 1 if line.text[-1] in STOPS else 2 for line in lines]
