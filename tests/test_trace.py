"""The trace: nothing is lost, everything leads back, and the audit notices when it does not."""

from __future__ import annotations

import json
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import AuditError
from cleaner.trace import (
    Change,
    Edit,
    Effect,
    Tier,
    TracedText,
    audit,
    bind,
    check_places,
    incomplete,
    inverse,
    replay,
)

ALPHABET = st.sampled_from([*"甲乙丙丁，。“” \n", "\ud800", "\U0001f600"])
TEXT = st.lists(ALPHABET, max_size=30).map("".join)
EFFECTS = {
    "any": Effect.MARKS,
    "space": Effect.SPACE,
    "order": Effect.ORDER,
    "characters": Effect.CHARACTERS,
    "removal": Effect.REMOVAL,
}


@st.composite
def traced_texts(draw: st.DrawFn) -> TracedText:
    """A text after several steps of edits of every kind, some of which are in each other's way."""
    traced = TracedText.of(draw(TEXT))
    for _ in range(draw(st.integers(0, 3))):
        edits = []
        for _ in range(draw(st.integers(0, 6))):
            start, end = sorted(draw(st.tuples(*[st.integers(0, len(traced.text))] * 2)))
            span = traced.text[start:end]
            if span.strip() and draw(st.booleans()):
                target = draw(st.integers(0, len(traced.text)))
                moved = draw(st.sampled_from(["", "\n", "\n\n"])) + span.strip()
                edits.append(Edit(start, end, moved, target=target, rule="order"))
            else:
                edits.append(Edit(start, end, draw(TEXT), rule="any"))
        traced = traced.apply(edits)
    return traced


@given(TEXT, st.data())
def test_edits_that_stand_apart_are_made_as_if_each_was_weighed(text: str, data: st.DataObject) -> None:
    places = st.tuples(*[st.integers(0, len(text))] * 2).map(sorted)
    spans = data.draw(st.lists(places, max_size=6))
    edits = [Edit(start, end, data.draw(TEXT), rule="any") for start, end in spans]
    made = TracedText.of(text).apply(edits)
    with patch("cleaner.trace.text._stand_apart", return_value=False):
        weighed = TracedText.of(text).apply(edits)
    assert weighed == made
    assert weighed.origin.tolist() == made.origin.tolist()


@given(traced_texts())
def test_edits_replay_and_are_taken_back(traced: TracedText) -> None:
    assert replay(traced.raw, traced.changes) == traced.text
    assert inverse(traced.text, traced.changes) == traced.raw


@given(traced_texts())
def test_records_survive_json(traced: TracedText) -> None:
    records = json.loads(json.dumps([change.as_dict() for change in traced.changes]))
    assert replay(traced.raw, [Change.from_dict(record) for record in records]) == traced.text


@given(traced_texts())
def test_offsets_are_in_bounds_and_lead_back(traced: TracedText) -> None:
    assert len(traced.origin) == len(traced.text)
    for at in range(len(traced.text) + 1):
        assert 0 <= traced.to_raw(at) <= len(traced.raw)
    for at in range(len(traced.raw) + 1):
        assert 0 <= traced.to_clean(at) <= len(traced.text)
    for at, origin in enumerate(traced.origin.tolist()):
        if origin >= 0:
            assert (traced.to_raw(at), traced.to_clean(origin)) == (origin, at)


@given(traced_texts())
def test_no_raw_character_stands_twice(traced: TracedText) -> None:
    known = traced.origin[traced.origin >= 0]
    assert len(np.unique(known)) == len(known)


@given(TEXT)
def test_a_text_without_edits_is_its_own_origin(text: str) -> None:
    traced = TracedText.of(text)
    assert traced.apply([]) is traced
    assert traced.apply([Edit(0, len(text), text)]).changes == ()


def test_the_earlier_of_two_overlapping_edits_is_made() -> None:
    traced = TracedText.of("甲乙丙丁").apply([Edit(1, 3, "子"), Edit(2, 4, "丑"), Edit(3, 3, "，")])
    assert traced.text == "甲子，丁"


def test_insertions_at_the_edges_of_a_replacement_are_made() -> None:
    traced = TracedText.of("甲 乙").apply([Edit(1, 2, "，"), Edit(1, 1, "”"), Edit(2, 2, "“")])
    assert traced.text == "甲”，“乙"


def test_insertion_inside_a_replacement_is_not_made() -> None:
    assert TracedText.of("甲乙丙").apply([Edit(0, 3, "丁"), Edit(1, 1, "，")]).text == "丁"


def pair(start: int, end: int) -> list[Edit]:
    return bind([Edit(start, start, "“", rule="any"), Edit(end, end, "”", rule="any")], "test")


def test_edits_of_a_bond_are_made_together() -> None:
    traced = TracedText.of("甲乙丙").apply(pair(0, 2))
    assert traced.text == "“甲乙”丙"
    assert audit(traced, EFFECTS).holds


@pytest.mark.parametrize("missing", [0, 1])
def test_one_edit_of_a_bond_alone_is_not_made(missing: int) -> None:
    edits = pair(0, 2)
    del edits[missing]
    assert TracedText.of("甲乙丙").apply([*edits, Edit(3, 3, "。", rule="any")]).text == "甲乙丙。"


def test_one_edit_of_a_bond_that_is_in_the_way_of_another_stops_all() -> None:
    longer = Edit(1, 3, "丁", rule="any")
    assert TracedText.of("甲乙丙").apply([longer, *pair(0, 2)]).text == "甲丁"


def test_a_bond_that_is_not_made_is_in_nobodys_way() -> None:
    longer = Edit(1, 3, "丁", rule="any")
    marks = bind([Edit(0, 1, "，", rule="any"), Edit(2, 3, "。", rule="any")], "test")
    later = Edit(0, 1, "己", rule="any")
    assert TracedText.of("甲乙丙戊").apply([longer, *marks, later]).text == "己丁戊"


@given(traced_texts(), st.data())
def test_of_each_bond_all_edits_are_made_or_none(traced: TracedText, data: st.DataObject) -> None:
    size = len(traced.text)
    edits: list[Edit] = []
    for _ in range(data.draw(st.integers(0, 4))):
        places = data.draw(st.lists(st.tuples(st.integers(0, size), st.integers(0, size)), max_size=3))
        group = [Edit(min(place), max(place), data.draw(TEXT), rule="any") for place in places]
        edits += bind(group, f"test {len(edits)}")
    edits = data.draw(st.permutations(edits))
    after = traced.apply(edits)
    assert incomplete(change.edit for change in after.changes) == set()
    assert not any("all or none" in breach for breach in audit(after, EFFECTS).breaches)


def test_half_a_bond_is_noticed() -> None:
    traced = TracedText.of("甲乙丙").apply(pair(0, 2))
    half = replace(traced, changes=traced.changes[:1])
    assert "of the 2 edits of test at 0 1 were made, not all or none" in breaches(half)


def test_a_move_carries_its_origins() -> None:
    traced = TracedText.of("甲乙\n\n丙丁").apply([Edit(2, 6, "\n丙丁", target=0, rule="order")])
    assert traced.text == "\n丙丁甲乙"
    assert traced.origin.tolist() == [-1, 4, 5, 0, 1]


def test_a_move_into_itself_is_refused() -> None:
    assert TracedText.of("甲乙丙").apply([Edit(0, 2, "甲乙", target=1)]).changes == ()


def test_a_move_in_place_changes_white_space() -> None:
    raw = TracedText.of("甲\n乙\n丙")
    traced = raw.apply([Edit(1, 3, "\n\n乙", target=1, rule="order"), Edit(3, 5, "\n丙", target=1)])
    assert traced.text == "甲\n\n乙\n丙"
    assert traced.origin.tolist() == [0, -1, -1, 2, -1, 4]
    assert replay(traced.raw, traced.changes) == traced.text
    assert inverse(traced.text, traced.changes) == traced.raw
    assert raw.apply([Edit(1, 3, "\n乙", target=1, rule="order")]).changes == (), "nothing changes"


def test_an_edit_outside_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside"):
        TracedText.of("甲").apply([Edit(0, 2, "")])


def test_replay_refuses_another_text() -> None:
    traced = TracedText.of("甲乙").apply([Edit(0, 1, "丙", rule="any")])
    with pytest.raises(ValueError, match="is not at"):
        replay("丁乙", traced.changes)
    with pytest.raises(ValueError, match="is not at"):
        inverse("丁乙", traced.changes)


def honest() -> TracedText:
    return TracedText.of("甲 乙，丙").apply([Edit(1, 2, "", rule="space")])


def breaches(traced: TracedText) -> str:
    return " / ".join(audit(traced, EFFECTS).breaches)


def test_an_honest_trace_passes() -> None:
    found = audit(honest(), EFFECTS)
    assert found.holds
    assert (found.raw, found.clean, found.kept, found.replaced, found.dropped, found.set) == (
        4,
        4,
        4,
        0,
        0,
        0,
    )


def test_figures_of_the_account() -> None:
    traced = TracedText.of("甲 乙,丙□").apply(
        [Edit(1, 2, "，", rule="any"), Edit(3, 4, "，", rule="any"), Edit(5, 6, "", rule="removal")]
    )
    found = audit(traced, EFFECTS)
    assert found.holds
    assert (found.raw, found.clean, found.kept, found.replaced, found.dropped, found.set) == (
        5,
        5,
        3,
        1,
        1,
        2,
    )


def test_a_lost_character_is_noticed() -> None:
    traced = honest()
    forged = replace(traced, text=traced.text[:-1], origin=traced.origin[:-1])
    assert "lost without an edit" in breaches(forged)


def test_a_changed_character_is_noticed() -> None:
    assert "do not give the clean text" in breaches(replace(honest(), text="甲丁，丙"))


def test_a_doubled_character_is_noticed() -> None:
    forged = replace(TracedText.of("甲乙"), text="甲甲乙", origin=np.array([0, 0, 1]))
    assert "twice" in breaches(forged)


def test_an_unknown_rule_is_noticed() -> None:
    assert "no known rule" in breaches(TracedText.of("甲 乙").apply([Edit(1, 2, "", rule="nobody")]))


@pytest.mark.parametrize(
    ("rule", "edit"),
    [
        ("space", Edit(0, 1, "")),
        ("any", Edit(0, 1, "丁")),
        ("characters", Edit(0, 1, "丁戊")),
        ("removal", Edit(0, 1, "丁")),
        ("order", Edit(0, 1, "")),
        ("space", Edit(0, 1, "甲", target=3)),
    ],
)
def test_a_rule_that_oversteps_is_noticed(rule: str, edit: Edit) -> None:
    assert "may touch" in breaches(TracedText.of("甲乙 丙").apply([replace(edit, rule=rule)]))


def test_text_in_no_article_is_noticed() -> None:
    with pytest.raises(AuditError, match="stands in no article"):
        check_places("甲乙，丙", [(0, 2)])


def test_text_in_two_articles_is_noticed() -> None:
    with pytest.raises(AuditError, match="two places"):
        check_places("甲乙，丙", [(0, 3), (2, 4)])


@pytest.mark.parametrize("placed", [[(0, 4)], [(2, 4), (0, 2)], [(0, 1), (1, 1), (1, 4)]])
def test_text_that_stands_in_one_article_is_in_its_place(placed: list[tuple[int, int]]) -> None:
    check_places("甲乙，丙", placed)


def test_tiers_are_kept_in_the_record() -> None:
    traced = TracedText.of("甲 乙").apply([Edit(1, 2, "，", "why", 0.5, rule="any", tier=Tier.INFERRED)])
    change = traced.changes[0]
    assert (change.tier, change.confidence, change.why, change.raw) == (Tier.INFERRED, 0.5, "why", (1, 2))


@pytest.mark.parametrize(
    ("rule", "edit"),
    [
        ("any", Edit(0, 1, "、")),  # another mark
        ("any", Edit(0, 1, "“")),
        ("any", Edit(1, 1, "，")),
        ("any", Edit(0, 1, "``")),
        ("any", Edit(2, 3, "，")),
        ("space", Edit(1, 1, "\n")),
        ("characters", Edit(0, 1, "丁")),  # an ideograph for a mark
        ("order", Edit(0, 1, "`", target=4)),
    ],
)
def test_a_certain_edit_that_adds_something_is_noticed(rule: str, edit: Edit) -> None:
    raw = TracedText.of("`甲 ,乙")
    assert "adds something" in breaches(raw.apply([replace(edit, rule=rule, tier=Tier.CERTAIN)]))
    assert "adds something" not in breaches(raw.apply([replace(edit, rule=rule, tier=Tier.INFERRED)]))


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("any", ",", "，"),
        ("any", '"', "“"),
        ("any", "'", "’"),
        ("any", "“", "「"),
        ("any", ".", "。"),
        ("any", "...", "……"),
        ("any", "。。。", "……"),
        ("any", "--", "——"),
        ("any", "•", "·"),
        ("any", "﹑", "、"),
        ("any", "(", "（"),
        ("any", "︰", "："),
        ("characters", "將", "将"),
        ("characters", "５", "5"),
        ("characters", "⼤", "大"),
        ("space", "\r\n", "\n"),
        ("space", "  ", " "),
        ("removal", "□", ""),
    ],
)
def test_a_certain_edit_may_change_width_and_shape(rule: str, before: str, after: str) -> None:
    edit = Edit(1, 1 + len(before), after, rule=rule, tier=Tier.CERTAIN)
    assert breaches(TracedText.of(f"甲{before}乙").apply([edit])) == ""


def test_traces_are_compared_by_what_was_done() -> None:
    assert honest() == honest()
    assert hash(honest()) == hash(honest())
    assert honest() != TracedText.of("甲 乙，丙")
    assert len(repr(TracedText.of("甲" * 10000))) < 100
