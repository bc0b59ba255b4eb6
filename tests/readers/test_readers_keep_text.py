"""Readers drop no text: what a file holds is in the raw text, or the file is refused."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from random import Random

import pytest

from cleaner.chain import clean
from cleaner.document import RawPage, RegionKind
from cleaner.errors import FormatError
from cleaner.normalizers.markup import render_markup
from cleaner.readers import InputFormat, read_pages
from cleaner.readers.prose import of_html, of_markdown, plain
from cleaner.writing.regions import write_back


def read(data: str) -> RawPage:
    [page] = read_pages(data.encode())
    return page


def read_json(value: object) -> RawPage:
    return read(json.dumps(value, ensure_ascii=False))


def grounded(label: str, body: str = "") -> str:
    return f"<|ref|>{label}<|/ref|><|det|>[[1, 2, 300, 40]]<|/det|>\n{body}"


# DeepSeek-OCR


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (grounded("青石镇三座水库建成") + grounded("小满插秧"), "青石镇三座水库建成\n小满插秧\n"),
        (grounded("CNN") + grounded("小满时节插秧"), "CNN\n小满时节插秧\n"),
        ("\n\n" + grounded("青" * 150), "青" * 150 + "\n"),
        (grounded("2020年5月", "水库建成。"), "2020年5月\n\n水库建成。\n"),
        (grounded("text", "水库建成。") + grounded("image"), "水库建成。\n"),
        (grounded("image") + grounded("image"), ""),
        (grounded("text", "水库。") + grounded("stamp") + grounded("title", "# 小满"), "水库。\n\n小满\n"),
    ],
    ids=["lines", "Latin", "a long one", "above a block", "a picture", "pictures", "an unknown type"],
)
def test_what_deepseek_writes_for_a_type_is_text_unless_it_is_one(file: str, text: str) -> None:
    page = read(file)
    assert page.format == InputFormat.DEEPSEEK
    assert page.text == text
    assert all(line.box for line in page.lines)


def test_pages_of_a_pdf_are_parted_where_deepseek_splits_them() -> None:
    split = "\n<--- Page Split --->\n"
    for first, second in ((grounded("text", "水库"), grounded("text", "小满")), ("# 水库\n", "# 小满\n")):
        for file in (first + split + second, first + split + second + split):
            assert [page.text for page in read_pages(file.encode())] == ["水库\n", "小满\n"]
    assert len(read_pages("# 水库\n\n小满<--- Page Split --->芒种\n".encode())) == 1


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
        ("水位<![<b>青石</b>", "水位<![青石"),
        ("水位</镇>青石<?镇?>", "水位</镇>青石<?镇?>"),
        ("水位<!doctype html></ ><?xml?>青石", "水位青石"),
        ("<p>水位<style>青石", "水位青石"),
    ],
    ids=[
        *("a title without end", "a title", "a script", "no tag", "tags", "a section"),
        *("a section without a name", "none of ASCII", "declarations", "a style without end"),
    ],
)
def test_only_tags_of_html_go(html: str, text: str) -> None:
    assert of_html(html).text == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><td>镇<td>吨<tr><td>柳湾<td>3", "镇\t吨\n柳湾\t3"),
        ("<tr><td>镇<td><td>吨<tr><td><td>2<td>3", "镇\t\t吨\n\t2\t3"),
        ("<tr><td rowspan=2>镇<td colspan=2>吨<td>亩<tr><td>旱<td>水<td>5", "镇\t吨\t\t亩\n\t旱\t水\t5"),
        ("<tr><td>镇<td rowspan=3>吨<td>亩<tr><td>甲<td>4<tr><td>乙<td>5", "镇\t吨\t亩\n甲\t\t4\n乙\t\t5"),
        ("<tr>\n\t<td>镇</td>\n\t<td>吨</td>\n</tr>", "镇\t吨"),
        ("<tr><td rowspan=x colspan=-2>镇<td>吨<tr><td>柳湾<td>3", "镇\t吨\n柳湾\t3"),
        ("<tr><td colspan=3>各镇渔获量<tr><td>镇<td>吨", "各镇渔获量\n镇\t吨"),
        ("<tr><td><p>镇</p><p>乡</p></td><td>吨</td>", "镇\n乡\n吨"),
        ("<tr><td><p>镇</p><td>吨<td>亩<tr><td>柳湾<td>3<td>5", "镇\n吨\t亩\n柳湾\t3\t5"),
        ("<tr><td rowspan=2><p>镇</p>乡<td>3<tr><td>5", "镇\n乡\t3\n5"),
        ("<tr><td colspan=999>镇<td colspan=999>吨", "镇\t吨"),
        ("<tr><td data-colspan=3 title='colspan=3'>镇<td>吨<td>亩", "镇\t吨\t亩"),
        ("<tr><td rowspan=2>镇<td>吨<td>亩<tr><td>柳湾<td>3<td>5", "镇\t吨\t亩\n柳湾\t3\t5"),
        ("<tr><td rowspan=2>柳湾<td>渔船<tr><td>渔网", "柳湾\t渔船\n渔网"),
    ],
    ids=[
        *("all full", "empty cells", "cells of several rows and columns", "a cell of three rows"),
        *("indented source", "spans that are none", "a title over all columns", "cells of several lines"),
        *("cells behind one of a paragraph", "a paragraph over two rows", "more columns than there are"),
        *("other attributes", "rows that are not equally long", "a cell alone in its row"),
    ],
)
def test_a_cell_stands_in_its_column(rows: str, text: str) -> None:
    assert of_html(f"<table>{rows}</table>").text == text


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>镇</td><td>吨</td></tr><tr><td>柳湾</td><td>3</td></tr>",
        '<tr><td colspan="999">镇</td><td colspan="999">吨</td></tr>',
        '<tr><td data-colspan="3">镇</td><td title="a colspan=3">吨</td><td>亩</td></tr>',
        '<tr><td rowspan="2">镇</td><td>吨</td></tr><tr><td>柳湾</td><td>3</td></tr>',
        '<tr><td rowspan="2">柳湾</td><td>渔船</td></tr><tr><td>渔网</td></tr>',
        '<tr><td rowspan="2">镇</td><td colspan="2">吨</td></tr><tr><td>旱</td><td>水</td></tr>',
        '<tr><td colspan="2">吨</td><td>亩</td></tr><tr><td>旱</td><td>水</td><td>5</td></tr>',
    ],
)
def test_mark_up_in_text_and_in_files_has_the_same_columns(rows: str) -> None:
    html = f"<table>{rows}</table>"
    assert render_markup(html) == of_html(html).text


def test_an_empty_cell_at_the_beginning_of_a_row_is_in_the_article() -> None:
    rows = [["站名", "水位", "流量"], ["青石", "12.5", "3.1"], ["", "12.7", "3.4"], ["小满", "9.8", "2.2"]]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    [page] = read_pages(f"# 各站水情\n\n各站水情如下。\n\n<table>{cells}</table>\n".encode())
    cleaned = clean(page)
    [article] = cleaned.articles
    assert [paragraph.text for paragraph in article.paragraphs] == ["各站水情如下。", *map("\t".join, rows)]
    assert [cleaned.text[start:end] for start, end in article.spans[1:]] == [
        paragraph.text for paragraph in article.paragraphs
    ]


# Archives, other readings, encodings


def test_all_members_of_an_archive_are_read() -> None:
    [page] = read_pages(b"".join(gzip.compress(part.encode()) for part in ("水库建成。\n", "小满插秧。\n")))
    assert page.text == "水库建成。\n小满插秧。\n"


@pytest.mark.parametrize("cut", [1, 9])
def test_an_archive_whose_last_member_is_cut_is_refused(cut: int) -> None:
    with pytest.raises(FormatError, match="ends too early"):
        read_pages((gzip.compress(b"a") + gzip.compress("水库建成".encode()))[:-cut])


ABBYY = """<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml">
<page width="9" height="9"><block blockType="Text"><text><par><line l="0" t="0" r="9" b="9">
<formatting>{}</formatting></line></par></text></block></page></document>"""
VARIANTS = "<wordRecVariants><wordRecVariant><variantText>{}</variantText></wordRecVariant></wordRecVariants>"


@pytest.mark.parametrize(
    ("characters", "text"),
    [
        ("<charParams>青</charParams><charParams>石</charParams>", "青石"),
        ("<charParams>青</charParams><charParams> </charParams><charParams>石</charParams>", "青 石"),
        (
            "<charParams><charRecVariants><charRecVariant>肯</charRecVariant></charRecVariants>青</charParams>",
            "青",
        ),
        (
            VARIANTS.format("<charParams>误</charParams>") + "<charParams>青</charParams>",
            "青",
        ),
    ],
    ids=["plain", "with a space", "other characters", "other words"],
)
def test_of_the_readings_of_abbyy_the_printed_one_is_read(characters: str, text: str) -> None:
    assert read(ABBYY.format(characters)).text.strip() == text


RARE = "镕铸、䶮、𠮷"
"""Characters of GBK and of GB 18030."""
LINE = "<alto><Page><TextLine><String CONTENT='{}'/></TextLine></Page></alto>"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["青石镇"], "青石镇"),
        (["\n  青石镇\n  "], "青石镇"),
        (["River", " Town"], "River Town"),
        (["<charParams>青</charParams><charParams>石</charParams>", "镇"], "青石镇"),
        (["青石", "<charParams>镇</charParams>"], "青石镇"),
    ],
    ids=["plain", "indented", "Latin", "boxes first", "boxes last"],
)
def test_parts_of_a_line_without_boxes_of_characters_are_read(parts: list[str], text: str) -> None:
    assert read(ABBYY.format("</formatting><formatting>".join(parts))).text == text + "\n"


@pytest.mark.parametrize("named", ["gb2312", "GBK"])
@pytest.mark.parametrize(
    "file",
    [
        "<?xml version='1.0' encoding='{}'?>" + LINE,
        "<html><meta charset='{}'><div class='ocr_page'><span class='ocr_line'>{}</span></div></html>",
    ],
    ids=["xml", "html"],
)
def test_characters_beyond_gb2312_are_read_where_it_is_named(file: str, named: str) -> None:
    assert read_pages(file.format(named, RARE).encode("gb18030"))[0].text == RARE + "\n"


@pytest.mark.parametrize("charset", ["base64", "rot13", "zlib", "nonsense"])
def test_an_encoding_that_is_none_of_text_is_told(charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"/></head><body><div class="ocr_page"></div></body></html>'
    with pytest.raises(FormatError, match=charset):
        read_pages(page.encode(), "hocr")


def test_a_page_without_text_can_be_written_back() -> None:
    blank = b'<alto><Layout><Page WIDTH="9" HEIGHT="9"><PrintSpace/></Page></Layout></alto>'
    [raw] = read_pages(blank)
    assert read_pages(write_back(clean(raw), blank, InputFormat.ALTO).encode())[0].text == raw.text == ""


def test_a_section_without_a_name_in_hocr_is_text() -> None:
    [page] = read_pages(
        "<div class='ocr_page'><span class='ocr_line'>水位<![<b>青石</b></span></div>".encode()
    )
    assert page.text == "水位<![青石\n"


@pytest.mark.parametrize("seed", range(20))
def test_no_ideograph_of_prose_is_lost_or_doubled(seed: int) -> None:
    draw = Random(seed)
    for _ in range(100):
        parts = [
            chr(draw.randrange(0x4E00, 0x9000)) if draw.random() < 0.4 else draw.choice(MARKS)
            for _ in range(8)
        ]
        text = "".join(parts)
        wanted = Counter(char for char in text if char >= "\u4e00")
        for found in ("".join(block.text for block in of_markdown(text)), of_html(text).text, plain(text)):
            assert Counter(char for char in found if char >= "\u4e00") == wanted, text


MARKS = (
    *(
        "# ",
        "- ",
        "1. ",
        "> ",
        "|",
        "|-|-|\n",
        "\n",
        "\n\n",
        "\r\n",
        "```",
        "~~~ ",
        "    ",
        "\t",
        "---",
        "===",
    ),
    *(
        "<div>",
        "</div>",
        "<p>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<br>",
        "<h2>",
        "</h2>",
        "<pre>",
    ),
    *(
        "<",
        "</",
        "<?",
        "?>",
        "<![",
        "]]>",
        "<title>",
        "<style>",
        "<script>",
        "&amp;",
        "&#",
        "\\",
        "**",
        "[",
        "](",
    ),
    *("![", "](a.png)", "[^1]: ", "[a]: ", "$", "\\(", '"', "::", " ", "  \n", "=", "+"),
)
"""Mark-up, and beginnings of some that has no end."""
