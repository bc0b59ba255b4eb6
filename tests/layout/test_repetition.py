"""Short texts that others repeat."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.layout.repetition import LONGEST, REACH, Repetitions

HEAD = "云岭乡护林员的守山人生"
BODY = "清晨的雾还没有散去，周满山已经走在巡山的路上，他把这种日子叫作{}，三十年来几乎没有一天落下过。"
STRANGER = (
    "市图书馆新馆昨日开放，馆藏图书六十二万册，设有少儿绘本馆和二十四小时自助书房，全年免费向市民开放。"
)


def _repetition(texts: list[str], left: int, right: int, short: list[bool] | None = None) -> float:
    repetitions = Repetitions.of(texts, short or [len(text) <= LONGEST for text in texts])
    return float(repetitions.pairs(np.array([left]), np.array([right]))[0])


@pytest.mark.parametrize("repeated", [HEAD, HEAD.replace("岭", "龄"), HEAD.replace("守", "宇")])
def test_a_text_that_repeats_a_headline_is_its_repetition_though_a_letter_is_misread(repeated: str) -> None:
    assert _repetition([HEAD, STRANGER, BODY.format(repeated)], 0, 2) > 0.7


def test_another_text_is_no_repetition() -> None:
    assert _repetition([HEAD, STRANGER, BODY.format(HEAD)], 0, 1) < 0.2


@pytest.mark.parametrize("head", ["守山", "云" * (LONGEST + 1)])
def test_a_word_and_a_paragraph_are_not_looked_for(head: str) -> None:
    assert _repetition([head, BODY.format(head)], 0, 1, [True, False]) == 0


def test_what_is_not_marked_as_short_is_not_looked_for() -> None:
    assert _repetition([HEAD, BODY.format(HEAD)], 0, 1, [False, False]) == 0


def test_nothing_is_looked_for_far_away() -> None:
    texts = [HEAD, *[STRANGER] * (REACH + 1), BODY.format(HEAD)]
    assert _repetition(texts, 0, len(texts) - 1) == 0


def test_it_is_told_whether_a_repetition_stands_before_or_after() -> None:
    repetitions = Repetitions.of([BODY.format(HEAD), HEAD], [False, True])
    assert repetitions.before()[1] == 1
    assert repetitions.after()[1] == 0


@given(st.lists(st.text(max_size=2 * LONGEST), max_size=12))
def test_repetitions_are_shares_and_no_text_is_its_own(texts: list[str]) -> None:
    repetitions = Repetitions.of(texts, [True] * len(texts))
    assert repetitions.band.shape == (len(texts), 2 * REACH + 1)
    assert ((repetitions.band >= 0) & (repetitions.band <= 1)).all()
    assert not repetitions.band[:, REACH].any()
