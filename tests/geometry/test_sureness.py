"""What an engine says of how sure it was: it makes corrections surer, or doubtful ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from cleaner.chain import clean
from cleaner.confidences import DEFAULTS
from cleaner.document import RawPage
from cleaner.geometry.sureness import sureness_of
from cleaner.page import Page
from cleaner.settings import Settings
from cleaner.trace import Change
from tests.tools.set_pages import FILLER, column, set_page

LIKELY, SURE = "全县推进农村改厕，村庄变得整沽。", "县里出台绿色诵道人才引进办法。"
"""Sentences with a character that is most likely a mistake, and with one that surely is."""
RULE = "fix_lookalikes"
DOUBTED, USUAL, CERTAIN = 0.1, 0.9, 0.99


def page_of(sentence: str, confidences: Mapping[str, float], *, lines: bool = False) -> RawPage:
    """A page with a sentence in it; the engine was as sure of most characters as usual."""
    page = set_page([*column(FILLER * 16, 0, 0), *column(sentence, 0, 52, measure=20)])
    found = np.full(len(page.text), USUAL)
    at = page.text.index(sentence[0:3])
    for char, confidence in confidences.items():
        found[page.text.index(char, at)] = confidence
    if lines:
        marked = tuple(replace(line, confidence=float(found[slice(*line.span)].min())) for line in page.lines)
        return replace(page, lines=marked)
    found[:3] = 0.3, 0.5, CERTAIN  # the first characters of the page are others than most
    return replace(page, character_confidences=found)


def corrections(page: Page) -> tuple[list[Change], list[Change]]:
    """Those of look-alikes that were made, and those that were withheld."""
    made, withheld = ([e for e in edits if e.rule == RULE] for edits in (page.edits, page.withheld))
    return made, withheld


@pytest.mark.parametrize("lines", [False, True], ids=["characters", "lines"])
def test_a_character_that_the_engine_doubted_is_corrected_on_less_evidence(lines: bool) -> None:
    plain, _ = corrections(clean(page_of(LIKELY, {})))
    made, _ = corrections(clean(page_of(LIKELY, {"沽": DOUBTED}, lines=lines)))
    assert not plain
    assert [(edit.before, edit.after) for edit in made] == [("沽", "洁")]


def test_what_the_engine_doubted_is_not_enough_by_itself() -> None:
    """A rare character that the words do not make a mistake stays, and is no doubt either."""
    page = clean(page_of("今年的水稻长势喜人。", {"稻": DOUBTED, "势": DOUBTED}))
    assert corrections(page) == ([], [])


def test_a_doubt_at_another_character_does_not_count() -> None:
    made, (withheld,) = corrections(clean(page_of(LIKELY, {"庄": DOUBTED})))
    plain = corrections(clean(replace(page_of(LIKELY, {}), character_confidences=None)))[1][0]
    assert not made
    assert withheld.edit.confidence < plain.edit.confidence


def test_what_the_engine_was_sure_of_is_corrected_but_doubtful() -> None:
    page = page_of(SURE, {"诵": CERTAIN})
    (made,), _ = corrections(clean(page))
    (plain,), _ = corrections(clean(replace(page, character_confidences=None)))
    assert (made.before, made.after) == (plain.before, plain.after) == ("诵", "通")
    assert made.edit.confidence < plain.edit.confidence
    (asked,), _ = corrections(clean(page, Settings(thresholds={RULE: made.edit.confidence})))
    assert asked.after == "通"
    assert not corrections(clean(page, Settings(thresholds={RULE: made.edit.confidence + 0.0001})))[0]


def test_the_more_the_engine_doubted_the_surer_is_a_correction() -> None:
    found = []
    for confidence in (DOUBTED, 0.4, USUAL, CERTAIN):
        made, withheld = corrections(clean(page_of(LIKELY, {"沽": confidence})))
        found += [edit.edit.confidence for edit in (*made, *withheld)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 3  # most are as sure as it is usual
    assert found[1] >= DEFAULTS[RULE] > found[2]


@pytest.mark.parametrize("same", [0.0, 0.5, 1.0])
def test_an_engine_that_says_the_same_of_all_says_nothing(same: float) -> None:
    page = page_of(LIKELY, {})
    constant = replace(page, character_confidences=np.full(len(page.text), same))
    assert sureness_of(constant) is None
    assert corrections(clean(constant)) == corrections(clean(replace(page, character_confidences=None)))


def test_a_page_without_confidences_has_none() -> None:
    page = set_page(column(FILLER, 0, 0))
    assert sureness_of(page) is None
    unknown = replace(page, character_confidences=np.full(len(page.text), np.nan))
    assert sureness_of(unknown) is None


def test_characters_without_a_confidence_stay_unknown() -> None:
    found = sureness_of(RawPage("甲乙丙", character_confidences=np.array([np.nan, 0.2, 0.8])))
    assert found is not None
    assert np.array_equal(found, [np.nan, 0.5, 1.0], equal_nan=True)


def test_the_page_stays_accounted_for_and_settled() -> None:
    page = clean(page_of(LIKELY + SURE, {"沽": DOUBTED, "诵": CERTAIN}))
    assert page.audit().holds
    assert not corrections(clean(page.text))[0]
