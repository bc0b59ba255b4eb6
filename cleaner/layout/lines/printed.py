"""White space that was printed: between cells, behind the number of an item or a hashtag, round a credit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from cleaner.layout.blocks import Block
from cleaner.layout.lines.correspondence import STAMP, WEATHER
from cleaner.layout.lines.numbering import IN_LINE, ITEM, ITEM_AND_SPACE, find_numbered
from cleaner.layout.lines.openings import ENTRY, FEWEST_ENTRIES, LABEL, TIME
from cleaner.layout.lines.verses import PAUSE
from cleaner.layout.memo import MemoTable
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, STOPS
from cleaner.profiles.press import DOUBLE_SURNAMES, SURNAMES

INNER_SPACE = Pattern(r"[^\S\n\f](?<=\S[^\S\n\f])[^\S\n\f]*+(?=\S)")
"""White space inside a line."""
_WIDE = Pattern(r"(?<=\S)[ \t]{2,}(?=\S)")
_CLOSED = STOPS + CLOSING
_IDEOGRAPHIC = "\N{IDEOGRAPHIC SPACE}"
NAME = r"\p{Han}(?:[ \u3000]?\p{Han}){1,3}"
_OPENING = "（(【["
_EMPTY = Pattern(r"[（(【\[][^\S\n]+[）)】\]]", needs=_OPENING)
_TAG = Pattern(
    r"(?:(?<=\S)(?P<gap>[ \t\u3000]+)|(?<![#\p{L}\p{N}]))#(?![#\s])[^#\n]{1,30}(?<!\s)#"
    r"(?:(?P<gap>[ \t\u3000]+)(?=[^#\s])|(?=\s|$))"
    r"|(?<!\S)#[\p{L}\p{N}_]{1,20}(?P<gap>[ \t\u3000]+)(?=#[^\s#])"
    r"|(?<![\p{L}\p{N}@.])@[\p{L}\p{N}_\-]{2,30}+(?P<gap>[ \t\u3000]+)(?=\S)",
    needs="#@",
)
"""A hashtag, or the name of an account: the space behind it ends it, one before it sets it off."""
_CREDIT = Pattern(
    r"(?<=[。！？”）])(?P<gap>[ \t\u3000]+)?"
    r"(?:(?:新华社|本报)?(?:记者|通讯员)(?P<gap>[ \t\u3000]+)?)?"
    rf"{NAME}(?P<gap>[ \t\u3000]+)"
    r"(?:摄|摄影|图|文|供图|绘|制图|摄影报道)$"
    r"|(?<=[。！？”）])(?P<gap>[ \t\u3000]+)\p{Han}{2,3}(?:摄|供图|摄影报道)$"
    rf"|(?<![^\n])(?:(?:新华社|本报)?(?:记者|通讯员)(?P<gap>[ \t\u3000]+)?)?{NAME}(?P<gap>[ \t\u3000]+)摄$",
    needs="摄图文绘",
)
"""Who took the picture, behind the text under it or in a line of its own,"""
_CREDITED = Pattern(
    r"(?:[（(]|(?<=[（(][^（）()\n]{4,80}[。！？；]))"
    r"(?:(?:新华社|本报)?(?:记者|通讯员)(?P<gap>[ \t\u3000]+)?)?"
    rf"{NAME}(?P<gap>[ \t\u3000]+)(?:摄|摄影|供图|绘|制图|摄影报道)[）)]",
    needs="摄图绘",
)
"""or in brackets,"""
_CREDIT_ENDS = "摄影图文绘道"
"""at the end of a line: its last character."""
_CAPTION = Pattern(
    r"(?<![^\n])[图表](?:[0-9]{1,2}(?:[-.][0-9]{1,2})?|[\u2460-\u2473])(?P<gap>[ \t\u3000]+)"
    r"(?!所示|显示|中|为|给出|列出|是|和)\p{Han}[^。！？；，]*$"
    r"|(?:(?<![^\n])|(?<=[。！？；][ \t\u3000]{0,2}))[图表][\u2460-\u2473](?P<gap>[ \t\u3000]+)(?=\p{Han})",
    needs="图表",
)
"""The number of a figure or table, before its title."""
_BESIDE_PATH = Pattern(
    r"(?<=\S)(?P<gap>[ \t]+)(?=[A-Za-z]:\\)|[A-Za-z]:\\[^\s，。；、（）“”]{1,200}+(?P<gap>[ \t]+)(?=\p{Han})"
    r"|(?<=\S)(?P<gap>[ \t]+)(?=~?/[A-Za-z0-9._\-]+/)"
    r"|(?<![^\s])~?/[A-Za-z0-9._\-]+/[^\s，。；、（）“”]{0,200}+(?P<gap>[ \t]+)(?=\p{Han})",
    needs="\\/",
)
"""White space parts a path of a file system, which may hold ideographs, from what is none of it."""
_PINYIN = r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]"
_BESIDE_PINYIN = Pattern(
    rf"(?<=\S)(?P<gap>[ \t]+)(?={_PINYIN}{{0,5}}[āǎēěīǐōǒūǔǖǘǚǜ])"
    rf"|[āǎēěīǐōǒūǔǖǘǚǜ]{_PINYIN}{{0,40}}(?P<gap>[ \t]+)(?=\S)",
    needs="āǎēěīǐōǒūǔǖǘǚǜ",
)
"""Beside a syllable with the mark of its tone."""
_OF_TWO = Pattern(
    r"(?<![^\n])(?:目(?P<gap>[ \t]+)录|[前序](?P<gap>[ \t]+)言|后(?P<gap>[ \t]+)记|附(?P<gap>[ \t]+)录"
    r"|索(?P<gap>[ \t]+)引|通(?P<gap>[ \t]+)[知告]|公(?P<gap>[ \t]+)告|启(?P<gap>[ \t]+)事"
    r"|讣(?P<gap>[ \t]+)告|声(?P<gap>[ \t]+)明|更(?P<gap>[ \t]+)正|致(?P<gap>[ \t]+)谢"
    r"|结(?P<gap>[ \t]+)语)(?![^\s])",
    needs="录言记引知告事明正谢语",
)
"""A heading of two characters that is set wide."""
_BEHIND_LABEL = Pattern(
    r"(?:卡号|[账帐]号|户名|[编学证单工]号|电话|手机|传真|邮编|热线)(?P<gap>[ \t\u3000]+)(?=[0-9])"
    r"|(?<![^\n])\[(?:\p{Han}{1,8}|[0-9:：.]{4,12})\](?P<gap>[ \t]+)(?=\S)"
    r"|(?<![^\n])(?:步骤|例|习?题|练习|实验|任务|案例|方案)[0-9]{1,2}(?P<gap>[ \t]+)(?=\S)"
    rf"|(?:星期|周)[一二三四五六日天](?P<gap>[ \t]+)(?={WEATHER}(?!\p{{Han}}))"
    r"|(?<![^\n])(?:[又另]讯|本[报刊网]综合消息)(?P<gap>[ \t]+)(?=[\p{Han}“《0-9])"
    r"|(?:先生|女士|小姐|师傅|老师|经理|主任|同学|医生|阿姨)(?P<gap>[ \t\u3000]+)"
    r"(?=(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[2-8][0-9]{6,7})(?![0-9]))",
    needs="号名话机真编线[骤例题习验务案星周生士姐傅师理任学姨讯消",
)
"""Between a number and what or whose it is, a day and its weather; behind who speaks, a step,
or how a report goes on, at the beginning."""
_IN_DATE = Pattern(r"(?<=[0-9]日)(?P<gap>[ \t\u3000]+)(?=(?:星期|周)[一二三四五六日天])", needs="期周")
"""Between a date and its day of the week."""
_IN_REFERENCE = Pattern(r"(?<=\[[注註])(?P<gap>[ \t]+)(?=[0-9]{1,3}\])", needs="注註")
"""Before the number of a note."""
_BEFORE_CONTACT = Pattern(
    r"(?<=[\p{Han}0-9])(?P<gap>[ \t\u3000]+)"
    r"(?:联系|咨询|订购|报名|服务)?(?:电话|手机|热线|传真|地址|邮箱|邮编|网址|联系人|微信|Q{2})[:：]"
    r"|(?<=[\p{Han}0-9])(?P<gap>[ \t\u3000]+)"
    r"(?:来源|稿源|作者|(?:责任)?编辑|发布[时者]间?|(?:浏览|阅读|点击)[次数量]*)[:：]"
    r"|(?<=\S)(?P<gap>[ \t]+)[©®™]|[©®™](?P<gap>[ \t]+)(?=\S)",
    needs=":：©®™",
)
"""Where an advertisement says how to reach it, a site where a text is from; beside the sign of a right."""
_BEFORE_CLOCK = Pattern(
    r"(?<=\S)(?P<gap>[ \t]+)(?=[0-9]{4}[/.\-][0-9]{1,2}[/.\-][0-9]{1,2}[ \t]+[0-9]{1,2}:[0-9]{2}"
    r"(?::[0-9]{2})?[ \t]*(?:\n|\Z))",
    needs=":",
)
"""Before a date with its hour at the end of a line, as programs write them."""
_RESULT = Pattern(
    r"(?<![^\n：:；;])\p{Han}{2,8}(?P<gap>[ \t]+)[0-9]{1,3}[:：\-][0-9]{1,3}(?P<gap>[ \t]+)\p{Han}{2,8}"
    r"(?![^\n；;（(])",
    needs=":：-",
)
"""Between the names of two teams and the result of their match."""
_CREDITS = (
    "演出|指挥|作词|作曲|词曲|演唱|编剧|编导|导演|主演|主持|朗诵|伴奏|表演|制片|剪辑|配音|领唱|编曲|定价|开本|印张|印数|字数|年级"
    "|班级|学号|得分|词|曲|唱|主办|承办|协办|责编|校对"
)
_BEFORE_FIELD = Pattern(
    rf"(?:(?<![^\n])|(?<=[》】））]))(?P<gap>[ \t\u3000]+)?(?:{_CREDITS})[:：][^\s，。；！？:：]{{1,16}}"
    rf"(?:(?P<gap>[ \t\u3000]+)(?:{_CREDITS})[:：][^\s，。；！？:：]{{1,16}})*(?![^\s])"
    r"|ISBN[ ]?[0-9Xx\-]{10,17}(?P<gap>[ \t]+)(?=\p{Han})",
    needs=(":", "：", "ISBN"),
)
"""Between the fields of a programme or an imprint: what each is, and its value."""
_NAME_OF_FIELD = r"(?:\p{Han}{2,6}|\p{Han}[ \t\u3000]{1,4}\p{Han})[:：]"
_OF_FIELDS = Pattern(
    rf"(?<![^\n])[ \t\u3000]*{_NAME_OF_FIELD}[^\s，。；！？]{{1,20}}"
    rf"(?:(?P<gap>[ \t\u3000]+){_NAME_OF_FIELD}[^\s，。；！？]{{1,20}})+(?=[ \t]*(?:\n|\Z))",
    needs=":：",
)
"""Between the fields of a line of nothing else."""
_TO_SIGN = Pattern(
    r"(?<![^\n])\p{Han}{2,10}[:：](?P<gap>\u3000{2,}|[ ]{4,})[（(](?:签|盖|公|印|签字)\p{Han}{0,3}[）)]",
    needs="（(",
)
"""Room for a name, before what says that it is to be signed there."""
_TRAIL = Pattern(
    r"(?<=[\p{Han}A-Za-z0-9])"
    r"(?:(?:(?P<gap>[ \t\u3000]+)[>＞»›→](?P<gap>[ \t\u3000]+)[\p{Han}A-Za-z0-9]++)+"
    r"|(?:(?P<gap>[ \t]+)[\-\u2013](?P<gap>[ \t]+)[\p{Han}A-Za-z0-9]++){2,})",
    needs=">＞»›→-\u2013",
)
"""Where a page of a site stands: its headings, from the first one down; what hyphens part."""
_BEFORE_OPTION = Pattern(
    r"(?:(?<![^\n])|(?<=[:：。？?）)][ \t]?))[A-G][.．、][^\n]{1,30}?"
    r"(?:(?P<gap>[ \t\u3000]+)[B-H][.．、](?=[ ]?[^\s.])[^\n]{1,30}?)+(?=\n|\Z)",
    needs="BCDEFGH",
)
"""Between the answers to a question that stand in one line, alone or behind it."""
_BEFORE_AUTHOR = Pattern(
    r"(?<![^\n])(?:[^\s《》，。；！？]{1,10}[:：、.．][ ]?)?《[^《》\n]{1,30}》(?P<gap>[ \t\u3000]+)"
    r"(?=\p{Han}{2,4}\s*(?:\n|\Z))",
    needs="》",
)
"""Between the title of a work and who made it, alone in a line or behind a label."""
ITEMS_OF_ONE = Pattern(
    r"(?<![^\n])\p{Han}{2}[^:：\s]*[:：](?P<gap>[ \t\u3000]+)?"
    r"(?P<item>\p{Han})(?:(?P<gap>[ \t\u3000]+)(?P<item>\p{Han})(?![^\s])){2,}(?=\s*(?:\n|\Z))",
    needs=":：",
)
"""A label whose characters stand together, and items of one character each."""
_BESIDE_SIGNS = Pattern(
    r"(?<=\p{Han})(?P<gap>[ \t]+)(?:[\[{][!-~ ]{1,40}[\]})]|\([!-~]{1,20},[!-~ ]{1,20}[\])])"
    r"(?:(?P<gap>[ \t]+)(?=\p{Han})|(?!\p{Han}))"
    r"|(?<=\p{Han})(?P<gap>[ \t]+)[!-/:-@\[-`{-~]*[_\^][!-/:-@\[-`{-~]+(?:(?P<gap>[ \t]+)|(?=\s|\Z|\p{P}))",
    needs="[{(_^",
)
"""Beside brackets that hold no ideographs, as an interval or a list, and signs that are a face."""
_COUNTS = Pattern(r"^[ \t\u3000]*1[ \t\u3000]+\p{Han}", regex.MULTILINE)
_LETTERED = Pattern(r"\p{Han}(?:[ \t\u3000\xa0]+\p{Han}){2,}")
"""A line of single characters: a headline that is set wide, or the heads of columns."""
_OVER_PIECES = Pattern(
    r"第[0-9\p{Han}]{1,5}[章节回卷]|[【（(《\[][^】）)》\]\n]{1,12}[】）)》\]]", needs="章节回卷】）)》]"
)
"""The number of a chapter, a title or a label in brackets, over what is set in pieces."""
_PIECES = Pattern(
    r"(?P<first>\p{Han}{2,12}(?<!\p{Han}{2}[说道称]|表示|指出|强调|介绍|报道|获悉|认为|了解))"
    r"(?:[ \t\u3000]+(?P<other>\p{Han}{2,12}))+"
)
_HOURS = Pattern(r"[0-9]{1,2}[:：][0-9]{2}[-\u2014\u2013~]{1,2}[0-9]{1,2}[:：][0-9]{2}(?=[ \t])", needs=":：")
"""From when to when; what is on stands behind it."""
MOTTO, COUPLET, PHRASE = 4, 5, 3
"""Pieces of a motto, and characters of each of two lines of verse and of a phrase, at the least."""
_PARTING = (
    _CREDITED,
    _TRAIL,
    _TAG,
    _CAPTION,
    _BESIDE_PATH,
    _BESIDE_PINYIN,
    _OF_TWO,
    _BEHIND_LABEL,
    _IN_DATE,
    _IN_REFERENCE,
    _BEFORE_CONTACT,
    _BEFORE_CLOCK,
    _RESULT,
    _BEFORE_FIELD,
    _OF_FIELDS,
    _TO_SIGN,
    _BEFORE_OPTION,
    _BEFORE_AUTHOR,
    ITEMS_OF_ONE,
    _BESIDE_SIGNS,
    IN_LINE,
)
_WHOLE_NAME = rf"(?:[{SURNAMES}]\p{{Han}}{{1,2}}|(?:{'|'.join(sorted(DOUBLE_SURNAMES))})\p{{Han}}{{1,2}})"
_WIDE_NAME = (
    rf"(?:[{SURNAMES}](?P<gap>[ \t\u3000]+)\p{{Han}}"
    rf"|(?:{'|'.join(sorted(DOUBLE_SURNAMES))})(?P<gap>[ \t\u3000]+)\p{{Han}}{{1,2}})"
)
_NAMES_APART = Pattern(
    rf"(?:(?<=\p{{Han}})(?P<gap>[ \t\u3000]+)|(?<!\p{{Han}}))"
    rf"(?:{_WHOLE_NAME}(?P<gap>[ \t\u3000]+))*+{_WIDE_NAME}(?!\p{{Han}})"
    rf"(?:(?P<gap>[ \t\u3000]+)(?:{_WIDE_NAME}|{_WHOLE_NAME})(?!\p{{Han}}))+(?P<gap>[ \t\u3000]+)?"
)
"""Names side by side in a sentence, of which one is set wide."""
_SURNAME_ENDS = frozenset(SURNAMES).union(*(surname[-1] for surname in DOUBLE_SURNAMES))
"""What stands before the gap of the one that is set wide."""
FEWEST_GAPS = 3
"""Gaps of a line with such names, at the least."""
_BY_SIGN: Mapping[str, set[Pattern]] = {
    sign: {pattern for pattern in _PARTING if any(need[0] == sign for need in pattern.needs)}
    for sign in {need[0] for pattern in _PARTING for need in pattern.needs}
}
"""Which of them a line may match that holds a character: none without one of these."""
_SIGNS = frozenset(_BY_SIGN)


class _Line(NamedTuple):
    """A line by itself: its gaps, and what shows which of them were printed. Offsets count from its start."""

    gaps: Sequence[tuple[int, int]]
    sure: Sequence[bool]
    """For each gap whether the characters round it show that it was printed."""
    item: int
    """Where the number of an item ends that the line begins with, or from when to when it is on; or -1."""
    label: int
    """Where a label ends, or an hour, or an entry of a list; or -1."""
    lengths: Sequence[int]
    """The characters of each piece, where it is nothing but pieces."""
    lettered: bool
    """Whether it is single characters."""
    timed: bool
    """Whether it begins with an hour or a year, and does not pause."""
    columned: bool
    """Whether it has several wide gaps, as between columns, and no pause; or says who wrote, and when."""

    def is_printed(self, n: int, label: int) -> bool:
        """Whether gap n was printed, given where the label of the line ends, or -1."""
        return self.sure[n] or (label >= 0 and label in self.gaps[n])


_SOLID = _Line((), (), -1, -1, (), lettered=False, timed=False, columned=False)
"""A line without gaps: labels, hours and pieces are such before one."""


def _read_line(text: str) -> _Line:
    """A line, given with the character before it: that tells whether it is indented."""
    content = text[1:]
    gaps = [gap.span() for gap in INNER_SPACE.finditer(text, 1)] if len(content.split(None, 1)) > 1 else ()
    if not gaps:
        return _SOLID
    item = ITEM.match(text, 1) or _HOURS.match(text, 1)
    label = next(filter(None, (known.match(text, 1) for known in (LABEL, TIME, ENTRY))), None)
    possible = set().union(*map(_BY_SIGN.__getitem__, _SIGNS.intersection(text)))
    if text[-1] in _CREDIT_ENDS:
        possible.add(_CREDIT)
    if len(gaps) >= FEWEST_GAPS and any(text[start - 1] in _SURNAME_ENDS for start, _ in gaps):
        possible.add(_NAMES_APART)
    marked = {
        start for pattern in possible for match in pattern.finditer(text, 1) for start in match.starts("gap")
    }
    sure = [
        start in marked
        or (_IDEOGRAPHIC in text[start:end] and text[start - 1] not in STOPS and text[end] not in _CLOSED)
        or (text[start - 1] in _OPENING and _EMPTY.match(text, start - 1, end + 1) is not None)
        for start, end in gaps
    ]
    return _Line(
        gaps=[(start - 1, end - 1) for start, end in gaps],
        sure=sure,
        item=item.end() - 1 if item else -1,
        label=label.end() - 1 if label else -1,
        lengths=_lengths(content),
        lettered=_LETTERED.fullmatch(content) is not None,
        timed=TIME.match(content) is not None and not PAUSE.search(content),
        columned=(len(_WIDE.findall(content)) > 1 and not PAUSE.search(content))
        or STAMP.fullmatch(content) is not None,
    )


def find_printed(
    text: str, lines: Sequence[Block], rows: Sequence[bool], memo: MemoTable
) -> Iterator[tuple[int, int, bool]]:
    """The white space inside lines that print sets, as spans in text order, each with whether always.

    Some is taken for printed only where the page shows no printed columns: on one that does, a headline of
    two lines looks like a couplet.

    rows: for each line whether it is a row, as `cleaner.layout.lines.grids.find_rows` gives it.
    memo: that of the page.

    That behind the label of a line counts where the line over it or under it has one too. An engine writes
    a space for what it does not see; an ideographic one is typed by a compositor.

    >>> text = "第一条 为了保障用水安全"
    >>> list(find_printed(text, [Block(0, len(text))], [False], MemoTable()))
    [(3, 4, True)]
    """
    before = [text[line.start - 1] if line.start else "\n" for line in lines]
    known = memo.of(_read_line, [char + line.of(text) for char, line in zip(before, lines, strict=True)])
    joined = [text.count("\n", one.end, other.start) == 1 for one, other in pairwise(lines)]
    numbered = find_numbered([line.of(text) for line in lines]) if _COUNTS.search(text) else ()
    pieces = _find_pieces([line.of(text) for line in lines], known, joined)
    entries = _find_entries(known, joined)
    for i, (line, row, found) in enumerate(zip(lines, rows, known, strict=True)):
        if not found.gaps:
            continue
        over = i > 0 and joined[i - 1] and known[i - 1].label >= 0
        under = i < len(joined) and joined[i] and known[i + 1].label >= 0
        counted = ITEM_AND_SPACE.match(line.of(text)) if i in numbered else None
        item = counted.end() if counted else found.item
        label = item if item >= 0 else found.label if over or under else -1
        entry = found.label if item < 0 and i in entries else label
        listed = row or found.lettered or (found.timed and label >= 0)
        for n, (start, end) in enumerate(found.gaps):
            always = listed or found.is_printed(n, label)
            if always or i in pieces or found.timed or found.columned or found.is_printed(n, entry):
                yield line.start + start, line.start + end, always


def _find_entries(known: Sequence[_Line], joined: Sequence[bool]) -> set[int]:
    """The first lines of blocks that begin with a label as those before and behind them do: of a dictionary.

    joined: for each line but the last whether the next one stands right below it.
    """
    found: set[int] = set()
    run: list[int] = []
    for i in (*(i for i in range(len(known)) if i == 0 or not joined[i - 1]), None):
        if i is not None and known[i].label >= 0:
            run.append(i)
            continue
        found.update(run if len(run) >= FEWEST_ENTRIES else ())
        run = []
    return found


def _find_pieces(lines: Sequence[str], known: Sequence[_Line], joined: Sequence[bool]) -> set[int]:
    """Which lines are set in pieces: one by itself or under the number of a chapter or a label, or several.

    joined: for each line but the last whether the next one stands right below it.
    """
    found: set[int] = set()
    start = 0
    for i in range(len(lines)):
        if i < len(joined) and joined[i]:
            continue
        run = range(start + bool(i > start and _OVER_PIECES.fullmatch(lines[start])), i + 1)
        lengths = [known[n].lengths for n in run]
        if _are_phrases(lengths) if len(run) > 1 else _are_pieces(lengths[0]):
            found.update(run)
        start = i + 1
    return found


def _lengths(line: str) -> list[int]:
    """The characters of each piece of a line; none where it holds marks, or is one piece."""
    match = _PIECES.fullmatch(line.strip())
    return [len(piece) for piece in (match["first"], *match.captures("other"))] if match else []


def _are_phrases(lines: Sequence[Sequence[int]]) -> bool:
    """Whether the pieces of several lines are longer than the words that a reader set apart."""
    return all(lines) and sum(map(sum, lines)) >= PHRASE * sum(map(len, lines))


def _are_pieces(lengths: Sequence[int]) -> bool:
    """Whether a line is set in pieces: a motto, a couplet, the heading of a chapter, an entry.

    Its pieces are equally long, or four and more phrases; words that a reader set apart are shorter.

    >>> _are_pieces(_lengths("勤俭 持家 和睦 邻里")), _are_pieces(_lengths("渔火照亮归航路 潮声伴我入梦乡"))
    (True, True)
    >>> _are_pieces(_lengths("村口 修路")), _are_pieces(_lengths("我市 今年 新增 渔港 三十座"))
    (False, False)
    """
    if not lengths:
        return False
    count, shortest = len(lengths), min(lengths)
    if shortest == max(lengths):
        return count >= (MOTTO if shortest == 2 else 3) or shortest >= COUPLET
    return count >= MOTTO and sum(lengths) >= PHRASE * count
