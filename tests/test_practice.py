"""Cases of practice: small texts as readers of every kind leave them, each with the text that is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import Settings, clean

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


@pytest.mark.parametrize("case", _cases())
def test_the_text_comes_right(case: dict[str, str]) -> None:
    page = clean(case["raw"])
    assert _lines(page.text) == _lines(case["right"])
    assert page.audit().holds


@pytest.mark.parametrize("case", _cases())
def test_the_articles_hold_the_lines_in_order(case: dict[str, str]) -> None:
    page = clean(case["raw"])
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
    assert found == [line for line in _lines(case["right"]) if line not in aside]


@pytest.mark.parametrize("case", _cases())
def test_what_is_right_stays(case: dict[str, str]) -> None:
    once = clean(case["raw"]).text
    assert clean(once).text == once


DECIDED = json.loads((FIXTURES / "decided.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", DECIDED, ids=[case["label"] for case in DECIDED])
def test_what_could_be_argued_is_as_it_was_decided(case: dict[str, Any]) -> None:
    """Each case says why."""
    settings = Settings(**case.get("settings", {}))
    assert case["reason"].endswith(".")
    assert _lines(clean(case["raw"], settings).text) == _lines(case["right"])
