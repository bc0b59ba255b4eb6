"""Kickers in one block with their headlines: which spaces may part them, and on which pages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Box, Line, RawPage
from cleaner.geometry.reading import read_boxes
from cleaner.layout.reading import Placed
from cleaner.layout.roles.kickers import NAMES, find_cuts, kicker_evidence
from cleaner.layout.state import PageState
from cleaner.models import shipped_models
from cleaner.normalizers import part_kickers
from cleaner.trace import TracedText

HEADLINE = "沙河县委书记罗长河在检修渠道时强调 让群众不再等天下雨"
TEXT = "入夏以来，沙河县各乡检修渠道三千里，四十个村的水利合作社都添了新水泵，群众不再等天下雨。"
MODELS = shipped_models()


def parts_of(headline: str) -> list[tuple[str, str]]:
    return [(cut.left, cut.right) for cut in find_cuts(headline, MODELS)]


def test_only_spaces_outside_brackets_and_quotation_marks_may_part() -> None:
    assert parts_of("青石镇建成水库 渠水上山来") == [("青石镇建成水库", "渠水上山来")]
    assert parts_of("“青石镇建成水库 渠水上山来”") == []
    assert parts_of("渠水上山来（青石镇建成水库 一线见闻）") == []
    assert parts_of("《青石镇建成水库 渠水上山来》") == []


def test_a_sub_headline_has_no_kicker_and_a_stop_ends_none() -> None:
    assert parts_of("——青石镇建成水库 渠水上山来") == []
    assert parts_of("青石镇建成水库， 渠水上山来") == []
    assert parts_of("青石镇建成水库 ，渠水上山来") == []


def test_spaces_that_end_a_line_inside_a_word_are_closed_round_the_one_that_is_asked_about() -> None:
    assert parts_of("青石镇建成水库 渠水流上山 来") == [("青石镇建成水库", "渠水流上山来")]


@given(st.lists(st.text("青石镇建成水库，“”（）《》 一—3", max_size=30), min_size=1, max_size=3))
def test_each_space_has_evidence_of_its_own(headlines: list[str]) -> None:
    cuts_of = [(headline, find_cuts(headline, MODELS)) for headline in headlines]
    found = [(cuts, TEXT) for _, cuts in cuts_of if cuts]
    assert all(headline[slice(*cut.span)].isspace() for headline, cuts in cuts_of for cut in cuts)
    if found:
        together = kicker_evidence(found, MODELS)
        assert together.shape == (sum(len(cuts) for cuts, _ in found), len(NAMES))
        assert np.isfinite(together).all()
        apart = np.concatenate([kicker_evidence([each], MODELS) for each in found])
        assert np.allclose(together, apart, atol=1e-3)


def proposals(*, measured: bool) -> int:
    """How many kickers are parted on a page with the boxes of its headline and of its text."""
    text = f"{HEADLINE}\n\n{TEXT}\n"
    start = len(HEADLINE) + 2
    lines = (
        Line((0, len(HEADLINE)), Box(0, 0, 600, 60), whole_block=True),
        Line((start, len(text) - 1), Box(0, 80, 600, 200), whole_block=True),
    )
    reading = replace(read_boxes(RawPage(text, lines)), measured=measured)
    placed = Placed.on(reading, TracedText.of(text).origin)
    return len(list(part_kickers.proposals(PageState(text, placed=placed))))


def test_the_height_of_type_decides_where_it_is_known() -> None:
    assert proposals(measured=False) == 1
    assert proposals(measured=True) == 0


def test_boxes_of_blocks_tell_no_height_of_type() -> None:
    line, block = (
        read_boxes(RawPage(f"{TEXT}\n", (Line((0, len(TEXT)), Box(0, 0, 600, 60), whole_block=whole),)))
        for whole in (False, True)
    )
    assert line.measured
    assert not block.measured
