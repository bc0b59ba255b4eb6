"""Partners of visible quotation marks that left no gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.gaps.partners import LEAST, PLACES, REACH, Search, find_places, find_searches
from cleaner.models import shipped_models
from cleaner.models.slots import find_slots
from cleaner.normalizers import restore_quotes

TEXT = "被游客称为“五朵金花的体验项目"


def searches(text: str) -> list[Search]:
    return list(find_searches(text))


def test_a_mark_without_a_partner_is_searched_for_up_to_its_neighbours() -> None:
    (found,) = searches("甲乙“丙丁戊“己庚”辛")
    assert (found.mark, found.low, found.high, found.partner) == ("”", 4, 6, 3)
    (found,) = searches("“甲乙”丙丁戊”己")
    assert (found.mark, found.low, found.high, found.partner) == ("“", 4, 6, 7)


def test_no_search_goes_beyond_the_paragraph_or_its_reach() -> None:
    (found,) = searches("甲“乙丙\n丁戊”己")[:1]
    assert found.high == 3
    (found,) = searches("“" + "甲" * 100)
    assert found.high - found.low < REACH


@pytest.mark.parametrize("text", ["", "没有引号的一句话。", "“一对”与“另一对”", '“一直到"为止', "“甲\n\n乙”"])
def test_nothing_is_searched_for_where_marks_are_paired_or_no_place_is_left(text: str) -> None:
    assert find_places(text, find_slots(text), shipped_models().gaps) == []


def test_few_places_are_likely_enough_and_each_is_no_slot() -> None:
    spans = find_slots(TEXT)
    places = find_places(TEXT, spans, shipped_models().gaps)
    assert 0 < len(places) <= PLACES
    assert [place.at for place in places] == sorted(place.at for place in places)
    assert all(place.odds > LEAST for place in places)
    taken = {at for start, end in spans.tolist() for at in range(start, end + 1)}
    assert taken.isdisjoint(place.at for place in places)


@given(st.text(alphabet='“”"，。 五朵金花的项目\n', max_size=60))
def test_nothing_but_quotation_marks_and_white_space_changes(text: str) -> None:
    once, marks = restore_quotes(text), '“”‘’" \n'
    assert "".join(c for c in once if c not in marks) == "".join(c for c in text if c not in marks)
