"""Which marks a gap may have held, by what is visible, what was measured and what the page has elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.gaps.lattice import Lattice, ObservedSlots, likely_options, relabel_cost
from cleaner.gaps.page_evidence import weigh_templates
from cleaner.gaps.pairing import Options
from cleaner.layout.reading import Capacity
from cleaner.layout.role import Role


@pytest.mark.parametrize(
    ("seen", "label", "gap", "possible"),
    [
        ("", "，", True, True),
        ("", "，", False, False),  # nothing shows that a comma was there
        ("", "“", False, True),  # a partner may prove it
        ("。", "。”", False, True),
        ("：", "；", False, True),
        (".", "，", False, True),
        ("，", "", True, False),  # what is visible is not dropped
        ("，", "，。", False, False),
        ("。”", "。", True, False),
        ("“", "‘", False, True),  # the OCR mistakes the shapes of quotation marks
        ('"，', "”，", False, True),
        ("，", "“", False, False),
        ("”", "，", False, True),  # Tesseract reads some commas as quotation marks
        ("”", "，。", False, False),
        ("”", "", False, False),
    ],
)
def test_which_labels_are_possible(seen: str, label: str, gap: bool, possible: bool) -> None:
    assert (relabel_cost(seen, label, gap) is not None) == possible


@pytest.mark.parametrize(
    ("seen", "label", "possible"),
    [("”", "”，", True), ("“", "，“", True), ("”", "”", True), ("。", "。，", True), ("”", "，", True)],
)
def test_a_stop_may_stand_beside_a_mark_where_its_room_was_measured(
    seen: str, label: str, possible: bool
) -> None:
    assert (relabel_cost(seen, label, gap=True, fits_more=True) is not None) == possible


def test_where_room_for_a_mark_was_measured_hardly_ever_none_stood() -> None:
    labels = ("", "，", "”，")
    slots = ObservedSlots(
        [(2, 3)] * 4, [""] * 4, [True] * 4, [None, Capacity(1, 1), Capacity(1, 2), Capacity(2, 2)]
    )
    scores = np.log(np.array([[0.5, 0.3, 0.2]] * 4, dtype=np.float32))
    plain, one, some, two = likely_options(labels, slots, [Role.BODY] * 4, scores)
    assert max(plain, key=plain.__getitem__) == ""
    assert max(one, key=one.__getitem__) == max(some, key=some.__getitem__) == "，"
    assert max(two, key=two.__getitem__) == "”，"
    heads = likely_options(labels, slots, [Role.HEAD] * 4, scores)
    assert all(max(options, key=options.__getitem__) == "" for options in heads)  # there it may be a pause


def test_no_quotation_mark_joins_a_mark_that_has_room_for_itself_alone() -> None:
    labels = ("：", "：“")
    slots = ObservedSlots([(2, 3)] * 2, ["："] * 2, [False] * 2, [None, Capacity(1, 1)])
    scores = np.log(np.array([[0.3, 0.7]] * 2, dtype=np.float32))
    plain, measured = likely_options(labels, slots, [Role.BODY] * 2, scores)
    assert plain["：“"] > plain["："]
    assert measured["："] > measured["：“"]


@pytest.mark.parametrize("seen", [1.0, 1 - 1e-9, 1 + 1e-9])
def test_one_stop_elsewhere_speaks_however_it_is_rounded(seen: float) -> None:
    text = "建厂，对工人 对农民"
    open_slot = {"": -1.0, "，": -1.0, "。": -1.0}
    places = [(0, 0), (2, 3), (6, 7), (10, 10)]
    options: list[Options] = [{"": 0.0}, {"，": 0.0}, open_slot, {"": 0.0}]
    lattice = Lattice(places, ["", "，", "", ""], [False, False, True, False], [None] * 4, options, {})
    shares = [{"": 1.0}, {"，": seen}, {"": 0.4, "，": 0.3, "。": 0.3}, {"": 1.0}]
    assert weigh_templates(text, [lattice], [shares]) == {0}
    assert lattice.options[2]["，"] > lattice.options[2]["。"]
