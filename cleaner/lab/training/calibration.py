"""Fits how far the confidences of restored marks can be trusted, on pages read by real engines.

    python -m cleaner.lab.training.calibration PAGES... --write cleaner/models/weights/gaps.npz

Each page NAME.txt with NAME.gold.json beside it is cleaned; every quotation and every stop that is proposed,
made or withheld, is a case: is it right? Logistic regression on the log-odds that the decoding states and on
`cleaner.confidences.Evidence`. Prints the constants, and how much is left to be explained by what is stated,
by the log-odds alone and with the evidence (pages left out in turn, other pages; cross entropy in nats).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from math import log
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.model_selection import GroupKFold

from cleaner.chain import clean
from cleaner.confidences import Evidence
from cleaner.gaps import headline_pairs
from cleaner.lab.evaluation.confidences import GOLD, pages_of
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.evaluation.verdicts import Answers
from cleaner.lab.export import set_constants
from cleaner.lab.training.regression import logistic
from cleaner.models import Models, shipped_models
from cleaner.models.constants import Calibration, GapConstants, log_odds
from cleaner.models.gaps import GapModel
from cleaner.reading.decoding import read_file
from cleaner.scoring.files import read_reference

EVIDENCE: Final[Mapping[str, Sequence[Evidence]]] = {
    "restore_quotes": (
        Evidence.MANY_LOST,
        Evidence.NO_GAP,
        Evidence.ONE_SIDED,
        Evidence.REPLACED,
        Evidence.NESTED,
        Evidence.ALWAYS_QUOTED,
        Evidence.REPEATED,
        Evidence.LINE_END,
    ),
    headline_pairs.RULE: (
        Evidence.ONE_SIDED,
        Evidence.QUOTED_ELSEWHERE,
        Evidence.BEFORE_BRACKET,
        Evidence.IN_BRACKETS,
        Evidence.OTHER_GAPS,
        Evidence.NO_PAUSE,
        Evidence.ANOTHER_PAIR,
    ),
    "restore_stops": (
        Evidence.MANY_LOST,
        Evidence.LINE_END,
        Evidence.SENTENCE_END,
        Evidence.SERIES,
        Evidence.REPLACED,
        Evidence.QUOTE_REPLACED,
        Evidence.QUOTES_MISREAD,
        Evidence.FEW_LOST,
    ),
}
"""What counts for each rule."""
PRIOR: Final = 1.0
"""Precision of the prior of every weight."""
FOLDS: Final = 7
SERIAL: Final = 1e-11
"""By this much the confidence of each case differs from that of the one before, to tell them apart."""


@dataclass(frozen=True)
class Case:
    """An edit, or the edits of a quotation: what is known, of which page, how many edits, how many right."""

    rule: str
    share: float
    evidence: frozenset[str]
    page: str
    edits: int = 0
    right: int = 0


@dataclass(frozen=True)
class Recorder(GapConstants):
    """Constants that note what they are asked, by the confidence that they gave."""

    asked: dict[float, Case] = field(default_factory=dict)
    page: list[str] = field(default_factory=list)

    def probability(self, rule: str, share: float, evidence: Iterable[str] = ()) -> float:
        kinds = frozenset(evidence)
        confidence = super().probability(rule, share, kinds) * (1 - 1e-6) + len(self.asked) * SERIAL
        self.asked[confidence] = Case(rule, share, kinds, self.page[-1])
        return confidence


def cases_of(paths: Iterable[Path]) -> list[Case]:
    """The cases of pages that have references."""
    gaps = shipped_models().gaps
    found: list[Case] = []
    for path in paths:
        recorder = Recorder(**vars(gaps.constants), page=[path.name.partition(".")[0]])
        recording = copy(gaps)
        recording.constants = recorder
        raw = read_file(path).text
        answers = Answers.of(raw, read_reference(path.with_suffix(GOLD)))
        page = clean(raw, models=Models(gaps=recording))
        cases: dict[float, Case] = {}
        for verdict in answers.verdicts([*page.edits, *page.withheld]):
            confidence = verdict.change.confidence
            if confidence in recorder.asked:
                case = cases.get(confidence, recorder.asked[confidence])
                cases[confidence] = replace(case, edits=case.edits + 1, right=case.right + verdict.right)
        found += cases.values()
    return found


def fit(cases: Sequence[Case], evidence: Sequence[Evidence]) -> Calibration:
    """The calibration that makes the outcomes likeliest; an edit of a quotation counts as one of a stop."""
    x = np.array([_features(case, evidence) for case in cases])
    right = np.array([case.right for case in cases])
    wrong = np.array([case.edits - case.right for case in cases])
    outcomes = np.repeat([True, False], len(cases))
    weights = logistic(np.concatenate([x, x]), outcomes, PRIOR, np.concatenate([right, wrong]))
    scale, shift, *rest = weights.round(2).tolist()
    return Calibration(scale, shift, dict(zip(map(str, evidence), rest, strict=True)))


def _features(case: Case, evidence: Sequence[Evidence]) -> list[float]:
    return [log_odds(case.share), 1.0, *(float(kind in case.evidence) for kind in evidence)]


def left_to_explain(cases: Sequence[Case], calibration: Calibration) -> float:
    """Cross entropy of the outcomes, in nats an edit."""
    total = 0.0
    for case in cases:
        confidence = calibration.probability(case.share, case.evidence)
        total -= case.right * log(confidence) + (case.edits - case.right) * log(1 - confidence)
    return total / sum(case.edits for case in cases)


def held_out(cases: Sequence[Case], evidence: Sequence[Evidence]) -> float:
    """Cross entropy on pages that each calibration was not fitted to, pages left out in turn."""
    pages = [case.page for case in cases]
    parts = list(GroupKFold(min(FOLDS, len(set(pages)))).split(cases, groups=pages))
    losses = [
        left_to_explain([cases[i] for i in rest], fit([cases[i] for i in some], evidence))
        for some, rest in parts
    ]
    edits = [sum(cases[i].edits for i in rest) for _, rest in parts]
    return float(np.average(losses, weights=edits))


def rows(cases: Sequence[Case], checked: Sequence[Case]) -> Iterator[list[str]]:
    """The rows of the table: rule, what is known, cross entropy on pages left out and on checking pages."""
    for rule, evidence in EVIDENCE.items():
        some, others = ([case for case in part if case.rule == rule] for part in (cases, checked))
        trials: list[tuple[str, Sequence[Evidence] | None]] = [("what is stated", None), ("log-odds", ())]
        trials += [(f"{kind}, too", (kind,)) for kind in evidence]
        trials += [("all of these", evidence)] * (len(evidence) > 1)
        for name, kinds in trials:
            fitted = Calibration() if kinds is None else fit(some, kinds)
            inside = left_to_explain(some, fitted) if kinds is None else held_out(some, kinds)
            outside = left_to_explain(others, fitted) if others else float("nan")
            yield [rule, name, f"{inside:.4f}", f"{outside:.4f}"]


def write(path: Path, fitted: Mapping[str, Calibration]) -> None:
    """Write calibrations into the manifest of a gap model; those of other rules stay."""
    known = {**GapModel.load(path).constants.calibration, **fitted}
    set_constants(path, calibration={rule: asdict(calibration) for rule, calibration in known.items()})


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.training.calibration",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pages", type=Path, nargs="+", help="raw pages, or folders of them")
    parser.add_argument("--check", type=Path, nargs="*", default=[], help="other pages, to measure on")
    parser.add_argument("--write", type=Path, help="the gap model whose manifest gets the constants")
    options = parser.parse_args(arguments)
    cases, checked = cases_of(pages_of(options.pages)), cases_of(pages_of(options.check))
    print(grid(["rule", "by", "pages left out", "checking pages"], list(rows(cases, checked))), end="")
    fitted = {
        rule: fit([case for case in cases if case.rule == rule], evidence)
        for rule, evidence in EVIDENCE.items()
    }
    print(*(f"{rule}: {calibration}" for rule, calibration in fitted.items()), sep="\n")
    if options.write:
        write(options.write, fitted)


if __name__ == "__main__":
    main()
