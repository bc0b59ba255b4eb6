"""Trains the seam model: `python -m cleaner.lab.training.seams CORPUS --out seams.npz`.

Paragraphs of newspaper pages are cut at random places. Both halves of a cut must find each other among the
halves of all cuts of some pages (cross entropy over the batch, in both directions: van den Oord et al. 2018,
Representation learning with contrastive predictive coding), among beginnings and ends of whole paragraphs
that belong to none. Marks are dropped from two thirds of the text, and one character in 70 is misread.
Needs torch.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from cleaner.lab.corpus import HELD_OUT, read_records
from cleaner.lab.export import export, in_few_bits
from cleaner.lab.training.loop import Schedule, Tensor, options_of, seed_all, train
from cleaner.lab.training.modules import SeamNet
from cleaner.lab.training.regression import logistic
from cleaner.models import shipped_models
from cleaner.models.encoding import Ints
from cleaner.models.seams import ENDS, FEATURES, NAME, REACH, STARTS, SeamModel

BITS: Final = 6
"""Bits of a stored weight."""
DROPPED: Final = ("", "“”‘’", "“”‘’，")
"""Marks that the reader lost, in one third of the text each."""
MISREAD: Final = 0.015
SHORTEST: Final = 40
MARGIN: Final = 8
"""Characters on either side of a cut at least."""
PAGES, CUTS, WHOLE = 40, 12, 4
"""Pages of a batch; cuts, and beginnings and ends of whole paragraphs, of each."""
CHOICES: Final = 8
"""Halves among which the right one is looked for when the model is measured."""


@dataclass(frozen=True)
class Text:
    """Paragraphs as one array of code points, those of a page side by side."""

    codes: Ints
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    first: NDArray[np.int64]
    """First paragraph of each page."""
    count: NDArray[np.int64]
    """Paragraphs of each page."""

    @classmethod
    def of(cls, pages: Sequence[Sequence[str]], dropped: str) -> Text:
        """Paragraphs by page, without some marks."""
        lost = str.maketrans("", "", dropped + " \N{IDEOGRAPHIC SPACE}")
        kept = [[t for p in page if len(t := p.translate(lost)) >= SHORTEST] for page in pages]
        texts = [text for page in kept for text in page]
        codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
        length = np.array([len(text) for text in texts])
        count = np.array([len(page) for page in kept])
        return cls(
            codes.astype(np.int64), np.cumsum(length) - length, length, np.cumsum(count) - count, count
        )

    def window(self, cut: Ints, paragraph: Ints, step: int) -> Ints:
        """The code points from cuts on, forwards (1) or backwards (-1), 0 beyond the paragraph."""
        at = cut[:, None] + step * np.arange(REACH) - (step < 0)
        low = self.start[paragraph][:, None]
        inside = (at >= low) & (at < low + self.length[paragraph][:, None])
        return np.where(inside, self.codes[np.clip(at, 0, len(self.codes) - 1)], 0)


def read_pages(corpus: Path, since: str, until: str) -> list[list[str]]:
    """Paragraphs of the newspaper pages with since ≤ date < until."""
    pages: dict[tuple[str, str], list[str]] = {}
    for record in read_records(corpus):
        if record.get("page") and since <= record.get("date", "") < until:
            pages.setdefault((record["date"], str(record["page"])), []).extend(record["paragraphs"])
    return list(pages.values())


def batches(texts: Sequence[Text], rng: np.random.Generator) -> Iterator[tuple[Ints, Ints, int]]:
    """Ends, beginnings, and how many of them belong together, the first with the first and so on."""
    characters = texts[0].codes
    while True:
        text = texts[int(rng.integers(len(texts)))]
        pages = rng.integers(0, len(text.count), PAGES)
        pages = pages[text.count[pages] >= CUTS // 3]

        chosen = text.first[pages][:, None] + rng.integers(
            0, text.count[pages][:, None], (len(pages), CUTS + WHOLE)
        )
        cut, whole = chosen[:, :CUTS].ravel(), chosen[:, CUTS:].ravel()
        room = text.length[cut] - 2 * MARGIN
        at = text.start[cut] + MARGIN + (rng.random(len(cut)) * room).astype(np.int64)
        begin, end = text.start[whole], text.start[whole] + text.length[whole] - 1  # without its stop
        ends = np.concatenate([text.window(at, cut, -1), text.window(end, whole, -1)])
        starts = np.concatenate([text.window(at, cut, 1), text.window(begin, whole, 1)])
        for codes in (ends, starts):
            misread = (rng.random(codes.shape) < MISREAD) & (codes > 0)
            codes[misread] = rng.choice(characters, int(misread.sum()))
        yield ends, starts, len(cut)


def train_seams(corpus: Path, steps: int, rate: float, seed: int) -> dict[str, NDArray[np.float32]]:
    """The weights."""
    seed_all(seed)
    pages = read_pages(corpus, "", HELD_OUT)
    net = SeamNet()
    optimiser = torch.optim.Adam(net.parameters(), lr=rate, betas=(0.9, 0.99), fused=True)

    def loss_of(batch: tuple[Ints, Ints, int]) -> Tensor:
        ends, starts, count = batch
        scores, right = net(ENDS, ends) @ net(STARTS, starts).T, torch.arange(count)
        return sum(torch.nn.functional.cross_entropy(side[:count], right) for side in (scores, scores.T)) / 2

    supply = batches([Text.of(pages, dropped) for dropped in DROPPED], np.random.default_rng(seed))
    train(net, optimiser, supply, loss_of, Schedule(steps, rate))
    return calibrated(net.arrays(), pages)


def calibrated(
    weights: dict[str, NDArray[np.float32]], pages: Sequence[Sequence[str]]
) -> dict[str, NDArray[np.float32]]:
    """The weights with products that are log-odds, halves that belong together being as many as others.

    Platt's scaling (1999); the shift is one more place of the vectors, which is 1 in those of all ends.
    """
    score = SeamModel(weights).continuation(pairs := cuts_of(pages, seed=6))
    true = np.arange(len(pairs)) // CHOICES % CHOICES == np.arange(len(pairs)) % CHOICES
    evidence, share = np.stack([score, np.ones_like(score)], axis=1), np.where(true, CHOICES - 1.0, 1.0)
    scale, shift = logistic(evidence, true, share=share).tolist()
    result = dict(weights)
    for side, factor, more in ((ENDS, scale, 1.0), (STARTS, 1.0, shift)):
        for name, last in (("out", 0.0), ("out bias", more)):
            weight = weights[f"{side}.{name}"] * factor
            column = np.full((len(weight), 1), last)
            result[f"{side}.{name}"] = np.hstack([weight, column]).astype(np.float32)
    return result


def cuts_of(pages: Sequence[Sequence[str]], seed: int) -> list[tuple[str, str]]:
    """Ends with beginnings: of eight paragraphs of each page every first half with every second one."""
    rng = random.Random(seed)
    pairs: list[tuple[str, str]] = []
    for page in pages:
        long = [paragraph for paragraph in page if len(paragraph) >= SHORTEST + MARGIN]
        if len(long) >= CHOICES:
            chosen = rng.sample(long, CHOICES)
            cuts = [rng.randrange(MARGIN, len(paragraph) - MARGIN) for paragraph in chosen]
            halves = [(p[:cut][-REACH:], p[cut:][:REACH]) for p, cut in zip(chosen, cuts, strict=True)]
            pairs += [(end, start) for end, _ in halves for _, start in halves]
    return pairs


def measure(model: SeamModel, pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """How often the right half of a cut is found among those of eight paragraphs of the page."""
    pairs = cuts_of(pages, seed=5)
    by_model, by_counts = model.continuation(pairs), shipped_models().affinity(pairs)
    scores: Mapping[str, NDArray[Any]] = {
        "model": by_model,
        "n-grams": by_counts,
        "both": by_model + 0.6 * by_counts,
    }
    for name, score in scores.items():
        best = score.reshape(-1, CHOICES, CHOICES).argmax(axis=2)
        yield f"{name}: {np.mean(best == np.arange(CHOICES)):.4f} of {best.size} right"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    options = options_of(arguments, "seams", __doc__, steps=40_000)
    if not options.measure:
        weights = train_seams(options.corpus, options.steps, options.rate, options.seed)
        bits = {name: BITS for name in weights if len(weights[name]) > SeamNet.VECTOR}
        by_column = {name: np.asfortranarray(array) for name, array in in_few_bits(weights, bits).items()}
        export(options.out, NAME, FEATURES, options.corpus, by_column)
    for line in measure(SeamModel.load(options.out), read_pages(options.corpus, HELD_OUT, "~")):
        print(line)


if __name__ == "__main__":
    main()
