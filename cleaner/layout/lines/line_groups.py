"""The lines of a block that belong together: paragraphs, verses, items, rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.breaks import judge_breaks
from cleaner.layout.memo import MemoTable


class LineGroup(NamedTuple):
    """The lines `start` to `stop` of a block that belong together, and what they are if not a paragraph."""

    start: int
    stop: int
    kind: Break = Break.PARAGRAPH


def group_lines(
    raw_lines: Sequence[str],
    columns: Sequence[float],
    whole: bool = False,
    memo: MemoTable | None = None,
    headings: Sequence[bool] = (),
) -> list[LineGroup]:
    """The lines of a block put together to paragraphs, verses, items, rows; arguments as `judge_breaks`.

    `headings` says of each line whether the reader marked it as one; such a line stands by itself.

    >>> [(part.start, part.stop, str(part.kind)) for part in group_lines(["一、种茶", "二、养蜂"], [])]
    [(0, 1, 'item'), (1, 2, 'item')]
    """
    kinds = list(judge_breaks(raw_lines, columns, whole, memo))
    for i, (above, below) in enumerate(pairwise(headings)):
        if (above or below) and kinds[i] is Break.LINE:
            kinds[i] = Break.PARAGRAPH
    starts = [0, *(i for i, kind in enumerate(kinds, 1) if kind is not Break.LINE)]
    stops = [*starts[1:], len(raw_lines)]
    return [
        LineGroup(
            start,
            stop,
            kinds[start - 1] if start else kinds[stop - 1] if stop <= len(kinds) else Break.PARAGRAPH,
        )
        for start, stop in zip(starts, stops, strict=True)
    ]
