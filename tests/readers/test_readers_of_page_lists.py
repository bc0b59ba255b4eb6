"""Files of JSON that hold several pages or none: as lines, as a list, under names."""

from __future__ import annotations

import json

import pytest

from cleaner.errors import FormatError
from cleaner.readers import InputFormat, iter_pages, read_pages
from tests.tools.formats import FIXTURES, PAGES


def test_each_line_of_json_lines_is_a_page() -> None:
    data = (FIXTURES / "umi-jsonl.jsonl").read_bytes()
    pages = list(iter_pages(data + b"\n" + data.replace(b"sample-000", b"sample-001")))
    assert [page.name for page in pages] == ["sample-000.png", "sample-001.png"]
    assert pages[0].text == pages[1].text


def test_a_page_in_two_formats_at_once_is_refused() -> None:
    with pytest.raises(FormatError, match="value 2 of it is not Umi-OCR"):
        read_pages(b'{"code": 100, "data": []}\n{"words_result": []}')


@pytest.mark.parametrize("name", PAGES)
def test_a_list_of_pages_and_an_object_of_named_pages_are_read(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    value = json.loads(data)
    [page] = read_pages(data)
    for held in ([value, value], {"001.png": value, "002.png": value}):
        both = read_pages(json.dumps(held).encode())
        assert [each.text for each in both] == [page.text] * 2
        assert {each.format for each in both} == {page.format}


def test_an_object_that_holds_other_things_too_is_refused() -> None:
    page = json.loads((FIXTURES / "rapidocr-json.json").read_bytes())
    with pytest.raises(FormatError, match="JSON of an unknown kind"):
        read_pages(json.dumps({"page": page, "settings": {"model": "v4"}}).encode())


@pytest.mark.parametrize("value", [{"articles": []}, {"a": [], "b": []}, {"articles": [{"title": "青石镇"}]}])
def test_an_object_of_empty_lists_is_no_page(value: object) -> None:
    with pytest.raises(FormatError, match="JSON of an unknown kind"):
        read_pages(json.dumps(value).encode())


@pytest.mark.parametrize("data", [b"[]", b"[[]]", b"[null]", b"[ null ]"])
def test_the_list_of_a_blank_page_is_an_empty_page(data: bytes) -> None:
    [page] = read_pages(data)
    assert (page.text, page.format) == ("", InputFormat.BOX_LIST)
