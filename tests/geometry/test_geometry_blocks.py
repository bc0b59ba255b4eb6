"""Blocks with boxes: several in one box, and blocks whose lines have none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.chain import clean
from cleaner.document import Box, Line, RawPage, Region, RegionKind
from cleaner.geometry.rows import block_rows
from cleaner.geometry.shared_boxes import part_boxes
from cleaner.readers import read_pages
from tests.tools.set_pages import FILLER, texts

# Blocks that share a box

GROUND = "<|ref|>{}<|/ref|><|det|>[[{}]]<|/det|>\n"


def grounded(*boxes: tuple[str, str, str]) -> RawPage:
    """A page of DeepSeek-OCR: type, box and Markdown of each block."""
    (page,) = read_pages(
        "".join(GROUND.format(kind, box) + text + "\n" for kind, box, text in boxes).encode()
    )
    return page


@pytest.mark.parametrize("bottom", [350, 400], ids=["tight", "with room"])
def test_what_shares_a_box_keeps_its_order(bottom: int) -> None:
    first, second, third = FILLER * 3 + "。", FILLER[::-1] * 3 + "。", FILLER[7:] * 4 + "。"
    box = f"40, 60, 400, {bottom}"
    below = ("text", f"40, {bottom + 8}, 400, {bottom + 158}", third)
    folio = ("text", "40, 20, 240, 34", "2026年11月29日 星期日")
    page = clean(grounded(folio, ("text", box, f"# 道路修到青石村\n\n{first}\n\n{second}"), below))
    assert [article.title for article in page.articles] == ["道路修到青石村"]
    assert [text[:9] for text in texts(page)[0]] == [first[:9], second[:9], third[:9]]
    assert page.text.index(first[:9]) < page.text.index(second[:9])


def test_boxes_that_nothing_shares_stay() -> None:
    boxes = np.array([[0.0, 0.0, 90.0, 30.0], [0.0, 0.0, 90.0, 31.0], [0.0, 30.0, 90.0, 60.0]])
    found = part_boxes(boxes, np.array([9.0, 9.0, 9.0]), [RegionKind.TEXT] * 3)
    assert (found == boxes).all()


@given(
    st.lists(st.floats(0.5, 400.0), min_size=2, max_size=8),
    st.tuples(st.floats(0.01, 900.0), st.floats(0.01, 900.0)),
)
def test_shared_boxes_are_parted_whole_and_in_order(ems: list[float], size: tuple[float, float]) -> None:
    box = np.array([7.0, 9.0, 7.0 + size[0], 9.0 + size[1]])
    kinds = [RegionKind.HEADING, *[RegionKind.TEXT] * (len(ems) - 1)]
    found = part_boxes(np.tile(box, (len(ems), 1)), np.array(ems), kinds)
    across = 0 if found[0, 2] < box[2] else 1
    assert np.allclose(found[1:, across], found[:-1, across + 2])
    assert np.allclose([found[0, across], found[-1, across + 2]], [box[across], box[across + 2]])
    assert (found[:, across] < found[:, across + 2]).all()
    assert (found[:, 1 - across] == box[1 - across]).all()


# Blocks without lines


def test_blocks_without_lines_are_read_as_paragraphs() -> None:
    blocks = [
        ("州里的道路修好了", Box(40, 0, 360, 42), RegionKind.HEADING),
        (FILLER + "。", Box(20, 60, 260, 145), RegionKind.TEXT),
        (FILLER * 2 + "。", Box(300, 60, 540, 235), RegionKind.TEXT),
    ]
    text, lines = "", []
    for number, (words, box, _) in enumerate(blocks):
        lines.append(Line((len(text), len(text) + len(words)), box, region=number, whole_block=True))
        text += words + "\n"
    regions = tuple(Region(kind, box) for _, box, kind in blocks)
    page = clean(RawPage(text, tuple(lines), regions))
    assert [article.title for article in page.articles] == ["州里的道路修好了"]
    assert texts(page) == [[FILLER, FILLER * 2]]


@pytest.mark.parametrize(
    ("first", "paragraphs"),
    [
        ("云岭镇今年新建茶园三千亩，带动农户增收，", 1),
        ("云岭镇今年新建茶园三千亩，带动农户增收。", 2),
        ("云岭镇今年新建茶园三千亩，农户增收！", 2),
    ],
)
def test_a_line_of_a_block_that_ends_with_a_comma_goes_on(first: str, paragraphs: int) -> None:
    text, lines = "", []
    for words in (first, FILLER * 4 + "。"):
        lines.append(
            Line((len(text), len(text) + len(words)), Box(0, 0, 400, 200), region=0, whole_block=True)
        )
        text += words + "\n"
    page = clean(RawPage(text, tuple(lines), (Region(RegionKind.TEXT, Box(0, 0, 400, 200)),)))
    assert [len(article.paragraphs) for article in page.articles] == [paragraphs]


def size_of(
    text: str, width: float, height: float, kind: RegionKind = RegionKind.HEADING
) -> tuple[float, int]:
    """The size of type and the lines of a block whose box is so many em wide and high, over body text."""
    body = FILLER * 3
    lines = -(-len(body) // 14)
    boxes = np.array([[0.0, 0.0, width, height], [0.0, height + 1, 14.0, height + 1 + lines * 1.45]])
    natural = np.array([float(len(text)), float(len(body))])
    rows, em = block_rows([0, 1], [text, body], [kind, RegionKind.TEXT], boxes, natural)
    first = next(row for row in rows if row.number == 0)
    return first.size * em, first.parts


@pytest.mark.parametrize("height", [2.0, 3.0, 4.0])
def test_a_line_in_a_high_box_is_as_large_as_its_width_shows(height: float) -> None:
    size, lines = size_of("守住渠水", 7.2, height)
    assert size == pytest.approx(1.8, abs=0.05)
    assert lines == 1


def test_a_headline_of_two_lines_is_as_large_as_they_are() -> None:
    size, _ = size_of("渠水流上塬来旱地变成良田", 10.8, 4.4)
    assert size == pytest.approx(1.8, abs=0.05)


def test_text_in_a_high_box_is_no_headline_for_the_lines_that_it_lost() -> None:
    size, _ = size_of("守住渠水", 7.2, 3.0, RegionKind.TEXT)
    assert size < 1.3
