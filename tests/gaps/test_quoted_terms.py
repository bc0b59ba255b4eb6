"""Terms that news text always quotes, on pages that lose quotation marks and on others."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import clean
from cleaner.gaps.bare_terms import Term, find_bare, marks_alone, with_marks
from cleaner.models import Models
from cleaner.models.quoted_terms import QuotedTerms
from cleaner.normalizers import normalize_marks

TERMS = QuotedTerms({"百渠工程": 0.97, "十四五": 0.95})


def printed(text: str, width: int = 20) -> str:
    """A paragraph as a page reader leaves it: a space where each printed line ends."""
    return " ".join(text[at : at + width] for at in range(0, len(text), width))


LOSING = "\n\n".join(
    printed(text)
    for text in (
        "青石镇今年修好了三座水库，村民都说“水够了，镇里的老渠工也都高兴，大家在渠边栽了两千多棵柳树，还修了步道和凉亭。",
        "渔港今年开海比往年早，船老大们都说“今年的鱼汛好，码头上从早忙到晚，卸货的工人一班接着一班。",
        "渔港的冷库里灯整夜亮着，老渔工说“今年不愁卖，收鱼的汽车在岸边排成长队，天不亮就有人来。",
        "柳湾村的石桥也修好了，“便民桥通车那天来了两千多人，孩子们在桥上跑来跑去，老人们坐在桥头说起从前过河的事。",
    )
)
BARE = "\n\n" + printed(
    "全县今年全面推进百渠工程建设，石桥和水渠同步开工，沿线的村民都说日子越过越有盼头，家家户户都通上了自来水。"
)


def cleaned(text: str) -> str:
    return "".join(clean(text, models=Models(quoted_terms=TERMS)).text.split())


def test_a_bare_term_is_quoted_on_a_page_that_lost_marks() -> None:
    assert "推进“百渠工程”建设" in cleaned(LOSING + BARE)


@pytest.mark.parametrize(
    "text",
    [
        LOSING.replace("“", "").replace("”", "") + BARE,  # nothing shows that marks were lost
        LOSING + BARE.replace("百渠工程", "千百渠工程"),  # a longer number
        LOSING + BARE.replace("推进百渠工程", "推进《百渠工程"),
        LOSING + BARE.replace("百渠工程", "百渠行动"),
        "全县今年全面推进百渠工程建设。",
    ],
)
def test_other_words_and_pages_stay(text: str) -> None:
    assert "“百渠" not in cleaned(text)


def test_a_visible_mark_of_a_term_gets_its_partner_beside_it() -> None:
    assert "推进“百渠工程”建设" in cleaned(LOSING + BARE.replace("百渠工程", "“百渠工程"))


def test_the_account_says_why() -> None:
    page = clean(LOSING + BARE, models=Models(quoted_terms=TERMS))
    reasons = [edit.why for edit in page.edits if edit.rule == "restore_quotes" and "推进" in edit.why]
    assert reasons
    assert all("always quotes" in why for why in reasons)


def test_terms_are_found_across_white_space() -> None:
    assert find_bare("推进百渠 工程，落实“十四五”规划和十四 五", TERMS) == [Term(2, 7), Term(18, 22)]
    assert find_bare("《百渠工程》", TERMS) == []


def test_an_opening_mark_that_begins_a_line_may_go_on() -> None:
    assert marks_alone("“甲乙。\n“丙丁。\n戊己”") == 1
    assert marks_alone("甲“乙”丙") == 0


def test_marks_join_the_slots_in_text_order() -> None:
    spans, scores = np.array([[0, 0], [6, 7]]), np.zeros((2, 4), dtype=np.float32)
    labels = ["", "“", "”", "，"]
    found, changed, proved = with_marks(spans, scores, [Term(2, 6)], labels)
    assert found.tolist() == [[0, 0], [2, 2], [6, 7]]
    assert proved == {(2, 2), (6, 7)}
    assert changed[1].tolist() == [0.0, 2.0, -np.inf, -np.inf]
    assert changed[2].tolist() == [0.0, 0.0, 2.0, 0.0]
    assert not scores.any()
    assert with_marks(spans, scores, [], labels)[0] is spans


@pytest.mark.parametrize("text", ["种了苹果-桃子", "全长3-5公里、2-3米，4-6人", "A-B、C-D、E-F等"])
def test_hyphens_elsewhere_stay(text: str) -> None:
    assert normalize_marks(text) == text
