"""Files that no reader knows, or that were cut, are refused, and the message says what is read."""

from __future__ import annotations

import pytest

from cleaner.errors import FormatError, InputError
from cleaner.readers import read_pages
from tests.tools.formats import FIXTURES, FORMATS


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'[{"a": 1}]',
        b'["a", "b"]',
        b"<?xml version='1.0'?><mets xmlns='http://www.loc.gov/METS/'/>",
        b"<html><body><p>1</p></body></html>",
        b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text/></TEI>",
        b"\x89PNG\r\n\x1a\n00000",
        b"PK\x03\x04aaaaaa",
        b"AT&TFORM",
    ],
)
def test_an_unknown_structured_file_is_refused_with_what_is_read(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"page\.x: .*PaddleOCR 3 JSON \[paddleocr\].*hOCR \[hocr\]"):
        read_pages(data, name="page.x")


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith((".md", ".mmd", ".pdf"))])
def test_a_file_that_was_cut_is_refused(name: str) -> None:
    data = (FIXTURES / name).read_bytes().rstrip()
    with pytest.raises(FormatError):
        read_pages(data.rsplit(b"\t", 4)[0] if name.endswith(".tsv") else data[: 2 * len(data) // 3])


def test_a_name_that_is_no_format_is_refused() -> None:
    with pytest.raises(FormatError, match="'docx' is no input format"):
        read_pages(b"", format="docx")


def test_a_file_of_another_format_than_the_one_named_is_refused() -> None:
    with pytest.raises(FormatError, match="this is not Baidu OCR JSON"):
        read_pages((FIXTURES / "rapidocr-json.json").read_bytes(), format="baidu")


def test_messages_name_the_file_once() -> None:
    with pytest.raises(InputError) as caught:
        read_pages(b'{"a": 1}', name="a.json")
    assert str(caught.value).count("a.json") == 1
