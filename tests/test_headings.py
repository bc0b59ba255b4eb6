"""Headings that a page reader marked, as evidence for what is a headline and what a heading inside."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.chain import clean
from cleaner.document import RawPage, Region
from cleaner.layout.articles import under_headings
from cleaner.layout.headings import MARKED, UNMARKED, by_levels, by_marks
from cleaner.layout.item import Item
from cleaner.layout.role import Role
from cleaner.layout.state import PageState
from cleaner.readers import read_pages

KICKER, TITLE, SECTION = "## 在全州推进会上强调", "# 北山引水工程今日通水", "## 一渠水盘活一座塬"
BODY = "水来了，塬上的群众奔走相告，今年的冬小麦有了保障。"


def page(*blocks: str) -> PageState:
    return PageState("\n\n".join(blocks))


def test_marks_speak_for_a_heading_and_their_lack_against_one() -> None:
    assert by_marks(page(TITLE, BODY, SECTION, BODY)) == [MARKED, UNMARKED, MARKED, UNMARKED]


@pytest.mark.parametrize("blocks", [(BODY, BODY), ("北山引水工程今日通水", BODY)])
def test_without_marks_nothing_counts(blocks: tuple[str, ...]) -> None:
    assert by_marks(page(*blocks)) == [0.0, 0.0]
    assert not by_levels(page(*blocks)).any()


def test_one_marked_heading_does_not_speak_against_the_others() -> None:
    assert by_marks(page(TITLE, BODY)) == [MARKED, 0.0]


def test_the_highest_level_is_that_of_headlines() -> None:
    signs = np.sign(by_levels(page(TITLE, BODY, SECTION, BODY)))
    assert signs.tolist() == [1, 0, -1, 0]


def test_levels_tell_nothing_where_all_are_alike() -> None:
    assert not by_levels(page(TITLE, BODY, "# 一渠水盘活一座塬", BODY)).any()


@pytest.mark.parametrize("masthead", ["# 汀河日报", "# 第3版：要闻", "# 要闻"])
def test_the_name_of_the_paper_is_no_headline_by_its_level(masthead: str) -> None:
    lower = [
        block.replace("#", "##", 1) if block.startswith("#") else block for block in (TITLE, BODY, SECTION)
    ]
    assert np.sign(by_levels(page(masthead, *lower, BODY))).tolist() == [0, 1, 0, -1, 0]


def test_a_masthead_over_headlines_of_one_level_tells_nothing() -> None:
    assert not by_levels(page("# 汀河日报", SECTION, BODY, "## 渡口恢复通航", BODY)).any()


def test_headlines_under_a_masthead_open_articles() -> None:
    text = """# 汀河日报

## 汀河补种柳树

汀河两岸的柳树今年春天又补种了四千棵，六十里长堤基本实现绿化全覆盖。

### 三代人的堤

护林员苏原的爷爷和父亲都在这条堤上种过树，他自己守了十一年。

## 渡口恢复通航

因上游持续降雨停航五天的渡口，昨天上午恢复通航，首班渡船载着三十八名乘客驶向对岸。"""
    found = [(article.title, len(article.paragraphs)) for article in clean(text).articles]
    assert found == [("汀河补种柳树", 3), ("渡口恢复通航", 1)]


def test_a_kicker_of_a_lower_level_is_no_section_heading() -> None:
    assert by_levels(page(KICKER, TITLE, BODY)).tolist()[0] == 0


def test_a_body_without_headline_goes_on_with_the_article_before_the_briefs() -> None:
    roles = [Role.HEAD, Role.BODY, Role.BODY, Role.BODY]
    items = [Item([0], [[1]]), Item([], [[2]]), Item([], [[3]])]
    found = under_headings(items, roles, [False, False, True, False])
    assert [item.blocks for item in found] == [[0, 1, 3], [2]]


@pytest.mark.parametrize(
    "last", [Item([], [[3]], signoff=4), Item([3], [[4]])], ids=["signed", "under its own headline"]
)
def test_what_is_signed_or_headed_stays_by_itself(last: Item) -> None:
    roles = [Role.HEAD, Role.BODY, Role.BODY, Role.HEAD, Role.BODY]
    items = [Item([0], [[1]]), Item([], [[2]]), last]
    found = under_headings(items, roles, [False, False, True, False, False])
    assert [item.blocks for item in found] == [[0, 1], [2], last.blocks]


def test_a_body_that_no_headed_article_comes_before_stays() -> None:
    items = [Item([], [[0]]), Item([], [[1]])]
    assert len(under_headings(items, [Role.BODY, Role.BODY], [False, False])) == 2


def test_a_heading_is_known_after_its_letters_were_mended() -> None:
    title, mended = "# 一渠水盘活一座塬一一海州北部灌区见闻", "一渠水盘活一座塬——海州北部灌区见闻"
    state = page(title, BODY, SECTION, BODY)
    assert by_marks(state.after("\n\n".join((mended, BODY, SECTION, BODY)))) == by_marks(state)


def test_another_line_is_not_taken_for_the_heading_that_went() -> None:
    state = page(TITLE, BODY, SECTION, BODY)
    assert by_marks(state.after("\n\n".join(("青石村里通公路", BODY, SECTION, BODY))))[0] == UNMARKED


DATED = "本报青石11月28日电（记者林青石）小满时节，青石镇的梯田里一片繁忙，村民们下田插秧。"


@pytest.mark.parametrize("mark", ["# ", ""], ids=["marked", "plain"])
def test_a_text_with_a_dateline_under_the_only_headline_is_its_article(mark: str) -> None:
    (raw,) = read_pages(f"{mark}河滩村图书馆开馆迎来首批读者\n\n{DATED}\n".encode())
    (article,) = clean(raw).articles
    assert article.title == "河滩村图书馆开馆迎来首批读者"
    assert len(article.paragraphs) == 1


def test_a_file_of_blocks_without_text_has_no_articles() -> None:
    assert clean(RawPage("", regions=(Region(),))).articles == ()
