"""Figures in which letters were read for digits, and dates in which O was read for 〇 or 曰 for 日."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import HALF_DASH
from cleaner.trace import Edit, Effect, Tier

SURE: Final = 0.95
"""Confidence of the edits, set by hand."""
_DIGITS: Final = {
    **dict.fromkeys("OoＯ〇○", "0"),
    **dict.fromkeys("lI|丨", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    "B": "8",
}
"""The digit that a character looks like."""
UNITS: Final = (
    "年月日号时点分秒岁人名个位户家条项件次届期章款页版万亿千百元角吨亩斤克米里"
    "度层套辆台架艘公平头棵株所处种天倍成折本张只座份支栋间瓶箱袋枚幅首部篇封门"
)
"""Characters that follow a number."""
_UNIT: Final = Pattern(rf"(?!处理|部队|部分|公开|平板)[{UNITS}%％‰℃]|[多余][{UNITS}]")
_MEASURE: Final = Pattern(r"公[里斤顷]|[平立]方米|[万亿]?亩")
"""Units in which things are measured: hardly a model of a thing stands before them."""
_METRIC: Final = r"(?:[kcm]?m|[km]?g|[km]W|mL|km/h)(?![A-Za-z])"
_BEFORE_METRIC: Final = Pattern(_METRIC)
_FIGURE: Final = Pattern(
    r"[OoＯ〇○lI|ZzSsB0-9](?<![A-Za-z0-9.|/\\_][OoＯ〇○lI|ZzSsB0-9])[OoＯ〇○lI|ZzSsB0-9]*+"
    rf"(?:[.,:：][OoＯ〇○lI|ZzSsB0-9]++)*+(?:(?![A-Za-z0-9|/\\_])|(?={_METRIC}))"
)
_ONE_ALONE: Final = Pattern(
    r"[lI](?<![A-Za-z0-9.|/\\_\-][lI])"
    r"(?=[至到~～\-\u2014]{1,2}+[0-9]{1,2}+[年月日号时]|月(?:[0-9]|[初底中末份]|[至到~～\-\u2014][0-9lI]))"
    r"|(?<=[，,；;、])l(?=[头匹条只台辆间座个名位家棵艘张把件套][\p{Han}])"
    r"|(?<=月)l(?=[日号])|(?<=年)[lI](?=月)|(?<![A-Za-z0-9])l(?=l月)|(?<=(?<![A-Za-z0-9])l)l(?=月)"
    r"|(?<=电话|热线|拨打|急救|火警|报警)l(?=[0-9]{2,4}(?![0-9A-Za-z.]))"
    r"|(?<=\p{Han})l(?=号(?:[楼院线井桥门店仓船馆令]|泊位|码头|机组|厂房|台风|公告|公路))"
    r"|(?<=\p{Han})(?<![为取设长径距式变量])l(?=[万亿]?元|[间座辆台栋所艘棵架][，。；、）]|[条名件份位家]\p{Han}{0,4}[，。；、）])"
)
"""A digit by itself, in a date, before the rest of a range or what is counted,"""
_ORDERED: Final = "章节回条款项期届次版页卷集季名轮批"
"""What ordinal numbers count most."""
_ORDINAL: Final = Pattern(rf"(?<=第l?)l(?=l?[{_ORDERED}])")
"""or between 第 and what is counted."""
_TIME: Final = Pattern(r"[0-9OolI]{1,2}[:：][0-5lI][0-9Oo]")
_ORDER: Final = r"(?<![门府次落及等宅品邸科登擢甲不乡]第)(?<=第)"
"""Behind 第 that begins an ordinal number, not at the end of a word."""
_DASH_FOR_ONE: Final = Pattern(rf"{_ORDER}[-－ー—](?=[{UNITS}{_ORDERED}步线]|[，、])", needs="第")
"""A dash behind 第, where a numeral stands, before what is counted: the ideograph for one."""
_BAR: Final = Pattern(
    rf"(?<=[\p{{Han}}0-9])[|丨](?=[0-9OolI|丨]{{0,3}}[年月日时点分])|{_ORDER}[|丨](?=[{_ORDERED}])",
    needs="|丨",
)
"""A bar or a stroke before the rest of a date or an hour, or in an ordinal number; where a line has others,
they may part cells."""
_TELEPHONE: Final = Pattern(
    r"(?<![0-9A-Za-z\-])[0Oo][0-9OolI]{2,3}[-\u2014－ ]?[0-9OolI]{7,8}(?![0-9A-Za-z\-])"
    r"|(?<![0-9A-Za-z\-])[1lI][0-9OolI]{10}(?![0-9A-Za-z\-])"
)
"""The number of a telephone, with its area code or of eleven digits; most are read as digits."""
_NAUGHTS: Final = Pattern(r"[0-9lI](?=[Oo]*[0-9]|(?<=[0-9]))[0-9Oo]++")
"""A number that ends in naughts; its first digit may be read as a letter, too."""
_ROUND: Final = Pattern(r"l[Oo0]{1,3}")
"""A one and naughts, all read as letters: behind an ideograph and before a unit no word is written so."""
_HAN_YEAR: Final = Pattern(
    r"[一二](?<![一二三四五六七八九〇零○OoＯ0-9][一二])[一二三四五六七八九〇零○OoＯ0lI|]{3}(?=年)"
)
_HAN_NUMBER: Final = Pattern(
    r"[一二三四五六七八九](?<![0-9A-Za-zＯ一二三四五六七八九][一二三四五六七八九])[一二三四五六七八九]*+"
    r"(?:[OoＯ〇零○]{1,3}[一二三四五六七八九]++)++[OoＯ]*+(?![0-9A-Za-z])"
)
"""A number in ideographs, digit by digit, with naughts inside: 〇 or letters."""
_DAY: Final = Pattern(r"(?<=月[ ]?(?:[0-9OolI]{1,2}|[一二三四五六七八九十]{1,3})[ ]?)曰", needs="曰")
"""曰 behind the number of a day."""
_MOUTH: Final = Pattern(
    r"(?<=(?<![0-9])(?:1[0-2]|[1-9])月(?:[12][0-9]|3[01]|[1-9]))口(?=[，。；、（）上下晚早凌清至到起前后电讯\-]|$)",
    regex.MULTILINE,
    needs="口",
)
"""口 behind the number of a day,"""
_NOUGHT: Final = Pattern(
    r"(?<=(?<![0-9])(?:(?:1[0-2]|[1-9])月[12]|(?:1[0-2]|[13-9])月3))口(?=日(?![军方本伪寇报均元语常程期出圆]))",
    needs="口",
)
"""and inside one; not before a word that 日 begins."""
_IN_WORD: Final = Pattern(
    r"(?:(?<=[节假昨每]|星期)曰|曰(?=[前报常益程期]))(?![：:“，])|(?<=昨)曰(?=，)", needs="曰"
)
"""曰 in words of which 日 is a part,"""
_SAYS: Final = Pattern(r"(?<!昨)曰[：:，“]", needs="曰")
"""in a text in which nobody says so."""
_STROKE: Final = Pattern(
    r"(?P<hyphen>(?<=(?<![A-Za-z])[A-Z]{1,4})一(?=[0-9])"
    r"|(?<=(?<![一江复])[歼轰直苏]|米格|东风|巨浪)一(?=[0-9]{1,3}(?![0-9年月日]))"
    r"|(?<=[图表][0-9]{1,2})一(?=[0-9])|(?<=(?<![0-9])0[0-9]{2,3})一(?=[0-9]{7}))"
    r"|(?P<dash>(?<=[0-9](?P<unit>[日月年时℃%％]))一(?=[0-9.]{1,5}(?P=unit))|(?<=[0-9]日)一(?=[0-9]{1,2}月[0-9])"
    r"|(?<=(?<![一二三四五六七八九〇零0-9.])[0-9.]{1,9})一(?=[0-9]))",
    needs="一",
)
"""The hyphen of a model, a figure or a telephone number and the dash of a range, read as 一."""
_LABELLED: Final = Pattern(r"[ \t\u3000]*\p{Han}{2,6}(?<!第)[|丨]", needs="|丨")
"""The name of a column or a series before a headline, and the bar that parts them."""
LONGEST_CODE: Final = 24
"""Characters of a code beside a figure that are looked at."""
_CODE: Final = Pattern(r"(?:[A-Za-z0-9]++-)++$|(?:-[A-Za-z0-9]++)++", needs="-")
_LETTER: Final = Pattern(r"[A-Za-z](?<![OoIlZzSsB])")
_NUMERAL: Final = Pattern(r"[一二三四五六七八九〇零]")
_HAN_DIGITS: Final = {**dict.fromkeys("OoＯ0", "〇"), **dict.fromkeys("lI|", "一")}


@normalizer(tier=Tier.INFERRED, effect=Effect.CHARACTERS)
def fix_figures(state: PageState) -> Iterator[Edit]:
    """Correct letters that were taken for digits in figures, O for 〇 in years and 曰 for 日 in dates.

    O and 0, l, I and 1, S and 5 look alike in most types. Such a letter is a digit where most of its number
    are digits, and digits stand on both sides of it or a unit follows (投资l2.6亿元, 增长8.S%, 1O个); one
    alone only before the rest of a range or date (l至6月), before what is counted (阅览室l间) or behind 第
    (第l章). In a year of ideographs O and 0 are 〇 (二O二四年), l and I are 一. In a telephone number up to
    a third may be letters. 一 is a hyphen between the letters and the digits of a model (MQ一9), and a dash
    between two numbers (1一9月, 7日一8日, 15%一20%).

    Safety: a digit is never changed, but for 0 between the ideographs of a year; words, models and codes
    with letters of their own stay (5G, B2B, O2O, PM2.5, 3S店, 2B铅笔), and so does the old form ○ of 〇.

    >>> fix_figures("截至2O26年6月3O日，完成投资l2.6亿元，增长8.S%，二O二四年")
    '截至2026年6月30日，完成投资12.6亿元，增长8.5%，二〇二四年'
    >>> fix_figures("十月一曰开馆，子曰")
    '十月一日开馆，子曰'
    >>> fix_figures("5G基站、O2O平台、PM2.5、3S店、2B铅笔、二○二六年")
    '5G基站、O2O平台、PM2.5、3S店、2B铅笔、二○二六年'
    """
    text = state.folded
    places = [match.start() for pattern in (_ONE_ALONE, _ORDINAL) for match in pattern.finditer(text)]
    places += _bars(text)
    for match in _FIGURE.finditer(text):
        figure = match.group()
        letters = [i for i, char in enumerate(figure) if char in _DIGITS]
        if not letters:
            continue
        digits = sum(map(str.isdecimal, figure))
        metric = figure[0] not in "Oo" and _BEFORE_METRIC.match(text, match.end()) is not None
        unit = metric or bool(_UNIT.match(text, match.end()))
        if letters and _is_of_code(text, *match.span()):
            continue
        round_number = _NAUGHTS.fullmatch(figure) or (
            _ROUND.fullmatch(figure) and is_han(text[max(0, match.start() - 1)])
        )
        few = len(letters) <= digits or (unit and round_number is not None)
        measured = _MEASURE.match(text, match.end()) is not None
        if few and all(_is_digit(figure, i, unit, measured) for i in letters):
            places += [match.start() + i for i in letters]
    for match in _TELEPHONE.finditer(text):
        letters = [i for i in range(*match.span()) if text[i].isalpha()]
        places += letters if 3 * len(letters) <= match.end() - match.start() else []
    for place in sorted(set(places)):
        char = text[place]
        yield Edit(place, place + 1, _DIGITS[char], why=f"{char} in a figure", confidence=SURE)
    yield from _in_ideographs(text)
    strokes = [(match, "-" if match["hyphen"] else HALF_DASH) for match in _STROKE.finditer(text)]
    strokes += [(match, "一") for match in _DASH_FOR_ONE.finditer(text)]
    for match, mark in strokes:
        yield Edit(*match.span(), mark, why=f"{match[0]} in a figure", confidence=SURE)
    found = [*_DAY.finditer(text), *_MOUTH.finditer(text)]
    if not _SAYS.search(text):
        found += _IN_WORD.finditer(text)
    marks = [(match, "日") for match in found] + [(match, "0") for match in _NOUGHT.finditer(text)]
    for match, mark in marks:
        yield Edit(*match.span(), mark, why=f"{match[0]} in a date", confidence=SURE)


def _in_ideographs(text: str) -> Iterator[Edit]:
    """The naughts of years in ideographs, and the letters of other numbers that hold one between numerals."""
    years: set[int] = set()
    for match in _HAN_YEAR.finditer(text):
        year = match.group()
        if len(_NUMERAL.findall(year)) >= 2:
            years.update(i for i, char in enumerate(year, match.start()) if char in _HAN_DIGITS)
    for i in sorted(years):
        yield Edit(i, i + 1, _HAN_DIGITS[text[i]], why=f"{text[i]} in a year", confidence=SURE)
    for match in _HAN_NUMBER.finditer(text):
        for i, char in enumerate(match[0], match.start()):
            if char in _HAN_DIGITS and i not in years:
                yield Edit(i, i + 1, _HAN_DIGITS[char], why=f"{char} in a figure", confidence=SURE)


def _bars(text: str) -> list[int]:
    """The bars that stand for 1 in dates and ordinal numbers, in lines that have no others."""
    found: list[int] = []
    start = 0
    for line in text.split("\n") if _BAR.may_match(text) else ():
        bars = [match.start() for match in _BAR.finditer(text, start, start + len(line))]
        labelled = len(bars) == 1 and _LABELLED.match(line)
        found += bars if len(bars) == line.count("|") + line.count("丨") and not labelled else []
        start += len(line) + 1
    return found


def _is_of_code(text: str, start: int, end: int) -> bool:
    """Whether a figure is a part of a code: groups with hyphens, one of which has a letter like no digit."""
    reach = max(0, start - LONGEST_CODE), min(len(text), end + LONGEST_CODE)
    parts = _CODE.search(text, reach[0], start), _CODE.match(text, end, reach[1])
    return any(part is not None and _LETTER.search(part[0]) is not None for part in parts)


def _is_digit(figure: str, i: int, unit: bool, measured: bool) -> bool:
    """Whether a character of a figure can only be a digit; a unit may follow it, or one of a measure."""
    char = figure[i]
    inside = 0 < i < len(figure) - 1
    if char == "|" or char in "ZzSsB":
        behind_point = i > 0 and figure[i - 1] == "." and unit
        last = unit if char == "|" else measured and char == "S"
        return i > 0 and (figure[i + 1 : i + 2].isdecimal() or behind_point or last)
    return inside or unit or _TIME.fullmatch(figure) is not None
