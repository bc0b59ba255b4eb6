"""Where blocks end on a page of printed columns whose text has no blank lines.

Engines that give lines and nothing else leave headline, byline, the text under them and the next column in
one run of lines. Each line break is judged by the two lines on either side: how they fill the columns that
most lines near by were set in, what they begin and end with, how well the one goes on in the other and in
lines elsewhere, whether they read like headlines. A small network weighs it (`cleaner.models.evidence`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.interleaved.lines import TextLine, find_fills
from cleaner.layout.lines.columns import INDENT, LOOSE, SAME_COLUMN, ends_sentence
from cleaner.layout.lines.verses import CLAUSE
from cleaner.layout.memo import MemoTable
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles
from cleaner.models import Models
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, HALF_DASHES, STOPS
from cleaner.profiles.press import DATELINE
from cleaner.profiles.widths import ems

Float32s = NDArray[np.float32]

NEAR: Final = 7
"""Lines up to a line, or from it on, whose common width is that of its column."""
MOST_BY_WORDS: Final = 6.0
MOST_GOES_ON: Final = 10.0
"""Bounds of what words say of a headline, and of how well a line goes on in the next one, in log-odds."""
MOST_LACK: Final = 12.0
"""Em that a line falls short, at the most."""
FEW: Final = 3
"""Characters of a line that is hardly one."""
REACH: Final = 60
"""Lines up to the farthest that a line may go on in."""
TOGETHER: Final = 1024
"""Lines that are compared at a time with those in reach: memory grows with the length of a page alone."""
_DASHED = Pattern(r"[—一–-]{2}$|—$|\p{Han}{6}一$")
"""A kicker ends with a dash, which may be read as ideographs."""
_SERIES = Pattern(r"[（(【][^（）()【】]{2,30}[）)】]?$")
"""The name of a series in a line by itself, the last bracket lost or not."""
BY_COLUMN: Final = ("fills", "wider", "indented", "short", "width over that of the column")
ROLES: Final = (Role.BODY, Role.BYLINE, Role.SIGNOFF, Role.JUMP, Role.FURNITURE)
"""What the words of a line may tell."""
BY_ITSELF: Final = (
    "ends",
    "pauses",
    "stop inside",
    "begins with a mark",
    "like a headline",
    "like a heading",
    "dateline",
    *ROLES,
    "may be a headline",
    "few characters",
    "length",
    "ends with a dash",
    "begins with a dash",
    "series",
    "there",
)
PLACES: Final = ("before", "left", "right", "behind")
"""The line before the left one, the lines on either side of the break, the line behind the right one."""
AT_BREAK: Final = (
    "goes on into the left one",
    "goes on",
    "goes on from the right one",
    "goes on by characters",
    "goes on from an open line",
    "left one goes on better elsewhere",
    "right one goes on better from elsewhere",
    "both go on better elsewhere",
    "share of lines that fill the column before",
    "share of lines that fill the column behind",
    "change of the column",
    "other column",
    "as wide",
    "wider on the right",
    "right one would fill the column before",
    "left one would fill the column behind",
)
NAMES: Final = (
    *(f"{place}: {fact}" for place in PLACES for fact in BY_COLUMN + BY_ITSELF),
    *AT_BREAK,
)


def block_end_evidence(lines: Sequence[TextLine], models: Models, memo: MemoTable | None = None) -> Float32s:
    r"""What is known of the breaks between the lines of a text, two or more: shape (lines - 1, `NAMES`).

    `memo` is that of the page.

    >>> from cleaner.layout.interleaved.lines import find_lines
    >>> from cleaner.models import shipped_models
    >>> evidence = block_end_evidence(find_lines("柳湾乡修渠道\n本报记者 罗芳\n上月通水。"), shipped_models())
    >>> evidence.shape == (2, len(NAMES)), evidence[0, NAMES.index("right: byline")]
    (True, np.float32(1.0))
    """
    texts = [line.text for line in lines]
    natural = np.array([ems(text) for text in texts], dtype=np.float32)
    widths, fills = find_fills(lines)
    if not len(widths):
        widths, fills = natural.max(keepdims=True), (natural == natural.max())[:, None]
    before, share_before = _columns(fills, widths, -NEAR + 1, 1)
    behind, share_behind = _columns(fills, widths, 0, NEAR)
    alone = _facts(texts, models, plain_roles(texts, memo))
    pairs = list(pairwise(texts))
    goes_on = np.clip(models.continuation(pairs), -MOST_GOES_ON, MOST_GOES_ON) / 4
    by_characters = np.clip(models.affinity(pairs), -MOST_GOES_ON, MOST_GOES_ON) / 4
    left, right = slice(None, -1), slice(1, None)
    width, other = before[left], behind[right]
    at_break = (
        np.append(0.0, goes_on[:-1]),
        goes_on,
        np.append(goes_on[1:], 0.0),
        by_characters,
        np.maximum(goes_on, 0.0) * (1 - alone[left, BY_ITSELF.index("ends")]),
        *_elsewhere(texts, models, alone[:, BY_ITSELF.index("ends")] > 0),
        share_before[left],
        share_behind[right],
        (other - width) / 4,
        np.abs(other - width) > SAME_COLUMN,
        np.abs(natural[left] - natural[right]) < LOOSE,
        (natural[right] - natural[left]) / 6,
        natural[right] - width > -LOOSE,
        natural[left] - other > -LOOSE,
    )
    placed = [
        _placed(natural, alone, column, place) for place, column in enumerate((width, width, other, other))
    ]
    return np.hstack([*placed, np.stack(at_break, axis=1)]).astype(np.float32)


def _elsewhere(texts: Sequence[str], models: Models, ended: NDArray[np.bool_]) -> Float32s:
    """By how much more each line goes on elsewhere than in the next one, that from elsewhere, and the less.

    Shape (3, lines - 1). Where a line is well placed, to take it away from there counts against it; a line
    that ends a sentence goes on nowhere.
    """
    count = len(texts)
    ends, starts = models.ends(texts), models.starts(texts)
    own = _bounded(np.einsum("ij,ij->i", ends[:-1], starts[1:]))
    placed = np.append(0.0, np.maximum(own, 0.0)).astype(np.float32)
    """How well each line goes on from the one before it, where it does."""
    onward, back = (np.full(count, -np.inf, dtype=np.float32) for _ in range(2))
    for first in range(0, count, TOGETHER):
        low, last = max(first - REACH, 0), min(first + TOGETHER, count)
        high = min(last + REACH, count)
        goes_on = _bounded(ends[first:last] @ starts[low:high].T)
        ahead = np.arange(low, high) - np.arange(first, last)[:, None]
        goes_on[(abs(ahead) > REACH) | (ahead == 0) | (ahead == 1)] = -np.inf
        from_first = 0 if low else 1  # no line stands before the first one
        onward[first:last] = (goes_on - placed[low:high])[:, from_first:].max(axis=1)
        goes_on[ended[first:last]] = -np.inf
        follows = np.append(placed[first + 1 : last + 1], [0.0] * (last == count))
        back[low:high] = np.maximum(back[low:high], (goes_on - follows[:, None]).max(axis=0))
    left = np.where(ended[:-1], 0.0, onward[:-1] - own)
    right = back[1:] - own
    found: Float32s = np.clip([left, right, np.minimum(left, right)], -MOST_GOES_ON, MOST_GOES_ON) / 4
    return found


def _bounded(odds: Float32s) -> Float32s:
    """Log-odds within what a continuation may say."""
    found: Float32s = np.clip(odds, -MOST_GOES_ON, MOST_GOES_ON)
    return found


def _columns(
    fills: NDArray[np.bool_], widths: NDArray[np.floating[Any]], first: int, last: int
) -> tuple[Float32s, Float32s]:
    """The width that most lines beside each line fill, from `first` to before `last`, and their share."""
    count = len(fills)
    sums = np.vstack([np.zeros((1, len(widths)), dtype=np.int64), fills.cumsum(axis=0)])
    start = np.clip(np.arange(count) + first, 0, count)
    end = np.clip(np.arange(count) + last, 0, count)
    votes = sums[end] - sums[start]
    found: Float32s = widths[votes.argmax(axis=1)].astype(np.float32)
    return found, (votes.max(axis=1) / (end - start)).astype(np.float32)


def _facts(texts: Sequence[str], models: Models, roles: Sequence[Role | None]) -> Float32s:
    """What each line says by itself and by the role that its words tell, shape (lines, `BY_ITSELF`)."""
    kinds = np.clip(models.heads(texts), -MOST_BY_WORDS * 2, 0.0)
    headline, heading = (
        np.clip(kinds[:, n] - kinds[:, 2], -MOST_BY_WORDS, MOST_BY_WORDS) / 3 for n in (0, 1)
    )
    ends = np.array([ends_sentence(text) for text in texts])
    plain = (
        ends,
        np.array([text[-1] in STOPS for text in texts]) & ~ends,
        [CLAUSE.search(text, 0, len(text) - 1) is not None for text in texts],
        [text[0] in STOPS + CLOSING for text in texts],
        headline,
        heading,
        [DATELINE.match(text) is not None for text in texts],
        *([found is role for found in roles] for role in (*ROLES, None)),
        [len(text) <= FEW for text in texts],
        [len(text) / 20 for text in texts],
        [_DASHED.search(text) is not None for text in texts],
        [text[0] in HALF_DASHES for text in texts],
        [_SERIES.match(text) is not None for text in texts],
        [True] * len(texts),
    )
    return np.stack([np.asarray(fact, dtype=np.float32) for fact in plain], axis=1)


def _placed(natural: Float32s, alone: Float32s, column: Float32s, place: int) -> Float32s:
    """The facts of one of the four lines round each break; zeros where there is none."""
    at = np.arange(len(column)) + place - 1
    there = (at >= 0) & (at < len(natural))
    at = at.clip(0, len(natural) - 1)
    over = natural[at] - column
    by_column = (
        np.abs(over) <= LOOSE,
        over > LOOSE,
        (over < -LOOSE) & (over > -INDENT - LOOSE),
        over < -INDENT - LOOSE,
        np.clip(over, -MOST_LACK, MOST_LACK) / 4,
    )
    found: Float32s = np.hstack([np.stack(by_column, axis=1), alone[at]]).astype(np.float32) * there[:, None]
    return found
