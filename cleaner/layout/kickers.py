"""Kickers that a page reader gave in one block with the headline under them.

A newspaper sets a kicker over its headline, in smaller type and a line of its own. A reader that sees one block
joins the two, and where the line ended stands a space, as it stands for a pause that was printed in a headline,
for a mark that was lost and for the end of a line of the headline. What the words on both sides are tells them
apart: a kicker names who and where in a whole clause, and behind it the headline begins anew. A small network
weighs the evidence (`cleaner.models.evidence`), which `lab.training.kickers` fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import starmap
from operator import eq
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.ends import open_pairs
from cleaner.models import Models
from cleaner.models.slots import find_slots
from cleaner.patterns import Pattern
from cleaner.profiles.marks import HALF_DASHES, QUOTES
from cleaner.profiles.press import SERIES_NAME
from cleaner.profiles.widths import ems, letters_of

Float32s = NDArray[np.float32]

SHORTEST: Final = 4
"""Letters of a kicker, and of a headline, at the least."""
LONGEST_BODY: Final = 300
"""Characters of the text below that the halves are compared with."""
_SPACE: Final = Pattern(r"(?<=\S)\s+(?=\S)")
_LABELS: Final = {
    "paragraph": ("\n",),
    "pause": (" ",),
    "comma": ("，",),
    "nothing": ("",),
    "quotation mark": tuple(QUOTES),
}
"""What the gap model may find in the place of a space, by labels."""
_KINDS: Final = ("headline", "heading", "text")
"""What the model of heads tells apart."""
_CLOSES: Final = (*HALF_DASHES, "一", "：", ":")
"""What a kicker closes with; one stroke may be a dash that was misread."""

NAMES: Final = (
    "right is the headline",
    "right is the headline, by its words",
    *_LABELS,
    *(f"{part} like a {kind}" for part in ("left", "right", "whole") for kind in _KINDS),
    "goes on",
    "goes on by characters",
    "width of left",
    "width of right",
    "width of both",
    "widths differ",
    "share of left",
    "as many letters",
    "same letters",
    "same letters in step",
    "spaces in left",
    "spaces in right",
    "series",
    "closes with a dash",
    "comma",
)
"""What is known of a space in a headline, in the order of the columns of the evidence."""


class Cut(NamedTuple):
    """A space of a headline at which a kicker may end, as offsets in its text."""

    start: int
    end: int


def find_cuts(headline: str) -> Iterator[Cut]:
    """The spaces of a headline that may part it from its kicker: outside of all brackets and quotation marks.

    >>> list(find_cuts("青石镇建成水库 渠水 上山来（今日 快评）"))
    [Cut(start=7, end=8), Cut(start=10, end=11)]
    """
    last = _end_of(headline)
    for match in _SPACE.finditer(headline, 0, last):
        left, right = headline[: match.start()], headline[match.end() : last]
        if min(len(letters_of(left)), len(letters_of(right))) < SHORTEST:
            continue
        (opened, _), (_, closed) = open_pairs(left), open_pairs(right)
        if not (any(opened) or any(closed)):
            yield Cut(*match.span())


def kicker_evidence(headline: str, cuts: Sequence[Cut], body: str, models: Models) -> Float32s:
    """What is known of spaces of a headline over a text, shape (cuts, NAMES)."""
    left, right = [headline[: cut.start] for cut in cuts], [headline[cut.end :] for cut in cuts]
    columns = [
        *_by_headlines(left, right, body, models),
        *_by_gaps(headline, cuts, models),
        *_by_kinds(headline, left, right, models),
        *_by_seams(left, right, models),
        *np.array([_shape(headline, cut) for cut in cuts]).T,
    ]
    return np.array(columns, dtype=np.float32).T.reshape(len(cuts), len(NAMES))


def _by_headlines(left: Sequence[str], right: Sequence[str], body: str, models: Models) -> Iterator[list[float]]:
    """How much more like the headline of the text below each right half is, and by the words alone."""
    for below in (body[:LONGEST_BODY], ""):
        chances = [models.headlines.probabilities(pair, below) for pair in zip(left, right, strict=True)]
        yield [float(np.log(chance[1] / chance[0])) for chance in chances]


def _by_gaps(headline: str, cuts: Sequence[Cut], models: Models) -> Iterator[Float32s]:
    """Log-probabilities of what the gap model finds in the place of each space."""
    slots = find_slots(headline)
    at = np.searchsorted(slots[:, 1], [cut.end for cut in cuts])
    found = models.gaps.log_probs(headline, slots[at], slots)
    for marks in _LABELS.values():
        columns = [n for n, label in enumerate(models.gaps.labels) if label in marks]
        yield np.logaddexp.reduce(found[:, columns], axis=1)


def _by_kinds(headline: str, left: Sequence[str], right: Sequence[str], models: Models) -> Iterator[Float32s]:
    """What the words of both halves and of the whole are like."""
    kinds = models.heads([*left, *right, headline])
    halves = len(left)
    yield from kinds[:halves].T
    yield from kinds[halves:-1].T
    yield from np.repeat(kinds[-1:], halves, axis=0).T


def _by_seams(left: Sequence[str], right: Sequence[str], models: Models) -> Iterator[Any]:
    """How well each left half goes on in the right one."""
    pairs = [("".join(a.split()), "".join(b.split())) for a, b in zip(left, right, strict=True)]
    yield models.continuation(pairs)
    yield models.affinity([(a[-2:], b[:2]) for a, b in pairs])


def _shape(headline: str, cut: Cut) -> list[float]:
    """How wide the halves are, how alike: the two lines of a headline run in step; and their marks."""
    last = _end_of(headline)
    left, right = headline[: cut.start], headline[cut.end : last]
    a, b = ems(left), ems(right)
    first, second = letters_of(left), letters_of(right)
    return [
        a,
        b,
        a + b,
        abs(a - b),
        a / (a + b),
        float(len(first) == len(second)),
        float(len(set(first) & set(second))),
        float(sum(starmap(eq, zip(first, second, strict=False)))),
        float(len(left.split()) - 1),
        float(len(right.split()) - 1),
        float(last < len(headline)),
        float(left.endswith(_CLOSES)),
        float("，" in headline),
    ]


def _end_of(headline: str) -> int:
    """Where the words of a headline end and the name of a series in brackets begins."""
    series = SERIES_NAME.search(headline)
    return series.start() if series else len(headline)
