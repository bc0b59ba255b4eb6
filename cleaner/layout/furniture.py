"""What is printed at the edges of a page: its number, section and date, the paper, who made it, its imprint.

A line of it is a row of items of known kinds. Some kinds tell by themselves, others only together or at the
very edge of the page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from cleaner.patterns import Pattern
from cleaner.profiles.press import SURE_NAME, SURNAMES

LONGEST: Final = 160
"""Characters of such a line, at the most."""
_NUMERAL: Final = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY: Final = r"(?:正|[一二三四五六七八九十]{1,2}|冬|腊)月(?:初|十|廿|卅)?[一二三四五六七八九十]{1,2}"
_ORNAMENT: Final = r"[\N{MIDDLE DOT}\u2022\-\u2014\u2013\u2015－~]"
"""What is set round the number of a page."""
_SECTIONS: Final = (
    "要闻|头版|综合|国内|国际|社会|本地|地方|区域|城市|农村|乡村|三农|时政|时事|政治|党建|军事|评论|时评|理论|观点"
    "|经济|财经|金融|产业|市场|能源|文化|教育|科教|科技|健康|卫生|体育|娱乐|生活|旅游|法治|法制|民生|公益|生态"
    "|环保|视觉|图片|人物|副刊|文艺|文学|读书|读者|周末|专版|专题|专刊|特刊|特别报道|深度|关注|焦点|视点|观察"
    "|广告|公告|新闻|天下|环球"
)
_PAPERS: Final = (
    "日|晚|早|晨|时|午|商|周|导|快|青年|工人|农民|少年|都市|法制|法治|教育|科技|文化|体育|经济|健康|生活"
    "|文艺|文学|消息"
)
_MADE_BY: Final = "主编|责编|责任编辑|编辑|编审|美编|版式|校对|组版"
_KINDS: Final = {
    "date": (
        r"(?:19|20)\d\d\s*+(?:年\s*+\d{1,2}\s*+月\s*+\d{1,2}\s*+日"
        r"|(?P<point>[.\-/\N{MIDDLE DOT}])\s*+\d{1,2}\s*+(?P=point)\s*+\d{1,2}(?!\d))"
        r"|(?:[一二][一二三四五六七八九〇○零]{3}|(?:中华)?民国(?:[〇○零一二三四五六七八九十百]{1,5}|\d{1,3}))年"
        r"(?:[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}|\d{1,2}月\d{1,2})日"
    ),
    "weekday": r"[“（(]?(?:星\s*+期|周)\s*+[一二三四五六日天][”）)]?",
    "lunar": rf"(?:农历|夏历|阴历)[甲乙丙丁戊己庚辛壬癸]?[子丑寅卯辰巳午未申酉戌亥]?年?闰?{_DAY}"
    rf"|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年闰?{_DAY}",
    "imprint": (
        r"(?:国内)?统一(?:连续出版物|刊)(?:号|编号)[：:]?\s*+(?:CN\s*+)?"
        r"\d\d\s*+[\-\u2014－]\s*+\d{4}(?:/\w{1,4}+)?"
        r"|CN\s*+\d\d\s*+[\-\u2014－]\s*+\d{4}(?:/\w{1,4}+)?|ISSN\s*+\d{4}-\d{3}[\dX]"
        r"|(?:邮发)?代号[：:]?\s*+\d{1,2}\s*+[\-\u2014－]\s*+\d{1,4}"
        r"|(?:总\s*+)?第\s*+\d{2,6}\s*+(?:期|号)|(?:今日|本期|本报今日)\s*+(?:共\s*+)?\d{1,3}\s*+版"
        r"|(?:零售价?|定价|每份|每月定价|全年定价)[：:]?\s*+\d++(?:\.\d++)?\s*+元"
        r"|\p{Han}{2,10}报社?(?:出版|主管主办|主办|编印)|社址[：:]\s*+[^\s]{4,40}+"
    ),
    "editors": (
        rf"(?:本版|本期|今日|执行|值班)?(?:{_MADE_BY}|总值班|值班总编)"
        r"\s*+[：:]\s*+\p{Han}{2,4}(?:[ \t\u3000、]++\p{Han}{2,4}(?!\s*+[：:/／|｜\p{Han}]))*+"
    ),
    "stroked": rf"(?:{_MADE_BY})\s*+[/／|｜]\s*+{SURE_NAME}(?:[ \t\u3000、]++{SURE_NAME})*+",
    "maker": rf"(?:本版|本期)?(?:{_MADE_BY})\s++\p{{Han}}{{2,4}}(?!\p{{Han}})",
    "contact": (
        r"(?:\p{Han}{0,4}(?:热线|电话|传真|邮箱|信箱|网址|邮编|邮政编码))[：:]\s*+[\w.@:/\-\uff08）()]{4,60}+"
        r"|(?i:e-?mail)[：:]\s*+\S{4,60}+|(?:https?://|www\.)[!-~]{4,80}+|[\w.\-]{1,40}@[\w.\-]{3,40}"
    ),
    "number": rf"(?:第\s*+)?(?P<number>[A-Z]?\d{{1,2}}|{_NUMERAL})\s*+版(?!面)|共\s*+\d{{1,3}}\s*+版",
    "leaf": r"第\s*+(?P<number>\d{1,3})\s*+页(?!\p{Han})|(?i:page)\s*+(?P<number>\d{1,3})(?!\w)",
    "leaves": r"共\s*+\d{1,4}\s*+页(?!\p{Han})|(?i:of)\s*+\d{1,4}(?!\w)",
    "section": rf"(?:{_SECTIONS})(?:新闻|周刊)?版?(?:(?!\p{{Han}})|(?=星期))",
    "paper": rf"\p{{Han}}{{1,8}}(?:{_PAPERS})报(?:社)?(?!\p{{Han}})",
    "title": r"\p{Han}{1,8}报(?!\p{Han})",
    "bare": (
        rf"{_ORNAMENT}{{1,2}}\s*+(?P<number>\d{{1,3}})\s*+{_ORNAMENT}{{1,2}}"
        r"|(?P<number>[A-Z]?\d{1,2})(?![\d.:：%\p{L}\-/])"
    ),
}
"""What the items look like, the surest kinds first; a `title` is a name in 报 that may be no newspaper's."""
_NEEDS: Final = {
    "date": ("19", "20", "年"),
    "weekday": "期周",
    "lunar": "月",
    "imprint": ("统一", "CN", "ISSN", "代号", "期", "号", "今日", "价", "每份", "出版", "主办", "编印", "址"),
    "editors": ("主编", "责编", "编辑", "编审", "美编", "版式", "校对", "组版", "值班"),
    "stroked": "/／|｜",
    "maker": ("主编", "责编", "编辑", "编审", "美编", "版式", "校对", "组版"),
    "contact": ("热线", "电话", "传真", "邮箱", "信箱", "网址", "邮编", "邮政编码", "://", "@", *"mMw"),
    "number": "版",
    "leaf": "页pP",
    "leaves": "页oO",
    "paper": "报",
    "title": "报",
}
"""What one of is in an item of a kind."""
_ITEM: Final = {kind: Pattern(pattern, needs=_NEEDS.get(kind, "")) for kind, pattern in _KINDS.items()}
_OWN_SECTION: Final = Pattern(
    rf"(?![{SURNAMES}]\p{{Han}}{{1,2}}(?!\p{{Han}}))\p{{Han}}{{2,4}}(?=\s*$|\s++(?P<number>[A-Z]?\d{{1,2}})\s*$)"
)
"""A section that only this newspaper has, at the end of a line or before the number of its page; no name."""
_OF_A_PAGE: Final = Pattern(r"[A-Z]\d|0\d")
"""How the number of a page begins that is no number of anything else."""
_BETWEEN: Final = Pattern(
    r"(?:[\s|/，,、：:\u2022｜]|(?<=\s)\N{MIDDLE DOT}(?=\s)"
    r"|\N{MIDDLE DOT}(?=\s*+[第A-Z]?\d)|(?<=日)\N{MIDDLE DOT})*+"
)
"""What stands between items; a dot does between what has room on both sides, or beside numbers."""
_SURE: Final = frozenset(("imprint", "editors"))
_TOGETHER: Final = tuple(
    map(
        frozenset,
        (
            ("date", "weekday"), ("date", "number"), ("date", "bare"), ("date", "paper"), ("date", "section"),
            ("weekday", "number"), ("weekday", "paper"), ("weekday", "lunar"), ("number", "section"),
            ("number", "paper"), ("date", "lunar"),
            ("leaf", "leaves"), ("leaf", "date"), ("leaf", "paper"),
        ),
    )
)  # fmt: skip
"""Kinds of which two in one line are no text."""
_AT_EDGE: Final = frozenset(("date", "weekday", "lunar", "number", "leaf", "paper", "bare"))
"""Kinds that tell at the edge of a page,"""
_AT_FOOT: Final = frozenset(("number", "leaf", "paper", "bare", "contact"))
"""and at its foot: a date there may be that of a letter."""


_FOLIO: Final = (
    r"(?:第?\s*[A-Z]?\d{1,2}\s*版?)?\s*\p{Han}{0,6}\s*[“”\s]*"
    r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*星\s*期\s*[一二三四五六日天]"
    r"\s*(?:\p{Han}{2,8}|[A-Z]?\d{1,2})?"
)
_SECTION: Final = (
    r"(?:第?\s*[A-Z]?\d{1,2}\s*版?)\s*"
    r"(?:(?:综合|国内|国际|社会|本地|时政|经济|文化|教育|体育|视觉)(?:新闻)?"
    r"|要闻|新闻|时事|评论|理论|副刊|专版|专题|特刊|广告|财经|法治|民生|健康|科技|生态|农村|读者|文艺)"
)
"""Number and name of a page, where its date stands elsewhere or was not read: `5 综合`, `第2版 要闻`."""
_MAKERS: Final = r"(?:责\s*任\s*编\s*辑|责\s*编|版\s*式\s*(?:策\s*划|设\s*计)|美\s*编|校\s*对)"
_EDITORS: Final = rf".{{0,12}}{_MAKERS}(?:\s*[：:\N{{MIDDLE DOT}}\s].{{0,60}}|.{{0,10}}{_MAKERS}.{{0,10}})"
_MISREAD_FOLIO: Final = (
    rf"{_SECTION}\s*[“”\s]*(?:19|20)\d\d\s*年\s*\d{{1,2}}\s*\S\s*\d{{1,2}}\s*\S"
    rf"\s*(?:\S\s*期|星\s*\S)\s*[一二三四五六日天](?:\s*{_MAKERS}.{{0,60}})?"
)
"""Number, section and date in one line, in which the words between the figures may be misread."""
_LOOSELY: Final = Pattern(rf"{_FOLIO}|{_SECTION}|{_EDITORS}|{_MISREAD_FOLIO}")
"""Number, section, date and makers of a page in a line that was not read well."""

_CHAPTER: Final = (
    r"(?:第[0-9一二三四五六七八九十百]{1,4}[章回节卷编部篇][ \t\u3000]*\p{Han}{1,12}"
    r"|[\p{Han}\N{MIDDLE DOT}]{2,12})"
)
_WIDE: Final = r"(?:[ \t]{2,}|[ \t]*\u3000+[ \t]*)"
_WORDS: Final = r"(?=[^。，；！？]{2,40}+(?<=\S))[^\s。，；！？]++(?:[ ][^\s。，；！？]++)*"
_TITLED: Final = rf"(?:{_CHAPTER}|{_WORDS}{_WIDE}{_WORDS})"
_LEAF: Final = rf"(?:[0-9]{{1,4}}|{_ORNAMENT}[ ]?[0-9]{{1,4}}[ ]?{_ORNAMENT})"
_ROOM: Final = r"[ \t\u3000\N{MIDDLE DOT}]+"
_VOLUME: Final = (
    rf"[《]?\p{{Han}}{{2,12}}[》]?{_ROOM}(?:(?:19|20)\d\d[ ]?年[ ]?)?"
    r"(?:总?第[ ]?[0-9一二三四五六七八九十百]{1,4}[ ]?[辑卷集册期])+"
    rf"(?:{_ROOM}[0-9]{{1,4}})?"
)
_NUMBERED: Final = r"第[ ]?[0-9]{1,4}[ ]?页"
_RUNNING_HEAD: Final = Pattern(
    rf"{_LEAF}{_WIDE}{_TITLED}|{_TITLED}{_WIDE}{_LEAF}|{_VOLUME}"
    rf"|{_NUMBERED}[ \t\u3000]+{_CHAPTER}|{_CHAPTER}[ \t\u3000]+{_NUMBERED}"
)
_NARROWLY: Final = Pattern(rf"[1-9][0-9]{{1,2}}[ ]{_CHAPTER}|{_CHAPTER}[ ][1-9][0-9]{{1,2}}")


def is_narrow_head(line: str) -> bool:
    """Whether a line is a title and the number of a page, of two digits or three, with little room between.

    A heading or a row of a table looks so, too: it tells only inside a paragraph.

    >>> is_narrow_head("46 海边的人"), is_narrow_head("第三章 海边的人 46"), is_narrow_head("2 研究方法")
    (True, True, False)
    """
    return _NARROWLY.fullmatch(line) is not None


def is_running_head(line: str) -> bool:
    """Whether a line is the number of a page and a title, or two, with wide room between, or names a volume.

    A row of a table may look so: it tells nothing by itself.

    >>> is_running_head("46\N{IDEOGRAPHIC SPACE}海边的人"), is_running_head("46 海边的人")
    (True, False)
    """
    return _RUNNING_HEAD.fullmatch(line) is not None


@lru_cache(maxsize=4096)
def matches_of(line: str) -> tuple[tuple[str, regex.Match[str]], ...]:
    """The items that a line is made of, each with its kind; none where anything else stands in it.

    >>> [kind for kind, _ in matches_of("2021年3月8日 星期一 第5版")]
    ['date', 'weekday', 'number']
    >>> matches_of("柳湾乡春茶开采")
    ()
    """
    if len(line) > LONGEST:
        return ()
    items: list[tuple[str, regex.Match[str]]] = []
    at = 0
    while at < len(line):
        found = next(((k, m) for k, item in _ITEM.items() if (m := item.match(line, at))), None)
        if found is None and (section := _OWN_SECTION.match(line, at)):
            found = ("section", section) if _has_own_section(items, section) else None
        if found is None:
            return ()
        items.append(found)
        gap = _BETWEEN.match(line, found[1].end())
        at = gap.end() if gap else found[1].end()
    return tuple(items)


def _has_own_section(items: list[tuple[str, regex.Match[str]]], section: regex.Match[str]) -> bool:
    """Whether behind items, or between them and a number, the name of a section stands.

    Behind a paper and a date a name may stand, behind `第8版` the title of what the page prints.
    """
    kinds = {kind for kind, _ in items} | ({"bare"} if section["number"] else set())
    if {"date", "weekday"} <= kinds and kinds & {"number", "bare"}:
        return True
    numbers = (section["number"] or "", *(match[0] for kind, match in items if kind == "bare"))
    return bool(kinds & {"paper", "title"}) and any(map(_OF_A_PAGE.fullmatch, numbers))


def items_of(line: str) -> tuple[str, ...]:
    """The kinds of the items that a line is made of; none where anything else stands in it.

    >>> items_of("人民日报 2020年7月13日 星期一 第1版"), items_of("第1版刊登的文章")
    (('paper', 'date', 'weekday', 'number'), ())
    """
    return tuple(kind for kind, _ in matches_of(line))


def is_misread_furniture(line: str) -> bool:
    """Whether a line looks like the number, section and date of a page, or names who made it, though misread.

    >>> is_misread_furniture("3 综合新闻 “2020年6已3日 昨期日"), is_misread_furniture("2020年6月3日起调整")
    (True, False)
    >>> is_misread_furniture("5 综合"), is_misread_furniture("要闻 2020 年 7 月 1 日 星 期 三")
    (True, True)
    """
    return _LOOSELY.fullmatch(line) is not None


def may_be_furniture(text: str) -> bool:
    """Whether a text is a line of furniture somewhere on a page, be it misread.

    >>> may_be_furniture("责任编辑：王小川　版式设计：赵一鸣"), may_be_furniture("三座水库昨日蓄水。")
    (True, False)
    """
    return len(text) <= LONGEST and (is_furniture(text, head=True, foot=True) or is_misread_furniture(text))


def is_furniture(line: str, *, head: bool = False, foot: bool = False) -> bool:
    """Whether a line is furniture of a page; some are only where nothing else stands over or under it.

    >>> is_furniture("第01版：要闻"), is_furniture("第三版"), is_furniture("第三版", head=True)
    (True, False, True)
    >>> is_furniture("2020年7月13日", foot=True), is_furniture("要闻", head=True)
    (False, False)
    """
    items = items_of(line.strip())
    kinds = set(items)
    if not kinds:
        return False
    if head and kinds == {"section"} and len(items) > 1:  # what the paper holds, under its name
        return True
    if items.count("stroked") > 1 and "\t" not in line:  # one alone may be two trades
        return True
    if kinds & _SURE or any(pair <= kinds for pair in _TOGETHER):
        return True
    return (head and bool(kinds & _AT_EDGE)) or (foot and bool(kinds & _AT_FOOT))
