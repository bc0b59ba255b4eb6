"""Characters that write out foreign names."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.patterns import Pattern

_SOUNDS = frozenset(
    "阿艾安奥巴拜班邦保鲍贝本比彼别宾玻波伯博布采查茨达戴丹道德登邓迪蒂丁杜顿多厄恩尔法凡方菲费芬弗夫福富盖甘冈高戈格根古瓜圭"
    "哈海汉豪赫亨胡怀霍吉季加贾姜杰津京卡凯坎康考柯科克肯库夸昆拉莱兰朗劳勒雷黎李里理利莉连列林琳留龙隆卢鲁伦罗洛吕马玛迈曼芒毛梅"
    "门蒙米密敏明缪摩莫默姆穆拿纳娜奈南内尼涅宁纽努诺欧帕派潘庞佩彭皮平珀泼普奇齐恰钱乔切琴丘让热日荣茹瑞若萨塞赛桑瑟森沙莎山"
    "尚绍舍申什生圣施史士舒朔丝斯思松苏索塔泰坦唐陶特腾提廷图土托瓦万旺威韦维魏温翁沃乌武西希锡夏香肖谢辛欣休雅亚扬耶叶伊依易"
    "因英尤雨约云泽扎詹珍芝治朱兹宗佐翰孜吾买艾力提古丽江别克拜合热木尼牙肉孜米娜"
    "埃爱迦伽嘉奎瑙耐蓬钦琼琪妮露萝薇娅撒略契儒赖莲娃芙蕾黛狄"
)
NEAR = 2
"""Characters on either side that are looked at."""
LEAST = 3
"""How many of them write sounds."""
PART, NAME = 2, 5
"""Characters of a part of a name, and of both beside its dot, at the least, and"""
LONGEST = 6
"""of a part at the most: those that are looked at."""

PARTS = 3
"""Parts of a name, at the most."""
_INTRODUCED = Pattern(r"[:：、]\p{Han}{2,6}$|(?:[有含]|包括|分别[是为])\p{Han}{2,6}$")
"""What a row of names stands behind,"""
_COUNTED = Pattern(r"\p{Han}{2,6}?(?:[两三四五六七八九]|等)[位名人国家]")
"""and what stands behind it: how many they are."""


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
    if not _SOUNDS.issuperset((text[start - 1 : start], text[end : end + 1])):
        return False  # so it is nearly everywhere
    left, right = text[max(0, start - LONGEST) : start][::-1], text[end : end + LONGEST]
    runs = [
        next((n for n, char in enumerate(side) if char not in _SOUNDS), len(side)) for side in (left, right)
    ]
    return min(runs) >= PART and sum(runs) >= NAME


def parts_series(text: str, gaps: Sequence[tuple[int, int]]) -> set[int]:
    """Which gaps of a folded text part names that stand in a row: no dot was lost there.

    A name has three parts at the most; what looks like one of three may be three names where it stands behind
    a colon, or before how many they are.

    >>> text = "霍金斯 加西亚 莫雷诺三位到会"
    >>> parts_series(text, [(3, 4), (7, 8)]), parts_series("作家霍金斯 加西亚 莫雷诺到会", [(5, 6), (9, 10)])
    ({0, 1}, set())
    """
    found: set[int] = set()
    run: list[int] = []
    for n in range(len(gaps) + 1):
        if run and not (n < len(gaps) and may_be_name(text[gaps[run[-1]][1] : gaps[n][0]])):
            found.update(_series(text, [(k, *gaps[k]) for k in run]))
            run = []
        run.append(n)
    return found


def _series(text: str, run: Sequence[tuple[int, int, int]]) -> list[int]:
    """Those of some gaps, each given by its number, its start and its end, that part a row of names."""
    if len(run) < PARTS - 1:
        return []
    inside = [gap for gap in run if _touches_name(text[max(0, gap[1] - 4) : gap[1]][::-1])]
    inside = [gap for gap in inside if _touches_name(text[gap[2] : gap[2] + 4])]
    if len(inside) < PARTS - 1:
        return []
    (_, first, _), (_, _, last) = inside[0], inside[-1]
    listed = _INTRODUCED.search(text, max(0, first - 2 * LONGEST), first) or _COUNTED.match(text, last)
    return [n for n, _, _ in inside] if len(inside) >= PARTS or listed else []


def _touches_name(beside: str) -> bool:
    """Whether the characters on one side of a gap, the nearest first, are of a name."""
    return any(may_be_name(beside[:length]) for length in range(PART, len(beside) + 1))


def may_be_name(word: str) -> bool:
    """Whether the characters of a word write sounds, all but one that is not its last.

    >>> may_be_name("彼得罗夫"), may_be_name("罗夫的"), may_be_name("村民代表")
    (True, False, False)
    """
    if not PART <= len(word) <= LONGEST or word[-1] not in _SOUNDS:
        return False
    return sum(map(_SOUNDS.__contains__, word)) >= max(PART, len(word) - 1)
