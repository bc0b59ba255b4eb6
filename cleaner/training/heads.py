"""Trains the model of heads: `python -m cleaner.training.heads CORPUS --out heads.npz`.

Headlines with their shoulders and subtitles, short paragraphs without a stop (section headings, as newspapers
set them), and pieces of paragraphs as long as these, each a third of every batch. Marks are dropped from two
thirds of the texts, one character in 70 is misread, and some headlines are cut in two as they are set in two
lines. Needs torch. Measured on texts of later dates.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from cleaner.language.examples import HELD_OUT, read_records
from cleaner.language.heads import (
    CHARACTER_BITS,
    HEADING,
    HEADLINE,
    PAIR_BITS,
    PLACED,
    TEXT,
    Features,
    Floats,
    HeadModel,
    features,
)
from cleaner.language.seams import REACH
from cleaner.language.weights import store
from cleaner.layout.measure import STOPS
from cleaner.layout.roles import BYLINE
from cleaner.training.seams import DROPPED, MISREAD

Tensor = Any
UNTIL: Final = "2020-07-01"
"""Later texts are not read: the layout is fitted on those, to learn how far new words can be trusted."""
CHARACTER_WIDTH, PAIR_WIDTH, HIDDEN = 16, 8, 64
BITS: Final = {"characters": 6, "pairs": 6}
DROPOUT, DECAY = 0.2, 1e-5
BATCH: Final = 255
KINDS: Final = (HEADLINE, HEADING, TEXT)
LONGEST: Final = {HEADLINE: 40, HEADING: 24}
SHORTEST: Final = 3
PARAGRAPH: Final = 40
"""Characters of a paragraph that pieces are cut from, at least."""
TWO_LINES: Final = 14
"""Characters; a longer headline may be set in two lines."""
_NO_HEADING: Final = re.compile("\u7b2c.{1,3}[\u7f16\u7ae0\u8282\u6761]|\u2014")
"""Chapters of laws, and credits after a dash, are no section headings."""
_CLOSING: Final = STOPS + "\u201d\u2026\uff09"


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
            headlines += [line for line in lines if SHORTEST <= len(line) <= LONGEST[HEADLINE]]
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
            rng.choice(rng.choice(others)) if rng.random() < MISREAD else char for char in text or "\u3000"
        )


def is_heading(text: str) -> bool:
    """Whether a paragraph of a newspaper looks like a section heading."""
    return (
        SHORTEST < len(text) <= LONGEST[HEADING]
        and text[-1] not in _CLOSING
        and not BYLINE.fullmatch(text)
        and not _NO_HEADING.match(text)
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


def network(torch: Any) -> dict[str, Tensor]:
    """Parameters by the names that `HeadModel` reads."""
    inside = (2 * PLACED + 1) * CHARACTER_WIDTH + (2 * PLACED - 1) * PAIR_WIDTH

    def matrix(rows: int, columns: int, scale: float) -> Tensor:
        return (torch.randn(rows, columns) * scale).requires_grad_()

    return {
        "characters": matrix(1 << CHARACTER_BITS, CHARACTER_WIDTH, 0.2),
        "pairs": matrix(1 << PAIR_BITS, PAIR_WIDTH, 0.2),
        "hidden": matrix(inside, HIDDEN, inside**-0.5),
        "length": matrix(REACH, HIDDEN, 0.1),
        "out": matrix(HIDDEN, len(KINDS), HIDDEN**-0.5),
        "out bias": torch.zeros(1, len(KINDS), requires_grad=True),
    }


def read(torch: Any, w: dict[str, Tensor], found: Features) -> Tensor:
    """The arithmetic of `HeadModel`, with dropout."""
    look_up = torch.nn.functional.embedding

    def tensor(array: Any) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(array))

    seen = tensor(found.seen.astype(np.float32))[:, :, None]
    characters = look_up(tensor(found.characters), w["characters"]) * seen
    pairs = look_up(tensor(found.pairs), w["pairs"]) * seen[:, 1:]
    root = seen.sum(1).clamp(min=1) ** 0.5
    inside = torch.cat(
        [
            characters.sum(1) / root,
            pairs.sum(1) / root,
            characters[:, :PLACED].flatten(1),
            pairs[:, : PLACED - 1].flatten(1),
            look_up(tensor(found.last_characters), w["characters"]).flatten(1),
            look_up(tensor(found.last_pairs), w["pairs"]).flatten(1),
        ],
        1,
    )
    inside = torch.nn.functional.dropout(inside, DROPOUT)
    length = tensor(found.seen.sum(axis=1).clip(1, REACH) - 1)
    hidden = torch.relu(inside @ w["hidden"] + look_up(length, w["length"]))
    return hidden @ w["out"] + w["out bias"]


def train(corpus: Path, steps: int, rate: float, seed: int) -> dict[str, Floats]:
    """The weights."""
    torch = importlib.import_module("torch")
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    sources = Sources.of(corpus, "", UNTIL)
    net = network(torch)
    optimiser = torch.optim.Adam(net.values(), lr=rate, betas=(0.9, 0.99), weight_decay=DECAY)
    kinds = [n % len(KINDS) for n in range(BATCH)]
    right = torch.tensor(kinds)
    started, average = time.monotonic(), 0.0
    for step in range(1, steps + 1):
        scores = read(torch, net, features([sources.draw(kind, rng) for kind in kinds]))
        loss = torch.nn.functional.cross_entropy(scores, right)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(step / 200, 1 - (step - 1) / steps)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        average += (float(loss.detach()) - average) * max(0.01, 1 / step)
        if step % 500 == 0:
            print(f"{step:6d}  loss {average:.3f}  {time.monotonic() - started:6.0f} s", flush=True)
    return {name: weight.detach().numpy() for name, weight in net.items()}


def measure(model: HeadModel, sources: Sources, count: int = 9_000) -> Iterator[str]:
    """How well the kinds are told from one another: share right, and area under the ROC curve."""
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
        score = logs[:, one] - logs[:, other]
        yield f"{name}: AUC {_area(score[right == one], score[right == other]):.3f}"


def _area(higher: Floats, lower: Floats) -> float:
    rank = np.argsort(np.argsort(np.concatenate([higher, lower])))[: len(higher)]
    return float((rank.sum() - len(higher) * (len(higher) - 1) / 2) / (len(higher) * len(lower)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.training.heads", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date and page, .xz or not")
    parser.add_argument("--out", type=Path, required=True, help="weights file to write")
    parser.add_argument("--steps", type=int, default=1_500, help="batches to train on")
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true", help="only measure the weights in --out")
    options = parser.parse_args(arguments)
    if not options.measure:
        store(train(options.corpus, options.steps, options.rate, options.seed), options.out, BITS)
    for line in measure(HeadModel.load(options.out), Sources.of(options.corpus, HELD_OUT, "~")):
        print(line)


if __name__ == "__main__":
    main()
