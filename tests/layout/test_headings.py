"""Headings that a page reader marked, as evidence for what is a headline and what a heading inside."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.chain import clean
from cleaner.document import RawPage, Region
from cleaner.layout.links.articles import under_headings, with_inner_headlines
from cleaner.layout.links.headings import MARKED, UNMARKED, by_levels, by_marks
from cleaner.layout.links.item import Item
from cleaner.layout.role import Role
from cleaner.layout.roles.heading_levels import levels_of
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


DATED = "本报讯（记者 周海）昨天，北山引水工程全线通水，塬上三万亩旱地喝上了渠水。"


@pytest.mark.parametrize(
    ("under", "opens"), [(DATED, True), (BODY, False), ("他说，本报讯一发，电话就没停过。", False)]
)
def test_a_heading_of_a_lower_level_opens_an_article_over_a_dateline(under: str, opens: bool) -> None:
    assert bool(by_levels(page(TITLE, BODY, SECTION, under))[2] > 0) is opens


def test_one_marked_heading_does_not_speak_against_the_others() -> None:
    assert by_marks(page(TITLE, BODY)) == [MARKED, 0.0]


def test_the_highest_level_is_that_of_headlines() -> None:
    signs = np.sign(by_levels(page(TITLE, BODY, SECTION, BODY)))
    assert signs.tolist() == [1, 0, -1, 0]


def test_levels_tell_nothing_where_all_are_alike() -> None:
    assert not by_levels(page(TITLE, BODY, "# 一渠水盘活一座塬", BODY)).any()


@pytest.mark.parametrize(
    "note",
    [
        "<!-- ## 第二稿 -->",
        "<!--\n## 第二稿\n-->",
        "<!-- cleaner: off -->\n## 第二稿\n<!-- cleaner: on -->",
        "<!-- cleaner: off -->\n\\section{第二稿}",
    ],
)
def test_what_a_comment_marks_or_stands_between_notes_is_no_heading(note: str) -> None:
    state = page(TITLE, BODY, "# 一渠水盘活一座塬", BODY, note)
    assert set(state.headings) == {"北山引水工程今日通水", "一渠水盘活一座塬"}
    assert not by_levels(state).any()


@pytest.mark.parametrize(
    "note", ["<!-- 第二稿 -->", "<!-- cleaner: off -->第二稿<!-- cleaner: on -->", "<!--"]
)
def test_headings_beside_comments_are_some(note: str) -> None:
    assert set(page(TITLE, BODY, note, SECTION, BODY).headings) == {
        "北山引水工程今日通水",
        "一渠水盘活一座塬",
    }


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
    found = under_headings(items, roles, [False, False, True, False], [BODY] * 4)
    assert [item.blocks for item in found] == [[0, 1, 3], [2]]


@pytest.mark.parametrize(
    ("halves", "text", "kept"),
    [
        ([1, 4], BODY, [[0, 1, 4], [2], [3]]),
        ([1, 2], BODY, [[0, 1, 2, 3], [4]]),
        ([1], f"{BODY}（林秀禾周满山）", [[0, 1], [2], [3]]),
        ([1], f"{BODY}（图片来自网络）", [[0, 1, 3], [2]]),
    ],
    ids=["between halves", "behind them", "signed inside", "other brackets"],
)
def test_briefs_stay_by_themselves_between_halves_and_with_a_credit(
    halves: list[int], text: str, kept: list[list[int]]
) -> None:
    roles = [Role.HEAD, *[Role.BODY] * 4]
    rest = [n for n in (2, 3, 4) if n not in halves][:2]
    items = [Item([0], [halves]), *(Item([], [[n]]) for n in sorted(rest))]
    dated = [n == (2 if 2 in rest else 4) for n in range(5)]
    found = under_headings(items, roles, dated, [TITLE, BODY, BODY, text, BODY])
    assert sorted(item.blocks for item in found) == kept


@pytest.mark.parametrize(
    ("front", "halves", "expected"),
    [([], [0, 2], [[1, 0, 2]]), ([3], [0, 2], [[3, 0, 2], [1]]), ([], [2, 4], [[2, 4], [1]])],
    ids=["inside", "headed", "outside"],
)
def test_a_headline_inside_a_paragraph_is_that_of_its_article(
    front: list[int], halves: list[int], expected: list[list[int]]
) -> None:
    roles = [Role.BODY, Role.HEAD, Role.BODY, Role.HEAD, Role.BODY]
    items = [Item(front, [halves]), Item([1])]
    assert [item.blocks for item in with_inner_headlines(items, roles)] == expected


@pytest.mark.parametrize(
    "last", [Item([], [[3]], signoff=4), Item([3], [[4]])], ids=["signed", "under its own headline"]
)
def test_what_is_signed_or_headed_stays_by_itself(last: Item) -> None:
    roles = [Role.HEAD, Role.BODY, Role.BODY, Role.HEAD, Role.BODY]
    items = [Item([0], [[1]]), Item([], [[2]]), last]
    found = under_headings(items, roles, [False, False, True, False, False], [BODY] * 5)
    assert [item.blocks for item in found] == [[0, 1], [2], last.blocks]


@pytest.mark.parametrize(
    ("label", "role", "kept"),
    [
        ("要闻速览", Role.FURNITURE, [[0, 1], [4, 3]]),
        ("第2版", Role.FURNITURE, [[0, 1, 4, 3]]),
        ("要闻速览", Role.BODY, [[0, 1, 4, 3]]),
    ],
    ids=["under a label", "under a folio", "under a text"],
)
def test_what_stands_under_the_label_of_a_box_goes_on_with_no_article_over_it(
    label: str, role: Role, kept: list[list[int]]
) -> None:
    roles = [Role.HEAD, Role.BODY, role, Role.BODY, Role.BODY]
    items = [Item([0], [[1]]), Item([], [[4, 3]])]
    found = under_headings(items, roles, [False] * 5, [TITLE, BODY, label, BODY, BODY])
    assert [item.blocks for item in found] == kept


@pytest.mark.parametrize(
    ("signed", "role", "kept"),
    [
        ("（林秀禾）", Role.SIGNOFF, [[0, 1], [3]]),
        (f"{BODY}（林秀禾）", Role.BODY, [[0, 1], [3]]),
        (f"{BODY}（图片来自网络）", Role.BODY, [[0, 1, 3]]),
        (BODY, Role.BODY, [[0, 1, 3]]),
    ],
    ids=["under a signature", "under a credit", "under other brackets", "under a text"],
)
def test_what_stands_right_behind_a_signed_brief_is_a_brief(
    signed: str, role: Role, kept: list[list[int]]
) -> None:
    roles = [Role.HEAD, Role.BODY, role, Role.BODY]
    items = [Item([0], [[1]]), Item([], [[3]])]
    found = under_headings(items, roles, [False] * 4, [TITLE, BODY, signed, BODY])
    assert [item.blocks for item in found] == kept


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        ([[1], [3], [4]], [0, 1, 2, 3, 4]),
        ([[1], [4], [3]], [0, 1, 2, 4, 3]),
        ([[1, 3], [4]], [0, 1, 3, 4]),
        ([[3], [4]], [0, 3, 4, 2]),
        ([[4], [3]], [0, 4, 3, 2]),
        ([[1]], [0, 1, 2]),
    ],
    ids=["between", "behind one before it", "in a paragraph", "over all", "in another order", "behind all"],
)
def test_a_body_without_headline_goes_where_it_stood_among_the_paragraphs(
    chains: list[list[int]], expected: list[int]
) -> None:
    roles = [Role.HEAD, *[Role.BODY] * 4]
    items = [Item([0], chains), Item([], [[2]])]
    assert under_headings(items, roles, [False] * 5, [TITLE, *[BODY] * 4])[0].blocks == expected


def test_a_body_that_no_headed_article_comes_before_stays() -> None:
    items = [Item([], [[0]]), Item([], [[1]])]
    assert len(under_headings(items, [Role.BODY, Role.BODY], [False, False], [BODY] * 2)) == 2


def test_a_heading_is_known_after_its_letters_were_mended() -> None:
    title, mended = "# 一渠水盘活一座塬一一海州北部灌区见闻", "一渠水盘活一座塬——海州北部灌区见闻"
    state = page(title, BODY, SECTION, BODY)
    assert by_marks(state.after("\n\n".join((mended, BODY, SECTION, BODY)))) == by_marks(state)


def test_another_line_is_not_taken_for_the_heading_that_went() -> None:
    state = page(TITLE, BODY, SECTION, BODY)
    assert by_marks(state.after("\n\n".join(("青石村里通公路", BODY, SECTION, BODY))))[0] == UNMARKED


@pytest.mark.parametrize(
    ("over", "title"),
    [
        (["## 群众奔走相告", "# 北山引水工程今日通水"], "北山引水工程今日通水"),
        (["# 北山引水工程今日通水", "## 群众奔走相告"], "北山引水工程今日通水"),
        (["# 在全州推进会上强调", "# 北山引水工程今日通水"], None),
        (["# 北山引水工程今日通水", "（民生观察）"], "北山引水工程今日通水（民生观察）"),
        (["# 青禾州水利工程管理办法", "（2021年5月10日）"], "青禾州水利工程管理办法"),
        (["# 青禾州水利工程管理办法", "（二〇二一年五月十日）"], "青禾州水利工程管理办法"),
    ],
    ids=["kicker", "sub-headline", "of one level", "series", "date", "date in words"],
)
def test_of_the_lines_over_an_article_that_of_the_highest_level_is_its_headline(
    over: list[str], title: str | None
) -> None:
    text = "\n\n".join([*over, BODY * 3, "## 渡口恢复通航", BODY * 2, "# 汀河补种柳树", BODY * 2])
    found = clean(text).articles[0].title
    assert found == title if title is not None else found in ("在全州推进会上强调", "北山引水工程今日通水")


FERRY = "渡口停航五天，昨天上午恢复通航，首班渡船载着三十八名乘客驶向对岸。"
LONG = "# 推动北山引水工程惠及全州百姓——州委书记在第三届灌区现场推进会开幕式上的讲话引发各县热烈反响和讨论"


def test_what_is_marked_may_be_long_for_a_headline() -> None:
    first = ["# 汀河补种柳树", BODY * 3]
    found = clean("\n\n".join([*first, LONG, FERRY, "## 一渠水", FERRY])).articles
    assert [article.title for article in found] == ["汀河补种柳树", LONG.removeprefix("# ")]


def test_the_same_line_unmarked_and_a_marked_sentence_are_text() -> None:
    first = ["# 汀河补种柳树", BODY * 3]
    for line in (LONG.removeprefix("# "), f"# {BODY}"):
        found = clean("\n\n".join([*first, line, FERRY, "## 一渠水", FERRY])).articles
        assert [article.title for article in found] == ["汀河补种柳树"]


def test_a_headline_parted_from_the_label_of_a_box_is_of_the_highest_level() -> None:
    state = page(TITLE, BODY, "## 渡口恢复通航（民生观察） 简讯", BODY)
    parted = state.after("\n\n".join((TITLE, BODY, "渡口恢复通航（民生观察）", "简讯", BODY)))
    assert levels_of(parted) == [1, None, 1, None, None]


@pytest.mark.parametrize("rest", ["渡口恢复通航", "渡口"])
def test_another_part_of_a_heading_is_of_its_level_or_of_none(rest: str) -> None:
    state = page(TITLE, BODY, "## 渡口恢复通航的消息", BODY)
    parted = state.after("\n\n".join((TITLE, BODY, rest, BODY)))
    assert levels_of(parted)[2] is None


@pytest.mark.parametrize(
    ("line", "odds"),
    [("渡口恢复通航（民生观察）", 0.0), ("渡口恢复通航", UNMARKED), ("（民生观察）渡口恢复通航", UNMARKED)],
)
def test_that_a_line_with_its_series_is_not_marked_tells_nothing(line: str, odds: float) -> None:
    assert by_marks(page(TITLE, BODY, SECTION, line, BODY))[3] == odds


@pytest.mark.parametrize(
    ("blocks", "odds"),
    [
        (("水利厅今年新建三座泵站", TITLE, BODY), 0.0),
        (("“水利厅”今年新建三座泵站", TITLE, BODY), 0.0),
        (("水利厅今年新建三座泵站", SECTION, BODY), UNMARKED),
        (("水利厅今年新建三座泵站", BODY, TITLE), UNMARKED),
        (("“我们今年新建三座泵站", TITLE, BODY), UNMARKED),
        (("水利厅今年新建三座泵站）", TITLE, BODY), UNMARKED),
    ],
)
def test_that_what_stands_over_a_headline_is_not_marked_tells_nothing(
    blocks: tuple[str, ...], odds: float
) -> None:
    assert by_marks(page(TITLE, BODY, SECTION, BODY, *blocks))[4] == odds


def test_what_stands_between_two_headings_is_the_text_of_the_first() -> None:
    assert by_marks(page(TITLE, BODY, SECTION, "水利厅今年新建三座泵站", TITLE, BODY))[3] == UNMARKED


DATED = "本报青石11月28日电（记者林青石）小满时节，青石镇的梯田里一片繁忙，村民们下田插秧。"


@pytest.mark.parametrize("mark", ["# ", ""], ids=["marked", "plain"])
def test_a_text_with_a_dateline_under_the_only_headline_is_its_article(mark: str) -> None:
    (raw,) = read_pages(f"{mark}河滩村图书馆开馆迎来首批读者\n\n{DATED}\n".encode())
    (article,) = clean(raw).articles
    assert article.title == "河滩村图书馆开馆迎来首批读者"
    assert len(article.paragraphs) == 1


def test_a_file_of_blocks_without_text_has_no_articles() -> None:
    assert clean(RawPage("", regions=(Region(),))).articles == ()


def test_a_headline_parted_from_its_kicker_keeps_its_level_in_both() -> None:
    first = PageState("# 青石镇建成水库 渠水上山来\n\n昨日起蓄水。\n\n## 渠成\n\n次日通水。")
    parted = first.after("青石镇建成水库\n\n渠水上山来\n\n昨日起蓄水。\n\n渠成\n\n次日通水。")
    assert levels_of(parted) == [1, 1, None, 2, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 北山引水工程通水，群众\n盼", "北山引水工程通水，群众\n\n盼"),
        (
            "## 全州召开推进会，部署\n今冬重点工作\n\n水来了，群众奔走相告。",
            "全州召开推进会，部署\n\n今冬重点工作\n\n水来了，群众奔走相告。",
        ),
        (
            "全州召开推进会，部署\n<h2>今冬重点工作</h2>\n水来了，群众奔走相告。",
            "全州召开推进会，部署\n\n今冬重点工作\n\n水来了，群众奔走相告。",
        ),
    ],
)
def test_a_marked_heading_stands_by_itself_when_its_marks_are_gone(text: str, expected: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == expected
    again = clean(expected)
    assert again.text == expected
    assert [article.title for article in again.articles] == [article.title for article in cleaned.articles]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北山引水工程通水，群众\n盼", "北山引水工程通水，群众盼"),
        (
            "# 灯塔\n夜风吹过码头\n灯塔还亮着\n小船轻轻摇晃\n像睡着的孩子",
            "灯塔\n夜风吹过码头\n灯塔还亮着\n小船轻轻摇晃\n像睡着的孩子",
        ),
        ("# 北山通水\n一、加强督查\n二、落实责任", "北山通水\n一、加强督查\n二、落实责任"),
        ("# 名单\n|甲|乙|\n|-|-|\n|一|二|", "名单\n|甲|乙|\n|-|-|\n|一|二|"),
    ],
)
def test_what_no_mark_alone_parts_from_its_heading_stays_below_it(text: str, expected: str) -> None:
    assert clean(text).text == expected
    assert clean(expected).text == expected
