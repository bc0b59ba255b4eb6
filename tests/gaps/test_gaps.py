"""The gaps of whole pages: what the rules set there, each of its own kind, and what they leave alone."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.gaps.decoding import slots_of
from cleaner.gaps.quotations import lone_quotes
from cleaner.layout.state import PageState
from cleaner.normalizers import Normalizer, rejoin_lines, restore_quotes, restore_stops
from tests.tools.random_models import random_models

SHAPES = frozenset("“”‘’\"'")

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
