"""The fitted judgement of links and heads: what is stored comes back, what is shipped fits the code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleaner.language.chinese import CHINESE
from cleaner.language.heads import default_heads
from cleaner.language.weights import load, quantised, store
from cleaner.layout.draft import Draft
from cleaner.layout.fragments import find_fragments
from cleaner.layout.linking import find_choices, with_paths
from cleaner.layout.networks import FOLLOWED, FOLLOWS, LinkModel, Network, default_links
from cleaner.layout.roles import IN_CONTEXT, Role, judge_roles
from cleaner.layout.weights import default_weights

UNITS = 3
PAGE = "青石镇新建三座小型水库\n\n本报记者 周海\n\n近日，青石镇三座小型水库建成蓄水。\n\n可灌溉农田五千亩。"


def small(*names: str) -> Network:
    rng = np.random.default_rng(1)
    count = len(names)
    shapes = ((count, 2), (count, UNITS), (UNITS,), (UNITS, 2))
    return Network(names, *(rng.normal(size=shape).astype(np.float32) for shape in shapes))


def test_columns_are_told_by_their_names() -> None:
    network = small("one", "two", "three")
    evidence = np.random.default_rng(2).normal(size=(5, 3)).astype(np.float32)
    turned = network.scores(evidence[:, ::-1], ["three", "two", "one"])
    assert np.allclose(network.scores(evidence, ["one", "two", "three"]), turned, atol=1e-5)


def test_evidence_that_is_unknown_or_missing_counts_for_nothing() -> None:
    network = small("one", "two")
    evidence = np.random.default_rng(2).normal(size=(5, 2)).astype(np.float32)
    more = np.concatenate([evidence, np.full((5, 1), 9.0, dtype=np.float32)], axis=1)
    without = np.where([True, False], evidence, 0.0).astype(np.float32)
    assert np.allclose(network.scores(more, ["one", "two", "new"]), network.scores(evidence, ["one", "two"]))
    assert np.allclose(network.scores(without[:, :1], ["one"]), network.scores(without, ["one", "two"]))


def test_what_is_stored_comes_back(tmp_path: Path) -> None:
    model = LinkModel(small("one", "two"), small("one", "two", "three"), 0.5, -0.1)
    model.store(tmp_path / "links.npz")
    read = LinkModel.load(tmp_path / "links.npz")
    assert (read.scale, read.shift) == (0.5, -0.1)
    assert list(read.by_paths.names) == ["one", "two", "three"]
    assert np.allclose(read.first.hidden, model.first.hidden, atol=1e-2)


def test_the_shipped_networks_know_the_evidence_by_its_names() -> None:
    draft = Draft(PAGE)
    plain, odds = judge_roles(draft.text, draft.prints, language=CHINESE)
    fragments = find_fragments(draft, [role or Role.BODY for role in plain], odds, CHINESE)
    choices = find_choices(fragments, CHINESE)
    model = default_links()
    assert set(choices.names) <= set(model.first.names)
    assert list(with_paths(choices, fragments, []).names[len(choices.names) :])
    assert set(with_paths(choices, fragments, []).names) <= set(model.by_paths.names)
    assert model.scale > 0
    scores = model.first.scores(choices.evidence, choices.names)
    assert scores.shape == (len(choices.kind), 2)
    assert {FOLLOWS, FOLLOWED} == {0, 1}


def test_the_weights_of_heads_are_there() -> None:
    assert set(default_weights()) == {"head", IN_CONTEXT}


@pytest.mark.parametrize("bits", [4, 6, 8])
def test_few_bits_are_near_enough(bits: int, tmp_path: Path) -> None:
    matrix = np.random.default_rng(3).normal(size=(200, 8)).astype(np.float32)
    whole, _ = quantised(matrix, bits)
    assert np.abs(whole).max() < 2 ** (bits - 1)
    store({"matrix": matrix}, tmp_path / "few.npz", {"matrix": bits})
    read = load(tmp_path / "few.npz")["matrix"]
    assert np.sqrt(np.square(read - matrix).mean()) < 2.0 ** (1 - bits) * 3


@pytest.mark.parametrize("text", ["", "一", "A", "12345", "　"])
def test_any_text_has_kinds_that_sum_to_one(text: str) -> None:
    assert np.exp(default_heads().kinds([text])).sum() == pytest.approx(1, abs=1e-4)


def test_no_text_has_no_kinds() -> None:
    assert default_heads().kinds([]).shape == (0, 3)
