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


# WeChat, Youdao, Volcengine


def test_wechat_leaves_out_sides_that_are_0() -> None:
    lines = [
        {"text": "青石镇", "location": {"right": 90.0, "bottom": 30.0}, "pos": {}},
        {"text": "蓄水", "location": {"left": 5.0, "top": 40.0, "right": 95.0, "bottom": 70.0}},
    ]
    page = read({"taskId": 1, "ocrResult": lines})
    assert (page.format, page.text) == ("wechat", "青石镇\n蓄水\n")
    assert [line.box for line in page.lines] == [Box(0, 0, 90, 30), Box(5, 40, 95, 70)]
    assert read({"errcode": 0, "ocr_response": []}).text == ""


def test_lines_of_youdao_without_a_text_are_their_words() -> None:
    words = [{"word": "青石镇", "boundingBox": "0,0,30,0,30,10,0,10"}, {"word": "蓄水"}]
    page = read(
        {"Result": {"regions": [{"lines": [{"boundingBox": "0,0,40,0,40,10,0,10", "words": words}]}]}}
    )
    assert (page.format, page.text, page.lines[0].box) == ("youdao", "青石镇蓄水\n", Box(0, 0, 40, 10))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            {"data": {"line_texts": ["甲", "乙"], "line_rects": [{"x": 0, "y": 0, "width": 9, "height": 9}]}},
            "1 entries",
        ),
        ({"data": {"line_texts": "青石镇", "line_rects": []}}, "no list of lines"),
        ({"data": {"line_texts": [{"text": "甲"}], "line_rects": []}}, "an object and no text"),
        ({"data": {"ocr_infos": [{"text": "甲", "rect": "x"}]}}, "no box"),
        ({"Result": {"regions": [{"lines": [{"text": "甲", "boundingBox": "1,2,x,4"}]}]}}, "no coordinate"),
        ({"ocr_response": [{"text": "甲", "left": "x", "top": 1}]}, "no coordinate"),
        ({"ocr_response": [{"rate": 0.9}]}, "no 'text'"),
    ],
    ids=["columns", "texts", "objects", "rect", "numbers", "sides", "text"],
)
def test_a_damaged_answer_is_refused_with_its_place(value: object, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read(value)


# OCR.space


def test_results_of_ocr_space_are_pages_with_an_overlay_or_without() -> None:
    word = {"WordText": "青石镇", "Left": 5.0, "Top": 10.0, "Height": 30.0, "Width": 90.0}
    overlay = {"Lines": [{"LineText": "青石镇", "Words": [word], "MinTop": 10.0, "MaxHeight": 30.0}]}
    found = read_pages(
        written({"ParsedResults": [{"TextOverlay": overlay}, {"ParsedText": "蓄水\r\n完\r\n"}]})
    )
    assert [page.text for page in found] == ["青石镇\n", "蓄水\n完\n"]
    assert [line.box for page in found for line in page.lines] == [Box(5, 10, 95, 40), None, None]


# macOS Vision


def test_boxes_of_macos_in_pixels_are_from_the_head_of_the_page() -> None:
    page = read([["青石镇", 1.0, [10, 20, 90, 50]], ["蓄水", 0.5, [10, 60, 90, 90]]])
    assert (page.format, page.unit, page.text) == ("apple-vision", "px", "青石镇\n蓄水\n")
    assert (page.lines[1].box, page.lines[1].confidence) == (Box(10, 60, 90, 90), 0.5)


@pytest.mark.parametrize(
    "value",
    [
        [["青石镇", 1.0, [0.1, 0.2, 0.3]]],
        [["青石镇", 7, [0.1, 0.2, 0.3, 0.1]]],
        [["青石镇", "1.0", [0.1, 0.2, 0.3, 0.1]]],
        [["青石镇", 1.0, [0.1, 0.2, 0.3, 0.1]], ["蓄水", 1.0]],
    ],
    ids=["three numbers", "no confidence", "a string", "a line without a box"],
)
def test_what_looks_like_lines_of_macos_and_is_none_is_refused(value: object) -> None:
    with pytest.raises(FormatError, match="unknown kind"):
        read(value)


# Google Document AI


def document(text: str, *pages: object) -> dict[str, object]:
    return {"document": {"text": text, "pages": list(pages)}}


def anchored(*spans: tuple[int, int]) -> dict[str, object]:
    segments = [{"startIndex": str(start), "endIndex": str(end)} for start, end in spans]
    return {"layout": {"textAnchor": {"textSegments": segments}}}


def test_pages_of_a_document_have_their_lines_and_what_no_line_names() -> None:
    text = "青石镇\n蓄水\n第二页\n页脚\n"
    first = {**anchored((0, 7)), "lines": [anchored((0, 4)), anchored((4, 7))]}
    second = {**anchored((7, 14)), "lines": [anchored((7, 11))]}
    found = read_pages(written(document(text, first, second)))
    assert [page.text for page in found] == ["青石镇\n蓄水\n", "第二页\n页脚\n"]
    without = read_pages(written(document(text, anchored((0, 7)), anchored((7, 14)))))
    assert [page.text for page in without] == [page.text for page in found]


def test_names_in_a_document_may_have_underscores() -> None:
    segment = {"start_index": 0, "end_index": 4}
    corner = [{"x": 0.1, "y": 0.1}, {"x": 0.9, "y": 0.1}, {"x": 0.9, "y": 0.2}, {"x": 0.1, "y": 0.2}]
    layout = {"text_anchor": {"text_segments": [segment]}, "bounding_poly": {"normalized_vertices": corner}}
    page = read({"text": "青石镇\n", "pages": [{"lines": [{"layout": layout}]}]})
    assert (page.format, page.unit, page.lines[0].box) == ("document-ai", "relative", Box(0.1, 0.1, 0.9, 0.2))


@pytest.mark.parametrize("end", ["9", "-1", "x", 3.5, True, "٣", "9" * 5000], ids=repr)
def test_a_place_outside_the_text_of_a_document_is_refused(end: object) -> None:
    line = {"layout": {"textAnchor": {"textSegments": [{"endIndex": end}]}}}
    with pytest.raises(FormatError, match=r"/document/pages/0/lines/0/textSegments/0"):
        read(document("青石镇\n", {"lines": [line]}))


@pytest.mark.parametrize(
    "value",
    [
        {"text": "青石镇", "pages": []},
        {"text": "青石镇", "pages": [{"lines": [{"text": "青石镇"}]}]},  # no places in the text
        {"text": "青石镇", "pages": [{"layout": "a4"}]},
        {"Result": {"regions": [{"name": "青石镇"}]}},
        {"ParsedResults": [{"name": "青石镇"}]},
    ],
)
def test_what_only_has_the_names_of_a_service_is_refused(value: object) -> None:
    with pytest.raises(FormatError, match="unknown kind"):
        read(value)


def test_a_blank_page_of_a_document_is_a_page() -> None:
    document = json.loads((FIXTURES / "document-ai.json").read_bytes())
    whole = document.get("document", document)
    before = len(read_pages(json.dumps(document).encode()))
    whole["pages"].append({"dimension": {"width": 10, "height": 10}})
    assert len(read_pages(json.dumps(document).encode())) == before + 1


def test_an_error_of_ocr_space_is_told() -> None:
    answer = {
        "ParsedResults": [{"ParsedText": "", "ErrorMessage": "no image"}],
        "IsErroredOnProcessing": True,
    }
    with pytest.raises(FormatError, match="no image"):
        read(answer)


def test_a_line_of_youdao_whose_text_is_null_has_that_of_its_words() -> None:
    line = {"text": None, "words": [{"word": "青石"}, {"word": "镇"}], "boundingBox": "0,0,9,0,9,9,0,9"}
    assert read({"Result": {"regions": [{"lines": [line]}]}}).text == "青石镇\n"
