"""The fitted judgement of links and heads: what is stored comes back, what is shipped fits the code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from cleaner.errors import ModelError
from cleaner.lab.export import export_links, in_few_bits, in_nibbles, in_planes, quantised
from cleaner.layout.links.features import Choices, LinkEvidence, LinkKind
from cleaner.layout.links.fragments import find_fragments
from cleaner.layout.links.linking import find_choices, gains_of, with_paths
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import IN_CONTEXT, IN_PIECES, judge_roles
from cleaner.layout.state import PageState
from cleaner.models import shipped_models
from cleaner.models.links import PREDECESSOR, SUCCESSOR, LinkModel, Network
from cleaner.models.store import Packed, dequantised, from_nibbles, from_planes

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


@pytest.mark.parametrize("names", [["one", "two", "new"], ["one"], ["one", "new"]])
def test_evidence_that_is_unknown_or_missing_is_an_error(names: list[str]) -> None:
    parts = [LinkEvidence(LinkKind.NEXT, names, [np.zeros((1, len(names)), dtype=np.float32)])]
    at = np.zeros(1, dtype=np.int64)
    with pytest.raises(ModelError, match=r"new|two"):
        gains_of(Choices(at, at, at, names, parts), small("one", "two"))


def test_what_is_not_named_counts_for_nothing() -> None:
    network, evidence = small("one", "two"), np.random.default_rng(2).normal(size=(5, 1)).astype(np.float32)
    padded = np.concatenate([evidence, np.zeros_like(evidence)], axis=1)
    assert np.allclose(network.scores(evidence, ["one"]), network.scores(padded, ["one", "two"]), atol=1e-6)
    with pytest.raises(ModelError, match="new"):
        network.scores(evidence, ["new"])


def test_a_feature_of_heads_that_the_weights_do_not_know_is_an_error() -> None:
    state = PageState(PAGE)
    weights = {"head": {name: 0.0 for name in shipped_models().roles["head"] if name != "bias"}}
    with pytest.raises(ModelError, match="bias"):
        judge_roles(state.text, state.typeset, weights)


def test_what_is_stored_comes_back(tmp_path: Path) -> None:
    model = LinkModel(small("one", "two"), small("one", "two", "three"), 0.5, -0.1, 2.0)
    export_links(model, tmp_path / "links.npz", None)
    read = LinkModel.load(tmp_path / "links.npz")
    assert (read.scale, read.shift, read.headline_in_order) == (0.5, -0.1, 2.0)
    assert list(read.by_paths.names) == ["one", "two", "three"]
    assert np.allclose(read.first.hidden, model.first.hidden, atol=1e-2)


def test_the_shipped_networks_know_the_evidence_by_its_names() -> None:
    state = PageState(PAGE)
    plain, odds = judge_roles(state.text, state.typeset, state.models.roles, state.models)
    fragments = find_fragments(state, [role or Role.BODY for role in plain], odds, shipped_models())
    choices = find_choices(fragments, shipped_models())
    model = shipped_models().links
    assert list(choices.names) == list(model.first.names)
    assert list(with_paths(choices, fragments, []).names[len(choices.names) :])
    assert list(with_paths(choices, fragments, []).names) == list(model.by_paths.names)
    assert model.scale > 0
    scores = model.first.scores(choices.evidence, choices.names)
    assert scores.shape == (len(choices.kind), 2)
    assert {SUCCESSOR, PREDECESSOR} == {0, 1}


def test_the_weights_of_heads_are_there() -> None:
    assert set(shipped_models().roles) == {"head", IN_CONTEXT, IN_PIECES}


@pytest.mark.parametrize("bits", [4, 6, 8])
def test_few_bits_are_near_enough(bits: int) -> None:
    matrix = np.random.default_rng(3).normal(size=(200, 8)).astype(np.float32)
    whole, _ = quantised(matrix, bits)
    assert np.abs(whole).max() < 2 ** (bits - 1)
    read = dequantised(in_few_bits({"matrix": matrix}, {"matrix": bits}))["matrix"]
    assert np.sqrt(np.square(read - matrix).mean()) < 2.0 ** (1 - bits) * 3


@given(arrays(np.uint8, array_shapes(max_dims=3), elements=st.integers(0, 31)))
def test_whole_numbers_come_back_from_their_nibbles(numbers: NDArray[np.uint8]) -> None:
    high, low = in_nibbles(numbers)
    assert high.dtype == low.dtype == np.uint8
    assert np.array_equal(from_nibbles(high, low)[..., : numbers.shape[-1]], numbers)


@pytest.mark.parametrize(("bits", "packed"), [(4, True), (4.6, True), (5, True), (6, False), (8, False)])
@pytest.mark.parametrize("columns", [1, 7, 8, 16])
def test_rows_of_a_packed_matrix_are_those_of_the_whole_one(bits: float, packed: bool, columns: int) -> None:
    matrix = np.random.default_rng(5).normal(size=(30, columns)).astype(np.float32)
    stored = in_few_bits({"matrix": matrix}, {"matrix": bits})
    whole, scale = quantised(matrix, bits)
    read = dequantised(stored)["matrix"]
    assert np.array_equal(read, whole * scale.astype(np.float32))
    assert ("matrix" not in stored) is packed
    if packed:
        index = np.array([[3, 0], [29, 3]])
        assert np.array_equal(Packed.of("matrix", stored).rows(index), read[index])


def test_a_matrix_that_is_not_packed_is_an_error() -> None:
    with pytest.raises(ModelError, match="no matrix pair of five bits"):
        Packed.of("pair", {"pair": np.zeros((2, 8), np.int8), "pair.scale": np.ones(8)})


@pytest.mark.parametrize("text", ["", "一", "A", "12345", "　"])
def test_any_text_has_kinds_that_sum_to_one(text: str) -> None:
    assert np.exp(shipped_models().head_words.kinds([text])).sum() == pytest.approx(1, abs=1e-4)


def test_no_text_has_no_kinds() -> None:
    assert shipped_models().head_words.kinds([]).shape == (0, 3)


@given(arrays(np.uint32, array_shapes(max_dims=2)))
def test_whole_numbers_come_back_from_their_bytes(numbers: NDArray[np.uint32]) -> None:
    planes = in_planes(numbers)
    assert planes.dtype == np.uint8
    assert planes.shape[1:] == numbers.shape
    assert np.array_equal(from_planes(planes), numbers)


@pytest.mark.parametrize(("largest", "planes"), [(0, 1), (255, 1), (256, 2), (2**24, 4), (2**32 - 1, 4)])
def test_only_bytes_that_a_number_needs_are_kept(largest: int, planes: int) -> None:
    assert len(in_planes(np.array([0, largest], dtype=np.uint32))) == planes
