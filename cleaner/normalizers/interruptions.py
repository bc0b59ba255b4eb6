"""What stands inside a paragraph, on a page without columns: furniture, captions, tables, page ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from cleaner.layout.furniture import is_narrow_head, is_running_head, items_of
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.lines.grids import is_piped
from cleaner.layout.lines.numbering import ITEM
from cleaner.layout.lines.verses import PAUSE
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles_of, roles_of
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import STOPS, TERMINAL
from cleaner.profiles.press import NO_SUBJECT
from cleaner.profiles.widths import letters_of
from cleaner.trace import Edit, Effect, Tier

SURE = 0.9
"""Confidence of the edits, set by hand."""
SHORTEST = 8
"""Characters of a first half, at the least."""
LONGEST_NUMBER = 20
"""Characters of a line that is the number of a page."""
LONG = 24
"""Characters of what is a paragraph by its length."""
LEAST, LEAST_ON_NEXT_PAGE, LEAST_PAST_CAPTION = -2.5, 0.0, 1.0
"""Log-odds of the words: that a paragraph is broken off before the head of a page is evidence already,
less so before a form feed and before a caption, or what may be a heading."""
LEAST_OVER_RULE = -1.0
"""The same where a reader says that a page ends, or sets a rule, which may part texts: of 72 pairs of unlike
texts 8 in 100 reach it, of 463 places inside sentences 98."""
LEAST_INSIDE_WORD = 2.0
"""Affinity of the words on both sides of a blank line by itself: a word goes over it."""
BY_ITSELF = "a paragraph goes on behind a blank line"
ON_NEXT_PAGE = "a paragraph goes on behind the end of a page"
GONE = 4
"""Line breaks round a picture of which nothing is shown."""
_NUMBER = Pattern(r"[0-9]|第[一二三四五六七八九十百]{1,4}[版辑卷集册期]")
"""What the head of a page holds: its number or its date."""
_OF_PAGES = Pattern(
    r"(?:https?://[!-~]{4,160}[ \t]+)?[-\u2014]?[ ]*[0-9]{1,3}[ ]*/[ ]*[0-9]{1,3}[ ]*[-\u2014]?", needs="/"
)
"""The number of a page, and of how many; where a browser printed it, behind its address."""
_GOES_ON = "，、"
_CAPTION = Pattern(
    r"\A(?:[（(]?[上下左右]?[图圖](?:[①-⑨一二三四五六七八九0-9]{0,2}[为為是：:]|[片中]).{2,60}"
    r"|[^。]{4,60}[。]?[\s（(]*\p{Han}{1,4}[ \u3000]?(?:\p{Han}{1,2})?[ \u3000]*[摄攝][）)]?)",
    needs="图圖摄攝",
)
"""What stands under a picture."""
_HELD = Pattern(
    r"(?!.{0,24}(?:召开|举行|[承主筹协举]?办|[开闭落揭]幕|启动|开赛|筹备|[参出列]席|参[加与]|备战|迎|观摩|组织|部署"
    r"|服务|支持|助力|亮相|走进|宣传|通知|预报|征集|报名))"
    r"(?:\p{Han}{2,6}[省市县区镇乡村])?(?:第[\p{Han}0-9]{1,3}届|首届|全[国省市县区镇乡村校])\p{Han}{0,12}"
    r"(?:(?<![委商协学工社机联都])会|会议|(?<![参开])赛|[书画影]展|展览|仪式|论坛"
    r"|(?:文化|艺术|旅游|电影|音乐|美食|丰收|采摘)节)",
    needs=("届", "全"),
)
"""What is held, by a name that says which one it is or for whom, and nothing that is said of it: what ends
in 会 may also be a body, or a verb."""
_ENDED = Pattern(rf"[{TERMINAL}]")
_SPEAKS = Pattern(r"\p{Han}(?:说|道|问|答|表示|要求|强调|指出|认为)[，,：:]")
"""Somebody else who speaks."""


@normalizer(tier=Tier.INFERRED, effect=Effect.ORDER)
def close_interruptions(state: PageState) -> Iterator[Edit]:
    r"""Bring the halves of a paragraph together that the end of a page or a caption separates.

    A paragraph that ends in mid-sentence before the head or the number of a page, a caption, a table, a form
    feed goes on behind it, where the words of both sides fit. On a page of columns `separate_columns`
    does this.

    >>> page = "三座水库全部建成蓄水，今年春耕用水有了\n\n第2版 要闻\n\n保障，群众不用再为浇地发愁。"
    >>> close_interruptions(page)
    '三座水库全部建成蓄水，今年春耕用水有了保障，群众不用再为浇地发愁。\n\n第2版 要闻'

    Safety: text is moved, never changed; nothing is moved over a headline or a whole paragraph; verse, items
    and what is indented stay.
    """
    if state.placed is not None or len(state.blocks) < 2 or state.column_widths:
        return
    text, blocks = state.text, state.blocks
    folded = [block.of(state.folded) for block in blocks]
    if not any(map(_is_broken_off, folded[:-1])) and not any(map(NO_SUBJECT.match, folded)):
        return
    furniture = [
        role is Role.FURNITURE or _is_number(block)
        for block, role in zip(folded, plain_roles_of(state), strict=True)
    ]
    rows = [all(map(is_piped, block.split("\n"))) for block in folded]
    for i, behind in enumerate(_next_texts(furniture, rows, folded)):
        if behind is None:
            continue
        subject = behind == i + 1 and _is_subject(folded[i], folded[behind])
        if not (subject or _is_broken_off(folded[i])):
            continue
        before, lower = text[blocks[behind - 1].end : blocks[behind].start], blocks[behind].of(text)
        over_page = behind == i + 1 and _ends_page(state, folded[i])
        least, why = (
            (LEAST_OVER_RULE, ON_NEXT_PAGE)
            if over_page
            else _least_odds(folded, furniture, i, behind, before)
        )
        if least == inf and not subject:
            continue
        if before.endswith(("\N{IDEOGRAPHIC SPACE}", "  ")) or ITEM.match(lower):
            continue
        if any(state.typeset[n].kind is not Break.PARAGRAPH for n in (i, behind)):
            continue
        upper = folded[i]
        halves = "".join(upper.split()), "".join(folded[behind].split())
        if subject or (behind == i + 1 and _is_speech_cut(upper, folded[behind])):
            goes_on = True
        elif why == BY_ITSELF:
            inside = is_han(upper[-1]) and is_han(lower[0]) and ends_sentence(folded[behind])
            goes_on = inside and _fit(state, halves, least) and _share_word(state, halves)
        else:
            goes_on = upper[-1] in _GOES_ON or lower[0] in STOPS or _fit(state, halves, least)
        if goes_on and _are_prose(state, i, behind):
            latin = not (is_han(upper[-1]) or is_han(lower[0]) or upper[-1] in STOPS)
            glue = "\n" if "\n" in upper else " " if latin else ""  # whose lines end as they did
            target, start, end = blocks[i].end, blocks[behind - 1].end, blocks[behind].end
            yield Edit(start, end, f"{glue}{lower}", why=why, confidence=SURE, target=target)


def _fit(state: PageState, halves: tuple[str, str], least: float) -> bool:
    """Whether the words of two halves of a paragraph fit, by log-odds above the least."""
    return float(state.models.continuation([halves])[0]) > least


def _share_word(state: PageState, halves: tuple[str, str]) -> bool:
    """Whether a word goes over from the one half to the other."""
    return bool(state.models.affinity([halves])[0] > LEAST_INSIDE_WORD)


def _next_texts(furniture: Sequence[bool], rows: Sequence[bool], texts: Sequence[str]) -> list[int | None]:
    """For each block the next one that is no furniture, caption or row of a table; for furniture none."""
    found: list[int | None] = [None] * len(texts)
    behind: int | None = None
    for i in reversed(range(len(texts))):
        if not furniture[i] and not rows[i]:
            found[i] = behind
            behind = behind if _is_caption(texts[i]) else i
    return found


def _is_caption(text: str) -> bool:
    return _CAPTION.may_match(text) and _CAPTION.fullmatch(text) is not None


def _least_odds(
    texts: Sequence[str], furniture: Sequence[bool], i: int, behind: int, before: str
) -> tuple[float, str]:
    """The log-odds of the words from which block `behind` goes on from block i, and why it does."""
    if any(furniture[i + 1 : behind]):
        # without its number it is the label of a box, or a page in columns
        numbered = any(_NUMBER.search(texts[n]) for n in range(i + 1, behind))
        between = texts[i + 1 : behind]
        titled = LEAST_ON_NEXT_PAGE if any(map(is_running_head, between)) else LEAST
        least = LEAST_PAST_CAPTION if any(map(is_narrow_head, between)) else titled
        return least if numbered else inf, "a paragraph goes on behind the head of a page"
    sure = _is_paragraph(texts[i])
    if behind > i + 1:
        table = any(map(is_piped, texts[i + 1 : behind]))
        why = "a paragraph goes on behind a table" if table else "a paragraph goes on behind a caption"
        return LEAST_PAST_CAPTION if sure else inf, why
    if _is_speech_cut(texts[i], texts[behind]):
        return LEAST, BY_ITSELF
    pauses = len(texts[i]) >= LONG and "，" in texts[i]
    least = LEAST_ON_NEXT_PAGE if sure else LEAST_PAST_CAPTION if pauses else inf
    if "\f" not in before:
        gone = (sure or pauses) and before.count("\n") >= GONE
        return LEAST_PAST_CAPTION if sure or pauses else inf, (
            "a paragraph goes on behind a picture" if gone else BY_ITSELF
        )
    return least, ON_NEXT_PAGE


def _ends_page(state: PageState, block: str) -> bool:
    """Whether a block that may be a paragraph ends with the last line of a page."""
    last = block.rpartition("\n")[2]
    long = len(block) >= LONG and PAUSE.search(block) is not None and block[-1] not in "：:"
    return long and letters_of(last) in state.ornaments.page_ends and not _is_caption(block)


def _is_speech_cut(upper: str, lower: str) -> bool:
    """Whether speech opens in one block, breaks off at a pause, and closes in the next one."""
    opened, closed = (half.count("“") - half.count("”") for half in (upper, lower))
    other = _SPEAKS.search(lower, 0, lower.find("”")) is not None
    return opened == 1 and closed == -1 and upper[-1] in _GOES_ON and lower[0] != "“" and not other


def _is_subject(upper: str, lower: str) -> bool:
    """Whether a block is a line that names what was held, as the sentence below it says without a subject."""
    return NO_SUBJECT.match(lower) is not None and _HELD.fullmatch(upper) is not None


def _is_broken_off(block: str) -> bool:
    """Whether a block may end in mid-sentence."""
    return len(block) >= SHORTEST and not ends_sentence(block)


def _is_paragraph(block: str) -> bool:
    """Whether a block is a paragraph for sure, and no headline or verse: a long one with stops inside."""
    return len(block) >= LONG and (_ENDED.search(block) is not None or block.count("，") > 1)


def _is_number(block: str) -> bool:
    """Whether a block is the number of a page, with the title of the book or chapter beside it or alone."""
    if is_running_head(block) or is_narrow_head(block) or _OF_PAGES.fullmatch(block):
        return True
    kinds = set(items_of(block.strip())) if len(block) <= LONGEST_NUMBER else set()
    return bool(kinds) and kinds <= {"bare", "leaf", "leaves"}


def _are_prose(state: PageState, upper: int, lower: int) -> bool:
    """Whether both blocks are text, the upper one a short one with a pause inside too.

    This is asked last: the roles of all blocks are judged for it.
    """
    roles = state.once(roles_of)
    pauses = PAUSE.search(state.blocks[upper].of(state.folded)) is not None
    return roles[lower] is Role.BODY and (roles[upper] is Role.BODY or (roles[upper] is Role.HEAD and pauses))
