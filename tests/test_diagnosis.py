"""What a text is, before anything in it is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.diagnosis import diagnose
from cleaner.diagnosis.scripts import is_chinese, is_foreign, script_shares
from cleaner.diagnosis.spaces import Density, everywhere_odds, page_density, spaces_latin
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.breaks import judge_breaks
from cleaner.layout.lines.grids import find_rows
from cleaner.layout.state import PageState

LOSSY = "会议要求抓好春耕 管好用水 落实责任，各乡镇立即行动起来，群众的难题要尽快解决。"


@given(st.text(st.sampled_from("柳湾乡修渠，。“”|A1. \u3000\n한ы-"), max_size=60))
def test_any_text_has_a_diagnosis(text: str) -> None:
    found = diagnose(PageState(text))
    for shares in (found.reader, found.kind):
        assert sum(shares.values()) == pytest.approx(1, abs=0.05)
    assert 0 <= found.lost_stops <= 1
    assert "\n" not in str(found)


def test_a_page_tells_its_diagnosis() -> None:
    page = clean(LOSSY)
    assert page.diagnosis.spaces == {"lost marks": 1.0}
    assert page.diagnosis.lost_stops > 0


def test_spaces_after_every_character_lose_no_mark() -> None:
    found = diagnose(PageState("柳 湾 乡 新 修 的 渠 道 ， 上 月 通 水 。"))
    assert found.lost_stops == 0


def test_two_gaps_in_a_line_are_no_spaces_after_words() -> None:
    assert everywhere_odds(LOSSY, page_density([LOSSY])) < 0.1


def test_a_headline_by_itself_is_no_text_in_words() -> None:
    assert everywhere_odds("柳湾乡 渠道 通水", Density(0, 0)) == 0


@pytest.mark.parametrize(
    ("snippet", "in_words"),
    [
        ("村口 修路 。", True),
        ("老周 说 ：成 。", True),
        ("渠道 昨天 通水，", True),
        ("推进 放管服 改革。", False),
        ("村口 修路。", False),
        ("村口 修路 通水", False),
        ("[[1, 2, 3, 4]]", False),
        ("30, 40, 50, 60", False),
    ],
)
def test_a_snippet_set_word_by_word_lost_no_marks(snippet: str, in_words: bool) -> None:
    assert (everywhere_odds(snippet, Density(0, 0)) == 1) is in_words


@pytest.mark.parametrize(
    ("text", "style"),
    [("共 3 个 APP 上线", True), ("共3个APP 上线，5G用户12万", False), ("渠道通水", False)],
)
def test_spaces_round_latin_words_are_a_style(text: str, style: bool) -> None:
    assert spaces_latin(text) is style


@pytest.mark.parametrize(
    ("block", "chinese"),
    [
        ("柳湾乡NBA球迷", True),
        ("第3版", True),
        ("서점은 오전 열 시", False),
        ("本屋は午前十時に開きます", False),
        ("The canal is open", False),
    ],
)
def test_a_block_of_another_language_is_not_chinese(block: str, chinese: bool) -> None:
    assert is_chinese(block) is chinese


def test_scripts_are_shares_of_letters() -> None:
    assert script_shares("柳湾 12, 。") == {"Han": 1.0}
    assert not script_shares("12, 。")
    assert not is_foreign("·・ー")  # marks of several scripts


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (["柳湾乡新修的渠道上月通水，可以", "浇地八百亩。"], [Break.LINE]),
        (["柳湾乡新修的渠道上月通水。", "群众不用再等天下雨了，放心了。"], [Break.PARAGRAPH]),
        (["一、修好渠道", "二、办好学校"], [Break.ITEM]),
        (["问：水够吗？", "答：够了。"], [Break.TURN]),
        (["渠水绕过村庄", "炊烟飘在屋顶", "孩子坐在门前"], [Break.VERSE] * 2),
        (["品名 产地 价格", "白菜 柳湾 2元"], [Break.ROW]),
        (["全乡人口为3.", "86万人，增长2.5%。"], [Break.LINE]),
    ],
)
def test_what_line_breaks_are(lines: list[str], kinds: list[Break]) -> None:
    assert judge_breaks(lines, []) == kinds


@pytest.mark.parametrize(
    "lines",
    [
        ["会议要求抓好春耕 管好用水，", "各乡镇 立即行动起来。"],
        ["青 石 镇 新 建", "三 座 水 库 了"],
        ["The canal is open", "and all are glad"],
    ],
)
def test_lines_that_only_look_like_rows_are_no_table(lines: list[str]) -> None:
    assert not any(find_rows(lines))


@pytest.mark.parametrize("text", ["", " \n\n", "—— 12"])
def test_nothing_is_said_of_the_kind_of_a_text_without_letters(text: str) -> None:
    assert str(diagnose(PageState(text))).startswith("no letters; ")
