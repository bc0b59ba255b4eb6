"""What lines begin with: an item of a list, a turn of speech, an entry, a field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import regex

from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.numbering import ITEM
from cleaner.layout.lines.verses import PAUSE
from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH
from cleaner.profiles.press import DATELINE, JUMP
from cleaner.profiles.widths import ems

TURN = Pattern(
    r"(?P<who>(?:问|答|解|证|[QA][0-9]{0,2}|[\p{Han}\N{MIDDLE DOT}]{2,6}(?:[（(]\p{Han}{2,6}[）)])?"
    r"|\p{Han}[ \u3000]{1,2}\p{Han}|\p{Han}{2,4}“[^“”\n]{1,12}”))[:：](?=.|$)",
    needs=":：",
)
_BRIEF_TURN = Pattern(
    r"(?P<who>(?![说道称曰答叫喊想是为即])\p{Han}|[A-Za-z]{1,12})[:：](?!//)(?=.)", needs=":："
)
"""One whose speaker is called by a single character or a Latin name; a line may begin so by chance."""
_ANSWER = Pattern(r"(?:问|答|解|证)[:：](?=.)")
ENTRY = Pattern(r"[A-Za-z][a-z-]+(?:[ ][a-z]+){0,3}[ \t]+(?:[a-z]{1,4}\.[ \t]*)?(?=\p{Han})")
"""What an entry of a list of foreign words begins with."""
FEWEST_ENTRIES = 3
"""Lines that all begin so, or blocks that begin with a label, from which they are entries."""
_PRONOUNCED = Pattern(
    r"[A-Za-z][A-Za-z -]{0,30}[ \t]+[\[/][^\[\]/\n]{1,30}[\]/][ \t]*"
    r"(?:n|v|vt|vi|adj|adv|prep|conj|pron|num|int|abbr)\.",
    needs="[/",
)
"""A word, how it is pronounced, and what part of speech it is."""
_SPEAKER = Pattern(r"(?P<who>\p{Han}\u3000\p{Han}|\p{Han}{2,4})\u3000+(?=\S)", needs="\N{IDEOGRAPHIC SPACE}")
LABEL = Pattern(
    r"(?P<who>\p{Han}{2,4})[ \u3000]+(?=\p{Han}|[0-9]{1,4}[ ]?[年月室平栋]|[0-9]{4}[ \t0-9]*$)"
    r"|(?P<who>[问答])[ \u3000]+(?=\p{Han}{2})",
    needs=" \N{IDEOGRAPHIC SPACE}",
)
"""How a turn of speech, a part of a play, an advertisement begin."""
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
TIME = Pattern(
    rf"(?:{_NUMBER}月{_NUMBER}日(?=[^，。；！？\n]*(?:\n|\Z))|"
    r"[0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{1,2}[:：][0-9]{2}(?:[-\u2014\u2013~]{1,2}[0-9]{1,2}[:：][0-9]{2})?|[12][0-9]{3}年(?:[0-9]{1,2}月)?"
    r"|[12][0-9]{3}[./][0-9]{1,2}(?:[-\u2014\u2013~]{1,2}(?:[12][0-9]{3}[./][0-9]{1,2}|至?今))?)"
    r"[ \t\u3000]+(?=\S)",
    needs=":：年./月",
)
"""The hour or the year that an entry of a programme or a chronicle begins with; the day, without a pause."""
_TITLE = Pattern(r"《[^《》]+》(?:[ \t\u3000]*[\p{Han}·]{2,8}[编著译摄文作])?$", needs="《")
"""An entry of a list of books."""
_DAY = Pattern(
    rf"{_NUMBER}[月日](?:{_NUMBER}日)?[ \t\u3000]+[^，。；！？]{{2,20}}$",
    needs="月日",
)
"""A day, and what is on."""
_VOICE = Pattern(r"(?P<who>[（(]\p{Han}{1,3}[）)])(?=\p{Han})", needs="（(")
"""Who sings a verse or what is done, in brackets before it."""
_FIELD = Pattern(
    r"[\p{Han}\w（）()\-—–~～/]{1,14}[ \t\u3000]*[:：](?=[ \t]*[^\s，。！？；,;：:][^，。！？；：\n]{0,24}$)",
    needs=":：",
)
"""A name and its value alone on a line, without a stop."""
LISTED = Pattern(r"[-*+][ \t]++(?=\S)", needs="-*+")
"""How the items of a list begin in Markdown."""
_DEFINED = Pattern(rf"[\p{{Han}}A-Za-z]{{1,8}}{DASH}(?=[\p{{Han}}A-Za-z0-9])", needs=(DASH,))
"""A term, a dash, and what it means."""
_LEAD = Pattern(r"【[^【】]{1,8}】(?=\S)", needs="【")
"""What a brief is about, before its text."""
DASHED = Pattern(rf"{DASH}(?=\p{{Han}})", needs=(DASH,))
"""How the items of a list without numbers begin."""
_PART = Pattern(
    r"(?:^|(?<=[：；。:;]))(?P<at>)(?:其?[一二三四五六七八九]是|第[一二三四五六七八九]，)", regex.MULTILINE
)
"""How the parts of an enumeration in words begin."""
LEADERS = Pattern(
    r"^[\p{Han}A-Za-z]{1,12}[ ]?(?P<dots>[.…·]{3,}+|…{2,}+)[ ]?[A-Za-z0-9\-/.\p{Han}]{1,20}$",
    regex.MULTILINE,
    needs=".…·",
)
"""A line of two fields with dots between; several of them are a list."""
FEWEST_PARTS = 2
"""Parts from which there is an enumeration."""
_OF_MOST = (_DEFINED, _VOICE, _DAY, LABEL, _BRIEF_TURN, _TITLE, _LEAD, _FIELD)
"""What half of the lines must begin with, for one may by chance."""


def begins_of(lines: Sequence[str], joined: str, numbered: Iterable[int]) -> list[Break | None]:
    """What each line begins: an item, a turn of speech, or nothing that shows.

    joined: all of the lines; numbered: those that `find_numbered` finds.

    >>> [str(kind) for kind in begins_of(["一、种茶", "二、养蜂"], "一、种茶二、养蜂", [0, 1])]
    ['item', 'item']
    """
    found: list[Break | None] = [Break.ITEM if ITEM.match(line) else None for line in lines]
    for i in (*numbered, *_find_counted(lines)):
        found[i] = Break.ITEM
    for pattern in (
        TURN,
        _BRIEF_TURN,
        _SPEAKER,
        _VOICE,
        LABEL,
        TIME,
        DASHED,
        LISTED,
        _PRONOUNCED,
        _TITLE,
        _LEAD,
        _DEFINED,
        _FIELD,
        LEADERS,
        _DAY,
    ):
        if not pattern.may_match(joined):
            continue
        openings = [pattern.match(line) for line in lines]
        least = len(lines) / 2 if pattern in _OF_MOST else 2
        if sum(map(bool, openings)) >= max(2, least):
            kind = Break.TURN if pattern in (TURN, _BRIEF_TURN, _SPEAKER, _VOICE) else Break.ITEM
            found = [kind if here and not old else old for here, old in zip(openings, found, strict=True)]
    if _ANSWER.match(lines[0]):
        found[0] = Break.TURN
    if len(lines) >= FEWEST_ENTRIES and all(map(ENTRY.match, lines)):
        return [Break.ITEM] * len(lines)
    return found


def _find_counted(lines: Sequence[str]) -> list[int]:
    """The lines that begin with 一是, 二是 and so on, where no part of the enumeration begins inside a line.

    >>> _find_counted(["三项措施：", "一是修路；", "二是通水；", "三是种树。"])
    [1, 2, 3]
    >>> _find_counted(["三项措施：一是修路；", "二是通水；", "三是种树。"])
    []
    """
    text = "\n".join(lines)
    places = [match.start("at") for match in _PART.finditer(text)]
    if len(places) < FEWEST_PARTS or any(at and text[at - 1] != "\n" for at in places):
        return []
    return [text.count("\n", 0, at) for at in places]


def are_said(lines: Sequence[str]) -> bool:
    """Whether lines are turns of speech, one of which goes on in the next line.

    >>> are_said(["记者：水够吗？", "村民：够了，今年雨水多，", "三座水库都满了。"])
    True
    >>> are_said(["上联：春来", "下联：秋去"])
    False
    """
    turns = [match for line in lines if (match := TURN.match(line))]
    return 1 < len(turns) < len(lines) and len(lines[0]) > turns[0].end()


def are_fields(lines: Sequence[str]) -> bool:
    """Whether lines are nothing but a name and its value each.

    >>> are_fields(["定价：360元", "热线：11185"]), are_fields(["记者：水够吗？", "村民：够了。"])
    (True, False)
    """
    return bool(lines) and all(map(_FIELD.match, lines))


def part_heads(lines: Sequence[str], ended: Sequence[bool]) -> list[bool]:
    """Whether each line break is beside a jump marker, or beside a headline or label over a dateline.

    ended: whether each line ends as a sentence does; a headline stands behind one, or at the beginning.

    >>> part_heads(["果园添新树", "本报讯　白云村果园今年又添了", "三百亩果树。"], [False, False, True])
    [True, False]
    >>> part_heads(["渠道通水", "（上接第1版）", "上月全线通水。"], [False, False, True])
    [True, True]
    >>> part_heads(["旧报登过，那年的", "本报讯　白云村果园今年又添了"], [False, False])
    [False]
    """
    plain = [PAUSE.search(line) is None for line in lines]
    jumps = [plain[i] and JUMP.fullmatch(line) is not None for i, line in enumerate(lines)]
    heads = [
        plain[i] and DATELINE.match(below) is not None and ems(line) < ems(below)
        for i, (line, below) in enumerate(pairwise([*lines, ""]))
    ]
    return [
        jumps[i]
        or jumps[i + 1]
        or (head and (i == 0 or ended[i - 1] or plain[i - 1]))
        or (below and (i == 0 or ended[i]))
        for i, (head, below) in enumerate(pairwise(heads))
    ]
