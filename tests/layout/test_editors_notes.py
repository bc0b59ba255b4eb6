"""A note of the editors under a headline, and what goes on behind its signature."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from cleaner.layout.links.fragments import find_fragments
from cleaner.layout.links.link_scores import LinkScores
from cleaner.layout.links.linking import NOTED, with_notes
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import judged_roles
from cleaner.layout.state import PageState

TITLE, HEADING = "一碗热汤暖了一条街（大家谈）", "家门口的新饭桌"
NOTE = (
    "今年河阳市在东港区建成二十四家老年 食堂，独居老人走出家门就能吃上热饭。 本期大家谈选登三位读者的来信。"
)
TEXT = (
    "老街坊周满山每天中午准时来到东港老 年食堂，打一份两荤一素的套餐只要八元 钱，吃完再同邻居下两盘棋，"
    "他说这里就 像自己家的饭桌一样热闹。"
)
DATED = (
    "本报青石5月20日电（记者林秀禾）青石 镇三座水库今年全部完成除险加固，汛期 以来共拦蓄洪水三百万立方米。"
)
Pairs = Sequence[tuple[int, int]]


def likelier(
    blocks: Sequence[str], linked: Pairs, apart: Pairs, *, seams: bool = False
) -> set[tuple[int, int]]:
    """Which pairs of blocks a note makes likelier, where some were linked before and others were not."""
    state = PageState("\n\n".join(blocks))
    plain, odds = judged_roles(state)
    fragments = find_fragments(state, [role or Role.BODY for role in plain], odds, state.models)
    left, right = np.array([*linked, *apart]).T
    value = np.array([1.0] * len(linked) + [-1.0] * len(apart))
    found = with_notes(LinkScores(left, right, value, np.full(len(left), seams)), fragments)
    gained = found.value > value
    assert np.allclose((found.value - value)[gained], NOTED)
    assert (found.seam == (seams & ~gained)).all()
    return set(zip(left[gained].tolist(), right[gained].tolist(), strict=True))


@pytest.mark.parametrize("signature", ["——编 者", "——编者", "一一编 者", "—一编 者"])
def test_behind_a_note_of_the_editors_its_article_goes_on(signature: str) -> None:
    blocks = [TITLE, NOTE, signature, HEADING, TEXT]
    assert likelier(blocks, [(0, 1), (3, 4)], [(1, 2), (2, 3), (1, 3), (2, 4)]) == {(1, 2), (2, 3)}


def test_the_signature_is_not_the_rest_of_a_note_that_was_cut() -> None:
    assert likelier([TITLE, NOTE[:30], "——编 者", HEADING], [(0, 1)], [(1, 2)], seams=True) == {(1, 2)}


@pytest.mark.parametrize("closing", ["编者按", "（编者）", "——读 者", "——编者的话", "本报编者"])
def test_what_signs_no_note_changes_nothing(closing: str) -> None:
    assert likelier([TITLE, NOTE, closing, HEADING, TEXT], [(0, 1), (3, 4)], [(1, 2), (2, 3)]) == set()


def test_a_signature_behind_an_item_with_a_dateline_is_misplaced() -> None:
    blocks = [TITLE, DATED, TEXT, "——编 者", HEADING, TEXT]
    assert likelier(blocks, [(0, 1), (1, 2), (4, 5)], [(2, 3), (3, 4)]) == set()


def test_a_dateline_elsewhere_on_the_page_does_not_matter() -> None:
    blocks = [DATED, TITLE, NOTE, "——编 者", HEADING]
    assert likelier(blocks, [(1, 2)], [(0, 1), (2, 3), (3, 4)]) == {(2, 3), (3, 4)}
