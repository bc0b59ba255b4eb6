"""Kickers that a page reader gave in one block with the headline under them.

A newspaper sets a kicker over its headline, in smaller type and a line of its own. A reader that sees one
block joins the two, and where the line ended stands a space, as it does for a pause that was printed in a
headline, for a mark that was lost and for the end of a line of the headline. The words on both sides tell
them apart: a kicker names who and where in a whole clause, and behind it the headline begins anew. A small
network weighs the evidence (`cleaner.models.evidence`), which `lab.training.kickers` fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, starmap
from operator import add, eq
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.roles.ends import open_pairs
from cleaner.models import Models
from cleaner.models.slots import find_slots
from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH_AS_IDEOGRAPHS, HALF_DASHES, QUOTES
from cleaner.profiles.press import SERIES_NAME
from cleaner.profiles.widths import ems, letters_of

Float32s = NDArray[np.float32]

SHORTEST: Final = 4
"""Letters of a kicker, and of a headline, at the least."""
LONGEST_BODY: Final = 300
"""Characters of the text below that the halves are compared with."""
LINE_END: Final = 0.9
"""Probability that nothing is missing at a space, from which it only ends a line of a headline."""
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
_GOES_ON: Final = ("，", "、", "；", ",", ";")
"""What a kicker does not end with, and no headline begins with."""
_FOLLOWS: Final = (*HALF_DASHES, "-", DASH_AS_IDEOGRAPHS)
"""What a sub-headline opens with, which has no kicker."""

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
    """A space of a headline at which a kicker may end."""

    span: tuple[int, int]
    """Where it stands in the headline."""
    left: str
    right: str
    """What stands before it and behind it, without the spaces that only end a line."""


def find_cuts(headline: str, models: Models) -> list[Cut]:
    """The spaces of a headline that may part it from its kicker, outside of all brackets and quotation marks.

    >>> from cleaner.models import shipped_models
    >>> cuts = find_cuts("青石镇建成水库 渠水流上山 来（今日 快评）", shipped_models())
    >>> [(cut.left, cut.right) for cut in cuts]
    [('青石镇建成水库', '渠水流上山来（今日 快评）')]
    """
    if not may_hold_kicker(headline):
        return []
    spaces = [match.span() for match in _SPACE.finditer(headline, 0, _end_of(headline))]
    inside = [bool(sure) for sure in _nothing_missing(headline, spaces, models)]
    pieces = [headline[end:start] for (_, end), (start, _) in pairwise([(0, 0), *spaces, (len(headline), 0)])]
    joined = ["" if closed else " " for closed in inside]
    cuts = []
    for n, span in enumerate(spaces):
        left, right = (
            "".join(chain.from_iterable(zip(texts, [*between, ""], strict=True)))
            for texts, between in ((pieces[: n + 1], joined[:n]), (pieces[n + 1 :], joined[n + 1 :]))
        )
        if _may_part(left, right[: _end_of(right)]):
            cuts.append(Cut(span, left, right))
    return cuts


def may_hold_kicker(headline: str) -> bool:
    """Whether a space of a headline may part it from its kicker, by what stands on both sides.

    >>> may_hold_kicker("青石镇建成水库 渠水流上山来"), may_hold_kicker("青石镇建成水库，渠水 上山")
    (True, False)
    """
    if headline.startswith(_FOLLOWS):
        return False
    last = _end_of(headline)
    spaces = (match.span() for match in _SPACE.finditer(headline, 0, last))
    return any(_may_part(headline[:start], headline[end:last]) for start, end in spaces)


def _may_part(left: str, right: str) -> bool:
    """Whether a kicker and a headline may stand on the sides of a space."""
    if left.endswith(_GOES_ON) or right.startswith(_GOES_ON):
        return False
    (opened, _), (_, closed) = open_pairs(left), open_pairs(right)
    return min(len(letters_of(left)), len(letters_of(right))) >= SHORTEST and not (any(opened) or any(closed))


def _nothing_missing(headline: str, spaces: Sequence[tuple[int, int]], models: Models) -> NDArray[np.bool_]:
    """Whether the words on both sides show that each space only ends a line of the headline."""
    if len(spaces) == 1:  # it is the one that is asked about
        return np.zeros(1, dtype=bool)
    slots = find_slots(headline)
    at = np.searchsorted(slots[:, 1], [end for _, end in spaces])
    nothing = models.gaps.log_probs(headline, slots[at], slots)[:, models.gaps.labels.index("")]
    found: NDArray[np.bool_] = nothing > np.log(LINE_END)
    return found


def kicker_evidence(headlines: Sequence[tuple[Sequence[Cut], str]], models: Models) -> Float32s:
    """What is known of the spaces of headlines, each given with the text under it, shape (cuts, NAMES)."""
    cuts = [cut for found, _ in headlines for cut in found]
    left, right = [cut.left for cut in cuts], [cut.right for cut in cuts]
    columns = [
        *_by_headlines(headlines, models),
        *_by_gaps([found for found, _ in headlines], models),
        *_by_kinds(left, right, models),
        *_by_seams(left, right, models),
        *np.array(list(map(_shape, left, right))).T,
    ]
    return np.array(columns, dtype=np.float32).T.reshape(len(cuts), len(NAMES))


def _by_headlines(headlines: Sequence[tuple[Sequence[Cut], str]], models: Models) -> Iterator[list[float]]:
    """How much more like the headline of the text below each right half is, and by the words alone."""
    for reach in (LONGEST_BODY, 0):
        chances = [
            models.headlines.probabilities([cut.left, cut.right], body[:reach])
            for cuts, body in headlines
            for cut in cuts
        ]
        yield [float(np.log(chance[1] / chance[0])) for chance in chances]


def _by_gaps(headlines: Sequence[Sequence[Cut]], models: Models) -> Iterator[Float32s]:
    """Log-probabilities of what the gap model finds in the place of each space, headline by headline."""
    found = np.concatenate(
        [
            models.gaps.log_probs_in(
                [f"{cut.left} {cut.right}" for cut in cuts], [len(cut.left) + 1 for cut in cuts]
            )
            for cuts in headlines
        ]
    )
    for marks in _LABELS.values():
        columns = [n for n, label in enumerate(models.gaps.labels) if label in marks]
        yield np.logaddexp.reduce(found[:, columns], axis=1)


def _by_kinds(left: Sequence[str], right: Sequence[str], models: Models) -> Iterator[Float32s]:
    """What the words of both halves and of the whole are like."""
    kinds = models.heads([*left, *right, *map(add, left, right)])
    for part in np.split(kinds, 3):
        yield from part.T


def _by_seams(left: Sequence[str], right: Sequence[str], models: Models) -> Iterator[Any]:
    """How well each left half goes on in the right one."""
    pairs = [("".join(a.split()), "".join(b.split())) for a, b in zip(left, right, strict=True)]
    yield models.continuation(pairs)
    yield models.affinity([(a[-2:], b[:2]) for a, b in pairs])


def _shape(left: str, right: str) -> list[float]:
    """How wide the halves are, how alike: the two lines of a headline run in step; and their marks."""
    last = _end_of(right)
    series, right = right[last:], right[:last]
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
        float(series != ""),
        float(left.endswith(_CLOSES)),
        float("，" in left or "，" in right),
    ]


def _end_of(headline: str) -> int:
    """Where the words of a headline end and the name of a series in brackets begins."""
    series = SERIES_NAME.search(headline)
    return series.start() if series else len(headline)
