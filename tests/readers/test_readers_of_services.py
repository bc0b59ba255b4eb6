"""Answers of cloud services and of vision models that are asked for JSON; what only looks like them."""

from __future__ import annotations

import json

import pytest

from cleaner.document import Box
from cleaner.errors import FormatError
from cleaner.readers import read_pages
from tests.readers.test_readers_of_json import FIXTURES, PLACE, QUAD, kinds, read, written


def test_an_answer_of_alibaba_may_be_json_in_a_string() -> None:
    inner = json.loads((FIXTURES / "aliyun-words.json").read_bytes())
    wanted = read(inner).text
    assert read({"Data": json.dumps(inner), "RequestId": "1"}).text == wanted
    assert read({"statusCode": 200, "body": {"Data": json.dumps(inner, ensure_ascii=False)}}).text == wanted
    with pytest.raises(FormatError, match="unknown kind"):
        read({"Data": "青石镇", "RequestId": "1"})


def test_an_answer_of_tencent_may_come_without_its_envelope() -> None:
    answer = json.loads((FIXTURES / "tencent-words.json").read_bytes())
    assert read(answer["Response"]).lines[0].box == read(answer).lines[0].box
    upright = {"DetectedText": "青石镇", "ItemPolygon": {"X": 10, "Y": 20, "Width": 90, "Height": 30}}
    assert read({"TextDetections": [upright]}).lines[0].box == Box(10, 20, 100, 50)


def test_tables_that_mistral_keeps_apart_stand_where_its_text_names_them() -> None:
    table = {
        "id": "tbl-0.md",
        "content": "| 站名 | 水位 |\n| --- | --- |\n| 青石 | 12 |",
        "format": "markdown",
    }
    page = {
        "markdown": "# 蓄水\n\n[tbl-0.md](tbl-0.md)\n\n完",
        "header": "青禾日报",
        "footer": "本版编辑：林秀禾",
    }
    found = read({"pages": [{**page, "tables": [table]}]})
    assert found.text.split("\n\n") == [
        "青禾日报",
        "蓄水",
        "站名\t水位\n青石\t12",
        "完",
        "本版编辑：林秀禾\n",
    ]
    assert kinds(found) == ["header", "heading", "table", "unknown", "footer"]
    found = read({"pages": [{"markdown": "完", "tables": [table]}]})
    assert found.text == "完\n\n站名\t水位\n青石\t12\n"


@pytest.mark.parametrize(
    "page", ["甲", {"index": 1}, {"markdown": {"a": "甲"}}, {"markdown": None}], ids=repr
)
def test_a_page_of_mistral_that_is_none_is_refused(page: object) -> None:
    pages = [{"markdown": "甲"}, page]
    with pytest.raises(FormatError, match="/pages/1"):
        read_pages(written({"pages": pages}))
    assert [each.text for each in read_pages(written({"pages": pages[:1] * 2}))] == ["甲\n"] * 2


@pytest.mark.parametrize("label", ["category", "label"])
def test_blocks_of_qwen_are_regions_and_its_lines_are_lines(label: str) -> None:
    blocks = [
        {"bbox_2d": PLACE, label: "title", "text_content": "青石镇蓄水"},
        {"bbox_2d": [10, 30, 90, 40], label: "text", "text_content": "昨日蓄水。"},
    ]
    assert kinds(read(blocks)) == ["heading", "text"]
    page = read([{"bbox_2d": PLACE, "text_content": "青石镇蓄水"}])
    assert (page.format, page.text, page.lines[0].box) == ("box-list", "青石镇蓄水\n", Box(10, 10, 90, 20))


@pytest.mark.parametrize("key", ["box", "points", "bbox"])
@pytest.mark.parametrize("label", ["text", 0, "x", "line"])
def test_lines_with_a_label_are_lines(key: str, label: object) -> None:
    places = QUAD if key == "points" else PLACE
    lines = [{key: places, "text": line, "label": label} for line in ("青石镇", "蓄水")]
    if (key, label) == ("bbox", "text"):
        assert (read(lines).format, kinds(read(lines))) == ("dots-ocr", ["text", "text"])
    else:
        assert (read(lines).format, read(lines).text) == ("box-list", "青石镇\n蓄水\n")


@pytest.mark.parametrize(
    "value",
    [
        [{"bbox_2d": PLACE, "label": "三座水库蓄水"}, {"bbox_2d": PLACE, "label": "群众放心"}],
        {"body": "{{name}}"},
        {"Data": "{青石镇}"},
    ],
    ids=["text for a label", "a template", "no JSON"],
)
def test_what_holds_no_text_where_a_format_has_it_is_refused(value: object) -> None:
    with pytest.raises(FormatError, match="unknown kind"):
        read(value)


def test_a_text_that_is_null_gives_way_to_another_one() -> None:
    page = read([{"bbox": PLACE, "category": "Text", "text": None, "content": "青石镇"}])
    assert page.text == "青石镇\n"


def test_lines_of_cnocr_have_a_position() -> None:
    page = read([{"text": "青石镇", "score": 0.9, "position": QUAD}])
    assert (page.text, page.lines[0].box) == ("青石镇\n", Box(0, 0, 40, 10))


def test_blocks_of_words_are_not_those_of_surya() -> None:
    with pytest.raises(FormatError, match="unknown kind"):
        read({"pages": [{"blocks": [{"lines": [{"words": [{"value": "青石镇"}]}]}]}]})
    assert read({"a": [{"blocks": [], "page": 1}]}).text == ""
