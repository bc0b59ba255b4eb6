"""Pieces of printed rules at the ends of lines, read as letters of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.chain import clean
from cleaner.document import Box, Line, RawPage
from cleaner.geometry.rows import Sheet
from cleaner.geometry.rule_pieces import BARS, FARTHEST, without_rules
from tests.tools.set_pages import EM, FILLER, column, set_page, texts


def with_bars(page: RawPage, marked: dict[int, str], reach: float, height: float = 1.0) -> RawPage:
    """The page, some of its lines read with the rule that stands so many em left or right of the text."""
    text, lines = "", []
    for n, line in enumerate(page.lines):
        words, box = page.text[slice(*line.span)], line.box
        assert box is not None
        if form := marked.get(n):
            words = form.format(words)
            left = box.left - reach * EM * form.startswith(tuple(BARS))
            right = box.right + reach * EM * form.endswith(tuple(BARS))
            rise = (height - 1) / 2 * EM
            box = Box(left, box.top - rise, right, box.bottom + rise)
        lines.append(Line((len(text), len(text) + len(words)), box))
        text += words + "\n"
    return replace(page, text=text, lines=tuple(lines))


@pytest.mark.parametrize("form", ["|{}", "| {}", "{}|", "{} |", "｜{}"])
@pytest.mark.parametrize("height", [1.0, 1.9], ids=["of one line", "as high as the piece of the rule"])
def test_a_paragraph_begins_and_goes_on_though_a_rule_was_read_with_its_lines(
    form: str, height: float
) -> None:
    """The lines read with the rule are the first of a paragraph, one in its midst, and its last."""
    lines = [*column(FILLER, 1.0, 3), *column(FILLER[::-1], 1.0, 7)]
    page = set_page([("州里的道路修好了", 1.0, 0.0, 2.0), *lines])
    marked = dict.fromkeys((2, 4, 5), form)
    assert texts(clean(with_bars(page, marked, 1.2, height))) == [[FILLER, FILLER[::-1]]]


@pytest.mark.parametrize(
    ("text", "width"),
    [("三座水库|昨日蓄水", 9.0), ("|", 0.2), ("||", 0.4), ("三座水库昨日蓄水", 11.0), ("一三座水库", 6.0)],
    ids=["between words", "a rule alone", "two alone", "a wide line", "a numeral"],
)
def test_what_else_stands_in_a_line_moves_no_edge(text: str, width: float) -> None:
    box = Box(3.0, 0.0, 3.0 + width, 1.0)
    assert without_rules(text, box) == (text, box)


@given(
    st.text(f"三座水库{BARS} ", min_size=1, max_size=12).map(str.strip).filter(bool),
    st.floats(0.1, 40.0),
    st.floats(0.1, 6.0),
)
def test_a_line_without_its_rules_lies_inside_its_box(text: str, width: float, height: float) -> None:
    box = Box(1.0, 2.0, 1.0 + width, 2.0 + height)
    kept, found = without_rules(text, box)
    assert kept in text
    assert box.left <= found.left < found.right <= box.right + 1e-9
    assert box.top - 1e-9 <= found.top < found.bottom <= box.bottom + 1e-9
    assert found.left - box.left <= FARTHEST + 1e-9


@pytest.mark.parametrize(("indent", "width"), [(2.0, 14.0), (0.0, 16.0)], ids=["a first line", "a full line"])
def test_between_two_rules_an_indent_shows(indent: float, width: float) -> None:
    """The rules stand an em from the column."""
    words = ("三座水库昨日蓄水" * 2)[: round(width)]
    _, box = without_rules(f"|{words}|", Box(0.0, 0.0, 18.0, 1.0))
    assert (round(box.left, 6), round(box.right, 6)) == (1.0 + indent, 17.0)


def test_the_span_of_a_line_keeps_its_rule() -> None:
    page = with_bars(set_page(column(FILLER, 1.0, 3)), {1: "|{}"}, 1.0)
    sheet = Sheet.of(page)
    [row] = [row for row in sheet.rows if row.number == 1]
    assert page.text[slice(*sheet.spans[1])] == f"|{row.text}"
