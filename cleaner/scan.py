"""Where the text of a clean page stands on its scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Box, PageBox, RawPage

if TYPE_CHECKING:
    from cleaner.page import Article, Page, Part, Span
    from cleaner.trace import TracedText

NEXT_LINE = 1.5
"""Heights of a line within which the next one of its column follows."""
SAME_COLUMN = 0.8
"""Share of the narrower one by which lines of one column stand below each other."""
FRONT: frozenset[Part] = frozenset(("title", "subtitle", "byline", "jump"))
"""Parts that may be wider than the columns of the text."""


def with_boxes(
    articles: Iterable[Article], traced: TracedText, page: RawPage, turn: int = 0
) -> list[Article]:
    """Articles with the boxes of their paragraphs and their own, in the unit of the page.

    `turn` is by how many quarter turns to the right its scan lies.
    """
    places = _Places(traced.origin, page, turn)

    def joined(boxes: Iterable[Box]) -> tuple[PageBox, ...]:
        columns = columns_of(box.turned(turn) for box in boxes)
        return tuple(PageBox(page.name, column.turned(-turn)) for column in columns)

    found = []
    for article in articles:
        printed = [
            (part, list(places.boxes(span))) for part, span in zip(article.parts, article.spans, strict=True)
        ]
        text = [boxes for part, boxes in printed if part in ("heading", "body")]
        paragraphs = tuple(
            replace(paragraph, boxes=joined(boxes))
            for paragraph, boxes in zip(article.paragraphs, text, strict=True)
        )
        whole: list[PageBox] = []
        for _, group in groupby(printed, lambda each: each[0] in FRONT):
            whole += joined(box for _, boxes in group for box in boxes)
        found.append(replace(article, paragraphs=paragraphs, boxes=tuple(whole)))
    return found


def printed_lines(page: Page) -> PrintedLines:
    """The lines of the source of a page, by articles and their parts, in reading order, each once.

    A line that parts of two articles share is with the first. Raises `ValueError` for a page of plain text.

    >>> from cleaner import clean
    >>> printed_lines(clean("三座水库"))
    Traceback (most recent call last):
    ValueError: a page of plain text has no lines on a scan
    """
    if page.source is None:
        raise ValueError("a page of plain text has no lines on a scan")
    places = _Places(page.traced.origin, page.source)
    seen: set[int] = set()

    def new(span: Span) -> list[int]:
        found = [line for line in dict.fromkeys(places.lines(span)) if line not in seen]
        seen.update(found)
        return found

    articles = [
        [(part, new(span)) for part, span in zip(article.parts, article.spans, strict=True)]
        for article in page.articles
    ]
    return PrintedLines(articles, [new(span) for span in page.furniture_spans])


class PrintedLines(NamedTuple):
    """The lines of a page, as indexes in `RawPage.lines`."""

    articles: Sequence[Sequence[tuple[Part, Sequence[int]]]]
    """For each article its parts in reading order, each with its lines."""
    furniture: Sequence[Sequence[int]]

    @property
    def numbers(self) -> Iterator[int]:
        """All of them."""
        for parts in self.articles:
            for _, lines in parts:
                yield from lines
        for lines in self.furniture:
            yield from lines


class _Places:
    """The boxes behind spans of a clean text."""

    def __init__(self, origin: NDArray[np.int64], page: RawPage, turn: int = 0) -> None:
        self._origin = origin
        self._page = page
        self._turn = turn
        spans = np.array([line.span for line in page.lines], dtype=np.int64)
        self._starts, self._ends = spans.reshape(-1, 2).T

    def boxes(self, span: Span) -> Iterator[Box]:
        """The box of each line that has characters in a span; of a line in part, that of the part."""
        raw, lines = self._printed(span)
        for number, group in groupby(zip(lines.tolist(), raw.tolist(), strict=True), lambda each: each[0]):
            offsets = [offset for _, offset in group]
            if box := self._box(number, min(offsets), max(offsets) + 1):
                yield box

    def lines(self, span: Span) -> list[int]:
        """The line of each character in a span."""
        return [int(line) for line in self._printed(span)[1]]

    def _printed(self, span: Span) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Raw offset and line of each character in a span that stands in a line."""
        raw = self._origin[slice(*span)]
        raw = raw[raw >= 0]
        lines = np.searchsorted(self._starts, raw, side="right") - 1
        printed = (lines >= 0) & (raw < self._ends[lines])  # what stands for a line end is in no line
        return raw[printed], lines[printed]

    def _box(self, number: int, start: int, end: int) -> Box | None:
        line = self._page.lines[number]
        first, last = line.span
        text = self._page.text[first:last]
        whole = start - first <= len(text) - len(text.lstrip()) and end - first >= len(text.rstrip())
        if line.box is None or line.whole_block or whole:
            return line.box
        if self._page.character_boxes is not None:
            known = self._page.character_boxes[start:end]
            known = known[~np.isnan(known[:, 0])]
            if len(known):
                return Box(*known[:, :2].min(axis=0).tolist(), *known[:, 2:].max(axis=0).tolist())
        even = line.box.turned(self._turn)
        width = even.width / max(last - first, 1)
        left, right = even.left + (start - first) * width, even.left + (end - first) * width
        return Box(left, even.top, right, even.bottom).turned(-self._turn)


def columns_of(lines: Iterable[Box]) -> list[Box]:
    """The boxes of lines in reading order, those that follow each other down a column put together.

    >>> columns_of([Box(0, 0, 90, 10), Box(0, 15, 40, 25), Box(100, 0, 190, 10)])
    [Box(left=0, top=0, right=90, bottom=25), Box(left=100, top=0, right=190, bottom=10)]
    """
    found: list[Box] = []
    last: Box | None = None
    for line in lines:
        if last is not None and _follows(found[-1], last, line):
            found[-1] = Box.enclosing((found[-1], line))
        else:
            found.append(line)
        last = line
    return found


def _follows(column: Box, last: Box, line: Box) -> bool:
    """Whether a line stands under the last one of its column, or goes on in its row."""
    height = min(last.height, line.height)
    shared = min(column.right, line.right) - max(column.left, line.left)
    if line.top >= last.top + height / 2:
        narrower = min(column.width, line.width)
        return shared >= SAME_COLUMN * narrower and line.top - last.bottom <= NEXT_LINE * height
    in_row = min(last.bottom, line.bottom) - max(last.top, line.top) >= height / 2
    return in_row and -height <= line.left - last.right <= 2 * height
