"""What opens and closes letters, messages, notices and advertisements, each in a line of its own."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH
from cleaner.profiles.widths import ems

CONTACT = Pattern(
    r"(?:联系|咨询|报名|订购|服务)?(?:电话|手机|热线|传真|地址|邮箱|邮编|网址|联系人|微信)[:：](?=.)",
    needs=":：",
)
"""How to reach whom a list is of, in a line of its own under it."""
VALEDICTION = Pattern(
    r"(?:Yours|Sincerely|Best|Kind|Warm|With|Faithfully|Respectfully|Cordially|Love|Regards)[A-Za-z ]{0,30},"
)
BELOW = Pattern(
    r"(?:[12][0-9]{3}年)?[0-9]{1,2}月[0-9]{1,2}日|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日|第[0-9]{1,4}号"
)
"""A date or the number of an order, alone in the last line."""
HEREBY = Pattern(r"特此(?:讣告|公告|通告|通知|声明|启事|证明|函告|说明|告知)[。！]?", needs="特此")
"""What closes a notice, in a line of its own."""
_SKY = r"(?:晴|阴|多云|雾|霾|冰雹|(?:[小中大暴]到[小中大暴])?(?:特大|[小中大暴阵雷雨夹微细毛冻]){0,2}[雨雪])"
WEATHER = rf"{_SKY}(?:[转间到]{_SKY})?"
"""The weather of a day: the sky, or rain or snow by how it falls, and what it turns to."""
_DAY = Pattern(
    r"(?:[12][0-9]{3}年)?(?:[0-9]{1,2}月[0-9]{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
    r"(?:[ \t\u3000]+(?:星期|周)[一二三四五六日天]|[ \t\u3000]+(?P<weather>(?!(?:星期|周)[一二三四五六日天])"
    rf"{WEATHER})){{1,2}}",
    needs="月",
)
"""What stands over a day of a diary. Without its weather it may be of a sentence."""
_TAGS = Pattern(r"#(?![0-9])[\p{L}\p{N}_]{1,20}#?(?:[ \t]+#(?![0-9])[\p{L}\p{N}_]{1,20}#?)+", needs="#")
"""What a post is about, in a line of its own."""
_BYLINE = Pattern(r"By(?:[ ][A-Z][A-Za-z.'’\-]*){2,4}", needs="By")
"""Who wrote an article in English."""
CALLED = Pattern(r"(?:电话|热线|手机|联系方式)[:：][ ]?[0-9][0-9\-]{6,}$", needs=":：")
"""What ends an advertisement."""
SALUTATION = Pattern(
    r"(?:尊敬|亲爱|敬爱)的\p{Han}{1,12}[：:]|各位\p{Han}{2,10}[：:]|\p{Han}{1,8}(?:同志|先生|女士|朋友们|同学们)[：:]",
    needs=":：",
)
"""How a letter begins."""
ENACTED = Pattern(
    r"关于[^。！？；\n]{2,60}的(?:通知|通报|意见|决定|公告|通告|函|批复|报告|请示|议案|纪要|命令)$",
    needs=("关于",),
)
"""The title of an official letter, over whom it is to."""
STAMP = Pattern(
    r"[\p{Han}\w]{2,8}[ \t]+(?:[0-9/.\-]{6,10}[ \t]+)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"|[0-9]{4}[/.\-年][0-9]{1,2}[/.\-月][0-9]{1,2}日?[ \t]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[ \t]+"
    r"[\p{Han}\w.\-]{1,16}(?:[(（<][\w.@\-]{3,40}[)）>])?"
    r"|[^\n，。！？；]{2,30}[ \t][0-9]{4}[/.\-][0-9]{1,2}[/.\-][0-9]{1,2}"
    r"[ \t]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?",
    needs=":",
)
"""Who wrote a message, and when."""
SIGNED = Pattern(
    r"[。！？”][ \t\u3000]*[（(]\s*(?:\p{Han}{0,4}(?:记者|通讯员)\s*)?"
    r"\p{Han}{1,4}(?:[ \u3000、]+\p{Han}{1,4})*\s*[）)]$",
    needs="（(",
)
"""A name in brackets behind a sentence: who wrote the article that ends here."""
_WORK = r"《[^《》\n]{1,20}》"
_QUOTED = Pattern(
    rf"(?P<whole>^[“「][^“”「」]*+[”」])?(?<=[。！？…][”」]?){DASH}"
    rf"(?:[\p{{Han}}\N{{MIDDLE DOT}}]{{2,10}}(?P<work>{_WORK})?|(?P<work>{_WORK}))$",
    needs=(DASH,),
)
"""A sentence, and who said it or where it stands."""
_ATTRIBUTED = Pattern(rf"{DASH}[\p{{Han}}\N{{MIDDLE DOT}}]{{2,10}}(?:{_WORK})?", needs=(DASH,))
"""Who said what stands over it, or where that stands; by itself it may be of a sentence."""
SHORT_ATTRIBUTION = 0.6
"""Share of the widest line up to which one that ends a saying is no line of a sentence."""
CITED = Pattern(r"\[[0-9]{1,3}\][ \t]?[^\n]*\[[A-Z]{1,2}(?:/[A-Z]{2})?\]", needs="[")
"""An entry of a list of references, with the type of the document."""


def stand_alone(lines: Sequence[str], ended: Sequence[bool], *, in_column: bool = False) -> list[bool]:
    """Which lines stand by themselves.

    They are a byline in English, what closes a notice, the day of a diary, tags, who said what stands above.

    ended: whether each line ends as a sentence does.
    in_column: whether they are of a printed column, whose width shows where one ends that is short.

    >>> stand_alone(["会议定于", "3月5日 星期三", "召开。"], [False, False, True])
    [False, False, False]
    >>> stand_alone(["我的日记", "3月5日 星期三 阵雨", "水来了。"], [False, False, True])
    [False, True, False]
    >>> lines, ended = ["水能载舟，亦能覆舟。", "——荀子", "书上说"], [True, False, False]
    >>> stand_alone(lines, ended), stand_alone(lines, ended, in_column=True)
    ([False, True, False], [False, False, False])
    """
    joined = "".join(lines)
    possible = [pattern for pattern in (_BYLINE, HEREBY, _TAGS) if pattern.may_match(joined)]
    found = [any(pattern.fullmatch(line) for pattern in possible) for line in lines]
    for i, line in enumerate(lines) if _DAY.may_match(joined) else ():
        if day := _DAY.fullmatch(line):
            found[i] = day["weather"] is not None or i == 0 or ended[i - 1]
    attributed = not in_column and _ATTRIBUTED.may_match(joined)
    most = SHORT_ATTRIBUTION * max(map(ems, lines)) if attributed else 0.0
    for i in range(1, len(lines)) if most else ():
        said = ended[i - 1] and ems(lines[i]) <= most and _ATTRIBUTED.fullmatch(lines[i]) is not None
        found[i] = found[i] or said
    return found


def is_quoted(left: str, *, whole: bool) -> bool:
    """Whether a line ends with who said what stands before it, or where it stands.

    whole: whether what shows it must be sure, as the line fills its column: a sentence may go on behind a
    dash. Sure are the title of a work and a saying that is all there is before the dash.

    >>> is_quoted("水来了！——全村人", whole=True), is_quoted("“水来了！”——王大山", whole=True)
    (False, True)
    >>> is_quoted("水能载舟，亦能覆舟。——荀子", whole=False)
    True
    """
    match = _QUOTED.search(left)
    return match is not None and (not whole or match["whole"] is not None or match["work"] is not None)
