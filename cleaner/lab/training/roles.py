"""Fits the decision for a head further, on pages that OCR engines read.

    python -m cleaner.lab.training.roles FOLDER/fitting [--tuning FOLDER/tuning] [--write roles.json]

The weights of `cleaner.lab.training.layout` come from simulated pages. Here they are fitted on pages that
engines read of generated images (`cleaner.lab.evaluation.unseen`): a short block is a head if its letters are
those of a headline, a sub-headline or a heading of the reference. Logistic regression with a Gaussian prior
around the weights that there are, so that evidence which these pages do not show keeps its weight.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from cleaner.lab.evaluation.baseline import references
from cleaner.lab.export import export
from cleaner.lab.training.layout import prepare
from cleaner.lab.training.loop import Schedule, Tensor, train
from cleaner.layout.roles import IN_CONTEXT, all_head_evidence, plain_roles_of
from cleaner.layout.state import PageState
from cleaner.models import shipped_models
from cleaner.models.tables import ROLE_FEATURES, ROLES
from cleaner.reading.decoding import read_file
from cleaner.scoring.alignment import locate
from cleaner.scoring.stream import Stream

Floats = NDArray[np.float64]
PRECISION: Final = 10.0
"""Of the prior: chosen on the tuning part among 3, 10, 30 and 100."""
ROUNDS: Final = 200
"""Steps of L-BFGS at the most."""
MIXED: Final = 0.2
"""Share of letters of the rarer kind from which a block is neither a head nor text."""
SHORTEST: Final = 2
"""Letters of a block that are found in the reference, at the least."""


class Case(NamedTuple):
    """A short block of a page: what speaks for a head, and whether it is one."""

    evidence: Mapping[str, float]
    head: bool


def cases_of(raw: str, reference: Mapping[str, Any]) -> Iterator[Case]:
    """The short blocks of a page of which the reference tells whether they are heads."""
    letters, heads = _letters(reference)
    traced = prepare(raw)
    state = PageState(traced.text)
    texts = [block.of(state.folded) for block in state.blocks]
    streams = [Stream.of_text(text).text for text in texts]
    places = locate("".join(streams), letters)
    found = all_head_evidence(texts, state.typeset, plain_roles_of(state), shipped_models())
    start = 0
    for n, stream in enumerate(streams):
        known = [heads[at] for at in places[start : start + len(stream)] if at >= 0]
        start += len(stream)
        if n not in found or len(known) < max(SHORTEST, len(stream) / 2):
            continue
        share = sum(known) / len(known)
        if min(share, 1 - share) <= MIXED:
            yield Case(found[n], share > 0.5)


def _letters(reference: Mapping[str, Any]) -> tuple[str, list[bool]]:
    """The letters of a reference, and of each whether it is of a headline or a heading."""
    parts: list[tuple[str, bool]] = []
    for article in reference["articles"]:
        parts += [(article["title"], True), *((head, True) for head in article["subtitles"])]
        parts += [(article["byline"], False)]
        parts += [(part["text"], bool(part.get("heading"))) for part in article["paragraphs"]]
        parts += [(article.get("signoff") or "", False)]
    streams = [(Stream.of_text(text).text, head) for text, head in parts]
    return "".join(text for text, _ in streams), [head for text, head in streams for _ in text]


def read_cases(folder: Path) -> list[Case]:
    """The cases of all pages of a folder, in every style."""
    return [
        case
        for _, raw, gold in references(folder)
        for case in cases_of(read_file(raw).text, json.loads(gold.read_text(encoding="utf-8")))
    ]


def matrix(cases: Sequence[Case], names: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
    """The evidence, shape (cases, names), and which of them are heads."""
    x = np.array([[case.evidence.get(name, 0.0) for name in names] for case in cases])
    return x, np.array([case.head for case in cases], bool)


def fit_near(x: Floats, heads: NDArray[np.bool_], start: Floats, precision: float) -> Floats:
    """Weights under which the outcomes are likeliest, with a Gaussian prior around some.

    >>> fit_near(np.ones((4, 1)), np.array([True, True, True, False]), np.zeros(1), 1e-9).round(3)  # log 3
    array([1.099])
    """
    weight = torch.nn.Parameter(torch.from_numpy(start.copy()))
    net = torch.nn.ParameterList([weight])
    inputs, targets, prior = (
        torch.from_numpy(x),
        torch.from_numpy(heads.astype(float)),
        torch.from_numpy(start),
    )

    def loss_of(_: None) -> Tensor:
        nats = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weight, targets, reduction="sum")
        return nats + precision / 2 * (weight - prior).square().sum()

    optimiser = torch.optim.LBFGS(net.parameters(), max_iter=ROUNDS, line_search_fn="strong_wolfe")
    train(net, optimiser, [None], loss_of, Schedule(1, 1.0, warm_up=0, decay=False))
    found: Floats = weight.detach().numpy().copy()
    return found


def share_right(x: Floats, heads: NDArray[np.bool_], weights: Floats) -> float:
    """The share of blocks that weights judge right."""
    return float(((x @ weights > 0) == heads).mean())


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.roles", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tuning", type=Path, help="pages that the weights are measured on")
    parser.add_argument("--precision", type=float, default=PRECISION, help="of the prior")
    parser.add_argument("--write", type=Path, help="where the weights are written")
    options = parser.parse_args(arguments)
    tables = shipped_models().roles
    names = sorted(tables[IN_CONTEXT])
    start = np.array([tables[IN_CONTEXT][name] for name in names])
    x, heads = matrix(read_cases(options.folder), names)
    weights = fit_near(x, heads, start, options.precision)
    measured = {"fitting": (x, heads)}
    if options.tuning:
        measured["tuning"] = matrix(read_cases(options.tuning), names)
    for part, (values, right) in measured.items():
        before, after = (share_right(values, right, w) for w in (start, weights))
        print(f"{part}: {len(right)} short blocks, {before:.4f} right before, {after:.4f} after")
    if options.write:
        found = dict(zip(names, weights.round(3).tolist(), strict=True))
        export(options.write, ROLES, ROLE_FEATURES, None, parameters={**tables, IN_CONTEXT: found})


if __name__ == "__main__":
    main()
