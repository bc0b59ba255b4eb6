"""Files that are code, settings, a log or a table stay to the letter, in their articles too; pages do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner import clean
from cleaner.markup.listings import is_listing
from cleaner.writing.text import to_text

FIXTURES = Path(__file__).parents[2] / "fixtures"
FOUND = json.loads((FIXTURES / "listings.json").read_text(encoding="utf-8"))
LISTINGS, PAGES = FOUND["listings"], FOUND["pages"]


@pytest.mark.parametrize("name", LISTINGS)
def test_a_file_that_is_no_page_stays_to_the_letter(name: str) -> None:
    text = LISTINGS[name]
    page = clean(text)
    assert page.text == text
    assert [to_text(article) for article in page.articles] == [text]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_no_listing(name: str) -> None:
    assert not is_listing(PAGES[name])


def test_code_in_an_article_keeps_indents_and_lines() -> None:
    code = "```python\nfor n in range(3):\n    print(n)\n```"
    page = clean(f"渔港码头本月完工 ,用下面的程序计算。\n\n{code}\n\n冷库也扩大了一倍 。\n")
    assert code in to_text(page.articles[0])
    assert "渔港码头本月完工，用下面" in page.text
