"""Kickers in one block with their headlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles_of, roles_of
from cleaner.layout.roles.kickers import NAMES, Cut, find_cuts, kicker_evidence, may_hold_kicker
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import PARAGRAPH
from cleaner.trace import Edit, Effect, Tier

FRONT: Final = 3
"""Blocks between a headline and its text, at the most: sub-headlines, bylines, jump markers."""


@normalizer(tier=Tier.INFERRED, effect=Effect.SPACE)
def part_kickers(state: PageState) -> Iterator[Edit]:
    r"""Separate a kicker from the headline that stands in one block with it.

    A newspaper sets a kicker over its headline in smaller type. Engines that see both as one block join their
    lines, and a space is all that is left of the end of the kicker. By their words the kicker names who and
    where, and the headline behind it begins anew (`cleaner.layout.roles.kickers`).

    >>> lines = ["入夏以来，沙河县各乡检修渠道三千", "里，四十个村的水利合作社都添了新",
    ...          "水泵，群众不再等天下雨，秋粮有了", "指望，村里的年轻人也愿意回来。"]
    >>> text = "\n".join(lines)
    >>> part_kickers(f"沙河县委书记罗长河在检修渠道时强调 让群众不再等天下雨\n\n{text}").split("\n\n")[0]
    '沙河县委书记罗长河在检修渠道时强调'

    Safety: only white space changes, only in a headline over a text, outside brackets and quotation marks. A
    text that shows no printed page was typed, and its headlines as they are; and where boxes tell the lines
    of a page, their height tells kickers.
    """
    if not _shows_blocks(state):
        return
    found = list(_candidates(state))
    if not found:
        return
    evidence = kicker_evidence([(cuts, body) for _, cuts, body in found], state.models)
    odds = state.models.kickers.odds(evidence, NAMES)
    ends = np.cumsum([len(cuts) for _, cuts, _ in found])
    for (n, cuts, _), of_cuts in zip(found, np.split(odds, ends[:-1]), strict=True):
        best = int(of_cuts.argmax())
        if of_cuts[best] > 0 and roles_of(state)[n] is Role.HEAD:
            start, end = (state.blocks[n].start + at for at in cuts[best].span)
            sure = float(1 / (1 + np.exp(-of_cuts[best])))
            yield Edit(start, end, PARAGRAPH, why="a kicker ends here, by its words", confidence=sure)


def _candidates(state: PageState) -> Iterator[tuple[int, list[Cut], str]]:
    """The blocks that may be kicker and headline: number, the spaces that may part them, the text below."""
    words = plain_roles_of(state)
    for n, (block, role) in enumerate(zip(state.blocks, words, strict=True)):
        headline = block.of(state.folded).replace("\n", " ")
        if (
            role is None
            and may_hold_kicker(headline)
            and (body := _text_under(state, words, n))
            and (cuts := find_cuts(headline, state.models))
        ):
            yield n, cuts, body


def _shows_blocks(state: PageState) -> bool:
    """Whether a printed page shows, but not how tall its lines are."""
    if state.placed is not None:
        return not state.placed.reading.measured
    return bool(state.column_widths) or state.has_joined_blocks


def _text_under(state: PageState, words: Sequence[Role | None], headline: int) -> str:
    """The paragraph under a headline; nothing where none stands near."""
    for n in range(headline + 1, min(headline + 2 + FRONT, len(words))):
        if words[n] is Role.BODY:
            return state.blocks[n].of(state.folded)
    return ""
