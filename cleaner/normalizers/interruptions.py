"""Page furniture that stands between the halves of a paragraph, on a page without columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from cleaner.layout.breaks import PAUSE
from cleaner.layout.columns import ends_sentence
from cleaner.layout.furniture import items_of
from cleaner.layout.roles import Role, plain_roles_of, roles_of
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import STOPS
from cleaner.trace import Edit, Effect, Tier

SURE = 0.9
SHORTEST = 8
"""Characters of a first half, at the least."""
LONGEST_NUMBER = 20
"""Characters of a line that is the number of a page."""
LEAST = -2.5
"""Log-odds of the words: that a paragraph is broken off there is evidence already."""
_NUMBER = regex.compile(r"[0-9]|第[一二三四五六七八九十]{1,3}版")
"""What the head of a page holds: its number or its date."""
_GOES_ON = "，、"


@normalizer(tier=Tier.INFERRED, effect=Effect.ORDER)
def close_interruptions(state: PageState) -> Iterator[Edit]:
    r"""Bring the halves of a paragraph together that the head or the number of a page separates.

    A paragraph that ends in mid-sentence before the head of a page goes on behind it, where the words of both
    sides fit. On a page of columns `separate_columns` does this.

    >>> page = "三座水库全部建成蓄水，今年春耕用水有了\n\n第2版 要闻\n\n保障，群众不用再为浇地发愁。"
    >>> close_interruptions(page)
    '三座水库全部建成蓄水，今年春耕用水有了保障，群众不用再为浇地发愁。\n\n第2版 要闻'

    Safety: text is moved, never changed; nothing is moved over a headline or a whole paragraph.
    """
    if state.column_widths or state.placed is not None:
        return
    text, blocks = state.text, state.blocks
    for i, behind in _interruptions(state):
        upper, lower = blocks[i].of(text), blocks[behind].of(text)
        left, right = ("".join(blocks[n].of(state.folded).split()) for n in (i, behind))
        odds = float(state.models.continuation([(left, right)])[0])
        if odds > LEAST or upper[-1] in _GOES_ON or lower[0] in STOPS:
            glue = "" if is_han(upper[-1]) or is_han(lower[0]) or upper[-1] in STOPS else " "
            yield Edit(
                blocks[behind - 1].end,
                blocks[behind].end,
                f"{glue}{lower}",
                why="a paragraph goes on behind the head of a page",
                confidence=SURE,
                target=blocks[i].end,
            )


def _interruptions(state: PageState) -> list[tuple[int, int]]:
    """Two blocks that may be halves of a paragraph, between them nothing but the furniture of a page.

    The words of blocks show most that are not; only what is left is judged with the language.
    """
    found = _around_furniture(state, plain_roles_of(state))
    return _around_furniture(state, roles_of(state)) if found else []


def _around_furniture(state: PageState, roles: Sequence[Role | None]) -> list[tuple[int, int]]:
    """The pairs of blocks with furniture between them that may be halves; a role of None is not known."""
    texts = [block.of(state.folded) for block in state.blocks]
    between = [role is Role.FURNITURE or _is_number(text) for role, text in zip(roles, texts, strict=True)]
    found = []
    for i in range(len(texts) - 2):
        if between[i] or not between[i + 1] or not _is_prose(texts[i], roles[i]):
            continue
        behind = next((n for n in range(i + 1, len(texts)) if not between[n]), None)
        if behind is None or roles[behind] not in (Role.BODY, None):
            continue
        if not any(_NUMBER.search(texts[n]) for n in range(i + 1, behind)):
            continue  # the label of a box, or a page in columns
        broken = not ends_sentence(texts[i]) and len(texts[i]) >= SHORTEST
        if broken and texts[behind][0] != "\N{IDEOGRAPHIC SPACE}":
            found.append((i, behind))
    return found


def _is_number(block: str) -> bool:
    """Whether a block is the number of a page and nothing else."""
    kinds = set(items_of(block.strip())) if len(block) <= LONGEST_NUMBER else set()
    return bool(kinds) and kinds <= {"bare", "leaf", "leaves"}


def _is_prose(block: str, role: Role | None) -> bool:
    """Whether a block is text, or may be: a short one that has a pause inside too."""
    return role in (Role.BODY, None) or (role is Role.HEAD and PAUSE.search(block) is not None)
