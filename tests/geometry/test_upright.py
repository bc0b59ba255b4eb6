"""Scans that lie on their side, stand on their head or are askew."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from cleaner.chain import clean
from cleaner.document import Box, Floats, Line, RawPage
from cleaner.geometry.reading import read_boxes
from cleaner.geometry.upright import upright
from cleaner.readers import read_pages
from tests.tools.set_pages import (
    CHARACTERS,
    FILLER,
    FRAME,
    SIDE,
    column,
    page_of,
    raw_pages,
    set_page,
    set_words,
    texts,
)

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"


def turned(page: RawPage, degrees: float, *, slopes: bool = False) -> RawPage:
    """The page on a scan that is turned to the right; its engine writes upright boxes, and slopes if told."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)

    def box(old: Box, slope: float = 0.0) -> Box:
        height = old.height - abs(slope) * old.width
        middle = (old.left + old.right) / 2, (old.top + old.bottom) / 2
        corners = []
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            across, down = x * old.width / 2, y * height / 2
            at = middle[0] + across - slope * down, middle[1] + down + slope * across
            corners.append((at[0] * cos - at[1] * sin, at[0] * sin + at[1] * cos))
        return Box.around(corners)

    def line(old: Line) -> Line:
        slope = math.tan(math.atan(old.slope) + angle) if slopes else 0.0
        return replace(old, box=old.box and box(old.box, old.slope), slope=slope)

    def sides(old: Floats | None) -> Floats | None:
        if old is None:
            return None
        boxes = old.copy()
        for at in np.flatnonzero(~np.isnan(boxes[:, 0])):
            found = box(Box(*boxes[at].tolist()))
            boxes[at] = (found.left, found.top, found.right, found.bottom)
        return boxes

    return replace(
        page,
        lines=tuple(map(line, page.lines)),
        character_boxes=sides(page.character_boxes),
        word_boxes=sides(page.word_boxes),
    )


def whole(page: RawPage) -> list[tuple[object, ...]]:
    """The articles of a page, all but their boxes."""
    return [
        (a.title, a.subtitles, a.byline, a.signoff, [(p.text, p.kind, p.truncated) for p in a.paragraphs])
        for a in clean(page).articles
    ]


@cache
def whole_upright(path: Path) -> list[tuple[object, ...]]:
    """The articles of the page of a file as it is."""
    return whole(page_of(path))


@pytest.mark.parametrize(
    ("path", "degrees"),
    [(path, degrees) for path in (FRAME, SIDE, CHARACTERS) for degrees in (90, 180, 270)]
    + [(FRAME, 92), (FRAME, 177), (SIDE, 92), (SIDE, 177), (SIDE, 186), (FRAME, 264)],
    ids=lambda each: each.stem if isinstance(each, Path) else str(each),
)
def test_a_scan_on_its_side_or_its_head_is_read_as_if_upright(path: Path, degrees: float) -> None:
    assert whole(turned(page_of(path), degrees)) == whole_upright(path)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_words_are_turned_with_their_page(degrees: float) -> None:
    left, right = column(FILLER * 4, 1.0, 0)[1:8], column(FILLER[::-1] * 4, 14.5, 0)[1:8]
    over = [("通车了。", 1.0, 4.0, 1.0), (FILLER[:12], 14.5, 4.0, 1.0)]
    page = set_words([*([line] for line in [*left, *right] if line[2] != 4.0), over])
    found = read_boxes(turned(page, degrees))
    assert "通车了。" in [page.text[slice(*span)] for span in found.spans]
    assert found.turn == degrees // 90
    assert found.spans == read_boxes(page).spans


@pytest.mark.parametrize("place", [0.0, 0.4, 0.6])
def test_words_at_one_place_tell_nothing(place: float) -> None:
    """The boxes of all words but the first are the same one, a little left of it."""
    page = set_words([[line] for line in column(FILLER, 2.0, 0)])
    assert page.word_boxes is not None
    boxes = page.word_boxes.copy()
    for line in page.lines:
        assert line.box
        start, end = line.span
        boxes[start + 1 : end, 0] = boxes[start, 0] - place * line.box.width
        boxes[start + 1 : end, 2] = boxes[start, 2] - place * line.box.width
    assert upright(replace(page, word_boxes=boxes)).turn == (2 if place > 0.5 else 0)


@pytest.mark.parametrize("slopes", [True, False], ids=["corners", "upright boxes"])
@pytest.mark.parametrize("degrees", [-7, 4])
@pytest.mark.parametrize("path", [FRAME, SIDE, CHARACTERS], ids=lambda path: path.stem)
def test_a_scan_askew_is_read_as_if_upright(path: Path, degrees: float, slopes: bool) -> None:
    assert whole(turned(page_of(path), degrees, slopes=slopes)) == whole_upright(path)


def test_vertical_lines_are_read_from_the_right() -> None:
    lines = [*column(FILLER, 0, 0), *column(FILLER[::-1], 0, 4)]
    page = set_page(lines)
    assert texts(clean(turned(page, 90))) == texts(clean(page)) == [[FILLER, FILLER[::-1]]]


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_boxes_of_articles_stay_in_the_units_of_the_file(turn: int) -> None:
    page = page_of(SIDE)
    found = clean(turned(page, 90 * turn))
    for article, plain in zip(found.articles, clean(page).articles, strict=True):
        for paragraph, upright_one in zip(article.paragraphs, plain.paragraphs, strict=True):
            found_boxes = [_sides(each.box.turned(turn)) for each in paragraph.boxes]
            boxes = [_sides(each.box) for each in upright_one.boxes]
            assert np.allclose(found_boxes, boxes, atol=4)  # slopes are lost with the corners


def _sides(box: Box) -> tuple[float, ...]:
    return box.left, box.top, box.right, box.bottom


UPRIGHT = [FRAME, SIDE, CHARACTERS, *sorted(p for p in FORMATS.iterdir() if p.suffix not in (".pdf", ".md"))]


@pytest.mark.parametrize("path", UPRIGHT, ids=lambda path: path.name)
def test_an_upright_page_stays_as_it_is(path: Path) -> None:
    for page in read_pages(path.read_bytes(), name=path.name):
        assert upright(page) == (page, 0)


def test_short_lines_at_the_right_are_no_page_on_its_head() -> None:
    lines = [*column(FILLER, 0, 0)]
    lines += [("（记者丁鹏曦）", 5.0, row, 1.0) for row in range(4, 12)]  # a credit ends at the right
    page = set_page(lines)
    assert upright(page).page is page


def test_three_short_lines_at_the_right_tell_nothing() -> None:
    lines = [(FILLER[:12], 0.0, row, 1.0) for row in range(0, 8, 2)]
    lines += [(FILLER[:6], 6.0, row, 1.0) for row in range(1, 7, 2)]
    page = set_page(lines)
    assert upright(page).page is page


@pytest.mark.parametrize("skew", [0.0, 0.02, 0.045])
def test_a_slight_skew_is_left_to_the_rows(skew: float) -> None:
    page = set_page([*column(FILLER, 0, 0), *column(FILLER, 0, 4), *column(FILLER, 14, 0)], skew)
    assert upright(page).page is page


def test_a_few_tall_lines_do_not_turn_a_page() -> None:
    page = set_page([*column(FILLER, 0, 0), *column(FILLER, 0, 4)])
    down = Line((len(page.text), len(page.text) + 6), Box(400, 0, 420, 120))
    page = replace(page, text=page.text + "青石镇报头竖\n", lines=(*page.lines, down))
    assert upright(page).page is page


def test_boxes_of_shares_of_the_page_are_left() -> None:
    page = replace(turned(page_of(SIDE), 90), unit="relative")
    assert upright(page).page is page


@given(raw_pages())
@settings(deadline=None, max_examples=50)
def test_a_turned_page_is_read_whole(page: RawPage) -> None:
    for degrees in (90, 180, 11):
        held = {line for passage in read_boxes(turned(page, degrees)).passages for line in passage.lines}
        assert set(range(len(page.lines))) <= held or not held
