"""Pages that were read across their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.layout.cut_headlines import cut_headlines
from cleaner.layout.interleaved.decoding import Weights
from cleaner.layout.interleaved.lines import (
    TextLine,
    are_in_order,
    find_parts,
    may_be_interleaved,
    with_credits,
)
from cleaner.layout.interleaved.ordering import SURE, ColumnOrder, find_column_order
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import PARAGRAPH, SEAM, moves
from cleaner.trace import Edit, Effect, Tier

ELSEWHERE = "belongs to another column than the lines round it"
APART = "does not go on from the line before it"
TOGETHER = "goes on from the line before it"
"""Why a line moves, or keeps its place with other white space."""


@normalizer(tier=Tier.INFERRED, effect=Effect.ORDER)
def deinterleave_lines(state: PageState) -> Iterator[Edit]:
    r"""Sort the lines of a page that was read row by row, across its columns, back into columns.

    A page reader that knows nothing of columns takes a line of the first, a line of the second, and so on.
    Each line is assigned to a column so that lines of one column go on in each other, and so that the way
    of the reader is a likely one: from left to right in a row, then down. Columns are placed one after
    the other, a blank line between what does not go on in each other. Where several lines stand in one, only
    spaces between them, they are taken apart as well.

    >>> left = ["州图书馆新馆昨日正式开馆，馆藏图书六", "十二万册，设有少儿绘本馆和自助书房等",
    ...         "功能区，全年免费向市民和游客开放，全", "民阅读季活动同步启动，首批读者领到了",
    ...         "纪念书签，工作人员介绍了借阅的办法。"]
    >>> right = ["今年以来，县交管大队针对农忙时节的特", "点，科学调度警力，重点整治货车超载和",
    ...          "无牌无证等交通违法行为，在主要路口设", "置临时检查点，并组织民警深入田间地头",
    ...          "开展宣传教育，确保群众平安出行有序。"]
    >>> page = "\n".join(line for row in zip(left * 3, right * 3) for line in row)
    >>> "馆藏图书六\n十二万册" in deinterleave_lines(page)
    True

    Safety: text is moved, never changed; a page is left alone unless its lines go on in
    each other far better after than before.
    """
    if state.placed is not None:
        return
    start = 0
    for page in state.text.split("\f"):
        yield from _page_edits(state, start, start + len(page))
        start += len(page) + 1


def _page_edits(state: PageState, start: int, end: int) -> Iterator[Edit]:
    lines, models = with_credits(find_parts(state.folded, start, end)), state.models
    if may_be_interleaved(lines, models):
        order = find_column_order(lines, models, Weights.of(models.interleaving))
        if order is not None and are_in_order([lines[at] for at in order.lines], models):
            yield from _edits(state, lines, order)


def _edits(state: PageState, lines: Sequence[TextLine], order: ColumnOrder) -> Iterator[Edit]:
    """The moves of a page. They stand or fall together, so each has the confidence of the whole."""
    text, standing = state.text, order.standing()
    joined = [
        [standing[at] * flow for at, flow in zip(run.lines[1:], run.flows, strict=True)] for run in order.runs
    ]
    cut = [False, *cut_headlines([lines[at].text for at in order.lines], state.models).tolist()]
    whole = [flow >= SURE for flows in joined for flow in (0.0, *flows)]
    leads = [SEAM if either else PARAGRAPH for either in map(max, whole, cut)]
    sure = [flow for flows in joined for flow in flows if flow >= SURE]
    confidence = sum(sure) / max(len(sure), 1)
    for move in moves(text, [(line.start, line.end) for line in lines], order.lines, leads):
        body = move.lead + text[lines[move.piece].start : lines[move.piece].end]
        why = ELSEWHERE if move.target != move.start else APART if move.lead == PARAGRAPH else TOGETHER
        yield Edit(move.start, move.end, body, why=why, target=move.target, confidence=confidence)
