"""Articles as a vision model gives them that is asked for JSON, in a fence or without."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cleaner import clean
from cleaner.errors import UnknownFormatError
from cleaner.readers import read_pages
from cleaner.readers.formats import InputFormat
from cleaner.readers.sniffing import sniff

FIRST = {"title": "三座水库蓄水", "content": "水库昨日蓄水。\n镇里修了水渠。"}
SECOND = {"标题": "州图书馆开馆", "作者": "林秀禾", "正文": ["图书馆昨日开馆。", "每天开放十二个小时。"]}
TEXT = (
    "三座水库蓄水\n\n水库昨日蓄水。\n镇里修了水渠。\n\n"
    "州图书馆开馆\n\n林秀禾\n\n图书馆昨日开馆。\n\n每天开放十二个小时。\n"
)


def written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "value",
    [
        [FIRST, SECOND],
        {"articles": [FIRST, SECOND]},
        {"page": 3, "date": "2023-06-02", "articles": [FIRST, SECOND]},
        {"文章": [{**FIRST, "subtitle": None, "page": 3}, SECOND]},
    ],
)
def test_each_field_is_a_block_and_each_line_of_a_text_a_paragraph(value: object) -> None:
    [page] = read_pages(written(value))
    assert page.format == InputFormat.ARTICLES
    assert page.text == TEXT
    first, second = clean(page).articles
    assert (first.title, second.title, second.byline) == ("三座水库蓄水", "州图书馆开馆", "林秀禾")
    assert [each.text for each in first.paragraphs] == ["水库昨日蓄水。", "镇里修了水渠。"]
    assert [each.text for each in second.paragraphs] == ["图书馆昨日开馆。", "每天开放十二个小时。"]


def test_what_stands_over_and_under_a_headline_is_of_a_lower_level() -> None:
    [page] = read_pages(written({**FIRST, "kicker": "青石镇兴修水利", "subtitle": "两万亩旱地受益"}))
    [article] = clean(page).articles
    assert (article.title, article.kicker) == ("三座水库蓄水", "青石镇兴修水利")
    assert "两万亩旱地受益" in article.subtitles


def test_articles_stand_as_they_are_said() -> None:
    poem = {
        "title": "春渠",
        "author": "周海",
        "text": "渠水绕过村庄\n炊烟飘在屋顶\n孩子坐在门前\n等一场春雨。",
    }
    note = {
        "title": "记者手记",
        "content": "在柳湾村采访，说得最多的是水来了。\n\n## 水来了\n\n家家户户**笑了**。",
    }
    found = clean(read_pages(written([poem, FIRST, note]))[0]).articles
    assert [(each.title, each.byline) for each in found] == [
        ("春渠", "周海"),
        ("三座水库蓄水", ""),
        ("记者手记", ""),
    ]
    assert [each.text for each in found[0].paragraphs] == poem["text"].split("\n")
    assert [(each.kind, each.text) for each in found[2].paragraphs][1:] == [
        ("heading", "水来了"),
        ("body", "家家户户笑了。"),
    ]


def test_a_text_with_the_lines_of_its_column_is_joined() -> None:
    lines = "今年新修的三座水库昨日全部蓄水，沿线\n十二个村的八千亩农田受益，群众用水的\n难题得到解决。\n"
    lines += "明年还要再修五座。"
    [article] = clean(read_pages(written([{**FIRST, "content": lines}]))[0]).articles
    assert [each.text for each in article.paragraphs] == [
        "今年新修的三座水库昨日全部蓄水，沿线十二个村的八千亩农田受益，群众用水的难题得到解决。",
        "明年还要再修五座。",
    ]


def test_what_else_is_said_of_a_page_or_an_article_is_no_text_of_it() -> None:
    value = {"newspaper": "青禾日报", "articles": [{**FIRST, "section": "要闻", "page": 3}, SECOND]}
    page = clean(read_pages(written(value))[0])
    assert [str(each) for each in page.furniture] == ["青禾日报", "要闻"]
    assert [len(article.paragraphs) for article in page.articles] == [2, 2]


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        ({"newspaper": "青禾日报", "pages": [{"articles": [FIRST]}, {"articles": [SECOND]}]}, [1, 0]),
        ([{"page": 1, "articles": [FIRST]}, {"page": 2, "section": "要闻", "articles": [SECOND]}], [0, 1]),
        ({"第1版": [FIRST], "第2版": [SECOND]}, [0, 0]),
    ],
)
def test_each_of_several_pages_is_one(value: object, labels: list[int]) -> None:
    pages = [clean(page) for page in read_pages(written(value))]
    assert [[article.title for article in page.articles] for page in pages] == [
        ["三座水库蓄水"],
        ["州图书馆开馆"],
    ]
    assert [len(page.furniture) for page in pages] == labels


@pytest.mark.parametrize(
    "value",
    [
        {"code": 0, "msg": "ok", "data": {"articles": [FIRST, SECOND]}},
        {"articles": [FIRST], "advertisements": [SECOND]},
        {"articles": [FIRST, {**SECOND, "作者": {"name": "林秀禾"}}]},
        {"articles": [{**FIRST, "title": ["三座水库蓄水"]}, {**SECOND, "作者": [{"name": "林秀禾"}]}]},
        [FIRST, {**SECOND, "正文": [{"text": text, "order": 1} for text in SECOND["正文"]]}],
    ],
)
def test_what_wraps_the_articles_of_a_page_is_no_text(value: object) -> None:
    assert [page.text for page in read_pages(written(value))] == [TEXT]


def test_labels_that_stand_deeper_are_headers() -> None:
    said = {"tags": ["水利"], "source": {"paper": "青禾日报", "no": 3}}
    page = clean(read_pages(written([{**FIRST, **said}, SECOND]))[0])
    assert [str(each) for each in page.furniture] == ["水利", "青禾日报"]


@pytest.mark.parametrize(
    "fence",
    [
        "```json\n{}\n```",
        "\n```json \n{}\n```\n",
        "```JSON\n{}\n```",
        "```\n{}\n```",
        "\ufeff```json\r\n{}\r\n```",
        "```json\n{}",
        "以下是这一版的文字：\n\n```json\n{}\n```\n",
        "Sure! Here is the page.\n```json\n{}\n```\n\nTell me what else you need.\n",
    ],
)
def test_the_fence_round_it_is_no_text(fence: str) -> None:
    data = fence.replace("{}", written([FIRST, SECOND]).decode()).encode()
    assert sniff(data) is InputFormat.ARTICLES
    assert [page.text for page in read_pages(data)] == [TEXT]


@pytest.mark.parametrize(
    "value",
    [
        [{"title": "三座水库蓄水"}],  # no text
        [{"content": "水库昨日蓄水。"}],  # no headline
        [FIRST, {"name": "水库", "content": "水库昨日蓄水。"}],
        [{**FIRST, "summary": "水库昨日蓄水。"}],  # text in a field that is not read
        [{**FIRST, "captions": ["渠水进村。"]}],
        [{**FIRST, "places": {"名": "青石镇" * 14}}],
        [{**FIRST, "正文": "水库昨日蓄水。"}],  # two texts
        [{**FIRST, "content": [{"text": "水库昨日蓄水。", "正文": "镇里修了水渠。"}]}],
        [{**FIRST, "content": [{"text": FIRST["content"], "speaker": "林秀禾"}]}],  # whose words they are
        {"articles": [FIRST], "notes": ["镇里修了水渠。"]},
        {"pages": [{"articles": [FIRST]}, {"articles": []}]},
        {"code": 0, "data": {"text": FIRST["content"]}},
        {"articles": []},
    ],
)
def test_json_that_says_more_is_refused(value: object) -> None:
    with pytest.raises(UnknownFormatError):
        read_pages(written(value))


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"port": 80, "name": "水库"}\n```\n',  # settings
        '```\n[{"title": "水库", "content": "蓄水。"}]\n```\n',  # no language is named
        '格式\n如下：\n```json\n[{"title": "水库", "content": "水库昨日蓄水。"}]\n```\n',
        '```json\n[{"title": "水库", "content": "水库昨日蓄水。"}]\n```\n每篇一项。\n以上是格式。\n',
        '```json\n[{"title": "水库", "content": "蓄水。"}]\n```\n\n```json\n[]\n```\n',
        '```json\n[{"title": "水库", "content": "蓄水。"}\n```\n',  # cut off
    ],
)
def test_other_fences_are_text(text: str) -> None:
    assert [page.text for page in read_pages(text.encode())] == [text]


def test_what_stands_at_the_edges_of_a_text_is_known() -> None:
    news = "三座水库昨日蓄水，沿线十二个村受益。"
    texts = [
        f"（上接第一版）\n{news}\n（下转第四版）",
        f"本报记者 周海\n{news}\n（林秀禾）",
        f"{news}\n（一）\n{news}",
    ]
    [page] = read_pages(
        written([{"title": f"三座水库蓄水{n}", "content": text} for n, text in enumerate(texts)])
    )
    first, second, third = clean(page).articles
    assert (first.continued_from, first.continued_on) == ("第一版", "第四版")
    assert (second.byline, second.signoff) == ("本报记者 周海", "（林秀禾）")
    assert [paragraph.text for paragraph in third.paragraphs] == [news, "（一）", news]


def test_line_ends_of_html_part_paragraphs() -> None:
    [page] = read_pages(written([{**FIRST, "content": "水库昨日蓄水。<br/>镇里修了水渠。"}, SECOND]))
    assert page.text == TEXT


def test_a_narrow_column_is_joined() -> None:
    lines = [
        "今年新修的三座水库",
        "昨日全部蓄水，沿线",
        "十二个村受益，难题",
        "得到解决。明年还要",
        "再修五座。",
    ]
    [article] = clean(read_pages(written([{**FIRST, "content": "\n".join(lines)}]))[0]).articles
    assert (article.title, [each.text for each in article.paragraphs]) == (FIRST["title"], ["".join(lines)])


def test_a_long_fence_takes_no_longer_by_the_square_of_it() -> None:
    inside = b"```\n[" + b"\n" * 1_000_000 + b"x```"
    assert sniff(inside) is not InputFormat.ARTICLES


@pytest.mark.parametrize(
    "value",
    [
        [{"title": "大事记", "content": [{"year": "1998", "text": FIRST["content"]}]}],
        [{"title": "大事记", "content": [{"time": "08:30", "text": FIRST["content"]}]}],
        [{**FIRST, "lead": "Three bridges opened."}],
    ],
)
def test_figures_and_latin_text_beside_a_text_are_not_lost_in_silence(value: object) -> None:
    with pytest.raises(UnknownFormatError):
        read_pages(written(value))


def test_latin_names_and_cells_of_figures_are_kept() -> None:
    said = {"author": {"name": "Anna Berg"}, "table": [["南岸", "420"]]}
    page = clean(read_pages(written([{**FIRST, **said}, SECOND]))[0])
    assert page.articles[0].byline == "Anna Berg"
    assert [str(each) for each in page.furniture] == ["南岸", "420"]


@pytest.mark.parametrize(
    ("value", "pages"),
    [
        ({"articles": {"page": "第三版", "list": [FIRST]}}, 1),
        ({"items": [{"page": "第一版", "articles": [FIRST]}, {"page": "第二版", "articles": [SECOND]}]}, 2),
    ],
)
def test_labels_inside_a_list_of_articles_are_kept(value: object, pages: int) -> None:
    read = read_pages(written(value))
    assert len(read) == pages
    assert all(page.text.startswith("第") for page in read)


def test_a_closing_fence_may_be_indented() -> None:
    data = f"```json\n{written([FIRST, SECOND]).decode()}\n  ```\n".encode()
    assert [page.text for page in read_pages(data)] == [TEXT]


def test_verse_with_a_pause_at_one_place_stays_lines() -> None:
    poem = "桥头柳，水边花\n春来早，客还家\n茶已热，酒先赊\n灯未灭，月西斜。"
    [article] = clean(read_pages(written([{"title": "灯", "content": poem}]))[0]).articles
    assert [paragraph.text for paragraph in article.paragraphs] == poem.split("\n")
