"""Plain text is read to the letter, whatever it begins with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import EncodingError, FormatError
from cleaner.readers import read_pages


@pytest.mark.parametrize(
    "text",
    [
        "青石镇新修水渠\n小满时节",
        "[本报讯]青石镇",
        "[1]青石镇\n[2]小满",
        '{青石镇}"',
        "<青石镇>小满",
        "<<青石镇",
        "#2 青石镇\n小满",
        "# 青石镇\n小满",
        "level\tpage",
        "",
    ],
)
def test_plain_text_stays_plain_text(text: str) -> None:
    [page] = read_pages(text.encode())
    assert (page.text, page.format) == (text, "text")
    assert not page.lines


def test_plain_text_comes_in_its_encoding() -> None:
    text = "根据州委统一部署，各地开展了常规巡察。" * 4
    assert read_pages(text.encode("gb18030"))[0].text == text


@given(st.text(alphabet="青石镇小满，。“”[]{}<>#|\n 12", max_size=60))
def test_text_is_read_to_the_letter_or_refused(text: str) -> None:
    try:
        [page] = read_pages(text.encode())
    except (FormatError, EncodingError):
        return
    if page.format == "text":
        assert page.text == text
