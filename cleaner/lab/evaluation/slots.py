"""Measure the gap model: `python -m cleaner.lab.evaluation.slots CORPUS --since DATE`.

Prints one table: for each kind of damage, F1 of the parts of the labels (an opening quote counts
wherever it stands in the mark string), accuracy, calibration; and false changes on clean text.
"""

import argparse
import itertools
from collections.abc import Iterable
from dataclasses import replace
from operator import and_
from pathlib import Path
from typing import Final

import numpy as np

from cleaner.lab.corpus import UNSEEN, Article, characters_of, read_articles
from cleaner.lab.simulation.corruption import CLEAN, GOOD, LOSSY, ROUGH, Corruptor, Style
from cleaner.lab.simulation.pages import Page, PageMaker
from cleaner.models import shipped_models
from cleaner.models.gaps import Float32s, GapModel
from cleaner.models.slots import find_slots
from cleaner.scoring.figures import Tally
from cleaner.scoring.reliability import Reliability

STYLES: Final[dict[str, tuple[Style, bool]]] = {
    "lossy": (LOSSY, False),
    "lossy, column known": (LOSSY, True),
    "lossy, unwrapped": (replace(LOSSY, wrapped=False), False),
    "good": (GOOD, False),
    "good, column known": (GOOD, True),
    "rough": (ROUGH, False),
    "rough, column known": (ROUGH, True),
    "clean": (CLEAN, False),
}
"""Damage, and whether the column width is known, so that a space is marked as a line end or not."""
PARTS: Final = "“”，。、；："


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.evaluation.slots", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--since", default=UNSEEN, help="use only articles dated this or later")
    parser.add_argument("--source", default="rmrb", help="use only articles whose source begins so")
    parser.add_argument("--weights", type=Path, help="weights file; the shipped one by default")
    parser.add_argument("--pages", type=int, default=150, help="pages of each kind")
    options = parser.parse_args(arguments)
    model = GapModel.load(options.weights) if options.weights else shipped_models().gaps
    articles = read_articles(options.corpus, since=options.since, source=options.source)
    print("| damage | slots | accuracy | nats | ECE | no mark | " + " | ".join(PARTS) + " | space |")
    print("|" + "---|" * (7 + len(PARTS)))
    for name, (style, column_known) in STYLES.items():
        pages = sample_pages(articles, style, options.pages, column_known)
        truth, scores, shown = score_pages(model, pages)
        print(f"| {name} | {len(truth)} | " + " | ".join(_row(model, truth, scores)) + " |")
        if style is CLEAN:
            characters = sum(len(page.text) for page in pages)
            changed = [(a, model.labels[b]) for a, b in zip(shown, scores.argmax(1), strict=True)]
            changes = sum(a != b for a, b in changed)
            print(f"\nclean text: {changes} false changes in {characters} characters,"
                  f" {1e4 * changes / characters:.2f} per 10,000")  # fmt: skip


def sample_pages(articles: list[Article], style: Style, count: int, column_known: bool) -> list[Page]:
    """Damaged pages of one style; always the same ones."""
    corruptor = Corruptor(7, characters_of(articles, 20))
    return list(itertools.islice(PageMaker(articles, corruptor, 7, float(column_known)).pages(style), count))


def score_pages(model: GapModel, pages: Iterable[Page]) -> tuple[list[str], Float32s, list[str]]:
    """(labels, log-probabilities, what is visible) of the slots that `find_slots` finds."""
    truth: list[str] = []
    shown: list[str] = []
    scores: list[Float32s] = []
    for page in pages:
        slots = find_slots(page.text)
        known = {(slot.start, slot.end): slot.label for slot in page.slots}
        kept = np.array([tuple(span) in known for span in slots.tolist()], dtype=bool)
        slots = slots[kept]
        truth += [known[start, end] for start, end in slots.tolist()]
        shown += [page.text[start:end] for start, end in slots.tolist()]
        scores.append(model.log_probs(page.text, slots))
    return truth, np.concatenate(scores), shown


def _row(model: GapModel, truth: list[str], scores: Float32s) -> list[str]:
    guessed = [model.labels[i] for i in scores.argmax(1)]
    index = {label: i for i, label in enumerate(model.labels)}
    target = np.array([index.get(label, -1) for label in truth])
    known = target >= 0
    nats = -scores[known, target[known]].mean()
    right = np.array([a == b for a, b in zip(truth, guessed, strict=True)])
    error = Reliability(np.exp(scores.max(1)).tolist(), right.tolist()).error
    cells = [f"{right.mean():.4f}", f"{nats:.4f}", f"{error:.4f}"]
    cells.append(f"{f1([t == '' for t in truth], [g == '' for g in guessed]):.3f}")
    cells += [f"{f1([part in t for t in truth], [part in g for g in guessed]):.3f}" for part in PARTS]
    return [*cells, f"{f1([t == ' ' for t in truth], [g == ' ' for g in guessed]):.3f}"]


def f1(truth: Iterable[bool], guessed: Iterable[bool]) -> float:
    """Harmonic mean of precision and recall."""
    true, said = list(truth), list(guessed)
    return Tally(sum(true), sum(said), sum(map(and_, true, said))).f1


if __name__ == "__main__":
    main()
