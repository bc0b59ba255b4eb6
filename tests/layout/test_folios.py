"""What a page says of itself: number, date, newspaper; and what says nothing of the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.layout.roles.folios import Folio, read_folio

TITLE = "柳湾乡春茶开采"
BODY = "本报5月3日讯（记者 周海）近日，柳湾乡的春茶陆续开采，首批三百斤当天卖完，茶农喜上眉梢。"

FOLIOS = {
    "柳江日报 2021年3月8日 星期一 第5版": Folio("5", "2021-03-08", "柳江日报"),
    "2021年3月8日 星期一 第5版": Folio("5", "2021-03-08"),
    "第5版 要闻 2021年3月8日": Folio("5", "2021-03-08"),
    "2021 年 3 月 8 日 星 期 一": Folio("", "2021-03-08"),
    "星期一 2021.3.8 要闻 05": Folio("5", "2021-03-08"),
    "2021-03-08": Folio("", "2021-03-08"),
    "2021/3/8 周一 柳江晚报": Folio("", "2021-03-08", "柳江晚报"),
    "A05 财经 2021-03-08": Folio("A5", "2021-03-08"),
    "二〇二一年三月八日 星期一": Folio("", "2021-03-08"),
    "二○二一年三月八日 第十二版": Folio("12", "2021-03-08"),
    "二零二一年十二月三十一日 星期五": Folio("", "2021-12-31"),
    "一九七八年十二月十九日 星期二 第一版": Folio("1", "1978-12-19"),
    "2021年3月8日 星期一 农历辛丑年正月廿五": Folio("", "2021-03-08"),
    "第05版：要闻": Folio("5"),
    "第五版": Folio("5"),
    "要闻 05": Folio("5"),
    "· 5 ·": Folio("5"),
    "—12—": Folio("12"),
    "柳江晚报": Folio("", "", "柳江晚报"),
    "文汇报 2021年3月8日 星期一 第3版": Folio("3", "2021-03-08", "文汇报"),
    "民國二十六年七月八日 星期四 第二版": Folio("2", "1937-07-08"),
    "中華民國109年7月13日 星期一": Folio("", "2020-07-13"),
    "柳江時報 2021年3月8日 第5版": Folio("5", "2021-03-08", "柳江時報"),
    "5 柳江日报 2021年3月8日": Folio("5", "2021-03-08", "柳江日报"),
    "今日8版 第5版 2021年3月8日": Folio("5", "2021-03-08"),
}

NOTHING = [
    "2021年2月30日 星期二",
    "2021年13月8日 星期一",
    "2021年3月0日 第版",
    "2021年3月8日上午",
    "2021年3月8日召开",
    "本报2021年3月8日讯",
    "3月8日",
    "星期一",
    "2021年",
    "第5版刊登的文章",
    "我国第五版药典",
    "柳江日报社记者何敏",
    "据柳江日报报道",
    "喜报",
    "今日8版",
    "第10688期",
    "共12版",
    "本版编辑：何敏",
    "国内统一连续出版物号CN 45-0099",
    "农历辛丑年正月廿五",
    "12.5",
    "1. 强化责任",
    "盟市动态",
    "二手房",
    "5号楼",
    "3月8日出版",
]


@pytest.mark.parametrize(("line", "folio"), FOLIOS.items())
def test_a_line_at_the_head_tells_of_the_page(line: str, folio: Folio) -> None:
    assert read_folio([line]) == folio


@pytest.mark.parametrize("line", NOTHING)
def test_other_lines_tell_nothing(line: str) -> None:
    assert read_folio([line]) == Folio()


@pytest.mark.parametrize("line", [line for line in FOLIOS if " " in line and "時" not in line])
def test_the_fields_are_those_of_the_page_and_its_articles(line: str) -> None:
    page = clean(f"{line}\n\n{TITLE}\n\n{BODY}\n")
    wanted = FOLIOS[line]
    assert (page.page_number, page.date, page.newspaper) == (wanted.number, wanted.date, wanted.newspaper)
    assert {article.page_number for article in page.articles} == {wanted.number}


# What is not certain


@pytest.mark.parametrize(
    ("lines", "folio"),
    [
        (["2021年3月8日 星期二"], Folio()),  # it was a Monday
        (["2021年3月8日 星期一", "2021年3月9日 星期二"], Folio()),
        (["柳江日报", "柳江晚报"], Folio()),
        (["第5版", "第6版"], Folio()),
        (["第5版 2021年3月8日", "6"], Folio("5", "2021-03-08")),  # a bare number says less
        (["5", "6"], Folio()),
        (["柳江日报 第5版", "柳江日报 2021年3月8日"], Folio("5", "2021-03-08", "柳江日报")),
        (["第05版", "第五版"], Folio("5")),
        (["2021年3月8日\n第5版"], Folio("5", "2021-03-08")),
    ],
)
def test_what_two_lines_tell_differently_is_left_empty(lines: list[str], folio: Folio) -> None:
    assert read_folio(lines) == folio


@pytest.mark.parametrize(
    "body",
    [
        f"{BODY}\n\n2021年3月8日，柳江日报第5版刊登了消息。",
        f"{BODY}\n\n2021年3月8日",
        "柳江日报2021年3月8日电 近日，柳湾乡的春茶陆续开采，首批三百斤当天卖完，茶农喜上眉梢。",
        "据柳江晚报2021年3月8日报道，柳湾乡的春茶陆续开采，首批三百斤当天卖完，茶农喜上眉梢。",
        "本报讯 2021年3月8日，星期一，柳湾乡的春茶陆续开采，首批三百斤当天卖完，茶农喜上眉梢。（转第5版）",
    ],
)
def test_what_an_article_says_is_not_of_the_page(body: str) -> None:
    page = clean(f"{TITLE}\n\n{body}\n")
    assert page.folio == Folio()
    assert all(article.page_number == "" for article in page.articles)


@given(st.lists(st.text(alphabet="0159年月日第版星期一二十零〇民国 报日柳A.-\n", max_size=20), max_size=3))
def test_any_lines_give_a_folio(lines: list[str]) -> None:
    folio = read_folio(lines)
    assert folio == read_folio(reversed(lines))
    assert not folio.date or len(folio.date.split("-")) == 3
