"""Text in reading order: articles part where headlines and credits part them, and nothing is moved."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from cleaner import clean
from cleaner.lab.evaluation.order import WAYS, page_as
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles
from cleaner.models import Models, shipped_models
from cleaner.profiles.press import CREDIT, END_CREDIT

ESSAY = {
    "title": "一渠清水润高原",
    "paragraphs": [
        "清晨的渠边，薄雾还没有散去，护渠人老杨已经走完了五公里。他说，水来了以后，山上的树一年比一年密。",
        "三十年前，这里的人要走两个小时去挑水。一担水回到家，往往只剩下半担，洗菜的水还要留着喂羊。",
        "如今渠水进了院子，家家种上了果树。老杨说，他最爱听的就是夜里哗哗的水声。",
    ],
}
WITHOUT_QUOTES = dict.fromkeys(map(ord, "“”"))
REMARK = {
    "title": "别让老人困在手机外",
    "paragraphs": [
        "近来，不少医院取消了人工挂号的窗口，老人拿着现金却挂不上号，只好请路人帮忙。",
        "技术是为了方便人，而不是为难人。保留几个窗口，多教几次手机，花不了多少钱，却能让许多人少受委屈。",
    ],
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "credit",
    [
        "（作者为某大学社会学院教授）",
        "（本报海州11月11日电）",
        "（本报海州、青石11月11日电 周海、林小舟、王立波）",
        "林小舟 王立波摄影报道",
        "（本报记者周海整理）",
        "（摘编自《海州晚报》）",
    ],
)
def test_behind_its_credit_another_article_begins(way: str, credit: str) -> None:
    signed = {**ESSAY, "paragraphs": [*ESSAY["paragraphs"], credit]}
    raw, _ = page_as([signed, REMARK], way, random.Random(1))
    first, second = clean(raw).articles
    assert (first.title, first.signoff, second.title) == (ESSAY["title"], credit, REMARK["title"])


@pytest.mark.parametrize(("bias", "count"), [(30.0, 2), (-30.0, 1)])
def test_whether_a_head_opens_an_article_is_for_the_model_of_links(bias: float, count: int) -> None:
    links = replace(shipped_models().links, headline_in_order=bias)
    raw, _ = page_as([ESSAY, REMARK], "paragraphs", random.Random(1))
    assert len(clean(raw, models=Models(links=links)).articles) == count


@pytest.mark.parametrize("text", ["投稿邮箱：qu@haizhou.cn", "联系电话：0888-1234567", "王 立图 周 海文"])
def test_where_to_write_to_and_who_drew_stand_at_the_end(text: str) -> None:
    assert plain_roles([text]) == [Role.SIGNOFF]


@pytest.mark.parametrize(
    "text", ["一图读懂渠水文化", "热线：一根线牵起千万家", "渠水图文", "摄影报道大赛开幕"]
)
def test_headlines_of_such_words_are_no_credits(text: str) -> None:
    assert plain_roles([text]) == [None]


@pytest.mark.parametrize("text", ["（记者手记）", "（评论员观察）", "（作者）", "（整理行装）", "（快评）"])
def test_a_series_is_no_credit(text: str) -> None:
    assert not END_CREDIT.fullmatch(text)
    assert not CREDIT.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    [
        "（本报海州、罗马、开罗、东京、巴黎、曼谷、首尔、柏林3月9日电 记者王立、周海文、何小燕、陈一鸣）",
        "（综合本报记者王立、周海文、何小燕、陈一鸣、吴双、郑晓、孙宁报道）",
        "（执笔：王立）",
        "（文字编辑：王立 周海文）",
        "（作者为海州大学（东校区）教授）",
    ],
)
def test_long_credits_and_what_authors_are_stand_at_the_end(text: str) -> None:
    assert plain_roles([text]) == [Role.SIGNOFF]


@pytest.mark.parametrize(
    "text",
    [
        "（综合治理）",
        "（综合新闻）",
        "（执笔人语）",
        "（本报海州3月9日电）水库今年蓄满了，（见图）",
        "（综合来看。水够了报道）",
        "（编辑部的故事）",
    ],
)
def test_what_is_longer_or_shorter_than_a_credit_is_none(text: str) -> None:
    assert not END_CREDIT.fullmatch(text)


def test_a_series_under_its_headline_stays_there() -> None:
    body = REMARK["paragraphs"][0]
    roles = plain_roles(["绿色筑底，生态文明深入人心", "（评论员观察）", body])
    assert roles == [None, None, Role.BODY]


def test_a_headline_between_paragraphs_opens_an_article() -> None:
    raw, _ = page_as([ESSAY, REMARK], "paragraphs", random.Random(1))
    assert [article.title for article in clean(raw).articles] == [ESSAY["title"], REMARK["title"]]


@pytest.mark.parametrize("way", WAYS)
def test_paragraphs_keep_their_order(way: str) -> None:
    raw, _ = page_as([ESSAY, REMARK], way, random.Random(2))
    text = "".join(clean(raw).text.split())
    places = [text.index(p[:12]) for p in [*ESSAY["paragraphs"], *REMARK["paragraphs"]]]
    assert places == sorted(places)


def test_a_stop_changed_at_a_line_end_leaves_no_paragraph_behind() -> None:
    lines = ["在坚实的堤坝面前、", "在坚定的人们面前，洪水终于", "退去，村庄保住了，庄稼也保", "住了。"]
    text = clean("\n".join(lines)).text
    assert "\n" not in text.strip()


@pytest.mark.parametrize("line_end", ["\n", " "])
def test_paragraphs_that_end_on_a_full_line_stay_apart(line_end: str) -> None:
    whole = [*ESSAY["paragraphs"], *REMARK["paragraphs"]]
    full = [text[: len(text) // 15 * 15 - 1].rstrip("，。、") + "水土。" for text in whole]
    full = [text[: len(text) // 15 * 15 - 1] + "。" for text in full]
    blocks = [line_end.join(text[i : i + 15] for i in range(0, len(text), 15)) for text in full]
    found = [p.text for article in clean("\n\n".join(blocks)).articles for p in article.paragraphs]
    assert [text.translate(WITHOUT_QUOTES) for text in found] == full


@pytest.mark.parametrize("series", ["山海之间·走进百村", "山海之间"])
def test_a_headline_may_lack_the_last_bracket_of_its_series(series: str) -> None:
    assert plain_roles([f"一渠清水润高原（{series}"]) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "一渠清水润高原（见左图",
        "一渠清水润高原（山海之间是一档节目",
        "他见到了护渠人老杨（时任村支书·",
        "山海之间·走进百村）",
    ],
)
def test_other_open_brackets_are_of_a_paragraph(text: str) -> None:
    assert plain_roles([text]) == [Role.BODY]


@pytest.mark.parametrize("way", ["paragraphs", "printed lines", "joined lines"])
def test_a_headline_is_of_the_news_right_under_it(way: str) -> None:
    news = {
        "title": "海州举行龙舟赛",
        "paragraphs": [f"本报海州11月11日电（记者周海）{ESSAY['paragraphs'][1]}"],
    }
    raw, _ = page_as([ESSAY, news, REMARK], way, random.Random(1))
    assert [article.title for article in clean(raw).articles] == [
        one["title"] for one in (ESSAY, news, REMARK)
    ]


@pytest.mark.parametrize("way", ["printed lines", "joined lines"])
@pytest.mark.parametrize("title", ["海州建成百座村史馆", "为一渠清水守好每一公里"])
def test_a_headline_as_wide_as_a_line_is_a_headline(
    way: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.lab.evaluation.order.WIDTHS", (len(title),))
    raw, _ = page_as([ESSAY, {**REMARK, "title": title}], way, random.Random(1))
    assert [article.title for article in clean(raw).articles][:2] == [ESSAY["title"], title]


@pytest.mark.parametrize("way", ["printed lines", "joined lines"])
def test_the_last_words_of_a_paragraph_are_no_headline(way: str) -> None:
    raw, _ = page_as([ESSAY, REMARK], way, random.Random(1))
    first, second = clean(raw).articles
    assert [len(article.paragraphs) for article in (first, second)] == [3, 2]
