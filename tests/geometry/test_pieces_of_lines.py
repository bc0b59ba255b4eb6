"""Printed lines read in pieces, and lines that reach into a gutter: they stay in their column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from cleaner.document import Box, Line, RawPage
from cleaner.geometry.reading import read_boxes

EM, PITCH = 20.0, 29.0
HEADLINE = "河边的步道修到了家门口"
LEFT = (
    "傍晚的河堤上人一天比一",
    "天多新装的路灯亮起来步道",
    "从老码头一直通到新建的桥",
    "头沿路种下了三千棵柳树今",
    "年春天已经发芽住在附近的",
    "居民说以前这里是一片荒滩",
)
RIGHT = (
    "县里的工程队花了两个冬天",
    "才把堤脚加固好又用清出来",
    "的淤泥填平了低洼地现在每",
    "到周末常有外地人专门开车",
    "过来看花村里的小店也跟着",
    "热闹起来了生意好的时候一",
)

Piece = tuple[str, float, float]
"""Text, left edge in em, line of the grid."""


def page_of(pieces: Sequence[Piece], over: float = 0.0, wide: Sequence[str] = ()) -> RawPage:
    """A page of pieces under a headline; `over` is by how many em the boxes of some lines are too wide."""
    lines, text = [], ""
    size = 2.0
    for words, left, row in [(HEADLINE, 0.0, 0.0), *pieces]:
        width = len(words) * size + (over if words in wide else 0.0)
        box = Box(left * EM, row * PITCH, (left + width) * EM, row * PITCH + 1.1 * size * EM)
        lines.append(Line((len(text), len(text) + len(words)), box))
        text += words + "\n"
        size = 1.0
    return RawPage(text, tuple(lines))


def column(lines: Sequence[str], left: float, first: float = 3.0) -> list[Piece]:
    return [(line, left + (1.0 if not n else 0.0), first + n) for n, line in enumerate(lines)]


def body_of(page: RawPage) -> str:
    reading = read_boxes(page)
    order = [line for passage in reading.passages for line in passage.lines]
    return "".join(page.text[slice(*reading.spans[line])] for line in order).removeprefix(HEADLINE)


WHOLE = "".join((*LEFT, *RIGHT))


@pytest.mark.parametrize("cut", [3, 5, 8])
@pytest.mark.parametrize("line", [0, 3, 5], ids=["first", "inner", "last"])
@pytest.mark.parametrize("shift", [-0.02, 0.0, 0.02], ids=["higher", "level", "lower"])
def test_a_line_in_two_pieces_is_read_from_left_to_right(cut: int, line: int, shift: float) -> None:
    pieces = [*column(LEFT, 0.0), *column(RIGHT, 14.0)]
    words, left, row = pieces[line]
    halves = [(words[:cut], left, row + shift), (words[cut:], left + cut, row)]
    assert body_of(page_of([*pieces[:line], *halves, *pieces[line + 1 :]])) == WHOLE


@pytest.mark.parametrize("line", [0, 5], ids=["first", "last"])
def test_a_lost_piece_between_two_parts_them_for_no_other_order(line: int) -> None:
    pieces = [*column(LEFT, 0.0), *column(RIGHT, 14.0)]
    words, left, row = pieces[line]
    halves = [(words[:4], left, row + 0.02), (words[7:], left + 7, row)]
    found = body_of(page_of([*pieces[:line], *halves, *pieces[line + 1 :]]))
    assert found == WHOLE.replace(words, words[:4] + words[7:])


def test_pieces_at_one_height_in_two_columns_stay_apart() -> None:
    pieces = [*column(LEFT, 0.0), ("一盏灯", 0.0, 9.0), *column(RIGHT, 14.0), ("座难求", 14.0, 9.0)]
    assert body_of(page_of(pieces)) == "".join((*LEFT, "一盏灯", *RIGHT, "座难求"))


@pytest.mark.parametrize("shift", [-0.02, 0.02])
def test_a_piece_over_a_short_last_line_stays_in_its_row(shift: float) -> None:
    top = [("柳枝垂", 14.0, 3.0 + shift), ("到水面上来回摆", 18.0, 3.0), ("着", 14.0, 4.0)]
    pieces = [*column(LEFT, 0.0), *top, *column(RIGHT, 14.0, 5.0)]
    assert body_of(page_of(pieces)) == "".join((*LEFT, "柳枝垂到水面上来回摆着", *RIGHT))


@pytest.mark.parametrize("over", [0.0, 0.8, 1.6])
def test_lines_that_reach_into_the_gutter_do_not_hide_it(over: float) -> None:
    left, right = column(LEFT, 0.0), column(RIGHT, 13.5)
    across = (LEFT[2] + "　" + RIGHT[2], 0.0, 5.0)
    page = page_of([*left[:2], across, *left[3:], *right[:2], *right[3:]], over, LEFT[3:5])
    assert "".join(body_of(page).split()) == WHOLE


WIDE_LINES = tuple("".join(pair) for pair in zip(LEFT, RIGHT, strict=True))
"""Lines of a column twice as wide."""


@pytest.mark.parametrize("places", [(8, 15, 11, 19), (12, 8, 16, 10)], ids=["one way", "another way"])
def test_a_wide_column_read_in_pieces_is_one_column(places: Sequence[int]) -> None:
    """The other columns of the page are half as wide; the pieces end at other places in each line."""
    text: list[Piece] = []
    for n, line in enumerate(WIDE_LINES):
        cuts = [0, *([places[n - 1]] if 0 < n <= len(places) else []), len(line)]
        text += [(line[a:b], a + (1.0 if not n else 0.1 * (a > 0)), 3.0 + n) for a, b in pairwise(cuts)]
    beside = [(line, 28.0, 3.0 + n) for n, line in enumerate((*LEFT, *RIGHT, *LEFT))]
    found = body_of(page_of([*text, *beside]))
    assert found == "".join((*WIDE_LINES, *LEFT, *RIGHT, *LEFT))


@pytest.mark.parametrize("line", [1, 2, 3, 4])
def test_a_line_read_over_a_gutter_makes_no_pieces_of_the_lines_round_it(line: int) -> None:
    pieces = [*column(LEFT, 0.0), *column(RIGHT, 12.4)]  # nearer than columns stand whose lines are cut
    over = (LEFT[line] + RIGHT[line], 0.0, 3.0 + line)
    kept = [piece for piece in pieces if piece[0] not in (LEFT[line], RIGHT[line])]
    found = body_of(page_of([*kept, over]))
    rest = [part for part in WHOLE.replace(LEFT[line], "\n").replace(RIGHT[line], "\n").split("\n") if part]
    assert all(part in found for part in rest)
