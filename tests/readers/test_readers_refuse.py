"""Files that no reader knows, or that were cut, are refused, and the message says what is read."""

from __future__ import annotations

import pytest

from cleaner import clean
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


@pytest.mark.parametrize("root", ["<!DOCTYPE html><html><body>{}</body></html>", "<div>{}</div>"])
def test_html_is_refused_with_how_it_is_read(root: str) -> None:
    data = root.format("<h1>渔港扩建完工</h1><p>码头加长了二十米。</p>").encode()
    with pytest.raises(FormatError, match="--input-format markdown"):
        read_pages(data)
    (page,) = read_pages(data, format="markdown")
    article = clean(page).articles[0]
    assert (article.title, article.paragraphs[0].text) == ("渔港扩建完工", "码头加长了二十米。")


@pytest.mark.parametrize(
    "first",
    [
        '<div style="text-align: center;">柳江日报</div>',
        "<center>柳江日报</center>",
        '<p align="center"><img src="imgs/1.jpg"/></p>',
        "<table><tr><td>渔港</td><td>吨位</td></tr></table>",
        "<h1>柳江日报</h1>",
        '<img src="imgs/1.jpg"/>',
        "<div>柳江日报</div>\n\n<br/>",
        "<page_header>柳江日报</page_header>",
        "<page_number>3</page_number>",
    ],
)
@pytest.mark.parametrize("title", ["# 渔港扩建完工", "渔港扩建完工"])
def test_markdown_that_begins_with_html_is_read_as_markdown(first: str, title: str) -> None:
    (page,) = read_pages(f"{first}\n\n{title}\n\n码头加长了二十米。\n".encode())
    assert page.format == "markdown"
    assert page.text.endswith("渔港扩建完工\n\n码头加长了二十米。\n")


@pytest.mark.parametrize(
    "data",
    [
        "<div>\n\n  <p>码头加长了二十米。</p>\n\n</div>\n",
        "<p>渔港扩建完工</p>\n<p>码头加长了二十米。</p>\n",
        "<record>\n\n码头加长了二十米。\n\n</record>\n",
        "<html><body>\n\n码头加长了二十米。\n\n</body></html>\n",
        "<div>\n\n码头加长了二十米。\n\n</div>\n",
        '<?xml version="1.0"?>\n<article>渔港\n\n码头加长了二十米。\n</article>\n',
        '<?xml version="1.0"?>\n<div>渔港</div>\n\n码头加长了二十米。\n',
        '<?xml version="1.0"?><data><record id="3">渔港\n\n码头加长了二十米。</record></data>\n',
        '<data><record id="3">渔港</record></data>\n\n码头加长了二十米。\n',
        '<section xml:id="s3"><title>渔港</title></section>\n\n码头加长了二十米。\n',
        '<p xml:id="s3">渔港</p>\n\n码头加长了二十米。\n',
        '<p xmlns="urn:x">渔港</p>\n\n码头加长了二十米。\n',
        '<div xmlns:t="urn:x"><t:p>渔港</t:p></div>\n\n码头加长了二十米。\n',
        "<title>渔港</title>\n\n码头加长了二十米。\n",
        "<article>渔港</article>\n\n码头加长了二十米。\n",
        "<page_header>\n\n码头加长了二十米。\n\n</page_header>\n",
        '<page_number xmlns="urn:x">3</page_number>\n\n码头加长了二十米。\n',
    ],
)
def test_html_and_xml_without_markdown_are_refused(data: str) -> None:
    with pytest.raises(FormatError):
        read_pages(data.encode())


@pytest.mark.parametrize("data", [b'{"a": 1}', b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text/></TEI>"])
def test_what_is_no_html_is_not_said_to_be_markdown(data: bytes) -> None:
    with pytest.raises(FormatError) as caught:
        read_pages(data)
    assert "--input-format" not in str(caught.value)


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
