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


@FEW
@given(LOOPS)
def test_a_scan_that_finds_nothing_hides_no_loop(text: str) -> None:
    found = drop_repeats(text)
    with patch.object(repeats, "_may_return", return_value=True):
        assert drop_repeats(text) == found


@FEW
@given(st.text("春耕用水", max_size=80), st.integers(1, 40))
def test_what_returns_within_reach_is_seen(text: str, within: int) -> None:
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    places = range(len(text) - repeats.LEAST_RUN + 1)
    grams = [text[i : i + repeats.LEAST_RUN] for i in places]
    returns = any(grams[i] in grams[i + 1 : i + 1 + within] for i in places)
    assert repeats._may_return(codes, within) == returns


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
