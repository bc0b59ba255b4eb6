"""The marks of titles of books and papers, read as signs of comparison."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.trace import Edit, Effect, Tier, bind

_INSIDE: Final = r"[^<>＜＞‹›«»≪≫\u3008-\u300b\n=;{}]"
_TITLE: Final = rf"(?P<title>(?={_INSIDE}*?\p{{Han}}){_INSIDE}{{1,40}}+)"
_OUTSIDE: Final = r"(?<!《(?:(?!＞＞)[^〉》\n]){0,80}(?:[《〈«]|<<|＜＜))"
"""Behind a mark that does not stand inside a title; as far back as the longest titles reach."""
_LAST: Final = r"(?![^《〈«<＜\n]*》)"
"""Behind a mark that closes a title: the next one that opens stands before the next one that closes."""
_DOUBLE: Final = Pattern(
    rf"(?<![<A-Za-z0-9_)])(?P<open><<){_TITLE}(?P<close>>>)(?![>A-Za-z0-9_(])"
    rf"|(?<=\p{{Han}})(?P<open><<){_TITLE}(?P<close>>>)(?=\()"
    rf"|(?P<open>‹‹){_TITLE}(?P<close>››)|(?P<open>〈〈){_TITLE}(?P<close>〉〉)"
    rf"|(?<![A-Za-z0-9])(?P<open>＜)(?![^＞]{{0,40}}[，；且则])"
    rf"{_TITLE}(?P<close>＞)(?![A-Za-z0-9])|(?P<open>«){_TITLE}(?P<close>»)|(?P<open>‹){_TITLE}(?P<close>›)"
    rf"|(?P<open>＜＜){_TITLE}(?P<close>＞＞)|(?P<open>≪){_TITLE}(?P<close>≫)",
    needs="<＜‹〈«≪",
)
_MIXED: Final = Pattern(
    rf"(?P<open>《|(?<![<A-Za-z0-9_)])<<|«){_TITLE}(?P<close>>>?|»|››?|＞＞)(?![>＞A-Za-z0-9=_(]){_LAST}"
    rf"|(?P<open>《){_OUTSIDE}{_TITLE}(?P<close>〉){_LAST}"
    rf"|(?P<open>〈|(?<![<A-Za-z0-9_)])<<|«|＜＜){_OUTSIDE}{_TITLE}(?P<close>》)",
    needs="<>«»〈〉›＜＞",
)
"""Marks of two shapes, at least one of which can only be that of a title."""
_SINGLE: Final = Pattern(
    rf"(?<![<A-Za-z0-9=])(?P<open><)(?!\s){_TITLE}(?<!\s)(?P<close>>)(?![>A-Za-z0-9=])", needs="<"
)

_NAMED: Final = Pattern(
    rf"(?<![<A-Za-z0-9=])(?P<open><)(?!\s){_TITLE}(?<!\s)(?P<close>>)"
    r"(?=一[书文诗剧片曲歌]|杂志|周刊|月刊|期刊|的作者)"
    r"|(?<=印发|颁布|制定|修订|签署|签订|根据|按照|依据|违反|执行|通过)(?P<open><)(?P<title>\p{Han}[^<>\n]{1,38}"
    r"(?:法|条例|办法|规定|意见|通知|方案|规划|决定|细则|协议|合同|标准|公约))(?P<close>>)",
    needs="<",
)
"""What the words beside it show to be a title."""


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def widen_titles(state: PageState) -> Iterator[Edit]:
    """Set 《 and 》 where they were read or typed as <<, ‹, « and the like.

    GB/T 15834-2011 (clause 4.15) has 《 》 round titles; engines and keyboards without them give signs of
    comparison or foreign quotation marks. A single < > is one, too, on a page where others are doubled,
    and beside words that show it (<海港志>一书).

    Safety: marks change in pairs, and only round ideographs; comparisons, shifts, arrows, tags and templates
    (a<b, 请填写<姓名>) stay, and so do 〈 and 〉 in the title of another one (《关于〈办法〉的决定》).

    >>> widen_titles("朗读<<平凡的世界>>，讨论<乡土中国>"), widen_titles("请填写<姓名>，若a<b")
    ('朗读《平凡的世界》，讨论《乡土中国》', '请填写<姓名>，若a<b')
    """
    text = state.text
    found = list(_DOUBLE.finditer(text))
    taken = {match.start() for match in found}
    found += [match for match in _MIXED.finditer(text) if match.start() not in taken]
    if any(match["open"] in ("<<", "‹‹", "«", "≪") for match in found):
        found += _SINGLE.finditer(text)
    else:
        found += _NAMED.finditer(text)
    for match in sorted(found, key=lambda match: match.start()):
        marks = zip(("open", "close"), "《》", strict=True)
        yield from bind(
            [
                Edit(*match.span(end), mark, why="the mark of a title")
                for end, mark in marks
                if match[end] != mark
            ],
            "title",
        )
