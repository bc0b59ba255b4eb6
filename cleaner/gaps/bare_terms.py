"""Terms that news text always quotes, where they stand bare on a page that lost quotation marks.

A good reader closes up the room of both marks of a pair: nothing shows it but the words (`一带一路倡议`).
On a page on which other marks have lost their partners, such a term lost its own (see
`cleaner.models.quoted_terms`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.models.quoted_terms import QuotedTerms
from cleaner.models.slots import GAPS, Spans
from cleaner.profiles.marks import CLOSING_QUOTES, OPENING_QUOTES, STRAIGHT_QUOTES

ODDS: Final = 2.0
"""Log-odds of each mark of a pair round a bare term."""
FEWEST_ALONE: Final = 2
"""Quotation marks without a partner, from which on a page is seen to have lost some."""
_OPENING, _CLOSING = OPENING_QUOTES[0], CLOSING_QUOTES[0]
_OPENINGS: Final = frozenset(OPENING_QUOTES + STRAIGHT_QUOTES)
_CLOSINGS: Final = frozenset(CLOSING_QUOTES + STRAIGHT_QUOTES)


class Term(NamedTuple):
    """Where a term stands in a text."""

    start: int
    end: int


def marks_alone(text: str) -> int:
    r"""How many quotation marks of the lines of a text have no partner there.

    An opening one at the beginning of its line may go on in the next one.

    >>> marks_alone("“甲”乙”\n“丙丁\n戊“己")
    2
    """
    alone = 0
    for line in text.split("\n"):
        surplus = line.count(_OPENING) - line.count(_CLOSING)
        alone += abs(surplus) - (surplus > 0 and line[0] == _OPENING)
    return alone


def find_bare(text: str, terms: QuotedTerms) -> list[Term]:
    """The terms of a text that lack one or both of their marks; white space may part them."""
    at = [i for i, char in enumerate(text) if char not in GAPS]
    solid = "".join([text[i] for i in at])
    found = []
    for start, end in terms.find(solid):
        before, behind = solid[max(0, start - 1) : start], solid[end : end + 1]
        if before != "《" and not (before in _OPENINGS and behind in _CLOSINGS):
            found.append(Term(at[start], at[end - 1] + 1))
    return sorted(found)


def with_marks(
    spans: Spans, scores: NDArray[np.float32], terms: Sequence[Term], labels: Sequence[str]
) -> tuple[Spans, NDArray[np.float32], frozenset[tuple[int, int]]]:
    """The slots of a text and their scores, with the marks round terms; and the spans of those slots.

    Args:
        spans: the slots, shape (n, 2).
        scores: log-probabilities of the labels, shape (n, labels).
        terms: where terms stand bare.
        labels: what may belong in a slot.
    """
    if not terms:
        return spans, scores, frozenset()
    scores = scores.copy()
    starts, ends = ({at: n for n, at in enumerate(side)} for side in spans.T.tolist())
    proved, rows = [], {}
    for term in terms:
        for kind, at, n, side in (
            (OPENING_QUOTES, term.start, ends.get(term.start), -1),
            (CLOSING_QUOTES, term.end, starts.get(term.end), 0),
        ):
            if n is None:
                proved.append((at, at))
                rows[at] = [0.0 if not label else ODDS if label in kind else -np.inf for label in labels]
            else:
                proved.append((int(spans[n, 0]), int(spans[n, 1])))
                scores[n] += ODDS * np.array([label != "" and label[side] in kind for label in labels])
    places = np.array([[at, at] for at in rows], dtype=np.int64).reshape(-1, 2)
    more = np.array([*rows.values()], dtype=np.float32).reshape(-1, len(labels))
    order = np.argsort(np.concatenate([spans[:, 0], places[:, 0]]), kind="stable")
    return (
        np.concatenate([spans, places])[order],
        np.concatenate([scores, more])[order],
        frozenset(proved),
    )
