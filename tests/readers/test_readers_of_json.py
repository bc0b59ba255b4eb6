"""JSON of OCR engines: all its text is read, once, however the file is written; else it is refused."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cleaner.document import Box, RawPage, RegionKind
from cleaner.errors import CleanerError, FormatError, InputError
from cleaner.readers import InputFormat, read_pages
from cleaner.readers.kinds import region_kind
from cleaner.readers.prose import plain

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
HAN = re.compile("[\u3400-\u9fff]")
PLACE = [10, 10, 90, 20]
QUAD = [[0, 0], [40, 0], [40, 10], [0, 10]]


def written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def read(value: object) -> RawPage:
    [page] = read_pages(written(value))
    return page


def kinds(page: RawPage) -> list[str]:
    return [region.kind.value for region in page.regions]


# All text, once

COPIES = {
    InputFormat.PPSTRUCTURE: {"block_content"},
    InputFormat.AZURE: {"content"},
    InputFormat.MINERU: {"preproc_blocks"},
    InputFormat.DOCLING: {"text"},
    InputFormat.ALIYUN: {"content"},
    InputFormat.YOUDAO: {"word"},
    InputFormat.OCR_SPACE: {"ParsedText", "WordText"},
}
"""Keys of text that the same file has under another key, too."""

WITH_CHARACTERS = {
    "rapidocr-words.json": "word_results",
    "paddleocr-words.json": "text_word",
    "tencent-words.json": "Words",
    "aliyun-words.json": "charInfo",
    "huawei-words.json": "char_list",
    "volcengine-words.json": "chars",
}


def strings(value: object, without: set[str]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from strings(part, without)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in without:
                yield from strings(part, without)


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("*.json*")))
def test_each_ideograph_of_a_file_is_in_its_text_once(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    pages = read_pages(data)
    without = {WITH_CHARACTERS.get(name, "")} | COPIES.get(InputFormat(pages[0].format), set())
    if name == "paddleocr-vl-json.json":
        without = set()  # its blocks are all that it has
    if name == "azure-di.json":
        lines = json.loads(data)["analyzeResult"]["pages"][0]["lines"]
        expected = "".join(line["content"] for line in lines)
    elif name == "google-vision.json":
        expected = json.loads(data)["responses"][0]["fullTextAnnotation"]["text"]
    else:
        values = data.splitlines() if name.endswith("l") else [data]
        expected = "".join(strings([json.loads(line) for line in values], without))
    assert Counter(HAN.findall("".join(page.text for page in pages))) == Counter(HAN.findall(expected))


# How JSON is written

ANSWER = {"code": 100, "data": [{"box": QUAD, "text": "青石镇", "score": 0.9}]}
LINES = [{"box": QUAD, "txt": "青石镇", "score": 0.9}]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "gb18030"],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n"])
def test_json_is_read_in_its_encodings(encoding: str, end: str) -> None:
    line = json.dumps(ANSWER, ensure_ascii=False)
    for text, count in (
        (line, 1),
        (json.dumps(LINES, ensure_ascii=False, indent=1), 1),
        (f"{line}\n{line}", 2),
        (f"{line},\r\n\r\n{line},", 2),
        (json.dumps(ANSWER, ensure_ascii=False, indent=1) * 2, 2),
    ):
        pages = read_pages((text + end).encode(encoding))
        assert [page.text for page in pages] == ["青石镇\n"] * count


def test_a_list_a_line_is_a_page_a_line() -> None:
    line = written(LINES)
    assert [page.text for page in read_pages(line + b"\n\n" + line)] == ["青石镇\n"] * 2
    marked = b"\xef\xbb\xbf"
    assert len(read_pages(marked + line + b"\n" + marked + line)) == 2


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (written(LINES).decode().encode("utf-16")[:-1], "it is not UTF-16"),
        (written(LINES) + "后文".encode(), "no valid JSON"),
        (written(ANSWER) + b"\n" + written(ANSWER)[:-1], "line 2: this is no valid JSON"),
        (written(ANSWER) + b"\n12", "value 2 of it is not Umi-OCR"),
        ('[{"txt": "甲", "txt": "乙", "box": [0, 0, 9, 9]}]'.encode(), "'txt' stands twice"),
        (b'[{"txt": "2", "box": ' + b"[" * 900 + b"]" * 900 + b"}]", "/0/box"),
    ],
    ids=["UTF-16 that was cut", "text behind it", "a line that was cut", "a number", "a key twice", "depth"],
)
def test_json_that_is_damaged_is_refused_and_says_where(data: bytes, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        read_pages(data)


def test_a_key_that_stands_twice_with_one_value_loses_nothing() -> None:
    data = '[{"txt": "甲", "txt": "甲", "box": [0, 0, 9, 9]}]'.encode()
    assert read_pages(data)[0].text == "甲\n"


# Text

WAYS: dict[str, Callable[[object], object]] = {
    "box-list": lambda text: [{"txt": text, "box": QUAD}, {"txt": "尾", "box": QUAD}],
    "rapidocr1": lambda text: [[QUAD, text, 0.9], [QUAD, "尾", 0.9]],
    "paddleocr": lambda text: {"rec_texts": [text, "尾"]},
    "umi-ocr": lambda text: {"code": 100, "data": [{"text": text}, {"text": "尾"}]},
    "baidu": lambda text: {"words_result": [{"words": text}, {"words": "尾"}]},
    "tencent": lambda text: {"TextDetections": [{"DetectedText": text}, {"DetectedText": "尾"}]},
    "aliyun": lambda text: {"Data": {"prism_wordsInfo": [{"word": text}, {"word": "尾"}]}},
    "huawei": lambda text: {"result": {"words_block_list": [{"words": text}, {"words": "尾"}]}},
    "volcengine": lambda text: {"data": {"ocr_infos": [{"text": text}, {"text": "尾"}]}},
    "youdao": lambda text: {"Result": {"regions": [{"lines": [{"text": text}, {"text": "尾"}]}]}},
    "ocr-space": lambda text: {
        "ParsedResults": [{"TextOverlay": {"Lines": [{"LineText": text}, {"LineText": "尾"}]}}]
    },
    "wechat": lambda text: {"ocr_response": [{"text": text}, {"text": "尾"}]},
    "surya-lines": lambda text: {"a": [{"text_lines": [{"text": text}, {"text": "尾"}]}]},
    "surya": lambda text: {"a": [{"blocks": [{"html": text}, {"html": "尾"}]}]},
    "ppstructure": lambda text: {"parsing_res_list": [{"block_content": text}, {"block_content": "尾"}]},
    "mineru": lambda text: {
        "pdf_info": [{"para_blocks": [{"type": "text", "content": text}, {"text": "尾"}]}]
    },
    "mineru-content": lambda text: [
        {"type": "text", "text": text, "page_idx": 0},
        {"type": "text", "text": "尾"},
    ],
    "dots-ocr": lambda text: [
        {"bbox": PLACE, "category": "Text", "text": text},
        {"category": "Text", "text": "尾"},
    ],
    "docling": lambda text: {"schema_name": "DoclingDocument", "texts": [{"text": text}, {"text": "尾"}]},
    "azure": lambda text: {"apiVersion": "1", "pages": [{"lines": [{"content": text}, {"content": "尾"}]}]},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("value", "text"), [(12, "12"), (3.5, "3.5"), (None, "")])
def test_a_number_for_a_text_is_its_text(way: str, value: object, text: str) -> None:
    page = read(WAYS[way](value))
    assert page.format == (way if way != "rapidocr1" else "box-list")
    assert page.text.split() == [*filter(None, [text]), "尾"]


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"mineru", "mineru-content", "rapidocr1"}))
@pytest.mark.parametrize("value", [True, {"a": "甲"}, [["甲"]], [True]], ids=json.dumps)
def test_a_text_that_is_none_is_refused_and_says_where(way: str, value: object) -> None:
    with pytest.raises(FormatError, match=r"/0.*(?:true or false|an object|a list inside)"):
        read(WAYS[way](value))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("entry", ["甲", 12, ["甲"]], ids=repr)
def test_an_entry_that_is_no_object_is_refused(way: str, entry: object) -> None:
    value = WAYS[way]("甲")
    holder: object = value
    while not (isinstance(holder, list) and len(holder) == 2):
        assert isinstance(holder, dict | list)
        holder = list(holder.values())[-1] if isinstance(holder, dict) else holder[0]
    holder[1] = entry
    if way == "paddleocr" and entry != ["甲"]:
        assert read(value).text.count(str(entry))
    elif way == "paddleocr":
        assert read(value).text == "甲\n甲\n"
    else:
        with pytest.raises(FormatError):
            read(value)


# Boxes


@pytest.mark.parametrize(
    "place",
    [
        [100, 200, 150, 210],
        [[100, 200], [150, 200], [150, 210], [100, 210]],
        [100, 200, 150, 200, 150, 210, 100, 210],
        ["100", "200", "150", "210"],
        {"x": 100, "y": 200, "w": 50, "h": 10},
        {"x": 100, "y": 200, "width": 50, "height": 10},
        {"left": 100, "top": 200, "width": 50, "height": 10},
        {"left": 100, "top": 200, "right": 150, "bottom": 210},
        {"x1": 100, "y1": 200, "x2": 150, "y2": 210},
        [100, 200, 50, 10],
    ],
    ids=repr,
)
def test_boxes_are_read_as_they_are_written(place: object) -> None:
    page = read([{"txt": "青石镇", "box": place}])
    assert page.lines[0].box == Box(100, 200, 150, 210)


def test_width_and_height_are_told_from_corners_by_the_whole_page() -> None:
    measured = [[10, 5, 400, 12], *([300, 40 + 20 * n, 250, 12] for n in range(3))]
    page = read([{"txt": "青石镇", "box": place} for place in measured])
    assert page.lines[0].box == Box(10, 5, 410, 17)
    assert page.lines[3].box == Box(300, 80, 550, 92)
    cornered = [[10, 5, 410, 17], *([300, 40 + 20 * n, 550, 52 + 20 * n] for n in range(3)), [90, 9, 10, 1]]
    page = read([{"txt": "青石镇", "box": place} for place in cornered])
    assert page.lines[1].box == Box(300, 40, 550, 52)
    assert page.lines[4].box == Box(10, 1, 90, 9)


@pytest.mark.parametrize(
    "place",
    [5, {"a": 1}, [1, 2, 3, 4, 5], [[1], [2]], [[1, "x"], [2, 3]], True, ["甲"], {"x": 1, "y": 2, "w": 3}],
)
def test_a_box_that_is_none_is_refused(place: object) -> None:
    with pytest.raises(FormatError, match="/0/box"):
        read([{"txt": "青石镇", "box": place}, {"txt": "尾", "box": QUAD}])


def test_lines_without_boxes_are_kept_beside_those_with() -> None:
    page = read(
        [{"txt": "甲", "box": None}, {"txt": "乙"}, {"txt": "丙", "box": QUAD}, {"txt": "丁", "box": []}]
    )
    assert page.text == "甲\n乙\n丙\n丁\n"
    assert [line.box is None for line in page.lines] == [True, True, False, True]
    assert read({"txts": ["甲"], "boxes": None, "scores": [0.9]}).text == "甲\n"


# Answers of engines that tell a problem


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"code": "101x", "data": "no file"}, "error 101x"),
        ({"error_code": 17, "error_msg": "daily limit"}, "'daily limit'"),
        ({"Response": {"Error": {"Code": "1", "Message": "No money."}, "RequestId": "1"}}, "'No money.'"),
        ({"responses": [{"error": {"code": 3, "message": "Bad image."}}]}, "/responses/0/error.*Bad image"),
        ({"a": [{"text_lines": []}, {"page": 2}]}, "/a/1: this page has no text_lines"),
        ({"txts": ["甲"], "boxes": [QUAD, QUAD]}, "2 boxes"),
    ],
)
def test_what_an_engine_could_not_read_is_told(value: object, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        read(value)


# MinerU


def middle(*blocks: object) -> RawPage:
    return read({"pdf_info": [{"page_idx": 0, "para_blocks": list(blocks)}], "_backend": "pipeline"})


def block(kind: str, text: str = "", **more: object) -> dict[str, object]:
    lines = [{"bbox": PLACE, "spans": [{"type": "text", "content": text}]}] if text else []
    return {"type": kind, "bbox": PLACE, **({"lines": lines} if lines else {}), **more}


TABLE = "<html><body><table><tr><td>站名</td><td>水位</td></tr></table></body></html>"


def test_parts_of_mineru_s_blocks_are_regions_of_their_own() -> None:
    rows = {
        "bbox": PLACE,
        "spans": [{"type": "table", "html": TABLE, "latex": "站名", "image_path": "图.jpg"}],
    }
    page = middle(
        block("code", blocks=[block("code_body", "打印水位"), block("code_caption", "例一")]),
        block("table", blocks=[{"type": "table_body", "lines": [rows]}, block("table_footnote", "单位：米")]),
        block("image", blocks=[block("image_caption", "开港"), block("image_footnote", "资料图")], lines=[]),
        block("list", blocks=[block("text", "一是修渠"), block("ref_text", "二是清淤")]),
        block("interline_equation", "Q=AV"),
        block("something_new", "新类"),
        block("text", text="没有行"),
    )
    assert page.text.split("\n\n") == [
        *("打印水位", "例一", "站名\t水位", "单位：米", "开港", "资料图", "一是修渠", "二是清淤"),
        *("Q=AV", "新类", "没有行\n"),
    ]
    assert kinds(page) == [
        *("code", "caption", "table", "caption", "caption", "caption", "text", "text"),
        *("formula", "unknown", "text"),
    ]


def test_pages_of_mineru_without_paragraphs_have_the_blocks_before_them() -> None:
    page = {"preproc_blocks": [block("text", "甲")], "discarded_blocks": [block("header", "乙")]}
    assert read({"pdf_info": [page]}).text == "甲\n\n乙\n"
    assert read({"pages": [{**page, "para_blocks": [block("text", "丙")]}]}).text == "丙\n\n乙\n"


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ({"type": "code", "code_body": "```txt\n打印水位\n```", "code_caption": ["例一"]}, "例一\n打印水位"),
        ({"type": "list", "sub_type": "text", "list_items": ["一是修渠", "二是清淤"]}, "一是修渠\n二是清淤"),
        (
            {
                "type": "table",
                "table_caption": ["水位表"],
                "table_footnote": ["单位：米"],
                "table_body": TABLE,
            },
            "水位表\n站名\t水位\n单位：米",
        ),
        (
            {
                "type": "image",
                "img_path": "图.jpg",
                "image_caption": ["开港", "出海"],
                "image_footnote": ["资料图"],
            },
            "开港\n出海\n资料图",
        ),
        (
            {"type": "image", "content": "渔港", "img_caption": ["开港"], "img_footnote": ["资料图"]},
            "渔港\n开港\n资料图",
        ),
        ({"type": "chart", "content": "水位", "chart_caption": ["水位图"]}, "水位\n水位图"),
        ({"type": "equation", "text": "$$Q=AV$$", "text_format": "latex"}, "$$Q=AV$$"),
        ({"type": "ref_text", "text": "水利年鉴"}, "水利年鉴"),
        ({"type": "new_kind", "words_of_it": "新类", "image_type": "照片", "source": "某处"}, "新类"),
        ({"type": "text", "text": "渔船出海", "content": "渔船出海"}, "渔船出海"),
        (
            {
                "type": "table",
                "table_caption": ["水位"],
                "table_body": "<table><tr><td>水位</td></tr></table>",
            },
            "水位\n水位",
        ),
    ],
)
def test_all_text_of_a_content_list_is_read(entry: dict[str, object], text: str) -> None:
    assert read([{**entry, "page_idx": 0, "bbox": PLACE}]).text == text + "\n"


def test_content_lists_of_pages_and_middle_files_of_mineru_4_are_read_whole() -> None:
    spans = [{"type": "text", "content": "一是"}, {"type": "equation_inline", "content": "3"}]
    items = {
        "list_type": "text_list",
        "list_items": [{"item_type": "text", "item_content": spans}, {"item_content": "二"}],
    }
    version2 = [
        [
            {"type": "list", "content": items},
            {"type": "title", "content": {"title_content": spans, "level": 1}},
        ]
    ]
    assert read(version2).text == "一是3\n二\n\n一是3\n"
    blocks = [
        {
            "type": "list",
            "content": [{"type": "text", "content": spans}, {"type": "ref_text", "content": spans}],
        },
        {"type": "text", "content": [{"type": "hyperlink", "url": "a", "content": spans}, *spans]},
        {
            "type": "table",
            "content": [
                {"type": "table_body", "content": TABLE},
                {"type": "table_caption", "content": spans},
            ],
        },
    ]
    version4 = {"schema": "docvortex.middle", "pages": [{"page_idx": 0, "blocks": blocks}]}
    assert read(version4).text == "一是3\n一是3\n\n一是3一是3\n\n站名\t水位\n一是3\n"


def test_blocks_of_one_page_stand_together_wherever_the_list_has_them() -> None:
    entries = [
        {"type": "text", "text": text, "page_idx": page} for text, page in (("甲", 0), ("乙", 1), ("丙", 0))
    ]
    assert [page.text for page in read_pages(written(entries))] == ["甲\n\n丙\n", "乙\n"]


def test_deep_blocks_of_mineru_are_refused() -> None:
    deep = block("text", "甲")
    for _ in range(40):
        deep = {"type": "list", "blocks": [deep]}
    with pytest.raises(FormatError, match="nested"):
        middle(deep)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("table_body", RegionKind.TABLE),
        ("code_body", RegionKind.CODE),
        ("ref_text", RegionKind.TEXT),
        ("image_footnote", RegionKind.CAPTION),
        ("sectionHeading", RegionKind.HEADING),
        ("equation_interline", RegionKind.FORMULA),
        ("page_footnote", RegionKind.TEXT),
        ("hologram", RegionKind.UNKNOWN),
    ],
)
def test_labels_of_newer_engines_are_known(label: str, kind: RegionKind) -> None:
    assert region_kind(label) is kind


# Prose in JSON


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("水位<3米\n流量>5", "水位<3米\n流量>5"),
        ("<Nature>杂志", "<Nature>杂志"),
        ("表一\n<table><tr><td>甲<td>乙</table>\n完", "表一\n甲\t乙\n完"),
        ("<table><tr><td>甲<table><tr><td>乙</table></table>完", "甲\n乙\n完"),
        ("<table><tr><td>甲", "甲"),
        ("~~~\n甲\n~~~", "甲"),
        ("</table>甲", "</table>甲"),
    ],
)
def test_only_mark_up_of_blocks_is_taken_off(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize("way", ["surya", "dots-ocr", "ppstructure", "mineru-content", "docling"])
def test_prose_that_is_too_large_is_refused_before_it_is_parsed(way: str) -> None:
    with pytest.raises(InputError, match="no newspaper page"):
        read(WAYS[way]("<p>渔船</p>\n\n" * 300_000))


def test_pictures_inside_a_text_are_no_text() -> None:
    picture = "data:image/png;base64," + "A" * 3_000_000
    page = read({"a": [{"blocks": [{"html": f"<p>甲</p><img src='{picture}'/>"}, {"html": "乙"}]}]})
    assert page.text == "甲\n\n乙\n"
    page = read([{"bbox": PLACE, "category": "Text", "text": f"甲\n\n![]({picture})\n\n乙"}])
    assert page.text == "甲\n乙\n"


# Blocks inside blocks


def test_marker_s_blocks_inside_others_are_read_once() -> None:
    inner = {"block_type": "Caption", "html": "<p>开港</p>"}
    figure = {
        "block_type": "Figure",
        "html": "<p>图一</p><content-ref src='c'></content-ref>",
        "children": [inner],
    }
    item = {"block_type": "ListItem", "html": "<li>修渠</li>"}
    listed = {"block_type": "ListGroup", "html": "<ul><li>修渠</li></ul>", "children": [item, inner]}
    page = read({"block_type": "Document", "children": [{"children": [figure, listed]}]})
    assert page.text == "图一\n\n开港\n\n修渠\n\n开港\n"


def test_forms_of_docling_and_pages_of_olmocr_without_numbers_are_read() -> None:
    cells = [{"text": "姓名", "orig": "姓名"}, {"text": "丁鹏"}]
    form = {"schema_name": "DoclingDocument", "form_items": [{"label": "form", "graph": {"cells": cells}}]}
    assert read(form).text == "姓名\n丁鹏\n"
    assert read({"text": "渔船", "attributes": {"pdf_page_numbers": []}}).text == "渔船\n"
    with pytest.raises(FormatError, match="pdf_page_numbers/1"):
        read({"text": "渔船出", "attributes": {"pdf_page_numbers": [[0, 2, 1], [2, 1, 2], [1, 3, 3]]}})


@pytest.mark.parametrize("place", ["[10, 20, 300, 400]", "[[10, 20, 300, 400]]"])
def test_a_box_of_deepseek_may_stand_alone(place: str) -> None:
    [page] = read_pages(f"<|ref|>text<|/ref|><|det|>{place}<|/det|>\n渔船出海".encode())
    assert page.text == "渔船出海\n"
    assert page.lines[0].box is not None
    assert page.lines[0].box.left == pytest.approx(10 / 999)


@pytest.mark.parametrize("value", [[], {}, [{}], {"a": 1}, ["甲"], [[1]], 12, {"data": ["甲"]}], ids=repr)
def test_other_json_is_refused_or_blank_and_nothing_else_is_raised(value: object) -> None:
    try:
        pages = read_pages(written(value))
    except CleanerError:
        return
    assert not HAN.search(json.dumps(value, ensure_ascii=False)) or any(page.text for page in pages)


@pytest.mark.parametrize(
    "way",
    [
        "umi-ocr",
        "baidu",
        "tencent",
        "huawei",
        "volcengine",
        "youdao",
        "wechat",
        "surya-lines",
        "azure",
        "box-list",
    ],
)
def test_a_line_without_a_text_is_told(way: str) -> None:
    value = json.loads(
        re.sub(rb'"(?:text|words|content|txt|DetectedText)": "[^"]*"', b'"line": 1', written(WAYS[way]("甲")))
    )
    with pytest.raises(FormatError, match=r"/0: this line has no|unknown kind"):
        read(value)
