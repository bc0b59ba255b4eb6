"""The first block under the head of a page, and the number of a page between the halves of a sentence."""

from __future__ import annotations

import pytest

from cleaner import clean

TEXT = "石岬镇两条缆车线路前天起试运行，每天运送游客六百人。"


@pytest.mark.parametrize("headline", ["修站、铺路、种树提速", "两条缆车线路试运行"])
def test_the_first_block_under_the_head_of_a_page_may_be_a_headline(headline: str) -> None:
    page = clean(f"第3版\n\n{headline}\n\n{TEXT}")
    assert [article.title for article in page.articles] == [headline]
    assert page.furniture == ("第3版",)


@pytest.mark.parametrize(
    ("half", "rest"),
    [
        ("前天起，石岬镇两条缆车线路开始试运行，可以", "运送游客六百人，镇上的人都很高兴。"),
        ("上月底，石岬镇开了三家客栈；每家客栈都", "住满了客人，要提前三天预订。"),
    ],
)
def test_half_a_sentence_under_the_head_of_a_page_is_no_headline(half: str, rest: str) -> None:
    page = clean(f"第3版\n\n{half}\n\n{rest}")
    assert [article.title for article in page.articles] == [""]


def test_a_number_with_ornaments_inside_a_sentence_is_that_of_a_page() -> None:
    assert clean("缆车去年通车，客人比\n\n- 12 -\n\n前年多了一半。").furniture == ("- 12 -",)


@pytest.mark.parametrize("number", ["7", "12", "一"])
def test_a_bare_figure_inside_a_sentence_is_a_part_of_it(number: str) -> None:
    page = clean(f"请先心算，\n\n{number}\n\n再减去二，得数是几？")
    assert not page.furniture
    assert [[paragraph.text for paragraph in article.paragraphs] for article in page.articles] == [
        ["请先心算，", number, "再减去二，得数是几？"]
    ]
