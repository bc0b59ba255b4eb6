"""The decoding of gaps: quotation marks pair, geometry tells line ends, the page speaks for its terms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import exp, inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.gaps.decoding import slots_of
from cleaner.gaps.lattice import Lattice, ObservedSlots, likely_options, relabel_cost
from cleaner.gaps.page_evidence import weigh_templates
from cleaner.gaps.pairing import Options, pair, partners
from cleaner.gaps.quotations import lone_quotes, quotations
from cleaner.layout.line_breaking import line_end_odds
from cleaner.layout.pieces import cut_blocks
from cleaner.layout.reading import Capacity
from cleaner.layout.role import Role
from cleaner.layout.state import PageState
from cleaner.models.constants import GapPriors, Prior
from cleaner.normalizers import Normalizer, rejoin_lines, restore_quotes, restore_stops
from tests.tools.random_models import random_models

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


def line(ems: int, char: str = "国") -> str:
    return char * ems


@pytest.mark.parametrize(
    ("pieces", "ends"),
    [
        ([16, 16, 16], [True, True]),
        ([16, 5, 10, 16], [True, False, True]),
        ([16, 7, 8, 16, 16], [True, False, True, True]),
    ],
)
def test_a_space_is_a_line_end_where_the_line_is_full(pieces: list[int], ends: list[bool]) -> None:
    text = " ".join(map(line, pieces))
    found = cut_blocks([text])[0][1]
    unsure: Prior = (0.5, (0.25, 0.25, 0.0))
    (odds,) = line_end_odds([(found, 16.0)], GapPriors(unsure, unsure))
    assert [odd > 0 for odd in odds] == ends


def test_on_a_page_that_keeps_its_line_breaks_a_space_is_none() -> None:
    lines = "\n".join([line(16), line(9) + " " + line(6), line(16), line(16), line(4)])
    (printed,) = PageState(f"{lines}").typeset
    (odds,) = line_end_odds([(printed.pieces, printed.width)], GapPriors(), line_breaks=True)
    assert [odd > 0 for odd in odds] == ["\n" in lines[gap.start : gap.end] for gap in printed.gaps]


def test_a_line_break_is_a_line_end_whatever_the_width() -> None:
    text = line(5) + "\n" + line(16)
    found = cut_blocks([text])[0][1]
    assert line_end_odds([(found, 16.0)], GapPriors())[0][0] >= 0


@given(st.lists(st.integers(1, 40), min_size=2, max_size=30), st.integers(8, 30))
def test_geometry_never_claims_more_than_it_knows(pieces: list[int], width: int) -> None:
    text = " ".join(map(line, pieces))
    found = cut_blocks([text])[0][1]
    count = len(pieces) - 1
    usual: Prior = (0.9, (0.03, 0.05, 0.02))
    (odds,) = line_end_odds([(found, width)], GapPriors(usual, usual))
    assert len(odds) == count
    assert all(-8 <= odd <= 8 for odd in odds)


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


PAGE = """\
海州市深入开展 厕所革命 ，今年以来改造农村户厕三千座。

记者在青河镇看到， 厕所革命 让村里变了样，老人们说再也不用 跑远路了。

镇长介绍说，为了把 厕所革命 这件事办好，镇里专门请来了技术人员 逐户上门指导。
"""


def test_a_term_is_quoted_in_all_places_or_in_none() -> None:
    cleaned = restore_quotes(PAGE)
    assert cleaned.count("“厕所革命”") in (0, 3)


@pytest.mark.parametrize(
    ("rule", "touched"),
    [(rejoin_lines, ""), (restore_stops, "，。、；：？！·."), (restore_quotes, "“”‘’")],
    ids=lambda part: getattr(part, "name", ""),
)
def test_each_rule_makes_only_its_own_kind_of_change(rule: Normalizer, touched: str) -> None:
    def rest(text: str) -> list[str]:
        return [char for char in text if not char.isspace() and char not in touched]

    assert rest(rule(PAGE)) == rest(PAGE)


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


BRACKETS = """\
本报苍石5月20日电 （记者 王小山）县里近日举办培训班 （第二期），邀请专家授课 （三次）。

幸福的生活比蜜甜 （走向小康）

沿着河岸慢慢走 （一线调研）
"""


def test_a_page_that_sets_spaces_outside_its_brackets_lost_nothing_there() -> None:
    assert "甜（走向小康）" in rejoin_lines(BRACKETS).replace(" ", "")
    assert not set(restore_quotes(BRACKETS)) & set("“”")


def test_slots_carry_probabilities() -> None:
    slots = slots_of(PageState(PAGE))
    assert slots
    assert all(0 < slot.confidence <= 1 for slot in slots)


def test_a_headline_with_all_its_partners_is_left_alone() -> None:
    body = "本报青山5月20日电 近日，县里召开会议，部署有关工作，要求抓好落实。"
    assert clean(f"让“沉睡的老屋”变成金屋\n\n{body}").text.startswith("让“沉睡的老屋”变成金屋\n")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("text", ["五 “", "” 五", "记者 五 ‘", "大力推进 五水共治 “", "’ 大力推进\n五水共治"])
def test_nothing_is_set_for_a_mark_that_quotes_nothing_of_its_block(text: str, seed: int) -> None:
    shipped, other = clean(text).text, clean(text, models=random_models(seed)).text
    assert [char for char in shipped if char in SHAPES] == [char for char in text if char in SHAPES]
    assert [other[i] for i in lone_quotes(other)] == [char for char in text if char in SHAPES]


def test_no_quotation_opens_before_a_dateline() -> None:
    text = (
        "本报鄂尔多斯1月15日电 解析短道速滑动作要 领、展现花样滑冰风采魅力、讲授冰球运 "
        "动比赛规则” ……7月13日，3位世界冠军在网 络直播课堂上与青少年交流，反响热烈，"
    )
    page = clean("\n\n".join([text, text, text]))
    assert all(not paragraph.startswith("\u201c") for paragraph in page.text.split("\n\n"))


MISREAD = """\
水来了，水来了！5月12日上午
10时， 随着总干渠闸门缓缓提起， 清澈
的望川河水奔涌而出“沿着新建成的
渠道流向干旱了几代人的北山塬。72
岁的老党员孟广田蹲在渠边，掏起一
捧水，久久不肯松手。
"""


@pytest.mark.parametrize("rule", [restore_stops, restore_quotes], ids=lambda rule: rule.name)
def test_pairs_of_quotation_marks_in_sight_stay(rule: Normalizer) -> None:
    lines = [
        "工程建设中，党旗始终飘扬在一",
        "线。指挥部设立“党员责任区”42个，",
        "提出“困难面前有党员”的口号。",
    ]
    text = "\n".join(lines)
    assert rule(text).count("“") == rule(text).count("”") == 2


def test_the_parts_of_a_folio_stay_apart() -> None:
    page = clean(f"2 要闻 2017年10月9日 星期二\n\n{MISREAD}")
    assert page.furniture == ("2 要闻 2017年10月9日 星期二",)


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        ("本报海州青石镇电（记者林青", "石）小满时节，青石镇的梯田里", "林青石"),
        ("本报海州青石镇电（记者王", "林青）小满时节，青石镇的梯田里", "王林青"),
        ("本报海州青石镇电（记者林青", "石岩）小满时节，青石镇的梯田里", "林青 石岩"),
        ("本报海州青石镇电（记者王林", "文岩石）小满时节，青石镇的梯田", "王林 文岩石"),
    ],
    ids=["last character", "first character", "two names", "two names of three"],
)
def test_a_line_end_parts_names_but_cuts_none(above: str, below: str, names: str) -> None:
    rest = ["一片繁忙，村民们挽起裤腿下田插秧，", "田埂上不时传来笑声。镇里今年新修水", "渠三千米。"]
    assert f"（记者{names}）" in clean("\n".join([above, below, *rest])).text


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


BODY_OF_A_PAGE = """\
“水龙头一开，井水就来了。”云溪县柳
沟镇下河村村民曹玉兰说，今年村里新打
了三眼机井，铺了九公里管道，全村四百
多户人家都用上了自来水，再也不用到山
下挑水。

村里的水管员每天巡查一遍，发现漏水当
天修好，水费按月公布在村头的公告栏里
。
"""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("“和乡亲们一起守好这眼井", "“和乡亲们一起守好这眼井”"),  # its text begins with a quotation, too
        ("云溪县“饮水”工程完成“收官", "云溪县“饮水”工程完成“收官”"),
        ("云溪县“饮水”工程完成收官", "云溪县“饮水”工程完成收官"),
        ("“和乡亲们一起守好这眼井”", "“和乡亲们一起守好这眼井”"),
    ],
)
def test_a_quotation_mark_that_waits_in_a_headline_is_closed_there(title: str, expected: str) -> None:
    cleaned = clean(f"{title}\n\n本报记者 丁鹏曦\n\n{BODY_OF_A_PAGE}")
    assert cleaned.text.partition("\n")[0] == expected
