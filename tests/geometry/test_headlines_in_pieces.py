"""Lines of headlines that the engine cut, in type hardly larger than the text, and lines over bylines."""

from __future__ import annotations

import sys

import pytest

from cleaner.chain import clean
from cleaner.document import Box
from cleaner.geometry.heads import Head, join_pieces
from cleaner.geometry.rows import Row
from cleaner.geometry.strips import Strip
from cleaner.page import Article
from tests.tools.set_pages import FILLER, column, set_page

TEXTS = [FILLER * 2 + "。", FILLER[::-1] * 2 + "。"]
TITLE = ("水库蓄水青石两岸", 3.0, 0.0, 2.4)


def article_under(*front: tuple[str, float, float, float]) -> Article:
    """The article of a headline over two columns, with other lines of its front."""
    text = [line for n, words in enumerate(TEXTS) for line in column(words, 14.5 * n, 6.0)]
    (article,) = clean(set_page([TITLE, *front, *text])).articles
    assert "".join(part.text for part in article.paragraphs).replace("，", "").startswith(FILLER[:9])
    return article


SUB, REST = "——新修水渠", "“十里清流”"


@pytest.mark.parametrize("gap", [0.1, 0.6])
def test_a_sub_headline_cut_at_a_quotation_mark_is_one_line(gap: float) -> None:
    pieces = [(SUB, 5.0, 1.9, 1.08), (REST, 5.0 + 1.08 * len(SUB) + gap, 1.9, 1.08)]
    assert [text.replace(" ", "") for text in article_under(*pieces).subtitles] == [SUB + REST]


def test_a_sub_headline_in_the_middle_stands_over_its_byline() -> None:
    front = [(SUB, 5.0, 1.9, 1.08), (REST, 11.0, 1.9, 1.08), ("本报记者丁鹏曦", 0.4, 3.1, 1.0)]
    article = article_under(*front)
    assert [text.replace(" ", "") for text in article.subtitles] == [SUB + REST]
    assert article.byline == "本报记者丁鹏曦"


def test_a_kicker_between_the_lines_of_a_headline_is_of_it() -> None:
    kickers = [("州里昨天发布通报", 3.0, -2.2, 1.4), ("今年的蓄水比去年多三成以上", 3.0, -1.1, 1.1)]
    assert not any("三成" in part.text for part in article_under(*kickers).paragraphs)


def strip(words: str, left: float, top: float = 0.0, lines: int = 1) -> Strip:
    """A strip of body type."""
    boxes = [Box(left, top + 1.5 * n, left + len(words), top + 1.5 * n + 1) for n in range(lines)]
    return Strip([Row(n, box, words, 1.0) for n, box in enumerate(boxes)])


@pytest.mark.parametrize(
    ("second", "count"),
    [
        (strip("“十里清流”", 5.5), 1),
        (strip("“十里清流”", 7.0), 2),
        (strip("“十里清流”", 5.5, 1.0), 2),
        (strip("青石镇的新水渠", 5.5, lines=6), 2),
    ],
    ids=["beside it", "over a gutter", "lower", "a column"],
)
def test_pieces_of_one_line_stand_side_by_side_and_alone(second: Strip, count: int) -> None:
    strips = [strip("——新修水渠", -1.0), second]
    join_pieces([], strips)
    assert len(strips) == count


COLUMNS = [strip(FILLER[:6], -1.0, 1.5, 6), strip(FILLER[:6], 6.0, 1.5, 6)]


@pytest.mark.parametrize(
    ("last", "text", "count"),
    [("“清流”。", COLUMNS, 4), ("“清流”。", [strip(FILLER[:13], -1.0, 1.5, 6)], 2), ("“清流”", COLUMNS, 3)],
    ids=["over a gutter", "over a wide column", "without a stop"],
)
def test_what_ends_a_sentence_in_a_column_is_no_piece_of_the_line_beside(
    last: str, text: list[Strip], count: int
) -> None:
    strips = [strip("——新修水渠", -1.0), strip(last, 5.5), *text]
    join_pieces([], strips)
    assert len(strips) == count


def steps_of_joining(count: int) -> int:
    """How many functions are called to join the pieces of lines on a page of headlines and lone lines."""
    strips = [strip("新修水渠", 5.0 * (n % 6), 3.0 * (n // 6)) for n in range(6 * count)]
    titles = [Head([Row(n, Box(60, 3 * n, 66, 3 * n + 1.2), "水库蓄水", 1.2)]) for n in range(count)]
    calls = 0

    def step(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        join_pieces(titles, strips)
    finally:
        sys.setprofile(None)
    assert len(strips) == count
    return calls


def test_steps_grow_with_the_number_of_lines() -> None:
    assert steps_of_joining(80) < 5 * steps_of_joining(20)


@pytest.mark.parametrize(("left", "size", "count"), [(5.5, 1.15, 0), (9.0, 1.15, 1), (5.5, 1.3, 1)])
def test_a_piece_of_a_headline_is_of_its_size_and_near_it(left: float, size: float, count: int) -> None:
    box = Box(left, 0.5 - size / 2, left + 6 * size, 0.5 + size / 2)
    strips = [strip("——新修水渠", -1.0)]
    join_pieces([Head([Row(9, box, "“十里清流”", size)])], strips)
    assert len(strips) == count
