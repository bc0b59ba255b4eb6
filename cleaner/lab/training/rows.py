"""Fits the weights of `cleaner.layout.interleaved`: `python -m cleaner.lab.training.rows CORPUS`.

Pages are set from the articles of a corpus and read across (`across`). What each line stands under is first
fitted choice by choice, as a softmax over the column ends that are open to it (L-BFGS); then path by
path, as a conditional random field (Lafferty, McCallum and Pereira 2001), by stochastic gradient. Whether a
line goes on in the text of the line above it is a logistic regression. All is seeded.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel

from cleaner.lab.export import export
from cleaner.lab.posteriors import posteriors
from cleaner.lab.simulation.across import set_page
from cleaner.lab.simulation.rows import Example, example_of
from cleaner.lab.simulation.stories import Newsroom, Printed, drawn, read_stories
from cleaner.lab.training.loop import Schedule, Tensor, cross_entropy_by_owner, seed_all, train
from cleaner.lab.training.regression import logistic
from cleaner.layout.interleaved.decoding import (
    Weights,
    cell_scores,
    decode,
)
from cleaner.layout.interleaved.features import (
    CELL_BACK,
    FLOW_NAMES,
    LINK,
    LINK_NAMES,
    REACH,
    TRANSITION,
    TRANSITION_NAMES,
    Floats,
    transition_features,
)
from cleaner.layout.interleaved.ordering import flow_features
from cleaner.models.store import FOLDER
from cleaner.models.tables import INTERLEAVING, INTERLEAVING_FEATURES

PRIOR = 1.0
ROUNDS = 200
"""Steps of L-BFGS at the most."""
RATE, STEADY = 0.3, 50.0
"""Of the steps of AdaGrad (Duchi, Hazan and Singer 2011): their size, and what the first are damped by."""

FITTED, MEASURED = ("2020-10", "2020-11"), ("2020-11", "2020-12")
"""A month each; the language model and the tables have seen neither."""


def examples(printed: Printed, pages: int, seed: int) -> list[Example]:
    """So many pages set from stories, those of one printed page side by side."""
    chance, newsroom = random.Random(seed), Newsroom.of(printed)
    return [example_of(set_page(drawn(printed, chance), chance, newsroom)) for _ in range(pages)]


def fit_choices(pages: Sequence[Example]) -> Floats:
    """Weights of links and transitions under which the true choices are likeliest, each by itself."""
    choices, taken = [], []
    for page in pages:
        transitions = np.concatenate(list(transition_features(page.lines)))
        for at, cells, true in page.choices():
            links = [page.links[at, CELL_BACK[cell] - 1] * (CELL_BACK[cell] > 0) for cell in cells]
            choices.append(np.concatenate([np.array(links), transitions[at][cells]], axis=1))
            taken.append(true)
    x = torch.from_numpy(np.concatenate(choices))
    sizes = torch.tensor([len(choice) for choice in choices])
    owner = torch.repeat_interleave(torch.arange(len(sizes)), sizes)
    right = torch.zeros(len(x), dtype=torch.bool)
    right[torch.cumsum(sizes, 0) - sizes + torch.tensor(taken)] = True
    net = Linear(np.zeros(x.shape[1]))

    def loss_of(_: None) -> Tensor:
        nats = len(sizes) * cross_entropy_by_owner(x @ net.weight, owner, right)
        return nats + PRIOR / 2 * net.weight.square().sum()

    optimiser = torch.optim.LBFGS(net.parameters(), max_iter=ROUNDS, line_search_fn="strong_wolfe")
    train(net, optimiser, [None], loss_of, Schedule(1, 1.0, warm_up=0, decay=False))
    return net.values()


def fit_paths(pages: Sequence[Example], weights: Floats, epochs: int, seed: int) -> Floats:
    """Weights under which whole true paths are likeliest, averaged over so many epochs of steps."""
    chance, order = random.Random(seed), list(pages)
    net = Linear(weights)
    average = AveragedModel(net)

    def shuffled() -> Iterator[Example]:
        for _ in range(epochs):
            chance.shuffle(order)
            yield from order

    def loss_of(page: Example) -> Tensor:
        """Minus the log-probability of the true path, but for a constant: its slope is all that is known."""
        slope = torch.from_numpy(_slope(page, net.values()))
        return PRIOR / len(pages) / 2 * net.weight.square().sum() - slope @ net.weight

    optimiser = torch.optim.Adagrad(net.parameters(), lr=RATE, initial_accumulator_value=STEADY)
    schedule = Schedule(epochs * len(pages), RATE, warm_up=0, decay=False)
    train(net, optimiser, shuffled(), loss_of, schedule, average)
    found: Floats = average.module.values()
    return found


class Linear(torch.nn.Module):
    """The weights of a linear score."""

    def __init__(self, weights: Floats) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.from_numpy(weights.copy()))

    def values(self) -> Floats:
        found: Floats = self.weight.detach().numpy().copy()
        return found


def _slope(page: Example, weights: Floats) -> Floats:
    """What the features of the true path have more than those of all paths, each as likely as it is."""
    scores = cell_scores(page.lines, page.links, Weights(weights[:LINK], weights[LINK:], np.zeros(0)))
    excess = -posteriors(scores)[0]
    for at, cells, true in page.choices():
        excess[at, cells[true]] += 1.0
    link, transition = np.zeros(LINK), np.zeros(TRANSITION)
    features = chain.from_iterable(transition_features(page.lines))
    for more, links, transitions in zip(excess, page.links, features, strict=True):
        link += np.bincount(CELL_BACK, more, REACH + 1)[1:] @ links
        transition += more @ transitions
    return np.concatenate([link, transition])


def fit_flow(pages: Sequence[Example], weights: Floats) -> Floats:
    """Weights of a line going on in the text of the one that it is found to stand under."""
    found, truth = [], []
    for page in pages:
        fitted = Weights(weights[:LINK], weights[LINK:], np.zeros(len(FLOW_NAMES)))
        for at, step in enumerate(decode(page.lines, page.links, fitted)):
            if step.above >= 0:
                found.append(flow_features(page.links[at, at - step.above - 1], step.overtaken))
                truth.append(step.above == page.before[at])
    return logistic(np.array(found), truth, PRIOR)


def successors_found(pages: Sequence[Example], weights: Weights) -> float:
    """Share of the lines whose line above is found, mean over pages."""
    shares = []
    for page in pages:
        again = page.with_common_words(np.concatenate([weights.link, weights.transition]))
        steps = decode(page.lines, again.links, weights)
        pairs = [(step.above, above) for step, above in zip(steps, page.above, strict=True) if above >= 0]
        shares.append(sum(found == true for found, true in pairs) / len(pairs))
    return float(np.mean(shares))


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit on pages of one month, measure on pages of a later one, store the weights."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=450)
    parser.add_argument("--held-out", type=int, default=30, metavar="PAGES")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=FOLDER / "interleaving.json")
    given = parser.parse_args(arguments)
    seed_all(given.seed)
    pages = examples(read_stories(given.corpus, *FITTED), given.pages, given.seed)
    first = fit_choices(pages)
    pages = [page.with_common_words(first) for page in pages]
    fitted = fit_paths(pages, fit_choices(pages), given.epochs, given.seed)
    weights = Weights(fitted[:LINK], fitted[LINK:], fit_flow(pages, fitted))
    store(weights, given.out, given.corpus)
    later = examples(read_stories(given.corpus, *MEASURED), given.held_out, given.seed)
    share = successors_found(later, weights)
    print(f"{share:.3f} of the lines under the right one")


def store(weights: Weights, path: Path, corpus: Path) -> None:
    """Write weights by name, rounded to what can matter."""
    names = (LINK_NAMES, TRANSITION_NAMES, FLOW_NAMES)
    tables = {
        part: {name: round(float(value), 3) for name, value in zip(keys, values, strict=True)}
        for part, keys, values in zip(Weights._fields, names, weights, strict=True)
    }
    export(path, INTERLEAVING, INTERLEAVING_FEATURES, corpus, parameters=tables)


if __name__ == "__main__":
    main()
