"""Cases of practice: small texts as readers of every kind leave them, each with the text that is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import Page, Settings, clean

FIXTURES = Path(__file__).parent.parent / "fixtures" / "practice"


def _cases() -> list[Any]:
    found = []
    for path in sorted(FIXTURES.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        found += [
            pytest.param(case, id=f"{record['kind']}-{case['label']}")
            for case in record["cases"]
            if "reason" not in case
        ]
    return found


def _lines(text: str) -> list[str]:
    stripped = (line.strip(" \u3000\t") for line in text.splitlines())
    return [line for line in stripped if line]


@pytest.fixture(scope="module", params=_cases())
def case(request: pytest.FixtureRequest) -> tuple[Page, str]:
    """The clean page of a case, made once for the tests that ask of it, and the text that is right."""
    return clean(request.param["raw"]), request.param["right"]


def test_the_text_comes_right(case: tuple[Page, str]) -> None:
    page, right = case
    assert _lines(page.text) == _lines(right)
    assert page.audit().holds


def test_the_articles_hold_the_lines_in_order(case: tuple[Page, str]) -> None:
    page, right = case
    found: list[str] = []
    for article in page.articles:
        below = (line for line in article.subtitles if line != article.kicker)
        parts = (
            article.kicker,
            article.title,
            *below,
            article.byline,
            *(p.text for p in article.paragraphs),
        )
        found += [line for part in (*parts, article.signoff) for line in _lines(part)]
    aside = {line for part in page.furniture for line in _lines(part)}
    assert found == [line for line in _lines(right) if line not in aside]


def test_what_is_right_stays(case: tuple[Page, str]) -> None:
    page, _ = case
    assert clean(page.text).text == page.text


DECIDED = json.loads((FIXTURES / "decided.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("decided", DECIDED, ids=[decided["label"] for decided in DECIDED])
def test_what_could_be_argued_is_as_it_was_decided(decided: dict[str, Any]) -> None:
    """Each case says why."""
    settings = Settings(**decided.get("settings", {}))
    assert decided["reason"].endswith(".")
    assert _lines(clean(decided["raw"], settings).text) == _lines(decided["right"])
