"""Brackets that do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.layout.role import Role
from cleaner.layout.roles.classification import roles_of
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.pairs import find_misshapen
from cleaner.patterns import HAN, Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.press import OFFICE, OPEN_SERIES
from cleaner.trace import Edit, Effect, Tier, bind

ROUND = "（）"
KINDS = (f"{ROUND}()", "〈〉", "《》", "【】", "〔〕", "[]", "［］")
SQUARE = ("【】", "[]［］")
"""Square brackets; those of one stroke are what the others are read as."""
TITLE = "《》"
SERIES = "【】"
_BEFORE_TITLE = Pattern(
    r"(?:[》、]|[片剧书刊歌曲诗著]|小说|散文|栏目|节目|专题|作品|出版|收看|观看|播出|依据|根据|按照|印发|出台|制定|修订|颁布|发布)$"
)
"""What stands before the title of a work or a document."""
_NAMES = Pattern(rf"{OFFICE}|新华社|本报|以下简称")
"""What is set in round brackets in a sentence."""
_CLOSED_BELOW = Pattern(r"(?:\s++[^（(）)\n]*+){1,4}[）)]")
"""A bracket that closes in one of the next lines what opens in this one."""
LONGEST = 40
"""Characters between brackets that are taken for a pair."""
LONGEST_HEADLINE = 65
"""Characters of a headline with the name of a series, at the most (`OPEN_SERIES`)."""
SURE = 0.95
"""Confidence of the edits, set by hand."""


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def match_brackets(state: PageState) -> Iterator[Edit]:
    """Give two brackets of which one is round and the other is not the shape that the pair has.

    Page readers take the round bracket for one of the angled ones, seldom the other way round. Where the one
    mark of a pair is round and the other has no partner of its own shape, both were round; but for 《 and 》
    round the title of a work: the page sets it in them elsewhere, another title stands before it, or a word
    for what has one (纪录片, 印发), or its line goes on behind it, as it does not behind a name or a series.

    >>> match_brackets("优服务护航个体经营〈经济聚焦)")
    '优服务护航个体经营（经济聚焦）'
    >>> match_brackets("（以下简称《意见》）"), match_brackets("观看纪录片《海边的灯）后")
    ('（以下简称《意见》）', '观看纪录片《海边的灯》后')

    A headline that opens the name of a series and closes nothing gets the other bracket.

    >>> match_brackets("一碗热汤暖了一条街（时代先锋")
    '一碗热汤暖了一条街（时代先锋）'

    Safety: brackets with a partner of their own shape stay.
    """
    text = state.text
    for block in state.blocks:
        found: list[Edit] = []
        for start, end in find_misshapen(text, block, KINDS):
            if end - start <= LONGEST and HAN.search(text, start, end):
                found += _in_shape(text, start, end, _shape_of(text, start, end))
        for start, end in find_misshapen(text, block, SQUARE):
            if end - start <= LONGEST and HAN.search(text, start, end):
                found += _in_shape(text, start, end, SERIES)
        yield from sorted(found, key=lambda edit: edit.start)
    yield from _close_series(state)


def _close_series(state: PageState) -> Iterator[Edit]:
    """Close the bracket round the name of a series at the end of a headline."""
    for n, block in enumerate(state.blocks):
        if block.end - block.start > LONGEST_HEADLINE:
            continue
        if _CLOSED_BELOW.match(state.folded, block.end):
            continue
        if OPEN_SERIES.fullmatch(block.of(state.folded)) and roles_of(state)[n] is Role.HEAD:
            why = "the name of a series at the end of a headline is set in brackets"
            yield Edit(block.end, block.end, ROUND[1], why=why, confidence=SURE)


def _shape_of(text: str, start: int, end: int) -> str:
    """The shape of a pair: that of a title, that in which the page sets the same name elsewhere, or round."""
    if _is_title(text, start, end):
        return TITLE
    over = SERIES[0] + text[start + 1 : end] + SERIES[1]
    return SERIES if SERIES[1] == text[end] and over in text else ROUND


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether what two marks enclose, one of them that of a title, is the title of a work."""
    if text[start] != TITLE[0] and text[end] != TITLE[1]:
        return False
    known = f"{TITLE[0]}{text[start + 1 : end]}{TITLE[1]}" in text
    if known or _BEFORE_TITLE.search(text, max(0, start - 4), start):
        return True
    inside = is_han(text[start - 1 : start] or " ") and text[end + 1 : end + 2] not in ("", "\n")
    return inside and not _NAMES.search(text, start, end)


def _in_shape(text: str, start: int, end: int, shape: str) -> list[Edit]:
    """The marks of a pair in one shape."""
    places = [place for place in zip((start, end), shape, strict=True) if text[place[0]] != place[1]]
    why = {
        TITLE: "the other bracket belongs to a title",
        SERIES: "the other bracket of the pair has this shape"
        if text[start] + text[end] in ("【]", "【］", "[】", "［】")
        else "the page sets the same name in these brackets elsewhere",
    }.get(shape, "the other bracket of the pair is round")
    return bind([Edit(i, i + 1, mark, why=why, confidence=SURE) for i, mark in places], "brackets")
