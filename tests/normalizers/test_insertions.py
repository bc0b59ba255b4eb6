"""Characters that an engine inserted: its doubt, the width of the line and the words decide together."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import clean
from cleaner.document import Box, Line, RawPage

EM = 30
FIRST = "青石镇今年修通了三条公路，"
LAST = "运菜的车开进了山沟里的村庄。"
OTHERS = (
    "孩子们坐上校车去镇里念书，",
    "老人看病不用再走两个小时，",
    "去年秋天苹果卖了好价钱，",
    "今年还要再修一条到渡口。",
)
DOUBTED, SURE = 0.4, 0.96


def page_of(middle: str, doubted: str, width: float, known: bool = True) -> RawPage:
    """Lines of a column; the engine doubted characters of the second one, which is so many em wide."""
    lines = (FIRST, middle, LAST, *OTHERS)
    text = "".join(f"{line}\n" for line in lines)
    confidences = np.full(len(text), SURE)
    start = text.index(middle)
    confidences[[start + n for n, char in enumerate(middle) if char in doubted]] = DOUBTED
    placed, at = [], 0
    for n, line in enumerate(lines):
        wide = width if n == 1 else len(line)
        placed.append(Line((at, at + len(line)), Box(0, n * 45, wide * EM, n * 45 + EM)))
        at += len(line) + 1
    return RawPage(text, tuple(placed), character_confidences=confidences if known else None)


def text_of(page: RawPage) -> str:
    return "".join(clean(page).text.split())


def test_a_doubted_character_goes_for_which_its_line_has_no_room() -> None:
    page = clean(page_of("这里农民的日子越和来越红火", "和", 12))
    assert "日子越来越红火" in page.text
    [change] = [change for change in page.edits if change.rule == "drop_insertions"]
    assert change.before == "和"
    assert page.audit().holds


@pytest.mark.parametrize(
    ("middle", "doubted", "width"),
    [
        pytest.param("这里农民的日子越和来越红火", "", 12, id="the engine was sure of it"),
        pytest.param("这里农民的日子越和来越红火", "和", 13, id="its line has room for it"),
        pytest.param("村里的老人和孩子都上了新学校", "和", 13, id="the words need it"),
        pytest.param("这里农民的日子越那来越红火", "那", 12, id="no character that is inserted"),
        pytest.param("农民家里的存款涨到3和4万", "和", 11, id="between figures"),
    ],
)
def test_characters_that_may_be_printed_stay(middle: str, doubted: str, width: float) -> None:
    assert middle in text_of(page_of(middle, doubted, width))


def test_without_confidences_of_characters_nothing_goes() -> None:
    middle = "这里农民的日子越和来越红火"
    assert middle in text_of(page_of(middle, "", 12, known=False))


def test_one_confidence_for_all_of_a_line_says_nothing_of_its_characters() -> None:
    middle = "这里农民的日子越和来越红火"
    assert middle in text_of(page_of(middle, middle, 12))


def test_from_a_line_goes_no_more_than_its_width_shows() -> None:
    middle = "致富的路和子越走越宽日子越和来越红火"
    left = [text_of(page_of(middle, "和", width)).count("和") for width in (18, 17, 16)]
    assert left == [2, 1, 0]
