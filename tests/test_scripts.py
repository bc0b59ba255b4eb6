"""Simplified and traditional forms: the same whatever is installed under the name of OpenCC."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from cleaner import Script, Settings, clean
from cleaner.errors import ExtraError
from cleaner.language import scripts
from cleaner.language.scripts import convert_character, convert_characters, to_traditional

SIMPLIFIED = "头发发展，干部的干粮，皇后在后面"
TRADITIONAL = "頭髮發展，幹部的乾糧，皇后在後面"


@pytest.fixture
def fresh() -> Iterator[None]:
    scripts._table.cache_clear()
    scripts._longest.cache_clear()
    yield
    scripts._table.cache_clear()


def broken() -> ModuleType:
    """What is left when one of two packages of this name is removed: a module without contents."""
    return ModuleType("opencc")


def other() -> ModuleType:
    """A package of this name that converts otherwise."""
    module = ModuleType("opencc")
    module.OpenCC = lambda _: pytest.fail("it was asked")  # type: ignore[attr-defined]
    return module


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("module", [None, broken(), other()], ids=["none", "broken", "other"])
def test_no_package_called_opencc_is_asked(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType | None
) -> None:
    monkeypatch.setitem(sys.modules, "opencc", module)
    assert to_traditional(SIMPLIFIED) == TRADITIONAL
    assert clean("取消地区限制，將受理、申领压缩").text == "取消地区限制，将受理、申领压缩"
    assert clean("头发发展", Settings(script=Script.TRADITIONAL)).text == "頭髮發展"


@pytest.mark.usefixtures("fresh")
def test_where_the_tables_are_missing_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "DISTRIBUTION", "opencc-that-nobody-installed")
    with pytest.raises(ExtraError, match=r"pip install --force-reinstall opencc-that-nobody-installed$"):
        clean("取消地区限制，將受理、申领压缩")
    assert clean("取消地区限制，受理、申领压缩").text, "what needs no table is cleaned"


def test_the_longest_phrase_counts() -> None:
    assert to_traditional("干") == "幹"
    assert to_traditional("饼干") == "餅乾"


@pytest.mark.parametrize("text", ["", "abc 123", "的", "，。", TRADITIONAL, "\U00020000", "\n\t\x00"])
def test_what_has_no_other_form_stays(text: str) -> None:
    assert to_traditional(text) == text


def test_characters_keep_their_number() -> None:
    table = convert_characters("t2s", "將細的A")
    assert table == {"將": "将", "細": "细", "的": "的", "A": "A"}
    assert all(
        len(convert_character(way, chr(code))) == 1
        for way in ("s2t", "t2s")
        for code in range(0x4E00, 0xA000)
    )


def test_an_unknown_way_is_an_error() -> None:
    with pytest.raises(KeyError):
        convert_character("s2x", "的")
