"""What cleaner promises whatever its models say: held to with random weights in place of the shipped ones."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Page, Settings, Tier, clean
from cleaner.decisions import Decision, Letters, Verdict
from cleaner.gaps.decoding import slots_of
from cleaner.gaps.pairing import partners
from cleaner.layout.state import PageState
from cleaner.models import Models
from cleaner.normalizers import RULES
from cleaner.trace import inverse, replay
from tests.tools.random_models import random_models

PAGES = sorted(Path(__file__).parent.parent.glob("fixtures/pages/*/*.txt"))
QUOTES, STOPS = "“”‘’", "，。、；：？！·"
SEEDS = range(8)
THRESHOLDS = [0.0, 0.3, 0.6, 0.9]


@st.composite
def excerpts(draw: st.DrawFn) -> str:
    """Some paragraphs of a page, with marks lost, doubled and taken for others."""
    path = draw(st.sampled_from(PAGES))
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    first = draw(st.integers(0, max(0, len(blocks) - 4)))
    text = "\n\n".join(blocks[first : first + draw(st.integers(1, 4))])[:600]
    rng = random.Random(draw(st.integers(0, 999)))
    damage = ["", " ", "`", '"', "“", "”", "‘", "’", ".", "，"]
    chars = [rng.choice(damage) if char in QUOTES + STOPS and rng.random() < 0.4 else char for char in text]
    return "".join(chars)


def text_without_quotes(path: Path) -> str:
    """The first half of a page or so, as if an engine had lost all quotation marks."""
    return "".join(char for char in path.read_text("utf-8")[:2500] if char not in "“”‘’\"'`「」『』＂＇")


def is_held(page: Page) -> bool:
    """Whether articles and furniture hold text, if there is any: they hold all of it, or cannot be read."""
    return bool(page.articles or page.furniture) == bool(page.text.strip())


def check(text: str, options: Settings, models: Models) -> Page:
    page = clean(text, options, models)
    assert page.audit().breaches == ()
    assert is_held(page)
    assert replay(page.raw, page.edits) == page.text
    assert inverse(page.text, page.edits) == text
    assert clean(page.text, options, models).text == page.text
    return page


def assert_pairs(text: str) -> None:
    """In a text that had no quotation marks all are paired, the inner ones within the outer ones."""
    for paragraph in text.split("\n\n"):
        opened: list[str] = []
        for mark in (char for char in paragraph if char in QUOTES):
            if mark in "“‘":
                assert len(opened) == "“‘".index(mark)
                opened.append(mark)
            else:
                assert opened.pop() + mark in ("“”", "‘’")
        assert not opened


@settings(max_examples=30)
@given(excerpts(), st.integers(0, 999), st.sampled_from(THRESHOLDS))
def test_the_contract_holds_under_any_weights(text: str, seed: int, threshold: float) -> None:
    check(text, Settings(threshold=threshold), random_models(seed))


@settings(max_examples=20)
@given(excerpts(), st.integers(0, 999))
def test_certain_edits_add_nothing(text: str, seed: int) -> None:
    page = check(text, Settings(certain_only=True), random_models(seed))
    assert all(edit.tier is Tier.CERTAIN for edit in page.edits)
    for mark in "、，；？！《》":
        wide = {"，": ",", "；": ";", "？": "?", "！": "!"}.get(mark, mark)
        assert page.text.count(mark) <= text.count(mark) + text.count(wide)
    for shapes in ('“”"', "‘’'"):
        counts = Counter(text)
        assert sum(page.text.count(mark) for mark in shapes) <= sum(counts[mark] for mark in shapes)


@pytest.mark.parametrize("seed", SEEDS)
def test_restored_quotation_marks_come_in_pairs(seed: int) -> None:
    text = text_without_quotes(PAGES[seed % len(PAGES)])
    threshold = THRESHOLDS[1 + seed % 2]  # it makes both or neither
    assert_pairs(check(text, Settings(threshold=threshold), random_models(seed)).text)


RULE_NAMES = sorted(RULES)
SINGLE = st.dictionaries(st.sampled_from(RULE_NAMES), st.floats(0, 1), max_size=5)
GAPS = st.fixed_dictionaries(
    {}, optional={"restore_stops": st.floats(0, 1), "restore_quotes": st.floats(0, 1)}
)
IGNORED = st.one_of(
    st.lists(st.sampled_from(RULE_NAMES), max_size=3),
    st.sampled_from([["restore_stops"], ["restore_quotes"], ["rejoin_lines"]]),
)


@settings(max_examples=25)
@given(
    st.sampled_from(PAGES),
    st.integers(0, 2000),
    st.integers(0, 11),
    SINGLE,
    GAPS,
    IGNORED,
    st.integers(0, 9**9),
)
def test_no_setting_and_no_decision_parts_a_pair(
    path: Path,
    start: int,
    seed: int,
    thresholds: dict[str, float],
    of_gaps: dict[str, float],
    ignored: list[str],
    choice: int,
) -> None:
    text = text_without_quotes(path)[start:][:500]
    options = Settings(thresholds=thresholds | of_gaps, ignore=ignored, terms=[text[40:43].strip() or "双减"])
    models = random_models(seed)
    first = check(text, options, models)
    assert_pairs(first.text)
    rng = random.Random(choice)
    decisions = tuple(
        Decision(rng.choice([*Verdict]), edit.rule, edit.before, edit.after, *letters.quote(place), place)
        for letters in [Letters(text)]
        for edit in (*first.edits, *first.withheld)
        for place in [letters.place(edit.raw[0])]
        if rng.random() < 0.4
    )
    assert_pairs(check(text, replace(options, decisions=decisions), models).text)


@settings(max_examples=60)
@given(excerpts(), st.integers(0, 999))
def test_no_mark_is_set_without_evidence(text: str, seed: int) -> None:
    state = PageState(text, models=random_models(seed))
    slots = slots_of(state)
    gaps = [slot.is_gap for slot in slots]
    quoting = [bool(set(slot.visible) & set("“”‘’\"'")) for slot in slots]
    proved = [gap or quotes for gap, quotes in zip(gaps, quoting, strict=True)]
    edges = {edge for block in state.blocks for edge in (block.start, block.end)}
    gapless_here = [bool(slot.visible) or slot.start in edges or slot.end in edges for slot in slots]
    for slot, gap in zip(slots, proved, strict=True):
        added = Counter(slot.label) - Counter(slot.visible)
        if any(mark in STOPS for mark in added):
            assert gap or slot.visible, "a stop stands at a gap or in place of a visible mark"
    for opening, closing in partners([slot.label for slot in slots]):
        ends = [(slots[opening], "“‘"), (slots[closing], "”’")]
        seen = any(mark in slot.visible and mark in slot.label for slot, marks in ends for mark in marks)
        seen |= any(slot.always_quoted for slot, _ in ends)
        assert seen or proved[opening] or proved[closing] or (gapless_here[opening] and gapless_here[closing])


@settings(max_examples=40)
@given(st.sampled_from(PAGES), st.integers(0, 999))
def test_between_two_characters_no_pair_is_set_without_a_gap(path: Path, seed: int) -> None:
    """On pages that lost all quotation marks, so that no partner is visible."""
    text = text_without_quotes(path)[:900]
    state = PageState(text, models=random_models(seed))
    edges = {edge for block in state.blocks for edge in (block.start, block.end)}
    slots = slots_of(state)
    bare = [slot.start == slot.end and slot.start not in edges for slot in slots]
    for opening, closing in partners([slot.label for slot in slots]):
        assert not bare[opening]
        assert not bare[closing]


@settings(max_examples=20)
@given(
    st.sampled_from(sorted(Path(__file__).parent.parent.glob("fixtures/clean/*.txt"))), st.integers(0, 999)
)
def test_text_that_was_never_wrapped_gets_no_quotation_mark(path: Path, seed: int) -> None:
    """Whatever speech it reports: without the gaps of lost marks no page is seen to lose them."""
    text = "".join(char for char in path.read_text("utf-8")[:1500] if char not in QUOTES)
    assert not [
        slot
        for slot in slots_of(PageState(text, models=random_models(seed)))
        if set(slot.label) & set(QUOTES)
    ]
