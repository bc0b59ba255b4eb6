"""Briefs whose first line was read after others of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.layout.lines.columns import INDENT
from cleaner.layout.links.fragments import Fragments
from cleaner.layout.links.link_scores import LinkScores
from cleaner.layout.role import Role
from cleaner.layout.similarity import products
from cleaner.models import Models

DATED = 12.0
"""Log-odds added to the seams of a brief whose first line was read too late (`with_datelines`)."""
LONGEST_RUN = 5
"""Lines that are read before the first line of their brief, at the most."""
FALLS_SHORT = 0.5
"""Em by which a line falls short that ends a paragraph, at the least."""
LEFT_OUT = 3.0
"""Log-odds against each of them that is none of the brief; of 30 runs on pages that engines read none has."""


def with_datelines(scores: LinkScores, fragments: Fragments, models: Models) -> LinkScores:
    """The scores, seams likelier that put the first line of a brief before those that were read before it.

    An engine that orders boxes by their left edges reads full lines before the indented one over them; so
    lines by themselves stand before a dateline, and what goes on in the block behind it is the last of
    them, as the seam model tells. A sentence may end with a full line, and a paragraph with the last of them.
    """
    f = fragments
    body = f.has(Role.BODY) & ~(f.head > 0)
    narrow = f.one_line if f.joined else f.natural <= f.width + INDENT  # with gaps or none
    line = body & f.printed & narrow
    full = ~f.ends | ((f.natural >= f.width - FALLS_SHORT) & ~f.joined)
    single, behind = line & full & ~f.dateline, np.append(body & ~f.dateline, False)[1:]
    found: list[tuple[int, int]] = []
    for n in np.flatnonzero(line & ~f.ends & f.dateline & behind).tolist():
        first = n
        while first and single[first - 1] and n - first < LONGEST_RUN:
            first -= 1
        run = range(first, n)
        if run:
            around = [f.texts[i] for i in range(first, n + 2)]
            found += [(first + a, first + b) for a, b in _read_too_late(around, models)]
    if not found:
        return scores
    known = {pair: k for k, pair in enumerate(zip(scores.left.tolist(), scores.right.tolist(), strict=True))}
    new = [pair for pair in found if pair not in known]
    seams = {pair: not (f.ends[pair[0]] and pair[1] - pair[0] == 2) for pair in found}
    left, right = np.array(new, dtype=np.int64).reshape(-1, 2).T
    at = [known[pair] for pair in found if pair in known]
    value, seam = scores.value.copy(), scores.seam.copy()
    value[at] += DATED
    seam[at] = [seams[pair] for pair in found if pair in known]
    return LinkScores(
        np.concatenate([scores.left, left]),
        np.concatenate([scores.right, right]),
        np.concatenate([value, np.full(len(new), DATED)]),
        np.concatenate([seam, np.array([seams[pair] for pair in new], dtype=bool)]),
    )


def _read_too_late(texts: Sequence[str], models: Models) -> list[tuple[int, int]]:
    """The seams through the lines, the dateline behind them and the text behind that; none if it goes on."""
    count = len(texts) - 2
    steps = [(i, i + 1) for i in range(count - 1)] + [(count - 1, count + 1)]
    jumps = [(count, i) for i in range(count)] + [(count, count + 1)]
    pairs = np.array(steps + jumps, dtype=np.int64)
    odds = products(models.ends(texts), pairs[:, 0], models.starts(texts), pairs[:, 1])
    through = np.cumsum(odds[:count][::-1])[::-1] + odds[count:-1] - LEFT_OUT * np.arange(count)
    first = int(through.argmax())
    return [(count, first), *steps[first:]] if through[first] > odds[-1] - LEFT_OUT * count else []
