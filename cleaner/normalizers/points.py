"""Points between figures, in names and in lists: which mark they are."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.figures import UNITS
from cleaner.patterns import HAN, Pattern
from cleaner.profiles.marks import MIDDLE_DOT
from cleaner.profiles.numerals import value_of
from cleaner.profiles.transliteration import is_transliterated, parts_name
from cleaner.trace import Edit, Effect, Tier

SURE, LIKELY = 0.95, 0.9
"""Confidences of edits, set by hand: of a decimal point that a unit proves, and of the others."""
_UNIT = r"[%‰℃\xb0℉]|[十百千万亿]|个百分点|个点"
_MEASURE = (
    r"公[斤里顷分]|[厘毫分千平立海]米|平方|立方|[毫]?升|[千毫]?克|[元吨亩米斤倍级]|个?小时|摄氏度|度(?!假)|海里"
    r"|(?:[kcm]?m|[km]?g|[km]?W|m?L)(?![A-Za-z])"
)
_DECIMAL = Pattern(
    rf"(?<![0-9,，.])[0-9]{{1,9}}(?P<comma>[,，。\N{{MIDDLE DOT}}])[0-9]{{1,2}}(?=[ ]?(?:{_UNIT}))"
    r"(?![0-9])"
)
"""A comma, a full stop or a middle dot inside a figure: one or two digits and a unit follow, no thousands."""
_MEASURED = Pattern(
    rf"(?<![0-9,，.第])(?P<whole>[0-9]{{1,4}})(?P<comma>[,，\N{{MIDDLE DOT}}])(?P<part>[0-9]{{1,2}})"
    rf"(?![0-9,，、])(?=[ ]?(?:{_MEASURE}))"
)
"""The same before a unit of measure, where two numbers may stand as well: 2,3 metres are two or three."""
_SECONDS = Pattern(r"(?<=\p{Han})(?<![比第])[0-9]{1,2}(?P<comma>。)[0-9]秒(?=[，。；、])", needs="。")
"""A full stop inside a figure of seconds that ends a clause; behind a score or a time, and before what
happens seconds later, it ends a sentence."""
_THOUSANDS = Pattern(
    rf"(?<![0-9,，.第])[1-9][0-9]{{0,2}}(?:(?P<comma>，)[0-9]{{3}})+(?![0-9,，.])"
    rf"(?=[ ]?(?:[余多]?[{UNITS}]|{_UNIT}|{_MEASURE}))",
    needs="，",
)
"""Full-width commas that part thousands, before a unit; in 45 million characters of newswire none stands so
between clauses."""
_POINTS = Pattern(
    r"(?<=\p{Han}|[”》）])[.．'‘’\u2027\u2022﹒・\uff65](?=\p{Han}|[“《])",
    needs=".．'‘’\u2027\u2022﹒・\uff65",
)
_SPACED_POINTS = Pattern(r"(?<=\p{Han})[.．](?=[ \t]\p{Han})", needs=".．")
"""A point with the room that an engine leaves behind every mark: what is one between clauses looks alike."""
_ENDS = Pattern(
    r"(?<=[）》”)])[.．](?=\p{Han}|$|\n)(?!\p{Han}{2,6}[、.．]\p{Han})", regex.MULTILINE, needs=".．"
)
"""A point behind a closing mark, but for one before the words of a list, whose mark it may be."""
_LIST = Pattern(r"(?<=\p{Han})[.．'](?=\p{Han})", needs=".．'")
"""A point between words,"""
_WORD = Pattern(r"\p{Han}{1,10}")
"""and one of the words, if they form a list."""
_HEADING = Pattern(
    r"^[ \t]*+(?P<word>\p{Han}{2,4})(?:(?P<point>[.．])(?P<word>\p{Han}{2,4}))+[ \t]*+$",
    regex.MULTILINE,
    needs=".．",
)
"""Words and points alone on a line: what a column or a page is about."""
_JOINED = Pattern(
    r"[（(〈]\p{Han}{1,11}\s?\p{Han}{2,11}(?P<point>[.．])[ \t]?[\p{Han}“”\"]{3,16}[）)〉][ \t]*+$"
    r"|“(?=[^“”\n]*?[.．])(?:(?P<word>\p{Han}{3,8}+)(?P<point>[.．])?[ \t]?+){2}”",
    regex.MULTILINE,
    needs=".．",
)
"""Two phrases that a point joins to one: the name of a series in brackets, at the end of its line, or a
motto in quotation marks, of which both are as long."""
_BEFORE_IN_LIST = Pattern(r"[、,，：:]\p{Han}{2,6}[、,，]\p{Han}{2,6}$")
_BEHIND_IN_LIST = Pattern(r"\p{Han}{2,6}[、,，]")
"""What stands before and behind a point between two of several words in a list."""
_LAST = Pattern(r"\p{Han}{1,7}?(?:[等和及与]|[两三四五六七八九十]个|[”’](?=[等和及与两三四五六七八九]))")
"""The last word of a list and what stands behind it."""
_NUMERALS = Pattern(
    r"第[一二三四五六七八九十]{1,3}(?:(?P<point>[.．])[一二三四五六七八九十]{1,3})+(?=[章节回条款项编卷部篇届批期组号个])",
    needs=".．",
)
"""Ordinal numbers in a row."""
_OF_THREE = Pattern(r"(?<=(?P<kind>\p{Han}))[.．](?=\p{Han}{1,5}(?P=kind)[和及与]\p{Han}{2})", needs=".．")
"""A point between the first two of three words of which these end alike."""
_ITEM = Pattern(
    r"^[ \t\u3000]*+(?P<number>[0-9]{1,2})(?P<comma>[,，])(?=\p{Han})", regex.MULTILINE, needs=",，"
)
"""The number of an item, before a comma."""
_ORDINAL_ITEM = Pattern(
    r"^[ \t\u3000]*+(?P<number>[一二三四五六七八九十]{1,3})(?P<comma>[,.．])(?=\p{Han})",
    regex.MULTILINE,
    needs=",.．",
)
"""The same of an item that is numbered in ideographs."""
_KINDS = "设施|设备|部门|单位|项目|问题|方面|内容|工作|活动|地区|措施|作物|产品|行业|领域|情况|环节|物资|部分"
"""What words of a list are, behind 等."""
_SERIES = Pattern(
    r"、\p{Han}{2,4}(?:(?P<point>,)[ ]?\p{Han}{2,4})+(?<!们|大家|[你我他她])"
    rf"(?=等(?:{_KINDS}|[、）]))",
    needs="、",
)
"""Half-width commas between the last words of a list; without 等 phrases in pairs look the same, and behind
whoever waits 等 is a verb."""
_REMARK = Pattern(r"(?r)\p{Han}[》”]?[（(][^（）()\n]{1,30}[）)]", needs="）)")
"""A remark in brackets behind Chinese words; where words follow at once, it may stand inside a name."""
NEAR = 6
"""Characters before a point that are looked at."""
WITHIN = 20
"""Characters on either side within which a list shows."""
_NAME_MARKS = ".．﹒\N{HYPHENATION POINT}\N{BULLET}・\uff65\xb7"
_ENUMERATION, _FULL_STOP = "、", "。"


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def mend_points(state: PageState) -> Iterator[Edit]:
    """Read points and commas for what they are: a decimal point, the dot in a name, the mark of a list.

    A comma before one or two digits and a unit is a decimal point, for thousands have three digits. A
    half-width point between characters that write out foreign names is the dot in a name, but for one in a
    list of words without such dots; so is one between two phrases of a motto or of the name of a series. Two
    and more between short words, of which the last one stands before 和, 及 or 等, are marks of enumeration.

    >>> mend_points("生产总值86,4亿元，增长5,7%；共1,286人")
    '生产总值86.4亿元，增长5.7%；共1,286人'
    >>> mend_points("约翰.米勒听取了农业.林业.水利等部门的汇报")
    '约翰·米勒听取了农业、林业、水利等部门的汇报'

    Safety: points of numbers, addresses and other languages stay.
    """
    text = state.folded
    edits = [
        Edit(*match.span("comma"), ".", why="a decimal point", confidence=SURE)
        for match in _DECIMAL.finditer(text)
    ]
    measured = list(_MEASURED.finditer(text))
    if edits or not all(_may_be_two(match) for match in measured):
        edits += [
            Edit(*match.span("comma"), ".", why="a decimal point", confidence=LIKELY) for match in measured
        ]
    edits += [
        Edit(at, at + 1, ",", why="thousands set apart", confidence=LIKELY)
        for match in _THOUSANDS.finditer(text)
        for at in match.starts("comma")
    ]
    edits += [
        Edit(*match.span(), _FULL_STOP, why="a full stop in Chinese text", confidence=LIKELY)
        for match in _ENDS.finditer(text)
        if HAN.search(text, max(0, match.start() - NEAR), match.start())
        or (_REMARK.match(text, 0, match.start()) and not HAN.match(text, match.end()))
    ]
    edits += [
        Edit(*match.span("comma"), ".", why="a decimal point", confidence=LIKELY)
        for match in _SECONDS.finditer(text)
    ]
    edits += _numbers(text)
    named = set()
    alike = {match.start() for match in _OF_THREE.finditer(text)}
    alike.update(at for match in _SERIES.finditer(text) for at in match.starts("point"))
    alike.update(at for match in _NUMERALS.finditer(text) for at in match.starts("point"))
    for match in _POINTS.finditer(text):
        if match[0] in _NAME_MARKS and match.start() not in alike and _is_in_name(text, *match.span()):
            named.add(match.start())
            if match[0] != MIDDLE_DOT:
                edits.append(Edit(*match.span(), MIDDLE_DOT, why="the dot in a name", confidence=LIKELY))
    for match in _SPACED_POINTS.finditer(text):
        end = match.end() + 1
        if parts_name(text, match.start(), end) and not _is_in_list(text, match.start(), end):
            edits.append(Edit(*match.span(), MIDDLE_DOT, why="the dot in a name", confidence=LIKELY))
    for match in _JOINED.finditer(text):
        points = match.starts("point")
        if len(points) == 1 and len(set(map(len, match.captures("word")))) < 2 and points[0] not in named:
            named.add(points[0])
            why = "a dot between the phrases of a motto or a series"
            edits.append(Edit(points[0], points[0] + 1, MIDDLE_DOT, why=why, confidence=LIKELY))
    for match in _HEADING.finditer(text):
        if len(set(map(len, match.captures("word")))) == 1:
            named.update(match.starts("point"))
            edits += [
                Edit(at, at + 1, MIDDLE_DOT, why="a dot between the words of a heading", confidence=LIKELY)
                for at in match.starts("point")
            ]
    edits += [
        Edit(at, at + 1, _ENUMERATION, why="a mark of enumeration", confidence=LIKELY)
        for at in sorted(alike.union(_enumerations(text)))
        if at not in named
    ]
    yield from sorted(edits, key=lambda edit: edit.start)


def _numbers(text: str) -> list[Edit]:
    """The commas behind the numbers of a list, which count from one."""
    edits: list[Edit] = []
    for pattern, mark in ((_ITEM, "."), (_ORDINAL_ITEM, _ENUMERATION)):
        found = list(pattern.finditer(text))
        numbers = [value_of(match["number"]) for match in found]
        if len(found) > 1 and numbers == list(range(1, len(found) + 1)):
            why = "the point behind the number of an item"
            edits += [Edit(*match.span("comma"), mark, why=why, confidence=LIKELY) for match in found]
    return edits


def _is_in_name(text: str, start: int, end: int) -> bool:
    """Whether a point is the dot in a foreign name, by what stands on both sides."""
    if not is_transliterated(text, start, end) or _is_in_list(text, start, end):
        return False
    return text[start - 1] != text[end + 1 : end + 2]  # 自治.法治 are parallel words


def _is_in_list(text: str, start: int, end: int) -> bool:
    """Whether a point stands between two of several words in a list, of which none has such a point."""
    before, behind = (
        "".join(text[a:b].split()) for a, b in ((max(0, start - WITHIN), start), (end, end + WITHIN))
    )
    return _BEFORE_IN_LIST.search(before) is not None and _BEHIND_IN_LIST.match(behind) is not None


def _may_be_two(match: regex.Match[str]) -> bool:
    """Whether two figures may be two numbers in succession, not one with a decimal point."""
    return match["comma"] != MIDDLE_DOT and int(match["part"]) == int(match["whole"]) + 1


def _enumerations(text: str) -> Iterator[int]:
    """Points between short words that form a list: two and more of one kind in succession."""
    run: list[int] = []
    end = -1
    for match in (*_LIST.finditer(text), None):
        goes_on = match and run and match[0] == text[run[-1]] and _WORD.fullmatch(text, end, match.start())
        if not goes_on:
            if len(run) > 1 and _LAST.match(text, run[-1] + 1):
                yield from run
            run = []
        if match is not None:
            run.append(match.start())
            end = match.end()
