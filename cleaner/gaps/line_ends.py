"""The line ends that the printed columns show: what can be said of gaps without asking the language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from cleaner.diagnosis.scripts import is_chinese, is_reference
from cleaner.gaps.slots import Slot
from cleaner.layout.lines.columns import INDENT
from cleaner.layout.lines.line_breaking import MOST, line_end_odds
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles_of
from cleaner.layout.state import PageState, TypesetBlock
from cleaner.models.constants import GapPriors
from cleaner.profiles.press import DATELINE

_TEXT = (Role.BODY, None)
"""Roles of blocks that are set in lines as wide as the column."""


def line_ends_of(state: PageState, priors: GapPriors) -> list[Slot]:
    r"""The white space of a state at which a printed line ends, in text order.

    A line break inside a block is one, whatever the columns. A mark that was lost at a line end left no other
    room than the line end itself: that goes, too.

    >>> from cleaner.layout.state import PageState
    >>> from cleaner.models.constants import GapPriors
    >>> text = "青石镇新建的三座水库昨日起蓄水，\n预计可灌溉农田。"
    >>> [(slot.start, slot.end) for slot in line_ends_of(PageState(text), GapPriors())]
    [(16, 17)]
    """
    texts = [block.of(state.folded) for block in state.blocks]
    gapped = [n for n, text in enumerate(texts) if len(text.split(None, 1)) > 1 and _is_text(text)]
    if not gapped:
        return []
    roles = plain_roles_of(state)
    typeset = state.typeset_of(n for n in gapped if roles[n] in _TEXT)
    blocks = [printed for printed in typeset if not printed.row]
    set_so = [(printed.pieces, printed.width) for printed in blocks if _is_set_in_lines(printed)]
    by_column = iter(line_end_odds(set_so, priors, line_breaks=state.keeps_line_breaks))
    odds = [
        next(by_column)
        if _is_set_in_lines(printed)
        else [MOST if piece.newline else -MOST for piece in printed.pieces[:-1]]
        for printed in blocks
    ]
    return [slot for each in zip(blocks, odds, strict=True) for slot in _line_ends(state, *each)]


def _is_set_in_lines(printed: TypesetBlock) -> bool:
    """Whether the lines of a block fit its column: those that were joined before are longer."""
    most = printed.width + INDENT / 2
    return bool(printed.width) and all(piece.width - piece.squeeze <= most for piece in printed.pieces)


def _is_text(text: str) -> bool:
    return is_chinese(text) and not is_reference(text)


def _line_ends(state: PageState, printed: TypesetBlock, odds: Sequence[float]) -> Iterator[Slot]:
    text = printed.block.of(state.folded)
    dated = DATELINE.may_match(text)
    for gap, odd in zip(printed.gaps, odds, strict=True):
        if odd > 0 and not (
            not state.printed_spaces.isdisjoint(range(gap.start, gap.end))
            or state.protection.covers(gap.start, gap.end)
            or state.protection.is_typed(gap.start, gap.end)
            or (dated and DATELINE.match(text, gap.end - printed.block.start))
        ):
            yield Slot(gap.start, gap.end, "", "", 1 / (1 + exp(-odd)), line_end=True)
