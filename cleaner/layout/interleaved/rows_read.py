"""In which row of the page the blocks were read, on a page that was read across its columns.

Once its lines are given back to their columns, neighbouring blocks need not belong together: which column
is the first, and what stands beside what, is often guessed. The order in which the lines were read is not: a
text begins soon behind its headline, the columns of one article begin in about the same row, and what stands
below another text begins soon behind the end of that. Links on such pages are judged by this as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.interleaved.lines import find_parts
from cleaner.layout.role import Role

if TYPE_CHECKING:
    from cleaner.layout.links.fragments import Fragments

Values = NDArray[Any]
"""Truth values, a byte each, as there are many of them, or numbers."""
Ints = NDArray[np.int64]

IN_ORDER: Final = 0.5
"""Share of the lines that were read right behind the one that they stand under, from which a page is in the
order in which it was read: where lines were given back to two columns or more, hardly any are."""
STEPS: Final = (-40, -20, -9, -4, 0, 3, 6, 10, 20, 40)
"""Bounds of the steps, in lines read, that count alike: less than a row of columns, one, two, and more."""
ONE_ROW: Final = 8
"""Lines within which two are read in about one row."""
MOST: Final = 4
"""Headlines between two blocks that count."""


def rows_read(raw: str, origin: Ints) -> Ints | None:
    r"""For each character of a text the number of the raw line that it comes from; -1 where it was inserted.

    None where most lines stand as they were read.

    Args:
        raw: the text as it was read.
        origin: for each character of the later text its offset in the raw one, -1 for none.

    >>> rows_read("左\n右\n左\n右\n左\n右", np.array([0, 4, 8, 2, 6, 10]))
    array([0, 2, 4, 1, 3, 5])
    >>> rows_read("甲\n乙\n丙\n丁", np.arange(7)) is None
    True
    """
    starts = [part.start for part in find_parts(raw)]
    number = np.searchsorted(np.array(starts, dtype=np.int64), origin, side="right") - 1
    lines = number[np.append(True, number[1:] != number[:-1]) & (number >= 0)] if len(number) else number
    if len(lines) < 2 or (np.diff(lines) == 1).mean() >= IN_ORDER:
        return None
    return np.asarray(np.where(origin < 0, -1, number), np.int64)


def row_evidence(fragments: Fragments, left: Ints, right: Ints, name: str) -> dict[str, Values]:
    """How far apart two blocks were read, for texts and what stands over them; nothing on other pages.

    left, right: the pairs of fragments; name: of the kind of link, with which the evidence is named.
    """
    if fragments.read_in is None:
        return {}
    first, last = fragments.read_in.T
    head = fragments.head > 0
    front = head | fragments.has(Role.BYLINE) | fragments.has(Role.JUMP)
    kinds = {"text": ~front, "front": front}
    pairs = [(a, b) for a in kinds for b in kinds if name != "seam" or a == b == "text"]
    found: dict[str, Values] = {}
    for a, b in pairs:
        these, pair = kinds[a][left] & kinds[b][right], f"{name}: {a} to {b}, read"
        found |= dict(_steps(f"{pair} behind it", first[right] - last[left], these))
        if "text" in (a, b):
            found |= dict(_steps(f"{pair} beside it", first[right] - first[left], these))
    heads = np.sort(first[head])
    low, high = np.minimum(first[left], first[right]), np.maximum(first[left], first[right])
    between = np.searchsorted(heads, high, "left") - np.searchsorted(heads, low, "right")
    found[f"{name}: heads read between"] = np.clip(between, 0, MOST)
    found[f"{name}: ends read in one row"] = np.abs(last[right] - last[left]) <= ONE_ROW
    return found


def _steps(name: str, steps: Ints, these: NDArray[np.bool_]) -> Iterator[tuple[str, Values]]:
    """Of some pairs which bounds their steps lie between."""
    kinds = np.searchsorted(STEPS, steps, side="left")
    bounds = ("far", *map(str, STEPS), "far")
    for kind in range(len(STEPS) + 1):
        yield f"{name}, {bounds[kind]} to {bounds[kind + 1]}", these & (kinds == kind)
