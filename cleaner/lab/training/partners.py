"""Fits the constants of `cleaner.gaps.partners`: `python -m cleaner.lab.training.partners CORPUS`.

On pages damaged as good and rough readers damage them, every place within reach of a quotation mark without a
visible partner is a case: did the partner stand there? Logistic regression on what the language model says of
a gap at that place, and whether the page quotes the term elsewhere. Prints the constants, and how often the
likeliest place is the right one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.gaps.partners import evidence_of
from cleaner.lab.corpus import HELD_OUT, characters_of, read_articles
from cleaner.lab.export import set_constants
from cleaner.lab.simulation.corruption import GOOD, ROUGH, Corruptor
from cleaner.lab.simulation.pages import Page, PageMaker
from cleaner.lab.training.regression import logistic
from cleaner.models import shipped_models
from cleaner.models.gaps import GapModel
from cleaner.models.slots import find_slots

SINCE = "2020-09-01"
NAMES = ("scale", "quoted", "shift")
Floats = NDArray[np.float64]


def cases_of(page: Page, model: GapModel) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """For each mark without a partner the evidence of the places in reach, and where the partner stood."""
    printed = {slot.start: slot.label for slot in page.slots}
    for search, places, odds, quoted in evidence_of(page.text, find_slots(page.text), model):
        true = np.array([search.mark in printed.get(at, "") for at in places])
        yield np.stack([odds, quoted, np.ones(len(places))], axis=1, dtype=np.float64), true


def fit(cases: Sequence[tuple[Floats, NDArray[np.bool_]]]) -> Floats:
    """The three constants."""
    x = np.concatenate([evidence for evidence, _ in cases])
    return logistic(x, np.concatenate([true for _, true in cases]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.partners", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date, .xz or not")
    parser.add_argument("--pages", type=int, default=400, help="pages of each kind")
    parser.add_argument("--write", type=Path, help="the gap model whose manifest gets the constants")
    options = parser.parse_args(arguments)
    model = shipped_models().gaps
    articles = read_articles(options.corpus, since=SINCE, until=HELD_OUT)
    letters = characters_of(articles, 20)
    maker = PageMaker(articles, Corruptor(1, letters), 1, column_known=0.8)
    pages = (page for style in (GOOD, ROUGH) for page in islice(maker.pages(style), options.pages))
    cases = [case for page in pages for case in cases_of(page, model)]
    constants = fit(cases)
    sought = [(evidence @ constants, true) for evidence, true in cases if true.any()]
    right = np.mean([true[odds.argmax()] for odds, true in sought])
    print("SCALE, QUOTED, SHIFT =", ", ".join(f"{constant:.2f}" for constant in constants))
    if options.write:
        set_constants(
            options.write,
            partners=dict(zip(NAMES, constants.round(2).tolist(), strict=True)),
        )
    print(f"{len(cases)} marks, {len(sought)} partners lost without a trace, {right:.3f} of them likeliest")


if __name__ == "__main__":
    main()
