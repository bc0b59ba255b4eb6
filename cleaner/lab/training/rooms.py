"""Fits how sure a pair of quotation marks without room is: `python -m cleaner.lab.training.rooms CORPUS`.

On pages that lose their quotation marks every pair that is set without a gap is a case: is it right? Logistic
regression on what the decoding says (Platt scaling). Prints the constants of `cleaner.gaps.rooms`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from cleaner.gaps.rooms import calibrated, log_odds
from cleaner.lab.corpus import UNSEEN, read_articles
from cleaner.lab.evaluation.gaps import measure, sample
from cleaner.lab.simulation.corruption import LOSSY
from cleaner.lab.training.regression import logistic
from cleaner.scoring.reliability import Reliability

UNTIL = "2020-11-06"
"""The gap model is surer of the articles that it learned from: later ones, before these that are measured."""


def fit(pairs: Sequence[tuple[float, bool]]) -> list[float]:
    """Scale and shift that make the outcomes of pairs likeliest, given how sure the decoding is of each."""
    x = np.array([[log_odds(share), 1.0] for share, _ in pairs])
    weights: list[float] = logistic(x, [right for _, right in pairs]).round(2).tolist()
    return weights


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.rooms", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date, .xz or not")
    parser.add_argument("--since", default=UNSEEN, help="use only articles dated this or later")
    parser.add_argument("--until", default=UNTIL, help="use only articles dated before this")
    parser.add_argument("--pages", type=int, default=150)
    options = parser.parse_args(arguments)
    articles = read_articles(options.corpus, options.since, options.until, "rmrb")
    pairs = measure(sample(articles, LOSSY, options.pages)).roomless
    print("SCALE, SHIFT = {}, {}".format(*fit(pairs)))
    reliability = Reliability()
    for share, right in pairs:
        reliability.add(calibrated(share), right)
    for low, count, sure, true in reliability.rows():
        print(f"{low:.1f}: {count} pairs, mean confidence {sure:.3f}, {true:.3f} of them right")


if __name__ == "__main__":
    main()
