"""Try one encoder for several models: `python -m cleaner.lab.trials.sharing CORPUS`.

Gaps, seams and heads are learned over the lowest layers of the gap model: by a network for each task; by one
for all three, over the same lowest layers; and by one for seams and heads over the layers as the gap model
has them. All learn from the same batches, in the same steps. Prints a table of what each makes of pages and
texts of later dates, and the processor time of a page. Standard input of
`python -m cleaner.lab.evaluation.readme --store sharing`, which writes the table into the model card.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from cleaner.lab.corpus import HELD_OUT, UNSEEN, read_articles
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.simulation.corruption import LOSSY, Corruptor
from cleaner.lab.simulation.pages import PageMaker
from cleaner.lab.training import heads, seams
from cleaner.lab.training.examples import Sampler
from cleaner.lab.training.families import figures, slots_of
from cleaner.lab.training.gaps import COLUMN_KNOWN, loss_of, network_of
from cleaner.lab.training.loop import Schedule, Tensor, seed_all, train
from cleaner.lab.training.modules import GapNet, GapSizes, linear, tensor
from cleaner.models.encoding import EDGE, Encoder, Ints
from cleaner.models.seams import Codes
from cleaner.models.slots import Spans, find_slots
from cleaner.models.store import FOLDER

GAPS, SEAMS, HEADS = "gaps", "seams", "heads"
TASKS: Final = (GAPS, SEAMS, HEADS)
FIXED: Final = "the gap model's"
RUNS: Final = (*(("its own", (task,)) for task in TASKS), ("one for all", TASKS), (FIXED, (SEAMS, HEADS)))
"""Whose the lowest layers are, and what is learned together."""
BATCH: Final = 1024
"""Slots in a batch of gaps."""
CUTS: Final = 192
"""Cuts in a batch of seams; and a third as many whole paragraphs."""
LATER: Final = 20
"""Batches of later pages, and"""
TEXTS: Final = 6_000
"""later texts of all three kinds."""
VECTOR: Final = 64
"""Numbers of the vector of an end or a beginning."""
FRAGMENTS: Final = 100
"""Of a page: as many ends, beginnings and short texts are read."""
HEAD: Final = ("nats, or right", "nats of quotation marks", "“", "”")
_NONE: Final[Spans] = np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True)
class Texts:
    """Short texts as the lowest layers read them; t tokens, n texts."""

    tokens: Ints
    """(t,) with runs of `EDGE` between the texts."""
    pairs: Ints
    """(t,)"""
    first: Ints
    """(n,) the place of the first token of each text."""
    last: Ints
    """(n,)"""

    @classmethod
    def of(cls, encoder: Encoder, texts: Iterable[str]) -> Texts:
        """Texts of which none is empty."""
        read = encoder.encode("\n".join(texts), _NONE)
        inside = read.tokens != EDGE
        return cls(
            read.tokens,
            read.pairs,
            np.flatnonzero(inside & ~np.roll(inside, 1)),
            np.flatnonzero(inside & ~np.roll(inside, -1)),
        )


class Reading(nn.Module):
    """Scores or vectors of short texts, from the tokens next to their ends and the mean of all."""

    DROPOUT: Final = 0.1

    def __init__(self, channels: int, places: int, hidden: int, out: int) -> None:
        super().__init__()
        inside = (2 * places + 1) * channels
        self.places = places
        self.hidden = linear(inside, hidden, inside**-0.5)
        self.out = linear(hidden, out, (8 * hidden) ** -0.5)

    def forward(self, values: Tensor, texts: Texts) -> Tensor:
        """`values` are what the lowest layers see of each token; shape (texts, out)."""
        first, last = tensor(texts.first)[:, None], tensor(texts.last)[:, None]
        step = torch.arange(self.places)
        near = [
            values[at.clamp(0, len(values) - 1)] * ((at >= first) & (at <= last))[:, :, None]
            for at in (first + step, last - step)
        ]
        sums = functional.pad(values.cumsum(0), (0, 0, 1, 0))
        mean = (sums[last[:, 0] + 1] - sums[first[:, 0]]) / (last - first + 1)
        read = torch.cat([near[0].flatten(1), near[1].flatten(1), mean], 1)
        hidden = torch.relu(self.hidden(functional.dropout(read, self.DROPOUT, self.training)))
        return self.out(hidden)


class Tasks(nn.Module):
    """The lowest layers, those of a gap model, and what is above them for each of the tasks."""

    def __init__(self, encoder: Encoder, labels: int, sizes: GapSizes) -> None:
        super().__init__()
        self.gaps = GapNet(encoder, labels, sizes)
        self.ends, self.starts = (Reading(sizes.channels, 8, 256, VECTOR) for _ in range(2))
        self.kinds = Reading(sizes.channels, 3, 64, len(heads.KINDS))

    def forward(self, reading: Reading, texts: Texts) -> Tensor:
        """Scores or vectors of texts."""
        return reading(self.gaps.read(tensor(texts.tokens), tensor(texts.pairs)), texts)

    def loss(self, task: str, batch: Any) -> Tensor:
        """The loss of a batch of this task."""
        if task == GAPS:
            return loss_of(self.gaps, batch)
        if task == HEADS:
            texts, right = batch
            return functional.cross_entropy(self(self.kinds, texts), right)
        ends, starts, count = batch
        scores = self(self.ends, ends) @ self(self.starts, starts).T
        right = torch.arange(count)
        return sum(functional.cross_entropy(side[:count], right) for side in (scores, scores.T)) / 2


def batches_of(
    corpus: Path, encoder: Encoder, labels: Sequence[str], steps: int, seed: int
) -> dict[str, Any]:
    """So many batches of each task, of before `HELD_OUT`."""
    articles = read_articles(corpus, until=HELD_OUT)
    pages = PageMaker(articles, Corruptor(seed, encoder.characters), seed, COLUMN_KNOWN).pages()
    printed = [seams.Text.of(seams.read_pages(corpus, "", HELD_OUT), lost) for lost in seams.DROPPED]
    cuts = seams.batches(printed, np.random.default_rng(seed))
    sources, rng = heads.Sources.of(corpus, "", HELD_OUT), random.Random(seed)
    kinds = [n % len(heads.KINDS) for n in range(heads.BATCH)]
    right = torch.tensor(kinds)
    return {
        GAPS: list(itertools.islice(Sampler(encoder, labels).batches(pages, BATCH), steps)),
        SEAMS: [
            (
                Texts.of(encoder, strings_of(some_of(ends, count), -1)),
                Texts.of(encoder, strings_of(some_of(starts, count), 1)),
                min(CUTS, count),
            )
            for ends, starts, count in itertools.islice(cuts, steps)
        ],
        HEADS: [
            (Texts.of(encoder, [sources.draw(kind, rng) for kind in kinds]), right) for _ in range(steps)
        ],
    }


def some_of(codes: Codes, count: int) -> Codes:
    """The first of the `count` cuts, and of the whole paragraphs behind them."""
    return np.concatenate([codes[:count][:CUTS], codes[count:][: CUTS // 3]])


def strings_of(codes: Codes, step: int) -> Iterator[str]:
    """The texts of code points, forwards (1) or backwards (-1); 0 is none, and stands behind all others.

    >>> list(strings_of(np.array([[66, 65, 0]]), -1))
    ['AB']
    """
    return ("".join(map(chr, row[row > 0][::step].tolist())) for row in codes)


def fit(net: Tasks, tasks: Sequence[str], batches: dict[str, Any], rate: float) -> None:
    """Train what may learn for these tasks together, a batch of each in every step."""
    steps = len(batches[tasks[0]])
    supply = zip(*(batches[task] for task in tasks), strict=True)
    learning = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimiser = torch.optim.Adam(learning, lr=rate, betas=(0.9, 0.99))
    train(
        net,
        optimiser,
        supply,
        lambda parts: sum(net.loss(task, part) for task, part in zip(tasks, parts, strict=True)),
        Schedule(steps, rate, warm_up=steps // 10),
    )


class Later:
    """Pages and texts of later dates, to measure networks on."""

    def __init__(self, corpus: Path, labels: list[str]) -> None:
        rng, sources = random.Random(5), heads.Sources.of(corpus, HELD_OUT, "~")
        self.labels = labels
        self.articles = read_articles(corpus, UNSEEN, source="rmrb")
        pairs = seams.cuts_of(seams.read_pages(corpus, HELD_OUT, "~"), seed=5)
        starts = np.array([start for _, start in pairs]).reshape(-1, seams.CHOICES**2)
        self.halves = ([end for end, _ in pairs[:: seams.CHOICES]], starts[:, : seams.CHOICES].ravel())
        """Ends and beginnings of the same paragraphs, eight of each page."""
        self.texts = [sources.draw(n % len(heads.KINDS), rng) for n in range(TEXTS)]
        """Of the kinds of heads in turn."""

    def cells(self, net: Tasks, task: str) -> list[str]:
        """Nats and F1 of either quotation mark; or the share of seams, or of heads, that is right."""
        net.eval()
        encoder = net.gaps.encoder
        if task == GAPS:
            damage = Corruptor(7, encoder.characters)
            asked = slots_of(net.gaps, self.labels, self.articles, damage, 7, LATER, LOSSY)
            return figures(net.gaps, asked, True, self.labels)
        with torch.no_grad():
            if task == HEADS:
                scores = net(net.kinds, Texts.of(encoder, self.texts)).numpy()
                right = np.arange(len(self.texts)) % len(heads.KINDS)
            else:
                side = (-1, seams.CHOICES, VECTOR)
                ends, starts = (Texts.of(encoder, texts) for texts in self.halves)
                scores = net(net.ends, ends).reshape(side) @ net(net.starts, starts).reshape(side).mT
                scores = scores.flatten(0, 1).numpy()
                right = np.arange(len(scores)) % seams.CHOICES
        return [f"{np.mean(scores.argmax(axis=1) == right):.3f}"]


def seconds(asked: Callable[[], object], times: int = 5) -> float:
    """Processor time of a call, the least of some."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        asked()
        taken.append(time.process_time() - began)
    return min(taken)


def page_times(net: Tasks, page: str, texts: Sequence[str]) -> dict[str, float]:
    """Milliseconds to read a page: for the gaps, and for either other task with lowest layers of its own.

    Where the layers are shared, the texts are read off the tokens of the page: the time of `shared`.
    """
    net.eval()
    encoded, short = net.gaps.encoder.encode(page, find_slots(page)), Texts.of(net.gaps.encoder, texts)
    with torch.no_grad():
        values = net.gaps.read(tensor(short.tokens), tensor(short.pairs))
        calls: dict[str, Callable[[], object]] = {
            GAPS: lambda: net.gaps(encoded),
            SEAMS: lambda: [net(reading, short) for reading in (net.ends, net.starts)],
            HEADS: lambda: net(net.kinds, short),
            "shared": lambda: [reading(values, short) for reading in (net.ends, net.starts, net.kinds)],
        }
        return {name: 1000 * seconds(call) for name, call in calls.items()}


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.trials.sharing", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date and page, .xz or not")
    parser.add_argument("--model", type=Path, default=FOLDER / "gaps.npz", help="gap model to begin from")
    parser.add_argument("--steps", type=int, default=1_500, help="batches of each task to train on")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    seed_all(options.seed)
    known, labels = network_of(options.model)
    batches = batches_of(options.corpus, known.encoder, labels, options.steps, options.seed)
    later = Later(options.corpus, labels)
    rows = []
    for layers, tasks in RUNS:
        torch.manual_seed(options.seed)
        net = Tasks(known.encoder, len(labels), GapSizes())
        net.gaps.load_state_dict(known.state_dict())
        net.gaps.requires_grad_(layers != FIXED)
        fit(net, tasks, batches, options.rate)
        rows += [[layers, task, *later.cells(net, task)] for task in tasks]
        print(*rows[-len(tasks) :], file=sys.stderr, flush=True)
    print(grid(["lowest layers", "task", *HEAD], [row + [""] * (len(HEAD) + 2 - len(row)) for row in rows]))
    page = next(PageMaker(later.articles, Corruptor(7, known.encoder.characters), 7).pages(LOSSY)).text
    taken = page_times(net, page, later.texts[:FRAGMENTS])
    print(f"{len(page)} characters:", ", ".join(f"{name} {each:.1f} ms" for name, each in taken.items()))


if __name__ == "__main__":
    main()
