"""Columns that stand side by side with a tab between: running text on both sides of it, line after line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise, zip_longest
from typing import Final

from cleaner.layout.blocks import Block, find_lines
from cleaner.models import Models
from cleaner.patterns import Pattern
from cleaner.profiles.marks import STOPS, TERMINAL
from cleaner.profiles.widths import ems

TAB: Final = "\t"
GUTTER: Final = 2.0
"""Em between a column and the next one, as a tab leaves at the least."""
FEWEST: Final = 4
"""Printed lines of a column, at the least."""
NARROWEST: Final = 7.0
"""Em of a printed line, at the least: a narrower one is a cell."""
RAGGED: Final = 2.5
"""Em by which full lines differ: a mark may be set half as wide, or two at the end of a line."""
MOSTLY: Final = 0.5
"""Share of the lines of a column that are full, and of those that no full stop ends."""
_STOP: Final = Pattern(f"[{STOPS}]")


def stops_by_block(text: str, blocks: Sequence[Block], models: Models) -> list[list[float]]:
    """Where the columns of each block begin that tabs part; one or two lines over them are headlines."""
    lines = [find_lines(text, block) for block in blocks]
    found = [tab_stops(text, each, models) for each in lines]
    for n, (each, below) in enumerate(zip(lines, found[1:], strict=False)):
        tabs = {line.of(text).count(TAB) for line in each}
        if not found[n] and len(each) < FEWEST - 1 and tabs == {len(below) - 1}:
            found[n] = below
    return found


def tab_stops(text: str, lines: Sequence[Block], models: Models) -> list[float]:
    """Where the columns of a block begin that tabs part, in em; empty where they part none.

    Each column is running text in printed lines: most are equally wide and end without a full stop, and they
    go on in the line below better than beside the tab. So the rows of a table are none.

    >>> from cleaner.models import shipped_models
    >>> left = "青石镇新建的水库昨天开始 蓄水。镇里的农户说，今年 的收成有了保障。水库能蓄 水三百万立方米。"
    >>> right = "白云村的果园今年又添了三 百亩果树。村里的合作社说 ，今年的苹果卖到了外省， 收入比去年多了。"
    >>> page = chr(10).join(map(chr(9).join, zip(left.split(), right.split())))
    >>> tab_stops(page, find_lines(page, Block(0, len(page))), shipped_models())
    [0.0, 14.0]
    """
    if len(lines) < FEWEST or not any(TAB in line.of(text) for line in lines):
        return []
    rows = [text[text.rfind("\n", 0, line.start) + 1 : line.end].split(TAB) for line in lines]
    columns = [list(column) for column in zip_longest(*rows, fillvalue="")]
    if not all(_is_printed([cell for cell in column if cell]) for column in columns):
        return []
    if len(columns) < 2 or not _go_down(columns, models):
        return []
    widths = [max(map(ems, column)) + GUTTER for column in columns]
    return [0.0, *accumulate(widths[:-1])]


def _is_printed(cells: Sequence[str]) -> bool:
    """Whether the cells of a column are the printed lines of running text."""
    full = max(map(ems, cells), default=0.0) - RAGGED
    return (
        len(cells) >= FEWEST
        and full + RAGGED >= NARROWEST
        and sum(ems(cell) >= full for cell in cells) > MOSTLY * len(cells)
        and sum(cell[-1] not in TERMINAL for cell in cells) > MOSTLY * len(cells)
        and sum(_STOP.search(cell) is not None for cell in cells) >= MOSTLY * len(cells)
    )


def _go_down(columns: Sequence[Sequence[str]], models: Models) -> bool:
    """Whether the lines of each column go on in those below them, better than in those beside them."""
    under = [[pair for pair in pairwise(column) if all(pair)] for column in columns]
    beside = [pair for row in zip(*columns, strict=True) for pair in pairwise(row) if all(pair)]
    if not all(under) or not beside:
        return False
    odds = [float(models.continuation(pairs).mean()) for pairs in under]
    return min(odds) > 0 and sum(odds) / len(odds) > models.continuation(beside).mean()
