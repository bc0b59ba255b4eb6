"""The raw and the clean page side by side: rows of blocks, cut into runs that the same edits touched.

The left side is the whole raw text in its own order, the right side the clean text in its. A row holds a
clean block and the raw text that stands in place for it; what was moved away or dropped whole has a row
without a right side, a block that was moved whole one without a left side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from cleaner.report.provenance import NOBODY, Provenance
from cleaner.trace.text import NOWHERE

if TYPE_CHECKING:
    from cleaner.page import Page, Span

FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that the same edits touched; empty where text was only inserted or only dropped."""

    text: str
    edits: tuple[int, ...] = ()
    move: int = NOBODY
    article: int = NOBODY
    """Of raw text, the article that it went to."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A block of the clean page and the raw text that belongs beside it."""

    number: int
    raw: Sequence[Run]
    clean: Sequence[Run]
    raw_start: int
    """Offset of its raw text, of the first character shown."""
    article: int | None = None
    role: str = "body"
    truncated: bool = False


@dataclass
class Marks:
    """Where the edits show on one side: on characters, and between them."""

    on: dict[int, tuple[int, ...]] = field(default_factory=dict)
    between: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def cover(self, spans: Iterable[Span], edit: int) -> None:
        """Put an edit on stretches of text, one of no length between two characters."""
        for start, end in spans:
            if start == end:
                self.between[start] = (*self.between.get(start, ()), edit)
            for at in range(start, end):
                self.on[at] = (*self.on.get(at, ()), edit)


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    article: int | None
    role: str
    truncated: bool


def rows_of(page: Page, provenance: Provenance) -> list[ReportRow]:
    """The rows of a page; edits are numbered as in `Page.edits`, withheld ones after them.

    >>> from cleaner import clean
    >>> from cleaner.report.provenance import provenance_of
    >>> page = clean("三座水库建成蓄水")
    >>> [str(row.role) for row in rows_of(page, provenance_of(page.traced))]
    ['title']
    """
    return list(_Table(page, provenance).rows())


class _Table:
    def __init__(self, page: Page, provenance: Provenance) -> None:
        self.page = page
        self.blocks = list(_blocks(page))
        self.starts = [block.start for block in self.blocks]
        self.raw_moves = _filled(page.raw, provenance.mover.tolist())
        origin = page.traced.origin
        moves = (
            np.where(origin == NOWHERE, NOBODY, provenance.mover[origin]) if len(provenance.mover) else origin
        )
        self.clean_moves = _filled(page.text, moves.tolist(), (origin == NOWHERE).tolist())
        self.articles = _filled(page.raw, _articles(page))
        self.raw_marks, self.clean_marks = Marks(), Marks()
        self._mark(provenance)

    def _mark(self, provenance: Provenance) -> None:
        raw_spans, clean_spans = provenance.raw_spans(), provenance.clean_spans()
        everything = [*self.page.edits, *self.page.withheld]
        moved = set(self.raw_moves) & set(self.clean_moves)
        for number, change in enumerate(everything):
            if number in moved:
                continue  # it shows as a moved fragment
            start, end = change.raw
            made = number < len(self.page.edits)
            self.raw_marks.cover(raw_spans.get(number, [(start, start)]) if made else [change.raw], number)
            at = self.page.to_clean(start)
            seen = [(at, at)] if made else [(at, self.page.to_clean(end) if end > start else at)]
            self.clean_marks.cover(self._within(clean_spans.get(number, seen)), number)

    def _within(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Stretches of the clean text as they show: outside the blocks nothing does, so at the end of one."""
        for start, end in spans if self.blocks else ():
            block = self.blocks[max(bisect_right(self.starts, start) - 1, 0)]
            first = min(max(start, block.start), block.end)
            yield first, max(first, min(end, block.end))

    def rows(self) -> Iterator[ReportRow]:
        raw, number = self.page.raw, 0
        places = [self._place(block) for block in self.blocks]
        fixed = [place for place in places if place]
        ends = [(0, 0), *fixed, (len(raw), len(raw))]
        cuts = [_cut(raw, left, right) for (_, left), (right, _) in pairwise(ends)]
        nth = 0
        article: int | None = None
        for block, place in [(None, (0, 0)), *zip(self.blocks, places, strict=True)]:
            if block is not None:
                article = block.article
                start, end = (cuts[nth - 1][1], cuts[nth][0]) if place else (0, 0)
                clean = _runs(self.page.text, block.start, block.end, self.clean_marks, self.clean_moves)
                before = self._raw_runs(start, end) if place else []
                yield ReportRow(number, before, clean, start, article, block.role, block.truncated)
                number += 1
            if place:
                start, end = cuts[nth]
                nth += 1
                if raw[start:end].strip():
                    alone = self._raw_runs(start, end)
                    start += len(raw[start:end]) - len(raw[start:end].lstrip())
                    yield ReportRow(number, alone, [], start, article)
                    number += 1

    def _raw_runs(self, start: int, end: int) -> list[Run]:
        return _runs(self.page.raw, start, end, self.raw_marks, self.raw_moves, self.articles)

    def _place(self, block: _Block) -> Span | None:
        """The stretch of the raw text that stands in place for a block."""
        origins = self.page.traced.origin[block.start : block.end]
        staying = [o for o in origins[origins != NOWHERE].tolist() if self.raw_moves[o] == NOBODY]
        return (min(staying), max(staying) + 1) if staying else None


def _cut(raw: str, left: int, right: int) -> Span:
    """What lies between the raw text of two rows and belongs to neither: whole lines, or nothing."""
    first, last = left == 0, right == len(raw)
    between = raw[left:right]
    if first and last:
        return left, right
    if not between.strip() or "\n" not in between:
        ours = not first and (last or between.isspace())
        return (right, right) if ours else (left, left)
    start = left if first else left + between.index("\n")
    end = right if last else left + between.rindex("\n") + 1
    if raw[start:end].strip():
        return start, end
    return (start, start) if first else (end, end)


def _filled(text: str, moves: list[int], loose: Sequence[bool] = ()) -> list[int]:
    """Moves by character; white space and what an edit set inside a moved fragment counts with it."""
    following = NOBODY
    ahead = [NOBODY] * len(text)
    for at in range(len(text) - 1, -1, -1):
        if not (text[at].isspace() or (loose and loose[at])):
            following = moves[at]
        ahead[at] = following
    last = NOBODY
    for at, move in enumerate(moves):
        if text[at].isspace() or (loose and loose[at]):
            moves[at] = last if last == ahead[at] else NOBODY
        else:
            last = move
    return moves


def _articles(page: Page) -> list[int]:
    """For each character of the raw text the article that it went to, or -1."""
    found = np.full(len(page.raw), NOBODY)
    for number, article in enumerate(page.articles):
        for start, end in article.spans:
            origins = page.traced.origin[start:end]
            found[origins[origins != NOWHERE]] = number
    known: list[int] = found.tolist()
    return known


def _runs(
    text: str, start: int, end: int, marks: Marks, moves: Sequence[int], articles: Sequence[int] = ()
) -> list[Run]:
    """A stretch of text cut into runs, without the white space at its ends that no edit touched."""
    first, last = start, end
    while first < last and text[first].isspace() and first not in marks.on:
        first += 1
    while first < last and text[last - 1].isspace() and last - 1 not in marks.on:
        last -= 1

    def article(at: int) -> int:
        return articles[at] if articles else NOBODY

    def group_of(at: int) -> tuple[tuple[int, ...], int, int, bool]:
        edits = marks.on.get(at, ())
        return edits, moves[at], article(at), bool(edits) and text[at] == "\n"  # a line end by itself

    def between(points: range) -> list[Run]:
        places = [(at, min(at, end - 1)) for at in points if at in marks.between]
        return [Run("", marks.between[at], moves[beside], article(beside)) for at, beside in places]

    if first == last:
        return between(range(start, end + 1)) if end else []
    runs = between(range(start, first))
    at = first
    while at < last:
        runs += between(range(at, at + 1))
        stop = next((point for point in range(at + 1, last) if point in marks.between), last)
        for (edits, move, owner, _), group in groupby(range(at, stop), group_of):
            size = len(list(group))
            runs.append(Run(text[at : at + size], edits, move, owner))
            at += size
    return runs + between(range(last, end + 1))


def _blocks(page: Page) -> Iterator[_Block]:
    """The blocks of the clean page in its order, with the part that each plays in its article."""
    found = [_Block(start, end, None, FURNITURE, False) for start, end in page.furniture_spans]
    for number, article in enumerate(page.articles):
        paragraphs = iter(article.paragraphs)
        for (start, end), part in zip(article.spans, article.parts, strict=True):
            cut = part in ("body", "heading") and next(paragraphs).truncated
            found.append(_Block(start, end, number, part, cut))
    yield from sorted(found, key=lambda block: block.start)
