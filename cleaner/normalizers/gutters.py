"""Columns that stand side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.layout.blocks import find_blocks
from cleaner.layout.lines.columns import INDENT
from cleaner.layout.lines.gutters import Column, find_columns
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import PARAGRAPH, SEAM, moves
from cleaner.trace import Edit, Effect, Tier

INDENTED = 2
"""Characters that a paragraph is indented by."""
SURE = 0.93
"""Confidence of the edits, set by hand."""


@normalizer(tier=Tier.INFERRED, effect=Effect.ORDER)
def part_gutters(state: PageState) -> Iterator[Edit]:
    r"""Put columns one after the other that stand side by side, separated by a gutter of spaces.

    A PDF copied with its layout (`pdftotext -layout`) keeps the columns beside each other; runs of four
    spaces and more at one place of line after line are the gutter. So is a tab a line where each column is
    running text in printed lines. A table has narrow cells, or figures, or sentences that do not go on below.

    >>> left = ["镇里今年新修水渠", "三公里并且蓄满水", "群众都说心里踏实"]
    >>> right = ["县里昨日召开会议", "部署新学期的工作", "会议要求抓紧落实"]
    >>> page = "\n".join("    ".join(row) for row in zip(left, right))
    >>> part_gutters(page).split("\n\n")[1]
    '县里昨日召开会议\n部署新学期的工作\n会议要求抓紧落实'

    Safety: text is moved, never changed; tables stay.
    """
    if state.placed is not None:
        return
    for columns in find_columns(state.text, find_blocks(state.text), state.models):
        pieces = sorted((segment.start, segment.end) for column in columns for segment in column.segments)
        number = {start: n for n, (start, _) in enumerate(pieces)}
        order = [number[segment.start] for column in columns for segment in column.segments]
        leads = [lead for n, column in enumerate(columns) for lead in _leads(state.text, column, n > 0)]
        for move in moves(state.text, pieces, order, leads, indents=True):
            start, end = pieces[move.piece]
            body = move.lead + state.text[start:end]
            why = "it stands in a column of its own"
            yield Edit(move.start, move.end, body, why=why, confidence=SURE, target=move.target)


def _leads(text: str, column: Column, beside: bool) -> Iterator[str]:
    """The white space before each segment of a column, with its indent; one `beside` others has a margin.

    A segment behind another one of its line and column has none.
    """
    counts = Counter(round(segment.at) for segment in column.segments)
    margin = min(at for at, count in counts.items() if count == max(counts.values()))
    for segment, top in zip(column.segments, column.tops, strict=True):
        indent = text[text.rfind("\n", 0, segment.start) + 1 : segment.start]
        if not indent.isspace():
            indent = ""
        if beside:
            indent = "\N{IDEOGRAPHIC SPACE}" * INDENTED if segment.at - margin > INDENT / 2 else ""
        yield (PARAGRAPH if top else SEAM) + indent
