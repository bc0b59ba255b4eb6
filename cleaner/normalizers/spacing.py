"""White space that Chinese print does not set."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.diagnosis.scripts import is_chinese
from cleaner.diagnosis.spaces import has_latin_house_style
from cleaner.layout.blocks import Block
from cleaner.layout.furniture import is_furniture, is_running_head
from cleaner.layout.lines.verses import CLAUSE
from cleaner.layout.roles.classification import LONGEST_HEAD
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import CLOSING, OPENING, QUOTES, STOPS
from cleaner.profiles.press import CREDITS, DATELINE_END
from cleaner.profiles.widths import ems
from cleaner.trace import Edit, Effect, Tier

_BLANK = Pattern(r"[\t\p{Zs}](?<=\S[\t\p{Zs}])[\t\p{Zs}]*+(?=\S)")
_HALF = Pattern(r"[A-Za-z0-9%‰℃$￥¥€£+#&]")
_CREDIT_AT_END = Pattern(rf"(?:{CREDITS})$")
_LETTER = Pattern(r"[A-Za-z]")
_STRONG = frozenset(STOPS + OPENING + CLOSING) - frozenset(QUOTES)
_LONG = frozenset("—…")
_WEAK = frozenset(QUOTES + "\N{MIDDLE DOT}") | _LONG
"""Marks that Latin text has too."""
_LEANING = "的之与和及把被让向从对将"
"""Little words that lean on what follows: a headline does not pause behind them."""
_FREE_PAIR = Pattern(r"(?<=\p{Han})[\t\p{Zs}]+“[^“”\s]{1,12}”[\t\p{Zs}]+(?=\p{Han})")
"""A quoted term with room on both sides: one of 41,000 headlines of news has it, and 251 room on one side."""
ROUND = "（("
_TOKEN = Pattern(r"[A-Za-z0-9%‰℃$+#&.]++")
_MARKED = Pattern(r"(?r)(?<![^\n])[ \t]*(?:[-*+][ ][\N{MIDDLE DOT}\u2022]|\[\^[^\]\s]{1,20}\]:)")
"""A bullet that was printed, behind the mark of a list; the mark of a footnote."""
_SPACED_NUMBER = Pattern(r"[0-9]{1,2}(?P<gap>[ \t]++)[.．)）][ \t]*+\p{Han}")
"""The number of an item, apart from its point."""
_FIGURES = Pattern(r"(?<![^\s])[0-9]++(?:[ \t]++[0-9]++){2}(?![^\s])")
"""Figures side by side, as in a row of a table: the words beside them are cells too."""
_ENDS_MARK = "\N{MIDDLE DOT}\u2022:："
_BESIDE_MARK = "white space beside a full-width mark"
_BESIDE_HALF = "white space between an ideograph and a half-width character"
_TOKEN_BACKWARDS = Pattern(r"(?r)[A-Za-z0-9%‰℃$+#&./:—–\-]++")


@normalizer(tier=Tier.CERTAIN, effect=Effect.SPACE)
def remove_mark_spaces(state: PageState) -> Iterator[Edit]:
    """Remove the white space round full-width marks, and between ideographs and digits or Latin letters.

    A full-width mark brings its own room (GB/T 15834-2011, clause 5.1), and newspapers set none between
    ideographs and half-width characters; the setting `han_latin_space` keeps the latter, and so does a text
    that has them at every border, with Latin letters among them, and none beside a mark. In the chain this
    comes after the rules that read gaps: a space beside a mark may be the gap of a lost quotation mark.

    Safety: a space between two ideographs stays, and so do those between Latin words, after a dateline
    (1月2日电 1月2日), between an office and a name, and the pause of a headline (荒山变“金山” 游客来).
    Line breaks stay.

    >>> remove_mark_spaces("问题 ， 派出 12 个巡视组 （第一批）")
    '问题，派出12个巡视组（第一批）'
    >>> remove_mark_spaces("确诊病例7例 疑似病例1例"), remove_mark_spaces("荒山变“金山” 游客来")
    ('确诊病例7例 疑似病例1例', '荒山变“金山” 游客来')
    >>> remove_mark_spaces("古镇里的 “守灯人”"), remove_mark_spaces("房屋翻新 住得舒心 （新村见闻）")
    ('古镇里的“守灯人”', '房屋翻新 住得舒心（新村见闻）')
    """
    text = state.folded
    han_latin = state.settings.han_latin_space or has_latin_house_style(text)
    for block in state.blocks:
        content = block.of(text)
        if number := _SPACED_NUMBER.match(content):
            start, end = number.span("gap")
            yield Edit(block.start + start, block.start + end, why=_BESIDE_MARK)
        if (
            _BLANK.search(content)
            and is_chinese(content)
            and not (is_furniture(content, head=True, foot=True) or is_running_head(content))
        ):
            for edit in _find_needless(text, block, han_latin):
                typed = edit.why == _BESIDE_HALF and state.protection.is_typed(edit.start, edit.end)
                if not (typed or state.is_printed(edit.start, edit.start + 1)):
                    yield edit


def _find_needless(text: str, block: Block, han_latin: bool) -> Iterator[Edit]:
    """The white space of a block that goes if it was not printed.

    `han_latin` keeps it between ideographs and Latin letters; so do figures side by side.
    """
    content = block.of(text)
    head = not CLAUSE.search(content) and ems(content) <= LONGEST_HEAD
    han_latin = han_latin or _FIGURES.search(content) is not None
    for match in _BLANK.finditer(text, block.start, block.end):
        why = _needless(text, *match.span(), block, han_latin)
        if why and not (head and _may_pause(text, *match.span(), block)):
            yield Edit(*match.span(), why=why)


def _needless(text: str, start: int, end: int, block: Block, han_latin: bool) -> str:
    """Why a white space goes; empty if it stays."""
    before, after = text[start - 1], text[end]
    marked = before in _ENDS_MARK and _MARKED.match(text, block.start, start)
    if marked or text[end : end + 2] == "- ":  # the next speaker of a subtitle
        return ""
    if _stands_apart(text, start - 1) or _stands_apart(text, end):
        return ""
    if before in _STRONG or after in _STRONG:
        return _BESIDE_MARK
    if before in _WEAK or after in _WEAK:
        beyond = _beyond(text, start - 1, -1, block), _beyond(text, end, 1, block)
        chinese = any(is_han(char) or char in _STRONG for char in (before, after, *beyond) if char)
        return _BESIDE_MARK if chinese else ""
    if han_latin or is_han(before) == is_han(after) or not (_HALF.match(before) or _HALF.match(after)):
        return ""
    after_dateline = DATELINE_END.search(text, max(start - 4, block.start), start)
    before_name = _LETTER.match(after) and _CREDIT_AT_END.search(text, max(start - 3, block.start), start)
    return "" if after_dateline or before_name else _BESIDE_HALF


def _stands_apart(text: str, at: int) -> bool:
    """Whether a sign that joins two words has a space on either side, or stars of a review stand there."""
    return text[at] in "★☆" or (
        text[at] in "&＆" and text[at - 1 : at].isspace() and text[at + 1 : at + 2].isspace()
    )


def _beyond(text: str, i: int, step: int, block: Block) -> str:
    """The character beyond a quotation mark or a long mark; empty where there is none."""
    if text[i] not in _WEAK:
        return ""
    i += step
    while block.start <= i < block.end and text[i].isspace():
        i += step
    return text[i] if block.start <= i < block.end else ""


def _may_pause(text: str, start: int, end: int, block: Block) -> bool:
    """Whether a space in a headline may stand for a mark: what it parts is whole on both sides."""
    before, after = text[start - 1], text[end]
    pairs = _FREE_PAIR.finditer(text, block.start, block.end)
    if after in ROUND or any(pair.start() <= start < pair.end() for pair in pairs):
        return False  # none of 8,453 printed headlines with a round bracket has a pause before it
    if before in CLOSING:
        return after not in STOPS + CLOSING
    if after in _LONG or after in OPENING:
        return before not in STOPS + OPENING + _LEANING
    if is_han(before) and _HALF.match(after):
        # OCR sets free numbers between two spaces; a pause is one.
        token = _TOKEN.match(text, end, block.end)
        return token is None or not _stands_free(text, token.end(), 1, block)
    if _HALF.match(before):
        # A number at the beginning counts a page or a list.
        token = _TOKEN_BACKWARDS.match(text, block.start, start)
        first = token is not None and token.start() == block.start
        return first or (
            not before.isdecimal()
            and not (token is not None and _stands_free(text, token.start() - 1, -1, block))
        )
    return False


def _stands_free(text: str, i: int, step: int, block: Block) -> bool:
    """Whether a space and then an ideograph follow on this side of a word or a number."""
    if not block.start <= i < block.end or not text[i].isspace():
        return False
    while block.start <= i < block.end and text[i].isspace():
        i += step
    return block.start <= i < block.end and is_han(text[i])
