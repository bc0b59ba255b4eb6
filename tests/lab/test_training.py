"""What the training commands share: regression, counts, and the pages that they learn from."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from cleaner.lab.simulation.stories import Newsroom, Story, drawn
from cleaner.lab.simulation.typesetting import Typesetter

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from cleaner.confidences import Evidence
from cleaner.lab.evaluation.confidences import pages_of
from cleaner.lab.training import calibration, pauses
from cleaner.lab.training.averaging import mean
from cleaner.lab.training.calibration import Case
from cleaner.lab.training.dashes import Counts, Site, fit
from cleaner.lab.training.regression import logistic
from cleaner.models.constants import Calibration

BODY = [
    "本报北京1月13日电（记者顾仲阳）" + "全州三座水库建成蓄水，可灌溉农田五千亩。" * 4,
    "水库还将新建灌溉渠道。" * 8,
]
PAGES = [[Story(f"第{n}座水库建成蓄水", BODY) for n in "一二三四"] for _ in range(3)]


def test_regression_finds_the_weights_that_made_the_outcomes() -> None:
    rng = np.random.default_rng(1)
    x = np.column_stack([rng.normal(size=20_000), np.ones(20_000)])
    true = rng.random(20_000) < 1 / (1 + np.exp(-(1.5 * x[:, 0] - 0.5)))
    assert np.allclose(logistic(x, true), [1.5, -0.5], atol=0.1)


def test_a_case_that_counts_twice_is_as_good_as_two() -> None:
    x, true = np.array([[1.0], [1.0], [-1.0]]), np.array([True, False, True])
    twice = logistic(np.vstack([x, x[:1]]), [*true, True], prior=0.1)
    assert np.allclose(logistic(x, true, prior=0.1, share=[2.0, 1.0, 1.0]), twice)


def test_a_prior_keeps_the_weight_of_what_tells_all_apart_finite() -> None:
    assert 0 < logistic(np.array([[1.0], [-1.0]]), [True, False], prior=1.0)[0] < 2


def test_the_mean_of_one_is_itself() -> None:
    matrix = np.arange(6, dtype=np.float32).reshape(3, 2)
    assert np.array_equal(mean([matrix]), matrix)


def test_a_character_seen_beside_words_alone_speaks_for_a_word() -> None:
    counts = Counts("的的的她她", [True, True, True, False, False])
    assert counts.odds("的") > 0 > counts.odds("她")
    assert counts.odds("她", left_out=False) > counts.odds("她")
    assert "她" in counts.table(1.0)


def test_dashes_are_told_from_words_by_their_neighbours() -> None:
    sites = [Site("有了新营生", "在县城务工的人们", True, False)] * 30
    sites += [Site("难题都被", "解决。", False, False)] * 10
    dashes = fit(sites)
    assert dashes.probability("又有新营生", "在县城") > 0.9
    assert dashes.probability("问题都被", "解决。") < 0.1


def test_a_newsroom_takes_names_and_places_from_datelines() -> None:
    newsroom = Newsroom.of(PAGES)
    assert (newsroom.names, newsroom.places) == (["顾仲阳"], ["北京"])
    assert "顾仲阳" in newsroom.byline(random.Random(1))
    assert "（" in newsroom.credit(random.Random(1))


def test_a_newsroom_without_names_has_one() -> None:
    assert Newsroom.of([[Story("标题", ["正文。"])]]) == Newsroom()


def test_stories_of_a_page_are_drawn_side_by_side() -> None:
    stream = drawn(PAGES, random.Random(2))
    assert {next(stream).title for _ in range(4)} == {story.title for story in PAGES[0]}


def test_a_page_is_typeset_the_same_from_the_same_seed() -> None:
    first, again = (list(Typesetter(PAGES, seed=3).pages(2)) for _ in range(2))
    assert first == again
    assert all(page.text[start:end] == line.text for page in first for start, end, line in page.lines)


def case(share: float, right: int, edits: int, page: str = "a", *evidence: Evidence) -> Case:
    return Case("restore_quotes", share, frozenset(map(str, evidence)), page, edits, right)


def test_a_decoding_that_is_too_sure_is_believed_less() -> None:
    cases = [case(0.5, 50, 100), case(0.9, 70, 100), case(0.99, 85, 100)]
    fitted = calibration.fit(cases, ())
    assert 0 < fitted.scale < 1
    assert fitted.probability(0.9) == pytest.approx(0.7, abs=0.03)
    assert calibration.left_to_explain(cases, fitted) < calibration.left_to_explain(cases, Calibration())


def test_evidence_counts_as_far_as_it_tells() -> None:
    told = [case(0.9, 20, 100, "a", Evidence.HEADLINE), case(0.9, 80, 100, "a")]
    untold = [case(0.9, 80, 100, "a", Evidence.HEADLINE), case(0.9, 80, 100, "a")]
    weights = [calibration.fit(cases, (Evidence.HEADLINE,)).evidence["headline"] for cases in (told, untold)]
    assert weights[0] < -1
    assert weights[1] == pytest.approx(0, abs=0.1)


def test_pages_that_were_left_out_show_what_does_not_carry_over() -> None:
    kinds = (Evidence.HEADLINE,)
    cases = [case(0.9, 90 - 80 * (n % 2), 100, f"page {n}", Evidence.HEADLINE) for n in range(6)]
    fitted = calibration.fit(cases, kinds)
    assert calibration.held_out(cases, kinds) > calibration.left_to_explain(cases, fitted)


def test_cases_are_told_apart_by_their_confidence() -> None:
    recorder = calibration.Recorder(page=["a"])
    sure = [recorder.probability("restore_stops", 0.5, ["line end"]) for _ in range(3)]
    assert len(set(sure)) == len(recorder.asked) == 3
    assert sure == pytest.approx([0.5] * 3, abs=1e-5)
    assert recorder.asked[sure[0]].evidence == {"line end"}


def test_pages_are_judged_by_their_references(tmp_path: Path) -> None:
    """What is set in place of a lost mark is right, what is set at a printed space is not."""
    raw = "全县深入推进 厕所革命 工作，群众的获得感明显增强，来往的客人都要停下来看一看。"
    gold = {"articles": [{"title": "", "paragraphs": [{"text": raw.replace(" 厕所革命 ", "“厕所革命”")}]}]}
    for name, answer in (("lost", gold), ("kept", json.loads(json.dumps(gold).replace("\\u201c", " ")))):
        (tmp_path / f"{name}.txt").write_text(raw, encoding="utf-8")
        (tmp_path / f"{name}.gold.json").write_text(json.dumps(answer), encoding="utf-8")
    cases = {found.page: found for found in calibration.cases_of(pages_of([tmp_path])) if found.edits == 2}
    assert cases["lost"].right == 2
    assert cases["kept"].right < 2


def test_every_place_beside_a_quotation_mark_is_a_case_with_a_space() -> None:
    cases = list(pauses.cases_of("修好“明白渠” 种上“放心田”"))
    assert [(text[start:end], nothing) for (text, start, end), nothing in cases] == [
        (" ", False),
        (" ", True),
        (" ", True),
    ]
    assert {text.count(" ") for (text, _, _), nothing in cases if nothing} == {2}


def test_the_fit_reckons_with_the_share_of_printed_pauses() -> None:
    odds = np.array([4.0, 2.0, 2.0, 0.0, -2.0, -1.0, 1.0, -3.0])
    nothing = np.array([True, True, True, True, False, False, False, True])
    scale, shift = pauses.fit(odds, nothing)
    assert scale > 0
    assert scale * 0.0 + shift > 0  # where the model does not know, nothing is likelier
