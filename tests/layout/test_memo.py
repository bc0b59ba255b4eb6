"""What is known of the texts of a page is handed on from state to state, and is what a fresh state finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.layout.lines.line_groups import group_lines
from cleaner.layout.memo import MemoTable
from cleaner.layout.roles.classification import plain_roles_of
from cleaner.layout.state import PageState

LINES = (
    "图1 三座水库蓄水",
    "\u3000图1 三座水库蓄水",
    "尺码 数量 单价",
    "大号 12件 35元",
    "第一条 为了保障用水安全",
    "第二条 今年春耕用水",
    "08:30 新闻联播",
    "09:00 天气预报",
    "本报记者 王敏",
    "#春耕# 开始了。",
    "勤俭 持家 和睦 邻里",
    "今年春耕用水有了保障， 群众放心。",
    "第1版 要闻",
    "1",
    "",
)


def test_a_text_is_read_when_it_is_first_met() -> None:
    read: list[str] = []

    def length(text: str) -> int:
        read.append(text)
        return len(text)

    memo = MemoTable()
    assert memo.of(length, ["甲", "甲乙", "甲"]) == [1, 2, 1]
    assert memo.of(length, ["甲乙", "丙"]) == [2, 1]
    assert read == ["甲", "甲乙", "丙"]


def test_what_is_none_is_known_too() -> None:
    read: list[str] = []
    memo = MemoTable()
    for _ in range(2):
        assert memo.of(read.append, ["甲"]) == [None]
    assert read == ["甲"]


def test_each_function_has_its_own_answers() -> None:
    memo = MemoTable()
    assert memo.of(len, ["12"]) == [2]
    assert memo.of(int, ["12"]) == [12]


def test_what_a_function_raises_is_raised_each_time() -> None:
    memo = MemoTable()
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            memo.of(int, ["甲"])


def test_more_texts_than_a_page_has_lines_are_all_kept() -> None:
    read: list[int] = []
    memo = MemoTable()
    for _ in range(3):
        memo.of(read.append, range(10_000))
    assert len(read) == 10_000


def test_pages_share_nothing() -> None:
    state = PageState("甲乙")
    assert state.after("甲").memo is state.memo
    assert PageState("甲乙").memo is not state.memo


texts = st.lists(st.sampled_from(LINES), min_size=1, max_size=8).map("\n".join)


@given(texts, texts)
def test_a_later_state_finds_what_a_fresh_one_does(earlier: str, later: str) -> None:
    state = PageState(earlier)
    _structure_of(state)
    assert _structure_of(state.after(later)) == _structure_of(PageState(later))


def _structure_of(state: PageState) -> tuple[object, ...]:
    return state.blocks, state.kinds, state.rows, state.printed_spaces, plain_roles_of(state)


def test_an_indented_line_is_not_the_same_line_without_its_indent() -> None:
    bare, indented = "图1 三座水库蓄水", " 图1 三座水库蓄水"
    state = PageState(bare)
    assert state.printed_spaces
    assert not state.after(f"今年\n{indented}").printed_spaces


@given(
    texts, st.lists(st.sampled_from([8.0, 14.0, 16.0, 18.0, 34.0]), max_size=4, unique=True), st.booleans()
)
def test_the_parts_of_a_block_do_not_depend_on_the_order_of_the_columns(
    text: str, columns: list[float], whole: bool
) -> None:
    lines = [line for line in text.split("\n") if line] or ["甲"]
    assert group_lines(lines, columns, whole) == group_lines(lines, sorted(columns), whole)
