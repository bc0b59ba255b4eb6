"""Trains the choice of the headline: `python -m cleaner.training.headlines CORPUS --out headlines.npz`.

Articles whose kicker, headline and sub-headlines the corpus tells apart, and articles that open with a
section heading, which then stands right under the headline; each as it was printed and once more as a page
reader leaves it, without quotation marks and with spaces for some commas. Needs torch. Measured on articles
of later dates.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.language.headlines import BUCKETS, LONGEST_BODY, HeadlineModel, features
from cleaner.language.slots import QUOTES
from cleaner.language.weights import store
from cleaner.simulation.corpus import HELD_OUT, is_heading, read_records
from cleaner.training.descent import descend, options_of, seeded_torch

UNTIL: Final = "2020-09-15"
"""Articles from this date on are not trained on."""
BATCH: Final = 256
DASH: Final = "\N{EM DASH}\N{EM DASH}"
READ_DASHES: Final = (DASH, "\N{EM DASH}", "一一", "一", "-", "")
"""How a page reader may leave a dash."""
DECAY: Final = 0.1
HEADED: Final = 0.5
"""How often one of the section headings of an article stands over its text."""
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
        above, below = _lines(record.get("kicker")), _lines(record.get("subtitle"))
        headings = list(filter(is_heading, record["paragraphs"]))
        moved = rng.choice(headings) if headings and rng.random() < HEADED else ""
        below += filter(None, [moved])
        if above or below:
            body = "".join(text for text in record["paragraphs"] if text != moved)[: 2 * LONGEST_BODY]
            found.append(Heads([*above, record["title"], *below], len(above), body))
    return found


def _lines(field: str | list[str] | None) -> list[str]:
    whole = "\n".join(field) if isinstance(field, list) else field or ""
    return [line for line in map(str.strip, whole.splitlines()) if line]


def _damaged(text: str, rng: random.Random) -> str:
    text = text.replace(DASH, rng.choice(READ_DASHES))

    def read(char: str) -> str:
        if char in QUOTES:
            return " " if rng.random() < LOST_SPACE else ""
        return " " if char in "，、" and rng.random() < LOST_COMMA else char

    return " ".join("".join(map(read, text)).split())


def train(heads: Sequence[Heads], steps: int, rate: float, seed: int) -> NDArray[np.float32]:
    """The score of each bucket, shape (BUCKETS, 1)."""
    torch, rng = seeded_torch(seed), random.Random(seed)
    cases = [(features(each.lines, each.body), each.headline) for each in heads]
    scores = torch.nn.EmbeddingBag(BUCKETS, 1, mode="sum")
    torch.nn.init.zeros_(scores.weight)

    def loss_of_next() -> Any:
        batch = rng.sample(cases, min(BATCH, len(cases)))
        lines = [line for found, _ in batch for line in found]
        starts = np.cumsum([0, *map(len, lines)])[:-1]
        values = scores(torch.from_numpy(np.concatenate(lines)), torch.from_numpy(starts))[:, 0]
        sizes = [len(found) for found, _ in batch]
        padded = torch.nn.utils.rnn.pad_sequence(
            torch.split(values, sizes), batch_first=True, padding_value=float("-inf")
        )
        return torch.nn.functional.cross_entropy(padded, torch.tensor([headline for _, headline in batch]))

    optimiser = torch.optim.AdamW(scores.parameters(), lr=rate, weight_decay=DECAY)
    descend(optimiser, loss_of_next, steps, rate)
    found: NDArray[np.float32] = scores.weight.detach().numpy()
    return found


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
        scores = train(heads, options.steps, options.rate, options.seed)
        store({"scores": scores}, options.out, {})
    model = HeadlineModel.load(options.out)
    later = read_heads(options.corpus, HELD_OUT, "~")
    print(f"{len(later)} later articles: {share_right(model, later):.3f} of the headlines chosen,")
    print(f"{share_right(model, [each.damaged(rng) for each in later]):.3f} without quotation marks")


if __name__ == "__main__":
    main()
