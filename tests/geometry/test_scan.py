"""Boxes of articles and paragraphs: where the clean text stands on the scan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.chain import clean
from cleaner.document import Box, PageBox, RawPage
from cleaner.page import Page
from cleaner.readers import read_pages
from cleaner.scan import columns_of
from cleaner.writing.jsonl import to_json_lines

FIXTURES = Path(__file__).parents[2] / "fixtures"
LINES = (
    "alto-lines.xml",
    "page-lines.xml",
    "rapidocr-json.json",
    "tesseract-hocr.hocr",
    "mineru-middle.json",
)

boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    *(st.integers(0, 300), st.integers(0, 300), st.integers(1, 90), st.integers(1, 30)),
)


def read(name: str) -> tuple[RawPage, Page]:
    [raw] = read_pages((FIXTURES / "formats" / name).read_bytes(), None, name)
    return raw, clean(raw)


def inside(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


@pytest.mark.parametrize("name", LINES)
def test_the_boxes_of_an_article_hold_all_its_lines(name: str) -> None:
    raw, page = read(name)
    for article in page.articles:
        assert article.boxes
        for line in raw.lines:
            raw_of = {page.to_raw(at) for start, end in article.spans for at in range(start, end)}
            if line.box and all(at in raw_of for at in range(*line.span)):
                assert any(inside(line.box, place.box) for place in article.boxes)


@pytest.mark.parametrize("name", LINES)
def test_each_paragraph_stands_within_its_article(name: str) -> None:
    _, page = read(name)
    for article in page.articles:
        for paragraph in article.paragraphs:
            assert paragraph.boxes
            assert all(place.page == name for place in paragraph.boxes)
            assert all(
                any(inside(place.box, whole.box) for whole in article.boxes) for place in paragraph.boxes
            )


def test_a_paragraph_over_two_columns_has_a_box_in_each() -> None:
    [raw] = read_pages((FIXTURES / "boxes" / "side-by-side.json").read_bytes())
    paragraphs = [paragraph for article in clean(raw).articles for paragraph in article.paragraphs]
    assert any(len(paragraph.boxes) == 2 for paragraph in paragraphs)
    assert all(1 <= len(paragraph.boxes) <= 2 for paragraph in paragraphs)


def test_articles_side_by_side_do_not_share_ground() -> None:
    [raw] = read_pages((FIXTURES / "boxes" / "side-by-side.json").read_bytes())
    one, other = (article.boxes for article in clean(raw).articles[:2])
    assert one
    assert other
    for a in one:
        for b in other:
            across = min(a.box.right, b.box.right) - max(a.box.left, b.box.left)
            down = min(a.box.bottom, b.box.bottom) - max(a.box.top, b.box.top)
            assert across <= 0 or down <= 0


@pytest.mark.parametrize("text", ["青石镇\n今年以来全州新建乡村道路一百多公里。", ""])
def test_plain_text_and_markdown_have_no_boxes(text: str) -> None:
    for page in (clean(text), clean(RawPage(text))):
        assert all(article.boxes == () for article in page.articles)
        assert "boxes" not in to_json_lines(page.articles)


def test_json_lines_tell_boxes_in_the_unit_of_the_file() -> None:
    _, page = read("alto-library.xml")
    assert page.source is not None
    assert page.source.unit == "mm10"
    width, height = page.source.size or (0, 0)
    for line in to_json_lines(page.articles, page=page.source.name).splitlines():
        record = json.loads(line)
        for box in [*record["boxes"], *(box for part in record["paragraphs"] for box in part["boxes"])]:
            assert list(box) == ["page", "x", "y", "w", "h"]
            assert box["page"] == record["page"]
            assert 0 <= box["x"] <= box["x"] + box["w"] <= width
            assert 0 <= box["y"] <= box["y"] + box["h"] <= height


def test_a_box_that_is_a_share_of_the_page_keeps_its_digits() -> None:
    told = PageBox("p", Box(0.12345, 0.5, 0.23456, 0.75)).as_dict()
    assert told == {"page": "p", "x": 0.12345, "y": 0.5, "w": 0.11111, "h": 0.25}


@given(st.lists(boxes, max_size=12))
def test_no_box_is_lost_among_those_of_columns(lines: list[Box]) -> None:
    found = columns_of(lines)
    assert len(found) <= len(lines)
    assert all(any(inside(line, column) for column in found) for line in lines)


def test_a_line_that_stands_far_below_or_above_is_no_line_of_the_column() -> None:
    apart = [Box(0, 0, 90, 10), Box(0, 60, 90, 70), Box(0, 30, 90, 40)]
    assert columns_of(apart) == apart
