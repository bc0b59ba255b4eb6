"""Headlines that a byline or a sub-headline under them shows."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles, roles_of
from cleaner.layout.state import PageState

BODY = "记者日前从有关部门获悉，全县各地抓紧推进各项工作，群众满意度不断提高。"
LONG = "青石镇围绕渠系配套和老旧泵站更新改造同步推进高标准农田建设" * 2


@pytest.mark.parametrize("text", ["山村来了新教师人物）", "山村来了新教师（（人物）", LONG])
@pytest.mark.parametrize("below", ["本报记者 罗芳", "（上接第1版）"])
def test_over_a_byline_a_headline_may_lack_a_bracket_or_be_long(text: str, below: str) -> None:
    assert plain_roles([BODY, text, below, BODY])[1] is None
    assert plain_roles([BODY, text, BODY])[1] is Role.BODY


@pytest.mark.parametrize(
    ("text", "role"), [("山村来了新教师（人物", None), ("新教师来了（记者罗芳", Role.BODY)]
)
def test_the_last_bracket_of_a_series_may_not_be_read(text: str, role: Role | None) -> None:
    assert plain_roles([BODY, text, BODY])[1] is role


@pytest.mark.parametrize(
    "text",
    [BODY, LONG + "，" + LONG, LONG * 3, "全县各地抓紧推进（一期工程，", "本报讯 （记者"],
)
def test_text_over_a_byline_is_text(text: str) -> None:
    assert plain_roles([BODY, text, "本报记者 罗芳", BODY])[1] is Role.BODY


def test_a_line_over_a_sub_headline_with_a_dash_is_the_headline() -> None:
    column = "\n\n".join([BODY] * 3)
    roles = roles_of(
        PageState(f"{column}\n\n做好新时期水利工作的重要原则\n\n——论加快水网建设\n\n本报记者 罗芳\n\n{BODY}")
    )
    assert roles[3:5] == [Role.HEAD, Role.HEAD]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_headlines_with_sub_headlines_open_articles_without_bylines(between: str) -> None:
    decks = [
        ("守住一方平安", "——青石镇水库加固记"),
        ("把论文写在大地上", "——记农技员王桂兰"),
        ("一条渠修了三年", "——柳湾乡引水工程见闻"),
    ]
    page = clean("\n\n".join(f"{title}{between}{below}\n\n{BODY}" for title, below in decks))
    assert [(article.title, article.subtitles) for article in page.articles] == [
        (title, (below,)) for title, below in decks
    ]


@pytest.mark.parametrize("line", ["——林秀禾", "——题记", "水渠修了三年"])
def test_a_short_line_with_a_dash_under_a_heading_opens_none(line: str) -> None:
    text = f"守住一方平安\n\n本报记者 罗芳\n\n{BODY}\n\n水往高处流\n\n{line}\n\n{BODY}"
    [article] = clean(text).articles
    assert article.title == "守住一方平安"


PUBLISHED = ("2026年6月30日", "2026-06-30 08:30 来源：青石日报", "发布时间：2026/6/30 作者：罗芳")


@pytest.mark.parametrize("published", PUBLISHED)
def test_a_line_between_headline_and_text_that_says_when_is_of_the_headline(published: str) -> None:
    other = BODY.replace("全县", "邻县").replace("记者", "昨日，记者")
    text = "\n\n".join(("三座水库全部建成蓄水", published, BODY, "老年食堂昨日开张", published, other))
    articles = clean(text).articles
    assert [article.title for article in articles] == ["三座水库全部建成蓄水", "老年食堂昨日开张"]
    assert [article.byline for article in articles] == [published, published]


@pytest.mark.parametrize(
    "line", ["2026年6月30日起施行", "6月30日", "来源：青石日报", "2026年6月30日，全县动工", "2026"]
)
def test_other_lines_there_say_nothing_of_when(line: str) -> None:
    assert plain_roles(["三座水库全部建成蓄水", line, BODY])[1] is not Role.BYLINE


def test_a_date_between_paragraphs_or_under_a_text_is_none_of_a_headline() -> None:
    assert plain_roles([BODY, PUBLISHED[0], BODY])[1] is not Role.BYLINE
    assert plain_roles(["三座水库全部建成蓄水", BODY, PUBLISHED[0]])[2] is not Role.BYLINE
