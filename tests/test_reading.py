"""Bytes come back exactly, and what cannot be told is refused with a remedy."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import EncodingError, InputError
from cleaner.reading import Source, read_bytes, read_file

SIMPLIFIED = (
    "海州市防汛工作会议昨日召开，会议要求各级各部门压实责任。",
    "青石镇三座小型水库建成蓄水，可灌溉农田5000亩。",
    "“村里的路修好了，果子就不愁卖了。”村民老周说。",
    "本报讯（记者 林舒）记者从市交通运输局获悉，三条公交线路将于近日开通。",
)
TRADITIONAL = (
    "海州市防汛工作會議昨日召開，會議要求各級各部門壓實責任。",
    "青石鎮三座小型水庫建成蓄水，可灌溉農田5000畝。",
    "「村裏的路修好了，果子就不愁賣了。」村民老周說。",
    "記者從市交通運輸局獲悉，三條公交線路將於近日開通。",
)
BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "gb18030": b"\x84\x31\x95\x33",
}


def pages(sentences: tuple[str, ...]) -> st.SearchStrategy[str]:
    lines = st.lists(st.sampled_from(sentences), min_size=1, max_size=12)
    return st.builds(str.join, st.sampled_from(["\n", "\r\n", "\n\n", " "]), lines)


chinese = pages(SIMPLIFIED) | pages(TRADITIONAL) | pages(SIMPLIFIED + TRADITIONAL)


def read_back(data: bytes, encoding: str | None = None) -> Source:
    source = read_bytes(data, encoding=encoding)
    assert source.encode() == data
    return source


@given(chinese, st.sampled_from(["utf-8", "gb18030"]))
def test_chinese_is_read_without_being_told_the_encoding(text: str, encoding: str) -> None:
    source = read_back(text.encode(encoding))
    assert (source.text, source.encoding, source.bom) == (text, encoding, b"")


@given(chinese, st.sampled_from(sorted(BOMS)))
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(text: str, encoding: str) -> None:
    source = read_back(BOMS[encoding] + text.encode(encoding))
    assert (source.text, source.encoding, source.bom) == (text, encoding, BOMS[encoding])


@given(chinese, st.sampled_from(["utf-16-le", "utf-16-be", "UTF8", "gb18030"]))
def test_the_encoding_asked_for_is_used(text: str, encoding: str) -> None:
    assert read_back(text.encode(encoding), encoding).text == text


@given(pages(TRADITIONAL), st.sampled_from(["big5", "big5hkscs", "cp950"]))
def test_big5_is_read_when_asked_for(text: str, encoding: str) -> None:
    assert read_back(text.encode(encoding, "ignore"), encoding).encoding == encoding


@given(pages(TRADITIONAL), st.sampled_from(["big5", "utf-16-le", "utf-16-be"]))
def test_what_is_not_guessed_is_named_in_the_error(text: str, encoding: str) -> None:
    with pytest.raises(EncodingError, match=rf"looks like .*pass --encoding {encoding}"):
        read_bytes(text.encode(encoding, "ignore"))


@given(chinese, st.integers(0), st.integers(0x80, 0xFF), st.sampled_from(["utf-8", "utf-16-le", "big5"]))
def test_damaged_text_is_refused_or_read_exactly(text: str, place: int, byte: int, encoding: str) -> None:
    data = bytearray(text.encode(encoding, "ignore"))
    data[place % len(data)] = byte
    read_or_refuse(bytes(data))


@given(
    st.binary(), st.none() | st.sampled_from(["utf-8", "gb18030", "gbk", "big5", "big5hkscs", "utf-16-be"])
)
def test_any_bytes_are_refused_or_read_exactly(data: bytes, encoding: str | None) -> None:
    read_or_refuse(data, encoding)


@given(st.binary(), st.sampled_from(sorted(BOMS)))
def test_any_bytes_after_a_mark_are_refused_or_read_exactly(data: bytes, encoding: str) -> None:
    read_or_refuse(BOMS[encoding] + data)


@given(st.text())
def test_any_name_of_an_encoding_is_known_or_refused(name: str) -> None:
    read_or_refuse(b"", name)


def read_or_refuse(data: bytes, encoding: str | None = None) -> None:
    try:
        read_back(data, encoding)
    except EncodingError as error:
        message = str(error)
        assert message.startswith("<bytes>: ")
        assert message.endswith(".")
        assert "\n" not in message


def test_an_empty_page_is_a_page() -> None:
    assert read_back(b"") == Source("", "utf-8")
    assert read_back(codecs.BOM_UTF8).text == ""


def test_nuls_in_good_text_are_text() -> None:
    text = SIMPLIFIED[0] + "\0" + SIMPLIFIED[1] + "\0" * 4000
    assert read_back(text.encode()).text == text
    assert read_back(text.encode("gb18030")).text == text


def test_marks_alone_pass_for_gb18030() -> None:
    assert read_back("。，".encode("gbk")).text == "。，"


def test_a_fault_is_located() -> None:
    data = "\n\n".join(SIMPLIFIED).encode()
    at = data.index(b"\n\n") + 2
    with pytest.raises(EncodingError, match=rf"0xFF at offset {at} \(line 3\).*cut or damaged"):
        read_bytes(data[:at] + b"\xff" + data[at:])


@pytest.mark.parametrize(
    ("data", "kind", "remedy"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "a PNG image", "Run OCR"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "a JPEG image", "Run OCR"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a WebP image", "Run OCR"),
        (b"%PDF-1.7\n", "a PDF document", "Run OCR"),
        (b"PK\x03\x04" + bytes(40), "a ZIP archive", "plain text"),
        (bytes(range(256)), "not UTF-8", "Find out its encoding"),
        (bytes(100), "not text", "run OCR"),
        ("äöüß und éèê\n".encode("latin-1"), "not UTF-8", "save it as UTF-8"),
        ("ひらがなとカタカナ".encode("shift_jis"), "not UTF-8", "save it as UTF-8"),
    ],
)
def test_what_is_not_a_page_is_refused_by_name(data: bytes, kind: str, remedy: str) -> None:
    with pytest.raises(EncodingError, match=kind) as caught:
        read_bytes(data, "page")
    assert remedy in str(caught.value)


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (TRADITIONAL[0].encode(), "big5", "looks like UTF-8: if that is right, leave --encoding out"),
        (codecs.BOM_UTF8 + b"a", "gbk", "byte-order mark of UTF-8, but GBK was asked for"),
        (codecs.BOM_UTF8 + b"a\n\xff", None, "not UTF-8: byte 0xFF at offset 5 .line 2."),
        (b"a\0", "utf-16", "either way round"),
        (b"a", "klingon", "Use one of utf-8"),
        (b"a", "rot13", "Use one of utf-8"),
    ],
)
def test_an_encoding_that_does_not_fit_is_refused(data: bytes, encoding: str | None, message: str) -> None:
    with pytest.raises(EncodingError, match=message):
        read_bytes(data, encoding=encoding)


def test_utf_16_with_a_mark_may_be_asked_for_by_its_short_name() -> None:
    assert read_back("北京".encode("utf-16"), "utf-16").text == "北京"


def test_a_file_is_read_and_named(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(SIMPLIFIED[0].encode("gbk"))
    assert read_file(page) == Source(SIMPLIFIED[0], "gb18030", b"", str(page))


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.txt", "no such file"), ("", "this is a folder"), ("a\0b", "cannot be read")],
)
def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_file(tmp_path / name)


def test_a_forbidden_file_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(_: Path, mode: str) -> IO[bytes]:
        raise PermissionError(mode)

    monkeypatch.setattr(Path, "open", forbid)
    with pytest.raises(InputError, match="not allowed"):
        read_file(tmp_path / "page.txt")
