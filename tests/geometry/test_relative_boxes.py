"""Boxes that are shares of the width and height of a page: short blocks show its shape."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner.document import Box, Line, RawPage
from cleaner.geometry.reading import read_boxes
from cleaner.geometry.rows import Sheet

EM = 20.0
WORDS = "沿河的堤岸上新修了步道傍晚来这里散步的居民一天比一天多路灯也在上个月全部换成了节能灯"


def block(letters: int, left: float, top: float, measure: int, size: float = 1.0) -> tuple[str, Box]:
    """A block of so many letters, set in lines of a measure; places and `measure` in em."""
    text = (WORDS * (letters // len(WORDS) + 1))[:letters]
    lines = -(-letters // measure)
    width, height = min(letters, measure) * size, 1.1 * size + (lines - 1) * 1.45 * size
    return text, Box(left * EM, top * EM, (left + width) * EM, (top + height) * EM)


def page_of(blocks: list[tuple[str, Box]], whole: bool = True) -> RawPage:
    lines, text = [], ""
    for words, box in blocks:
        lines.append(Line((len(text), len(text) + len(words)), box, whole_block=whole))
        text += words + "\n"
    return RawPage(text, tuple(lines))


def as_shares(page: RawPage, shape: float) -> RawPage:
    """The page with boxes that are shares of a sheet of 60 em and of so many times that height."""
    wide, high = 60 * EM, 60 * EM * shape
    lines = [
        replace(line, box=Box(box.left / wide, box.top / high, box.right / wide, box.bottom / high))
        for line in page.lines
        if (box := line.box) is not None
    ]
    return replace(page, lines=tuple(lines), unit="relative")


BLOCKS = [
    block(11, 0, 0, 30, size=2.4),
    block(7, 0, 3.5, 30),
    block(88, 0, 5, 14),
    block(13, 0, 14.5, 14),
    block(70, 0, 16, 14),
    block(31, 0, 23.5, 14),
    block(120, 16, 5, 14),
    block(12, 16, 18, 14),
    block(45, 16, 19.5, 14),
]


@pytest.mark.parametrize("shape", [0.35, 0.8, 1.4, 2.2])
@pytest.mark.parametrize("whole", [True, False])
def test_the_shape_of_the_page_does_not_matter(shape: float, whole: bool) -> None:
    blocks = BLOCKS if whole else [item for item in BLOCKS if item[1].height < 3 * EM]
    page = page_of(blocks, whole)
    found, other = Sheet.of(as_shares(page, shape)), Sheet.of(page)
    assert found.em * 60 * EM == pytest.approx(other.em, rel=0.05)
    lines, others = ({(row.number, row.part, row.text) for row in sheet.rows} for sheet in (found, other))
    assert lines == others
    assert read_boxes(as_shares(page, shape)).passages == read_boxes(page).passages


def test_blocks_of_several_lines_alone_stand_on_a_page_of_the_usual_shape() -> None:
    page = page_of([block(letters, 0, 20 * n, 14) for n, letters in enumerate((150, 160, 170))])
    assert Sheet.of(as_shares(page, 1.4)).em * 60 * EM == pytest.approx(Sheet.of(page).em)


def test_a_few_headlines_of_two_lines_are_no_single_ones() -> None:
    page = page_of([*BLOCKS, *(block(letters, 32, 4.0 * n, 16, 1.3) for n, letters in enumerate((27, 30)))])
    assert Sheet.of(as_shares(page, 1.0)).em * 60 * EM == pytest.approx(Sheet.of(page).em, rel=0.05)
