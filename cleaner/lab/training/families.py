"""Compare families of networks that read the paragraph: `python -m cleaner.lab.training.families CORPUS`.

All read the same pages and begin from the same state of each slot, that of the gap model, whose weights stay;
each is trained for the same time, with what the n-grams and terms at a slot say and without. Prints a table
of what each makes of pages of still later dates. The gap model knows many an n-gram of its own corpus by
heart, so the families learn from articles that it never saw (stacked generalization, Wolpert 1992).
"""

from __future__ import annotations

import argparse
import copy
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import nn

from cleaner.lab.corpus import Article
from cleaner.lab.evaluation.slots import f1
from cleaner.lab.evaluation.unseen import FITTING, TUNING, articles_of, used_by
from cleaner.lab.export import set_constants
from cleaner.lab.simulation.corruption import LOSSY, Corruptor, Style
from cleaner.lab.simulation.pages import PageMaker
from cleaner.lab.training.examples import UNLABELLED, Sampler
from cleaner.lab.training.gaps import COLUMN_KNOWN, network_of, read, read_shapes, save
from cleaner.lab.training.loop import Tensor, Timed, seed_all, train
from cleaner.lab.training.modules import GapNet, Surroundings
from cleaner.lab.training.paragraph_encoders import FAMILIES
from cleaner.models.gaps import FEATURES, NAME
from cleaner.models.store import FOLDER, read_manifest
from cleaner.profiles.marks import QUOTES

BATCH: Final = 2048
"""Slots in a batch."""
NONE: Final = "none"
"""No family: the layers of the gap model above its tables learn alone, as they do with all others."""
BELOW: Final = ("token", "pair", "gram", "span", "conv", "wide", "wider", "context")
"""What stays as it is."""
NEWSPAPER_OFTEN: Final = 3
"""Times that each article of the newspaper is read while those of broadcasts are read once."""
LATER: Final = 60
"""Batches of later pages."""


@dataclass(frozen=True)
class Asked:
    """Slots of damaged pages as the gap model sees them, and their labels."""

    seen: Surroundings
    labels: Tensor


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.families", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines, .xz or not")
    parser.add_argument("--model", type=Path, default=FOLDER / "gaps.npz", help="gap model to begin from")
    parser.add_argument(
        "--without", type=Path, nargs="*", default=[], help="folders of pages whose articles are left out"
    )
    parser.add_argument("--shapes", type=Path, help="look-alike characters, as for training.gaps")
    parser.add_argument("--batches", type=int, default=600, help=f"batches of {BATCH} slots to read")
    parser.add_argument("--minutes", type=float, default=5, help="processor time for each")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", nargs="*", default=[NONE, *FAMILIES], choices=[NONE, *FAMILIES])
    parser.add_argument("--out", type=Path, help="weights file for the gap model that learned with none")
    options = parser.parse_args(arguments)
    seed_all(options.seed)
    net, labels = network_of(options.model)
    shapes = read_shapes(options.shapes) if options.shapes else {}
    make = Corruptor(options.seed, net.encoder.characters, shapes)
    articles = articles_of(options.corpus, FITTING, used_by(options.without), NEWSPAPER_OFTEN)
    learned = slots_of(net, labels, articles, make, options.seed, options.batches)
    later = articles_of(options.corpus, TUNING)
    asked = slots_of(net, labels, later, Corruptor(7, net.encoder.characters), 7, LATER, LOSSY)
    print(f"{sum(len(batch.labels) for batch in learned)} slots to learn from", flush=True)
    print("| family | n-grams | numbers | batches | nats | nats of quotation marks | “ | ” |")
    print("|---" * 8 + "|")
    runs = [(name, ngrams) for ngrams in (True, False) for name in options.families]
    print(_row("none", "with", "", "", *figures(net, asked, True, labels)), flush=True)
    for name, ngrams in runs:
        torch.manual_seed(options.seed)
        one = with_encoder(net, name)
        steps = fit(one, learned, ngrams, options.minutes, options.rate)
        encoder = one.paragraph_encoder
        size = sum(parameter.numel() for parameter in encoder.parameters()) if encoder else 0
        words = "with" if ngrams else "without"
        print(_row(name, words, f"{size}", f"{steps}", *figures(one, asked, ngrams, labels)), flush=True)
        if options.out and name == NONE and ngrams:
            save(options.out, one.arrays(), read(options.model)[1], options.corpus)
            set_constants(options.out, **read_manifest(options.model, NAME, FEATURES).constants)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def with_encoder(net: GapNet, family: str, fixed: Sequence[str] = BELOW) -> GapNet:
    """A copy of a network that learns but for its `fixed` layers, with an encoder of this family."""
    copied = copy.deepcopy(net)
    make = FAMILIES.get(family)
    copied.paragraph_encoder = make(net.out.in_features) if make else None
    for name in fixed:
        copied.get_submodule(name).requires_grad_(False)
    return copied


def slots_of(
    net: GapNet,
    labels: list[str],
    articles: list[Article],
    corruptor: Corruptor,
    seed: int,
    batches: int,
    style: Style | None = None,
) -> list[Asked]:
    """Batches of what the gap model sees of the slots of damaged pages."""
    net.eval()
    pages = PageMaker(articles, corruptor, seed, COLUMN_KNOWN).pages(style)
    found = []
    for batch in itertools.islice(Sampler(net.encoder, labels).batches(pages, BATCH), batches):
        with torch.no_grad():
            seen = net.around(batch.text)
        seen = replace(seen, context=seen.context.half(), near=seen.near.half())
        found.append(Asked(seen, torch.from_numpy(batch.labels)))
    return found


def logits_of(net: GapNet, asked: Asked, ngrams: bool) -> Tensor:
    """Logits of the slots of a batch, with what n-grams and terms say or without."""
    near = asked.seen.near.float()
    if not ngrams:
        near[:, net.token.embedding_dim + net.pair.embedding_dim :] = 0
    return net.above(replace(asked.seen, context=asked.seen.context.float(), near=near))


def fit(net: GapNet, learned: list[Asked], ngrams: bool, minutes: float, rate: float) -> int:
    """Train for so many minutes of processor time; how many batches that were."""
    order, steps = np.random.default_rng(0), 0
    schedule = Timed(60 * minutes, rate)

    def batches() -> Iterator[Asked]:
        nonlocal steps
        while True:
            for n in order.permutation(len(learned)).tolist():
                if not schedule.left:
                    return
                steps += 1
                yield learned[n]

    def loss_of(batch: Asked) -> Tensor:
        return nn.functional.cross_entropy(
            logits_of(net, batch, ngrams), batch.labels, ignore_index=UNLABELLED
        )

    learning = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=rate, betas=(0.9, 0.99), weight_decay=0.01)
    train(net, optimiser, batches(), loss_of, schedule)
    return steps


def figures(net: GapNet, asked: list[Asked], ngrams: bool, labels: list[str]) -> list[str]:
    """Cells of a row: loss of all slots and of those that hold quotation marks, and F1 of either mark."""
    net.eval()
    losses: list[float] = []
    right: list[str] = []
    guessed: list[str] = []
    for batch in asked:
        with torch.no_grad():
            logs, truth = torch.log_softmax(logits_of(net, batch, ngrams), 1), batch.labels
        known = truth >= 0
        logs, truth = logs[known], truth[known]
        losses += (-logs.gather(1, truth[:, None])[:, 0]).tolist()
        right += [labels[i] for i in truth.tolist()]
        guessed += [labels[i] for i in logs.argmax(1).tolist()]
    nats = np.array(losses)
    quoting = np.array([any(mark in QUOTES for mark in label) for label in right])
    marks = (f1([mark in a for a in right], [mark in b for b in guessed]) for mark in "“”")
    return [f"{nats.mean():.4f}", f"{nats[quoting].mean():.3f}", *(f"{found:.3f}" for found in marks)]


if __name__ == "__main__":
    main()
