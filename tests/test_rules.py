"""Every rule against its cases, and the promises that a rule makes by being one."""

from __future__ import annotations

import doctest
import json
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cleaner.normalizers import RULES
from cleaner.settings import Quotes, Script, Settings
from cleaner.trace import Effect, Tier

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rules"
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
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def options(self) -> Settings:
        makers: dict[str, Any] = {"script": Script, "quotes": Quotes, "terms": frozenset, "names": frozenset}
        options: dict[str, Any] = {key: makers.get(key, bool)(value) for key, value in self.settings.items()}
        return Settings(**options)


def read_cases(path: Path) -> list[Case]:
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record["rule"] == path.stem
    return [Case(rule=path.stem, **case) for case in record["cases"]]


CASES = [case for path in sorted(FIXTURES.glob("*.json")) for case in read_cases(path)]


def as_parameter(case: Case) -> Any:
    marks = [pytest.mark.xfail(strict=True)] if case.kind == "known-failure" else []
    return pytest.param(case, id=f"{case.rule}-{case.label}", marks=marks)


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_case(case: Case) -> None:
    rule = RULES[case.rule]
    assert rule(case.text, case.options) == case.expect
    assert rule(case.expect, case.options) == case.expect, "not the same on a second run"


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
    assert full in RULES["widen_marks"](text)
    assert half not in RULES["widen_marks"](text)
    assert ord(full) == ord(half) + 0xFEE0
