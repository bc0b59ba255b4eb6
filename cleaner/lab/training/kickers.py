"""Fits the model of kickers that share a block: `python -m cleaner.lab.training.kickers CORPUS`.

Articles of a newspaper whose kicker the corpus keeps apart: where a space joins it to its headline, that
space parts them; every other space of them, and of headlines and sub-headlines by themselves, parts nothing.
The spaces are those that were printed, that a page reader leaves for marks which it did not see, and that
stand where a line of the headline ends. The networks are fitted on articles before 2020-09-15, what their
log-odds are worth on pages on those from then on, and articles from 2020-10-26 on measure it. Needs
scikit-learn.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.lab.corpus import UNSEEN, read_records
from cleaner.lab.training.evidence import export_evidence, fit_evidence
from cleaner.lab.training.headlines import READ_DASHES, UNTIL, lines_of
from cleaner.lab.training.regression import Floats, logistic
from cleaner.layout.roles.kickers import NAMES, find_cuts, kicker_evidence
from cleaner.models import Models, shipped_models
from cleaner.models.evidence import KICKERS, EvidenceModel
from cleaner.models.store import FOLDER
from cleaner.profiles.marks import DASH, QUOTES

Float32s = NDArray[np.float32]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

NETWORKS: Final = 8
UNITS: Final = 24
EPOCHS: Final = 60
DECAY: Final = 0.3
"""Of the networks, as `lab.training.evidence` takes them."""
READINGS: Final = 2
"""How often each headline is read."""
LOST_QUOTES: Final = 0.4
"""How often a page reader loses the quotation marks of a headline."""
LOST_SPACE: Final = 0.6
"""How often a lost quotation mark leaves a space."""
LOST_COMMA: Final = 0.1
"""How often a comma is read as a space."""
LINE_END: Final = 0.3
"""How often a space stands where a line of a headline ends."""
LONG: Final = 12
"""Characters of a headline of two lines, at the least."""
HEADLINES: Final = 10.0
"""Headlines with a space on a page to each one that stands in a block with its kicker."""
PROBABILITIES: Final = (0.5, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Case:
    """A headline as a page reader leaves it, with or without its kicker, over a text."""

    date: str
    text: str
    kicker: int
    """Where the space behind the kicker is; -1 where none stands in the block."""
    body: str


def read_cases(corpus: Path, seed: int) -> Iterator[Case]:
    """Headlines of the newspaper, each by itself, and with its kicker where it has one of one line."""
    rng = random.Random(seed)
    for record in read_records(corpus):
        if not record.get("page"):
            continue
        date, body = record["date"], "".join(record["paragraphs"])
        title, kickers = lines_of(record["title"]), lines_of(record.get("kicker"))
        for _ in range(READINGS):
            if len(kickers) == len(title) == 1:
                over = _read(kickers[0], rng)
                yield Case(date, f"{over} {_read(title[0], rng)}", len(over), body)
            for line in (*title, *lines_of(record.get("subtitle"))):
                yield Case(date, _read(line, rng), -1, body)


def _read(text: str, rng: random.Random) -> str:
    """A line of a headline as a page reader leaves it."""
    text = text.replace(DASH, rng.choice(READ_DASHES))
    lost = rng.random() < LOST_QUOTES

    def read(char: str) -> str:
        if char in QUOTES and lost:
            return " " if rng.random() < LOST_SPACE else ""
        return " " if char == "，" and rng.random() < LOST_COMMA else char

    found = "".join(map(read, text))
    if len(found) >= LONG and rng.random() < LINE_END:
        at = rng.randint(len(found) // 3, 2 * len(found) // 3)
        found = f"{found[:at]} {found[at:]}"
    return " ".join(found.split())


@dataclass(frozen=True)
class Spaces:
    """The spaces of some headlines: their evidence, whether a kicker ends there, and of which headline."""

    evidence: Float32s
    ends: Bools
    headline: Ints

    @classmethod
    def of(cls, cases: Sequence[Case], models: Models) -> Self:
        """Those of some cases."""
        rows, ends, headline = [], [], []
        for n, case in enumerate(cases):
            if cuts := find_cuts(case.text, models):
                rows.append(kicker_evidence([(cuts, case.body)], models))
                ends += [cut.span[0] == case.kicker for cut in cuts]
                headline += [n] * len(cuts)
        return cls(np.concatenate(rows), np.array(ends, dtype=bool), np.array(headline))

    def best(self, odds: Float32s) -> Ints:
        """For each headline the space at which its kicker is likeliest to end."""
        order = np.lexsort((-odds, self.headline))
        _, first = np.unique(self.headline[order], return_index=True)
        found: Ints = order[first]
        return found


def fit(spaces: Spaces, seed: int) -> EvidenceModel:
    """The network, at the rate of kickers of the cases."""
    return fit_evidence(
        KICKERS,
        NAMES,
        spaces.evidence,
        spaces.ends,
        networks=NETWORKS,
        units=UNITS,
        epochs=EPOCHS,
        decay=DECAY,
        seed=seed,
    )


def calibrated(model: EvidenceModel, cases: Sequence[Case], models: Models) -> EvidenceModel:
    """The model with the log-odds that the likeliest space of a headline parts it from a kicker, on pages."""
    spaces = Spaces.of(cases, models)
    odds = model.odds(spaces.evidence, NAMES)
    best = spaces.best(odds)
    x = np.stack([odds[best], np.ones(len(best))], axis=1)
    share = _shares(cases, spaces.headline[best])
    scale, shift = logistic(x, spaces.ends[best], share=share).astype(np.float32)
    return replace(model, out=scale * model.out, shift=scale * model.shift + shift)


def _shares(cases: Sequence[Case], headlines: Ints) -> Floats:
    """How much each headline counts, for so many without a kicker to one with it as pages have."""
    joined = np.array([cases[n].kicker >= 0 for n in headlines])
    rate = HEADLINES * joined.sum() / max((~joined).sum(), 1)
    return np.where(joined, 1.0, rate)


def report(cases: Sequence[Case], model: EvidenceModel, models: Models) -> Iterator[str]:
    """How many of the edits are right on pages, and how many kickers are parted, from some confidences on."""
    spaces = Spaces.of(cases, models)
    odds = model.odds(spaces.evidence, NAMES)
    best = spaces.best(odds)
    right, share = spaces.ends[best], _shares(cases, spaces.headline[best])
    kickers = sum(case.kicker >= 0 for case in cases)
    yield f"{kickers} headlines with their kickers, {(share != 1).sum()} others with a space"
    for least in PROBABILITIES:
        made = odds[best] > np.log(least / (1 - least))
        precision = (share * (made & right)).sum() / max((share * made).sum(), 1)
        parted = (made & right).sum() / kickers
        yield f"{least:.2f}: {precision:.3f} right, {parted:.3f} of the kickers parted"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.kickers", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date and page, .xz or not")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the weights that are written")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    models = shipped_models()
    cases = list(read_cases(options.corpus, options.seed))
    model = fit(Spaces.of([case for case in cases if case.date < UNTIL], models), options.seed)
    model = calibrated(model, [case for case in cases if UNTIL <= case.date < UNSEEN], models)
    export_evidence(model, options.out, options.corpus)
    later = [case for case in cases if case.date >= UNSEEN]
    print("\n".join(report(later, EvidenceModel.load(options.out / f"{KICKERS}.npz"), models)))


if __name__ == "__main__":
    main()
