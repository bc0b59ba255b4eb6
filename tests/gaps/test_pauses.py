"""Spaces beside the quotation marks of headlines: printed pauses, or joints between the boxes of a reader."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.gaps.decoding import slots_of
from cleaner.gaps.pauses import find_unprinted, shares_of_nothing
from cleaner.layout.state import PageState
from cleaner.models import shipped_models

BODY = "青石镇上月启用了新的渠道，村民把三百{0}亩旱地改成水田，今年的稻子长势很{0}好，收成比去年多了一成。"
WRAPPED, WHOLE = BODY.format(" "), BODY.format("")


def headline_of(headline: str, body: str) -> str:
    return clean(f"{headline}\n\n{body}").articles[0].title


@pytest.mark.parametrize(
    "headline", ["青石镇给 “旱田”算清水账", "绝不给 “旱田”留下荒地", "“梯田” 里的新学问"]
)
def test_a_space_in_mid_sentence_goes_where_the_text_has_stray_spaces(headline: str) -> None:
    assert headline_of(headline, WRAPPED) == headline.replace(" ", "")
    assert headline_of(headline, WHOLE) == headline


@pytest.mark.parametrize(
    "headline",
    [
        "荒山变“金山” 游客来",
        "渠水上了“旱坡” 稻田连成片",
        "新华视点 “网红”城市怎么红",
        "专家谈 “双减”",
    ],
)
@pytest.mark.parametrize("body", [WRAPPED, WHOLE])
def test_a_pause_between_two_clauses_stays(headline: str, body: str) -> None:
    assert headline_of(headline, body) == headline


def test_only_the_spaces_beside_quotation_marks_of_headlines_are_asked_for() -> None:
    text = f"青石镇给 “旱田”算清水账 稻子长得好\n\n村民都说 “旱田”变了样，{WRAPPED}"
    found = find_unprinted(text, slots_of(PageState(text)), shipped_models().gaps)
    assert [(start, end) for start, end, _ in found] == [(4, 5)]


def test_no_headline_needs_no_model() -> None:
    assert shares_of_nothing([], shipped_models().gaps) == []
