"""Training examples: pages of corrupted clean text, with the label of every slot.

A corpus is a file of JSON lines (`.jsonl` or `.jsonl.xz`) with `title` and `paragraphs`, optionally
`date`, `kicker`, `subtitle`; paragraphs are clean text with all its marks.
"""

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np

from cleaner.language.corruption import Corruptor, Damaged, Slot, Style
from cleaner.language.encoding import NO_SLOT, Encoded, Encoder, Ints
from cleaner.language.slots import (
    BREAK,
    LINE_END,
    MID_LINE,
    QUOTES,
    STOPS,
    find_slots,
    surface_of,
)

Article = list[str]
"""Paragraphs, the title among them."""

_MARKS: Final = re.compile(f"[ {STOPS}{QUOTES}]+")
_UNUSABLE: Final = re.compile('[,;?!"]|(?<![0-9A-Za-z])\\.|\\.(?![0-9A-Za-z])|[\n\r\t]')
_REPORTERS: Final = re.compile(r"（(?:本报)?记者([\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4}){0,4})）")
_DATELINE: Final = re.compile(r"^((?:据)?(?:本报|新华社)[^，。（“ ]{0,12}?(?:\d+日)?[电讯])(?=[^（，。 ])")

UNLABELLED: Final = -1
HELD_OUT: Final = "2020-10-01"
"""Articles of the newspaper from this date on are kept for measuring."""


def read_articles(path: Path, since: str = "", until: str = "~") -> list[Article]:
    """Articles with since ≤ date < until (undated ones count as oldest), bylines as papers print them."""
    rng = random.Random(0)
    return [_article(r, rng) for r in read_records(path) if since <= r.get("date", "") < until]


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a corpus file as they are."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(record: dict[str, Any], rng: random.Random) -> Article:
    spaced = rng.random() < 0.5
    heads = [record.get("kicker", ""), record.get("title", ""), record.get("subtitle", "")]
    texts = [text for head in heads if (text := head if isinstance(head, str) else " ".join(head))]
    broadcast = record.get("source", "").startswith("xwlb")
    for paragraph in record["paragraphs"]:
        if broadcast and " " in paragraph:
            continue
        texts.append(_print_bylines(paragraph, rng) if spaced else paragraph)
    return [text.strip() for text in texts if text.strip() and not _UNUSABLE.search(text)]


def _print_bylines(paragraph: str, rng: random.Random) -> str:
    """Names set apart by spaces (记者 A B 通讯员 C), a dateline by a space from what follows."""

    def names(match: re.Match[str]) -> str:
        credit = match[1].split("、")
        if len(credit) > 1 and rng.random() < 0.5:
            credit.insert(rng.randrange(1, len(credit)), rng.choice(["通讯员", "实习生", "特约记者"]))
        return f"（{'本报' if '本报' in match[0] else ''}记者 {' '.join(credit)}）"

    return _DATELINE.sub(r"\1 ", _REPORTERS.sub(names, paragraph))


def labels_of(articles: Iterable[Article], coverage: float) -> list[str]:
    """Mark strings by frequency until they cover this share of the slots; "" first, BREAK last."""
    counts = Counter(marks for article in articles for text in article for marks in _MARKS.findall(text))
    labels, seen, total = [""], 0, sum(counts.values())
    for marks, count in counts.most_common():
        if seen >= coverage * total:
            break
        if " " not in marks or marks == " ":
            labels.append(marks)
        seen += count
    return [*labels, BREAK]


def characters_of(articles: Iterable[Article], least: int) -> str:
    """Characters seen at least this often, the most frequent first."""
    counts = Counter(chain.from_iterable(chain.from_iterable(articles)))
    kept = [character for character, count in counts.most_common() if count >= least]
    return "".join(c for c in kept if c not in STOPS + QUOTES + " \n\t" and ord(c) <= 0xFFFF)


def surfaces_of(pages: Iterable["Page"], most: int) -> list[str]:
    """The most frequent surfaces of damaged pages, among them every single mark."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(surface_of(page.text[slot.start : slot.end]) for slot in page.slots)
    always = ["", " ", *STOPS, *QUOTES, "．", '"']
    return list(dict.fromkeys([*always, *(surface for surface, _ in counts.most_common(most))]))


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
        page = _join(damaged, style)
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


def _join(damaged: Iterable[Damaged], style: Style) -> Page:
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
    while start > 0 and text[start - 1] in STOPS + QUOTES + ' ．"':
        start -= 1
    end += len(glue)
    while end < len(text) and text[end] in STOPS + QUOTES + ' ．"':
        end += 1
    moved = meeting + len(glue)
    behind = [
        Slot(slot.start + moved, slot.end + moved, slot.label, slot.wrap)
        for slot in right.slots
        if slot.start + moved >= end
    ]
    return Damaged(text, [*left.slots, Slot(start, end, label, -1), *behind])


@dataclass
class Batch:
    """Encoded slots with what is to be predicted."""

    text: Encoded
    labels: Ints
    """(s,) index of the label; `UNLABELLED` where none is known."""


class Sampler:
    """Turns pages into batches."""

    def __init__(self, encoder: Encoder, labels: Sequence[str]) -> None:
        self._encoder = encoder
        self._labels = {label: i for i, label in enumerate(labels)}

    def batches(self, pages: Iterator[Page], slots: int) -> Iterator[Batch]:
        """Batches of about this many slots."""
        parts: list[Batch] = []
        size = 0
        for page in pages:
            parts.append(self.of_page(page))
            size += len(parts[-1].labels)
            if size >= slots:
                yield _concatenated(parts)
                parts, size = [], 0

    def of_page(self, page: Page) -> Batch:
        """All slots of a page that can be seen or stand at the ends of its paragraphs."""
        printed = {(slot.start, slot.end): self._labels.get(slot.label, UNLABELLED) for slot in page.slots}
        slots = find_slots(page.text)
        labels = [printed.get((start, end), UNLABELLED) for start, end in slots.tolist()]
        return Batch(self._encoder.encode(page.text, slots), np.array(labels, dtype=np.int64))


def _concatenated(parts: Sequence[Batch]) -> Batch:
    texts = [part.text for part in parts]
    tokens = np.cumsum([0, *(len(text.tokens) for text in texts)])[:-1].tolist()
    slots = np.cumsum([0, *(len(text.surfaces) for text in texts)])[:-1].tolist()
    return Batch(
        Encoded(
            tokens=np.concatenate([text.tokens for text in texts]),
            pairs=np.concatenate([text.pairs for text in texts]),
            surfaces=np.concatenate([text.surfaces for text in texts]),
            grams=np.concatenate([text.grams for text in texts]),
            spans=np.concatenate([text.spans for text in texts]),
            windows=np.concatenate([text.windows + start for text, start in zip(texts, tokens, strict=True)]),
            beside=np.concatenate(
                [
                    np.where(text.beside == NO_SLOT, NO_SLOT, text.beside + start)
                    for text, start in zip(texts, slots, strict=True)
                ]
            ),
            pages=np.concatenate([text.pages for text in texts]),
        ),
        np.concatenate([part.labels for part in parts]),
    )
