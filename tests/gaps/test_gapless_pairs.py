"""Quotation marks that print gave no room: in pairs, and only on a page that loses its quotation marks."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import Settings, clean
from cleaner.gaps.gapless_pairs import loses_quotes
from cleaner.gaps.pairing import pair
from cleaner.lab.evaluation import gaps as lab
from cleaner.lab.simulation.corruption import LOSSY, Slot
from cleaner.lab.simulation.pages import Page
from cleaner.models.slots import LINE_END, MID_LINE, find_slots
from cleaner.normalizers.gaps import BY_GAP, BY_PARTNER, WITHOUT_GAPS

TERMS = (
    "记者近日在青石镇采访时了解到，今年以来，全镇深入推进 厕所革命 工作，建成 美丽庭院 三百\n"
    "余户，群众的获得感明显增强。小院里种满了花草，墙上挂着 最美庭院 的牌子，来往的客人都要\n"
    "停下来看一看。"
)
SPEECH = "王大爷高兴地说：现在村里的路修好了，我们出门方便多了，日子越过越有盼头。"
QUOTED = "王大爷高兴地说：“现在村里的路修好了，我们出门方便多了，日子越过越有盼头。”"
OPENING = "现在村里的路修好了，我们出门方便多了，日子越过越有盼头。王大爷高兴地说。"
VISIBLE = (
    TERMS.replace(" 厕所革命 ", "“厕所革命”")
    .replace(" 美丽庭院 ", "“美丽庭院”")
    .replace(" 最美庭院 ", "“最美庭院”")
)


def test_speech_behind_a_colon() -> None:
    assert QUOTED in clean(f"{TERMS}\n\n{SPEECH}").text


def test_speech_at_the_edge_of_a_paragraph() -> None:
    quoted = "“现在村里的路修好了，我们出门方便多了，日子越过越有盼头。”王大爷高兴地说。"
    assert quoted in clean(f"{TERMS}\n\n{OPENING}").text


@pytest.mark.parametrize(
    ("terms", "shown", "meant"),
    [
        (TERMS, '现在村里的路修好了"我们出门方便多了。', "现在村里的路修好了，我们出门方便多了。"),
        (VISIBLE, '现在村里的路修好了"我们出门方便多了。', '现在村里的路修好了"我们出门方便多了。'),
        (TERMS, '全镇推进"厕所革命"工作，村民都说好。', "全镇推进“厕所革命”工作，村民都说好。"),
        (TERMS, '他用的是27"的显示器。', '他用的是27"的显示器。'),
    ],
)
def test_a_straight_mark_on_a_page_that_loses_quotation_marks_is_a_comma(
    terms: str, shown: str, meant: str
) -> None:
    page = clean(f"{terms}\n\n{shown}")
    assert page.text.endswith(meant)
    assert page.audit().holds
    assert clean(page.text).text == page.text


def test_the_account_names_what_restores_a_mark() -> None:
    edits = [edit for edit in clean(f"{TERMS}\n\n{SPEECH}").edits if edit.rule == "restore_quotes"]
    assert [edit.after for edit in edits if WITHOUT_GAPS in edit.why] == ["“", "”"]
    assert [edit.after for edit in edits if BY_GAP in edit.why] == ["“", "”"] * 3


def test_a_mark_beside_another_one_is_restored_by_its_partner() -> None:
    edits = clean("他对记者说：这里的水 ，真清”。村里的人都这么说 。").edits
    reasons = {edit.after: edit.why for edit in edits if edit.rule == "restore_quotes"}
    assert reasons["“"].endswith(BY_PARTNER)


def test_a_cleaned_page_stays_as_it_is() -> None:
    page = clean(f"{TERMS}\n\n{SPEECH}\n\n{OPENING}")
    assert page.audit().holds
    assert clean(page.text).text == page.text


@pytest.mark.parametrize(
    "page",
    [
        f"{VISIBLE}\n\n{SPEECH}",  # it keeps its quotation marks
        f"{VISIBLE}\n\n{OPENING}",
        f"{TERMS.replace(' ', '')}\n\n{SPEECH}",  # no mark was lost at a gap
        SPEECH,
        f"{SPEECH}\n\n{OPENING}\n\n{SPEECH}",
    ],
)
def test_a_page_that_does_not_lose_its_quotation_marks_gets_none(page: str) -> None:
    assert clean(page).text.count("“") == page.count("“")


def test_certain_edits_set_none() -> None:
    assert "“" not in clean(f"{TERMS}\n\n{SPEECH}", Settings(certain_only=True)).text


def test_reported_facts_get_none() -> None:
    told = "记者了解到，现在村里的路修好了，村民出门方便多了。数据显示：今年全镇游客增长两成。"
    assert clean(f"{TERMS}\n\n{told}").text.endswith(told)


def test_a_headline_gets_none_without_a_gap() -> None:
    head = "现在村里的路修好了"
    assert clean(f"{head}\n\n{TERMS}\n\n{SPEECH}").text.startswith(f"{head}\n")


LABELS = ("", "“", "”")


@pytest.mark.parametrize(
    ("text", "loses"),
    [
        (f"推进{MID_LINE}厕所革命{MID_LINE}工作", True),
        (f"推进{LINE_END}厕所革命{LINE_END}工作", False),  # line ends
        (f"推进{MID_LINE}厕所革命工作", False),  # one mark may be chance
        (f"推进{MID_LINE}厕所革命{MID_LINE}工作“很”好", True),  # as many lost as visible
        (f"推进{MID_LINE}厕所革命{MID_LINE}工作“很”“好”", False),
        ("推进厕所革命工作", False),
        ("", False),
    ],
)
def test_a_page_loses_its_quotation_marks_where_gaps_show_it(text: str, loses: bool) -> None:
    spans = find_slots(text)
    sure = np.full((len(spans), len(LABELS)), -20.0, dtype=np.float32)
    sure[:, 1] = 0.0  # a quotation mark was lost in every gap
    assert loses_quotes(text, spans, sure, LABELS) is loses


def test_what_the_model_was_not_asked_counts_nothing() -> None:
    text = f"推进{MID_LINE}厕所革命{MID_LINE}工作"
    spans = find_slots(text)
    assert not loses_quotes(text, spans, np.zeros((len(spans), len(LABELS)), dtype=np.float32), LABELS)


@pytest.mark.parametrize(
    ("visible", "expected"),
    [
        (["", "：", "。", ""], ["", "：“", "。”", ""]),
        (["", "", "。", ""], ["", "", "。", ""]),  # between two characters
        (["", "：", "", ""], ["", "：", "", ""]),
    ],
)
def test_both_marks_stand_beside_a_mark_or_at_an_edge(visible: list[str], expected: list[str]) -> None:
    wanted = ["", "“", "”", ""]
    options = [{seen: -3.0, seen + mark: 0.0} for seen, mark in zip(visible, wanted, strict=True)]
    assert pair(visible, [False] * 4, options, gapless=0.0)[0] == expected
    assert pair(visible, [False] * 4, options)[0] == visible


def test_one_mark_alone_is_never_set() -> None:
    options = [{"": 0.0}, {"：": -9.0, "：“": 0.0}, {"。": 0.0}]
    assert pair(["", "：", "。"], [False] * 3, options, gapless=9.0)[0] == ["", "：", "。"]


def test_a_threshold_makes_both_marks_or_neither() -> None:
    for threshold in (0.5, 0.7, 0.9, 0.99):
        text = clean(f"{TERMS}\n\n{SPEECH}", Settings(threshold=threshold)).text
        assert text.count("“") == text.count("”")


def page_of(text: str, clean_text: str) -> Page:
    """A damaged page, with what was printed in each of its slots."""
    labels: dict[int, str] = {}
    content = 0
    for char in clean_text:
        if char in "“”，。：":
            labels[content] = labels.get(content, "") + char
        else:
            content += 1
    slots = []
    for start, end in find_slots(text).tolist():
        before = sum(char not in " “”，。：" for char in text[:start])
        slots.append(Slot(start, end, labels.get(before, ""), -1))
    return Page(text, slots, LOSSY)


def test_pairs_are_counted_by_what_they_left() -> None:
    told = "王大爷高兴地说：“村里的路修好了，出门方便多了。”"
    printed = f"全镇推进“厕所革命”工作，建成“美丽庭院”三百余户，挂着“最美庭院”的牌子。{told}"
    without_marks = told.translate(str.maketrans("", "", "“”"))
    lossy = printed.replace(told, without_marks).replace("“", " ").replace("”", " ")
    outcome = lab.measure([page_of(lossy, printed)])
    gold = [outcome.of(kind).gold for kind in (lab.PAIR, lab.GAPLESS, lab.SPEECH)]
    assert gold == [3, 1, 1]
    assert outcome.of(lab.GAPLESS).right == outcome.of(lab.SPEECH).right == outcome.of(lab.GAPLESS).predicted


def test_pairs_that_follow_each_other_are_two() -> None:
    text = "深入开展“厕所革命”“美丽庭院”建设工作。"
    outcome = lab.measure([page_of(text, text)])
    assert outcome.of(lab.PAIR).right == outcome.of(lab.PAIR).gold == 2
    assert outcome.of(lab.GAPLESS).predicted == outcome.of(lab.SPEECH).predicted == 0
