"""In code Chinese characters and marks stand as they are; what cannot be seen has a name or a number."""

from __future__ import annotations

import io
import re
import tokenize
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ESCAPE = re.compile(r"(?<![\\-])(?:\\\\)*\\u([0-9a-f]{4})(?!-)", re.IGNORECASE)
LIKE_OTHERS = [range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0xFE10, 0xFE50)]
"""Radicals, compatibility ideographs and vertical forms look like ordinary characters."""


def needless_escapes(source: str) -> Iterator[str]:
    """The escapes of characters that could stand as they are; the ends of ranges may be numbers."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.STRING or re.fullmatch(r'"\\u[0-9a-f]{4}"', token.string):
            continue
        for code in ESCAPE.findall(token.string):
            char = chr(int(code, 16))
            seen = unicodedata.category(char)[0] in "LPSN" and unicodedata.east_asian_width(char) in "WF"
            if (seen or char in "“”‘’—…") and not any(ord(char) in codes for codes in LIKE_OTHERS):
                yield f"line {token.start[0]}: {char}"


def test_what_can_be_read_is_not_escaped() -> None:
    sources = {str(path): path.read_text(encoding="utf-8") for path in (ROOT / "cleaner").rglob("*.py")}
    found = {path: list(needless_escapes(source)) for path, source in sources.items()}
    assert {path: escapes for path, escapes in found.items() if escapes} == {}
    assert found


@pytest.mark.parametrize(
    "source", [r'a = "甲\u3002"', r'a = re.compile(r"[\uff0c\u3001]")', r'"""\u62a5 and."""']
)
def test_an_escaped_mark_is_found(source: str) -> None:
    assert list(needless_escapes(source))


@pytest.mark.parametrize(
    "source",
    [
        'a = "甲。"',
        r'a = re.compile(r"[\u4e00-\u9fff]")',
        r'a = "\u4e00" <= char',
        r'a = "甲\u3000乙\u200b\xa0"',
        r'a = "\N{MIDDLE DOT}\uff65"',
        r'a = "\\u3002"',
        r'a = "\u2f00\ufe30"',
    ],
)
def test_ranges_white_space_and_look_alikes_may_be_numbers(source: str) -> None:
    assert list(needless_escapes(source)) == []
