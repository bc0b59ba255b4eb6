"""Headlines that a reader gave line by line: which line of one goes on in the next.

The lines of a headline are set in one type, each about as long as the others; a kicker over it is longer or
shorter, closes with a dash or a colon, or is no sentence with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.memo import MemoTable
from cleaner.layout.roles.classification import plain_roles
from cleaner.layout.roles.ends import goes_through
from cleaner.models import Models
from cleaner.profiles.marks import DASH
from cleaner.profiles.widths import ems

UNLIKE: Final = 2.5
"""Em by which the lines of a headline differ, at the most. Of 190 pairs of lines that stand over the articles
of 85 generated pages, 97 of one headline, the rule finds 81, two of which are not."""
BY_WORDS: Final = 0.5
"""What a unit of log-odds of the seam model is worth beside one of the n-grams."""
_APART = (DASH[0], "：", ":")
"""What a kicker closes with."""


def cut_headlines(texts: Sequence[str], models: Models, memo: MemoTable | None = None) -> NDArray[np.bool_]:
    """Whether each of some lines and the next one are of one headline, shape (lines - 1,).

    >>> from cleaner.models import shipped_models
    >>> lines = ["苏木图书馆残疾", "人阅览室昨开放", "本报记者 罗芳"]
    >>> cut_headlines(lines, shipped_models()).tolist()
    [True, False]
    """
    if len(texts) < 2:
        return np.zeros(0, dtype=bool)
    may_be = _may_be_headlines(texts, models, memo)
    found = np.zeros(len(texts) - 1, dtype=bool)
    at = [n for n in np.flatnonzero(may_be[:-1] & may_be[1:]).tolist() if _alike(texts[n], texts[n + 1])]
    pairs = [(texts[n], texts[n + 1]) for n in at]
    if pairs:
        odds = models.affinity([(a[-2:], b[:2]) for a, b in pairs]) + BY_WORDS * models.continuation(pairs)
        found[at] = (odds > 0) | np.array([encloses(*pair) for pair in pairs])
    return found


def _may_be_headlines(texts: Sequence[str], models: Models, memo: MemoTable | None) -> NDArray[np.bool_]:
    """Whether each line reads like one of a headline or a heading rather than like one of a text."""
    kinds = models.heads(texts)
    by_words = np.logaddexp(kinds[:, 0], kinds[:, 1]) > kinds[:, 2]
    found: NDArray[np.bool_] = by_words & [role is None for role in plain_roles(texts, memo)]
    return found


def _alike(upper: str, lower: str) -> bool:
    """Whether two lines may be of one headline, by their widths and the marks of a kicker."""
    apart = upper.endswith(_APART) or lower.startswith(DASH[0])
    return not apart and abs(ems(upper) - ems(lower)) <= UNLIKE


def encloses(upper: str, lower: str) -> bool:
    """Whether a pair of marks goes over from one line to the next, or the next one is a note in brackets.

    >>> encloses("走进“青石", "夜校”"), encloses("渠水上山", "（今日谈）"), encloses("青石镇", "夜校开班")
    (True, True, False)
    """
    return lower.startswith("（") or any(goes_through(upper, lower))
