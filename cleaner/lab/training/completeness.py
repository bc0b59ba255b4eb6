"""Fits the constants of `completeness`: `python -m cleaner.lab.training.completeness CORPUS`.

Paragraphs without their last stop against paragraphs that break off before a word, as many of each. Prints
the constants, and how well both are distinguished on text of later dates (area under the ROC curve).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from cleaner.lab.corpus import HELD_OUT, read_records
from cleaner.lab.export import set_constants
from cleaner.lab.training.regression import logistic
from cleaner.models import shipped_models
from cleaner.models.completeness import stop_odds
from cleaner.models.slots import LABEL_STOPS
from cleaner.profiles.marks import QUOTES

SINCE, MEASURED = "2020-09-01", HELD_OUT
SHORTEST = 60
TRIES = 20
BATCH = 100
Case = tuple[str, bool]


def cases_of(corpus: Path, since: str, until: str, count: int, seed: int) -> Iterator[Case]:
    """Texts without a stop at the end, and whether they are whole."""
    chance = random.Random(seed)
    paragraphs = [
        text.replace(" ", "")
        for record in read_records(corpus)
        if record.get("page") and since <= record.get("date", "") < until
        for text in record["paragraphs"]
    ]
    paragraphs = [text for text in paragraphs if len(text) >= SHORTEST and text.endswith("。")]
    for text in chance.sample(paragraphs, min(count, len(paragraphs))):
        yield text[:-1], True
        cuts = (chance.randrange(SHORTEST // 2, len(text) - 1) for _ in range(TRIES))
        marks = set(LABEL_STOPS + QUOTES)
        cut = next((cut for cut in cuts if marks.isdisjoint(text[cut - 1 : cut + 1])), None)
        if cut is not None:
            yield text[:cut], False


def read(cases: Sequence[Case]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The evidence of cases, and which are whole."""
    texts = [text for text, _ in cases]
    parts = [stop_odds(texts[n : n + BATCH], shipped_models().gaps) for n in range(0, len(texts), BATCH)]
    return np.concatenate(parts), np.array([whole for _, whole in cases])


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.completeness", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date and page, .xz or not")
    parser.add_argument("--paragraphs", type=int, default=1500, help="to fit on, and to measure on")
    parser.add_argument("--write", type=Path, help="the gap model whose manifest gets the constants")
    options = parser.parse_args(arguments)
    odds, whole = read(list(cases_of(options.corpus, SINCE, MEASURED, options.paragraphs, seed=1)))
    scale, shift = logistic(np.stack([odds, np.ones_like(odds)], axis=1), whole).tolist()
    print(f"SCALE, SHIFT = {scale:.2f}, {shift:.2f}")
    if options.write:
        set_constants(options.write, completeness={"scale": round(scale, 2), "shift": round(shift, 2)})
    odds, whole = read(list(cases_of(options.corpus, MEASURED, "~", options.paragraphs, seed=2)))
    area = roc_auc_score(whole, odds)
    print(f"{whole.sum()} whole and {(~whole).sum()} broken paragraphs: AUC {area:.3f}")


if __name__ == "__main__":
    main()
