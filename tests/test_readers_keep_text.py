"""Readers drop no text: what a file holds is in the raw text, or the file is refused."""

from __future__ import annotations

import json

import pytest

from cleaner.document import RawPage, RegionKind
from cleaner.readers import read_pages
from cleaner.readers.prose import of_html, of_markdown


def read(data: str) -> RawPage:
    [page] = read_pages(data.encode())
    return page


def read_json(value: object) -> RawPage:
    return read(json.dumps(value, ensure_ascii=False))


# Markdown and HTML


@pytest.mark.parametrize(
    "text",
    [
        "规格500*300*200毫米，比分3*4*5",
        r"水量为\( a*b*c \)方",
        "[本报讯](记者张三)昨日",
        "据<CNN>报道",
        "![新华社记者 王五 摄](a.jpg)",
        "增长 $5\\%$，据 `水文` 站",
    ],
)
def test_what_stands_inside_a_block_of_markdown_stays(text: str) -> None:
    assert [block.text for block in of_markdown(text)] == [text]
    assert read_json([{"bbox": [0, 0, 9, 9], "category": "Text", "text": text}]).text == text + "\n"


@pytest.mark.parametrize(
    ("fence", "text"),
    [
        ("~~~ 青石镇 小满\n水库\n~~~", "青石镇 小满\n水库\n"),
        ("```python\nx = 1\n```", "x = 1\n"),
        ("```\n```", ""),
    ],
)
def test_words_behind_a_fence_are_text_unless_they_name_a_language(fence: str, text: str) -> None:
    assert "".join(block.text for block in of_markdown(fence)) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (["| 寸滩 | 164.5 | 上涨 |"], "站名\t水位\n寸滩\t164.5\t上涨"),
        (["寸滩 | 164.5", "| 白沙\\|外滩 |"], "站名\t水位\n寸滩\t164.5\n白沙|外滩"),
    ],
    ids=["more cells", "fewer cells"],
)
def test_cells_beyond_the_head_of_a_table_stay(rows: list[str], text: str) -> None:
    [table, rest] = of_markdown("\n".join(["| 站名 | 水位 |", "|---|---|", *rows, "", "正文"]))
    assert (table.text, table.kind) == (text, RegionKind.TABLE)
    assert rest.text == "正文"


def test_an_image_without_a_caption_has_no_text() -> None:
    assert not list(of_markdown("![](images/a.jpg)"))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div><title>三座水库<p>正文</p></div>", "三座水库\n正文"),
        ("<div><title>三座水库</title><p>正文</p></div>", "正文"),
        ("<p>一<script>if (a) b()</script>二</p>", "一二"),
        ("<p><Nature>杂志</p>", "<Nature>杂志"),
        ("<p>容量<math>5<mn>6</mn></math><o:p>吨</o:p></p>", "容量56吨"),
        ("<![CDATA[青石]]>", "青石"),
    ],
    ids=["a title without end", "a title", "a script", "no tag", "tags", "a section"],
)
def test_only_tags_of_html_go(html: str, text: str) -> None:
    assert of_html(html).text == text
