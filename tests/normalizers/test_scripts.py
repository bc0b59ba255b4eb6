"""Simplified and traditional forms: the same whatever is installed under the name of OpenCC."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from cleaner import Script, Settings, clean
from cleaner.errors import ExtraError
from cleaner.normalizers import style_quotes
from cleaner.profiles import scripts
from cleaner.profiles.scripts import convert_character, convert_characters, to_traditional
from cleaner.settings import Options

ROOT = Path(__file__).parents[2]

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


# Whole pages

WHOLE_TRADITIONAL = "將受理、申領週期壓縮至30個工作日內，乾隆年間的「頭髮」與『發展』，後來的皇后"
WHOLE_SIMPLIFIED = "将受理、申领周期压缩至30个工作日内，乾隆年间的“头发”与‘发展’，后来的皇后"


def test_a_traditional_page_becomes_simplified_where_it_is_asked_for() -> None:
    assert clean(WHOLE_TRADITIONAL).text == WHOLE_TRADITIONAL
    assert clean(WHOLE_TRADITIONAL, script="keep").text == WHOLE_TRADITIONAL
    assert clean(WHOLE_TRADITIONAL, script="simplified", quotes="curly").text == WHOLE_SIMPLIFIED
    assert clean(WHOLE_TRADITIONAL, script="simplified").text == WHOLE_SIMPLIFIED.translate(
        str.maketrans("“”‘’", "「」『』")
    )


def test_a_simplified_page_becomes_traditional_where_it_is_asked_for() -> None:
    text = "将受理周期压缩，“头发”与“发展”"
    assert clean(text, script="traditional").text == "將受理週期壓縮，“頭髮”與“發展”"
    assert clean(text, script="traditional", quotes="corner").text == "將受理週期壓縮，「頭髮」與「發展」"


def test_quotation_marks_change_in_either_script() -> None:
    assert clean("开展“双减”治理", quotes="corner").text == "开展「双减」治理"
    assert clean("開展「雙減」治理", quotes="curly").text == "開展“雙減”治理"


@pytest.mark.parametrize("text", ["開展「雙減治理", "开展双减」治理", "it’s", "5’30”"])
def test_a_mark_without_its_partner_keeps_its_shape(text: str) -> None:
    for quotes in ("curly", "corner"):
        assert style_quotes(text, Settings(quotes=quotes)) == text


@pytest.mark.parametrize("text", ["乾隆年间，皇后后来", "山水田", "著名的瞭望塔", ""])
def test_a_simplified_page_stays_where_simplified_script_is_asked_for(text: str) -> None:
    assert clean(text, script="simplified").text == text


@pytest.mark.parametrize("name", ["verse-traditional", "taiwan", "hongkong"])
@pytest.mark.parametrize("options", [{"script": "simplified", "quotes": "curly"}, {"script": "traditional"}])
def test_a_converted_page_stays_as_it_is_and_can_be_taken_back(name: str, options: Options) -> None:
    [path] = (ROOT / "fixtures/clean" / name).glob("*.txt")
    page = clean(path.read_text(encoding="utf-8"), **options)
    assert page.settled
    assert page.audit().holds
    assert clean(page.text, **options).text == page.text
    assert len(page.text) == len(page.raw) or page.edits


def test_all_tables_keep_the_length_of_a_text() -> None:
    for name in ("TSPhrases", "STPhrases", "TSCharacters", "STCharacters"):
        assert [pair for pair in scripts._table(name).items() if len(pair[0]) != len(pair[1])] == []
