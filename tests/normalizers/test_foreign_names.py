"""The middle dot of a foreign name that left a gap: the characters on both sides write the name out."""

from __future__ import annotations

import pytest

from cleaner import clean_text
from cleaner.profiles.transliteration import parts_name

NAMES = [
    "作家吉塔 维亚万",
    "市民瑞汉 法扎尔",
    "总统儒塞利诺 库比契克",
    "选手叶莲娜 伊辛巴耶娃",
    "将领尼古拉斯 法比奥",
]
OTHERS = [
    "农业 林业和水利",
    "参加会议 马克等人发言",
    "法国 德国和意大利",
    "渔港 码头",
    "作家 吉塔维亚万",
    "代表吉塔 说",
    "罗芳 周明",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_gap_between_its_parts_may_be_that_of_a_middle_dot(text: str) -> None:
    at = text.index(" ")
    assert parts_name(text, at, at + 1)


@pytest.mark.parametrize("text", OTHERS)
def test_other_gaps_part_no_name(text: str) -> None:
    at = text.index(" ")
    assert not parts_name(text, at, at + 1)


@pytest.mark.parametrize("name", NAMES)
def test_the_middle_dot_is_restored(name: str) -> None:
    text = f"{name} 昨日到访 ,受到读者欢迎。"
    assert clean_text(text).startswith(name.replace(" ", "·"))


@pytest.mark.parametrize(
    "text",
    [
        "代表来自法国、德国 意大利等国 ,讨论水利。",
        "会上罗芳 周明发言 ,介绍渔港的经验。",
        "全县抓好农业 林业和水利 ,夏粮丰收。",
        "作家吉塔·维亚万昨日到访 ,受到读者欢迎。",
        "选手来自加拿大 巴西 阿根廷 ,都很年轻。",
    ],
)
def test_none_is_set_elsewhere(text: str) -> None:
    assert clean_text(text).count("·") == text.count("·")
