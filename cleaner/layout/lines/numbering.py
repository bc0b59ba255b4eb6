"""The numbers that the items of a list begin with."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.patterns import Pattern
from cleaner.profiles.numerals import value_of

_ORDINAL = r"[一二三四五六七八九十百]"
ITEM = Pattern(
    rf"{_ORDINAL}{{1,3}}(?:、|[.．](?=\p{{Han}}))|[（(](?:{_ORDINAL}{{1,3}}|[0-9]{{1,2}})[）)]"
    rf"|[0-9]{{1,2}}(?:[.．](?![0-9])|[、)）](?![0-9]))|[\u2460-\u2473]"
    rf"|[\u2160-\u216b][.．、]|[A-Ha-h][.．、)](?![A-Za-z])"
    rf"|第(?:{_ORDINAL}|[0-9]){{1,4}}[章节条款步题课](?=[\s\u3000])"
    rf"|卷(?:{_ORDINAL}{{1,3}}|[上中下])(?=[ \u3000]\p{{Han}})"
    r"|[→➜➤✓✔✗✘][ \t]+(?=\S)|[├└]|(?:\#|No\.?)[0-9]{1,3}[ \t]+(?=\p{Han})"
    r"|(?:I{1,3}|IV|VI{0,3}|IX|X)[.．][ \t]+|(?:步骤|案例|例|题|[Ss]tep ?|STEP ?)[0-9]{1,2}[ \t]+(?=\p{Han})"
    r"|[0-9]{1,4}楼[ \t\u3000]+(?=\S)"
    r"|[0-9]\ufe0f?\u20e3|[-*\xb7][ \t\u3000]|[\u2022●■◆□☐☑☒◇★▲△►▶][ \t\u3000]"
    r"|[\u2022●■◆▪➢✓](?=\p{Han})|\[[0-9]{1,2}\][ \t]|\p{Emoji_Presentation}"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[ \t]+(?=\p{Han}{2})"
    r"(?![个亿元万吨米公平度倍克斤亩页级分秒小名人岁时版]|年(?!度)|[日号](?![常程志报称]))"
)
"""What an item of a list begins with."""
BULLET = Pattern(r"[\u2022●■◆□☐☑☒◇★▲△►▶▪➢✓][ \t\u3000]*(?=\S)")
"""A sign that no printed line begins with but an item."""
_COUNTED = (
    "(?:[个亿元万吨米公平度倍克斤亩页级分秒名人岁年月日时号版点成艘只条头匹辆架台座栋间套件份支张块片颗粒"
    "杯瓶盒箱袋两里角]|小时)"
)
ITEM_AND_SPACE = Pattern(rf"(?P<digits>[0-9]{{1,2}})[ \t\u3000]+(?=\p{{Han}})(?!{_COUNTED})")
"""A number and white space before words: one of a list only where the next lines go on counting."""
_NUMBERED = Pattern(
    rf"(?P<open>[（(]?)(?:(?P<digits>[0-9]{{1,2}})|(?P<ordinal>{_ORDINAL}{{1,3}}))"
    r"(?P<close>[.．](?![0-9])|[、)）])"
)
"""An item with its number."""
_POINTED = r"(?P<point>[.．])(?P<gap>[ \t\u3000]+)?(?=[\p{Han}A-Za-z“《])"
_APART = r"[^\n]{1,60}?(?:(?P<gap>[ \t\u3000]+)|(?<=[；;，,。]))"
IN_LINE = Pattern(
    rf"(?<![0-9A-Za-z.．])1{_POINTED}{_APART}2{_POINTED}(?:{_APART}(?:[3-9]|[1-9][0-9]){_POINTED})*+"
    rf"|(?<=[:：][ \t]?)[0-9]{{1,2}}{_POINTED}[^\n。；;]{{1,40}}[。；;]"
    rf"(?P<gap>[ \t]+)?[0-9]{{1,2}}{_POINTED}",
    needs=".．",
)
"""Items that are numbered with points and stand behind one another in a line; two behind a label, parted by a
stop, need not follow each other (those of a crossword)."""
FEWEST_NUMBERED = 3
"""Lines numbered one after the other from which they are items, whatever their widths; the first two of a
list are, too, where nothing stands between them."""


def find_numbered(lines: Sequence[str]) -> frozenset[int]:
    """The lines that are numbered one after the other, in one style; other lines may stand between them.

    >>> sorted(find_numbered(["用料", "1. 豆角", "两把", "2. 蒜", "3. 盐"]))
    [1, 3, 4]
    >>> sorted(find_numbered(["用料", "1. 豆角", "2. 蒜"])), sorted(find_numbered(["1. 葱", "两把", "2. 蒜"]))
    ([1, 2], [])
    """
    found: set[int] = set()
    run: list[int] = []
    before: tuple[str, int] | None = None
    for i, line in enumerate(lines):
        number = _number_of(line)
        if number is None:
            continue
        if before is None or number != (before[0], before[1] + 1):
            run = []
        run.append(i)
        before = number
        if len(run) >= FEWEST_NUMBERED or (run == [i - 1, i] and _opens_list(number)):
            found.update(run)
    return frozenset(found)


def _opens_list(second: tuple[str, int]) -> bool:
    """Whether the number of a line below another item is the second of a list, and shows it by a mark."""
    return second[1] == FEWEST_NUMBERED - 1 and not second[0].endswith(" ")


def _number_of(line: str) -> tuple[str, int] | None:
    """The style and the number of an item; None for a line without one."""
    if bare := ITEM_AND_SPACE.match(line):
        return "0 ", int(bare["digits"])
    match = _NUMBERED.match(line)
    if match is None or not ITEM.match(line):
        return None
    style = f"{match['open']}{'0' if match['digits'] else '一'}{match['close']}"
    return style, value_of(match["digits"] or match["ordinal"])
