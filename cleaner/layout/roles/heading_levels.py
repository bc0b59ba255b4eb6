"""Which blocks a page reader marked as headings, and how high."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cleaner.layout.state import PageState
from cleaner.patterns import Pattern
from cleaner.profiles.press import BOX_LABEL, SURE_NAME
from cleaner.profiles.widths import letters_of

_NAME = Pattern(SURE_NAME)
SAME_HEADING = 0.8
"""Share of its letters that a heading keeps where misread ones are mended."""


def levels_of(state: PageState) -> Sequence[int | None]:
    r"""For each block the level that it was marked as, if it was.

    Misread letters may be mended since. A headline that was read with the label of the box of briefs under
    it, and parted from it since, is of the highest level. One that was read with its kicker, and parted from
    it since, keeps its level, and so does the kicker. A person's name below the highest level is none, but an
    author in bold.

    >>> from cleaner.layout.state import PageState
    >>> levels_of(PageState("# 三座水库蓄水\n\n昨日蓄水。"))
    [1, None]
    """
    if not state.headings:
        return [None] * len(state.blocks)
    from rapidfuzz import distance, process  # plain text has no headings

    letters = [letters_of(block.of(state.text)) for block in state.blocks]
    found = [state.headings.get(each) for each in letters]
    here = set(letters)
    for heading in (heading for heading in state.headings if heading not in here):
        parted = (n for n, each in enumerate(letters) if each and heading.startswith(each))
        over = next((n for n in parted if BOX_LABEL.fullmatch(heading[len(letters[n]) :])), None)
        if over is not None:
            found[over] = min(state.headings.values())
            continue
        halves = (n for n, (kicker, headline) in enumerate(pairwise(letters)) if kicker + headline == heading)
        if (kicker := next(halves, None)) is not None:
            found[kicker : kicker + 2] = [state.headings[heading]] * 2
            continue
        alike = process.extractOne(
            heading, letters, scorer=distance.Levenshtein.normalized_similarity, score_cutoff=SAME_HEADING
        )
        if alike is not None and found[alike[2]] is None:
            found[alike[2]] = state.headings[heading]
    highest = min(state.headings.values())
    return [
        None if level and level > highest and _NAME.fullmatch(each) else level
        for level, each in zip(found, letters, strict=True)
    ]
