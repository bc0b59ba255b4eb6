"""The line ends that the printed columns show: what can be said of gaps without asking the language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from cleaner.diagnosis.scripts import is_chinese, is_reference
from cleaner.gaps.slots import Slot
from cleaner.layout.lines.columns import INDENT
from cleaner.layout.lines.line_breaking import MOST, line_end_odds
from cleaner.layout.lines.measured import MeasuredBlock
from cleaner.layout.lines.pieces import Piece
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles_of
from cleaner.layout.state import PageState
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
    blocks = [n for n in gapped if roles[n] in _TEXT and not state.is_row(n)]
    cuts = state.cuts_of(blocks)
    # On a page that keeps its line breaks they are the line ends, however wide the columns are.
    widths = [0.0] * len(cuts) if state.keeps_line_breaks else state.widths_of(cuts)
    set_so = [(cut.pieces, width) for cut, width in zip(cuts, widths, strict=True)]
    by_column = iter(line_end_odds([each for each in set_so if _is_set_in_lines(*each)], priors))
    odds = [
        next(by_column)
        if _is_set_in_lines(pieces, width)
        else [MOST if piece.newline else -MOST for piece in pieces[:-1]]
        for pieces, width in set_so
    ]
    return [
        slot
        for n, cut, each in zip(blocks, cuts, odds, strict=True)
        for slot in _line_ends(state, n, cut, each)
    ]


def _is_set_in_lines(pieces: Sequence[Piece], width: float) -> bool:
    """Whether the lines of a block fit its column: those that were joined before are longer."""
    most = width + INDENT / 2
    return bool(width) and all(piece.width - piece.squeeze <= most for piece in pieces)


def _is_text(text: str) -> bool:
    return is_chinese(text) and not is_reference(text)


def _line_ends(state: PageState, n: int, cut: MeasuredBlock, odds: Sequence[float]) -> Iterator[Slot]:
    block = state.blocks[n]
    text = block.of(state.folded)
    dated = DATELINE.may_match(text)
    for gap, piece, odd in zip(cut.gaps, cut.pieces, odds, strict=False):
        if odd <= 0 or (dated and DATELINE.match(text, gap.end)):
            continue
        start, end = block.start + gap.start, block.start + gap.end
        printed = not piece.newline and state.is_printed(start, end)
        if not (printed or state.protection.covers(start, end) or state.protection.is_typed(start, end)):
            yield Slot(start, end, "", "", 1 / (1 + exp(-odd)), line_end=True)
