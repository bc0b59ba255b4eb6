"""Names of the house lexicon and notes in the text: what they protect, no rule changes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.chain import clean
from cleaner.layout.protection import Protection
from cleaner.layout.words import find_words
from cleaner.markup.notes import blank_notes, drop_notes, find_apart
from cleaner.normalizers import RULES, normalize_marks
from cleaner.page import Page
from cleaner.settings import Settings

OFF, ON = "<!-- cleaner: off -->", "<!-- cleaner: on -->"
PROTECTED = f"{OFF}\n問題 , 党内(一)\n{ON}"
RAW = (Path(__file__).parents[2] / "fixtures/pages/blocks/invented-002.txt").read_text(encoding="utf-8")
HEADLINE, BYLINE = "全州第三轮巡察整改情况通报", "本报记者段敏勇"
ARTICLE = next(article for article in clean(RAW).articles if article.title == HEADLINE)
LINE = "近日,青石镇 三座小型水库建成"


def fields_of(page: Page) -> list[str]:
    """All that the articles of a page say, and its furniture."""
    found = [*page.furniture]
    for article in page.articles:
        found += article.title, article.kicker, *article.subtitles, article.byline, article.signoff
        found += (paragraph.text for paragraph in article.paragraphs)
    return found


def test_what_is_between_notes_stays() -> None:
    page = clean(f"问题,党内\n\n{PROTECTED}\n\n问题,党内")
    assert page.text == f"问题，党内\n\n{PROTECTED}\n\n问题，党内"
    assert page.audit().holds


def test_without_an_end_the_rest_is_protected() -> None:
    text = f"{OFF}\n问题,党内\n\n问题,党内"
    assert clean(text).text == text


def test_a_note_alone_protects_itself() -> None:
    assert clean(f"{ON}\n\n问题,党内").text == f"{ON}\n\n问题，党内"


@pytest.mark.parametrize("comment", ["cleaner: offline", "Cleaner: One", "cleaner off", "the cleaner: off"])
def test_another_comment_is_no_note(comment: str) -> None:
    assert clean(f"<!-- {comment} -->\n问题,党内").text.strip() == "问题，党内"


@pytest.mark.parametrize(
    "noted",
    [
        f"{OFF}\n{HEADLINE}\n{ON}",
        f"{OFF}\n\n{HEADLINE}\n\n{ON}",
        f"{OFF}{HEADLINE}{ON}",
        f"{OFF}\n{HEADLINE}\n\n{BYLINE}\n{ON}",
        f"{ON}\n{HEADLINE}",
        f"{HEADLINE}\n{ON} {ON}",
        f"<!--cleaner:OFF-->\n{HEADLINE}\n<!--  Cleaner:\tOn -->",
        f"<!-- cleaner : off -->\n{HEADLINE}\n<!-- cleaner： on -->",
    ],
)
def test_a_headline_between_notes_is_a_headline(noted: str) -> None:
    page = clean(RAW.replace(f"{HEADLINE}\n\n{BYLINE}" if BYLINE in noted else HEADLINE, noted))
    assert noted in page.text
    assert clean(page.text).text == page.text
    assert [article for article in page.articles if article.title == HEADLINE] == [ARTICLE]
    assert not any("<!--" in each for each in fields_of(page))
    assert "<!--" not in page.to_jsonl() + page.to_markdown()


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_line_between_notes_over_a_headline_is_none_of_its_words(gap: str) -> None:
    noted = f"{OFF}\n{LINE}\n{ON}{gap}{HEADLINE}"
    page = clean(RAW.replace(HEADLINE, noted))
    assert noted in page.text
    assert clean(page.text).text == page.text
    article = next(article for article in page.articles if article.title == HEADLINE)
    assert (article.byline, article.paragraphs) == (ARTICLE.byline, ARTICLE.paragraphs)
    assert LINE in fields_of(page)
    assert not any("<!--" in each for each in fields_of(page))


def test_notes_inside_a_line_are_no_words_of_its_paragraph() -> None:
    page = clean(f"近日,青石镇{OFF}三座,水库{ON}建成,昨日蓄水。")
    assert page.text == f"近日，青石镇{OFF}三座,水库{ON}建成，昨日蓄水。"
    assert fields_of(page)[-1] == "近日，青石镇三座,水库建成，昨日蓄水。"


def test_a_page_of_notes_alone_has_no_article() -> None:
    page = clean(f"{OFF}\n\n{ON} {ON}\n")
    assert (page.articles, page.furniture, page.audit().holds) == ((), (), True)


def test_many_notes_make_no_listing() -> None:
    notes = "\n".join([OFF, "问题 , 党内", ON] * 4)
    assert clean(f"{notes}\n\n问题,党内").text == f"{notes}\n\n问题，党内"


def test_program_code_between_notes_is_no_headline() -> None:
    code = "```python\n青石镇新建水库 = 3\n```"
    page = clean(f"{OFF}\n{code}\n{ON}\n\n近日，青石镇三座小型水库建成蓄水。")
    assert not any(article.title for article in page.articles)


def test_a_line_break_beside_a_note_stays_and_one_inside_a_paragraph_does_not() -> None:
    protection = Protection.of(f"甲\n{ON}\n乙\n丙{OFF}丁{ON}\n戊", frozenset())
    breaks = [(at, at + 1) for at, char in enumerate(protection.text) if char == "\n"]
    apart, under, wrapped, inline = breaks
    assert not protection.allows(*apart, "")
    assert not protection.allows(*under, "")
    assert protection.allows(*apart, "\n\n")
    assert protection.allows(*wrapped, "")
    assert protection.allows(*inline, "")


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


pieces = st.sampled_from(
    [
        OFF,
        ON,
        f"\n{OFF}\n",
        f"\n{ON}\n",
        "问题,",
        LINE,
        HEADLINE,
        "（记者施雅琴）",
        "水库昨日蓄水。",
        " ",
        "\n",
        "\n\n",
    ]
)


@given(st.lists(pieces, max_size=12).map("".join))
@example(f"{ON}\n{HEADLINE}\n{LINE}")
@settings(max_examples=60)
def test_notes_stand_where_they_stood_and_in_no_article(text: str) -> None:
    page = clean(text)
    assert page.text.count("<!--") == text.count("<!--")
    alone = [text[start:end] for start, end in find_apart(text)]
    assert [page.text[start:end] for start, end in find_apart(page.text)] == alone
    assert not any("<!--" in each for each in fields_of(page))
    assert all(paragraph.text for article in page.articles for paragraph in article.paragraphs)


@given(st.lists(pieces, max_size=12).map("".join))
def test_blank_notes_leave_places_as_they_are(text: str) -> None:
    blank = blank_notes(text)
    assert len(blank) == len(text)
    assert all(one in (other, " ") for one, other in zip(blank, text, strict=True))
    assert "".join(drop_notes(blank).split()) == "".join(drop_notes(text).split())
    assert find_apart(blank) == []


@given(st.text(st.sampled_from('甲,乙(丙)" \n'), max_size=20))
def test_no_rule_touches_a_name(text: str) -> None:
    house = Settings(names=frozenset({"甲,乙"}))
    for rule in RULES.values():
        assert rule(text, house).count("甲,乙") >= text.count("甲,乙")
