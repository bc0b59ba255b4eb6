"""How many marks have room between the boxes of characters, and at the ends of lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cleaner.chain import clean
from cleaner.document import Box, Line, RawPage
from cleaner.geometry.capacities import find_capacities
from cleaner.geometry.reading import read_boxes
from tests.tools.set_pages import CHARACTERS, FILLER, column, page_of, set_page

# Between characters


def test_letter_spaced_type_has_no_rooms() -> None:
    words = "青禾州图书馆新馆开馆"
    boxes = np.array([(30 * n, 0, 30 * n + 18, 20) for n in range(len(words))] + [(np.nan,) * 4])
    line = Line((0, len(words)), Box(0, 0, 30 * len(words), 20))
    page = RawPage(words + "\n", (line,), character_boxes=boxes)
    capacities = read_boxes(page).capacities
    assert capacities
    assert all(room == (0, 0, None) for room in capacities.values())


def test_a_room_in_even_type_is_found() -> None:
    words = "青禾州图书馆新馆开馆"
    lefts = [20 * n + (18 if n >= 6 else 0) for n in range(len(words))]
    boxes = np.array([(left, 0, left + 18, 20) for left in lefts] + [(np.nan,) * 4])
    line = Line((0, len(words)), Box(0, 0, lefts[-1] + 18, 20))
    capacities = read_boxes(RawPage(words + "\n", (line,), character_boxes=boxes)).capacities
    assert capacities[6] == (1, 1, 6)
    assert {room for at, room in capacities.items() if at != 6} == {(0, 0, None)}


def set_line(*pieces: tuple[str, float]) -> RawPage:
    """A line of type of 20 units an em: strings, and the room in em before each."""
    text, lefts, left = "", [], 0.0
    for piece, room in pieces:
        left += room * 20
        for _ in piece:
            lefts.append(left)
            left += 20
        text += piece
    boxes = np.array([(at, 0, at + 18, 20) for at in lefts] + [(np.nan,) * 4])
    return RawPage(text + "\n", (Line((0, len(text)), Box(0, 0, left, 20)),), character_boxes=boxes)


def rooms_of(page: RawPage) -> dict[str, tuple[int, int]]:
    """Those before characters that follow a gap or a mark."""
    capacities = find_capacities(page)
    return {page.text[at]: (room.least, room.most) for at, room in capacities.items() if room != (0, 0, None)}


MANY_LOST = [("今年云溪县", 0.0), ("又打造了", 0.8), ("五家民宿", 0.8), ("乙方看了", 0.8)]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (MANY_LOST, {"又": (1, 1), "五": (1, 1), "乙": (1, 1)}),
        ([*MANY_LOST, ("丙村丁镇", 0.4)], {"又": (1, 1), "五": (1, 1), "乙": (1, 1), "丙": (1, 1)}),
        ([("今年云溪县", 0.0), ("丙村丁镇", 0.4)], {"丙": (0, 1)}),  # the only one of the page: chance
        ([("本报记者", 0.0), ("丁鹏曦", 0.5), ("丙村丁镇", 0.4)], {"丁": (0, 1), "丙": (0, 1)}),
        ([*MANY_LOST, ("戊家民宿", 1.5)], {"又": (1, 1), "五": (1, 1), "乙": (1, 1), "戊": (2, 2)}),
        ([("今年云溪县", 0.0), ("（", 0.9), ("丙村丁镇", 0.9)], {}),  # a bracket has room of its own
        ([("让青稞长得好", 0.0), ("——", 0.9), ("丙村丁镇", 0.9)], {}),
        ([("由八成", 0.0), ("%", 0.0), ("增长到九成", 0.5)], {}),
    ],
)
def test_how_many_marks_have_room(
    pieces: list[tuple[str, float]], expected: dict[str, tuple[int, int]]
) -> None:
    assert rooms_of(set_line(*pieces)) == expected


def test_the_room_beside_a_mark_is_told_by_the_other_marks_of_its_line() -> None:
    page = set_line(
        *[("今年，云溪县", 0.0), ("，又打造了", 0.0), ("五家”民宿", 0.0), ("卖给了”", 0.0), ("丙村丁镇", 1.0)]
    )
    capacities = {
        page.text[at]: (room.least, room.most, room.gap) for at, room in find_capacities(page).items()
    }
    assert capacities["云"] == capacities["又"] == capacities["民"] == (1, 1, None)
    assert capacities["丙"] == (2, 2, page.text.index("丙"))


# At the ends of lines


def test_a_line_that_falls_short_of_its_measure_has_lost_a_mark() -> None:
    lines = column(FILLER, 1.0, 3) + column(FILLER, 1.0, 7)
    words, left, row, size = lines[1]
    page = set_page(
        [("州里的道路修好了", 1.0, 0.0, 1.7), *lines[:1], (words[:-1], left, row, size), *lines[2:]]
    )
    assert read_boxes(page).open_ends == {2}


def test_full_lines_have_lost_no_mark_at_their_ends() -> None:
    page = set_page([("州里的道路修好了", 1.0, 0.0, 1.7), *column(FILLER, 1.0, 3), *column(FILLER, 1.0, 7)])
    assert read_boxes(page).open_ends == frozenset()


# On a page


def test_measured_rooms_tell_where_marks_were_lost() -> None:
    page = page_of(CHARACTERS)
    measured = clean(page)
    plain = clean(replace(page, character_boxes=None))
    restored = [
        sum(e.rule in ("restore_stops", "restore_quotes") for e in p.edits) for p in (measured, plain)
    ]
    assert restored[0] > restored[1]
    assert all("  " not in p.text for article in measured.articles for p in article.paragraphs)
