"""What is looked for before a search stands in every text in which that search finds something."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner.gaps.page_evidence import standing_twice
from cleaner.layout import ornaments
from cleaner.layout.blocks import Block, find_lines
from cleaner.layout.lines import grids, indents, printed
from cleaner.layout.lines.grids import _LEADER, find_rows
from cleaner.layout.lines.measured import LineBreaks, MeasuredBlock
from cleaner.layout.lines.pieces import cut_blocks
from cleaner.layout.memo import MemoTable
from cleaner.layout.roles.ends import PAIRS, open_pairs
from cleaner.layout.state import PageState
from cleaner.markup import commands
from cleaner.normalizers import debris, letterspacing
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import BRIEF, is_traditional
from cleaner.profiles.folding import fold

PARTS = (
    *(
        "渠",
        "水库",
        "林",
        "欧阳",
        "王",
        "摄",
        "图",
        "电话",
        "联系电话：",
        "目",
        "录",
        "第3步",
        "记者",
        "周一",
        "晴",
    ),
    *(
        " ",
        "  ",
        "\u3000",
        "\t",
        "\xa0",
        "\x1c",
        "\n",
        "，",
        "。",
        "（",
        "）",
        "：",
        "《",
        "》",
        "#",
        "@",
        ">",
        "→",
    ),
    *(
        "A",
        "B.",
        "C、",
        "git",
        "commit",
        "pip3",
        "-m",
        "print(",
        "a",
        "x=1",
        '"',
        "'",
        ".pdf",
        "/usr/",
        "C:\\",
    ),
    *("1", "24", ".", "....", "……", "·", "元", "ISBN", "978", "ā", "©", "[1]", "^_^", "{a}"),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)
LINES = TEXTS.map(str.strip).filter(lambda line: line != "" and "\n" not in line)


def _finds(pattern: Pattern, text: str) -> bool:
    return pattern.compiled().search(text) is not None


@given(LINES)
def test_a_line_is_searched_for_all_that_parts_its_pieces(line: str) -> None:
    possible = {pattern for sign in line if sign in printed._BY_SIGN for pattern in printed._BY_SIGN[sign]}
    assert possible >= {pattern for pattern in printed._PARTING if _finds(pattern, line)}


@given(LINES)
def test_names_that_are_set_wide_stand_behind_a_surname(line: str) -> None:
    gaps = [gap.start() for gap in printed.INNER_SPACE.finditer(line)]
    if _finds(printed._NAMES_APART, line):
        assert any(line[at - 1] in printed._SURNAME_ENDS for at in gaps)


@given(TEXTS)
def test_what_may_be_a_command_is_looked_for_where_one_is(text: str) -> None:
    if _finds(commands._COMMAND, text):
        assert _finds(commands._TOLD, text)
    by_alternatives = regex.search(r"[\"'=]|\.[a-z]|[ ][A-Za-z]|[A-Za-z][ ]|[a-z]\(", text)
    assert _finds(commands._SIGN, text) is (by_alternatives is not None)


@given(TEXTS)
def test_a_headline_that_is_set_wide_ends_with_a_character_apart(text: str) -> None:
    lines = [line.strip() for line in text.split("\n")]
    wide = (letterspacing._SPREAD, letterspacing._LETTERED)
    if any(pattern.compiled().fullmatch(line) for pattern in wide for line in lines):
        assert _finds(letterspacing._LAST_APART, text)


@given(st.text(st.sampled_from("口国田谷 \t。"), max_size=40) | LINES)
def test_a_line_in_which_little_returns_does_not_stutter(line: str) -> None:
    codes = [char for char in line if char not in " \t"]
    near = Counter(
        char
        for step in range(1, debris.FARTHEST + 1)
        for char, before in zip(codes[step:], codes, strict=False)
        if char == before
    )
    often = max(near.values(), default=0) >= debris.RETURNS - 1
    assert debris._may_stutter(line) is (often and len(line) >= 2 * debris.RETURNS)


@given(LINES)
def test_dots_lead_where_a_line_has_some(line: str) -> None:
    assert _LEADER.may_match(line) or not _finds(_LEADER, line)


@given(st.text("水库蓄", min_size=2, max_size=40), st.data())
def test_terms_stand_twice_that_are_counted_twice(text: str, data: st.DataObject) -> None:
    starts = data.draw(st.sets(st.integers(0, len(text) - 2), max_size=6))
    terms = {text[start : start + data.draw(st.integers(2, 6))] for start in sorted(starts)}
    assert standing_twice(text, terms) == {term for term in terms if text.count(term) > 1}


@given(LINES | st.text("（）《》“”渠", max_size=12))
def test_a_text_without_brackets_leaves_no_pair_open(text: str) -> None:
    opened, closed = open_pairs(text)
    for n, pair in enumerate(PAIRS):
        signs = [char for char in text if char in pair]
        depths = list(accumulate((1 if char == pair[0] else -1 for char in signs), initial=0))
        assert (opened[n], closed[n]) == (depths[-1] > min(depths), min(depths) < 0)


@given(st.lists(LINES, min_size=1, max_size=6))
def test_rows_are_the_same_with_what_is_known_of_the_page_and_without(lines: list[str]) -> None:
    memo = MemoTable()
    find_rows(lines[::-1], memo)
    assert find_rows(lines, memo) == find_rows(lines)


@pytest.mark.parametrize("text", ["將受理圖書館的報導", "将受理图书馆的报道", "於是乾隆「」", "abc，1 2"])
def test_long_texts_are_read_as_short_ones(text: str) -> None:
    long = text * (BRIEF // len(text) + 1)
    assert is_traditional(long) is is_traditional(text)
    assert fold(long) == fold(text) * (BRIEF // len(text) + 1)


@given(LINES)
def test_a_line_that_tells_nothing_of_rows_is_none(line: str) -> None:
    if not grids._TELLING.search(line):
        assert len(grids.cells_of(line)) < 2
        assert not any((grids._is_row(line), grids._has_names(line), _finds(grids._LABEL, line)))


@given(TEXTS)
def test_white_space_is_printed_where_the_columns_are_read_and_where_they_are_not(text: str) -> None:
    asked, read = PageState(text), PageState(text)
    found = {at for at in range(len(text)) if asked.is_printed(at, at + 1)}
    assert found == read.printed_spaces
    assert not any(text[at] == "\n" for at in found)


@given(st.lists(LINES, min_size=1, max_size=5), st.sampled_from(["", " ", "\u3000", "\t"]))
def test_lines_are_indented_by_white_space_alone(lines: list[str], indent: str) -> None:
    raw = [indent * (n % 2) + line for n, line in enumerate(lines)]
    wide = [indents._width_of(indents._blank_of(line)) >= 1 for line in raw]
    assert indents.are_indented(raw) == (wide if not all(wide) else [False] * len(raw))


@given(LINES)
def test_a_block_without_line_breaks_is_its_line(line: str) -> None:
    block = Block(0, len(line))
    assert find_lines(line, block) == [block] == find_lines(f"{line}\n", Block(0, len(line) + 1))


@given(LINES)
def test_a_block_without_gaps_shows_no_line_breaks(line: str) -> None:
    [(gaps, pieces)] = cut_blocks([line])
    if not gaps:
        assert MeasuredBlock(gaps, pieces).line_breaks == LineBreaks(0, 0, compared=0, alike=0)
        assert not any(piece.newline for piece in pieces)


@given(
    st.lists(
        st.sampled_from(["□ 何静远", "灯塔", "灯塔亮了一夜，守塔的老人还没有睡。", "☐", "\\"]), max_size=6
    )
)
def test_names_behind_a_box_are_looked_for_where_one_is(lines: list[str]) -> None:
    assert ornaments._BOXED.may_match("\n".join(lines)) or not ornaments._bylines(lines)


@given(st.lists(st.text("口|水渠，\n ", max_size=12), max_size=6).map("\n".join))
def test_frames_are_looked_for_where_bars_are(text: str) -> None:
    lines = list(debris._LINE.finditer(text))
    assert "|" in text or not debris._frames(lines)


@given(st.text("渠日8 ", min_size=1, max_size=4), st.text("日8", max_size=1))
def test_lines_that_are_read_downwards_are_short(line: str, below: str) -> None:
    assert len(line) <= letterspacing.LONGEST_UPRIGHT or not letterspacing._is_upright(line, below)
