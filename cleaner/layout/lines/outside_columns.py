"""Lines that are not set in the columns of their page: typed text, verse, advertisements."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.layout.lines.columns import TOLERANCE
from cleaner.layout.lines.correspondence import CONTACT
from cleaner.layout.lines.grids import find_rows
from cleaner.layout.lines.measuring import NARROWEST
from cleaner.layout.lines.numbering import ITEM
from cleaner.layout.lines.openings import TIME
from cleaner.layout.lines.verses import ENDED, NARROW, SHORT, are_narrow, is_narrow_prose
from cleaner.layout.memo import MemoTable
from cleaner.patterns import Pattern
from cleaner.profiles.widths import ems

WIDER = 8.0
"""Em beyond the columns of the page from which a line is more than one printed line."""
MOST_IN_HEADLINE = 4
"""Lines of a headline, at the most."""
MOST_WRAPPED = 40.0
"""Em of a line that is wider than the columns of its page and not put together from several."""
PARTED_ITEM = Pattern(r"[：；。！？:;][”）」]?$")
"""How a line ends behind which an item may begin."""

_AMOUNT = Pattern(r"[0-9][0-9,.]*+[%元]?(?:/\p{Han}{1,2})?$")
"""How a line of a list of prices or of figures ends."""
_CELLS = Pattern(r"[\s|:：]")
"""What stands between the cells of a row."""


def are_complete(lines: Sequence[str], memo: MemoTable | None = None) -> bool:
    """Whether each of three lines and more is whole, a title over them aside, so that they show no column.

    All are items or rows, or end as sentences do, or with figures. `memo` is that of the page.

    >>> are_complete(["用料", "1. 豆角半斤", "2. 大蒜", "3. 盐"])
    True
    >>> are_complete(["渠道修好了。", "今年放水比往年早，", "大家放心。"])
    False
    """
    below = lines[1:]
    return len(below) > 1 and (
        all(map(ENDED.search, below))
        or all(ITEM.match(line) or TIME.match(line) for line in below)
        or all(map(_AMOUNT.search, below))
        or (all(map(_CELLS.search, below)) and all(find_rows(lines, memo)[1:]))
    )


def are_unwrapped(lines: Sequence[str], column: float) -> bool:
    """Whether three lines and more are paragraphs: all but the last end so, one is wider than the column.

    >>> are_unwrapped(["乡亲们：", "今年的水渠修好了，大家放心浇地。", "程远"], 10.0)
    True
    """
    widest = max(map(ems, lines))
    return len(lines) > 2 and widest > column + TOLERANCE + SHORT and all(map(PARTED_ITEM.search, lines[:-1]))


def have_own_layout(lines: Sequence[str], columns: Sequence[float]) -> bool:
    """Whether lines are set otherwise than the columns of the page: some are wider, some fall far short.

    Those of a headline are, too, and end without marks.

    >>> have_own_layout(["乡亲们：", "水渠今年修好了，请大家放心浇地，不必再挑水，", "谢谢。"], [12.0])
    True
    >>> have_own_layout(["石桥镇修渠引水，三万亩旱地变成水浇地", "水来了", "地活了"], [12.0])
    False
    """
    widths = list(map(ems, lines))
    return (
        len(lines) > 2
        and not all(line[-1].isalnum() for line in lines)
        and max(columns) + WIDER / 2 < max(widths) <= MOST_WRAPPED
        and min(widths[:-1]) < NARROW * min(columns)
    )


def _are_listed(lines: Sequence[str], column: float) -> bool:
    """Whether lines are more than a headline has, and of several widths far from the column, or tiny."""
    widths = list(map(ems, lines))
    several = max(widths) < NARROWEST or max(widths) - min(widths) > SHORT
    narrow = max(widths) < NARROW * column and not is_narrow_prose(lines)
    return len(lines) > MOST_IN_HEADLINE and several and narrow


def are_apart(lines: Sequence[str], column: float) -> bool:
    """Whether lines are no prose of a column: verse, or an advertisement, which says how to reach whom.

    >>> are_apart(["海鲜大排档", "天天开张", "电话：8866001"], 20.0)
    True
    """
    if are_narrow(lines, column) or _are_listed(lines, column):
        return True
    return any(map(CONTACT.match, lines)) and max(map(ems, lines)) < NARROW * column
