"""Files of blocks whose lines a reader joined: what is a piece of a paragraph, and what stands right."""

from __future__ import annotations

import pytest

from cleaner import Page, clean
from cleaner.layout.links.articles import truncated_of
from cleaner.layout.reading import MarkedBlocks
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import roles_of
from cleaner.layout.roles.head_evidence import are_cut
from cleaner.layout.roles.signatures import dates_under_names
from cleaner.layout.state import PageState
from cleaner.normalizers import split_paragraphs
from cleaner.readers import read_pages

HEADLINE = "北山引水工程今日通水"
BROKEN = "水来了，塬上的人奔走相告，冬小麦有了保障。县水务局说，加固工程从前年冬天开工，明年还将整修五座小型"
PIECE = "水库，并在坝上装设水位自动测报"
REST = "设备。汛期以来三座水库共拦蓄洪水三百万立方米，下游六个村的稻田没有受淹。"
WHOLE = (
    "秋粮收成好于去年，种粮的周满山说，往后浇地不用再看天了。",
    "镇里还修了十二公里水渠，家家户户门前都通了水，旱地成了水田。",
)
NOTICE = (
    "关于调整供水时间的通知",
    "因水库检修，自6月5日起每日供水时间为6时至10时、17时至21时。",
    "特此通知。",
)
SIGNED = ("青石镇人民政府", "2023年6月2日")


def page_of(*blocks: str) -> Page:
    """The clean page of a Markdown file of these blocks, which does not change once more."""
    [raw] = read_pages("\n\n".join(blocks).encode(), "markdown")
    page = clean(raw)
    assert page.audit().holds
    assert clean(page.text).text == page.text
    return page


def state_of(*blocks: str) -> PageState:
    """The state of a file whose reader marked no headings."""
    return PageState("\n\n".join(blocks), marked=MarkedBlocks({}))


def test_a_line_between_the_halves_of_a_paragraph_is_no_headline() -> None:
    state = state_of(HEADLINE, BROKEN, PIECE, REST, *WHOLE)
    assert state.has_joined_blocks
    assert roles_of(state) == [Role.HEAD, *[Role.BODY] * 5]


def test_a_heading_between_whole_paragraphs_is_one_beside_pieces_too() -> None:
    state = state_of(HEADLINE, BROKEN, PIECE, REST, "科学调度保安全", *WHOLE)
    assert roles_of(state)[4] is Role.HEAD


@pytest.mark.parametrize(
    ("texts", "cut"),
    [
        ((BROKEN, REST, BROKEN, REST, *WHOLE), True),
        ((BROKEN, REST, *WHOLE), False),  # one paragraph lost its end
        ((REST, *WHOLE), False),
        (("他说：", *WHOLE), False),  # speech follows
        (("- 番茄 2个", "- 鸡蛋 3个", "图3-1 修渠工地", "灯在水里摇"), False),  # no clauses
        ((), False),
    ],
)
def test_pieces_end_without_a_stop(texts: tuple[str, ...], *, cut: bool) -> None:
    assert are_cut(texts, [Role.BODY] * len(texts)) is cut


def test_headlines_are_no_pieces() -> None:
    assert not are_cut([HEADLINE, *WHOLE], [Role.HEAD, Role.BODY, Role.BODY])


def test_where_stops_were_lost_no_paragraph_is_said_to_be_cut_short() -> None:
    state = state_of(HEADLINE, WHOLE[0].rstrip("。"), WHOLE[1].rstrip("。"), REST)
    assert truncated_of(state) == frozenset()


def test_a_paragraph_that_breaks_off_is_cut_short_where_others_end_with_stops() -> None:
    whole = [f"{number}组{WHOLE[0]}" for number in range(1, 20)]
    [last] = truncated_of(state_of(HEADLINE, *whole, BROKEN.removesuffix("五座小型") + "五"))
    assert last == 20


def test_items_in_one_block_are_parted_behind_a_credit() -> None:
    block = f"{WHOLE[0]}（曹磊超）{WHOLE[1]}"
    proposed = list(split_paragraphs.proposals(state_of(block, *WHOLE)))
    assert [(edit.start, edit.end) for edit in proposed] == [
        (len(WHOLE[0]), len(WHOLE[0])),
        (len(WHOLE[0]) + 5, len(WHOLE[0]) + 5),
    ]


@pytest.mark.parametrize("remark", ["（见图一）", "（以下同）", "曹磊超"])
def test_a_remark_in_brackets_parts_nothing(remark: str) -> None:
    assert not list(split_paragraphs.proposals(state_of(f"{WHOLE[0]}{remark}{WHOLE[1]}", *WHOLE)))


def test_questions_and_answers_under_one_heading_are_one_article() -> None:
    turns = ("问：水费多少钱一吨？", "答：居民用水每吨两元。", "问：在哪里缴费？", "答：镇政府一楼大厅。")
    [article] = page_of("# 水费问答", *turns).articles
    assert article.title == "水费问答"
    assert [paragraph.text for paragraph in article.paragraphs] == list(turns)


def test_a_box_between_whole_paragraphs_stays_where_it_stands() -> None:
    blocks = ("# " + HEADLINE, WHOLE[0], "本报海州5月20日电 州图书馆新馆昨日开馆。", WHOLE[1])
    text = "".join(page_of(*blocks).text.split())
    assert text == "".join("".join(blocks).removeprefix("# ").split())


def test_a_marked_character_is_a_heading_and_stays_in_its_line() -> None:
    page = page_of(
        "# 第三章 水渠", WHOLE[0], "## 一", "石头运来的那天，全村的人都到了河边。", "## 二", WHOLE[1]
    )
    assert "\n一\n" in page.text
    assert "\n二\n" in page.text


def test_a_character_that_is_not_marked_may_be_a_piece() -> None:
    state = state_of(HEADLINE, BROKEN, "水", PIECE + REST)
    assert roles_of(state)[2] is Role.BODY


@pytest.mark.parametrize("mark", ["", "# ", "## "])
def test_a_heading_behind_who_signed_a_notice_and_when_opens_an_article(mark: str) -> None:
    blocks = (mark + NOTICE[0], *NOTICE[1:], *SIGNED, mark + HEADLINE, WHOLE[1])
    first, second = page_of(*blocks).articles
    assert (first.title, second.title) == (NOTICE[0], HEADLINE)
    assert first.signoff == SIGNED[1]
    assert first.paragraphs[-1].text == SIGNED[0]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((*NOTICE, *SIGNED), [4]),
        ((*NOTICE, "青石镇供水站（章）", "二〇二三年六月二日"), [4]),
        ((NOTICE[0], *SIGNED, NOTICE[1]), []),  # under a headline it is the date of what follows
        ((*NOTICE, SIGNED[1]), []),
        ((*NOTICE, "联系电话：0471-123456", SIGNED[1]), []),
        ((*NOTICE, "联系人：陈岚", *SIGNED), [5]),  # behind fields
        ((*NOTICE, "请互相转告", *SIGNED), []),
        ((*NOTICE, SIGNED[0], "2023年6月"), []),
        ((*NOTICE, SIGNED[0], "2023年6月2日起施行"), []),
    ],
)
def test_a_date_under_a_name_behind_a_text_says_when_that_was_signed(
    texts: tuple[str, ...], found: list[int]
) -> None:
    assert list(dates_under_names(texts)) == found


@pytest.mark.parametrize("mark", ["", "- ", "1. ", "● "])
def test_a_space_behind_the_dateline_of_an_item_holds_no_mark(mark: str) -> None:
    text = f"{mark}本报沙坪6月1日电 沙坪乡的桃子今年丰收，全乡产量预计达到八千吨，比去年增加两成。"
    assert "日电，" not in clean(f"{text}\n{mark}本报白塔6月1日电 白塔乡昨日开通公交，每天六班。").text


PARTS = ("**一、蓄水**", WHOLE[0], "**二、修渠**", WHOLE[1])


def test_lines_in_bold_under_a_heading_are_headings_of_a_lower_level() -> None:
    first, second = page_of("# " + HEADLINE, *PARTS, "# 东港区食堂开张", REST).articles
    assert (first.title, second.title) == (HEADLINE, "东港区食堂开张")
    assert [part.text for part in first.paragraphs] == [part.strip("*") for part in PARTS]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# 通水\n\n**蓄水**\n\n__修渠__", [1, 2, 2]),
        ("## 通水\n\n**蓄水**", [2, 3]),
        ("**蓄水**\n\n水来了。", [None, None]),  # nothing is marked as a heading
        ("# 通水\n\n**水来了。**\n\n**记者：** 水来了", [1, None, None]),
        ("# 通水\n\n**蓄水**，昨日\n\n*蓄水*", [1, None, None]),
    ],
)
def test_a_short_block_in_bold_is_a_heading_where_others_are_marked(
    text: str, levels: list[int | None]
) -> None:
    [page] = read_pages(text.encode(), "markdown")
    assert [region.level for region in page.regions] == levels


def test_a_heading_of_the_highest_level_opens_an_article_where_no_paragraph_is_cut() -> None:
    page = page_of("# " + HEADLINE, WHOLE[0], "## 修渠", WHOLE[1], "# 蓄水", WHOLE[0])
    assert [article.title for article in page.articles] == [HEADLINE, "蓄水"]


def test_one_of_a_lower_level_does_not() -> None:
    page = page_of("# " + HEADLINE, WHOLE[0], "## 修渠", WHOLE[1], "## 蓄水", REST)
    assert [article.title for article in page.articles] == [HEADLINE]


def test_items_without_stops_are_no_pieces() -> None:
    recipe = ("## 用料", "- 番茄 2个\n- 鸡蛋 3个", "## 做法", "1. 番茄切块\n2. 鸡蛋打散")
    page = page_of("# 番茄炒蛋", *recipe, "# 凉拌黄瓜", *recipe)
    assert [article.title for article in page.articles] == ["番茄炒蛋", "凉拌黄瓜"]
    assert not any(part.truncated for article in page.articles for part in article.paragraphs)


def test_verses_in_blocks_of_their_own_stay_apart() -> None:
    verses = ("风从山口来", "灯在水里摇", "谁家的渡船", "还没有靠岸")
    page = page_of("# 春夜", *verses, "# 秋收", "稻子低下头，镰刀抬起头。")
    assert page.text.split() == ["春夜", *verses, "秋收", "稻子低下头，镰刀抬起头。"]


def test_captions_between_whole_paragraphs_move_nothing() -> None:
    blocks = ("# 第三章 水渠", WHOLE[0], "图3-1 修渠工地", WHOLE[1], "表3-1 石料数量", REST)
    assert page_of(*blocks).text.split() == "\n".join(blocks).removeprefix("# ").split()


@pytest.mark.parametrize("mark", ["# ", "## "])
def test_headings_of_one_level_open_articles_where_no_paragraph_is_cut(mark: str) -> None:
    page = page_of(
        f"{mark}{HEADLINE}",
        *WHOLE,
        f"{mark}东港区食堂开张",
        REST,
        f"{mark}图书馆新馆开馆",
        "州图书馆新馆昨日开馆，首日接待读者三千多人，办理借书证一千余张。",
    )
    assert [article.title for article in page.articles] == [HEADLINE, "东港区食堂开张", "图书馆新馆开馆"]


def test_a_heading_over_a_dateline_opens_an_article_though_all_are_of_one_level() -> None:
    page = page_of("# 简讯", "县剧团送戏下乡，预计演出三十场。", "# 校园夜市开张", f"本报讯 {REST}")
    assert [article.title for article in page.articles] == ["简讯", "校园夜市开张"]
    page = page_of("# 简讯", "县剧团送戏下乡，预计演出三十场。", "# 校园夜市开张")
    assert [article.title for article in page.articles][:1] == ["简讯"]
