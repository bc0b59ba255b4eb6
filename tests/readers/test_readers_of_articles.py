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
    "三座水库蓄水\n\n水库昨日蓄水。\n\n镇里修了水渠。\n\n"
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
def test_each_field_is_a_block_and_each_line_of_a_text(value: object) -> None:
    [page] = read_pages(written(value))
    assert page.format == InputFormat.ARTICLES
    assert page.text == TEXT
    assert [article.title for article in clean(page).articles] == ["三座水库蓄水", "州图书馆开馆"]


def test_what_stands_over_and_under_a_headline_is_of_a_lower_level() -> None:
    [page] = read_pages(written({**FIRST, "kicker": "青石镇兴修水利", "subtitle": "两万亩旱地受益"}))
    [article] = clean(page).articles
    assert (article.title, article.kicker) == ("三座水库蓄水", "青石镇兴修水利")
    assert "两万亩旱地受益" in article.subtitles


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "\n```json \n{}\n```\n"])
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
        [{**FIRST, "place": "青石镇"}],  # text in a field that is not read
        [{**FIRST, "正文": "水库昨日蓄水。"}],  # two texts
        [{**FIRST, "content": [{"text": "水库昨日蓄水。"}]}],
        {"articles": [FIRST], "paper": "青石日报"},
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
        '如下：\n```json\n[{"title": "水库", "content": "蓄水。"}]\n```\n',
        '```json\n[{"title": "水库", "content": "蓄水。"}]\n```\n\n```json\n[]\n```\n',
        '```json\n[{"title": "水库", "content": "蓄水。"}\n```\n',  # cut off
    ],
)
def test_other_fences_are_text(text: str) -> None:
    assert [page.text for page in read_pages(text.encode())] == [text]
