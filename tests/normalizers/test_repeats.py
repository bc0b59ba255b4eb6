"""The search for repeated text, against brute force."""

from __future__ import annotations

from itertools import groupby
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.normalizers import drop_repeats, repeats

LINE = "镇长周海说，今年的春耕用水有了保障。"
FEW = settings(max_examples=150, deadline=None)
UNITS = st.text("春耕用水镇长，。", min_size=1, max_size=12)
LOOPS = st.lists(st.tuples(UNITS, st.integers(1, 14)), max_size=5).map(
    lambda parts: "".join(unit * count for unit, count in parts)
)
DOUBLED = st.lists(st.tuples(st.text("春耕用水 \n", max_size=6), st.integers(1, 2)), max_size=4).map(
    lambda parts: "".join(char * count for text, count in parts for char in text)
)


@FEW
@given(LOOPS | DOUBLED)
def test_a_scan_that_finds_nothing_hides_no_loop(text: str) -> None:
    found = drop_repeats(text)
    everything = set(range(2, repeats.LONGEST + 1))
    with (
        patch.object(repeats, "_distances", return_value=everything),
        patch.object(repeats, "_are_doubled", return_value=True),
        patch.object(repeats, "_STICKING", b""),
    ):
        assert drop_repeats(text) == found


@FEW
@given(st.text("春耕用水", max_size=80), st.integers(1, 40))
def test_what_returns_within_reach_is_seen(text: str, within: int) -> None:
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    places = range(len(text) - repeats.LEAST_RUN + 1)
    grams = [text[i : i + repeats.LEAST_RUN] for i in places]
    pairs = [(i, j) for j in places for i in places[max(0, j - within) : j] if grams[i] == grams[j]]
    assert repeats._distances(codes, within) == {j - i for i, j in pairs}


@FEW
@given(st.lists(st.booleans()), st.integers(1, 6))
def test_runs_are_those_of_groupby(flags: list[bool], least: int) -> None:
    runs, at = [], 0
    for flag, group in groupby(flags):
        size = len(list(group))
        if flag and size >= least:
            runs.append((at, at + size))
        at += size
    assert repeats._runs(np.array(flags, dtype=bool), least) == runs


@pytest.mark.parametrize(
    "text", ["", "春", LINE, LINE + "水库蓄水。" + LINE, LINE * 3, "加油！" * 3, "春耕用水" * 4]
)
def test_what_is_written_once_or_seldom_stays(text: str) -> None:
    assert drop_repeats(text) == text


@pytest.mark.parametrize("copies", [5, 6, 30])
def test_of_a_loop_one_copy_stays(copies: int) -> None:
    assert drop_repeats("水库蓄水。" + LINE * copies) == "水库蓄水。" + LINE


def test_the_shortest_loops_are_found_and_nothing_shorter() -> None:
    assert drop_repeats("加油" * 12) == "加油"
    assert drop_repeats("加油" * 11) == "加油" * 11
    assert drop_repeats("镇长周海说今年的" * 3 + "镇长") == "镇长周海说今年的"


@FEW
@given(st.text("春耕，", min_size=1, max_size=11), st.integers(1, repeats.SHORTEST - 1))
def test_a_text_too_short_for_a_loop_has_none(unit: str, length: int) -> None:
    with patch.object(repeats, "SHORTEST", 0):
        assert not list(repeats._loops((unit * length)[:length]))
