"""Columns side by side, as a PDF is copied with its layout: white space of several characters parts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.layout.blocks import Block, find_lines
from cleaner.patterns import Pattern
from cleaner.profiles.widths import ems

FEWEST = 3
"""Lines with a gutter from which it is one."""
MOSTLY = 0.5
"""Share of the lines of a block that have it."""
NARROWEST = 7.0
"""Em of the pieces of a column, on the average, at the least: narrower ones are cells."""
APART = 2.0
"""Em by which the pieces of one column may begin apart."""
_GUTTER = Pattern(r"(?<=\S)(?:[ \t\xa0]{4,}|[ \t\xa0]*\u3000[ \t\xa0\u3000]+)(?=\S)")
_FIGURES = Pattern(r"[0-9.,%+-]+")


class LineSegment(NamedTuple):
    """A segment of a line between gutters: its place, where it begins in em, and the number of its column."""

    start: int
    end: int
    at: float
    column: int = 0


def find_columns(text: str, block: Block) -> list[list[LineSegment]]:
    """The pieces of a block by columns, from left to right; fewer than two columns where no gutter parts it.

    >>> left = ["镇里今年新修水渠", "三公里并且蓄满水", "群众都说心里踏实"]
    >>> right = ["县里昨日召开会议", "部署新学期的工作", "会议要求抓紧落实"]
    >>> page = chr(10).join("    ".join(row) for row in zip(left, right))
    >>> [[page[p.start : p.end] for p in column][0] for column in find_columns(page, Block(0, len(page)))]
    ['镇里今年新修水渠', '县里昨日召开会议']
    """
    lines = find_lines(text, block)
    if len(lines) < FEWEST or not _GUTTER.search(text, block.start, block.end):
        return []
    rows = [list(_pieces(text, line)) for line in lines]
    starts = _columns(rows)
    parted = sum(len(row) > 1 for row in rows)
    if len(starts) < 2 or parted < max(FEWEST, MOSTLY * len(rows)):
        return []
    columns: list[list[LineSegment]] = [[] for _ in starts]
    for row in rows:
        for piece in row:
            nearest = min(range(len(starts)), key=lambda n: abs(starts[n] - piece.at))
            columns[nearest].append(piece)
    if any(_is_of_cells(text, column) for column in columns):
        return []
    return columns


def _pieces(text: str, line: Block) -> Iterator[LineSegment]:
    """The pieces of a line between its gutters."""
    margin = text.rfind("\n", 0, line.start) + 1
    start = line.start
    for gutter in [
        *(match.span() for match in _GUTTER.finditer(text, line.start, line.end)),
        (line.end, line.end),
    ]:
        yield LineSegment(start, gutter[0], _breadth(text[margin:start]))
        start = gutter[1]


def _breadth(text: str) -> float:
    """How wide a text is on a grid of characters: white space counts."""
    return ems(text) + sum(1.0 if char == "\N{IDEOGRAPHIC SPACE}" else 0.5 for char in text if char.isspace())


def _columns(rows: Sequence[Sequence[LineSegment]]) -> list[float]:
    """Where columns begin, in em: places at which several lines have a piece behind a gutter."""
    starts = [0.0]
    later = sorted(piece.at for row in rows for piece in row[1:])
    group: list[float] = []
    for at in [*later, float("inf")]:
        if group and at - group[-1] > APART:
            if len(group) >= FEWEST and group[0] > NARROWEST:
                starts.append(sum(group) / len(group))
            group = []
        group.append(at)
    return starts


def _is_of_cells(text: str, column: Sequence[LineSegment]) -> bool:
    """Whether the pieces of a column are cells: narrow, or figures."""
    pieces = [text[piece.start : piece.end] for piece in column]
    inner = pieces[:-1] or pieces
    return (
        len(pieces) < FEWEST - 1
        or sum(map(ems, inner)) < NARROWEST * len(inner)
        or 2 * sum(_FIGURES.fullmatch(piece) is not None for piece in pieces) > len(pieces)
    )
