"""Names of the house lexicon and notes in the text: what they protect, no rule changes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.chain import clean
from cleaner.layout.protection import Protection
from cleaner.layout.words import find_words
from cleaner.normalizers import RULES, normalize_marks
from cleaner.settings import Settings

OFF, ON = "<!-- cleaner: off -->", "<!-- cleaner: on -->"
PROTECTED = f"{OFF}\n問題 , 党内(一)\n{ON}"


def test_what_is_between_notes_stays() -> None:
    page = clean(f"问题,党内\n\n{PROTECTED}\n\n问题,党内")
    assert page.text == f"问题，党内\n\n{PROTECTED}\n\n问题，党内"
    assert page.audit().holds


def test_without_an_end_the_rest_is_protected() -> None:
    text = f"{OFF}\n问题,党内\n\n问题,党内"
    assert clean(text).text == text


def test_a_note_alone_protects_itself() -> None:
    assert clean(f"{ON}\n\n问题,党内").text == f"{ON}\n\n问题，党内"


def test_another_comment_is_no_note() -> None:
    assert "cleaner: offline" not in clean("<!-- cleaner: offline -->\n问题,党内").text


def test_line_breaks_between_notes_are_normalized() -> None:
    assert clean(PROTECTED.replace("\n", "\r\n")).text == PROTECTED


def test_a_name_stays_wherever_it_stands() -> None:
    house = Settings(names=frozenset({"甲,乙公司", "於潜"}))
    assert clean("於潜,甲,乙公司,丙,丁公司", house).text == "於潜，甲,乙公司，丙，丁公司"
    assert normalize_marks("甲,乙公司,甲", house) == "甲,乙公司，甲"


def test_edits_beside_a_protected_place_are_made() -> None:
    protection = Protection.of("甲乙丙", frozenset({"乙"}))
    for start, end, replacement, allowed in (
        (0, 1, "", True),
        (1, 1, "“", True),
        (2, 2, "”", True),
        (1, 2, "", False),
        (0, 3, "", False),
    ):
        assert protection.allows(start, end, replacement) is allowed


def test_a_paragraph_moves_with_its_names_and_not_with_its_notes() -> None:
    text = f"甲于潜乙丙{OFF}丁{ON}戊"
    protection = Protection.of(text, frozenset({"于潜"}))
    assert protection.allows(0, 4, "甲于潜乙", target=5)
    assert not protection.allows(0, 2, "甲于", target=5)
    assert not protection.allows(3, 4, "乙", target=2)
    assert not protection.allows(4, 7, "", target=0)
    assert not protection.allows(0, 1, "甲", target=8)


def test_quotation_marks_stay_in_pairs_round_names() -> None:
    house = Settings(names=frozenset({"一带一路发展"}))
    text = clean("抢抓 一带一路发展机遇 。要抢抓 机遇 ，要简化证明", house).text
    assert text.count("“") == text.count("”")


words = st.frozensets(st.text("甲乙丙", min_size=1, max_size=3), max_size=5)


@given(st.text("甲乙丙丁", max_size=12), words)
def test_words_are_found_from_left_to_right(text: str, wanted: frozenset[str]) -> None:
    found = list(find_words(text, wanted))
    assert all(text[start:end] in wanted for start, end in found)
    covered = {i for start, end in found for i in range(start, end)}
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    for start in range(len(text)):
        for word in wanted:
            if text.startswith(word, start):
                assert not covered.isdisjoint(range(start, start + len(word)))


@given(
    st.lists(
        st.sampled_from([OFF, ON, "问题,", "甲,乙", " ", "\n\n", '"', "(", ")", "双减", "將"]), max_size=12
    ).map("".join)
)
@example(f'"{OFF}"双减{ON}甲,乙')
@settings(max_examples=60)
def test_what_is_protected_is_in_the_clean_text_and_clean_again_is_clean(text: str) -> None:
    house = Settings(terms=frozenset({"双减"}), names=frozenset({"甲,乙"}))
    page = clean(text, house)
    assert page.audit().holds
    assert clean(page.text, house).text == page.text
    for start, end in Protection.of(text, frozenset()).regions:
        assert text[start:end] in page.text


@given(st.text(st.sampled_from('甲,乙(丙)" \n'), max_size=20))
def test_no_rule_touches_a_name(text: str) -> None:
    house = Settings(names=frozenset({"甲,乙"}))
    for rule in RULES.values():
        assert rule(text, house).count("甲,乙") >= text.count("甲,乙")
