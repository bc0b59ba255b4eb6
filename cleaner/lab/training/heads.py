"""Trains the model of heads: `python -m cleaner.lab.training.heads CORPUS --out heads.npz`.

Headlines with their shoulders and subtitles, short paragraphs without a stop (section headings, as newspapers
set them), and pieces of paragraphs as long as these, each a third of every batch. Marks are dropped from two
thirds of the texts, one character in 70 is misread, and some headlines are cut in two as they are set in two
lines. Needs torch. Measured on texts of later dates.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Final

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from cleaner.lab.corpus import HELD_OUT, is_heading, read_records
from cleaner.lab.export import export, in_few_bits
from cleaner.lab.training.loop import Schedule, options_of, seed_all, train
from cleaner.lab.training.modules import HeadNet
from cleaner.lab.training.seams import DROPPED, MISREAD
from cleaner.models.heads import FEATURES, HEADING, HEADLINE, NAME, TEXT, Float32s, HeadModel
from cleaner.profiles.marks import STOPS

UNTIL: Final = "2020-07-01"
"""Later texts are not read: the layout is fitted on those, to learn how far new words can be trusted."""
BITS: Final = {"characters": 6, "pairs": 6}
DECAY: Final = 1e-5
BATCH: Final = 255
KINDS: Final = (HEADLINE, HEADING, TEXT)
SHORTEST, LONGEST = 3, 40
"""Characters of a headline."""
PARAGRAPH: Final = 40
"""Characters of a paragraph that pieces are cut from, at least."""
TWO_LINES: Final = 14
"""Characters; a longer headline may be set in two lines."""


@dataclass(frozen=True)
class Sources:
    """Texts to draw from: headlines, headings, paragraphs."""

    texts: tuple[Sequence[str], Sequence[str], Sequence[str]]

    @classmethod
    def of(cls, corpus: Path, since: str, until: str) -> Sources:
        """Texts with since ≤ date < until. Headings are those of newspapers: broadcasts list their items."""
        headlines: list[str] = []
        headings: list[str] = []
        paragraphs: list[str] = []
        for record in read_records(corpus):
            if not since <= record.get("date", "") < until:
                continue
            fronts = [record["title"], record.get("kicker") or "", record.get("subtitle") or ""]
            lines = [line for front in fronts for line in (front if isinstance(front, list) else [front])]
            headlines += [line for line in lines if SHORTEST <= len(line) <= LONGEST]
            body = record["paragraphs"]
            paragraphs += [text for text in body if len(text) > PARAGRAPH]
            if record.get("page"):
                headings += [text for text in body[1:-1] if is_heading(text)]
        return cls((headlines, headings, paragraphs))

    def draw(self, kind: int, rng: random.Random) -> str:
        """A text of one kind, as it may be read."""
        text = rng.choice(self.texts[kind])
        if kind == HEADLINE:
            text = _line_of(text, rng)
        elif kind == TEXT:
            like = rng.choice(self.texts[rng.choice((HEADLINE, HEADING))])
            text = _piece_of(text, len(like), rng)
        text = "".join(text.translate(str.maketrans("", "", rng.choice(DROPPED))).split())
        others = self.texts[TEXT]
        return "".join(
            rng.choice(rng.choice(others)) if rng.random() < MISREAD else char
            for char in text or "\N{IDEOGRAPHIC SPACE}"
        )


def _line_of(headline: str, rng: random.Random) -> str:
    """A headline, or one of its lines."""
    if " " in headline and rng.random() < 0.3:
        return rng.choice(headline.split())
    if len(headline) > TWO_LINES and rng.random() < 0.15:
        cut = len(headline) // 2 + rng.randint(-2, 2)
        return rng.choice((headline[:cut], headline[cut:]))
    return headline


def _piece_of(paragraph: str, length: int, rng: random.Random) -> str:
    """So many characters of a paragraph: its first ones, its last ones but the stop, or any."""
    draw = rng.random()
    if draw < 0.15:
        return paragraph[:length]
    if draw < 0.4:
        return paragraph.rstrip(STOPS)[-length:]
    start = rng.randrange(len(paragraph) - length) if len(paragraph) > length else 0
    return paragraph[start : start + length]


def train_heads(corpus: Path, steps: int, rate: float, seed: int) -> dict[str, Float32s]:
    """The weights."""
    seed_all(seed)
    rng = random.Random(seed)
    sources = Sources.of(corpus, "", UNTIL)
    net = HeadNet()
    optimiser = torch.optim.Adam(net.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=DECAY)
    kinds = [n % len(KINDS) for n in range(BATCH)]
    right = torch.tensor(kinds)
    batches = ([sources.draw(kind, rng) for kind in kinds] for _ in repeat(None))
    train(
        net,
        optimiser,
        batches,
        lambda texts: torch.nn.functional.cross_entropy(net(texts), right),
        Schedule(steps, rate),
    )
    return net.arrays()


def measure(model: HeadModel, sources: Sources, count: int = 9_000) -> Iterator[str]:
    """How well the kinds are distinguished: share right, and area under the ROC curve."""
    rng = random.Random(5)
    right = np.arange(count) % len(KINDS)
    logs = model.kinds([sources.draw(kind, rng) for kind in right.tolist()])
    share, nats = np.mean(logs.argmax(axis=1) == right), -logs[np.arange(count), right].mean()
    yield f"{share:.3f} of {count} right, {nats:.3f} nats"
    for name, one, other in (
        ("headline against heading", HEADLINE, HEADING),
        ("headline against text", HEADLINE, TEXT),
        ("heading against text", HEADING, TEXT),
    ):
        asked = (right == one) | (right == other)
        area = roc_auc_score(right[asked] == one, (logs[:, one] - logs[:, other])[asked])
        yield f"{name}: AUC {area:.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    options = options_of(arguments, "heads", __doc__, steps=1_500)
    if not options.measure:
        weights = train_heads(options.corpus, options.steps, options.rate, options.seed)
        export(options.out, NAME, FEATURES, options.corpus, in_few_bits(weights, BITS))
    for line in measure(HeadModel.load(options.out), Sources.of(options.corpus, HELD_OUT, "~")):
        print(line)


if __name__ == "__main__":
    main()
