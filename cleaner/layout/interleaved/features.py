"""Evidence that a line stands under another one, and for each transition from column to column."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from math import fsum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.interleaved.lines import TextLine, column_widths, ends_text, fills_column, is_credit
from cleaner.layout.lines.columns import INDENT, LOOSE, TOLERANCE, ends_sentence
from cleaner.layout.roles.ends import open_pairs
from cleaner.layout.similarity import products
from cleaner.models import Models
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, STOPS
from cleaner.profiles.widths import ems, squeeze

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FULL, STOPPED, LIKE_A_HEADLINE = range(3)
"""Kinds of lines that may open a column: as wide as one; ended by a stop; neither."""
REACH: Final = 12
"""Lines from one line of a column to the next, at the most."""
MOST_FROM_MODEL: Final = 8.0
MOST_BY_WORDS: Final = 4.0
"""Bounds of what the seam model, and the words of a line, may say, in log-odds."""
AT_ONCE: Final = 64
"""Lines whose transitions are weighed together."""
ALONG: Final = 6
"""Lines of a column whose words are compared with those of another."""
_WORDS = Pattern(r"\p{Han}{2,}")
ENDS: Final = ("short with a stop", "full with a stop", "pause", "full and open", "short and open", "wide")
STARTS: Final = ("full", "indented", "short", "wide")
KINDS: Final = ("stop", "pause", "open")
HINGES: Final = (-3, 0, 3)
"""Log-odds of the seam model from which a unit of them counts differently."""
LINK_NAMES: Final = (
    *(f"{end}, then {start}" for end in ENDS for start in STARTS),
    *(f"model after {kind}" for kind in KINDS),
    *(f"affinity after {kind}" for kind in KINDS),
    *(f"{place} a head by its words" for place in ("to", "from", "from and to")),
    *(f"model after open above {least}" for least in HINGES),
    *(f"a pair {how}" for how in ("over the seam", "left open", "closed that was not open")),
    "begins with a mark",
    "blank line between",
    *(f"{characters} over the seam stand elsewhere on the page" for characters in ("two", "three", "four")),
    "words in common",
)
TRANSITION_NAMES: Final = (
    *(f"new column beside {fresh}" for fresh in ("1", "2", "3", "4", "5", "6", "7", "8+")),
    *(f"new column with a line that is {kind}" for kind in ("full", "stopped", "neither")),
    *(f"the same after a blank line, {kind}" for kind in ("full", "stopped", "neither")),
    *(f"overtakes {kind}" for kind in ("a stop", "a pause", "an open line", "a headline", "a blank line")),
    "overtakes",
    "overtakes each beyond two",
    *(f"takes up a column overtaken {times}" for times in ("1", "2", "3+")),
    "the same column again",
    "takes up a column overtaken, with a headline",
    "takes up a column overtaken, under a headline",
    "takes up a column overtaken, under a stop",
)
FLOW_NAMES: Final = (*LINK_NAMES, *(f"overtaken {times}" for times in ("0", "1", "2", "3+")))
LINK, TRANSITION = len(LINK_NAMES), len(TRANSITION_NAMES)
STATES: Final = REACH + 4
"""Of a cell: 1 to `REACH` fresh column ends, or overtaken 1, 2, 3 or more times."""
CELL_BACK, CELL_STATE = np.divmod(np.arange((REACH + 1) * STATES), STATES)
"""Of each cell how many lines back it takes up a column end (0: none), and its state."""


def link_features(lines: Sequence[TextLine], models: Models) -> Floats:
    """Evidence that line `t` stands under line `t - d`, at [t, d - 1]; shape (lines, REACH, LINK)."""
    count = len(lines)
    natural = np.array([ems(line.text) for line in lines])
    least = natural - np.array([squeeze(line.text) for line in lines])
    stop = np.array([ends_text(line.text) for line in lines])
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
    texts = [line.text for line in lines]
    pairs = [(texts[i], texts[j]) for i, j in zip(a, b, strict=True)]
    model = np.clip(
        products(models.ends(texts), a, models.starts(texts), b), -MOST_FROM_MODEL, MOST_FROM_MODEL
    )
    features = np.zeros((count, REACH, LINK))
    found, at = features.reshape(-1, LINK), np.flatnonzero(there)
    found[at, end * len(STARTS) + start] = 1.0
    kind = np.select([stop[a], pause[a]], [0, 1], 2)
    first = len(ENDS) * len(STARTS)
    found[at, first + kind] = model
    found[at, first + len(KINDS) + kind] = models.affinity(pairs)
    kinds = models.heads(texts)
    head = np.clip(np.logaddexp(kinds[:, 0], kinds[:, 1]) - kinds[:, 2], -MOST_BY_WORDS, MOST_BY_WORDS)
    words = first + 2 * len(KINDS)
    found[at, words] = head[b]
    found[at, words + 1] = head[a]
    found[at, words + 2] = np.maximum(np.minimum(head[a], head[b]), 0.0)
    for place, least in enumerate(HINGES):
        found[at, words + 3 + place] = np.maximum(model - least, 0.0) * (kind == 2)
    opened, closed = np.array([open_pairs(text) for text in texts]).swapaxes(0, 1)
    over = (opened[a] & closed[b]).any(axis=1)
    found[at, words + 6] = over
    found[at, words + 7] = opened[a].any(axis=1) & ~over
    found[at, words + 8] = closed[b].any(axis=1) & ~over
    blanks = np.cumsum([line.blank for line in lines])
    found[at, -6] = closing[b]
    found[at, -5] = blanks[b] > blanks[a]
    found[at, -4:-1] = _seen_elsewhere(lines, pairs)
    return features


def bigrams_of(lines: Sequence[TextLine]) -> list[frozenset[str]]:
    """The pairs of ideographs that stand side by side in each line.

    >>> sorted(bigrams_of([TextLine(0, 4, "水库蓄水")])[0])
    ['库蓄', '水库', '蓄水']
    """
    return [_bigrams_in(line.text) for line in lines]


@lru_cache(maxsize=4096)  # columns are compared, and then placed, by the same lines
def _bigrams_in(text: str) -> frozenset[str]:
    words = (word[0] for word in _WORDS.finditer(text))
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))


def rarity_of(bigrams: Sequence[AbstractSet[str]]) -> dict[str, float]:
    """How rare each pair is that stands in several lines of a page.

    >>> {pair: round(rare, 1) for pair, rare in rarity_of([{"水库"}, {"水库", "蓄水"}, set()]).items()}
    {'水库': 0.4}
    """
    common = Counter(pair for found in bigrams for pair in found)
    return {pair: float(np.log(len(bigrams) / times)) for pair, times in common.items() if times > 1}


def with_common_words(links: Floats, lines: Sequence[TextLine], above: Sequence[int]) -> Floats:
    """The `link_features`, with the words that two columns have in common entered in place.

    That is done once it is known what stands where. Weighed are the pairs of ideographs in the lines up to a
    line and in those from another one on, by how rare they are on the page.
    """
    bigrams = bigrams_of(lines)
    rarity = rarity_of(bigrams)
    repeated = frozenset(rarity)
    pairs = [found & repeated for found in bigrams]
    below = [-1] * len(lines)
    for at, upper in enumerate(above):
        if upper >= 0:
            below[upper] = at
    before: deque[set[str]] = deque(maxlen=REACH)  # the last line first
    shared = np.zeros(links.shape[:2])
    for at in range(len(lines)):
        words = _along(at, below, pairs)
        for back, others in enumerate(before):
            if common := others & words:
                shared[at, back] = fsum(rarity[pair] for pair in common)
        before.appendleft(_along(at, above, pairs))
    links[:, :, -1] = np.log1p(shared)
    return links


def _along(at: int, above: Sequence[int], pairs: Sequence[AbstractSet[str]]) -> set[str]:
    """The pairs of a few lines, from one on."""
    found: set[str] = set()
    for _ in range(ALONG):
        if at < 0:
            break
        found |= pairs[at]
        at = above[at]
    return found


def _seen_elsewhere(lines: Sequence[TextLine], pairs: Sequence[tuple[str, str]]) -> Floats:
    """Whether words that exist over a seam stand in a line of the page: of two, three, four characters.

    Where the two characters at the seam do not stand together, no longer word does.
    """
    texts = {line.text for line in lines}
    seen = {text[i : i + n] for text in texts for n in (2, 3, 4) for i in range(len(text) - n + 1)}
    found = np.zeros((len(pairs), 3))
    for n, (left, right) in enumerate(pairs):
        if left[-1] + right[0] in seen:
            longer = (left[-2:] + right[:1] in seen) + (left[-1:] + right[:2] in seen)
            found[n] = 1, longer, left[-2:] + right[:2] in seen
    return found


def _room(widths: Sequence[float], needed: Floats) -> Floats:
    """The narrowest column that holds each width; infinite where none does."""
    bounds = np.array([*widths, np.inf])
    return np.asarray(bounds[np.searchsorted(bounds, needed - TOLERANCE)])


def transition_features(lines: Sequence[TextLine]) -> Iterator[Floats]:
    """What is weighed of the transition to each line, for each cell.

    Yields arrays of `AT_ONCE` lines, shape (lines, cells, TRANSITION): those of a long page would take much
    memory together. A column end is fresh as long as no other was taken up that was read after it. Taking up
    one of them overtakes those that were read before it: they have ended, or are not level with the others.

    >>> [features.shape[0] for features in transition_features([TextLine(0, 2, "水库")] * 3)]
    [3]
    """
    kinds = np.array(opening_kinds(lines), np.int64)
    ends = _end_kinds(lines, kinds == FULL)
    blank = np.array([line.blank for line in lines], bool)
    fresh = CELL_STATE <= REACH
    opens, others = np.flatnonzero((CELL_BACK == 0) & fresh), CELL_BACK > 0
    overtakes = np.flatnonzero(others & fresh & (CELL_STATE >= CELL_BACK))
    nearer, farther = CELL_BACK[overtakes], CELL_STATE[overtakes]
    fixed = np.zeros((len(CELL_BACK), TRANSITION))
    fixed[opens, np.clip(CELL_STATE[opens], 1, 8) - 1] = 1.0
    fixed[overtakes, 19] = farther > nearer
    fixed[overtakes, 20] = np.maximum(farther - nearer - 2, 0)
    takes = np.flatnonzero(others & ~fresh)
    for times in (1, 2, 3):
        fixed[others & (REACH + times == CELL_STATE), 20 + times] = 1.0
    fixed[(CELL_BACK == 1) & fresh & (CELL_STATE > 1), 24] = 1.0
    blanks = np.cumsum(blank)
    for first in range(0, len(lines), AT_ONCE):
        at = np.arange(first, min(first + AT_ONCE, len(lines)))[:, None]
        here = at - first
        found = np.repeat(fixed[None], len(at), axis=0)
        found[here, opens, 8 + kinds[at]] = 1.0
        found[here, opens, 11 + kinds[at]] = blank[at]
        back = np.arange(1, REACH + 1)
        last = np.maximum(at - back, 0)
        kind = np.where(blanks[last] < blanks[at], 4, ends[last])
        passed = np.zeros((len(at), REACH + 1, 5))
        passed[here, back, kind] = at >= back
        passed = passed.cumsum(axis=1)
        found[:, overtakes, 14:19] = passed[:, farther] - passed[:, nearer]
        under = ends[np.maximum(at - CELL_BACK[takes], 0)]
        found[:, takes, 25] = kinds[at] == LIKE_A_HEADLINE
        found[:, takes, 26], found[:, takes, 27] = under == 3, under == 0
        yield found


def beside(lines: Sequence[TextLine]) -> NDArray[np.bool_]:
    """Whether line `t - d` is known to stand in the row of line `t`, at [t, d]; shape (lines, REACH + 1).

    >>> lines = [TextLine(0, 2, "甲", row=True), TextLine(3, 5, "乙", row=False)]
    >>> beside(lines)[1, :3].tolist()
    [True, True, False]
    """
    rows = np.cumsum([bool(line.row) for line in lines])
    back = np.arange(len(lines))[:, None] - np.arange(REACH + 1)
    known = np.array([line.row is not None for line in lines], bool)
    same = rows[np.maximum(back, 0)] == rows[:, None]
    return np.asarray((back >= 0) & same & known[:, None])


def under_sentences(lines: Sequence[TextLine]) -> NDArray[np.bool_]:
    """Whether line `t` is a credit and line `t - d` ends a sentence, at [t, d]; shape (lines, REACH + 1).

    >>> lines = [TextLine(0, 5, "昨日蓄水。"), TextLine(6, 11, "（林秀禾）")]
    >>> under_sentences(lines)[1, :3].tolist()
    [False, True, False]
    """
    credit = np.array([is_credit(line.text) for line in lines], bool)
    ends = np.array([ends_sentence(line.text) for line in lines], bool)
    back = np.arange(len(lines))[:, None] - np.arange(REACH + 1)
    return np.asarray((back >= 0) & credit[:, None] & ends[np.maximum(back, 0)])


def _end_kinds(lines: Sequence[TextLine], full: NDArray[np.bool_]) -> Ints:
    """How each line ends: 0 with a stop, 1 with a pause, 2 open and full, 3 open and not, as headlines do."""
    pauses = np.array([line.text[-1] in STOPS for line in lines], bool)
    return np.select([np.array([ends_text(line.text) for line in lines], bool), pauses, full], [0, 1, 2], 3)


def opening_kinds(lines: Sequence[TextLine]) -> list[int]:
    """How a line looks that may open a column: `FULL`, `STOPPED`, or `LIKE_A_HEADLINE`.

    >>> lines = [TextLine(0, 5, "昨日蓄水。"), TextLine(6, 10, "水库蓄水")]
    >>> opening_kinds(lines) == [STOPPED, LIKE_A_HEADLINE]
    True
    """
    widths = column_widths(lines)
    return [
        FULL if fills_column(line.text, widths) else STOPPED if line.text[-1] in STOPS else LIKE_A_HEADLINE
        for line in lines
    ]
