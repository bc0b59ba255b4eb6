"""Series of words: between parallel ones marks of enumeration were lost, round the names of persons none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

import regex

from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import STOPS
from cleaner.profiles.press import DOUBLE_SURNAMES, SURNAMES

SHORTEST: Final = 2
"""Characters of a word of a series, at the least; of one that is counted a single one may be a word,"""
LONGEST: Final = 4
"""and at the most."""
ENUMERATION: Final = "、"
AND_SO_ON: Final = "等"
"""What a series may end with."""
_JOINED: Final = Pattern(rf"\p{{Han}}{{{SHORTEST},{LONGEST}}}?(?P<by>[等和及与])")
"""The last of two words of one, and what shows that it is: others follow."""


_NAME: Final = (
    rf"(?P<name>(?:{'|'.join(sorted(DOUBLE_SURNAMES))})\p{{Han}}{{1,2}}|[\p{{Han}}--[和与及]]{{2,3}})"
)
_NAMES: Final = Pattern(
    rf"(?:(?<=[\p{{Han}}：])(?<![电讯者员])[ \t\u3000]+|(?<=[：，]))"
    rf"{_NAME}(?:[ \t\u3000]*(?:[、和与及]|以及)[ \t\u3000]*{_NAME})+(?:[ \t\u3000]+|(?=[{STOPS}等]|$))",
    regex.V1,
    needs="、和与及",
)
"""Words of the length of names, with marks of enumeration between them, behind no dateline or office,"""
_SURNAMES: Final = (*SURNAMES, *DOUBLE_SURNAMES)
NAMED: Final = 2 / 3
"""and the share of them that begin with several common surnames, from which they are names."""
_COUNTED: Final = Pattern(
    r"(?P<number>[两三四五六七八九十])(?:级|大|个|项|种|类|条|点|句|位|名|家|部|方面|者)(?!月|分)"
)
"""How many words stand before, and what they are."""
_NUMBERS: Final = dict(zip("两三四五六七八九十", range(2, 11), strict=True))
FEWEST_COUNTED: Final = 3
"""Words of a series that their number alone shows."""


def find_names(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The lists of persons in a stretch of text, with the white space round them: no mark was lost there.

    >>> text = "出席会议的有 张三丰 、 李四光 和 王五 。"
    >>> [text[start:end] for start, end in find_names(text)]
    [' 张三丰 、 李四光 和 王五 ']
    >>> list(find_names("抢抓 新基建、 新能源 机遇")), list(find_names("培育 高秆、抗倒、高产 的品种"))
    ([], [])
    """
    for match in _NAMES.finditer(text, start, len(text) if end is None else end):
        names = match.captures("name")
        if len({name[0] for name in names if name.startswith(_SURNAMES)}) >= NAMED * len(names):
            yield match.span()


def find_counted(text: str, places: Sequence[tuple[int, int]], visible: Sequence[str]) -> dict[int, str]:
    """The places of a series of words as long whose number follows, with their marks: none before the number.

    Of 341 such series in news text 329 have marks of enumeration.

    >>> find_counted("落实讲政治 懂规矩 守纪律 三项要求", [(5, 6), (9, 10), (13, 14)], ["", "", ""])
    {0: '、', 1: '、', 2: ''}
    >>> find_counted("今年省 市 县三级联动", [(3, 4), (5, 6)], ["", ""])
    {0: '、', 1: '、'}
    >>> find_counted("落实讲政治 懂规矩 守纪律四项要求", [(5, 6), (9, 10)], ["", ""])
    {}
    """
    found: dict[int, str] = {}
    for match in _COUNTED.finditer(text):
        number, end = _NUMBERS[match["number"]], match.start()
        last = bisect_left(places, (end, end)) - 1
        gap = last >= 0 and places[last][1] == end
        inside = range(last - gap - number + 2, last - gap + 1)
        if number < FEWEST_COUNTED or inside.start < 0:
            continue
        if any(visible[n] or places[n][0] == places[n][1] for n in range(inside.start, last + 1)):
            continue
        stop = places[last][0] if gap else end
        length = stop - places[inside[-1]][1]
        begins = [places[inside[0]][0] - length, *(places[n][1] for n in inside)]
        ends = [*(places[n][0] for n in inside), stop]
        words = {text[max(0, a) : b] for a, b in zip(begins, ends, strict=True)}
        if (
            0 < length <= LONGEST
            and len(words) == number
            and all(len(word) == length and all(map(is_han, word)) for word in words)
        ):
            found |= dict.fromkeys(inside, ENUMERATION) | ({last: ""} if gap else {})
    return found


def find_parallel(text: str, places: Sequence[tuple[int, int]], visible: Sequence[str]) -> dict[int, bool]:
    """The places, by their numbers, that part words of one series; with each whether it does for sure.

    All words are as long and begin or end alike. A place shows nothing but white space, or a mark of
    enumeration. Of such series in 30,000 news articles 97 in 100 have marks of enumeration throughout, and of
    two such words before 和 or 等 as many. So have words that are only as long where 等 stands behind them,
    but for the first place: there one in seven is a comma, and the series begins behind it.

    >>> find_parallel("坚持市场化 法治化 国际化方向", [(5, 6), (9, 10)], ["", ""])
    {0: True, 1: True}
    >>> find_parallel("做到守初心 担使命 找差距", [(5, 6), (9, 10)], ["", ""])
    {}
    >>> find_parallel("水利部 农业部和卫生部", [(3, 4)], [""])
    {0: True}
    >>> find_parallel("县里渔业 旅游 餐饮等行业", [(4, 5), (7, 8)], ["", ""])
    {0: False, 1: True}
    """
    found: dict[int, bool] = {}
    run: list[int] = []
    for n, (start, end) in enumerate(places):
        if start == end:
            continue
        length = start - places[run[-1]][1] if run else 0
        apart = places[run[1]][0] - places[run[0]][1] if len(run) > 1 else length
        if run and not (SHORTEST <= length <= LONGEST and apart == length):
            found.update(_parallel(text, places, run))
            run = run[-1:] if SHORTEST <= length <= LONGEST else []
        if visible[n] in ("", ENUMERATION):
            run.append(n)
        else:
            found.update(_parallel(text, places, run))
            run = []
    found.update(_parallel(text, places, run))
    return found


def _parallel(text: str, places: Sequence[tuple[int, int]], run: Sequence[int]) -> dict[int, bool]:
    """Those of a run of places that part alike words: those between them, and as much on both sides."""
    if not run:
        return {}
    last = places[run[-1]][1]
    joined = _JOINED.match(text, last)
    length = joined.start("by") - last if joined else 0
    if len(run) > 1:
        length = places[run[1]][0] - places[run[0]][1]
    if not length:
        return {}
    words = [text[max(0, places[n][0] - length) : places[n][0]] for n in run]
    words.append(text[last : last + length])
    if len(set(words)) < len(words):
        return {}
    if not all(len(word) == length and all(map(is_han, word)) for word in words):
        return {}
    if len({word[0] for word in words}) == 1 or len({word[-1] for word in words}) == 1:
        return dict.fromkeys(run, True)
    return {n: n != run[0] for n in run} if text.startswith(AND_SO_ON, last + length) else {}
