"""Headings that a page reader marked (Markdown, HTML), as evidence for headlines and section headings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.document import RawPage, RegionKind
from cleaner.layout.furniture import items_of
from cleaner.layout.reading import MarkedBlocks
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles_of
from cleaner.layout.roles.ends import open_pairs
from cleaner.layout.roles.heading_levels import levels_of
from cleaner.layout.roles.signatures import dates_under_names
from cleaner.layout.state import PageState
from cleaner.patterns import Pattern
from cleaner.profiles.press import BOX_LABEL, DATELINE, LABELLED_AUTHORS, LABELLED_CREDIT, SERIES_NAME
from cleaner.profiles.widths import letters_of

MARKED, UNMARKED = 6.0, -2.0
"""Log-odds of a headline or heading that it is marked as one, and that it is not where others are: readers
miss one in twenty."""
FEWEST = 2
"""Marked headings of a page from which what is not marked counts."""
_OPENS = Pattern(rf"(?:[快短时微锐]评|评论|社论|编后|编者按|记者手记)(?:[:：丨|]|$)|{BOX_LABEL.pattern}$")
"""What a comment is labelled with, beside the report that it is about, and a box of briefs."""
BY_LEVEL = 4.0
"""Log-odds of a headline rather than a section heading that it is of the highest level, and of the contrary
for lower ones."""


def marked_blocks(page: RawPage) -> MarkedBlocks | None:
    r"""What a file without boxes says of its blocks; None for plain text.

    >>> from cleaner.document import Line, Region, RegionKind
    >>> heading = Region(RegionKind.HEADING, level=2)
    >>> marked_blocks(RawPage("蓄水，发电\n", (Line((0, 5), region=0),), (heading,)))
    MarkedBlocks(headings={'蓄水发电': 2}, openings=frozenset())
    """
    if not page.regions:
        return None
    found: dict[str, int] = {}
    openings: set[str] = set()
    article = ""
    for line in page.lines:
        region = None if line.region is None else page.regions[line.region]
        if region is None:
            continue
        letters = letters_of(page.text[slice(*line.span)])
        if region.kind is RegionKind.HEADING:
            found[letters] = region.level or 1
        if region.article not in ("", article):
            openings.add(letters)
            article = region.article
    return MarkedBlocks(found, frozenset(openings))


def by_marks(state: PageState) -> list[float]:
    r"""For each block the log-odds, by its marks alone, that it is a headline or heading.

    That one is not marked is no evidence where it ends with the name of its series in brackets, or stands
    where kickers do.

    >>> by_marks(PageState("# 三座水库蓄水\n\n昨日蓄水。"))
    [6.0, 0.0]
    """
    if not state.headings:
        return [0.0] * len(state.blocks)
    unmarked = UNMARKED if len(state.headings) >= FEWEST else 0.0
    texts, levels = [block.of(state.folded) for block in state.blocks], state.once(levels_of)
    kickers = _where_kickers_stand(texts, levels)
    return [
        MARKED if level is not None else 0.0 if n in kickers or SERIES_NAME.search(text) else unmarked
        for n, (level, text) in enumerate(zip(levels, texts, strict=True))
    ]


def _where_kickers_stand(texts: Sequence[str], levels: Sequence[int | None]) -> set[int]:
    """The blocks right over a heading of the highest level that stand under none and leave no pair open."""
    highest = min((level for level in levels if level is not None), default=None)
    over = [level is not None and level == highest for level in levels[1:]]
    under = [False, *(level is not None for level in levels)]
    return {
        n
        for n, text in enumerate(texts[:-1])
        if over[n] and not under[n] and not any(map(any, open_pairs(text)))
    }


def by_levels(state: PageState) -> NDArray[np.float64]:
    r"""For each block the log-odds, by the level of its marks, that it is a headline and no section heading.

    Where all headings are of one level it is no evidence but over a dateline; nor is it of one right over a
    heading of the highest level, as a kicker stands. Over a byline or a dateline of its own, or with the
    label of a comment, it opens an article. The name of the paper or of a section does not count, however
    it is marked.

    >>> by_levels(PageState("# 三座水库蓄水\n\n昨日蓄水。\n\n## 灌溉农田\n\n群众放心。")).tolist()
    [4.0, 0.0, -4.0, 0.0]
    """
    found = np.zeros(len(state.blocks))
    if not state.headings:
        return found
    roles, texts = plain_roles_of(state), [block.of(state.folded) for block in state.blocks]
    levels = [
        None if items_of(text.lstrip("# ")) else level
        for text, level in zip(texts, state.once(levels_of), strict=True)
    ]
    known = {level for level in levels if level is not None}
    over_dateline = [DATELINE.match(text) is not None for text in texts[1:]] + [False]
    if len(known) < 2:
        found[[n for n, level in enumerate(levels) if level is not None and over_dateline[n]]] = BY_LEVEL
        return found
    highest = min(known)
    for n, (level, below) in enumerate(zip(levels, [*levels[1:], None], strict=True)):
        if level == highest:
            found[n] = BY_LEVEL
        elif level is not None and below != highest:
            signed = roles[n + 1 : n + 2] == [Role.BYLINE]
            opens = signed or over_dateline[n] or _OPENS.match(texts[n]) is not None
            found[n] = BY_LEVEL if opens else -BY_LEVEL
    for n in under_rules(state):
        found[n] = BY_LEVEL if levels[n] is not None else 0.0
    return found


def under_rules(state: PageState) -> list[int]:
    """The blocks under a rule that parts articles, or with which the file says that one begins."""
    ruled = state.ornaments.ruled
    return [n for n, block in enumerate(state.blocks) if ruled and letters_of(block.of(state.text)) in ruled]


def signed_off(state: PageState) -> list[int]:
    """The blocks that say, behind a label, who wrote or made the article over them, right over a heading.

    It is marked, or no words say that it is something else.
    """
    roles, levels = plain_roles_of(state), state.once(levels_of)
    texts = [block.of(state.folded) for block in state.blocks[:-1]]
    dates = set(dates_under_names(texts))
    return [
        n
        for n, text in enumerate(texts)
        if (levels[n + 1] is not None or roles[n + 1] is None)
        and roles[n] is Role.SIGNOFF
        and (n in dates or LABELLED_AUTHORS.fullmatch(text) or LABELLED_CREDIT.fullmatch(text))
    ]
