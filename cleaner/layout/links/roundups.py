"""Roundups: a label over headed parts (`国内联播快讯`), which are one article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

from cleaner.layout.lines.columns import INDENT, LOOSE
from cleaner.layout.links.fragments import has_rooms
from cleaner.layout.links.headings import by_levels, by_marks
from cleaner.layout.links.item import Item
from cleaner.layout.role import Role
from cleaner.layout.roles.heading_levels import levels_of
from cleaner.layout.state import PageState, TypesetBlock
from cleaner.profiles.marks import TERMINAL
from cleaner.profiles.press import BOX_LABEL, DATELINE

LONGEST_PART, LONGEST_HEADING = 3, 34
"""Paragraphs in a part of a roundup; characters of a heading in it: two lines."""
FEWEST_PARTS = 2
"""Parts of a roundup whose label was read over the headline of another article."""


def with_parts(
    items: Sequence[Item], roles: Sequence[Role], texts: Sequence[str], state: PageState
) -> list[Item]:
    """The items, the parts of a roundup (`国内联播快讯`) in the one that its headline opens.

    A part has a heading in the type of the text, or none that was recognised, and a paragraph or two; what
    has a byline, a dateline, a sign-off or a longer text is an article of its own. So a label over a headline
    with a byline was read too soon, and goes before the first part.
    """

    def heading(chain: Sequence[int]) -> bool:
        return roles[chain[0]] is Role.HEAD or _may_be_heading("".join(texts[block] for block in chain))

    large = in_large_type(state)
    levels = state.once(levels_of)
    kept: list[Item] = []
    labels: list[Item] = []
    roundup: Item | None = None
    for item in items:
        labelled = any(
            roles[block] is Role.HEAD and BOX_LABEL.fullmatch(texts[block]) is not None
            for block in item.front
        )
        plain = all(roles[block] is Role.HEAD and not large[block] for block in item.front)
        headed = bool(item.front) or (bool(item.chains) and heading(item.chains[0]))
        lengths = [sum(1 for _ in run) for head, run in groupby(item.chains, heading) if not head]
        part = (
            plain
            and headed
            and not labelled
            and item.signoff is None
            and 0 < max(lengths, default=0) <= LONGEST_PART
        )
        if roundup is not None and part and DATELINE.match(texts[item.chains[0][0]]) is None:
            if _is_over_article(roundup, roles):
                roundup = Item(front=[roundup.front.pop(0)])
                labels[-1] = roundup
                kept.append(roundup)
            roundup.chains += [*_headings(item.front, state.typeset), *item.chains]
            continue
        kept.append(item)
        if item.front:
            roundup = item if labelled and item.signoff is None else None
        if labelled:
            labels.append(item)
    for item in labels:
        if any(roles[block] is Role.BYLINE for block in item.front):
            other = _part_from_article(item, roles, heading)
            kept[kept.index(item) : kept.index(item)] = [other] if other else []
        elif len(item.front) > 1:
            label, block = item.front[:2]
            marked = levels[label] is not None or levels[block] is not None
            lower = (levels[label] or 0) < (levels[block] or 0)
            if lower if marked else not large[block] and any(map(heading, item.chains)):
                item.front, below = item.front[:1], item.front[1:]
                item.chains = [*([one] for one in below), *item.chains]
    return kept


def _is_over_article(roundup: Item, roles: Sequence[Role]) -> bool:
    """Whether the label of a roundup stands over a headline with a byline, and so over an article."""
    under = [roles[block] for block in roundup.front[1:]]
    return Role.HEAD in under and Role.BYLINE in under


def _part_from_article(
    item: Item, roles: Sequence[Role], heading: Callable[[Sequence[int]], bool]
) -> Item | None:
    """The article over whose headline the label of a roundup was read, its byline shows it; or nothing.

    The label keeps the headed parts behind it, where there are two or more and all are short.
    """
    first = next((n for n, chain in enumerate(item.chains) if roles[chain[0]] is Role.HEAD), 0)
    behind = item.chains[first:]
    lengths = [sum(1 for _ in run) for head, run in groupby(behind, heading) if not head]
    if not first or len(lengths) < FEWEST_PARTS or max(lengths) > LONGEST_PART:
        return None
    other = Item(item.front[1:], item.chains[:first])
    item.front, item.chains = item.front[:1], behind
    return other


def in_large_type(state: PageState) -> list[bool]:
    r"""For each block whether, as a headline, it is known to be in larger type than text.

    Its lines break before they have filled the column, or it is wider than any; where the page shows no
    columns, its level tells.

    >>> in_large_type(PageState("# 三座水库蓄水\n\n昨日蓄水。"))
    [True, False]
    """
    if not state.column_widths:
        levels = set(state.headings.values())
        if len(levels) == 1:  # then a heading is none of a part of another
            return [odds > 0 for odds in by_marks(state)]
        return [level > 0 for level in state.once(by_levels).tolist()]
    rooms = has_rooms(state.typeset)
    return [_in_large_type(printed, rooms) for printed in state.typeset]


def _may_be_heading(text: str) -> bool:
    """Whether a text may be a heading that was taken for a paragraph: short, and without a stop."""
    return len(text) <= LONGEST_HEADING and not any(mark in TERMINAL for mark in text)


def _headings(front: Sequence[int], typeset: Sequence[TypesetBlock]) -> list[list[int]]:
    """The blocks of headings, those together that are lines of one: a full line goes on in the next block."""
    found: list[list[int]] = []
    full = False
    for block in front:
        if full:
            found[-1].append(block)
        else:
            found.append([block])
        width = typeset[block].width
        full = width > 0 and _reaches(typeset[block])[-1] >= width - INDENT - LOOSE
    return found


def _reaches(printed: TypesetBlock) -> list[float]:
    """Where each piece of a block ends, in em from the beginning of its line, set in lines of its column."""
    found: list[float] = []
    at = 0.0
    for piece in printed.pieces:
        at = piece.width if at and at + piece.width > printed.width + LOOSE else at + piece.width
        found.append(at)
    return found


def _in_large_type(printed: TypesetBlock, rooms: bool) -> bool:
    """Whether a headline breaks before a line has filled the column, or is wider than any column.

    Where the page has rooms of marks that were not read, what fits in one line may break nowhere.
    """
    if not printed.width:
        return True
    full = printed.width - INDENT - LOOSE
    if not rooms:
        return bool(printed.gaps) and printed.first_line < full
    reaches = _reaches(printed)
    ended = [reach for reach, following in pairwise(reaches) if following < reach]
    one_line = not ended and printed.natural_width + len(printed.gaps) <= printed.width
    return not one_line and all(reach < full for reach in ended or reaches[:-1])
