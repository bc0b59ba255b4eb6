"""What a page reader's marks tell beside the words: boxes before names, labels of briefs, rules, sections."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.layout.ornaments import find_ornaments
from cleaner.page import Article

HARBOUR = "渔港码头本月完成改造，能同时停靠三十艘渔船，冷库也扩大了一倍。"
RESERVOIR = "三座水库上月蓄水，可浇地八百亩，今年夏天的旱情因此缓解。"
LIBRARY = "县图书馆新馆昨日开放，藏书二十万册，周末也开放。"


def articles(*blocks: str) -> tuple[Article, ...]:
    return clean("\n\n".join(blocks) + "\n").articles


def titles(*blocks: str) -> list[str]:
    return [article.title for article in articles(*blocks)]


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("□ 林舟", "林舟"),
        ("□林 舟", "林 舟"),
        ("□ 罗芳 周明", "罗芳 周明"),
        ("\\boxtimes 何静远", "何静远"),
    ],
)
def test_a_name_behind_a_box_under_a_headline_is_a_byline(line: str, byline: str) -> None:
    (article,) = articles("## 渔港扩建工程完工", line, HARBOUR)
    assert (article.title, article.byline) == ("渔港扩建工程完工", byline)


@pytest.mark.parametrize(
    "text",
    [
        f"## 本周安排\n\n□ 金融知识讲座\n\n{HARBOUR}",  # no name
        "## 渔港扩建工程完工\n\n□ 林舟\n\n□ 周明\n",  # no text under it
        f"{HARBOUR}\n\n□ 林舟\n\n{RESERVOIR}",  # no headline over it
        f"## 渔港扩建工程完工\n\n■ 林舟\n\n{HARBOUR}",  # another ornament
        f"## 渔港扩建工程完工\n\n林舟\n\n{HARBOUR}",  # no box
        f"## 要闻\n\n□ 文化\n\n{HARBOUR}",  # a section
        f"## 农事\n\n◇ 小麦\n\n{HARBOUR}",  # no name
        f"## 农事\n\n□ 小麦\n\n{HARBOUR}\n\n□ 油菜\n\n{RESERVOIR}",  # items of a list
        f"请选择：\n\n□ 同意\n\n{HARBOUR}",  # a form
        f"请选择：\n\n□ 高温\n\n{HARBOUR}",
        f"办理条件\n\n□ 本人到场\n\n{HARBOUR}",
        f"出行\n\n□ 手电 干粮\n\n{HARBOUR}",
        f"要闻\n\n□ 高速公路 通车\n\n{HARBOUR}",
        f"今日提示\n\n○ 高温\n\n{HARBOUR}",
        f"## 渔港扩建工程完工\n\n□ 编者按\n\n{HARBOUR}",  # a note of the editors
    ],
)
def test_other_lines_are_none(text: str) -> None:
    assert not find_ornaments(text).bylines


def test_a_label_that_is_marked_as_a_heading_is_the_headline_of_its_briefs() -> None:
    briefs = ["□ 北礁村上月修好水渠三公里。", "□ 南湾小学添置电脑四十台。", "□ 县图书馆昨日开放。"]
    found = articles("# 海角日报", "## 渔港扩建工程完工", HARBOUR, "### 简讯", *briefs)
    assert [article.title for article in found] == ["渔港扩建工程完工", "简讯"]
    assert [paragraph.text for paragraph in found[1].paragraphs] == briefs


def test_headings_of_lower_levels_under_a_label_are_those_of_its_parts() -> None:
    parts = ["## 北礁村修好水渠", "水渠长三公里，可浇地八百亩。", "## 图书馆开放", LIBRARY]
    found = articles("# 渔港扩建工程完工", HARBOUR, "# 国内快讯", *parts, "# 水库蓄水", RESERVOIR)
    assert [article.title for article in found] == ["渔港扩建工程完工", "国内快讯", "水库蓄水"]
    assert [part.kind for part in found[1].paragraphs] == ["heading", "body"] * 2


def test_over_briefs_with_datelines_a_label_stays_furniture() -> None:
    briefs = [f"本报东屿5月3日讯 {RESERVOIR}", f"本报江口5月3日讯 {LIBRARY}"]
    assert titles("## 渔港扩建工程完工", HARBOUR, "## 简讯", *briefs) == ["渔港扩建工程完工", "", ""]


@pytest.mark.parametrize(
    ("signed", "label"),
    [(["（林舟）", "（周海）"], False), (["（林舟周海）", "（周海林舟）"], False), (["（林舟）", ""], True)],
    ids=["signed", "names run together", "one of them"],
)
def test_over_briefs_of_which_several_are_signed_a_label_stays_furniture(
    signed: list[str], label: bool
) -> None:
    briefs = [RESERVOIR + signed[0], LIBRARY + signed[1]]
    found = titles("## 渔港扩建工程完工", HARBOUR, "## 简讯", *briefs)
    assert ("简讯" in found) is label


def test_the_name_of_a_section_over_headings_is_furniture() -> None:
    blocks = ["# 要闻", "## 渔港扩建工程完工", HARBOUR, "# 副刊", "## 看海", "□ 林舟", RESERVOIR]
    assert titles(*blocks) == ["渔港扩建工程完工", "看海"]


def test_a_heading_that_looks_like_a_section_over_its_own_text_stays() -> None:
    assert titles("# 渔港扩建工程完工", HARBOUR, "# 观察", RESERVOIR) == ["渔港扩建工程完工", "观察"]


@pytest.mark.parametrize("rule", ["---", "***", "_____"])
def test_a_rule_between_articles_ends_one(rule: str) -> None:
    blocks = ["## 渔港扩建工程完工", HARBOUR, rule, "## 水库蓄水", RESERVOIR, rule, LIBRARY]
    assert titles(*blocks) == ["渔港扩建工程完工", "水库蓄水", ""]


@pytest.mark.parametrize(
    "blocks",
    [
        ["# 海边的人", HARBOUR, "***", RESERVOIR, "***", LIBRARY],  # parts of a story
        ["## 渔港完工", HARBOUR[:-1], "---", LIBRARY, "---", "## 水库蓄水", RESERVOIR],  # a sentence goes on
        ["---", "primary_language: zh", "---", "## 水库蓄水", RESERVOIR],  # what a reader says of its page
        ["| 品名 | 价格 |\n| --- | --- |\n| 带鱼 | 32 |", "## 水库蓄水", RESERVOIR],
    ],
)
def test_other_rules_part_none(blocks: list[str]) -> None:
    assert not find_ornaments("\n\n".join(blocks)).ruled


def test_paragraphs_under_marked_headings_are_no_lines_with_blank_lines_between_them() -> None:
    blocks = ["## 渔港扩建工程完工", HARBOUR[:-1], "---", LIBRARY, "---", "## 水库蓄水", RESERVOIR]
    assert titles(*blocks) == ["渔港扩建工程完工", "水库蓄水"]
