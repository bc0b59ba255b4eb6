"""Pages that were read across their columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from cleaner.layout.blocks import Block, find_blocks, find_lines
from cleaner.layout.interleaved.decoding import Weights
from cleaner.layout.interleaved.lines import (
    TextLine,
    are_across,
    are_in_order,
    are_printed,
    find_flows,
    find_parts,
    with_credits,
)
from cleaner.layout.interleaved.ordering import SURE, ColumnOrder, find_column_order
from cleaner.layout.interleaved.passages import FEWEST, Passage, find_passages, may_hold_passages
from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.roles.cut_headlines import cut_headlines
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import PARAGRAPH, ROW, SEAM, moves
from cleaner.trace import Edit, Effect, Tier

ELSEWHERE = "belongs to another column than the lines round it"
APART = "does not go on from the line before it"
TOGETHER = "goes on from the line before it"
"""Why a line moves, or keeps its place with other white space."""
PLACED = 0.9
"""Confidence: of lines in simulated passages 0.93 come to their text (`cleaner.lab.evaluation.passages`)."""


@normalizer(tier=Tier.INFERRED, effect=Effect.ORDER)
def deinterleave_lines(state: PageState) -> Iterator[Edit]:
    r"""Sort the lines of a page that was read row by row, across its columns, back into columns.

    A page reader that knows nothing of columns takes a line of the first, a line of the second, and so on.
    Each line is assigned to a column so that lines of one column go on in each other, and so that the way
    of the reader is a likely one: from left to right in a row, then down. Columns are placed one after
    the other, a blank line between what does not go on in each other. Where several lines stand in one, only
    spaces between them, they are taken apart as well. On a page in order a passage that was read so, a brief
    beside an article, say, is parted into its texts.

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
    parts, models = find_parts(state.folded, start, end), state.models
    lines = with_credits(parts) if len(parts) >= FEWEST else parts
    if len(lines) < FEWEST or not are_printed(lines):
        return
    flows = find_flows(lines, models)
    if are_across(lines, flows):
        order = find_column_order(lines, models, Weights.of(models.interleaving))
        if order is not None and are_in_order([lines[at] for at in order.lines], models):
            yield from _edits(state, lines, order)
            return
    begins = may_hold_passages([line.text for line in lines], flows)
    starts = [lines[n].start for n in np.flatnonzero(begins).tolist()]
    for block in find_blocks(state.folded) if starts else ():
        if bisect_left(starts, block.start) < bisect_left(starts, block.end):
            yield from _passage_edits(state, block)


def _passage_edits(state: PageState, block: Block) -> Iterator[Edit]:
    """The moves that part the two texts of each passage of a block that was read across."""
    lines = _printed_lines(state, block)
    texts = [line.of(state.folded) for line in lines]
    if not are_printed([TextLine(*line, text) for line, text in zip(lines, texts, strict=True)]):
        return
    passages = find_passages(texts, state.models)
    if not passages:
        return
    order, leads = _parted(state.folded, lines, passages)
    for move in moves(state.text, lines, order, leads):
        body = move.lead + lines[move.piece].of(state.text)
        why = ELSEWHERE if move.target != move.start else TOGETHER
        yield Edit(move.start, move.end, body, why=why, target=move.target, confidence=PLACED)


def _printed_lines(state: PageState, block: Block) -> list[Block]:
    """The printed lines of a block, be they parted by line breaks or by spaces."""
    inside = [n for n, part in enumerate(state.blocks) if block.start <= part.start < block.end]
    ends = [gap for part in state.typeset_of(inside) for gap in part.line_ends]
    starts, stops = [block.start, *(gap.end for gap in ends)], [*(gap.start for gap in ends), block.end]
    return [
        line
        for start, stop in zip(starts, stops, strict=True)
        for line in find_lines(state.folded, Block(start, stop))
    ]


def _parted(text: str, lines: Sequence[Block], passages: Sequence[Passage]) -> tuple[list[int], list[str]]:
    """The lines in the order of their texts, and the white space that leads each.

    The other texts of a passage come behind its first one, and where that goes on, behind its paragraph; what
    goes on last.
    """
    between = [text[line.end : after.start] for line, after in pairwise(lines)]
    usual = SEAM if any("\n" in white for white in between) else ROW
    ends = [n for n, white in enumerate(between) if "\n" in white and ends_sentence(lines[n].of(text))]
    behind: dict[int, list[Sequence[int]]] = {}
    begins: set[int] = set()
    for first, *others in passages:
        going_on = max(others, key=lambda part: part[-1])
        goes_on = first[-1] > going_on[-1]
        last = next((n for n in ends if n >= first[-1]), len(between)) if goes_on else first[-1]
        behind.setdefault(last, []).extend(
            others if goes_on else sorted(others, key=lambda part: part is going_on)
        )
        begins |= {part[0] for part in others} | ({last + 1} if goes_on else set())
    moved = {n for _, *others in passages for part in others for n in part}
    order: list[int] = []
    for n in range(len(lines)):
        order += [n] * (n not in moved)
        order += [line for part in behind.get(n, ()) for line in part]
    leads = [
        PARAGRAPH if n in begins else between[before] if n == before + 1 and n else usual
        for before, n in pairwise([-1, *order])
    ]
    return order, leads


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
