"""Files in other encodings than UTF-8, and packed ones: read as in UTF-8, or refused."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from cleaner.errors import FormatError
from cleaner.readers import read_pages
from tests.tools.formats import FIXTURES, PAGES, read

# JSON


@pytest.mark.parametrize("name", PAGES)
def test_json_in_gb18030_is_read(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    value = json.loads(data)
    [page] = read_pages(json.dumps(value, ensure_ascii=False).encode("gb18030"))
    assert page.text == read_pages(data)[0].text


@pytest.mark.parametrize("name", PAGES)
def test_damaged_utf8_is_not_taken_for_gb18030(name: str) -> None:
    data = json.dumps(json.loads((FIXTURES / name).read_bytes()), ensure_ascii=False).encode()
    at = next(i for i, byte in enumerate(data) if byte >= 0x80)
    with pytest.raises(FormatError, match="no valid JSON"):
        read_pages(data[:at] + data[at + 1 :])


# XML and HTML


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "gb18030"])
@pytest.mark.parametrize("name", ["alto-library.xml", "page-regions.xml", "abbyy.xml"])
def test_xml_in_encodings_of_chinese_is_read(name: str, encoding: str) -> None:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    again = re.sub("encoding=.[^ ?]+", f"encoding='{encoding}'", text, count=1).encode("gb18030")
    assert read_pages(again)[0].text == read_pages(text.encode())[0].text


def test_xml_that_is_not_in_the_encoding_it_names_is_refused() -> None:
    with pytest.raises(FormatError, match="it is not gbk"):
        read_pages(b'<?xml version="1.0" encoding="gbk"?><alto>\xff\xff</alto>')


def test_hocr_in_utf16_is_read() -> None:
    text = (FIXTURES / "hocr-lines.hocr").read_text(encoding="utf-8")
    assert read_pages(text.encode("utf-16"))[0].text == read_pages(text.encode())[0].text


# gzip


def test_gzip_is_unpacked() -> None:
    data = (FIXTURES / "tesseract-hocr.hocr").read_bytes()
    assert read_pages(gzip.compress(data))[0].text == read("tesseract-hocr.hocr").text


def test_a_gzip_archive_that_was_cut_is_refused() -> None:
    with pytest.raises(FormatError, match="gzip"):
        read_pages(gzip.compress(b"<alto/>" * 99)[:-9])
