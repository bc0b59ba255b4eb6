"""What tells a pair of quotation marks in a headline from pauses."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.confidences import Evidence, least_confidence
from cleaner.gaps.headline_pairs import RULE, Words, evidence_of
from cleaner.gaps.slots import Slot
from cleaner.models import shipped_models

BODY = "全镇推进“厕所革命”，村民说美丽庭院让人舒心。"


def headline(text: str) -> list[Slot]:
    """The slots of a headline in which a pair stands where `{` and `}` do; its text is without them."""
    opening, closing = text.index("{"), text.index("}") - 1
    spaced = [opening, closing]
    marks = zip(spaced, "“”", strict=True)
    return [
        Slot(at, at + 1, "", mark, 0.9, line_end=False, quotation=(0, 0), head=True) for at, mark in marks
    ]


@pytest.mark.parametrize(
    ("title", "evidence"),
    [
        ("青石镇{ 厕所革命} 见成效", [Evidence.QUOTED_ELSEWHERE]),
        ("青石镇{ 美丽庭院} 见成效", []),
        ("青石镇{ 双十一} 见成效", []),
        ("青石镇{ 双十一} （声音）", [Evidence.BEFORE_BRACKET]),
        ("青石镇{ 一渠清水润高原} 见成效", []),
        ("水清岸绿 青石镇{ 双十一} 见成效", [Evidence.OTHER_GAPS]),
        ("青石镇{ 双十一} 见成效 水清岸绿", [Evidence.OTHER_GAPS]),
        ("青石镇{ 双十一} 见成效 （声音）", []),  # white space before a bracket parts no phrases
        ("让{ 双十一} 见成效", [Evidence.NO_PAUSE]),
        ("青石镇推动{ 双十一} 的服务", [Evidence.NO_PAUSE]),
        ("青石镇推动{ 双十一} 服务", []),
        ("青石镇见成效（看{ 双十一} ）", [Evidence.IN_BRACKETS]),
        ("青石镇见成效（{ 双十一} ，我们这样走过）", [Evidence.IN_BRACKETS]),
        ("青石镇{ 见成效（双十一} ）", []),  # a bracket parts it
        ("保{ 双十一} 服务", [Evidence.NO_PAUSE]),  # no phrase of one character
    ],
)
def test_what_is_known_of_a_quotation_in_a_headline(title: str, evidence: list[Evidence]) -> None:
    text = f"{title.replace('{', '').replace('}', '')}\n\n{BODY}"
    slots = headline(title)
    assert evidence_of(text, slots, Words.of(text, slots)) == evidence


def test_the_gaps_of_another_quotation_are_no_pauses() -> None:
    title = "让{ 沉睡的果园} 变成 致富的田园"
    text = title.replace("{", "").replace("}", "")
    at = text.rindex(" ")
    another = [
        Slot(at, at + 1, "", "“", 0.9, line_end=False, quotation=(0, 1), head=True),
        Slot(len(text), len(text), "", "”", 0.9, line_end=False, quotation=(0, 1), head=True),
    ]
    slots = headline(title)
    words = Words.of(text, slots)
    assert evidence_of(text, slots, words, another) == [Evidence.NO_PAUSE, Evidence.ANOTHER_PAIR]
    assert evidence_of(text, slots, words) == [Evidence.OTHER_GAPS, Evidence.NO_PAUSE]


@pytest.mark.parametrize(
    ("title", "restored"),
    [
        ("老街添新绿(大河行 我们的绿色生活②)", "（大河行·我们的绿色生活②）"),
        ("老街添新绿(走进新农村 记者手记)", "（走进新农村 记者手记）"),
        ("老街添新绿(齐心协力 共建家园)", "（齐心协力 共建家园）"),
    ],
)
def test_in_the_name_of_a_series_a_gap_is_a_middle_dot_where_the_words_say_so(
    title: str, restored: str
) -> None:
    body = "本报讯 记者日前从有关部门获悉，全县各地抓紧推进各项工作，群众满意度不断提高。"
    assert restored in clean(f"{title}\n\n本报记者 罗芳\n\n{body}").text


def test_marks_that_are_restored_in_running_text_count_and_those_of_headlines_do_not() -> None:
    text = "青石镇 双十一 见成效\n\n村里的 双十一 很热闹。"
    at = text.index(" ", 12)
    body = [
        Slot(at, at + 1, "", "“", 0.9, line_end=False),
        Slot(at + 4, at + 5, "", "”", 0.9, line_end=False),
    ]
    slots = headline("青石镇{ 双十一} 见成效")
    assert Words.of(text, [*slots, *body]).quotes("双十一")
    assert not Words.of(text, slots).quotes("双十一")


def test_what_speaks_for_a_pair_makes_it_surer_and_what_speaks_against_it_less_sure() -> None:
    constants = shipped_models().gaps.constants
    known = {kind: constants.probability(RULE, 0.99, [kind]) for kind in Evidence}
    bare = constants.probability(RULE, 0.99)
    assert known[Evidence.QUOTED_ELSEWHERE] > bare
    assert known[Evidence.BEFORE_BRACKET] < bare
    assert known[Evidence.OTHER_GAPS] < bare
    assert known[Evidence.ANOTHER_PAIR] > bare
    assert bare < constants.probability("restore_quotes", 0.99)


def test_where_no_headline_has_a_pause_a_pair_needs_no_more_than_in_running_text() -> None:
    plain = least_confidence("restore_quotes")
    assert least_confidence("restore_quotes", Evidence.NO_PAUSE) == plain
    assert least_confidence("restore_quotes", Evidence.HEADLINE) > plain


@pytest.mark.parametrize(
    "title",
    [
        "水清岸绿 引客来 （声音）",
        "畅通群众致富路 幸福路 （大家谈）",
        "补短板 强弱项",
        "爱书 更爱读书 （人物）",
    ],
)
def test_pauses_are_no_quotation_marks(title: str) -> None:
    body = "本报讯 记者日前从有关部门获悉，全县各地抓紧推进各项工作，群众满意度不断提高。"
    assert "“" not in clean(f"{title}\n\n{body}").text.partition("\n")[0]


NEWS = (
    "今年以来,全镇认真做好 六稳 工作,落实各项任务,干部走村入户,帮助群众解决了许多难题。"
    "谈起 十三五 时期的变化,大家都说日子一天比一天好,心里很踏实,对今后的生活也更有信心了。"
)
COLUMN = " ".join(NEWS[at : at + 16] for at in range(0, len(NEWS), 16))


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("干部走村入户办实事(精准施策看 六稳)", "干部走村入户办实事（精准施策看“六稳”）"),
        ("修路架桥为乡亲(乡村纪事 数说 十三五)", "修路架桥为乡亲（乡村纪事 数说“十三五”）"),
        ("日子越过越红火(十三五 ,我们这样走过)", "日子越过越红火（“十三五”，我们这样走过）"),
        # a pause, or the room of a dot
        ("干部走村入户办实事(患难见真情 共同抗疫情)", "干部走村入户办实事（患难见真情 共同抗疫情）"),
        ("水清岸绿引客来(乡村振兴 一线见闻)", "水清岸绿引客来（乡村振兴·一线见闻）"),
        # no gap shows a mark
        ("干部走村入户办实事(数说十三五)", "干部走村入户办实事（数说十三五）"),
        # the pair is there
        ("干部走村入户办实事(乡村纪事 “十三五”)", "干部走村入户办实事（乡村纪事 “十三五”）"),
    ],
)
def test_a_mark_beside_a_bracket_left_no_gap(raw: str, right: str) -> None:
    page = clean(f"{raw}\n\n本报记者 王晓明\n\n{COLUMN}\n\n{COLUMN}")
    assert page.text.partition("\n")[0] == right
