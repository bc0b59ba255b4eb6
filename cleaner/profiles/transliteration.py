"""Characters that write out foreign names."""

from __future__ import annotations

_SOUNDS = frozenset(
    "阿艾安奥巴拜班邦保鲍贝本比彼别宾玻波伯博布采查茨达戴丹道德登邓迪蒂丁杜顿多厄恩尔法凡方菲费芬弗夫福富盖甘冈高戈格根古瓜圭"
    "哈海汉豪赫亨胡怀霍吉季加贾姜杰津京卡凯坎康考柯科克肯库夸昆拉莱兰朗劳勒雷黎李里理利莉连列林琳留龙隆卢鲁伦罗洛吕马玛迈曼芒毛梅"
    "门蒙米密敏明缪摩莫默姆穆拿纳娜奈南内尼涅宁纽努诺欧帕派潘庞佩彭皮平珀泼普奇齐恰钱乔切琴丘让热日荣茹瑞若萨塞赛桑瑟森沙莎山"
    "尚绍舍申什生圣施史士舒朔丝斯思松苏索塔泰坦唐陶特腾提廷图土托瓦万旺威韦维魏温翁沃乌武西希锡夏香肖谢辛欣休雅亚扬耶叶伊依易"
    "因英尤雨约云泽扎詹珍芝治朱兹宗佐翰孜吾买艾力提古丽江别克拜合热木尼牙肉孜米娜"
    "埃爱迦伽嘉奎瑙耐蓬钦琼琪妮露萝薇娅撒略契儒赖莲娃芙蕾黛"
)
NEAR = 2
"""Characters on either side that are looked at."""
LEAST = 3
"""How many of them write sounds."""
PART, NAME = 2, 5
"""Characters of a part of a name, and of both beside its dot, at the least, and"""
LONGEST = 6
"""of a part at the most: those that are looked at."""


def is_transliterated(text: str, start: int, end: int) -> bool:
    """Whether what stands on both sides of a span of a folded text writes out a foreign name.

    >>> is_transliterated("卡尔.马克思", 2, 3), is_transliterated("农业.林业", 2, 3)
    (True, False)
    """
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    sides = [[char in _SOUNDS for char in side] for side in (before, after)]
    return all(map(any, sides)) and sum(map(sum, sides)) >= LEAST


def parts_name(text: str, start: int, end: int) -> bool:
    """Whether a span of a folded text parts a foreign name, by the characters on both sides of it alone.

    On news text 53 of 100 middle dots between ideographs stand so, 2 in 10,000 commas, 5 in 1,000 enumeration
    commas, as those between the names of countries.

    >>> parts_name("作家吉塔 维亚万到访", 4, 5), parts_name("农业 林业和水利", 2, 3)
    (True, False)
    """
    left, right = text[max(0, start - LONGEST) : start][::-1], text[end : end + LONGEST]
    runs = [
        next((n for n, char in enumerate(side) if char not in _SOUNDS), len(side)) for side in (left, right)
    ]
    return min(runs) >= PART and sum(runs) >= NAME
