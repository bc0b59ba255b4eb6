"""Lists of lines with boxes: corners, characters, wrappers, and columns of texts and boxes apart."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from cleaner.document import Box
from cleaner.errors import FormatError
from cleaner.readers import InputFormat, read_pages
from tests.tools.formats import FIXTURES, QUAD, lines, read, read_json

# Boxes


def test_the_corners_tell_the_slope() -> None:
    page = read_json([{"box": [[0, 2], [100, 0], [100, 20], [0, 22]], "txt": "青石镇", "score": 1}])
    assert page.lines[0].box == Box(0, 0, 100, 22)
    assert page.lines[0].slope == pytest.approx(-0.02)


def test_polygons_of_many_points_are_read() -> None:
    outline = [[0, 0], [50, 2], [100, 0], [100, 20], [50, 22], [0, 20]]
    for value in ([[outline, ["青石镇", 0.9]]], [[[outline, ["青石镇", 0.9]]]], [[outline, "青石镇", 0.9]]):
        [page] = read_pages(json.dumps(value).encode())
        assert (page.text, page.lines[0].box) == ("青石镇\n", Box(0, 0, 100, 22))


def test_boxes_before_recognition_may_outnumber_the_lines() -> None:
    page = read_json(
        {"rec_texts": ["青石镇"], "rec_polys": [QUAD], "rec_scores": [1], "dt_polys": [QUAD, QUAD]}
    )
    assert lines(page) == ["青石镇"]


def test_boxes_of_recognition_must_not() -> None:
    with pytest.raises(FormatError, match="2 entries for 1 lines"):
        read_json({"rec_texts": ["青石镇"], "rec_polys": [QUAD, QUAD]})


# Text


@pytest.mark.parametrize("wrap", ["res", "list", "service"])
def test_paddleocrs_wrappers_are_taken_off(wrap: str) -> None:
    result = {"rec_texts": ["青石镇"], "rec_boxes": [[0, 0, 40, 10]]}
    wrapped: dict[str, object] = {
        "res": {"res": result},
        "list": [result],
        "service": {"errorCode": 0, "result": {"ocrResults": [{"prunedResult": result}]}},
    }
    assert lines(read_json(wrapped[wrap])) == ["青石镇"]


def test_umi_tells_a_page_without_text_from_an_error() -> None:
    assert read_json({"code": 101, "data": "No text found"}).text == ""
    with pytest.raises(FormatError, match="error 200"):
        read_json({"code": 200, "data": "Image path dose not exist."})


def test_a_lone_surrogate_is_replaced_and_blank_lines_are_left_out() -> None:
    page = read_json([{"box": QUAD, "txt": "青\ud800镇", "score": 1}, {"box": QUAD, "txt": " ", "score": 1}])
    assert page.text == "青\ufffd镇\n"


# Characters


def test_words_of_latin_letters_are_divided_and_blanks_passed_over() -> None:
    words = [
        ["青", 0.9, [[0, 0], [10, 0], [10, 10], [0, 10]]],
        ["2017", 0.8, [[20, 0], [60, 0], [60, 10], [20, 10]]],
    ]
    page = read_json([{"box": QUAD, "txt": "青 2017", "score": 1, "word_results": words}])
    assert page.character_boxes is not None
    assert page.character_boxes[:6, 0].tolist() == pytest.approx([0, np.nan, 20, 30, 40, 50], nan_ok=True)


def test_a_character_that_the_text_has_not_is_left_out() -> None:
    words = [["石", 1, QUAD], ["龘", 1, QUAD], ["镇", 1, None]]
    page = read_json([{"box": QUAD, "txt": "青石镇", "score": 1, "word_results": words}])
    assert page.character_boxes is not None
    assert np.isnan(page.character_boxes[:, 0]).tolist() == [True, False, True, True]


# Boxes as tables and programs hold them

BOXED = json.loads((FIXTURES / "rapidocr-json.json").read_bytes())


@pytest.mark.parametrize(
    "write",
    [json.dumps, lambda box: json.dumps([corner for point in box for corner in point])],
    ids=["points", "flat"],
)
def test_a_box_may_be_a_list_in_a_string(write: Callable[[object], str]) -> None:
    (page,) = read_pages(json.dumps([{**line, "box": write(line["box"])} for line in BOXED]).encode())
    assert page.lines == read("rapidocr-json.json").lines


@pytest.mark.parametrize("box", ["10 20 30 40", "(1, 2, 3, 4)", '{"x": 1}', "7", "[1, 2", "__import__('os')"])
def test_a_string_that_holds_no_list_is_refused(box: str) -> None:
    broken = [*BOXED[:1], {**BOXED[1], "box": box}]
    with pytest.raises(FormatError, match=r"/1/box: .* is no box\. Write boxes as lists of numbers"):
        read_pages(json.dumps(broken).encode())


@pytest.mark.parametrize("scores", [True, False])
def test_texts_and_boxes_apart_are_a_box_list(scores: bool) -> None:
    columns = {"boxes": [line["box"] for line in BOXED], "txts": [line["txt"] for line in BOXED]}
    if scores:
        columns["scores"] = [line["score"] for line in BOXED]
    (page,) = read_pages(json.dumps(columns).encode())
    wanted = read("rapidocr-json.json")
    assert (page.text, page.format) == (wanted.text, InputFormat.BOX_LIST)
    assert [line.box for line in page.lines] == [line.box for line in wanted.lines]
    assert [line.confidence for line in page.lines] == [
        line.confidence if scores else None for line in wanted.lines
    ]


@pytest.mark.parametrize(("boxes", "scores"), [(6, 7), (7, 6), (0, 7)])
def test_texts_and_boxes_that_are_not_as_many_are_refused(boxes: int, scores: int) -> None:
    columns = {
        "boxes": [line["box"] for line in BOXED[:boxes]],
        "txts": [line["txt"] for line in BOXED],
        "scores": [line["score"] for line in BOXED[:scores]],
    }
    with pytest.raises(FormatError, match="for 7 lines"):
        read_pages(json.dumps(columns).encode())
