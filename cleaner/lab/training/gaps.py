"""Train the gap model: `python -m cleaner.lab.training.gaps CORPUS --out gaps.npz`.

Needs torch, which the rest of the package does not. On one core of a common server 10,000 steps
take about an hour; the same seed on the same machine gives the same data in the same order.
"""

import argparse
import itertools
import math
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.lab.corpus import Article, characters_of, read_articles
from cleaner.lab.simulation.corruption import Corruptor
from cleaner.lab.simulation.pages import PageMaker
from cleaner.lab.training.examples import UNLABELLED, Batch, Sampler, labels_of, surfaces_of
from cleaner.lab.training.loop import Tensor, arrays_of, matrix, seeded_torch
from cleaner.language.encoding import LENGTHS, PAGE_KINDS, REACHES, SINGLES, Encoder
from cleaner.language.weights import quantised

COLUMN_KNOWN: Final = 0.8
"""Share of the pages whose column width is known, so that line ends can be told from holes."""
DROPOUT: Final = 0.25
"""Share of what is seen of n-grams and terms that is left out; twice, number by number and n-gram by n-gram.
Half as much of the context."""
AVERAGED: Final = 0.001
"""Weight of a step in the running mean of the weights (Polyak and Juditsky 1992), which is what is stored."""
_TABLES: Final = {"pair": 5, "gram": 5, "span": 4.6}
"""Bits of a weight in the large tables: fewer cost no accuracy, and the wheel packs them closer."""
_LAYERS: Final = (
    "token", "conv", "wide", "wider", "context", "near", "out",
    *(f"{name}{far}" for name in ("narrow", "slots") for far in REACHES),
)  # fmt: skip
_TEXTS: Final = ("labels", "characters", "surfaces", "bits")
"""What is stored beside the weights."""
_QUANTISED: Final = {**_TABLES, **dict.fromkeys(_LAYERS, 8)}
"""Bits of the weights that are stored as small whole numbers; the others are stored as they are."""


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    options = _parser().parse_args(arguments)
    torch = seeded_torch(options.seed)
    torch.set_num_threads(options.threads)
    articles = read_articles(options.corpus, until=options.until)
    labels, characters, surfaces = _vocabulary(articles, options)
    shapes = read_shapes(options.shapes) if options.shapes else {}
    encoder = Encoder(characters, surfaces, options.pair_bits, options.gram_bits, options.span_bits)
    print(f"{len(articles)} articles, {len(labels)} labels, {len(characters)} characters", flush=True)

    net = _network(torch, encoder, len(labels), options)
    if options.resume:
        _restore(torch, net, options.resume, encoder.twins())
    texts: dict[str, Any] = {
        "labels": "\t".join(labels), "characters": characters, "surfaces": "\t".join(surfaces),
        "bits": np.array([options.pair_bits, options.gram_bits, options.span_bits]),
    }  # fmt: skip
    batches = _background(articles, characters, shapes, encoder, labels, options)

    averages = {name: parameter.detach().clone() for name, parameter in net.items()}

    def store() -> None:
        save(options.out, arrays_of(averages), texts)

    for step in _fit(torch, net, averages, batches, options):
        if step % options.save_every == 0:
            store()
    store()


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
    add("--token-width", type=int, default=48)
    add("--pair-width", type=int, default=32)
    add("--gram-width", type=int, default=16)
    add("--span-width", type=int, default=16)
    add("--pair-bits", type=int, default=16)
    add("--gram-bits", type=int, default=17)
    add("--span-bits", type=int, default=17)
    add("--channels", type=int, default=80)
    add("--hidden", type=int, default=192)
    add("--narrow", type=int, default=96, help="width of a slot as the slots beside it see it")
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


def _network(torch: Any, encoder: Encoder, labels: int, options: argparse.Namespace) -> dict[str, Tensor]:
    """Parameters by the names that `GapModel` reads."""
    embedded = options.token_width + options.pair_width
    near = embedded + 3 * options.gram_width + 4 * options.span_width
    channels, hidden = options.channels, options.hidden
    windows = (2 * SINGLES + 6) * channels

    def zeros(*shape: int) -> Tensor:
        tensor: Tensor = torch.zeros(*shape, requires_grad=True)
        return tensor

    return {
        "token": matrix(torch, encoder.size, options.token_width, 0.3),
        "pair": matrix(torch, 2**encoder.pair_bits, options.pair_width, 0.1),
        "gram": matrix(torch, 2**encoder.gram_bits, options.gram_width, 0.1),
        "span": matrix(torch, LENGTHS + 2**encoder.span_bits, options.span_width, 0.1),
        "conv": matrix(torch, 3 * embedded, channels, 1 / math.sqrt(embedded)),
        "conv_bias": zeros(channels),
        "wide": matrix(torch, 3 * channels, channels, 1 / math.sqrt(3 * channels)),
        "wide_bias": zeros(channels),
        "wider": matrix(torch, 3 * channels, channels, 1 / math.sqrt(3 * channels)),
        "wider_bias": zeros(channels),
        "context": matrix(torch, windows, hidden, 1 / math.sqrt(windows)),
        "near": matrix(torch, near, hidden, 1 / math.sqrt(near)),
        "page": zeros(PAGE_KINDS, hidden),
        **{f"narrow{far}": matrix(torch, hidden, options.narrow, 1 / math.sqrt(hidden)) for far in REACHES},
        **{
            f"slots{far}": matrix(torch, 3 * options.narrow, hidden, 0.5 / math.sqrt(options.narrow))
            for far in REACHES
        },
        **{f"slots{far}_bias": zeros(hidden) for far in REACHES},
        "out": matrix(torch, hidden, labels, 0.5 / math.sqrt(hidden)),
        "out_bias": zeros(labels),
    }


def forward(torch: Any, w: dict[str, Tensor], batch: Batch, dropout: float) -> Tensor:
    """Logits, shape (slots, labels): the arithmetic of `GapModel`, with dropout."""
    look_up, drop = torch.nn.functional.embedding, torch.nn.functional.dropout
    text = batch.text
    tokens, pairs, surfaces, grams, spans, windows, beside, pages = (
        torch.from_numpy(getattr(text, name)) for name in text.__dataclass_fields__
    )
    embedded = torch.cat([look_up(tokens, w["token"]), look_up(pairs, w["pair"])], 1)
    first_layer = _convolved(torch, embedded, w["conv"], w["conv_bias"], 1)
    second_layer = first_layer + _convolved(torch, first_layer, w["wide"], w["wide_bias"], 2)
    layers = [second_layer + _convolved(torch, second_layer, w["wider"], w["wider_bias"], 4)]
    for step in (1, 2, 4):
        last = layers[-1]
        layers.append(torch.cat([last[:-step] + last[step:], last[-step:]]))
    context = [look_up(windows[:, : 2 * SINGLES], layers[0]).flatten(1)]
    context += [look_up(windows[:, 2 * SINGLES + i], layers[1 + i % 3]) for i in range(6)]
    terms = _thinned(torch, look_up(spans[:, 4:], w["span"]), dropout)
    near = torch.cat(
        [
            look_up(surfaces, w["token"]),
            look_up(grams[:, 0], w["pair"]),
            drop(_thinned(torch, look_up(grams[:, 1:], w["gram"]), dropout).flatten(1), dropout),
            drop((look_up(spans[:, :4], w["span"]) + terms).flatten(1), dropout),
        ],
        1,
    )
    first = drop(torch.cat(context, 1), dropout / 2) @ w["context"] + near @ w["near"]
    hidden = torch.relu(first + look_up(pages, w["page"]))
    for i, far in enumerate(REACHES):
        narrow = hidden @ w[f"narrow{far}"]
        near_by = beside[:, 2 * i : 2 * i + 2]
        hidden = hidden + _mixed(torch, narrow, near_by, w[f"slots{far}"], w[f"slots{far}_bias"])
    return hidden @ w["out"] + w["out_bias"]


def _thinned(torch: Any, x: Tensor, share: float) -> Tensor:
    """Some of the rows as if they had never been seen: n-grams of other texts are new."""
    kept: Tensor = x * (torch.rand(x.shape[:2]) >= share)[:, :, None]
    return kept


def _mixed(torch: Any, x: Tensor, beside: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Each slot with the slots at `beside`, nothing where there is none."""
    padded = torch.nn.functional.pad(x, (0, 0, 0, 1))
    both = torch.cat([padded[beside[:, 0]], x, padded[beside[:, 1]]], 1)
    mixed: Tensor = torch.relu(both @ weight + bias)
    return mixed


def _convolved(torch: Any, x: Tensor, weight: Tensor, bias: Tensor, apart: int) -> Tensor:
    """Each token with those `apart` before and behind; rectified."""
    kernel = weight.unflatten(0, (3, -1)).permute(2, 1, 0)
    mixed = torch.nn.functional.conv1d(x.T[None], kernel, bias, padding=apart, dilation=apart)
    result: Tensor = torch.relu(mixed)[0].T
    return result


def loss_of(torch: Any, logits: Tensor, batch: Batch) -> Tensor:
    """Cross entropy over the slots whose label is known."""
    labels = torch.from_numpy(batch.labels)
    result: Tensor = torch.nn.functional.cross_entropy(logits.float(), labels, ignore_index=UNLABELLED)
    return result


def _fit(
    torch: Any,
    net: dict[str, Tensor],
    averages: dict[str, Tensor],
    batches: Iterator[Batch],
    options: argparse.Namespace,
) -> Iterator[int]:
    """Adam, a short rise and a linear fall of the learning rate; yields the number of steps done."""
    optimiser = torch.optim.Adam(net.values(), lr=options.rate, betas=(0.9, 0.99), eps=1e-8, fused=True)
    started, mean = time.monotonic(), 0.0
    for step, batch in enumerate(batches, 1):
        rate = min(step / 300, 1 - (step - 1) / options.steps)
        for group in optimiser.param_groups:
            group["lr"] = options.rate * rate
        loss = loss_of(torch, forward(torch, net, batch, DROPOUT), batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        for name, parameter in net.items():
            averages[name].lerp_(parameter.detach(), AVERAGED)
        mean += (float(loss.detach()) - mean) * max(0.01, 1 / step)
        if step % 100 == 0:
            print(f"{step:6d}  loss {mean:.4f}  {time.monotonic() - started:6.0f} s", flush=True)
        yield step


def _restore(torch: Any, net: dict[str, Tensor], path: Path, twins: Sequence[tuple[int, int]]) -> None:
    """Puts the weights of a file into a network; a surface new to it begins as its plain twin."""
    weights, _ = read(path)
    with torch.no_grad():
        for name, parameter in net.items():
            parameter[: len(weights[name])] = torch.from_numpy(weights[name])
        for token, plain in twins:
            if token >= len(weights["token"]):
                net["token"][token] = net["token"][plain]


def read(path: Path) -> tuple[dict[str, NDArray[np.float32]], dict[str, Any]]:
    """The weights that `save` wrote, and its texts."""
    with np.load(path) as stored:
        texts = {name: stored[name] for name in _TEXTS}
        weights = {
            name: stored[name].astype(np.float32)
            for name in stored.files
            if name not in texts and not name.endswith(".scale")
        }
        for name in weights.keys() & _QUANTISED:
            weights[name] *= stored[name + ".scale"].astype(np.float32)
    return weights, texts


def save(path: Path, weights: dict[str, NDArray[np.float32]], texts: dict[str, Any]) -> None:
    """Writes what `GapModel.load` reads."""
    arrays: dict[str, Any] = {name: np.asarray(text) for name, text in texts.items()}
    for name, weight in weights.items():
        if name in _QUANTISED:
            arrays[name], arrays[name + ".scale"] = quantised(weight, _QUANTISED[name])
        else:
            arrays[name] = weight.astype(np.float32)
    partial = path.with_suffix(".part.npz")
    np.savez(partial, **arrays)
    partial.replace(path)


if __name__ == "__main__":
    main()
