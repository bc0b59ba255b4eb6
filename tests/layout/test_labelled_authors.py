"""Who wrote an article, behind a label: under its headline or at its end, and what looks like it."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles
from cleaner.page import Article

HARBOUR = "柳湾乡的渔港上月扩建完工，码头加长了二十米，能停靠三十艘渔船，渔民卖鱼不用再排队。"
RESERVOIR = "青石镇新建的三座水库昨日开始蓄水，两万亩农田得到灌溉，沿岸的群众都放心了。"
HOSPITAL = "县医院的新楼上月启用，门诊搬到了一楼，老人看病不用再爬楼梯，来的人多了一倍。"
TITLES = ("三座水库蓄水", "渔港建成", "医院新楼启用")
TEXTS = (RESERVOIR, HARBOUR, HOSPITAL)
NAMES = ("林秀禾", "周海", "何敏")
LABELS = ("文/{}", "作者：{}", "撰文：{}", "{}/文", "文 | {}")
MARKS = ("# ", "")
NO_NAMES = (
    *(
        "作者：请署真名",
        "文字：美的力量",
        "文：武之道",
        "古今诗/文",
        "文/理科",
        "散文 诗歌/文",
        "文字|符号|图像",
    ),
    *("编辑|记者|摄影", "摄影：林秀禾", "摄影：光与影", "怎样学 摄"),
)
ALONE = ("文/林秀禾", "作者：周海")


def told(articles: tuple[Article, ...]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [
        (article.title, article.byline, article.signoff, tuple(part.text for part in article.paragraphs))
        for article in articles
    ]


@pytest.mark.parametrize("at_end", [False, True], ids=["under the headline", "at the end"])
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("label", LABELS)
def test_a_labelled_name_is_the_byline_under_a_headline_and_a_sign_off_at_the_end(
    label: str, mark: str, at_end: bool
) -> None:
    signs = [label.format(name) for name in NAMES]
    articles = list(zip(TITLES, signs, TEXTS, strict=True))
    below = [f"{body}\n\n{sign}" if at_end else f"{sign}\n\n{body}" for _, sign, body in articles]
    text = "\n\n".join(f"{mark}{title}\n\n{part}" for title, part in zip(TITLES, below, strict=True))
    expected = [
        (title, "" if at_end else sign, sign if at_end else "", (body,)) for title, sign, body in articles
    ]
    assert told(clean(text).articles) == expected


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("second", ["图/周海", "摄影：本报记者 周海", "周海/摄", "校对/何敏", "图 / 周海"])
def test_in_several_lines_all_are_of_the_byline_or_the_sign_off(second: str, between: str) -> None:
    for lines in (("文/林秀禾", second), (second, "文/林秀禾"), ("文/林秀禾", second, "整理/周明")):
        signs = between.join(lines)
        over = "\n\n".join(f"{title}\n\n{signs}\n\n{body}" for title, body in zip(TITLES, TEXTS, strict=True))
        under = "\n\n".join(
            f"{title}\n\n{body}\n\n{signs}" for title, body in zip(TITLES, TEXTS, strict=True)
        )
        joined = " ".join(lines)
        parts = list(zip(TITLES, TEXTS, strict=True))
        assert told(clean(over).articles) == [(title, joined, "", (body,)) for title, body in parts]
        assert told(clean(under).articles) == [(title, "", joined, (body,)) for title, body in parts]


def test_editors_behind_the_author_are_none_of_it() -> None:
    over, under = (
        f"{TITLES[0]}\n\n文/林秀禾\n编辑：周海\n\n{RESERVOIR}",
        f"{TITLES[0]}\n\n{RESERVOIR}\n\n文/林秀禾\n编辑：周海",
    )
    assert told(clean(over).articles) == [(TITLES[0], "文/林秀禾", "", (RESERVOIR,))]
    assert told(clean(under).articles) == [(TITLES[0], "", "文/林秀禾", (RESERVOIR,))]


def test_in_lines_of_one_block_with_the_headline_or_the_text_they_are_known() -> None:
    [over] = clean(f"{TITLES[0]}\n文/林秀禾\n图/周海\n\n{RESERVOIR}").articles
    assert (over.title, over.byline) == (TITLES[0], "文/林秀禾 图/周海")
    [under] = clean(f"{TITLES[0]}\n\n{RESERVOIR}\n文/林秀禾\n图/周海").articles
    assert (under.title, under.signoff) == (TITLES[0], "文/林秀禾 图/周海")


def test_lines_of_verse_over_them_stay_lines() -> None:
    page = clean("河水流过去\n船停在岸边\n灯亮了一夜\n海睡着了\n文/林秀禾\n图/周海")
    assert page.text == "河水流过去\n船停在岸边\n灯亮了一夜\n海睡着了\n文/林秀禾\n图/周海"


@pytest.mark.parametrize(
    "lines", [("图/周海", "摄影：何敏"), ("文：周海", "武：何敏"), ("责任：文/周海", "地点：柳湾")]
)
def test_lines_without_an_author_or_among_fields_sign_nothing(lines: tuple[str, ...]) -> None:
    articles = clean("\n\n".join([TITLES[0], RESERVOIR, *lines, HARBOUR])).articles
    assert all((article.byline, article.signoff) == ("", "") for article in articles)
    assert articles[0].paragraphs[0].text == RESERVOIR


@pytest.mark.parametrize("over", ["编剧：周明", "演职人员："])
def test_fields_with_an_author_among_them_have_no_headline(over: str) -> None:
    lines = (over, "作者：林秀禾", "摄影：何敏", "导演：周海", "主演：沈小满")
    assert [article.title for article in clean("\n".join(lines)).articles] == [""]


def test_under_verse_it_signs_the_poem_over_it() -> None:
    text = "# 渡口\n\n河水流过去\n船停在岸边\n\n文/林秀禾\n\n# 灯塔\n\n灯亮了一夜\n海睡着了\n\n文/周海\n"
    assert [article.signoff for article in clean(text).articles][-2:] == ["文/林秀禾", "文/周海"]


@pytest.mark.parametrize("line", NO_NAMES)
def test_without_a_headline_over_it_none_takes_the_title_away(line: str) -> None:
    [article] = clean(f"{line}\n\n{RESERVOIR}{HARBOUR}").articles
    assert (article.byline, article.signoff) == ("", "")
    assert article.title or article.paragraphs[0].text == line


@pytest.mark.parametrize("line", [*ALONE, "□ 林秀禾"])
def test_over_a_text_without_a_headline_it_is_the_byline(line: str) -> None:
    [article] = clean(f"{line}\n\n{RESERVOIR}{HARBOUR}").articles
    assert (article.title, article.byline) == ("", line.removeprefix("□ "))


@pytest.mark.parametrize("line", ["□ 水库", "作者：请署真名\n\n摄影：光与影"])
def test_what_names_nobody_over_a_text_is_no_byline(line: str) -> None:
    [article] = clean(f"{line}\n\n{RESERVOIR}{HARBOUR}").articles
    assert article.byline == ""


@pytest.mark.parametrize("line", [*NO_NAMES, *ALONE])
def test_inside_an_article_none_cuts_it(line: str) -> None:
    [article] = clean(f"# {TITLES[0]}\n\n{RESERVOIR}\n\n{line}\n\n{HARBOUR}").articles
    assert [part.text for part in article.paragraphs] == [RESERVOIR, line, HARBOUR]


@pytest.mark.parametrize(
    "line", ["作者：本报记者 施雅琴", "文/林秀禾 图/周海", "林秀禾 周海/文", "文/欧阳海 图/林 舟"]
)
def test_several_names_an_office_and_names_set_wide_are_known(line: str) -> None:
    roles = plain_roles([TITLES[0], line, RESERVOIR])
    assert roles == [None, Role.BYLINE, Role.BODY]


def test_who_speaks_is_no_author() -> None:
    lines = ["文：你来了", "武：我来了", "文：坐下吧", "武：好的"]
    [article] = clean("\n\n".join(lines)).articles
    assert [article.title, *article.subtitles] == lines


@pytest.mark.parametrize("mark", MARKS)
def test_who_took_a_picture_over_a_headline_is_no_article(mark: str) -> None:
    [article] = clean(f"摄影：林秀禾\n\n{mark}{TITLES[0]}\n\n{RESERVOIR}{HARBOUR}").articles
    assert article.title == TITLES[0]


@pytest.mark.parametrize("caption", ["图为渔民在新码头卸鱼。", "▲渔民在新码头卸鱼。"])
def test_who_took_a_picture_under_its_text_closes_no_article(caption: str) -> None:
    text = f"{TITLES[0]}\n\n{RESERVOIR}\n\n{caption}\n\n周海 摄\n\n{HARBOUR}"
    [article] = clean(text).articles
    assert (article.title, article.signoff) == (TITLES[0], "")
    assert article.paragraphs[-1].text == HARBOUR
