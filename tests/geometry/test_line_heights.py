"""Lines whose boxes are too high: beside a speck, or with a piece of the line below in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cleaner.chain import clean
from cleaner.document import RawPage
from cleaner.geometry.line_grid import lower_heights
from cleaner.geometry.rows import LARGE, Sheet
from tests.tools.set_pages import EM, FILLER, column, set_page, set_words

TITLE = ("州里的道路修好了", 1.0, 0.0, 1.7)


def stretched(page: RawPage, line: int, up: float, down: float) -> RawPage:
    """The page with the box of a line higher, by em at the top and at the bottom."""
    lines = list(page.lines)
    box = lines[line].box
    assert box
    lines[line] = replace(lines[line], box=replace(box, top=box.top - up * EM, bottom=box.bottom + down * EM))
    return replace(page, lines=tuple(lines))


def large(page: RawPage) -> list[str]:
    return [row.text for row in lower_heights(Sheet.of(page)).rows if row.size >= LARGE]


@pytest.mark.parametrize(("up", "down"), [(0.0, 1.4), (1.4, 0.0), (0.7, 0.7)])
def test_a_line_between_two_others_is_none_of_a_headline(up: float, down: float) -> None:
    lines = column(FILLER, 1.0, 3)
    words, left, row, _ = lines[2]
    few = [*lines[:2], (words[:6], left, row, 2.0), *lines[3:]]  # half of its letters are lost
    page = stretched(set_page([TITLE, *few]), 3, up, down - 1.0)
    assert large(page) == [TITLE[0]]
    (article,) = clean(page).articles
    assert article.title == TITLE[0]


@pytest.mark.parametrize(
    ("above", "below"), [(1.8, 1.8), (1.0, 1.8), (1.8, 1.0)], ids=["room round it", "under it", "over it"]
)
def test_a_headline_with_room_is_one(above: float, below: float) -> None:
    upper = column(FILLER, 1.0, 0)
    row = upper[-1][2] + above
    page = set_page([*upper, ("图书馆开馆", 2.0, row, 1.5), *column(FILLER, 1.0, int(row + below + 1))])
    assert large(page) == ["图书馆开馆"]


def test_headlines_of_several_lines_are_large() -> None:
    heads = [("州里的道路", 1.0, 0.0, 1.5), ("修好了", 1.0, 1.2, 1.5), ("通车了", 1.0, 2.4, 1.5)]
    assert large(set_page([*heads, *column(FILLER, 1.0, 4)])) == [head[0] for head in heads]


def test_the_last_line_of_a_column_may_be_a_headline() -> None:
    page = set_page([*column(FILLER, 1.0, 0), ("图书馆开馆", 1.0, 5.0, 1.5)])
    assert large(page) == ["图书馆开馆"]


HEAD = ("州里的道路修", "好了村里人说", "通车真好")


@pytest.mark.parametrize("lines", [2, 3])
@pytest.mark.parametrize("lead", [0.9, 1.0, 1.1])
def test_lines_of_a_small_headline_close_to_each_other_are_large(lines: int, lead: float) -> None:
    heads = [(words, 1.0, 3.9 + lead * n, 1.27) for n, words in enumerate(HEAD[:lines])]
    below = column(FILLER, 1.0, int(heads[-1][2] + 2), 15)
    page = set_page([*column(FILLER, 1.0, 0, 15), *heads, *below])
    assert large(page) == [*HEAD[:lines]]
    assert clean(page).articles[-1].title == "".join(HEAD[:lines])


def test_a_headline_close_to_lines_of_its_own_in_small_type_is_large() -> None:
    heads = [
        ("今年以来全州", 4.5, 0.0, 1.0),
        ("州里的道路修好了", 2.0, 0.9, 1.4),
        ("村里人出门", 5.0, 2.1, 1.0),
    ]
    assert large(set_page([*heads, *column(FILLER, 0.0, 4, 15)])) == [heads[1][0]]


@pytest.mark.parametrize(("up", "count"), [(0.4, 0), (-0.1, 2)], ids=["too high", "lower"])
def test_two_lines_in_too_high_boxes_are_none_of_a_headline(up: float, count: int) -> None:
    """Half of their letters are lost; where a row is free over them, they may be a headline."""
    lines = [line for line in column(FILLER * 2, 1.0, 3) if count == 0 or line[2] != 4.0]
    few = [
        (words[:6], left, row, 2.0) if row in (5.0, 6.0) else (words, left, row, 1.0)
        for words, left, row, _ in lines
    ]
    page = set_page([TITLE, *few])
    for line in (n for n, (_, _, row, _) in enumerate(few, 1) if row in (5.0, 6.0)):
        page = stretched(page, line, up, -0.6)
    found = [words for words, *_, size in few if size == 2.0]
    assert [row.text for row in Sheet.of(page).rows if row.size >= LARGE] == [TITLE[0], *found]
    assert large(page) == [TITLE[0], *found[:count]]


def test_a_line_read_over_columns_of_other_heights_is_none_of_a_headline() -> None:
    beside = [(words, left, row + 0.3, size) for words, left, row, size in column(FILLER, 14.0, 3)]
    columns = [*column(FILLER, 1.0, 3), *beside]
    over = (columns[1][0][:9] + columns[5][0][:9], 2.0, 4.1, 1.33)
    page = set_page([TITLE, *(line for n, line in enumerate(columns) if n not in (1, 5)), over])
    assert [row.text for row in Sheet.of(page).rows if row.size >= LARGE] == [TITLE[0], over[0]]
    assert large(page) == [TITLE[0]]


# Words


def high(page: RawPage, words: int) -> RawPage:
    """The page with some words of its last line twice as high, and the box of the line with them."""
    assert page.word_boxes is not None
    boxes = page.word_boxes.copy()
    boxes[len(page.text) - 1 - words : len(page.text) - 1, 3] += EM
    return stretched(replace(page, word_boxes=boxes), len(page.lines) - 1, 0.0, 1.0)


@pytest.mark.parametrize(("words", "height"), [(1, 1.0), (4, 1.0), (9, 2.0)])
def test_a_line_is_as_high_as_most_of_its_words(words: int, height: float) -> None:
    lines = [[line] for line in column(FILLER, 1.0, 0)]
    page = high(set_words([*lines, [("图书馆昨天开馆了吗", 1.0, 6.0, 1.0)]]), words)
    row = next(row for row in Sheet.of(page).rows if row.text == "图书馆昨天开馆了吗")
    assert row.box.height == pytest.approx(height)


@pytest.mark.parametrize(("share", "height"), [(0.3, 2.0), (0.55, 1.1), (0.7, 1.4), (0.8, 2.0)])
def test_words_that_are_flat_or_hardly_lower_than_their_line_leave_its_height(
    share: float, height: float
) -> None:
    page = stretched(set_words([[line] for line in column(FILLER, 1.0, 0)]), 2, 0.5, 0.5)
    assert page.word_boxes is not None
    boxes = page.word_boxes.copy()
    part = slice(*page.lines[2].span)
    middle = boxes[part, 1::2].mean(axis=1)
    boxes[part, 1], boxes[part, 3] = middle - share * EM, middle + share * EM
    row = next(row for row in Sheet.of(replace(page, word_boxes=boxes)).rows if row.number == 2)
    assert row.box.height == pytest.approx(height)


def test_a_line_without_words_is_as_high_as_its_box() -> None:
    page = stretched(set_page([*column(FILLER, 1.0, 0), ("图书馆昨天开馆了吗", 1.0, 6.0, 1.0)]), 4, 0.0, 1.0)
    assert Sheet.of(page).rows[-1].box.height == pytest.approx(2.0)


def test_a_line_that_ends_a_column_is_no_headline_where_its_words_are_low() -> None:
    lines = column(FILLER * 2, 1.0, 2)
    _, left, row, _ = lines[-1]
    last = [("村里的", left, row, 1.0), ("通车了", left + 9, row, 1.0)]  # what is between them was lost
    page = high(set_words([[TITLE], *([line] for line in lines[:-1]), last]), 1)
    assert large(page) == [TITLE[0]]
    assert large(replace(page, word_boxes=None)) == [TITLE[0], "村里的通车了"]


@pytest.mark.parametrize("skew", [0.01, -0.01])
def test_lines_of_a_scan_askew_are_as_high_as_their_words(skew: float) -> None:
    page = set_words([[line] for line in column(FILLER, 60.0, 0)])
    assert page.word_boxes is not None
    lines = []
    for line in page.lines:
        assert line.box
        rises = sorted((skew * line.box.left, skew * line.box.right))
        box = replace(line.box, top=line.box.top + rises[0], bottom=line.box.bottom + rises[1])
        lines.append(replace(line, box=box, slope=skew))
    boxes = page.word_boxes + np.outer(page.word_boxes[:, 0], [0.0, skew, 0.0, skew])
    rows = Sheet.of(replace(page, lines=tuple(lines), word_boxes=boxes)).rows
    assert [row.box.height for row in rows] == pytest.approx([1.0] * len(rows), abs=0.1)
