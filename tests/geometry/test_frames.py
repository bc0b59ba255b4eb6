"""Which columns stand in a frame of briefs and which under a headline, by heights and grids of lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaner.document import Box
from cleaner.geometry.columns import ColumnEdges, join_lanes
from cleaner.geometry.frames import take_frames
from cleaner.geometry.gutters import cut_at_gutters
from cleaner.geometry.heads import Head, spread
from cleaner.geometry.rows import Row, Sheet
from cleaner.geometry.strips import Strip
from tests.tools.set_pages import FILLER, column, set_page

PITCH = 1.5
MEASURE = 16.0


def row(words: str, left: float, top: float, height: float = 1.0) -> Row:
    return Row(0, Box(left, top, left + height * len(words), top + height), words, height)


def strip(left: float, tops: Sequence[float], first: str = "本报云溪5月20日电水库") -> Strip:
    words = [first, *["全县水库已经蓄水"] * (len(tops) - 1)]
    boxes = [Box(left, top, left + MEASURE, top + 1) for top in tops]
    return Strip([Row(n, box, text, 1.0) for n, (box, text) in enumerate(zip(boxes, words, strict=True))])


def grid(top: float, count: int) -> list[float]:
    return [top + n * PITCH for n in range(count)]


@pytest.mark.parametrize(
    ("bottom", "measured", "framed"),
    [(-1.6, True, 1), (-4.0, True, 2), (-1.6, False, 2)],
    ids=["right over it", "with room for a label", "a block"],
)
def test_a_column_right_under_a_headline_is_none_of_the_frame_beside_it(
    bottom: float, measured: bool, framed: int
) -> None:
    brief = strip(18, grid(0.2, 8))
    strips = [strip(0, grid(0, 8), "全县水库已经蓄水"), brief, strip(36, grid(-9, 14))]
    heads = [Head([row("水库蓄水", 4, bottom - 2, 2.0)]), Head([row("简讯", 18, -4, 2.0)])]
    (frame,) = take_frames(strips, heads, PITCH, measured)
    assert brief in frame.strips
    assert len(frame.strips) == framed


def test_columns_under_one_line_stand_in_one_frame_whatever_the_line_is() -> None:
    """A label that was misread, over all columns of its frame, is no headline over one of them."""
    briefs = [strip(0, grid(0, 8)), strip(18, grid(0.2, 8))]
    strips, label = [*briefs, strip(36, grid(-9, 14))], Head([row("各地短波" + "国人" * 6, 0, -4.2, 2.0)])
    (frame,) = take_frames(strips, [Head([row("简讯", 0, -2.1, 2.0)]), label], PITCH, measured=True)
    assert frame.strips == briefs


@pytest.mark.parametrize(
    ("below", "left", "beside", "framed"),
    [
        ([15.0], 18, 8, 8),
        (grid(15.0, 3), 18, 8, 8),
        (grid(12.0, 3), 18, 8, 11),
        ([15.0], 18, 11, 9),
        ([15.0], 18, 4, 9),
        ([15.0], 54, 0, 9),
    ],
    ids=["one line", "several", "no white", "the other is longer", "far below the other", "one column"],
)
def test_the_columns_of_a_frame_end_at_one_height(
    below: Sequence[float], left: float, beside: int, framed: int
) -> None:
    """Below its end the text round it goes on, by chance on the same grid of lines."""
    brief = strip(0, [*grid(0, 8), *below])
    others = [strip(left, grid(0, beside))] if beside else []
    strips, label = [brief, *others, strip(36, grid(-9, 20), FILLER[:9])], Head([row("简讯", 0, -3, 1.4)])
    (frame,) = take_frames(strips, [label], PITCH, measured=True)
    assert len(frame.strips[0].lines) == framed
    assert sum(len(each.lines) for each in [*frame.strips, *strips]) == 28 + len(below) + beside


@pytest.mark.parametrize(
    ("lines", "edges"),
    [([(2, 16), (0, 16), (0, 9)], (0, 16)), ([(2, 16), (0, 9)], (0, 34)), ([(2, 14)], (0, 34))],
    ids=["both edges show", "one shows", "a line alone"],
)
def test_few_lines_that_show_their_edges_stand_in_no_column_of_several(
    lines: Sequence[tuple[float, float]], edges: tuple[float, float]
) -> None:
    wide = Strip([Row(n, Box(0, top, 34, top + 1), FILLER[:34], 1.0) for n, top in enumerate(grid(0, 5))])
    rows = [
        Row(n, Box(left, 12 + n * PITCH, right, 13 + n * PITCH), FILLER[:9], 1.0)
        for n, (left, right) in enumerate(lines)
    ]
    assert ColumnEdges([wide]).edges(Strip(rows)) == edges


HEADING = [15.3, 16.7]
"""A heading of two lines, off the grid of the text round it."""


@pytest.mark.parametrize(
    ("below", "count"),
    [
        ([13.0, *HEADING, *grid(19.0, 5)], 2),
        (grid(13.0, 7), 2),
        ([13.5, *HEADING, *grid(19.5, 5)], 1),
        ([13.0], 1),
    ],
    ids=["a heading between", "text alone", "one grid", "one line"],
)
def test_a_column_ends_where_most_lines_below_stand_on_another_grid(
    below: Sequence[float], count: int
) -> None:
    whole = strip(0, [*grid(0, 8), *below])
    assert len(join_lanes([whole], ColumnEdges([whole]), PITCH, measured=True)) == count


@pytest.mark.parametrize(
    ("words", "left", "parts"),
    [("青石镇新修水渠二十里山乡春灌用水", 5.5, 1), ("青石镇新修水渠二十里山乡春灌用水有了保障乡亲", 1.0, 2)],
    ids=["in the middle over both", "from edge to edge"],
)
def test_a_line_set_over_two_columns_is_not_cut_at_their_gutter(words: str, left: float, parts: int) -> None:
    text = [*column(FILLER * 3, 1.0, 3.0), *column(FILLER * 3, 14.5, 3.0)]
    size = 25.5 / len(words) if parts > 1 else 1.0
    page = set_page([(words, left, 1.8, size), *text])
    assert len(cut_at_gutters(Sheet.of(page), page).rows) == len(text) + parts


@pytest.mark.parametrize(
    ("second", "over"),
    [(14.1, False), (12.7, True)],
    ids=["its own text is lower", "all columns begin at one height"],
)
def test_a_headline_reaches_over_no_column_of_the_headline_beside_it(second: float, over: bool) -> None:
    left, right = Box(2, 12.7, 18, 18), Box(20, second, 36, second + 5)
    heads = [Head([row("水库蓄水", 2, 8.5, 2.0)]), Head([row("灌溉农田的水渠", 20, 10.8, 1.6)])]
    spread(heads, [left, right])
    assert (heads[1].span[0] <= left.left) == over
