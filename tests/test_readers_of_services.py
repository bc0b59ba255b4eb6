"""Azure, Google and PP-Structure: text that stands under several keys is neither lost nor told twice."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from cleaner.document import Box, RawPage, RegionKind
from cleaner.errors import FormatError, InputError
from cleaner.readers import read_pages
from cleaner.readers.remainders import remainder
from tests.tools.formats import read_json

Box4 = Sequence[float]


def read_all(value: object) -> list[RawPage]:
    return read_pages(json.dumps(value, ensure_ascii=False).encode())


def read(value: object) -> RawPage:
    [page] = read_all(value)
    return page


def kinds(page: RawPage) -> list[str]:
    return [region.kind.value for region in page.regions]


# PP-Structure


def structure(blocks: Sequence[tuple[str, str, Box4 | None]], lines: Sequence[tuple[str, Box4]]) -> RawPage:
    return read(
        {
            "parsing_res_list": [
                {"block_label": label, "block_content": content, "block_bbox": place}
                for label, content, place in blocks
            ],
            "overall_ocr_res": {
                "rec_texts": [text for text, _ in lines],
                "rec_boxes": [place for _, place in lines],
            },
        }
    )


WHOLE = "渔船昨日出海，渔民送行。码头摆满花篮。"
AREA = [0, 0, 400, 80]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([("渔船昨日出海，", [0, 0, 400, 20])], "渔船昨日出海，\n渔民送行。码头摆满花篮。\n"),
        ([("渔民送行。", [0, 30, 400, 50])], "渔船昨日出海，\n渔民送行。\n码头摆满花篮。\n"),
        (
            [("渔船昨日出海，", [0, 0, 400, 20]), ("码头摆满花篮。", [0, 60, 400, 80])],
            "渔船昨日出海，\n渔民送行。\n码头摆满花篮。\n",
        ),
        (
            [("渔船昨曰出海，", [0, 0, 400, 20]), ("渔民送行。码头摆满花篮。", [0, 60, 400, 80])],
            "渔船昨曰出海，\n渔民送行。码头摆满花篮。\n",
        ),
        (
            [("渔船昨日出海，", [0, 0, 400, 20]), ("渔民送行。码头摆满花篮。", [0, 75, 400, 100])],
            "渔船昨日出海，\n渔民送行。码头摆满花篮。\n",
        ),
        (
            [("渔船昨日出海，", [0, 0, 400, 20]), ("渔民送行。码头摆满花篮。", [900, 75, 990, 100])],
            "渔船昨日出海，\n渔民送行。码头摆满花篮。\n",
        ),
    ],
    ids=["end", "beginning and end", "middle", "misread", "a line sticks out", "a line is elsewhere"],
)
def test_what_a_block_has_beyond_its_lines_is_read_once(lines: list[tuple[str, Box4]], text: str) -> None:
    assert structure([("text", WHOLE, AREA)], lines).text == text


def test_the_rest_of_a_block_stands_in_the_room_between_its_lines() -> None:
    page = structure(
        [("text", WHOLE, AREA)], [("渔船昨日出海，", [0, 0, 400, 20]), ("码头摆满花篮。", [0, 60, 400, 80])]
    )
    assert [line.box for line in page.lines] == [Box(0, 0, 400, 20), Box(0, 20, 400, 60), Box(0, 60, 400, 80)]
    assert [line.whole_block for line in page.lines] == [False, True, False]


@pytest.mark.parametrize(
    "place", [None, [0, 0, 200, 40], [500, 500, 600, 600]], ids=["none", "inside", "elsewhere"]
)
def test_blocks_that_hold_the_same_lines_do_not_double_them(place: Box4 | None) -> None:
    blocks = [("text", "渔船昨日出海", place)]
    assert structure(blocks, [("渔船昨日出海", [0, 0, 180, 20])]).text == "渔船昨日出海\n"
    both = [("text", "渔船昨日出海", AREA), ("text", "渔船昨日出海", [0, 0, 200, 40])]
    assert structure(both, [("渔船昨日出海", [0, 0, 180, 20])]).text == "渔船昨日出海\n"


def test_lines_outside_of_all_blocks_stay_apart() -> None:
    page = structure([("text", "渔船", AREA)], [("渔船", [0, 0, 90, 20]), ("第三版", [0, 300, 90, 320])])
    assert page.text == "渔船\n\n第三版\n"
    assert page.lines[1].region is None


def test_a_line_of_ppstructure_belongs_to_the_block_that_has_its_text() -> None:
    wide, small = [0, 0, 100, 100], [0, 0, 50, 12]
    value = {
        "parsing_res_list": [
            {"block_label": "text", "block_content": "青石镇修渠小满", "block_bbox": wide},
            {
                "block_label": "paragraph_title",
                "block_content": "小满",
                "block_bbox": small,
                "block_order": 1,
            },
            {"block_label": "image", "block_content": "", "block_bbox": [200, 0, 300, 50]},
            {"block_label": "formula", "block_content": "E=mc", "block_bbox": [200, 60, 300, 90]},
        ],
        "overall_ocr_res": {
            "rec_texts": ["小满", "青石镇修渠小满", "页脚"],
            "rec_boxes": [[0, 0, 40, 10], [0, 20, 90, 30], [0, 200, 40, 210]],
        },
    }
    page = read_json(value)
    assert page.text == "青石镇修渠小满\n\n小满\n\nE=mc\n\n页脚\n"
    assert [line.region for line in page.lines] == [0, 1, 3, None]
    assert page.regions[2].kind is RegionKind.FIGURE
    assert (page.regions[1].order, page.regions[1].level) == (1, 2)


CELLS = [
    ("站名", [0, 0, 40, 20]),
    ("水位", [200, 0, 240, 20]),
    ("石桥", [0, 40, 40, 60]),
    ("3.52", [200, 40, 250, 60]),
]
HTML = "<table><tr><td>站名</td><td>水位</td></tr><tr><td>石桥</td><td>3.52</td></tr></table>"


def test_rows_of_a_table_stand_in_the_boxes_of_their_cells() -> None:
    page = structure([("table", f"<html><body>{HTML}</body></html>", AREA)], CELLS)
    assert page.text == "站名\t水位\n石桥\t3.52\n"
    assert [line.box for line in page.lines] == [Box(0, 0, 240, 20), Box(0, 40, 250, 60)]
    page = structure([("table", HTML, AREA)], [*CELLS[:2], ("单位：米", [0, 60, 90, 80])])
    assert page.text == "站名\t水位\n石桥\t3.52\n单位：米\n"


def test_columns_of_text_that_were_taken_for_a_table_are_lines() -> None:
    left, right = "渔政部门提醒，近日风大，小船不宜出海。", "各船与岸台保持联络，每两小时报告船位。"
    html = f"<table><tr><td>{left}</td><td>{right}</td></tr></table>"
    page = structure([("table", html, AREA)], [(left, [0, 0, 190, 20]), (right, [210, 0, 400, 20])])
    assert page.text == f"{left}\n{right}\n"


def test_more_lines_and_blocks_than_a_page_has_are_refused() -> None:
    with pytest.raises(InputError, match="no newspaper page"):
        structure([("text", "", AREA)] * 3000, [("渔", [0, 0, 9, 9])] * 3000)


@pytest.mark.parametrize(
    ("content", "lines", "pieces"),
    [
        ("", ["甲"], []),
        ("甲乙丙丁", [], ["甲乙丙丁"]),
        ("甲乙甲乙", ["甲乙", "甲乙"], []),
        ("甲乙甲乙", ["甲乙"], ["甲乙"]),
        ("渔船“出海”了", ["渔船"], ["“出海”了"]),
        ("渔船（昨日）出海。", ["渔船", "出海。"], ["（昨日）"]),
        ("……", ["甲"], []),
        ("２０２４年３月", ["2024年", "3月"], []),
    ],
)
def test_what_is_in_none_of_the_lines(content: str, lines: list[str], pieces: list[str]) -> None:
    assert [piece.text for piece in remainder(content, lines)] == pieces


def test_what_a_block_of_mineru_tells_beside_its_lines_is_read_once() -> None:
    lines = [{"spans": [{"type": "text", "content": text}]} for text in ("渔船昨日出海，", "渔民送行。")]
    blocks = [
        {"type": "image", "lines": lines, "image_caption": ["开港"], "text": "渔船昨日出海，渔民送行。"}
    ]
    assert read({"pdf_info": [{"para_blocks": blocks}]}).text == "渔船昨日出海，\n渔民送行。\n开港\n"


# Google

CORNERS = [{"x": 1}, {"x": 9}, {"x": 9, "y": 5}, {"y": 5}]


def symbol(text: str, end: object = None, **more: object) -> dict[str, object]:
    found = {"text": text, "boundingBox": {"vertices": CORNERS}, **more}
    return found if end is None else {**found, "property": {"detectedBreak": {"type": end}}}


def google(*symbols: object, **more: object) -> dict[str, object]:
    block = {"blockType": "TEXT", "paragraphs": [{"words": [{"symbols": list(symbols)}]}]}
    return {"fullTextAnnotation": {"pages": [{"blocks": [block], **more}]}}


@pytest.mark.parametrize("names", [True, False], ids=["names", "numbers"])
def test_breaks_of_google_come_as_names_and_as_numbers(names: bool) -> None:
    kinds_of = ["UNKNOWN", "SPACE", "SURE_SPACE", "EOL_SURE_SPACE", "HYPHEN", "LINE_BREAK"]
    ends = [name if names else number for number, name in enumerate(kinds_of)]
    page = read(
        google(*(symbol(text, end) for text, end in zip("甲abcd乙", ends, strict=True)), symbol("丙"))
    )
    assert page.text == "甲a b c\nd-\n乙\n丙\n"


def test_a_hyphen_is_none_behind_an_ideograph_and_a_break_may_stand_before_its_symbol() -> None:
    assert read(google(symbol("甲", 4), symbol("乙"))).text == "甲\n乙\n"
    before = {**symbol("乙"), "property": {"detectedBreak": {"type": "LINE_BREAK", "isPrefix": True}}}
    assert read(google(symbol("甲"), before)).text == "甲\n乙\n"


def test_answers_of_the_library_in_python_are_read() -> None:
    place = {"vertices": [{"x": 1, "y": 2}, {"x": 5, "y": 9}], "normalized_vertices": []}
    symbols = [{"text": "甲", "bounding_box": place, "property": {"detected_break": {"type_": 5}}}]
    paragraphs = [{"words": [{"symbols": symbols}]}]
    block = {"block_type": 1, "bounding_box": place, "paragraphs": paragraphs}
    page = read({"full_text_annotation": {"pages": [{"width": 20, "height": 10, "blocks": [block]}]}})
    assert (page.text, page.unit, page.size) == ("甲\n", "px", (20.0, 10.0))
    assert page.lines[0].box == Box(1, 2, 5, 9)
    assert kinds(page) == ["text"]


def test_google_omits_zeros() -> None:
    vertices = [{}, {"x": 9}, {"x": 9, "y": 5}, {"y": 5}]
    symbol = {"text": "青", "boundingBox": {"vertices": vertices}}
    words = [{"symbols": [{**symbol, "property": {"detectedBreak": {"type": "LINE_BREAK"}}}, symbol]}]
    block = {"blockType": "TEXT", "boundingBox": {"vertices": vertices}, "paragraphs": [{"words": words}]}
    page = read_json({"fullTextAnnotation": {"pages": [{"width": 10, "height": 20, "blocks": [block]}]}})
    assert page.text == "青\n青\n"
    assert page.lines[0].box == Box(0, 0, 9, 5)


@pytest.mark.parametrize(
    ("polygon", "expected"),
    [
        ({"normalizedVertices": [{}, {"x": 0.5}, {"x": 0.5, "y": 0.5}, {"y": 0.5}]}, Box(0, 0, 50, 100)),
        ({"vertices": CORNERS, "normalizedVertices": []}, Box(0, 0, 9, 5)),
        ({"vertices": [], "normalizedVertices": []}, None),
        ({"vertices": [{"x": None, "y": 3}, {"x": 4, "y": 6}]}, Box(0, 3, 4, 6)),
        (None, None),
    ],
    ids=["shares", "no shares", "none", "null", "absent"],
)
def test_corners_of_google(polygon: object, expected: Box | None) -> None:
    page = read(google({"text": "甲", "boundingBox": polygon}, width=100, height=200))
    assert page.text == "甲\n"
    assert page.lines[0].box == expected


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ({"responses": [google(symbol("甲")), {}, google(symbol("乙"))]}, ["甲\n", "", "乙\n"]),
        ({"responses": [{"responses": [google(symbol("甲")), google(symbol("乙"))]}]}, ["甲\n", "乙\n"]),
        ({"responses": [{}]}, [""]),
        ({"fullTextAnnotation": {"text": "甲\n乙"}}, ["甲\n乙\n"]),
        ({"fullTextAnnotation": {"text": "甲", "pages": [{"width": 9, "height": 9}]}}, ["甲\n"]),
        (
            {
                "fullTextAnnotation": {
                    "pages": [{"blocks": [{"paragraphs": [{"words": [{"text": "甲乙"}]}]}]}]
                }
            },
            ["甲乙\n"],
        ),
    ],
    ids=[
        "pages",
        "files",
        "a blank page",
        "text alone",
        "text beside an empty page",
        "words without symbols",
    ],
)
def test_all_answers_of_google_are_read(value: object, texts: list[str]) -> None:
    assert [page.text for page in read_all(value)] == texts


def test_words_of_google_give_the_boxes_of_lines_of_text() -> None:
    words = [
        {"description": text, "boundingPoly": {"vertices": [{"x": left}, {"x": left + 9, "y": top}]}}
        for text, left, top in (("渔船", 0, 5), ("出海", 10, 6), ("小满", 0, 8))
    ]
    page = read({"responses": [{"textAnnotations": [{"description": "渔船出海\n小满"}, *words]}]})
    assert page.text == "渔船出海\n小满\n"
    assert [line.box for line in page.lines] == [Box(0, 0, 19, 6), Box(0, 0, 9, 8)]


def test_an_error_of_one_page_of_google_is_told() -> None:
    with pytest.raises(FormatError, match=r"responses/1/error.*Bad image"):
        read_all({"responses": [google(symbol("甲")), {"error": {"code": 3, "message": "Bad image."}}]})


# Azure


def spanned(text: str, start: int, **more: object) -> dict[str, object]:
    return {"content": text, "spans": [{"offset": start, "length": len(text)}], **more}


def word(text: str, start: int, left: float = 0, top: float = 0) -> dict[str, object]:
    place = [left, top, left + 1, top, left + 1, top + 1, left, top + 1]
    return {
        "content": text,
        "polygon": place,
        "span": {"offset": start, "length": len(text)},
        "confidence": 0.9,
    }


def on_page(number: int) -> list[dict[str, object]]:
    return [{"pageNumber": number, "polygon": [0, 0, 9, 0, 9, 9, 0, 9]}]


def azure(*pages: dict[str, object], **more: object) -> dict[str, object]:
    numbered = [
        {"pageNumber": at, "width": 8.5, "height": 11, "unit": "inch", **page}
        for at, page in enumerate(pages, 1)
    ]
    return {"status": "succeeded", "analyzeResult": {"apiVersion": "2024-11-30", "pages": numbered, **more}}


def test_words_and_paragraphs_of_azure_that_stand_in_no_line_are_read() -> None:
    page = read(
        azure(
            {
                "lines": [spanned("甲乙", 0)],
                "words": [word("甲", 0), word("乙", 1), word("戊", 9), word("己", 10, 1)],
            },
            paragraphs=[
                spanned("甲乙", 0),
                spanned("丙丁", 2, role="sectionHeading", boundingRegions=on_page(1)),
            ],
        )
    )
    assert page.text == "甲乙\n\n丙丁\n\n戊己\n"
    assert kinds(page) == ["text", "heading"]
    assert (page.unit, page.size) == ("inch", (8.5, 11.0))
    assert page.lines[1].box == Box(0, 0, 9, 9)
    assert page.lines[2].box == Box(0, 0, 2, 1)


def test_words_alone_are_lines_by_their_height() -> None:
    page = read(azure({"words": [word("甲", 0), word("乙", 1, 1), word("丙", 2, 0, 3)]}))
    assert page.text == "甲乙\n丙\n"
    assert page.character_boxes is not None


def test_lines_that_tell_no_span_are_not_doubled() -> None:
    page = read(
        azure({"lines": [{"content": "甲乙"}], "words": [word("甲", 0)]}, paragraphs=[spanned("甲乙", 0)])
    )
    assert page.text == "甲乙\n"


def test_paragraphs_over_two_spans_hold_the_lines_of_both() -> None:
    both = {"content": "甲乙丙丁", "spans": [{"offset": 0, "length": 2}, {"offset": 8, "length": 2}]}
    page = read(azure({"lines": [spanned("甲乙", 0), spanned("丙丁", 8)]}, paragraphs=[both]))
    assert page.text == "甲乙\n丙丁\n"
    assert [line.region for line in page.lines] == [0, 0]


def test_pages_of_azure_have_their_own_paragraphs_and_rows() -> None:
    cells = [
        {"rowIndex": n // 2, "columnIndex": n % 2, **spanned(text, 4 + 2 * n), "boundingRegions": on_page(2)}
        for n, text in enumerate(["站名", "水位", "石桥", "三米"])
    ]
    lines = [spanned(text, 4 + 2 * n) for n, text in enumerate(["站名", "水位", "石桥", "三米", "平稳"])]
    first, second = read_all(
        azure(
            {"lines": [spanned("甲乙", 0)]},
            {"lines": lines},
            tables=[{"cells": list(reversed(cells)), "boundingRegions": on_page(2)}],
            paragraphs=[spanned("丙丁", 2, boundingRegions=on_page(1)), *cells],
        )
    )
    assert first.text == "甲乙\n\n丙丁\n"
    assert second.text == "站名\t水位\n石桥\t三米\n\n平稳\n"
    assert kinds(second) == ["table"]
    assert second.lines[0].box == Box(0, 0, 9, 9)


def test_columns_of_text_that_azure_took_for_a_table_are_lines() -> None:
    texts = ["渔政部门提醒，近日风大，小船不宜出海。", "各船与岸台保持联络，每两小时报告船位。"]
    lines = [spanned(text, 30 * n) for n, text in enumerate(texts)]
    cells = [{"rowIndex": 0, "columnIndex": n, **line} for n, line in enumerate(lines)]
    assert read(azure({"lines": lines}, tables=[{"cells": cells}])).text == "\n".join(texts) + "\n"


QUAD = [0, 0, 5, 0, 5, 1, 0, 1]


@pytest.mark.parametrize(
    "value",
    [
        {
            "analyzeResult": {
                "version": "3.2",
                "readResults": [{"lines": [{"boundingBox": QUAD, "text": "甲乙"}]}],
            }
        },
        {"recognitionResults": [{"lines": [{"boundingBox": QUAD, "text": "甲乙"}]}]},
        {
            "textAngle": 0.0,
            "regions": [
                {
                    "boundingBox": "0,0,5,1",
                    "lines": [
                        {
                            "boundingBox": "0,0,5,1",
                            "words": [
                                {"boundingBox": "0,0,2,1", "text": "甲"},
                                {"boundingBox": "2,0,3,1", "text": "乙"},
                            ],
                        }
                    ],
                }
            ],
        },
        {
            "readResult": {
                "blocks": [
                    {
                        "lines": [
                            {
                                "text": "甲乙",
                                "boundingPolygon": [
                                    {"x": 0, "y": 0},
                                    {"x": 5, "y": 0},
                                    {"x": 5, "y": 1},
                                    {"x": 0, "y": 1},
                                ],
                            }
                        ]
                    }
                ]
            }
        },
        {"api_version": "1", "pages": [{"page_number": 1, "lines": [{"content": "甲乙", "polygon": QUAD}]}]},
    ],
    ids=["Read", "Read 2", "OCR", "Image Analysis", "the library in Python"],
)
def test_services_of_azure_before_and_beside_are_read(value: object) -> None:
    page = read(value)
    assert (page.format, page.text) == ("azure", "甲乙\n")
    assert page.lines[0].box == Box(0, 0, 5, 1)
