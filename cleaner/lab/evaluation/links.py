"""How many links of the product are wrong, and whether their probabilities can be trusted.

    python -m cleaner.lab.evaluation.links FOLDER
    python -m cleaner.lab.evaluation.links FOLDER --doubt 0.5 0.7 0.9 0.95

FOLDER holds pages with references (`NAME.STYLE.txt`, `NAME.STYLE.gold.json`). A link puts a block behind
another one of its article: as the rest of a paragraph, as the next paragraph, or under a headline. It is
right where that block comes next in the reference, among those of the page; a headline, its kicker, its
sub-headlines and the byline count as one. Blocks that the reference does not show, or shows twice, are left
out. Of those that make two blocks one paragraph, the share is told that are two (*of two paragraphs*). With
`--doubt` links are made from each of these probabilities on, and articles, seams and truncated
paragraphs are scored, too. `python -m cleaner.lab.evaluation.readme --store links` writes the table that
comes on its standard input (with `--doubt`: `--store doubts`).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Any, Final
from unittest.mock import patch

from cleaner.lab.evaluation.baseline import figures_of
from cleaner.lab.evaluation.confidences import BANDS
from cleaner.lab.evaluation.places import FRONT, Place, Places
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.evaluation.unseen import PageCommand, Pages
from cleaner.lab.preparing import prepare
from cleaner.layout.links import articles as layout_articles
from cleaner.layout.links.articles import layout_of
from cleaner.layout.links.item import Item
from cleaner.layout.state import PageState
from cleaner.reading.decoding import read_file

FIGURES: Final = ("article_f1", "seam_f1", "truncated_f1")
SEAM, NEXT, UNDER, OVER = "rest of a paragraph", "next paragraph", "under a headline", "lines of a headline"
BY_LAYOUT: Final = f"{SEAM}, against the words"


@dataclass(frozen=True, slots=True)
class Join:
    """A block put behind another one."""

    kind: str
    probability: float | None
    """As stated; none where no link says so, but a rule that puts items together."""
    together: bool
    """Whether both are of one article."""
    right: bool
    """Whether the one comes next behind the other there."""
    parted: bool = False
    """Whether it is taken for the rest of a paragraph, and begins another one."""
    worded: bool = True
    """Whether the words at the seam speak for it, by the seam model or by n-grams."""


def joins_of(state: PageState, gold: Mapping[str, Any]) -> Iterator[Join]:
    """The links of a page as its layout makes them, held to the reference."""
    answers, layout = Places(gold), layout_of(state)
    stated = {(link.left, link.right): link for link in layout.links}
    members = [block for item in layout.items for block in item.blocks]
    places = {n: found for n in members if (found := answers.ends(state.blocks[n].of(state.folded)))}
    following = _followers({n: start for n, (start, _) in places.items()})
    for item in layout.items:
        for left, right in pairwise(item.blocks):
            if left in places and right in places:
                link = stated.get((left, right))
                seam = link is not None and link.seam
                end, begin = places[left][1], places[right][0]
                together = end[0] == begin[0]
                yield Join(
                    _kind(item, left, right, seam),
                    link.probability if link else None,
                    together,
                    together and (end[1] == begin[1] == FRONT or right in following[left]),
                    seam and answers.opens(begin),
                    seam and _is_worded(state, left, right),
                )


def _is_worded(state: PageState, left: int, right: int) -> bool:
    texts = ("".join(state.blocks[n].of(state.folded).split()) for n in (left, right))
    before, after = texts
    odds = state.models.continuation([(before, after)]), state.models.affinity([(before[-2:], after[:2])])
    return max(float(found[0]) for found in odds) > 0


def _followers(starts: Mapping[int, Place]) -> dict[int, set[int]]:
    """For each block those that begin at the next place of its article at which one begins."""
    found: dict[int, set[int]] = {}
    for block, (number, place) in starts.items():
        behind = {n: other[1] for n, other in starts.items() if other[0] == number and other[1] > place}
        least = min(behind.values(), default=0)
        found[block] = {n for n, other in behind.items() if other == least}
    return found


def _kind(item: Item, left: int, right: int, seam: bool) -> str:
    if left in item.front:
        return OVER if right in item.front else UNDER
    return SEAM if seam else NEXT


def prepared(text: str) -> PageState:
    """A page as it stands before its columns are separated."""
    return PageState(prepare(text).text)


def judge(pages: Pages) -> dict[str, list[Join]]:
    """The links of pages, by style."""
    found: defaultdict[str, list[Join]] = defaultdict(list)
    for style, raw, gold in pages:
        state = prepared(read_file(raw).text)
        found[style] += joins_of(state, json.loads(gold.read_text(encoding="utf-8")))
    return dict(found)


def rows_of(style: str, joins: Sequence[Join]) -> Iterator[list[str]]:
    """A row for all links of a style, for each kind, for those of rules, and for each band of probability."""
    yield _row(style, "all", joins)
    for kind in (SEAM, NEXT, UNDER, OVER):
        yield _row(style, kind, [join for join in joins if join.kind == kind])
    yield _row(style, BY_LAYOUT, [join for join in joins if join.kind == SEAM and not join.worded])
    yield _row(style, "without a link", [join for join in joins if join.probability is None])
    for low, high in zip(BANDS, (*BANDS[1:], 2.0), strict=True):
        part = [join for join in joins if join.probability is not None and low <= join.probability < high]
        if part:
            yield _row(style, f"{low:.2f} to {min(high, 1.0):.2f}", part)


def _row(style: str, name: str, joins: Sequence[Join]) -> list[str]:
    """Links, what they state on the mean, and the shares wrong, of two articles, of two paragraphs."""
    stated = [join.probability for join in joins if join.probability is not None]
    seams = [join.parted for join in joins if join.kind == SEAM]
    wrong = [not join.right for join in joins]
    strange = [not join.together for join in joins]
    means = (f"{fmean(values):.3f}" if values else "" for values in (stated, wrong, strange, seams))
    return [style, name, str(len(joins)), *means]


def share_of(joins: Sequence[Join], what: str) -> float:
    """The share of links that are not right, or not of one article.

    >>> share_of([Join("next paragraph", 0.9, True, True), Join("next paragraph", 0.6, True, False)], "right")
    0.5
    """
    return 1 - fmean(getattr(join, what) for join in joins) if joins else 0.0


def doubts(pages: Pages, bounds: Sequence[float]) -> Iterator[list[str]]:
    """For each bound and style the links made from it on, how many are wrong, and what pages score then."""
    styles = sorted({style for style, _, _ in pages})
    for bound in bounds:
        with patch.object(layout_articles, "DOUBT", bound):
            joins = judge(pages)
            for style in styles:
                found = [figures_of(raw, gold) for one, raw, gold in pages if one == style]
                means = [fmean(figures[name] for figures in found) for name in FIGURES]
                shares = [share_of(joins[style], what) for what in ("right", "together")]
                yield [
                    style,
                    f"{bound:.2f}",
                    str(len(joins[style])),
                    *(f"{value:.3f}" for value in (*shares, *means)),
                ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    command = PageCommand("cleaner.lab.evaluation.links", __doc__)
    command.parser.add_argument(
        "--doubt", type=float, nargs="*", default=[], help="probabilities to make links from"
    )
    options, pages = command.read(arguments)
    if options.doubt:
        head = ["pages", "from", "links", "wrong", "of two articles", "article", "seam", "truncated"]
        print(grid(head, list(doubts(pages, options.doubt))), end="")
        return 0
    joins = judge(pages)
    rows = [row for style in sorted(joins) for row in rows_of(style, joins[style])]
    head = ["pages", "links", "made", "stated", "wrong", "of two articles", "of two paragraphs"]
    print(grid(head, rows), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
