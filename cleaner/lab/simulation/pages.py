"""Pages of damaged paragraphs, with what was printed in each slot."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.lab.corpus import Article
from cleaner.lab.simulation.corruption import Corruptor, Damaged, Slot, Style
from cleaner.models.slots import BREAK, LABEL_STOPS, LINE_END, MID_LINE
from cleaner.profiles.marks import QUOTES


@dataclass
class Page:
    """Damaged paragraphs, joined by line feeds."""

    text: str
    slots: list[Slot]
    style: Style


class PageMaker:
    """An endless, seeded supply of damaged pages."""

    def __init__(
        self, articles: Sequence[Article], corruptor: Corruptor, seed: int, column_known: float = 0.0
    ) -> None:
        """`column_known`: share of the pages on which spaces tell whether they are line ends."""
        self._column_known = column_known
        self._articles = [article for article in articles if article]
        self._corruptor = corruptor
        self._random = random.Random(seed)

    def pages(self, style: Style | None = None) -> Iterator[Page]:
        """One page after the other, over and over."""
        order = list(range(len(self._articles)))
        while True:
            self._random.shuffle(order)
            at = 0
            while at < len(order):
                size = self._random.choice((60, 300, 1200, 1200, 3000))
                paragraphs: list[str] = []
                while at < len(order) and sum(map(len, paragraphs)) < size:
                    paragraphs += self._articles[order[at]]
                    at += 1
                yield self._page(paragraphs, style or self._corruptor.page_style(), size)

    def _page(self, paragraphs: list[str], style: Style, size: int) -> Page:
        if size == 60:
            paragraphs = [self._random.choice(paragraphs)]
        damaged = [self._corruptor.damage(paragraph, style) for paragraph in paragraphs]
        if style.wrapped and len(damaged) > 3:
            self._misjoin(damaged)
        page = joined(damaged, style)
        if self._random.random() < self._column_known:
            self._tell_line_ends(page)
        return page

    def _tell_line_ends(self, page: Page) -> None:
        """Replaces spaces by what the width of the column says of them: mostly something, mostly right."""
        silent, wrong = self._random.uniform(0, 0.15), self._random.uniform(0, 0.03)
        chars = list(page.text)
        for slot in page.slots:
            for i in range(slot.start, slot.end):
                if chars[i] == " " and self._random.random() >= silent:
                    line_end = (i == slot.wrap - 1) != (self._random.random() < wrong)
                    chars[i] = LINE_END if line_end else MID_LINE
        page.text = "".join(chars)

    def _misjoin(self, damaged: list[Damaged]) -> None:
        """Now and then ends a paragraph in the middle and lets another one's rest follow."""
        for i, paragraph in enumerate(damaged):
            if self._random.random() < 0.02 and (cuts := _cuts(paragraph)):
                rest = self._stranger(damaged, i)
                if rest is not None:
                    damaged[i] = _spliced(_left(paragraph, self._random.choice(cuts)), rest, " ", BREAK)

    def _stranger(self, damaged: list[Damaged], i: int) -> Damaged | None:
        """A fragment to go on with that is no rest of `damaged[i]`: a paragraph near by, or a rest of one."""
        near = range(max(0, i - 6), min(len(damaged), i + 7))
        j = self._random.choice(near if self._random.random() < 0.5 else range(len(damaged)))
        if j == i:
            return None
        cuts = _cuts(damaged[j])
        if not cuts or self._random.random() < 0.3:
            return damaged[j]
        return _right(damaged[j], self._random.choice(cuts))


def joined(damaged: Iterable[Damaged], style: Style) -> Page:
    """Damaged paragraphs as a page."""
    texts: list[str] = []
    slots: list[Slot] = []
    offset = 0
    for paragraph in damaged:
        if not paragraph.text:
            continue
        texts.append(paragraph.text)
        slots += [
            Slot(start + offset, end + offset, label, wrap + offset if wrap >= 0 else -1)
            for start, end, label, wrap in paragraph.slots
        ]
        offset += len(paragraph.text) + 1
    return Page("\n".join(texts), slots, style)


def _cuts(paragraph: Damaged) -> list[int]:
    """Slots inside the paragraph at which a printed line ends."""
    return [i for i, slot in enumerate(paragraph.slots) if slot.wrap >= 0]


def _left(paragraph: Damaged, cut: int) -> Damaged:
    """Everything before a line end, its visible marks included as plain text."""
    slot = paragraph.slots[cut]
    end = slot.wrap if slot.wrap >= 0 else slot.end
    return Damaged(paragraph.text[:end].rstrip(), paragraph.slots[:cut])


def _right(paragraph: Damaged, cut: int) -> Damaged:
    """Everything behind a line end."""
    wrap = paragraph.slots[cut].wrap
    moved = [Slot(a - wrap, b - wrap, label, w - wrap) for a, b, label, w in paragraph.slots[cut + 1 :]]
    return Damaged(paragraph.text[wrap:], moved)


def _spliced(left: Damaged, right: Damaged, glue: str, label: str) -> Damaged:
    """Two fragments as one paragraph, with a slot of that label where they meet."""
    text = left.text + glue + right.text
    meeting = len(left.text)
    start = end = meeting
    while start > 0 and text[start - 1] in LABEL_STOPS + QUOTES + ' ．"':
        start -= 1
    end += len(glue)
    while end < len(text) and text[end] in LABEL_STOPS + QUOTES + ' ．"':
        end += 1
    moved = meeting + len(glue)
    behind = [
        Slot(slot.start + moved, slot.end + moved, slot.label, slot.wrap)
        for slot in right.slots
        if slot.start + moved >= end
    ]
    return Damaged(text, [*left.slots, Slot(start, end, label, -1), *behind])
