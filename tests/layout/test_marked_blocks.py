"""Files of blocks without boxes, such as Markdown: their headings, and articles that a box interrupts."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.layout.links.headings import marked_blocks
from cleaner.layout.state import PageState
from cleaner.normalizers import split_paragraphs
from cleaner.readers import read_pages

ARTICLE = (
    "# 北山引水工程今日通水",
    "本报记者林秀禾",
    "水来了，塬上的群众奔走相告，今年的冬小麦有了保障。县水务局说，加固工程从前年冬天开工，明年还将整修五座小型",
)
REST = (
    "水库，并在坝上装设水位自动测报设备。汛期以来三座水库共拦蓄洪水三百万立方米，下游六个村的稻田没有受淹。",
    "秋粮收成好于去年，种粮的周满山说，往后浇地不用再看天了。",
)
BRIEF = ("本报海州5月20日电州图书馆新馆昨日开馆，首日接待读者三千多人。（林志）",)
NEXT = (
    "# 东港区食堂开张",
    "本报记者周满山",
    "东港区第一家社区食堂昨天开张，老人一顿饭花十元钱，有荤有素，还有热汤。",
)


def articles(*parts: tuple[str, ...]) -> list[str]:
    """The articles of a Markdown file of these blocks, each as its text without blanks."""
    [page] = read_pages("\n\n".join(block for part in parts for block in part).encode())
    found = clean(page)
    assert found.audit().holds
    assert clean(found.text).text == found.text
    return ["".join(article.text.split()) for article in found.articles]


def of(*parts: tuple[str, ...]) -> str:
    return "".join(block.removeprefix("# ") for part in parts for block in part)


def test_an_article_goes_on_behind_a_brief_in_its_midst() -> None:
    assert articles(ARTICLE, BRIEF, REST, NEXT) == [of(ARTICLE, REST), of(BRIEF), of(NEXT)]


@pytest.mark.parametrize("order", [(ARTICLE, REST, NEXT, BRIEF), (NEXT, ARTICLE, REST, BRIEF)])
def test_what_stands_right_is_left(order: tuple[tuple[str, ...], ...]) -> None:
    found = articles(*order)
    assert "".join(found) == of(*order)
    assert of(ARTICLE, REST) in found


def test_plain_text_is_not_taken_for_blocks_that_a_reader_joined() -> None:
    text = "\n\n".join((*ARTICLE, *BRIEF, *REST, *NEXT)).replace("# ", "")
    assert not PageState(text).has_joined_blocks
    assert "".join(clean(text).text.split()) == "".join(text.split())


def test_headings_of_a_file_are_known_to_the_state_of_the_page() -> None:
    [page] = read_pages("# 三座水库建成\n\n全部蓄水。\n\n## 蓄水\n\n下月放水。\n".encode())
    state = PageState(page.text, marked=marked_blocks(page))
    assert state.headings == {"三座水库建成": 1, "蓄水": 2}
    assert state.after("三座水库建成").headings == state.headings
    assert state.after("三座水库建成").has_joined_blocks


def test_printed_columns_tell_more_than_that_a_reader_made_blocks() -> None:
    line = "水来了塬上的群众奔走相告今年的"
    [page] = read_pages(f"# 三座水库建成\n\n{' '.join([line] * 6)}\n".encode())
    state = PageState(page.text, marked=marked_blocks(page))
    assert state.column_widths
    assert not state.has_joined_blocks


def test_plain_text_has_no_marked_blocks() -> None:
    [page] = read_pages("三座水库建成\n\n全部蓄水。\n".encode())
    assert marked_blocks(page) is None


def test_an_article_opens_with_a_dateline_right_behind_a_sentence() -> None:
    text = "全线今日通车。（林志）本报海州5月20日电州图书馆开馆。"
    assert split_paragraphs(text) == "全线今日通车。（林志）\n\n本报海州5月20日电州图书馆开馆。"


@pytest.mark.parametrize(
    "text",
    ["据本报海州5月20日电，州图书馆开馆。", "本报海州5月20日电州图书馆开馆。", "他在本报海州5月20日电中说。"],
)
def test_a_dateline_inside_a_sentence_opens_nothing(text: str) -> None:
    assert split_paragraphs(text) == text


REPORT = "# 松岭县发布高温预警\n\n昨天下午，松岭县气象台发布高温橙色预警，提醒市民注意防暑降温。\n\n"
COMMENT = "高温年年有，防暑不能年年临时抱佛脚。工地、车站、菜市场，都该提前备好凉茶。\n"


@pytest.mark.parametrize(
    ("heading", "count"),
    [("## 快评：防暑要防在前头", 2), ("## 防暑要防在前头\n\n本报评论员 顾承", 2), ("## 防暑要防在前头", 1)],
)
def test_a_lower_heading_opens_an_article_where_it_is_a_comment_or_signed(heading: str, count: int) -> None:
    page = clean(f"{REPORT}{heading}\n\n{COMMENT}")
    assert page.articles[0].title == "松岭县发布高温预警"
    assert len(page.articles) == count


@pytest.mark.parametrize("between", ["", " "])
def test_the_label_of_a_box_leaves_the_heading_it_was_read_with(between: str) -> None:
    heading = f"# 一渠清水润高原（记者手记）{between}各地短波"
    assert articles((heading, ARTICLE[2], REST[0]), BRIEF, NEXT) == [
        of(("一渠清水润高原（记者手记）", ARTICLE[2], REST[0])),
        of(BRIEF),
        of(NEXT),
    ]
