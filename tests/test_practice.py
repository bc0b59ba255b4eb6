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


def _lines_of(page: Page) -> list[str]:
    """The lines of the articles, in order, each of the headline once."""
    found: list[str] = []
    for article in page.articles:
        below = (line for line in article.subtitles if line != article.kicker)
        paragraphs = (paragraph.text for paragraph in article.paragraphs)
        parts = (article.kicker, article.title, *below, article.byline, *paragraphs, article.signoff)
        found += [line for part in parts for line in _lines(part)]
    return found


@pytest.mark.parametrize("case", _cases())
def test_a_case_comes_right_in_its_text_and_in_its_articles_and_stays_so(case: dict[str, str]) -> None:
    page, right = clean(case["raw"]), _lines(case["right"])
    assert _lines(page.text) == right
    assert page.audit().holds
    aside = {line for part in page.furniture for line in _lines(part)}
    assert _lines_of(page) == [line for line in right if line not in aside]
    assert clean(page.text).text == page.text


DECIDED = json.loads((FIXTURES / "decided.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("decided", DECIDED, ids=[decided["label"] for decided in DECIDED])
def test_what_could_be_argued_is_as_it_was_decided(decided: dict[str, Any]) -> None:
    """Each case says why."""
    settings = Settings(**decided.get("settings", {}))
    assert decided["reason"].endswith(".")
    assert _lines(clean(decided["raw"], settings).text) == _lines(decided["right"])
