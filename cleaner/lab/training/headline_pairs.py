"""Fits what tells a pair of quotation marks in a headline from pauses: a calibration of its own.

    python -m cleaner.lab.training.headline_pairs CORPUS --write cleaner/models/weights/gaps.npz

Headlines with and without quotation marks, as many of each as were printed, are damaged as on pages that
lose their marks (`cleaner.lab.evaluation.gaps.headline_pages`), each over its article. Every pair that the
decoding proposes is a case. Prints the constants, and what each kind of evidence leaves to be explained of
articles that were left out and of those of later dates (cross entropy in nats a mark).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from cleaner.confidences import Evidence
from cleaner.gaps.headline_pairs import RULE
from cleaner.lab.corpus import HELD_OUT, UNSEEN
from cleaner.lab.evaluation.gaps import headline_pages
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.simulation.pages import Page
from cleaner.lab.simulation.stories import Story, read_stories
from cleaner.lab.training.calibration import Case, Recorder, fit, held_out, left_to_explain, write
from cleaner.layout.state import PageState
from cleaner.models import Models, shipped_models
from cleaner.models.constants import Calibration
from cleaner.normalizers.gaps import restore_quotes

EVIDENCE: Final = (
    Evidence.ONE_SIDED,
    Evidence.REPLACED,
    Evidence.QUOTED_ELSEWHERE,
    Evidence.PLAIN_ELSEWHERE,
    Evidence.BEFORE_BRACKET,
    Evidence.LONG,
    Evidence.OTHER_GAPS,
)
"""What counts."""
PARAGRAPHS: Final = 12
"""Of an article under its headline."""
DRAWS: Final = 3
"""How often each headline is damaged."""
TRUSTED: Final = (0.7, 0.8, 0.85, 0.9, 0.95)
"""Confidences from which the marks that are right are counted."""


def cases_of(stories: Sequence[Story], draws: int) -> Iterator[Case]:
    """The pairs that are proposed in damaged headlines, and the marks of them that are right."""
    gaps = shipped_models().gaps
    for seed in range(draws):
        for n, (page, end) in enumerate(headline_pages(stories, len(stories), seed, PARAGRAPHS)):
            recorder = Recorder(**vars(gaps.constants), page=[str(n)])
            models = Models(gaps=gaps.with_constants(recorder))
            yield from _cases(page, end, recorder, models)


def _cases(page: Page, end: int, recorder: Recorder, models: Models) -> Iterator[Case]:
    """The cases of one headline, which ends at an offset of the text with blank lines."""
    state = PageState(page.text.replace("\n", "\n\n"), models=models)
    printed = [(slot.start + page.text[: slot.start].count("\n"), slot) for slot in page.slots]
    cases: dict[float, Case] = {}
    for edit in restore_quotes.proposals(state):
        if edit.start > end or edit.confidence not in recorder.asked:
            continue
        case = cases.get(edit.confidence, recorder.asked[edit.confidence])
        right = any(
            edit.replacement in slot.label and at <= edit.start and edit.end <= at + slot.end - slot.start
            for at, slot in printed
        )
        cases[edit.confidence] = replace(case, edits=case.edits + 1, right=case.right + right)
    yield from (case for case in cases.values() if case.rule == RULE)


def rows(cases: Sequence[Case], checked: Sequence[Case]) -> Iterator[list[str]]:
    """The rows of the table: what is known, cross entropy on articles left out and on later ones."""
    trials: list[tuple[str, Sequence[Evidence]]] = [("log-odds", ())]
    trials += [(f"{kind}, too", (kind,)) for kind in EVIDENCE]
    for name, kinds in [*trials, ("all of these", EVIDENCE)]:
        later = left_to_explain(checked, fit(cases, kinds))
        yield [name, f"{held_out(cases, kinds):.4f}", f"{later:.4f}"]


def reliability(cases: Sequence[Case], calibration: Calibration) -> Iterator[list[str]]:
    """How many marks are set from each confidence on, how many are right, and of all that are."""
    sure = np.array([calibration.probability(case.share, case.evidence) for case in cases])
    edits, right = (np.array([getattr(case, name) for case in cases]) for name in ("edits", "right"))
    for least in TRUSTED:
        made = sure >= least
        marks, good = edits[made].sum(), right[made].sum()
        yield [f"{least:.2f}", str(marks), f"{good / max(marks, 1):.3f}", f"{good / right.sum():.3f}"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.training.headline_pairs",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--since", default=HELD_OUT, help="fit on articles of this date or later")
    parser.add_argument("--until", default=UNSEEN, help="and before this, measure on those that follow")
    parser.add_argument("--draws", type=int, default=DRAWS, help="how often each headline is damaged")
    parser.add_argument("--write", type=Path, help="the gap model whose manifest gets the constants")
    options = parser.parse_args(arguments)
    parts = ((options.since, options.until), (options.until, "~"))
    cases, checked = (
        list(cases_of(list(chain.from_iterable(read_stories(options.corpus, *part))), options.draws))
        for part in parts
    )
    print(grid(["by", "articles left out", "later articles"], list(rows(cases, checked))))
    fitted = fit(cases, EVIDENCE)
    print(fitted)
    print(grid(["from", "marks", "right", "of the right ones"], list(reliability(checked, fitted))), end="")
    if options.write:
        write(options.write, {RULE: fitted})


if __name__ == "__main__":
    main()
