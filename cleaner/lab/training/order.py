"""Fits how likely a head opens an item in text that comes in reading order.

    python -m cleaner.lab.training.order CORPUS [--write cleaner/models/weights/links.npz]

The networks of links are fitted on printed columns, where a head behind a paragraph is mostly that of a
section. On pages of a newspaper in reading order (`cleaner.lab.evaluation.order`), of dates before those that
figures are measured on, the value is chosen by which the most articles come out whole.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from cleaner.lab.corpus import HELD_OUT
from cleaner.lab.evaluation.order import WAYS, measure, pages_of
from cleaner.lab.export import set_constants
from cleaner.models import Models, shipped_models

VALUES: Final = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0)
"""Log-odds that are tried."""
FIGURE: Final = "article_f1"


def articles_whole(pages: Sequence[Sequence[Mapping[str, Any]]], value: float) -> float:
    """The mean F1 of articles over all ways that a text comes in, 0 to 1."""
    links = replace(shipped_models().links, headline_in_order=value)
    models = Models(links=links)
    return sum(measure(pages, way, models)[FIGURE] for way in WAYS) / len(WAYS)


def best_of(found: Mapping[float, float]) -> float:
    """The value with the best figure; of equal ones the smallest.

    >>> best_of({0.0: 0.7, 2.0: 0.8, 3.0: 0.8})
    2.0
    """
    return min(found, key=lambda value: (-found[value], value))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.order", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--since", default="2020-07-01")
    parser.add_argument("--until", default=HELD_OUT)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--write", type=Path, help="model of links whose manifest keeps the value")
    options = parser.parse_args(arguments)
    pages = list(pages_of(options.corpus, options.since, options.until, options.pages))
    found = {}
    for value in VALUES:
        found[value] = articles_whole(pages, value)
        print(f"{value:.1f}: {found[value]:.4f}", flush=True)
    if options.write:
        set_constants(options.write, in_order={"headline": best_of(found)})


if __name__ == "__main__":
    main()
