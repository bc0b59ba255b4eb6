"""Roundups with their headed parts; what belongs to a headline and what does not."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.articles import split_articles
from cleaner.layout.links.item import Item
from cleaner.layout.links.lone_heads import with_kickers
from cleaner.layout.links.roundups import in_large_type, with_parts
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles, roles_of
from cleaner.layout.state import PageState
from cleaner.normalizers import restore_dashes, split_paragraphs

BODY = (
    "青石镇三座水库今年全部完成除险 加固，汛期以来共拦蓄洪水三百万立 方米，下游六个村的两千亩稻田没有 受淹，"
    "秋粮收成好于去年。"
)
MORE = (
    "县水务局说，加固工程从前年冬天开 工，资金由省、县两级分担，明年还 将整修另外五座小型水库，并在坝上 "
    "装设水位自动测报设备。"
)


def page_of(*blocks: str) -> PageState:
    return PageState("\n\n".join(blocks))


def parted(*fronts: list[str], chains: int = 1, signoff: bool = False) -> list[list[int]]:
    """The blocks of the items of a page of items with these front matters, so many paragraphs each."""
    texts: list[str] = []
    roles: list[Role] = []
    items: list[Item] = []
    for front in fronts:
        item = Item()
        for text in front:
            item.front.append(len(texts))
            texts.append(text)
            roles.append(Role.BYLINE if text.startswith("本报记者") else Role.HEAD)
        for _ in range(chains):
            item.chains.append([len(texts)])
            texts.append(BODY)
            roles.append(Role.BODY)
        if signoff and items:
            item.signoff = len(texts)
            texts.append("（周满山）")
            roles.append(Role.SIGNOFF)
        items.append(item)
    state = page_of(*texts)
    return [item.blocks for item in with_parts(items, roles, texts, state)]


def test_the_headed_parts_of_a_roundup_are_of_one_article() -> None:
    assert parted(["国内联播快讯"], ["青石镇水库完成加固"], ["东港区食堂开张"]) == [[0, 1, 2, 3, 4, 5]]


@pytest.mark.parametrize(
    "front",
    [
        ["东港区食堂开张", "本报记者 林秀禾"],
        ["国际联播快讯"],
        ["东港区建设社区食堂的经验在全省推广开来值得学习"],
    ],
)
def test_an_article_of_its_own_ends_a_roundup(front: list[str]) -> None:
    assert len(parted(["国内联播快讯"], front)) == 2


def test_what_is_longer_or_signed_is_no_part_of_a_roundup() -> None:
    assert len(parted(["国内联播快讯"], ["东港区食堂开张"], chains=4)) == 2
    assert len(parted(["国内联播快讯"], ["东港区食堂开张"], signoff=True)) == 2


def test_a_label_over_an_article_with_a_byline_goes_before_the_first_part() -> None:
    label, article = "国内联播快讯", ["青石镇水库完成加固", "本报记者 林秀禾"]
    assert parted([label, *article], ["东港区食堂开张"]) == [[1, 2, 3], [0, 4, 5]]
    assert parted([label, *article], article) == [[0, 1, 2, 3], [4, 5, 6]]
    assert parted([label, article[1]], ["东港区食堂开张"]) == [[0, 1, 2, 3, 4]]


@pytest.mark.parametrize("jump", [[], ["上接第1版"]])
def test_the_heading_of_the_first_part_is_no_headline(jump: list[str]) -> None:
    parts = ["东港区食堂开张", MORE, "全县公路养护结束", BODY]
    (article,) = clean("\n\n".join(["国内联播快讯", *jump, *parts])).articles
    assert (article.title, article.subtitles) == ("国内联播快讯", ())
    assert [p.text for p in article.paragraphs if p.kind == "heading"] == parts[::2]


def test_headlines_over_a_byline_stay_headlines_under_a_label() -> None:
    (article,) = clean("\n\n".join(["国内联播快讯", "青石镇水库完成加固", "本报记者 林秀禾", BODY])).articles
    assert article.title == "青石镇水库完成加固"


@pytest.mark.parametrize("label", ["一句话新间", "要闻速贤"])
def test_a_label_may_be_misread_in_its_last_character(label: str) -> None:
    assert plain_roles([label, BODY]) == [Role.FURNITURE, Role.BODY]


@pytest.mark.parametrize("text", ["全县高速通车", "一句话新意尽出", "速览全县"])
def test_words_of_labels_in_other_places_are_none(text: str) -> None:
    assert plain_roles([text, BODY]) == [None, Role.BODY]


def bare_part(opening: str, *front: str) -> list[list[int]]:
    """The blocks of a roundup, and of what follows: front matter, if any, a short block and a paragraph."""
    texts = ["国内联播快讯", BODY, *front, opening, MORE]
    roles = [Role.HEAD, Role.BODY, *([Role.HEAD] * len(front)), Role.BODY, Role.BODY]
    start = 2 + len(front)
    items = [Item([0], [[1]]), Item(list(range(2, start)), [[start], [start + 1]])]
    return [item.blocks for item in with_parts(items, roles, texts, page_of(*texts))]


def test_a_part_whose_heading_was_taken_for_text_stays_in_its_roundup() -> None:
    assert bare_part("青石镇水库完成加固") == [[0, 1, 2, 3]]
    assert len(bare_part("青石镇水库完成加固。")) == 2  # a sentence, so a piece of another article
    assert len(bare_part("本报青石5月20日电 青石镇水库完成加固")) == 2


def test_the_lines_of_a_heading_of_a_part_are_one_paragraph() -> None:
    texts = ["国内联播快讯", BODY, "青石镇三座水库今年汛期以前完", "成加固", MORE]
    roles = [Role.HEAD, Role.BODY, Role.HEAD, Role.HEAD, Role.BODY]
    items = [Item([0], [[1]]), Item([2, 3], [[4]])]
    (item,) = with_parts(items, roles, texts, page_of(*texts))
    assert item.chains == [[1], [2, 3], [4]]
    short = [*texts[:2], "水库完成加固", "食堂今日开张", MORE]
    (item,) = with_parts([Item([0], [[1]]), Item([2, 3], [[4]])], roles, short, page_of(*short))
    assert item.chains == [[1], [2], [3], [4]]


def test_a_name_of_a_series_over_a_headline_is_a_part_of_it() -> None:
    (article,) = split_articles(f"【乡村新面貌】\n\n三座水库安全度汛\n\n{BODY}\n\n{MORE}")
    assert (article.title, article.kicker) == ("【乡村新面貌】三座水库安全度汛", "")
    (article,) = split_articles(f"【乡村】新面貌展\n\n三座水库安全度汛\n\n{BODY}\n\n{MORE}")
    assert (article.title, article.subtitles) == ("【乡村】新面貌展", ("三座水库安全度汛",))


def test_headlines_without_a_label_keep_their_articles() -> None:
    assert len(parted(["青石镇水库完成加固"], ["东港区食堂开张"])) == 2


def test_a_label_over_a_byline_is_a_headline_and_over_a_dateline_none() -> None:
    roundup = page_of("国内联播快讯", "本报记者 林秀禾", "青石镇水库完成加固", BODY, MORE)
    assert roles_of(roundup)[0] is Role.HEAD
    parts = page_of("国内联播快讯", "青石镇水库完成加固", BODY, "东港区食堂开张", MORE)
    assert roles_of(parts)[0] is Role.HEAD
    box = page_of("一句话新闻", "本报青石5月20日电 " + BODY, MORE)
    assert roles_of(box)[0] is Role.FURNITURE


LIKE_TEXT = "今年前9个月，三万吨水产品运往外地 各港口"
"""A heading in two lines that reads like a piece of a paragraph."""


def test_a_heading_that_reads_like_text_opens_a_roundup_where_another_one_comes_soon() -> None:
    state = page_of("国内联播快讯", LIKE_TEXT, BODY, "东港区食堂开张", MORE)
    assert roles_of(state)[:2] == [Role.HEAD, Role.HEAD]


@pytest.mark.parametrize(
    "under",
    [
        [LIKE_TEXT, BODY, MORE],
        [LIKE_TEXT, f"本报青石5月20日电 {BODY}", "东港区食堂开张", MORE],
        [f"{LIKE_TEXT}。", BODY, "东港区食堂开张", MORE],
    ],
)
def test_elsewhere_it_is_text_and_the_label_that_of_a_box(under: list[str]) -> None:
    assert roles_of(page_of("国内联播快讯", *under))[:2] == [Role.FURNITURE, Role.BODY]


def test_the_reporter_cut_off_from_a_dateline_signs_nothing() -> None:
    roles = plain_roles(["本报青石5月20日电", "（记者 周满山）", BODY])
    assert roles[1] is Role.BODY
    assert plain_roles([BODY, "（记者 周满山）", "本报青石5月20日电"])[1] is Role.SIGNOFF


def test_spaces_round_the_figures_of_a_dateline_do_not_hide_it() -> None:
    assert plain_roles(["本报青石 5 月 20 日电 州图书馆新馆昨日开馆"]) == [Role.BODY]
    assert plain_roles(["本报记者 来电询问 5 个水库"]) == [None]


def test_a_misread_mark_in_the_name_of_a_series_ends_no_sentence() -> None:
    name = "守好一库水（乡村新面貌。百村行）"
    assert plain_roles([name]) == [None]
    assert plain_roles(["守好一库水。（乡村新面貌）"]) == [Role.BODY]
    assert plain_roles(["（乡村新面貌。百村行）"]) == [Role.BODY]


def test_a_kicker_is_parted_from_its_headline_behind_its_dash() -> None:
    text = f"全县防汛工作三年见成效—— 三座水库安全度汛（权威发布）\n\n{BODY}\n\n{MORE}"
    (article,) = clean(text).articles
    assert (article.kicker, article.title) == ("全县防汛工作三年见成效——", "三座水库安全度汛（权威发布）")


def test_only_a_kicker_that_stands_alone_gets_the_headline_behind_it() -> None:
    texts = ["三年见成效——", "三座水库安全度汛", BODY]
    roles = [Role.HEAD, Role.HEAD, Role.BODY]

    def kept(*items: Item, texts: list[str] = texts) -> list[list[int]]:
        return [item.blocks for item in with_kickers(items, roles, texts)]

    assert kept(Item(front=[0]), Item(front=[1], chains=[[2]])) == [[0, 1, 2]]
    assert kept(Item(front=[0], signoff=2), Item(front=[1])) == [[0, 2], [1]]
    assert kept(Item(front=[0]), Item(chains=[[2]]), Item(front=[1])) == [[0], [2], [1]]
    assert kept(Item(front=[0]), Item(front=[1]), texts=["三年见成效", *texts[1:]]) == [[0], [1]]


@pytest.mark.parametrize(
    "text",
    [
        "三座水库安全度汛—— 访谈",  # too short for a headline
        "三座水库安全度汛——全县防汛工作见成效",  # printed in one line
        "他说，汛期以来—— 三座水库拦蓄洪水三百万立方米。",  # a sentence
        "《防汛三年见成效—— 三座水库安全度汛》出版发行",  # the dash of a title
    ],
)
def test_a_dash_inside_a_line_parts_nothing(text: str) -> None:
    page = f"{text}\n\n{BODY}\n\n{MORE}"
    assert split_paragraphs(page).startswith(text)


def test_what_opens_with_a_dash_is_no_headline_behind_another_line() -> None:
    (article,) = split_articles(f"清泉长流\n\n——纪录片《青石水库》引起热烈反响\n\n{BODY}")
    assert (article.title, article.subtitles) == ("清泉长流", ("——纪录片《青石水库》引起热烈反响",))
    (article,) = split_articles(f"——纪录片《青石水库》引起热烈反响\n\n{BODY}")
    assert article.title == "——纪录片《青石水库》引起热烈反响"


@pytest.mark.parametrize("stroke", ["一", "\uff0d", "\u2014", "\uff0d\u2014", "一\u2014"])
def test_one_stroke_before_a_subheadline_is_a_dash(stroke: str) -> None:
    page = f"清泉长流润万家\n\n{stroke}纪录片《青石水库》引起热烈反响\n\n{BODY}\n\n{MORE}"
    assert "——纪录片《青石水库》" in restore_dashes(page)


@pytest.mark.parametrize("line", ["一渠清水润万家", "一张网管好千条河", "一个水库的故事", "一九八五年的大坝"])
def test_one_stroke_that_begins_a_word_stays(line: str) -> None:
    page = f"青石镇三座水库除险加固\n\n{line}\n\n{BODY}\n\n{MORE}"
    assert restore_dashes(page) == page


def test_where_no_columns_show_nothing_is_known_to_be_in_larger_type() -> None:
    state = page_of("国内联播快讯", "青石镇水库完成加固", BODY.replace(" ", ""))
    assert not state.column_widths
    assert in_large_type(state) == [False, False, False]


def test_a_heading_of_the_highest_level_is_no_part_of_a_roundup() -> None:
    body = BODY.replace(" ", "")
    text = "\n\n".join(["# 国内联播快讯", "## 青石镇水库完成加固", body, "# 东港区食堂开张", body])
    assert in_large_type(PageState(text)) == [True, False, False, True, False]


HARBOUR = ("渔港扩建工程完工", "渔港码头本月完成改造，能同时停靠三十艘渔船，冷库也扩大了一倍。")
PARTS = (
    "北礁村修好水渠",
    "北礁村上月修好水渠三公里，可浇地八百亩。",
    "县图书馆新馆开放",
    "县图书馆新馆昨日开放，藏书二十万册。",
    "南湾小学添置电脑",
    "南湾小学添置电脑四十台，学生都能上机。",
)


def found_in(*blocks: str) -> list[tuple[str, list[str]]]:
    """The articles of a text: title and kinds of paragraphs."""
    articles = clean("\n\n".join(blocks)).articles
    return [(article.title, [part.kind for part in article.paragraphs]) for article in articles]


def test_the_first_part_under_a_label_keeps_its_heading() -> None:
    headed = ["heading", "body"] * 3
    assert found_in(*HARBOUR, "国内联播快讯", *PARTS) == [(HARBOUR[0], ["body"]), ("国内联播快讯", headed)]


def test_a_label_that_was_read_over_the_headline_of_another_article_keeps_its_own_parts() -> None:
    signed = HARBOUR[0], "本报记者 罗芳", *HARBOUR[1:]
    assert sorted(found_in("国内联播快讯", *signed, *PARTS)) == [
        ("国内联播快讯", ["heading", "body"] * 3),
        (HARBOUR[0], ["body"]),
    ]


def test_an_article_with_a_byline_under_a_label_keeps_its_text_where_no_parts_follow() -> None:
    signed = HARBOUR[0], "本报记者 罗芳", *HARBOUR[1:]
    (article,) = clean("\n\n".join(("国内联播快讯", *signed, PARTS[1]))).articles
    assert [part.text for part in article.paragraphs] == [HARBOUR[1], PARTS[1]]


def test_briefs_with_datelines_under_a_label_stay_apart() -> None:
    briefs = [f"本报东屿5月3日讯 {text}" for text in PARTS[1::2]]
    assert found_in("简讯", *briefs) == [("", ["body"])] * 3
