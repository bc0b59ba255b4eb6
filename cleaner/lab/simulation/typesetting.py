"""Simulated pages: articles of a clean corpus set in columns, boxes of briefs among them, read by bad OCR.

The articles of every second page were printed together (same date and page number), so that telling them
apart is as hard as it is on paper. Bodies run through columns; a box of briefs may stand in the lower part
of some of them, so that both the article and the box are cut at every column end, and their pieces alternate
in reading order. Blocks are made of the lines as page readers make them, with their usual slips: two
paragraphs in one block, a line by itself, a headline late, the lines of a box out of order.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from cleaner.lab.simulation.corruption import CLEAN, GOOD, LOSSY, ROUGH, Corruptor, Style
from cleaner.lab.simulation.stories import Newsroom, Printed, Story
from cleaner.models.slots import LABEL_STOPS

_LABELS: Final = ("简讯", "短讯", "快讯", "综合消息", "一句话新闻")
_SHORT_ENOUGH: Final = 30
_WIDE: Final = 99.0
_ENDLESS: Final = 9999.0
STRANGERS: Final = 0.2
"""Share of pages whose articles were not printed together: the items of a page are of many kinds."""
BYLINED: Final = 0.45
"""Share of articles with a byline."""
RELATED_BRIEFS: Final = 0.5
"""Share of boxes whose briefs are about related things, or about those of the page."""
SINGLE: Final = 0.08
"""Share of pages with one article alone."""
SHORT: Final = 0.25
"""Share of articles of a few paragraphs."""
CLEAN_PAGES: Final = 0.15
"""Share of pages that are clean text, a paragraph a block."""


@dataclass(frozen=True, slots=True)
class SimulatedLine:
    """A printed line as it was read, and where it belongs: the article, the paragraph, the place in it."""

    text: str
    article: int
    paragraph: int
    place: int
    head: bool = False
    """Of a headline, kicker or section heading."""
    whole: bool = False
    """Set by itself, not in a column."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """A page as text, and its lines with their offsets."""

    text: str
    lines: Sequence[tuple[int, int, SimulatedLine]]


@dataclass
class _Piece:
    """Lines that stand together: of one column, or a line of front matter."""

    lines: list[SimulatedLine] = field(default_factory=list)


class Typesetter:
    """A seeded supply of simulated pages."""

    def __init__(self, pages: Printed, seed: int) -> None:
        """Stories of newspapers, by printed page."""
        self._pages = [page for page in pages if len(page) > 1]
        self._newsroom = Newsroom.of(self._pages)
        self._random = random.Random(seed)
        letters = "".join(text for page in self._pages[:300] for text in page[0].paragraphs[:1])
        self._corruptor = Corruptor(seed, letters)
        self._place: dict[int, int] = {}

    def pages(self, count: int) -> Iterator[Simulated]:
        """So many pages."""
        for _ in range(count):
            stories = self._random.choice(self._pages)
            if self._random.random() < STRANGERS:
                stories = [self._random.choice(self._random.choice(self._pages)) for _ in range(5)]
            yield self._page(stories)

    def _page(self, stories: Sequence[Story]) -> Simulated:
        rng = self._random
        style = rng.choices((GOOD, LOSSY, ROUGH), (0.45, 0.35, 0.2))[0]
        style = replace(
            style, truncated=rng.choice((0.0, 0.04, 0.12)), silent=style.silent * rng.uniform(0, 2)
        )
        self._place = {}
        self._newlines = rng.random() < 0.4
        count = 1 if rng.random() < SINGLE else rng.randint(2, 5)
        stories = rng.sample(stories, min(len(stories), count))
        columns, width = rng.randint(2, 6), float(rng.randint(12, 24))
        if rng.random() < CLEAN_PAGES:
            style, columns, width = CLEAN, 1, _ENDLESS
        self._clean = style == CLEAN
        pieces: list[_Piece] = []
        article = 0
        for story in stories:
            odd = width != _ENDLESS and rng.random() < 0.2
            zone_width = float(rng.randint(14, 32)) if odd else width
            front = self._front(story, article, style)
            body = self._body(story, article, replace(style, column=zone_width))
            article += 1
            box: list[list[SimulatedLine]] = []
            if len(body) > (24 if columns > 1 else 0) and rng.random() < 0.75:
                related = (
                    rng.choice((rng.choice(self._pages), stories)) if rng.random() < RELATED_BRIEFS else None
                )
                for _ in range(rng.randint(2, 7)):
                    source = related or rng.choice(self._pages)
                    box.append(self._brief(source, article, replace(style, column=zone_width)))
                    article += 1
            flow = self._flow(body, box, columns)
            late = rng.random() < 0.06 and len(flow) > 1
            pieces += [*flow[:1], *front, *flow[1:]] if late else [*front, *flow]
        blocks = list(self._blocks(pieces))
        return self._print(blocks, "\n" if self._newlines else " ")

    def _front(self, story: Story, article: int, style: Style) -> list[_Piece]:
        rng = self._random
        pieces = []
        for text in story.heads:
            head = text
            if style != CLEAN and len(text) > 14 and rng.random() < 0.4:
                cut = text.find(" ") if " " in text else len(text) // 2 + rng.randint(-2, 2)
                head = f"{text[:cut].strip()} {text[cut:].strip()}"
            damaged = self._corruptor.damage(
                head, replace(style, column=_WIDE, truncated=0.0, closed_up=style.closed_up and 0.3)
            )
            pieces.append(_Piece([self._line(damaged.text, article, head=True, whole=True)]))
        if rng.random() < BYLINED:
            pieces.append(_Piece([self._line(self._newsroom.byline(rng), article, whole=True)]))
        if rng.random() < 0.1:
            pieces.append(_Piece([self._line(self._newsroom.jump(rng), article, whole=True)]))
        return pieces

    def _body(self, story: Story, article: int, style: Style) -> list[SimulatedLine]:
        lines: list[SimulatedLine] = []
        most = self._random.randint(1, 4) if self._random.random() < SHORT else self._random.randint(3, 26)
        for paragraph in story.paragraphs[:most]:
            lines += self._set(paragraph, article, style)
        if self._random.random() < 0.06:
            lines.append(self._line(self._newsroom.credit(self._random), article))
        return lines

    def _brief(self, stories: Sequence[Story], article: int, style: Style) -> list[SimulatedLine]:
        """A short item out of some stories, a credit behind every second."""
        rng = self._random
        lines = self._set(self._newsroom.brief(stories, rng), article, style)
        if rng.random() < 0.6:
            credit = self._newsroom.credit(rng)
            last = lines[-1]
            if rng.random() < 0.5 and len(last.text) + len(credit) < style.column:
                lines[-1] = replace(last, text=f"{last.text}{rng.choice((' ', ' ', ''))}{credit}")
            else:
                lines.append(self._line(credit, article))
        return lines

    def _set(self, paragraph: str, article: int, style: Style) -> list[SimulatedLine]:
        """The lines of a paragraph."""
        heading = len(paragraph) < style.column and paragraph[-1:] not in LABEL_STOPS + "”：…）"
        style = replace(style, truncated=0.0 if len(paragraph) < _SHORT_ENOUGH else style.truncated)
        damaged = self._corruptor.damage(" ".join(paragraph.split()), style)
        cuts = [0, *(slot.wrap for slot in damaged.slots if slot.wrap >= 0), len(damaged.text)]
        texts = [damaged.text[a:b].strip() for a, b in pairwise(cuts)]
        number = self._place.get(article, 0)
        return [self._line(text, article, number, head=heading) for text in texts if text]

    def _line(
        self,
        text: str,
        article: int,
        paragraph: int | None = None,
        *,
        head: bool = False,
        whole: bool = False,
    ) -> SimulatedLine:
        """The next line of an article; by itself a paragraph of its own."""
        place = self._place.get(article, 0)
        self._place[article] = place + 1
        return SimulatedLine(text, article, place if paragraph is None else paragraph, place, head, whole)

    def _flow(self, body: list[SimulatedLine], box: list[list[SimulatedLine]], columns: int) -> list[_Piece]:
        """A body cut into columns, a box of briefs in the lower part of some of them."""
        rng = self._random
        columns = max(1, min(columns, len(body) // 5))
        if not box:
            return self._cut(body, columns)
        inside = [line for brief in box for line in brief]
        first = rng.randint(0, columns - 1)
        parts = rng.randint(1, columns - first)
        cut_box = self._cut(inside, parts)
        if rng.random() < 0.8:
            cut_box.insert(0, _Piece([SimulatedLine(rng.choice(_LABELS), -1, -1, -1, whole=True)]))
        together = rng.random() < 0.25
        heights = [1.0 if first <= c < first + parts else 1.0 + rng.uniform(0.4, 1.5) for c in range(columns)]
        cut_body = self._cut(body, columns, heights)
        if not self._newlines and rng.random() < 0.35:
            self._disorder(cut_box)
        if together:
            at = min(first + 1, len(cut_body))
            return [*cut_body[:at], *cut_box, *cut_body[at:]]
        order: list[_Piece] = []
        waiting = list(cut_box)
        lag = rng.choice((0, 0, 1))
        if rng.random() < 0.15:  # the box begins at the top of the first column
            cut_body.insert(0, _Piece())
        for c, piece in enumerate(cut_body):
            if piece.lines:
                order.append(piece)
            if c >= first + lag and waiting:
                if waiting[0].lines[0].article < 0:
                    order.append(waiting.pop(0))
                if waiting:
                    order.append(waiting.pop(0))
        return order + waiting

    def _cut(self, lines: list[SimulatedLine], columns: int, heights: Sequence[float] = ()) -> list[_Piece]:
        shares = list(heights) or [1.0] * columns
        total, pieces, at, reach = sum(shares), [], 0, 0.0
        for share in shares:
            reach += share
            end = round(len(lines) * reach / total)
            if end > at:
                pieces.append(_Piece(lines[at:end]))
            at = end
        return pieces

    def _disorder(self, pieces: list[_Piece]) -> None:
        """Set a first line after the lines that it opens: it is indented, and readers sort by left edge."""
        piece = next((piece for piece in pieces if len(piece.lines) > 4), None)
        if piece is not None:
            count = self._random.randint(2, 4)
            first, *rest = piece.lines[:count]
            piece.lines[:count] = [replace(line, whole=True) for line in [*rest, first]]

    def _blocks(self, pieces: Sequence[_Piece]) -> Iterator[list[SimulatedLine]]:
        """The blocks that a page reader makes of the pieces."""
        for piece in pieces:
            block: list[SimulatedLine] = []
            for line in piece.lines:
                if block and self._parts(block[-1], line):
                    yield block
                    block = []
                block.append(line)
            if block:
                yield block

    def _parts(self, last: SimulatedLine, line: SimulatedLine) -> bool:
        draw = self._random.random()
        other = (last.article, last.paragraph) != (line.article, line.paragraph)
        if last.whole or line.whole or (other and self._clean):
            return True
        if self._newlines:
            return draw < (0.1 if last.paragraph != line.paragraph else 0.01)
        if other:
            return draw < (0.95 if not (last.head or line.head) else 0.9)
        return draw < 0.015

    def _print(self, blocks: Sequence[Sequence[SimulatedLine]], between: str) -> Simulated:
        found: list[tuple[int, int, SimulatedLine]] = []
        parts: list[str] = []
        at = 0
        for block in blocks:
            for n, line in enumerate(block):
                lead = between if n else ("\n\n" if parts else "")
                found.append((at + len(lead), at + len(lead) + len(line.text), line))
                parts.append(lead + line.text)
                at += len(lead) + len(line.text)
        return Simulated("".join(parts), found)
