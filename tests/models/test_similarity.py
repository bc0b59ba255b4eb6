"""What belongs together by language: halves of a cut, words across a seam, texts with one topic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.layout.similarity import TopicSimilarity, products
from cleaner.models import shipped_models
from cleaner.models.seams import MOST, REACH, end_codes, start_codes
from cleaner.models.topics import MOST_SHARED

TEXTS = st.lists(st.text(max_size=40), max_size=8)
END = "自治区党委组织部针对历史遗"
ON, OFF = "留问题认真整改", "兰察布市举行运动会"
HARVEST = "今年全县小麦喜获丰收，合作社的收割机日夜抢收小麦。"
LIBRARY = "图书馆新馆开馆，读者可以在新馆借阅图书。"


def topics_of(texts: list[str]) -> TopicSimilarity:
    topics = shipped_models().topic_table.topics(texts)
    return TopicSimilarity(topics.shared, topics.alone)


def test_every_end_with_every_beginning_is_one_product() -> None:
    model = shipped_models().seams
    ends, starts = [END, LIBRARY[:9]], [ON, LIBRARY[9:]]
    table = model.ends(ends) @ model.starts(starts).T
    pairs = [(end, start) for end in ends for start in starts]
    assert np.allclose(table.ravel(), model.continuation(pairs), atol=1e-4)


@given(TEXTS)
def test_only_what_stands_at_the_seam_is_read(texts: list[str]) -> None:
    assert (end_codes(texts) == end_codes([text[-REACH:] for text in texts])).all()
    assert (start_codes(texts) == start_codes([text[:REACH] for text in texts])).all()
    assert end_codes(texts).shape == (len(texts), REACH)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=6))
def test_any_texts_have_finite_scores(pairs: list[tuple[str, str]]) -> None:
    assert np.isfinite(shipped_models().seams.continuation(pairs)).all()
    assert (np.abs(shipped_models().affinity(pairs)) <= MOST).all()


@given(TEXTS)
def test_topics_have_length_one_or_none(texts: list[str]) -> None:
    topics = shipped_models().topic_table.topics(texts)
    lengths = (topics.shared**2).sum(axis=1) + topics.alone
    assert topics.shared.shape[0] == len(texts) == len(topics.alone)
    assert all(length == pytest.approx(1, abs=1e-3) or length == 0 for length in lengths.tolist())


def test_texts_with_one_topic_are_kin_and_others_are_not() -> None:
    topics = topics_of([HARVEST, LIBRARY, "收割机来了，小麦抢收完了。", "读者说，新馆真好。"])
    likeness = topics.shared @ topics.shared.T
    assert likeness[0, 2] > 0.1 > likeness[0, 1]
    assert likeness[1, 3] > 0.1 > likeness[1, 2]


def test_a_page_of_many_words_is_folded_and_still_tells_topics_apart() -> None:
    rng = np.random.default_rng(1)
    words = ["".join(map(chr, rng.integers(0x4E00, 0x9FA5, 8))) for _ in range(1200)]
    topics = shipped_models().topic_table.topics([word + word for word in words] + words)
    assert topics.shared.shape[1] == MOST_SHARED // 2
    likeness = topics.shared @ topics.shared.T
    own = np.diagonal(likeness, len(words))
    assert own.min() > 0.5
    assert abs(np.median(likeness[0, 1 : len(words)])) < 0.1


def test_runs_and_paths_sum_up_what_they_hold() -> None:
    topics = topics_of([HARVEST, LIBRARY, "收割机来了，小麦抢收完了。", "读者说，新馆真好。"])
    after = np.array([2, 3, -1, -1])
    paths = topics.paths(after, (2, 8))
    near, run = paths[2].vectors, topics.run(0, 1).vectors
    assert np.allclose(near[0], paths[8].vectors[0])
    assert near[0] @ topics.shared[2] > run[0] @ topics.shared[2]  # the box between is left out
    assert (np.linalg.norm(topics.run(0, 3).vectors, axis=1) <= 1 + 1e-5).all()


@given(st.integers(0, 700), st.integers(1, 300))
def test_products_are_those_of_the_rows(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    lefts, rights = rng.random((2, 9, 3), dtype=np.float32)
    left, right = rng.integers(0, 9, (2, count))
    expected = (lefts[left] * rights[right]).sum(axis=1)
    assert np.allclose(products(lefts, left, rights, right), expected, atol=1e-5)


def test_products_of_pairs_far_apart_on_a_long_page_need_no_table_of_all() -> None:
    rows = np.random.default_rng(1).random((3000, 4), dtype=np.float32)
    left, right = np.array([0, 2999, 1]), np.array([2999, 0, 1])
    assert np.allclose(products(rows, left, rows, right), np.einsum("ij,ij->i", rows[left], rows[right]))
