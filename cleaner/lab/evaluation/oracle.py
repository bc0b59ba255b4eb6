"""How much is lost where: what the product would reach if a decision of it were right.

    python -m cleaner.lab.evaluation.oracle FOLDER | python -m cleaner.lab.evaluation.readme --store oracle

FOLDER holds pages with references (`NAME.STYLE.txt`, `NAME.STYLE.gold.json`). For each style the product as
it is; with every block behind the one that it follows in the reference (*true links*); on pages read across
their columns also with every line there (*true order*), and with both; and the best that any order of lines
can reach: every raw line where the reference has the text most like it, and no letter of it changed (*lines
in place*), so that what is missing to 1 the engine misread or lost. Where the same page stands beside as one
read column by column (`NAME.columns.txt`), the true order is that of its lines, in its blocks: the reference
does not tell where lines stand that are short or found in it twice, as those of headlines are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Any, Final
from unittest.mock import patch

import numpy as np
from rapidfuzz import fuzz

from cleaner.lab.evaluation.baseline import figures_of
from cleaner.lab.evaluation.places import FRONT, Place, Places
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.evaluation.unseen import PageCommand, Pages
from cleaner.layout.interleaved import ordering
from cleaner.layout.interleaved.lines import TextLine
from cleaner.layout.interleaved.ordering import ColumnOrder, ColumnRun
from cleaner.layout.links import articles as layout_articles
from cleaner.layout.links.fragments import Fragments
from cleaner.layout.links.linking import Link, LinkedFragments
from cleaner.reading.decoding import read_file
from cleaner.scoring import score

LINKS, ORDER = "true links", "true order"
ORACLES: Final = ("nothing more", LINKS, ORDER, f"{LINKS} and {ORDER}")
READ_ACROSS: Final = ("lines",)
"""Styles of pages that were read across their columns."""
IN_COLUMNS: Final = "columns"
"""The style of the same lines, column by column."""
FIGURES: Final = ("article_f1", "title_acc", "seam_f1", "para_f1", "truncated_f1")
LEAST: Final = 60.0
"""Likeness, of 100, below which a line has no place."""
Record = dict[str, Any]


def placed(lines: Sequence[str], articles: Sequence[Mapping[str, Any]]) -> list[Record]:
    """The articles of a reference, made of the lines that are most like them.

    >>> gold = [{"title": "新馆开馆", "paragraphs": [{"text": "新馆昨日开馆，市民参观。"}]}]
    >>> placed(["市民参观。", "新馆昨日升馆，", "新馆开馆"], gold)[0]["paragraphs"]
    [{'text': '新馆昨日升馆，市民参观。'}]
    """
    blocks = [
        (n, name, place, text) for n, article in enumerate(articles) for name, place, text in _blocks(article)
    ]
    found: dict[int, list[tuple[int, str]]] = {}
    for line in map(str.strip, lines):
        likeness = [_likeness(line, text) for _, _, _, text in blocks]
        best = max(range(len(blocks)), key=lambda n: likeness[n], default=-1)
        if line and best >= 0 and likeness[best][0] >= LEAST:
            found.setdefault(best, []).append((likeness[best][1], line))
    made: list[Record] = [{"title": "", "subtitles": [], "paragraphs": []} for _ in articles]
    for n in sorted(found):
        article, name, _, _ = blocks[n]
        text = "".join(line for _, line in sorted(found[n]))
        if name == "paragraphs":
            made[article][name].append({"text": text})
        elif name == "subtitles":
            made[article][name].append(text)
        else:
            made[article][name] = text
    return made


def _blocks(article: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """The texts of an article in reading order: what each is, its number among its like, itself."""
    yield "title", 0, article.get("title", "")
    for place, text in enumerate(article.get("subtitles", ())):
        yield "subtitles", place, text
    yield "byline", 0, article.get("byline", "")
    for place, paragraph in enumerate(article.get("paragraphs", ())):
        yield "paragraphs", place, paragraph["text"]
    yield "signoff", 0, article.get("signoff", "")


def _likeness(line: str, text: str) -> tuple[float, int]:
    """How like a line some part of a text is, of 100, and where that part begins.

    A line is not looked for in a text that is much shorter.
    """
    if 2 * len(text) < len(line):
        return 0.0, 0
    found = fuzz.partial_ratio_alignment(line, text, score_cutoff=LEAST)
    if found is None:
        return 0.0, 0
    return found.score, found.dest_start - found.src_start


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """A text of a page in the order of the reference."""

    place: Place
    number: int
    """Which of the texts it is."""
    opens: bool
    """Whether it begins a headline or a paragraph there."""

    def heads(self, after: Standing) -> bool:
        """Whether it stands over the text of an article, or begins that text, or another article."""
        return FRONT in (self.place[1], after.place[1]) or self.place[0] != after.place[0]


def standings(texts: Sequence[str], places: Places) -> list[Standing]:
    """The texts of a page as they stand in the reference; what it does not show stays behind the one before.

    >>> gold = {"articles": [{"title": "新馆开馆", "paragraphs": [{"text": "馆藏图书六万册，全年开放。"}]}]}
    >>> [found.number for found in standings(["全年开放", "馆藏图书六万册", "新馆开馆"], Places(gold))]
    [2, 1, 0]
    """
    found: list[Standing] = []
    place = (0, FRONT)
    for number, text in enumerate(texts):
        ends = places.ends(text)
        place = ends[0] if ends else place
        found.append(Standing(place, number, places.opens(place)))
    return sorted(found)


def true_links(places: Places) -> Callable[..., LinkedFragments]:
    """What links the fragments of a page as the reference has them."""

    def link(fragments: Fragments, *_: Any) -> LinkedFragments:
        at = fragments.index.tolist()
        links = [
            Link(at[left.number], at[right.number], not right.opens, 1.0)
            for left, right in pairwise(standings(fragments.texts, places))
            if left.place[0] == right.place[0]
        ]
        return LinkedFragments(links, {block: [] for block in at})

    return link


class TrueOrder(ColumnOrder):
    """An order that is known: every line stands where it does for sure."""

    def standing(self) -> dict[int, float]:
        """1 for every line."""
        return dict.fromkeys(self.lines, 1.0)


def true_order(places: Places) -> Callable[..., ColumnOrder]:
    """What orders the lines of a page read across its columns as the reference has them."""

    def arrange(lines: Sequence[TextLine], *_: Any) -> ColumnOrder:
        runs: list[list[int]] = []
        before: Standing | None = None
        for line in standings([line.text for line in lines], places):
            if before is None or line.heads(before):
                runs.append([])
            runs[-1].append(line.number)
            before = line
        return _order_of_runs(runs, len(lines))

    return arrange


def order_of(columns: str) -> Callable[..., ColumnOrder]:
    """What orders the lines of a page read across its columns as the same page read in columns has them."""
    blocks = [block for block in columns.split("\n\n") if block.strip()]
    wanted = [
        (n, line.strip()) for n, block in enumerate(blocks) for line in block.split("\n") if line.strip()
    ]

    def arrange(lines: Sequence[TextLine], *_: Any) -> ColumnOrder:
        at = 0
        found: list[tuple[int, int]] = []
        for number, line in enumerate(lines):
            likeness = [
                (_likeness(line.text, text)[0], -abs(len(line.text) - len(text))) for _, text in wanted
            ]
            best = max(range(len(wanted)), key=likeness.__getitem__, default=0)
            at = best if likeness and likeness[best][0] >= LEAST else at
            found.append((at, number))
        runs: dict[int, list[int]] = {}
        for place, number in sorted(found):
            runs.setdefault(wanted[place][0], []).append(number)
        return _order_of_runs(list(runs.values()), len(lines))

    return arrange


def _order_of_runs(runs: Sequence[list[int]], count: int) -> ColumnOrder:
    """An order of lines in which runs stand one under the other, each as one text."""
    made = [ColumnRun(run, [1.0] * (len(run) - 1), 0, n, n) for n, run in enumerate(runs)]
    return TrueOrder(made, range(count), np.zeros((0, 0), np.float32), [])


def patched(places: Places, name: str, columns: str = "") -> ExitStack:
    """A context in which the decisions that an oracle makes are right.

    columns: the same page as it is read column by column, where that is known.
    """
    stack = ExitStack()
    if LINKS in name:
        stack.enter_context(patch.object(layout_articles, "link_fragments", true_links(places)))
    if ORDER in name:
        order = order_of(columns) if columns else true_order(places)
        stack.enter_context(patch.object(ordering, "_column_order_of", order))
    return stack


def measure(pages: Pages) -> Iterator[list[str]]:
    """A row for each style and oracle."""
    for style in sorted({style for style, _, _ in pages}):
        found: dict[str, list[Mapping[str, float]]] = {}
        for _, raw, gold in (page for page in pages if page[0] == style):
            text = read_file(raw).text
            beside = raw.with_name(raw.name.replace(f".{style}.", f".{IN_COLUMNS}."))
            columns = read_file(beside).text if beside != raw and beside.exists() else ""
            reference = json.loads(gold.read_text(encoding="utf-8"))
            places = Places(reference)
            for name in ORACLES if style in READ_ACROSS else ORACLES[:2]:
                with patched(places, name, columns):
                    found.setdefault(name, []).append(figures_of(raw, gold))
            lines = placed(text.splitlines(), reference["articles"])
            found.setdefault("lines in place", []).append(score(reference, lines, text).figures.as_dict())
        for name, figures in found.items():
            means = [fmean(each[figure] for each in figures) for figure in FIGURES]
            yield [f"{style} ({len(figures)})", name, *(f"{mean:.3f}" for mean in means)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    command = PageCommand("cleaner.lab.evaluation.oracle", __doc__)
    _, pages = command.read(arguments)
    rows = list(measure(pages))
    print(grid(["pages", "right is", *(name.partition("_")[0] for name in FIGURES)], rows), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
