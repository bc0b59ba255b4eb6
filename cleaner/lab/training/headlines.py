"""Trains the choice of the headline: `python -m cleaner.lab.training.headlines CORPUS --out headlines.npz`.

Articles whose kicker, headline and sub-headlines the corpus distinguishes, and articles that open with a
section heading, which then stands right under the headline; each as it was printed and once more as a page
reader leaves it, without quotation marks and with spaces for some commas. Needs torch. Measured on articles
of later dates.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from cleaner.lab.corpus import HELD_OUT, is_heading, read_records
from cleaner.lab.export import export, in_few_bits
from cleaner.lab.training.loop import Schedule, options_of, seed_all, train
from cleaner.lab.training.modules import HeadlineNet
from cleaner.models.headlines import FEATURES, LONGEST_BODY, NAME, Float32s, HeadlineModel, features
from cleaner.profiles.marks import DASH, DASH_AS_IDEOGRAPHS, QUOTES

UNTIL: Final = "2020-09-15"
"""Articles from this date on are not trained on."""
BATCH: Final = 256
READ_DASHES: Final = (DASH, DASH[0], DASH_AS_IDEOGRAPHS, "一", "-", "")
"""How a page reader may leave a dash."""
DECAY: Final = 0.1
HEADED: Final = 1.0
"""How often one of the section headings of an article that has any stands over its text."""
LOST_SPACE: Final = 0.5
"""How often a lost quotation mark leaves a space."""
LOST_COMMA: Final = 0.3
"""How often a comma becomes a space."""


@dataclass(frozen=True)
class Heads:
    """The lines over an article in page order, which of them is the headline, and the text below."""

    lines: Sequence[str]
    headline: int
    body: str

    def damaged(self, rng: random.Random) -> Heads:
        """The same as a page reader leaves it."""
        return Heads([_damaged(line, rng) for line in self.lines], self.headline, _damaged(self.body, rng))


def read_heads(corpus: Path, since: str, until: str) -> list[Heads]:
    """Articles with since ≤ date < until that have several lines over their text."""
    found = []
    rng = random.Random(0)
    for record in read_records(corpus):
        if not (record.get("page") and since <= record.get("date", "") < until):
            continue
        above, below = lines_of(record.get("kicker")), lines_of(record.get("subtitle"))
        headings = list(filter(is_heading, record["paragraphs"]))
        moved = rng.choice(headings) if headings and rng.random() < HEADED else ""
        below += filter(None, [moved])
        if above or below:
            body = "".join(text for text in record["paragraphs"] if text != moved)[: 2 * LONGEST_BODY]
            found.append(Heads([*above, record["title"], *below], len(above), body))
    return found


def lines_of(field: str | list[str] | None) -> list[str]:
    """The lines of a field of the corpus, none empty."""
    whole = "\n".join(field) if isinstance(field, list) else field or ""
    return [line for line in map(str.strip, whole.splitlines()) if line]


def _damaged(text: str, rng: random.Random) -> str:
    text = text.replace(DASH, rng.choice(READ_DASHES))

    def read(char: str) -> str:
        if char in QUOTES:
            return " " if rng.random() < LOST_SPACE else ""
        return " " if char in "，、" and rng.random() < LOST_COMMA else char

    return " ".join("".join(map(read, text)).split())


def train_headlines(heads: Sequence[Heads], steps: int, rate: float, seed: int) -> dict[str, Float32s]:
    """The weights."""
    seed_all(seed)
    rng = random.Random(seed)
    cases = [(features(each.lines, each.body), each.headline) for each in heads]
    net = HeadlineNet()

    def loss_of(batch: Sequence[tuple[Any, int]]) -> Any:
        scores = [net(lines) for lines, _ in batch]
        padded = torch.nn.utils.rnn.pad_sequence(scores, batch_first=True, padding_value=float("-inf"))
        return cross_entropy(padded, torch.tensor([headline for _, headline in batch]))

    batches = (rng.sample(cases, min(BATCH, len(cases))) for _ in repeat(None))
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=DECAY)
    train(net, optimiser, batches, loss_of, Schedule(steps, rate))
    return net.arrays()


def share_right(model: HeadlineModel, heads: Sequence[Heads]) -> float:
    """The share of articles whose headline is chosen."""
    return float(
        np.mean([model.probabilities(each.lines, each.body).argmax() == each.headline for each in heads])
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, store, measure."""
    options = options_of(arguments, "headlines", __doc__, steps=800)
    rng = random.Random(options.seed)
    if not options.measure:
        printed = read_heads(options.corpus, "", UNTIL)
        heads = [*printed, *(each.damaged(rng) for each in printed)]
        print(f"{len(printed)} articles")
        weights = train_headlines(heads, options.steps, options.rate, options.seed)
        export(options.out, NAME, FEATURES, options.corpus, in_few_bits(weights, {}))
    model = HeadlineModel.load(options.out)
    later = read_heads(options.corpus, HELD_OUT, "~")
    print(f"{len(later)} later articles: {share_right(model, later):.3f} of the headlines chosen,")
    print(f"{share_right(model, [each.damaged(rng) for each in later]):.3f} without quotation marks")


if __name__ == "__main__":
    main()
