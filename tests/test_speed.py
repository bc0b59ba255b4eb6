"""What makes the chain fast changes nothing: many at once as one by one, again as at first."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import clean
from cleaner.gaps.decoding import slots_of
from cleaner.garbage_collection import without_collection
from cleaner.layout.line_breaking import break_blocks, line_end_odds
from cleaner.layout.pieces import Piece, cut_blocks
from cleaner.layout.state import PageState
from cleaner.models import Models, shipped_models
from cleaner.models.constants import GapPriors
from cleaner.settings import Settings

LINES = (
    "自治区住房和城乡建设厅针对解",
    "决群众切身利益缓慢的问题建立厅际",
    "联席会议制度，会同各部门明确目标",
    "责任，全区累计解决房地产的历史遗",
    "留问题多个。",
)
COLUMN = " ".join(LINES)
BLOCKS = st.lists(
    st.text("青石镇新建水库，。 \n", min_size=1, max_size=60).map(str.strip).filter(bool),
    min_size=1,
    max_size=6,
)
PRIORS = GapPriors()


def pieces_of(block: str) -> list[Piece]:
    return cut_blocks([block])[0][1]


@given(BLOCKS)
def test_a_block_is_cut_alone_as_in_company(blocks: list[str]) -> None:
    assert [cut_blocks([block])[0] for block in blocks] == cut_blocks(blocks)


@given(BLOCKS, st.sampled_from([8.0, 11.5, 16.0]), st.booleans())
def test_blocks_are_set_together_as_one_by_one(blocks: list[str], width: float, line_breaks: bool) -> None:
    pieces = [pieces_of(block) for block in blocks]
    together = break_blocks([(each, width) for each in pieces], line_breaks=line_breaks)
    alone = [break_blocks([(each, width)], line_breaks=line_breaks)[0] for each in pieces]
    assert repr(together) == repr(alone)  # what cannot be set at all is no number better indented


@given(BLOCKS, st.sampled_from([8.0, 11.5, 16.0]))
def test_line_ends_are_weighed_together_as_one_by_one(blocks: list[str], width: float) -> None:
    pieces = [(pieces_of(block), width) for block in blocks]
    alone = [line_end_odds([each], PRIORS)[0] for each in pieces]
    assert line_end_odds(pieces, PRIORS) == alone


def test_nothing_is_set_and_weighed_where_there_is_nothing() -> None:
    assert break_blocks([]) == []
    assert line_end_odds([], PRIORS) == []


@settings(max_examples=25)
@given(
    st.text("出台绿色诵通道人才引进办法关干于的工作，\n", min_size=4, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.sampled_from("诵通干于，工")), max_size=3),
)
def test_a_text_read_again_has_the_doubts_that_it_has_alone(text: str, edits: list[tuple[int, str]]) -> None:
    chars = list(text)
    for at, char in edits:
        chars[at % len(chars)] = char
    changed = "".join(chars)
    again, alone = shipped_models().lookalikes, Models().lookalikes
    again.doubts(text)
    assert again.corrections(changed) == alone.corrections(changed)
    assert again.corrections(changed) == alone.corrections(changed)  # nothing changed at all


def test_the_certain_tier_joins_full_lines() -> None:
    assert clean(COLUMN, certain_only=True).text == "".join(LINES)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("抢抓 一带一路 发展机遇", " "),  # no column, so no line ends
        (COLUMN.replace("会同各部门", "会同 各部门"), "会同 各"),  # in the middle of a line
        (f"{COLUMN}\n\n本报苍石5月20日电 州图书馆新馆昨日开馆。", "电 州"),
    ],
)
def test_the_certain_tier_keeps_a_space_that_ends_no_line(text: str, kept: str) -> None:
    assert kept in clean(text, certain_only=True).text


def test_the_certain_tier_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    models = Models()
    monkeypatch.setattr(models.gaps, "log_probs", None)
    state = PageState(COLUMN, Settings(certain_only=True), models)
    assert [slot.line_end for slot in slots_of(state)] == [True] * (len(LINES) - 1)


def test_the_collector_works_again_after_an_error() -> None:
    @without_collection
    def fail() -> None:
        assert not gc.isenabled()
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        fail()
    assert gc.isenabled()


def test_a_collector_at_rest_stays_at_rest() -> None:
    gc.disable()
    try:
        without_collection(clean)("问题 ,党内")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_collector_rests_until_the_outermost_call_is_done() -> None:
    @without_collection
    def outer() -> bool:
        clean("问题 ,党内")
        return gc.isenabled()

    assert not outer()
    assert gc.isenabled()
