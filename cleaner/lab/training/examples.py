"""Examples that the gap model is trained on: the slots of damaged pages, encoded, with their labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from cleaner.lab.corpus import Article
from cleaner.lab.simulation.pages import Page
from cleaner.models.encoding import NO_SLOT, Encoded, Encoder, Ints
from cleaner.models.slots import BREAK, LABEL_STOPS, find_slots, surface_of
from cleaner.profiles.marks import QUOTES

UNLABELLED: Final = -1
_MARKS: Final = re.compile(f"[ {LABEL_STOPS}{QUOTES}]+")


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


def surfaces_of(pages: Iterable[Page], most: int) -> list[str]:
    """The most frequent surfaces of damaged pages, among them every single mark."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(surface_of(page.text[slot.start : slot.end]) for slot in page.slots)
    always = ["", " ", *LABEL_STOPS, *QUOTES, "．", '"']
    return list(dict.fromkeys([*always, *(surface for surface, _ in counts.most_common(most))]))


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
    paragraphs = np.cumsum([0, *(text.paragraphs.max(initial=0) + 1 for text in texts)])[:-1].tolist()
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
            paragraphs=np.concatenate(
                [text.paragraphs + start for text, start in zip(texts, paragraphs, strict=True)]
            ),
        ),
        np.concatenate([part.labels for part in parts]),
    )
