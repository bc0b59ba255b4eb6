"""Columns of lines with boxes: read one after the other, under their headlines, grid and gutters heeded."""

from __future__ import annotations

import pytest

from cleaner.chain import clean
from cleaner.geometry.gutters import cut_at_gutters
from cleaner.geometry.reading import read_boxes
from cleaner.geometry.rows import Sheet
from cleaner.layout.role import Role
from cleaner.profiles.charsets import is_han
from tests.tools.set_pages import FILLER, column, set_page, set_words, texts

# Columns


@pytest.mark.parametrize("skew", [0.0, 0.008, -0.008])
def test_columns_are_read_one_after_the_other(skew: float) -> None:
    left = column(FILLER, 1.0, 3) + column(FILLER, 1.0, 7)
    right = column(FILLER, 15.0, 3) + column(FILLER, 15.0, 7)
    rows = [line for pair in zip(left, right, strict=True) for line in pair]
    title = [("州里的道路修好了", 5.0, 0.0, 2.0)]
    page = clean(set_page([*title, *rows], skew))
    assert [article.title for article in page.articles] == ["州里的道路修好了"]
    assert texts(page) == [[FILLER] * 4]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = column(FILLER, 1.0, 3)
    upper, lower = lines[:2], [(words, 15.0, 3 + n, size) for n, (words, _, _, size) in enumerate(lines[2:])]
    page = clean(set_page([("州里的道路修好了", 5.0, 0.0, 2.0), *upper, *lower]))
    assert texts(page) == [[FILLER]]


def test_a_text_belongs_to_the_headline_that_spans_it() -> None:
    heads = [("图书馆开馆", 2.0, 0.0, 2.0), ("小麦收割到位", 16.0, 0.0, 2.0)]
    page = clean(set_page([*heads, *column(FILLER, 1.0, 3), *column(FILLER[::-1], 15.0, 3)]))
    assert [article.title for article in page.articles] == ["图书馆开馆", "小麦收割到位"]
    assert texts(page) == [[FILLER], [FILLER[::-1]]]


def test_a_byline_under_a_headline_does_not_hide_the_columns_beside_it() -> None:
    head = [("道路修到青石村", 6.0, 0.0, 2.4), ("本报记者 林青石", 9.0, 2.2, 1.0)]
    beside = [*column(FILLER, 30.0, 0.0), *column(FILLER[::-1], 30.0, 4.0), *column(FILLER, 30.0, 8.0)]
    page = set_page([*head, *column(FILLER, 0.0, 4.0, 14), *column(FILLER, 15.0, 4.0, 14), *beside])
    (article,) = clean(page).articles
    assert len(article.paragraphs) == 5


def test_a_line_read_over_a_gutter_is_cut() -> None:
    left, right = column(FILLER * 3, 1.0, 3), column(FILLER[::-1] * 3, 14.5, 3)
    over = (left[4][0] + right[4][0], 1.0, 7, 25.5 / 24)
    rows = [line for n, pair in enumerate(zip(left, right, strict=True)) for line in pair if n != 4]
    page = clean(set_page([("州里的道路修好了", 5.0, 0.0, 2.0), *rows, over]))
    assert texts(page) == [[FILLER * 3, FILLER[::-1] * 3]]


@pytest.mark.parametrize(
    ("words", "left", "width", "parts"),
    [
        (FILLER[:22], 3.0, 23.5, 2),
        (FILLER[:10], 3.0, 10.0, 1),
        (FILLER[:14], 7.0, 15.0, 1),
        (FILLER[:14], 1.0, 15.5, 2),
        (FILLER[:13], 1.0, 14.0, 1),
    ],
    ids=[
        "from an indent to the edge of the next column",
        "in its column",
        "hardly wider than one",
        "two letters of the next one",
        "a mark in the gutter",
    ],
)
def test_a_line_over_a_gutter_is_cut_though_the_line_above_it_is_a_short_end(
    words: str, left: float, width: float, parts: int
) -> None:
    ends = column(FILLER, 1.0, 3)
    assert len(ends[-1][0]) == 2  # it stands left of the indented line below
    text = [*ends, *column(FILLER * 2, 14.5, 3)[: len(ends)]]
    page = set_page([*text, (words, left, float(3 + len(ends)), width / len(words))])
    assert len(cut_at_gutters(Sheet.of(page), page).rows) == len(text) + parts


def joined(*rows: list[tuple[str, float, float, float]]) -> list[tuple[str, float, float, float]]:
    """Lines side by side, read as one, from the left edge of the first to the right edge of the last."""
    found = []
    for pieces in zip(*rows, strict=True):
        words = "".join(piece[0] for piece in pieces)
        left, right = pieces[0][1], pieces[-1][1] + len(pieces[-1][0])
        found.append((words, left, pieces[0][2], (right - left) / len(words)))
    return found


@pytest.mark.parametrize("count", [1, 4], ids=["one line", "several in a row"])
@pytest.mark.parametrize("at", [7, 0], ids=["below whole lines", "over whole lines"])
def test_lines_read_over_several_gutters_are_cut_at_each(at: int, count: int) -> None:
    words = FILLER * 4
    columns = [column(words[n:] + words[:n], 1.0 + 13.5 * n, 3) for n in range(3)]
    chosen = slice(at + 1, at + 1 + count)  # no first line, which is indented
    whole = [line for lines in columns for n, line in enumerate(lines) if n not in range(99)[chosen]]
    page = set_page([*whole, *joined(*(lines[chosen] for lines in columns))])
    rows = cut_at_gutters(Sheet.of(page), page).rows
    assert sorted(row.text for row in rows) == sorted(line[0] for lines in columns for line in lines)


@pytest.mark.parametrize(
    ("words", "size"),
    [(FILLER[:14], 1.8), (FILLER[:13], 1.3)],
    ids=["large", "little text"],
)
def test_a_line_in_large_type_over_columns_is_not_cut(words: str, size: float) -> None:
    text = [*column(FILLER * 3, 1.0, 3), *column(FILLER * 3, 14.5, 3)]
    page = set_page([(words, 1.5, 1.9, size), *text])
    assert words in [row.text for row in cut_at_gutters(Sheet.of(page), page).rows]


# Words


Piece = tuple[str, float, float, float]
Pieces = list[Piece]


def beside(over: Pieces) -> list[Pieces]:
    """Two columns of lines, and below them a line of these pieces that the engine read as one."""
    left, right = column(FILLER * 4, 1.0, 3)[1:7], column(FILLER[::-1] * 4, 14.5, 3)[1:7]
    return [*([line] for line in [*left, *right]), over]


def cut_texts(lines: list[Pieces]) -> list[str]:
    """What `cut_at_gutters` makes of the last line of a page with words."""
    page = set_words(lines)
    start = page.lines[-1].span[0]
    sheet = cut_at_gutters(Sheet.of(page), page)
    return [page.text[slice(*span)] for span in sorted(sheet.spans) if span[0] >= start]


SHORT_END: Piece = ("通车了。", 1.0, 10, 1.0)
"""The last line of a paragraph."""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (SHORT_END, (FILLER[:12], 14.5, 10, 1.0)),
        (SHORT_END, (FILLER[:10], 16.5, 10, 1.0)),
        ((FILLER[:12], 1.0, 10, 1.0), ("通车了今年", 14.5, 10, 1.0)),
        ((FILLER[:12] + "。", 1.0, 10, 1.0), (FILLER[:12], 14.5, 10, 1.0)),
    ],
    ids=["a short end", "an indent", "a short line", "a mark in the gutter"],
)
def test_a_line_over_a_gutter_is_cut_where_a_word_begins(left: Piece, right: Piece) -> None:
    assert cut_texts(beside([left, right])) == [left[0], right[0]]


def test_lines_over_a_gutter_show_it_to_each_other() -> None:
    alone = [[line] for line in column(FILLER * 4, 1.0, 3)[1:12]]
    over: list[Pieces] = [
        [("通车了。", 1.0, 15 + n, 1.0), (FILLER[:12], 14.5, 15 + n, 1.0)] for n in range(4)
    ]
    assert cut_texts([*alone, *over]) == ["通车了。", FILLER[:12]]


@pytest.mark.parametrize(
    "over",
    [
        [(FILLER[:25], 1.0, 10, 1.0)],
        [("通车了。", 1.0, 10, 1.0), (FILLER[:13], 12.0, 10, 1.0)],
        [("州里的道路", 1.0, 10, 2.0), ("修好了", 14.5, 10, 2.0)],
        [(FILLER[:12], 1.0, 10, 1.0), ("年", 14.0, 10, 1.0)],
    ],
    ids=["set over both columns", "room where no column begins", "a headline", "hardly wider than one"],
)
def test_a_line_is_whole_without_room_before_a_column(over: Pieces) -> None:
    assert cut_texts(beside(over)) == ["".join(piece[0] for piece in over)]


def test_a_column_begins_where_several_lines_begin() -> None:
    pieces: Pieces = [SHORT_END, (FILLER[:12], 14.5, 10, 1.0)]
    left = [[line] for line in column(FILLER * 4, 1.0, 3)[1:7]]
    right = [[line] for line in column(FILLER, 14.5, 5)[1:3]]
    assert cut_texts([*left, *right, pieces]) == [SHORT_END[0] + FILLER[:12]]


CELLS = [
    ("站名", "水位"),
    ("青石", "十二"),
    ("白云", "十一"),
    ("双桥", "十三"),
    ("沙河", "十五"),
    ("望川", "十六"),
]


def over_cells(left: float) -> list[tuple[str, float, float, float]]:
    """A paragraph, and under it a table that holds more cells than the paragraph has lines."""
    cells = [
        (word, left + at, 7 + n, 1.0)
        for n, row in enumerate(CELLS)
        for at, word in zip((1, 6), row, strict=True)
    ]
    return [*column(FILLER[:34], left, 4), *cells]  # its last line is full


@pytest.mark.parametrize("lefts", [(1.0,), (1.0, 15.0)], ids=["one column", "two columns"])
def test_lines_over_the_cells_of_a_table_are_not_cut(lefts: tuple[float, ...]) -> None:
    page = set_page([row for left in lefts for row in over_cells(left)])
    assert len(cut_at_gutters(Sheet.of(page), page).rows) == len(page.lines)
    read = "".join(filter(is_han, clean(page).text))
    assert all(FILLER[:34] in part for part in read.split("望川", len(lefts))[: len(lefts)])


def test_a_line_over_a_gutter_is_cut_though_most_of_the_page_are_cells() -> None:
    left, right = column(FILLER * 2, 1.0, 3), column(FILLER[::-1] * 2, 14.5, 3)
    over = (left[4][0] + right[4][0], 1.0, 7, 25.5 / 24)
    rows = [line for n, pair in enumerate(zip(left, right, strict=True)) for line in pair if n != 4]
    cells = [(word, 1.0 + 5 * n, 20 + row, 1.0) for row in range(12) for n, word in enumerate("甲乙丙丁")]
    page = set_page([*rows, over, *cells])
    found = [row.text for row in cut_at_gutters(Sheet.of(page), page).rows]
    assert {left[4][0], right[4][0]} <= set(found)
    assert len(found) == len(page.lines) + 1


# The grid of lines


def test_a_line_missing_from_the_grid_was_lost() -> None:
    lines = column(FILLER * 2, 1.0, 3)
    page = clean(set_page([("州里的道路修好了", 1.0, 0.0, 1.7), *lines[:2], *lines[3:]]))
    ((paragraph,),) = [article.paragraphs for article in page.articles]
    assert paragraph.truncated


def test_the_room_round_a_heading_is_no_lost_line() -> None:
    lines = [*column(FILLER, 1.0, 3), ("修路又种树", 4.5, 7.55, 1.05), *column(FILLER, 1.0, 9)]
    page = clean(set_page([("州里的道路修好了", 1.0, 0.0, 1.7), *lines]))
    (article,) = page.articles
    assert [p.kind for p in article.paragraphs] == ["body", "heading", "body"]
    assert not any(p.truncated for p in article.paragraphs)


@pytest.mark.parametrize(("count", "role"), [(10, Role.BODY), (11, Role.HEAD)], ids=["as wide", "wider"])
def test_a_line_alone_that_reaches_beyond_its_column_is_a_heading(count: int, role: Role) -> None:
    """One that fills its column, indented, may be the first line of a paragraph that is lost."""
    words = (FILLER[::-1])[:count]
    lines = [
        *column(FILLER, 0.0, 0),
        (words, 2.0, 6.0, 1.0),
        *column(FILLER, 0.0, 8),
        *column(FILLER, 14.0, 0),
    ]
    page = set_page(lines)
    (passage,) = [p for p in read_boxes(page).passages if 4 in p.lines]
    assert (passage.role, passage.lines) == (role, (4,))
    assert passage.truncated == (role is Role.BODY)
