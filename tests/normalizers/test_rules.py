"""Every rule against its cases, and the promises that a rule makes by being one."""

from __future__ import annotations

import doctest
import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cleaner.normalizers import RULES
from cleaner.scoring import Tally
from cleaner.settings import Quotes, Script, Settings
from cleaner.trace import Effect, Tier

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
KINDS = ("wild", "negative", "synthetic", "known-failure")
FULL_WIDTH = {
    ",": "\uff0c",
    ":": "\uff1a",
    ";": "\uff1b",
    "?": "\uff1f",
    "!": "\uff01",
    "(": "\uff08",
    ")": "\uff09",
}


@dataclass(frozen=True)
class Case:
    """A text, and what a rule makes of it."""

    rule: str
    label: str
    kind: str
    origin: str
    text: str
    expect: str
    judge: str = ""
    """`model` where the expectation is what a model should find; empty where it holds under any weights."""
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def options(self) -> Settings:
        makers: dict[str, Any] = {"script": Script, "quotes": Quotes, "terms": frozenset, "names": frozenset}
        options: dict[str, Any] = {key: makers.get(key, bool)(value) for key, value in self.settings.items()}
        return Settings(**options)


RECORDS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FIXTURES.glob("*.json"))
}
CASES = [Case(rule=rule, **case) for rule, record in RECORDS.items() for case in record["cases"]]
STRICT = [case for case in CASES if not case.judge]
FLOORS: dict[str, float] = {rule: record["floor"] for rule, record in RECORDS.items() if "floor" in record}
"""Least F1 of the edits that a rule makes over all of its cases that a model judges."""


def as_parameter(case: Case) -> Any:
    marks = [pytest.mark.xfail(strict=True)] if case.kind == "known-failure" else []
    return pytest.param(case, id=f"{case.rule}-{case.label}", marks=marks)


@pytest.mark.parametrize("case", [as_parameter(case) for case in STRICT])
def test_a_rule_gives_what_its_case_expects_and_so_again(case: Case) -> None:
    rule = RULES[case.rule]
    assert rule(case.text, case.options) == case.expect
    assert rule(case.expect, case.options) == case.expect, "not the same on a second run"


def edits_between(before: str, after: str) -> set[tuple[int, int, str]]:
    """What has to be replaced in `before` to make it `after`: start, end and what stands there then."""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    return {(i, j, after[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"}


def judged_cases(rule: str) -> list[Case]:
    return [case for case in CASES if case.rule == rule and case.judge == "model"]


@pytest.mark.parametrize("rule", list(FLOORS))
def test_the_edits_that_a_model_judges_are_right_often_enough(rule: str) -> None:
    tally, wrong = Tally(), []
    for case in judged_cases(rule):
        due, made = (edits_between(case.text, text) for text in (case.expect, RULES[rule](case.text)))
        tally.add(len(due), len(made), len(due & made))
        wrong += [case.label] if due != made else []
    assert tally.f1 >= FLOORS[rule], f"{tally}: {wrong}"


def test_a_rule_has_a_floor_where_a_model_judges_and_nowhere_else() -> None:
    assert set(FLOORS) == {case.rule for case in CASES if case.judge}
    assert all(0 < floor <= 1 for floor in FLOORS.values())
    assert all(case.judge in ("", "model") and not case.settings for case in CASES if case.judge)
    assert not [case.label for case in CASES if case.judge and case.kind == "known-failure"]


def test_no_edit_lies_between_a_text_and_itself() -> None:
    assert edits_between("甲乙", "甲乙") == set()
    assert edits_between("甲 乙", "甲，乙") == {(1, 2, "，")}


@pytest.mark.parametrize("name", list(RULES))
def test_every_rule_has_its_cases(name: str) -> None:
    cases = [case for case in CASES if case.rule == name]
    assert cases, f"fixtures/rules/{name}.json is missing"
    assert all(case.kind in KINDS and case.origin for case in cases)
    assert len({case.label for case in cases}) == len(cases), "two cases have one label"
    negative = [case for case in cases if case.kind == "negative"]
    assert all(case.text == case.expect for case in negative)
    assert 2 * len(negative) >= sum(case.kind != "known-failure" for case in cases)


@pytest.mark.parametrize("name", list(RULES))
def test_every_rule_explains_itself(name: str) -> None:
    rule = RULES[name]
    assert rule.name == name
    assert rule.tier in Tier
    assert rule.effect in Effect
    assert rule.summary.endswith(".")
    assert "Safety:" in rule.explanation
    module = import_module(rule.__module__)
    example = doctest.DocTestParser().get_doctest(rule.explanation, dict(vars(module)), name, None, None)
    assert example.examples, "no example"
    failed, _ = doctest.DocTestRunner(verbose=False).run(example)
    assert failed == 0


@pytest.mark.parametrize(("half", "full"), list(FULL_WIDTH.items()))
def test_marks_become_full_width_code_points(half: str, full: str) -> None:
    """By code point: fonts hide the difference."""
    text = f"党委{half}近日{half}" if half not in "()" else "党委(近日)"
    assert full in RULES["normalize_marks"](text)
    assert half not in RULES["normalize_marks"](text)
    assert ord(full) == ord(half) + 0xFEE0
