"""What a block is: a headline, a byline, a paragraph, a sign-off, a jump marker, page furniture."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import regex

from cleaner.layout.columns import INDENT, LOOSE, TOLERANCE
from cleaner.layout.draft import Print
from cleaner.layout.ends import open_end, open_start, unbalanced
from cleaner.layout.measure import ems


class Role(StrEnum):
    """The part that a block plays."""

    HEAD = "head"
    """A headline, shoulder, sub-headline or section heading: which of them, its neighbours tell."""
    BYLINE = "byline"
    BODY = "body"
    SIGNOFF = "signoff"
    JUMP = "jump"
    """`上接第1版`, `下转第3版`."""
    FURNITURE = "furniture"
    """Folio, date and section of the page, its editors, the label of a box of briefs."""


_NAME = r"\p{Han}{2,4}(?:\N{MIDDLE DOT}\p{Han}{1,6})*"
_OFFICE = r"(?:特约|特派|见习|实习)?(?:记者|通讯员|评论员|实习生|撰稿人)"
_AGENCY = r"(?:据?新华社|本报|本台|本刊|本网|据?中新社|据?中新网|据?人民网|光明网)"

DATELINE = regex.compile(
    rf"{_AGENCY}[\p{{Han}}\d]{{0,18}}?(?:(?:专|综合)?电|(?<!通)讯)(?=[\uff08(\s\d\p{{Han}}\u201c\u300a]|$)"
)
"""How a news item opens: `本报呼和浩特7月12日讯`, `新华社北京6月30日电`, `本报讯`."""
BYLINE = regex.compile(
    rf"[\uff08(]?(?:[^\p{{L}}]?|\p{{Han}}(?=本报)){_AGENCY}?\s*{_OFFICE}\s*\p{{Han}}{{2,12}}"
    rf"(?:[\s\u3001]+{_OFFICE}?\s*{_NAME}|{_OFFICE}\s*{_NAME})*"
    r"(?:[\s\u3001]*(?:文/?图|摄影报道|报道|文|摄))?[\uff09)]?"
)
"""`本报记者 张文强`, `本报通讯员 施雅琴`; one character before it is the ornament □ misread."""
SERIES_NAME = regex.compile(r"[\uff08(][^\uff08\uff09()]{2,20}(?:[\uff08(].{1,3}[\uff09)])?[\uff09)]$")
"""The name of a series, as newspapers set it after a headline in brackets."""
SIGNOFF = regex.compile(r"[\uff08(][^\uff08\uff09()\u3002\uff0c\uff1b\uff1a]{2,24}[\uff09)]")
_PERSON = rf"(?:{_OFFICE}\s*)?\p{{Han}}{{2,4}}"
NAMES = regex.compile(rf"[\uff08(]{_PERSON}(?:[\s\u3001]+{_PERSON})*[\uff09)]")
JUMP = regex.compile(
    r"[\uff08(]?\s*(?P<way>上接|下转|紧接|转自)\s*(?P<page>第?\s*[\p{L}\d]{1,4}\s*版)[^\u3002]{0,12}"
)
_FOLIO = (
    r"(?:第?\s*[A-Z]?\d{1,2}\s*版?)?\s*\p{Han}{0,6}\s*[\u201c\u201d\s]*"
    r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*星\s*期\s*[一二三四五六日天]"
    r"\s*(?:\p{Han}{2,8}|[A-Z]?\d{1,2})?"
)
_EDITORS = (
    r".{0,12}(?:责\s*任\s*编\s*辑|责\s*编|版\s*式\s*(?:策\s*划|设\s*计)|美\s*编|校\s*对)"
    r"\s*[\uff1a:\N{MIDDLE DOT}\s].{0,60}"
)
_BOX_LABEL = (
    r"(?:\p{Han}{2,4})?"
    r"(?:简讯|短讯|快讯|简报|短波|速览|速递|动态|集纳|一句话新闻|综合消息|微新闻)"
)
FURNITURE = regex.compile(rf"{_FOLIO}|{_EDITORS}|{_BOX_LABEL}")
LONGEST_HEAD = 48
"""Em; longer blocks are paragraphs."""
SHORTEST_HEAD = 2
# What speaks for a headline and against it, in log-odds. A headline is set above a byline, in a line
# of its own, without stops; the piece of a paragraph that a column cut off fills its line and is
# followed by a line that is not indented.
SHORT_AND_WITHOUT_STOPS, OVER_A_BYLINE, OVER_A_DATELINE, FIRST_ON_THE_PAGE = 1.0, 4.0, 2.5, 1.5
SERIES, COMMA, FILLS_LINE, SET_LIKE_BODY, LONGER_THAN_A_LINE = 2.0, -0.8, -2.0, -1.5, -1.5
AFTER_AN_OPEN_END, BEFORE_AN_OPEN_START, BEFORE_AN_INDENT, WIDER_THAN_COLUMN = -1.5, -1.5, 1.0, 2.5
SPEECH = -2.0
INDENTED = -1.0
"""How closed a beginning must look for it to be an indent."""


def roles_of(text: str, prints: Sequence[Print]) -> list[Role]:
    """The roles of the blocks of a page, in order."""
    texts = [printed.block.of(text) for printed in prints]
    plain = [_plain_role(block) for block in texts]
    roles: list[Role] = []
    for i, role in enumerate(plain):
        headed = role is None and _head_score(i, texts, prints, plain, roles) > 0
        roles.append(role or (Role.HEAD if headed else Role.BODY))
    return roles


def _plain_role(text: str) -> Role | None:
    """The role of a block that its text alone tells; None for what may be a headline."""
    width = ems(text)
    for role, pattern in (
        (Role.FURNITURE, FURNITURE),
        (Role.JUMP, JUMP),
        (Role.BYLINE, BYLINE),
        (Role.SIGNOFF, SIGNOFF),
    ):
        if width <= LONGEST_HEAD and len(text) <= 4 * LONGEST_HEAD and pattern.fullmatch(text):
            return role
    stopped = any(mark in text for mark in "\u3002\uff1b") or text.endswith(("\uff0c", "\u3001"))
    too_long = not SHORTEST_HEAD <= width <= LONGEST_HEAD
    return Role.BODY if stopped or too_long or unbalanced(text) or DATELINE.match(text) else None


def _head_score(
    i: int, texts: Sequence[str], prints: Sequence[Print], plain: Sequence[Role | None], roles: Sequence[Role]
) -> float:
    """The log-odds that a short block is a headline or heading rather than a piece of a paragraph."""
    text, printed = texts[i], prints[i]
    score = SHORT_AND_WITHOUT_STOPS + COMMA * text.count("\uff0c")
    score += SPEECH * (text[0] == "\u201c" and text[-1] == "\u201d")
    score += SERIES * bool(SERIES_NAME.search(text)) + FIRST_ON_THE_PAGE * (i == 0)
    if printed.width:
        score += _set_like_a_head(printed)
    elif any(other.width for other in prints):
        score += WIDER_THAN_COLUMN
    if i + 1 < len(texts):
        if plain[i + 1] in (Role.BYLINE, Role.JUMP):
            score += OVER_A_BYLINE
        elif DATELINE.match(texts[i + 1]):
            score += OVER_A_DATELINE
        elif plain[i + 1] is Role.BODY and prints[i + 1].setting is not None:
            opened = open_start(texts[i + 1], prints[i + 1])
            score += BEFORE_AN_OPEN_START if opened > 0 else BEFORE_AN_INDENT if opened < INDENTED else 0.0
    if i and roles[i - 1] is Role.BODY and open_end(texts[i - 1], prints[i - 1]) > 0:
        score += AFTER_AN_OPEN_END
    return score


def _set_like_a_head(printed: Print) -> float:
    """What the lines of a block say: full lines of the column are set like body text."""
    first = printed.pieces[0].width
    body = (
        printed.width - LOOSE <= first <= printed.width + 2.0
        or abs(first - printed.width + INDENT) <= TOLERANCE
    )
    score = 0.0
    if printed.one_line:
        holes = len(printed.gaps)
        room = printed.natural_width, printed.natural_width + 2 * holes
        full = room[0] <= printed.width + LOOSE and room[1] >= printed.width - LOOSE
        score += FILLS_LINE * full
    else:
        score += SET_LIKE_BODY * body
        score += FILLS_LINE * bool(printed.setting and printed.setting.last_full)
        score += LONGER_THAN_A_LINE * (body and printed.natural_width > printed.width + 5)
    return score
