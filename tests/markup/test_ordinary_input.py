"""Ordinary input of other kinds than a scan: numbered lists, spaces round Latin, Markdown, lone sign-offs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner import clean

ROOT = Path(__file__).parents[2]
BORN_DIGITAL = sorted(ROOT.glob("fixtures/clean/*.txt"))
BORDER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
MARKS = "，。、；：？！“”‘’（）《》"


def marks_of(text: str) -> str:
    return "".join(char for char in text if char in MARKS)


@pytest.mark.parametrize(
    "text",
    [
        "1. 强化责任\n2. 抓好落实\n3. 完善制度\n",
        "1.强化责任\n2.抓好落实\n",
        "会议要求：\n\n1. 强化责任\n\n2. 抓好落实\n",
        "1． 强化责任\n2． 抓好落实\n",
    ],
)
def test_the_numbers_of_items_keep_their_points(text: str) -> None:
    assert re.findall(r"\d[.．]", clean(text).text) == re.findall(r"\d[.．]", text)
    assert marks_of(clean(text).text) == marks_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "近日，共 3 个 APP 上线，公司 CEO 张三出席，其中 iPhone 用户最多。",
        "近日，本市共有 3 个 APP 上线，首日下载 12 万次，用户以 iPhone 为主。",
        "公司 CEO 张三说，今年将建成 5G 基站 300 个。",
    ],
)
def test_spaces_round_latin_are_a_house_style_and_stand_for_no_marks(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize("path", BORN_DIGITAL[::3], ids=lambda path: path.stem)
def test_clean_text_with_spaces_round_latin_gets_no_marks(path: Path) -> None:
    text = path.read_text("utf-8")[:1500]
    assert marks_of(clean(BORDER.sub(" ", text)).text) == marks_of(text)


def test_markdown_keeps_tables_lists_and_code() -> None:
    text = (
        "# 标题\n\n**重点**内容，近日召开。\n\n| 项目 | 数量 |\n|---|---|\n| 水库 | 3 |\n\n"
        "- 第一项措施\n- 第二项措施\n\n"
        '```python\nprint("你好,世界")\n```\n'
    )
    page = clean(text)
    for part in ("| 项目 | 数量 |", "|---|---|", "| 水库 | 3 |", "- 第一项措施", 'print("你好,世界")'):
        assert part in page.text
    rows = [p for article in page.articles for p in article.paragraphs if p.text.startswith("|")]
    assert [row.kind for row in rows] == ["body"] * 3
    assert page.articles[0].title == "标题"


def test_an_article_of_nothing_but_a_sign_off_is_uncertain() -> None:
    signed, bare = clean("本报讯 三座水库昨日起蓄水。\n\n（林秀禾）\n\n（张文强）").articles
    assert (signed.signoff, signed.uncertain) == ("（林秀禾）", False)
    assert (bare.signoff, bare.paragraphs, bare.uncertain) == ("（张文强）", (), True)
