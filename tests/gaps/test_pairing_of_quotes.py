"""Quotation marks that are set come in pairs, by the best of all ways, and change or stay together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import exp, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.gaps.pairing import Options, pair, partners
from cleaner.gaps.quotations import lone_quotes, quotations

LABELS = ["", "，", "。", "“", "”", "‘", "’", "，“", "”，", "”“", "。”"]
SURFACES = ["", "，", "。", "“", "”", "‘", "’", "”“", '"']

SHAPES = frozenset("“”‘’\"'")
LIKELY = st.floats(-7, 0)
"""Scores of which none is left out as negligible."""


@st.composite
def slots(draw: st.DrawFn, scores: st.SearchStrategy[float] = LIKELY) -> tuple[str, bool, Options]:
    """A slot: what is visible, whether there is a gap, and what the language thinks of it."""
    seen = draw(st.sampled_from(SURFACES))
    labels = draw(st.lists(st.sampled_from(LABELS), max_size=4))
    return seen, draw(st.booleans()), {label: draw(scores) for label in dict.fromkeys([seen, *labels])}


GAPLESS = st.none() | st.floats(-3, 3)
"""What speaks for a pair that print gave no room; none on a page that keeps its quotation marks."""


@given(st.lists(slots(st.floats(-20, 0)), min_size=1, max_size=12), GAPLESS)
def test_quotation_marks_that_are_set_come_in_pairs(
    given_slots: list[tuple[str, bool, Options]], gapless: float | None
) -> None:
    visible, gaps, options = (list(column) for column in zip(*given_slots, strict=True))
    labels, shares = pair(visible, gaps, options, gapless)
    for seen, label, choice, share in zip(visible, labels, options, shares, strict=True):
        assert label in choice
        assert sum(share.values()) == pytest.approx(1)
        assert seen in share
    if not any(set(seen) & set("“”‘’") for seen in visible):
        depth = 0
        for mark in "".join(labels):
            depth += {"“": 1, "”": -1}.get(mark, 0)
            assert depth in (0, 1)
        assert depth == 0


def sign(mark: str) -> int:
    return {"“": 1, "‘": 2, "’": -2, "”": -1}.get(mark, 0)


def held_in(visible: Sequence[str]) -> set[tuple[int, str]]:
    """Slot and shape of the visible marks that have visible partners."""
    found: set[tuple[int, str]] = set()
    opened: list[tuple[int, str]] = []
    for i, mark in ((i, mark) for i, marks in enumerate(visible) for mark in marks if sign(mark)):
        level = abs(sign(mark))
        partner = [one for one in opened if abs(sign(one[1])) == level]
        keep = [one for one in opened if abs(sign(one[1])) < level]
        if sign(mark) > 0 and len(keep) == level - 1:
            opened = [*keep, (i, mark)]
        elif sign(mark) < 0 and partner:
            found |= {*partner, (i, mark)}
            opened = keep
    return found


def cost_of(
    labels: Sequence[str], visible: Sequence[str], gaps: Sequence[bool], gapless: float | None
) -> float:
    """The cost of labels by a stack of open marks; infinite where a set mark is in no pair."""
    held = held_in(visible)
    cost = 0.0
    opened: list[tuple[int, bool, bool, bool, bool]] = []
    # level, visible, may be lost, something proves it, print gives it no room

    def lose(marks: list[tuple[int, bool, bool, bool, bool]]) -> None:
        nonlocal cost
        for _, _, loose, _, _ in marks:
            cost += -3.0 if loose else -inf

    for i, (label, seen, gap) in enumerate(zip(labels, visible, gaps, strict=True)):
        for mark in label:
            level = abs(sign(mark))
            loose = mark in seen and (i, mark) not in held
            proof = mark in seen or gap or bool(set(seen) & SHAPES)
            gapless_here = bool(seen) or i in (0, len(labels) - 1)
            own = (level, mark in seen, loose, proof, gapless_here)
            keep = [one for one in opened if one[0] < level]
            above = [one for one in opened if one[0] > level]
            partner = [one for one in opened if one[0] == level]
            if not level:
                continue
            if sign(mark) < 0 and partner:
                if above and not own[1]:
                    return -inf
                if not (own[3] or partner[0][3]):
                    cost += gapless if gapless is not None and own[4] and partner[0][4] else -inf
                lose(above)
                opened = keep
            elif sign(mark) < 0 or len(keep) < level - 1:
                lose([own])
            elif (above or partner) and not own[1]:
                return -inf
            else:
                lose(above + partner)
                opened = [*keep, own]
    lose(opened)
    return cost


@given(st.lists(slots(LIKELY), min_size=1, max_size=6), GAPLESS)
def test_the_best_labels_and_their_shares_are_those_of_all_ways(
    given_slots: list[tuple[str, bool, Options]], gapless: float | None
) -> None:
    visible, gaps, options = (list(column) for column in zip(*given_slots, strict=True))
    every = [
        (labels, sum(option[label] for option, label in zip(options, labels, strict=True)) + cost)
        for labels in product(*options)
        if (cost := cost_of(labels, visible, gaps, gapless)) > -inf
    ]
    best = max(score for _, score in every)
    total = sum(exp(score - best) for _, score in every)
    chosen, shares = pair(visible, gaps, options, gapless)
    assert dict(every)[tuple(chosen)] == pytest.approx(best, abs=1e-9)
    for i, share in enumerate(shares):
        for label, probability in share.items():
            ways = sum(exp(score - best) for labels, score in every if labels[i] == label)
            assert probability == pytest.approx(ways / total)


@given(st.lists(slots(st.floats(-5000, 5000)), min_size=1, max_size=12), GAPLESS)
def test_no_score_sets_a_mark_without_its_partner(
    given_slots: list[tuple[str, bool, Options]], gapless: float | None
) -> None:
    visible, gaps, options = (list(column) for column in zip(*given_slots, strict=True))
    labels, shares = pair(visible, gaps, options, gapless)
    assert cost_of(labels, visible, gaps, gapless) > -inf
    for label, share in zip(labels, shares, strict=True):
        assert sum(share.values()) == pytest.approx(1)
        assert label in share


def test_the_shares_of_a_paragraph_of_any_length_are_probabilities() -> None:
    """Neither do the sums over its ways vanish, nor do they exceed what a float holds."""
    slot = {"": -0.1, "，": -0.1, "，“": -0.2, "”": -0.2, "“": -7.9}
    _, shares = pair([""] * 3000, [True] * 3000, [slot] * 3000)
    assert all(sum(share.values()) == pytest.approx(1) for share in shares)
    assert shares[1000][""] == pytest.approx(shares[2000][""])
    assert 0 < shares[1500]["“"] < shares[1500]["，“"] < 1


def test_a_visible_mark_in_the_wrong_place_frees_no_mark_that_is_set() -> None:
    labels, _ = pair(["", "“", "”"], [True, False, False], [{"": -4.0, "“": -0.02}, {"“": 0.0}, {"”": 0.0}])
    assert labels == ["", "“", "”"]


def test_a_visible_pair_is_not_broken_for_a_likelier_one() -> None:
    visible = ["“", "", "”"]
    options = [{"“": 0.0}, {"": -9.0, "”": 0.0}, {"”": 0.0, "，": -0.1}]
    assert pair(visible, [False, True, False], options)[0] == ["“", "”", "，"]
    assert pair(visible, [False, True, False], [*options[:2], {"”": 0.0}])[0] == visible


def test_a_pair_round_a_visible_pair_is_not_set() -> None:
    strong = {"": -9.0, "“": 0.0}, {"": -9.0, "”": 0.0}
    labels, _ = pair(["", "“", "”", ""], [True] * 4, [strong[0], {"“": 0.0}, {"”": 0.0}, strong[1]])
    assert labels == ["", "“", "”", ""]


def test_options_without_a_way_are_an_error() -> None:
    with pytest.raises(ValueError, match="no way to pair"):
        pair([""], [True], [{"“": 0.0}])


@given(st.lists(st.sampled_from(LABELS), max_size=12))
def test_partners_open_and_close_each_other(labels: list[str]) -> None:
    for opening, closing in partners(labels):
        assert opening <= closing
        shapes = [(a, b) for a, b in ("“”", "‘’") if a in labels[opening] and b in labels[closing]]
        assert shapes


@pytest.mark.parametrize(
    ("labels", "pairs"),
    [
        (["“", "’", "”"], [(0, 2)]),  # a stray mark of another shape
        (["“", "“", "”"], [(1, 2)]),
        (["”", "“"], []),
        (["‘", "’"], []),
        (["“", "‘", "”", "’"], [(0, 2)]),
        (["，“", "”，"], [(0, 1)]),
    ],
)
def test_a_closing_mark_is_paired_with_the_nearest_open_one_of_its_shape(
    labels: list[str], pairs: list[tuple[int, int]]
) -> None:
    assert list(partners(labels)) == pairs


@given(st.lists(slots(st.floats(-20, 0)), min_size=1, max_size=12), st.integers(0, 2**13 - 1))
def test_each_quotation_may_change_or_stay_by_itself(
    given_slots: list[tuple[str, bool, Options]], chosen: int
) -> None:
    visible, gaps, options = (list(column) for column in zip(*given_slots, strict=True))
    labels, _ = pair(visible, gaps, options)
    numbers = quotations(visible, labels)
    made = [chosen >> (12 if number is None else number) & 1 for number in numbers]
    mixed = [label if use else seen for label, seen, use in zip(labels, visible, made, strict=True)]
    marks = [(mark, mark not in seen) for label, seen in zip(mixed, visible, strict=True) for mark in label]
    paired = {n for both in partners([mark for mark, _ in marks]) for n in both}
    assert all(n in paired for n, (mark, is_set) in enumerate(marks) if is_set and mark in "“”‘’")


@pytest.mark.parametrize(
    ("visible", "labels", "numbers"),
    [
        (["", "", "", ""], ["“", "”", "“", "”"], [0, 0, 1, 1]),
        (["", "", ""], ["“", "”“", "”"], [0, 0, 0]),  # two that share a slot
        (["", "", "", ""], ["“", "‘", "’", "”"], [0, 0, 0, 0]),  # one in another
        (["“", "", "”", ""], ["，", "“", "”", ""], [0, 0, 0, None]),  # the old pair and the new one overlap
        (["”", ""], ["，", ""], [None, None]),  # a lone mark
    ],
)
def test_marks_of_a_quotation_share_its_number(
    visible: list[str], labels: list[str], numbers: list[int | None]
) -> None:
    assert quotations(visible, labels) == numbers


@pytest.mark.parametrize(
    ("text", "lone"),
    [("“甲”", []), ("“甲\n\n乙”", [0, 5]), ("「甲』", [0, 2]), ("“甲‘乙”", [2]), ("甲", [])],
)
def test_a_mark_without_a_partner_in_its_block_is_alone(text: str, lone: list[int]) -> None:
    assert lone_quotes(text) == lone


@given(st.lists(slots(st.floats(-20, 0)), min_size=1, max_size=12), GAPLESS)
def test_one_mark_of_a_pair_stands_at_a_gap_or_is_visible_or_neither_has_room(
    given_slots: list[tuple[str, bool, Options]], gapless: float | None
) -> None:
    visible, gaps, options = (list(column) for column in zip(*given_slots, strict=True))
    labels, _ = pair(visible, gaps, options, gapless)
    proofs: list[bool] = []
    gapless_here = False
    for i, (seen, gap, label) in enumerate(zip(visible, gaps, labels, strict=True)):
        gapless_slot = gapless is not None and (bool(seen) or i in (0, len(labels) - 1))
        for mark in label:
            if mark == "“":
                proofs = [gap or bool(set(seen) & SHAPES)]
                gapless_here = gapless_slot
            elif mark == "”" and mark not in seen:
                assert gap or any(proofs) or set(seen) & SHAPES or (gapless_here and gapless_slot)


def test_the_share_of_a_label_counts_every_way_to_pair() -> None:
    even = {"": -1.0, "“": -1.0}
    _, shares = pair(["", ""], [True, True], [even, {"": -1.0, "”": -1.0}])
    assert shares[0]["“"] == pytest.approx(0.5)  # both or neither: the two other ways break a pair
    assert shares[1]["”"] == pytest.approx(0.5)


def test_a_visible_mark_takes_the_level_of_its_pair() -> None:
    shapes = {"“": -0.1, "‘": -3.0}, {"”": -0.1, "’": -3.0}
    opening, closing = (dict(shape) for shape in shapes)
    labels, _ = pair(["“", "“", "”", "”"], [False] * 4, [opening, opening, closing, closing])
    assert labels == ["“", "‘", "’", "”"]
    labels, _ = pair(["“", "”", "“", "”"], [False] * 4, [opening, closing, opening, closing])
    assert labels == ["“", "”", "“", "”"]
