"""Profiles: the folded view, the phrases of the press, and pages that read the same in both scripts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.codepoints import code_points
from cleaner.lab.evaluation.scripts import FIGURES, compare, to_traditional
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles
from cleaner.layout.state import PageState
from cleaner.page import Article
from cleaner.profiles.charsets import BRIEF, counts_of
from cleaner.profiles.folding import fold
from cleaner.profiles.press import BYLINE, DATELINE, JUMP
from cleaner.writing.blocks import blocks_of

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"
LEAST = 0.02
"""By how much a figure may be worse in traditional script."""
LETTERS = st.text(st.sampled_from("將国國於乾「」『』“”報报a1 ，\n\u3000𠀀é"), max_size=40)


@given(st.one_of(st.text(max_size=60), LETTERS))
def test_a_folded_text_is_as_long_and_folding_it_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert [char.isspace() for char in folded] == [char.isspace() for char in text]
    assert fold(folded) == folded


@given(st.text(st.characters(max_codepoint=0x33FF, exclude_characters="「」『』"), max_size=60))
def test_nothing_but_ideographs_and_corner_marks_is_folded(text: str) -> None:
    assert fold(text) == text


@pytest.mark.parametrize("text", ["乾隆年间", "征於民", "显著", "本报讯", "“万能章”", "毕昇", ""])
def test_simplified_print_is_read_as_it_stands(text: str) -> None:
    assert fold(text) == text


def test_characters_that_both_scripts_have_are_folded_on_a_traditional_page_alone() -> None:
    assert fold("關於圖書館的報導") == "关于图书馆的报导"
    assert fold("於是图书馆关了门") == "於是图书馆关了门"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("本報記者 張文強", Role.BYLINE),
        ("〔記者王大明／台北報導〕", Role.BYLINE),
        ("聯合報記者王大明、李小華／台中報導", Role.BYLINE),
        ("（下轉第3版）", Role.JUMP),
        ("文轉A3版", Role.JUMP),
        ("（記者 張文強）", Role.SIGNOFF),
        ("責任編輯：張文強", Role.FURNITURE),
        ("2020年7月13日 星期一 第1版：要聞", Role.FURNITURE),
        ("（中央社記者王大明台北12日電）", Role.SIGNOFF),
        ("三座水庫建成蓄水", None),
        ("縣長與鄉長們宣誓就職", None),
        ("新書報導文學獎揭曉", None),
        ("文轉型為A3版面的報紙", None),
    ],
)
def test_blocks_of_traditional_pages_have_their_roles(text: str, role: Role | None) -> None:
    assert plain_roles(["三座水库建成蓄水。", fold(text), "昨天开馆。"])[1] == role


@pytest.mark.parametrize(
    "text", ["（中央社記者王大明台北12日電）行政院", "〔記者王大明／台北報導〕縣府", "本報訊"]
)
def test_datelines_of_traditional_pages_open_items(text: str) -> None:
    assert DATELINE.match(fold(text))


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("新华社海州、云溪6月30日电（记者周海）", True),
        ("本报海州、云溪、青禾6月30日讯", True),
        ("本报读者、作者来信来电选登", False),
        ("本报海州、云溪记者站昨天来电", False),
    ],
)
def test_a_dateline_may_name_several_places(text: str, opens: bool) -> None:
    assert (DATELINE.match(text) is not None) == opens


@pytest.mark.parametrize(
    "text", ["（中央社區活動中心）", "〔記者手記〕昨天", "（記者王大明）縣府", "記者報導"]
)
def test_what_only_looks_like_a_dateline_opens_none(text: str) -> None:
    assert not DATELINE.match(fold(text))
    assert not JUMP.fullmatch(fold(text))


def test_a_long_line_of_strokes_costs_no_time() -> None:
    for pattern in (BYLINE, DATELINE, JUMP):
        assert not pattern.fullmatch("记者" + "王大明、" * 500 + "／")


def test_what_is_read_folded_is_written_as_it_stood() -> None:
    page = clean("開展「萬能章」治理，於是縣府宣布\n\n〔記者王大明／台北報導〕\n\n（下轉第3版）")
    assert page.text.startswith("開展「萬能章」治理，於是縣府宣布")
    article = page.articles[-1]
    assert article.continued_on == "第3版"
    assert "记" not in page.text


@pytest.mark.parametrize(
    ("title", "marker"),
    [("三座水庫建成", "（下轉第3版）"), ("三座水库建成", "（下转第3版）"), ("", "（下转第3版）")],
)
def test_a_jump_marker_is_written_in_the_script_of_its_article(title: str, marker: str) -> None:
    assert [*blocks_of(Article(title, continued_on="第3版"))][-1][1] == marker


def test_a_restored_mark_has_the_shape_that_the_page_prints() -> None:
    assert PageState("「甲」“乙").printed("“") == "「"
    assert PageState("“甲”「乙").printed("“") == "“"
    assert PageState("甲乙").printed("”") == "”"
    assert PageState("「甲」").printed("，") == "，"


@pytest.mark.parametrize("name", ["blocks/invented-004", "columns/invented-002", "lossy/invented-004"])
def test_a_page_reads_the_same_in_traditional_script(name: str) -> None:
    page = PAGES / f"{name}.txt"
    simplified, traditional = compare(page, page.with_suffix(".gold.json"))
    for figure in FIGURES:
        assert traditional.figures[figure] >= simplified.figures[figure] - LEAST, figure
    assert traditional.bylines == simplified.bylines


def test_a_page_is_turned_into_traditional_script_character_by_character() -> None:
    text = "头发发展，“万能章”A3"
    assert len(to_traditional(text)) == len(text)
    assert to_traditional("，“”A3") == "，“”A3"


@given(
    st.text(st.sampled_from([*"甲乙，a \n", "\ud800", "\U0001f600"]), max_size=9), st.sampled_from([1, BRIEF])
)
def test_characters_are_counted_alike_in_brief_and_long_texts(text: str, times: int) -> None:
    assert counts_of(text * times) == Counter(text * times)
    assert code_points(text).tolist() == [ord(char) for char in text]
