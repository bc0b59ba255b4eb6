"""Train the gap model: `python -m cleaner.lab.training.gaps CORPUS --out gaps.npz`.

Needs torch, which the rest of the package does not. On one core of a common server 10,000 steps
take about an hour; the same seed on the same machine gives the same data in the same order.
"""

import argparse
import itertools
import multiprocessing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from cleaner.lab.corpus import Article, characters_of, read_articles
from cleaner.lab.export import export, in_few_bits
from cleaner.lab.simulation.corruption import Corruptor
from cleaner.lab.simulation.pages import PageMaker
from cleaner.lab.training.examples import UNLABELLED, Batch, Sampler, labels_of, surfaces_of
from cleaner.lab.training.loop import Schedule, Tensor, seed_all, train
from cleaner.lab.training.modules import GapNet, GapSizes
from cleaner.models.encoding import REACHES, Encoder
from cleaner.models.gaps import FEATURES, NAME
from cleaner.models.slots import plain_surface
from cleaner.models.store import dequantised

COLUMN_KNOWN: Final = 0.8
"""Share of the pages whose column width is known, so that line ends can be distinguished from lost marks."""
AVERAGED: Final = 0.001
"""Weight of a step in the running mean of the weights (Polyak and Juditsky 1992), which is what is stored."""
SIZES: Final = fields(GapSizes)
_TABLES: Final = {"pair": 5, "gram": 5, "span": 4.6}
"""Bits of a weight in the large tables: fewer cost no accuracy, and the wheel packs them closer."""
_LAYERS: Final = (
    "token", "conv", "wide", "wider", "context", "near", "out",
    *(f"{name}{far}" for name in ("narrow", "slots") for far in REACHES),
)  # fmt: skip
BY_COLUMN: Final = ("span.high", "gram.high", "pair.high")
"""What is stored column by column: a wheel packs them 135 kB smaller so."""
_TEXTS: Final = ("labels", "characters", "surfaces", "bits")
"""What is stored beside the weights."""
_QUANTISED: Final = {**_TABLES, **dict.fromkeys(_LAYERS, 8)}
"""Bits of the weights that are stored as small whole numbers; the others are stored as they are."""


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    options = _parser().parse_args(arguments)
    seed_all(options.seed, options.threads)
    articles = read_articles(options.corpus, until=options.until)
    labels, characters, surfaces = _vocabulary(articles, options)
    shapes = read_shapes(options.shapes) if options.shapes else {}
    encoder = Encoder(characters, surfaces, options.pair_bits, options.gram_bits, options.span_bits)
    print(f"{len(articles)} articles, {len(labels)} labels, {len(characters)} characters", flush=True)

    net = GapNet(encoder, len(labels), GapSizes(*(getattr(options, f"{size.name}") for size in SIZES)))
    if options.resume:
        _restore(net, options.resume, _plain_surfaces(encoder, surfaces))
    texts: dict[str, Any] = {
        "labels": "\t".join(labels), "characters": characters, "surfaces": "\t".join(surfaces),
        "bits": np.array([options.pair_bits, options.gram_bits, options.span_bits]),
    }  # fmt: skip
    batches = _background(articles, characters, shapes, encoder, labels, options)
    average = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(1 - AVERAGED))

    def store(step: int = 0) -> None:
        if step % options.save_every == 0:
            save(options.out, average.module.arrays(), texts, options.corpus)

    optimiser = torch.optim.Adam(net.parameters(), lr=options.rate, betas=(0.9, 0.99), fused=True)
    schedule = Schedule(options.steps, options.rate, warm_up=300)
    train(net, optimiser, batches, lambda batch: loss_of(net, batch), schedule, average, store)
    store()


def network_of(path: Path) -> tuple[GapNet, list[str]]:
    """The network of a weights file of the usual sizes, and its labels."""
    weights, texts = read(path)
    labels = str(texts["labels"]).split("\t")
    encoder = Encoder(str(texts["characters"]), str(texts["surfaces"]).split("\t"), *texts["bits"].tolist())
    net = GapNet(encoder, len(labels), GapSizes())
    net.restore(weights)
    return net, labels


def loss_of(net: GapNet, batch: Batch) -> Tensor:
    """Cross entropy over the slots whose label is known."""
    labels = torch.from_numpy(batch.labels)
    return torch.nn.functional.cross_entropy(net(batch.text), labels, ignore_index=UNLABELLED)


def _vocabulary(articles: list[Article], options: argparse.Namespace) -> tuple[list[str], str, list[str]]:
    """Labels, characters and surfaces: those of the weights gone on from, or else those of the corpus."""
    labels, characters = labels_of(articles, coverage=0.9995), characters_of(articles, least=5)
    surfaces: list[str] = []
    if options.resume:
        with np.load(options.resume) as stored:
            known = {name: str(stored[name]) for name in ("labels", "characters", "surfaces")}
        labels, characters = known["labels"].split("\t"), known["characters"]
        surfaces = known["surfaces"].split("\t")
    maker = PageMaker(articles, Corruptor(options.seed, characters), options.seed, COLUMN_KNOWN)
    sample = itertools.islice(maker.pages(), 1500)
    surfaces += surfaces_of(sample, most=400)
    return labels, characters, list(dict.fromkeys(surfaces))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.gaps", description=__doc__)
    add = parser.add_argument
    add("corpus", type=Path, help="clean text, JSON lines, .xz or not")
    add("--out", type=Path, required=True, help="weights file to write")
    add("--resume", type=Path, help="weights file of the same shape to go on from")
    add("--until", default="~", help="use only articles dated before this (YYYY-MM-DD)")
    add("--shapes", type=Path, help="look-alike characters: lines of CHAR<tab>OTHER:SCORE OTHER:SCORE …")
    add("--steps", type=int, default=10_000, help="batches to train on")
    add("--batch", type=int, default=1024, help="slots in a batch")
    add("--rate", type=float, default=3e-3, help="highest learning rate")
    add("--seed", type=int, default=1)
    add("--threads", type=int, default=1)
    add("--pair-bits", type=int, default=16)
    add("--gram-bits", type=int, default=17)
    add("--span-bits", type=int, default=17)
    for size in SIZES:
        add(f"--{size.name}", type=int, default=size.default, help="width of this layer")
    add("--save-every", type=int, default=1000, help="steps between two writings of the weights")
    return parser


def read_shapes(path: Path) -> dict[str, str]:
    """Look-alikes of each character, the nearest eight."""
    shapes = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        character, _, others = line.partition("\t")
        shapes[character] = "".join(other[0] for other in others.split()[:8])
    return shapes


def _background(
    articles: list[Article],
    characters: str,
    shapes: dict[str, str],
    encoder: Encoder,
    labels: list[str],
    options: argparse.Namespace,
) -> Iterator[Batch]:
    """Batches made in a process of their own."""
    context = multiprocessing.get_context("fork")
    queue: Any = context.Queue(maxsize=16)

    def produce() -> None:
        corruptor = Corruptor(options.seed + 1, characters, shapes)
        pages = PageMaker(articles, corruptor, options.seed + 2, COLUMN_KNOWN).pages()
        for batch in Sampler(encoder, labels).batches(pages, options.batch):
            queue.put(batch)

    process = context.Process(target=produce, daemon=True)
    process.start()
    for _ in range(options.steps):
        yield queue.get()
    process.terminate()


def _plain_surfaces(encoder: Encoder, surfaces: Iterable[str]) -> dict[int, int]:
    """For each token of a surface in which the column says something, that of the surface without it."""
    plain = {encoder.surface(each): encoder.surface(plain_surface(each)) for each in surfaces}
    return {token: other for token, other in plain.items() if token != other}


def _restore(net: GapNet, path: Path, plain_of: Mapping[int, int]) -> None:
    """Puts the weights of a file into a network; a surface new to it begins as the plain one."""
    weights, _ = read(path)
    net.restore(weights)
    with torch.no_grad():
        for token, plain in plain_of.items():
            if token >= len(weights["token"]):
                net.token.weight[token] = net.token.weight[plain]


def read(path: Path) -> tuple[dict[str, NDArray[np.float32]], dict[str, Any]]:
    """The weights that `save` wrote, and its texts."""
    with np.load(path) as stored:
        texts = {name: stored[name] for name in _TEXTS}
        weights = dequantised({name: stored[name] for name in stored.files if name not in texts})
    return weights, texts


def save(
    path: Path, weights: dict[str, NDArray[np.float32]], texts: dict[str, Any], corpus: Path | None
) -> None:
    """Write what `GapModel.load` reads; its constants are fitted afterwards (`completeness`, `partners`)."""
    few = in_few_bits({name: weights[name] for name in weights if name in _QUANTISED}, _QUANTISED)
    few |= {name: np.asfortranarray(few[name]) for name in BY_COLUMN}
    whole = {name: weight.astype(np.float32) for name, weight in weights.items() if name not in _QUANTISED}
    export(
        path, NAME, FEATURES, corpus, {name: np.asarray(text) for name, text in texts.items()} | few | whole
    )


if __name__ == "__main__":
    main()
