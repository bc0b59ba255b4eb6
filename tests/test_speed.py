"""What makes the chain fast changes nothing: many at once as one by one, again as at first."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import articles, chain, clean
from cleaner.chain import clean_audited
from cleaner.errors import AuditError, CleanerError
from cleaner.gaps.decoding import slots_of
from cleaner.garbage_collection import without_collection
from cleaner.layout.blocks import find_blocks
from cleaner.layout.lines.grids import find_rows, is_list, is_piped
from cleaner.layout.lines.line_breaking import break_blocks, line_end_odds
from cleaner.layout.lines.measured import MeasuredBlock, end_printed_lines
from cleaner.layout.lines.pieces import Piece, cut_blocks
from cleaner.layout.links import articles as layout_articles
from cleaner.layout.links.articles import layout_of
from cleaner.layout.state import PageState
from cleaner.layout.truncation import find_cut
from cleaner.models import Models, gaps, shipped_models
from cleaner.models.constants import GapPriors
from cleaner.models.slots import find_slots
from cleaner.page import ArticleSegmentation, Page
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
PAGES = sorted((Path(__file__).parent.parent / "fixtures/pages").glob("[bl]*/*.txt"))


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


@given(BLOCKS, st.booleans(), st.data())
def test_some_blocks_are_set_as_all_are(blocks: list[str], joined: bool, data: st.DataObject) -> None:
    text = ("\n" if joined else "\n\n").join([COLUMN, *blocks])
    whole = PageState(text).typeset
    some = data.draw(st.lists(st.sampled_from(range(len(whole))), unique=True).map(sorted))
    assert repr(PageState(text).typeset_of(some)) == repr([whole[n] for n in some])


@given(BLOCKS, st.booleans())
def test_columns_are_as_wide_where_no_block_is_set_in_them(blocks: list[str], joined: bool) -> None:
    text = ("\n" if joined else "\n\n").join([COLUMN, *blocks])
    state, whole = PageState(text), PageState(text)
    widths = state.widths_of(state.cuts_of(range(len(state.blocks))))
    assert widths == [printed.width for printed in whole.typeset]
    assert [state.is_row(n) for n in range(len(widths))] == [printed.row for printed in whole.typeset]


@given(BLOCKS, st.booleans())
def test_line_breaks_are_asked_for_where_blocks_hold_some(blocks: list[str], joined: bool) -> None:
    text = ("\n" if joined else "\n\n").join([COLUMN.replace(" ", "\n" if joined else " "), *blocks])
    cuts = cut_blocks([block.of(text) for block in find_blocks(text)])
    known = end_printed_lines((MeasuredBlock(*cut).line_breaks for cut in cuts), len(text))
    assert PageState(text).keeps_line_breaks is known


@given(st.text("青石镇：:|0123.，—《》【】a", max_size=12))
def test_a_line_without_white_space_shows_no_cells(line: str) -> None:
    assert not is_list(line)
    assert not any(find_rows([line, "大号 12件 35元"])[:1]) or is_piped(line)


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


@pytest.mark.parametrize(
    "text", ["Hello world, this is a test.", "- 1 2 3\n- 4 5 6", "def f(x):\n    return x"]
)
def test_a_text_in_which_no_mark_may_be_missing_asks_no_network(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = Models()
    monkeypatch.setattr(models.gaps, "log_probs", None)
    assert clean(text, models=models).text == text


def test_tokens_that_no_window_shows_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    model = shipped_models().gaps
    text = "。".join(PAGES[0].read_text(encoding="utf-8").split())
    slots = find_slots(text)
    some = slots[:: len(slots) // 3]
    alone = model.log_probs(text, some, slots)
    monkeypatch.setattr(gaps, "_near", lambda flags, _: np.ones_like(flags))
    assert np.allclose(model.log_probs(text, some, slots), alone, atol=1e-4)


# Articles, which are read when they are asked for


def test_articles_read_late_are_those_read_at_once() -> None:
    texts = [path.read_text(encoding="utf-8") for path in PAGES]
    for certain_only in (True, False):
        late = [clean(text, certain_only=certain_only) for text in texts]
        for text, page in zip(texts, late, strict=True):
            at_once = clean(text, certain_only=certain_only)
            assert at_once.articles
            assert [(one, one.spans, one.parts) for one in page.articles] == [
                (one, one.spans, one.parts) for one in at_once.articles
            ]
            assert page.furniture_spans == at_once.furniture_spans
            assert page == at_once


@pytest.mark.parametrize("other", [lambda page: pickle.loads(pickle.dumps(page)), deepcopy])
def test_a_page_is_copied_with_its_articles(other: Callable[[Page], Page]) -> None:
    page = clean(f"青石镇三座水库建成\n\n{COLUMN}")
    assert other(page).articles == page.articles
    assert other(clean(page.raw)) == page


def test_pages_that_are_divided_otherwise_are_others() -> None:
    page = clean(COLUMN)
    assert page != replace(page, segmentation=ArticleSegmentation(lambda: ((), ((0, len(page.text)),))))


def test_the_certain_tier_finds_no_layout_until_articles_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find = Mock(wraps=layout_of)
    monkeypatch.setattr(articles, "layout_of", find)
    page = clean(COLUMN, certain_only=True)
    assert page.audit().holds
    find.assert_not_called()
    assert page.articles
    find.assert_called()


def test_what_was_cut_short_is_looked_for_when_articles_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find = Mock(wraps=find_cut)
    monkeypatch.setattr(layout_articles, "find_cut", find)
    page = clean("抢抓 一带一路 发展机遇")
    assert page.text == "抢抓“一带一路”发展机遇"
    find.assert_not_called()
    assert page.articles
    find.assert_called_once()


def test_articles_that_leave_text_out_cannot_be_read() -> None:
    page = replace(clean(COLUMN), segmentation=ArticleSegmentation(lambda: ((), ((0, 2),))))
    assert page.audit().holds
    with pytest.raises(AuditError, match="stands in no article"):
        len(page.articles)


def test_a_fault_in_the_articles_is_one_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "read_articles", lambda *_: 1 / 0)
    with pytest.raises(CleanerError, match="ZeroDivisionError"):
        clean_audited(COLUMN)


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
