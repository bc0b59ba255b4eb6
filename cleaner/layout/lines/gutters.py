"""Columns side by side, as a PDF is copied with its layout: white space of several characters, or a tab."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.layout.blocks import Block, find_lines
from cleaner.layout.lines.tab_stops import TAB, stops_by_block
from cleaner.models import Models
from cleaner.patterns import Pattern
from cleaner.profiles.widths import ems, ems_on_grid

FEWEST = 3
"""Lines with a gutter from which it is one."""
BESIDE = 2
"""Lines with pieces of two columns, at the least."""
MOSTLY = 0.5
"""Share of the lines of a block that have it, unless none crosses it."""
NARROWEST = 7.0
"""Em of the pieces of a column, on the average, at the least: narrower ones are cells."""
APART = 2.0
"""Em by which the pieces of one column may begin apart."""
CLOSE = 1.0
"""Em from where a column begins at which a narrower gap is its gutter."""
_GUTTER = Pattern(r"(?<=\S)(?:[ \t\xa0]{4,}|[ \t\xa0]*\u3000[ \t\xa0\u3000]+)(?=\S)")
_TABS = Pattern(r"\t+", needs=TAB)
_NARROW = Pattern(r"(?<=\S)(?:[ \t\xa0]{2,3}|\u3000)(?=\S)")
_FIGURES = Pattern(r"[0-9.,%+-]+")


class LineSegment(NamedTuple):
    """A segment of a line between gutters: its place, and where it begins and ends in em."""

    start: int
    end: int
    at: float
    until: float


class Column(NamedTuple):
    """A column beside others: its segments from top to bottom."""

    segments: list[LineSegment]
    tops: list[bool]
    """For each of them whether it is the first one of its block."""


class _Grid(NamedTuple):
    """The segments of a block by lines, and where its columns begin, in em."""

    rows: Sequence[Sequence[LineSegment]]
    starts: Sequence[float]


def find_columns(text: str, blocks: Sequence[Block], models: Models) -> Iterator[list[Column]]:
    """The columns of each part of a text in which some stand side by side, from left to right.

    A part is of blocks below each other that have the same gutters and go on in each other, with short ones
    among them that keep clear of the gutters: headlines.

    >>> from cleaner.models import shipped_models
    >>> left = ["镇里今年新修水渠", "三公里并且蓄满水", "群众都说心里踏实"]
    >>> right = ["县里昨日召开会议", "部署新学期的工作", "会议要求抓紧落实"]
    >>> page = chr(10).join("    ".join(row) for row in zip(left, right))
    >>> [columns] = find_columns(page, [Block(0, len(page))], shipped_models())
    >>> [page[column.segments[0].start : column.segments[0].end] for column in columns]
    ['镇里今年新修水渠', '县里昨日召开会议']
    """
    if TAB not in text and not _GUTTER.search(text):
        return
    stops = stops_by_block(text, blocks, models) if TAB in text else [[]] * len(blocks)
    grids = [_grid(text, block, tabbed) for block, tabbed in zip(blocks, stops, strict=True)]
    part: list[_Grid] = []
    for grid in [*_with_heads(grids), _Grid((), ())]:
        if part and not (_is_aligned(part[-1], grid) and _goes_on(text, part[-1], grid, models)):
            yield _by_column(part)
            part = []
        if grid.starts:
            part.append(grid)


def _grid(text: str, block: Block, stops: Sequence[float]) -> _Grid:
    """The segments of a block, and its columns; none where no gutter parts it, or it is a table.

    `stops`: where tabs lead, if they are gutters.
    """
    lines = find_lines(text, block)
    rows = [list(_pieces(text, line, stops)) for line in lines]
    starts = _columns(rows)
    if len(lines) < FEWEST or len(starts) < 2:
        return _Grid(rows, ())
    rows = [[piece for segment in row for piece in _at_columns(text, segment, starts)] for row in rows]
    parted = sum(len(row) > 1 for row in rows)
    later = sum(len(row) == 1 and _column_of(row[0], starts) > 0 for row in rows)
    clear = all(
        segment.until <= _next(starts, _column_of(segment, starts)) for row in rows for segment in row
    )
    if parted < BESIDE or parted + later < (FEWEST if clear else max(FEWEST, MOSTLY * len(rows))):
        return _Grid(rows, ())
    grid = _Grid(rows, starts)
    if any(_is_of_cells(text, column.segments) for column in _by_column([grid])):
        return _Grid(rows, ())
    return grid


def _at_columns(text: str, segment: LineSegment, starts: Sequence[float]) -> Iterator[LineSegment]:
    """The parts of a segment that narrow gaps part where columns begin."""
    for gap in _NARROW.finditer(text, segment.start, segment.end):
        at = segment.at + _breadth(text[segment.start : gap.end()])
        if any(abs(at - start) <= CLOSE for start in starts):
            until = segment.at + _breadth(text[segment.start : gap.start()])
            yield LineSegment(segment.start, gap.start(), segment.at, until)
            segment = LineSegment(gap.end(), segment.end, at, segment.until)
    yield segment


def _with_heads(grids: Sequence[_Grid]) -> Iterator[_Grid]:
    """The blocks, with headlines side by side as parts of the columns below them."""
    for grid, below in pairwise([*grids, _Grid((), ())]):
        yield grid._replace(starts=below.starts) if _is_head(grid, below.starts) else grid


def _is_head(grid: _Grid, starts: Sequence[float]) -> bool:
    """Whether a block is of a few lines that keep clear of the gutters of columns, and stands over each."""
    if grid.starts or len(starts) < 2 or len(grid.rows) >= FEWEST:
        return False
    segments = [segment for row in grid.rows for segment in row]
    clear = all(segment.until <= _next(starts, _column_of(segment, starts)) for segment in segments)
    return clear and {_column_of(segment, starts) for segment in segments} == set(range(len(starts)))


def _is_aligned(above: _Grid, below: _Grid) -> bool:
    """Whether two blocks have the same columns."""
    return len(above.starts) == len(below.starts) and all(
        abs(one - other) <= APART for one, other in zip(above.starts, below.starts, strict=True)
    )


def _goes_on(text: str, above: _Grid, below: _Grid, models: Models) -> bool:
    """Whether the columns of a block go on in those below them, no worse than in those beside them.

    Two articles below each other may have their gutters at the same places. A headline is part of what it
    stands over.
    """
    if len(above.rows) < FEWEST:
        return True
    upper, lower = ([_words(text, column) for column in _by_column([grid])] for grid in (above, below))
    ends = upper[:-1]
    beside = models.continuation(list(zip(ends, upper[1:], strict=True)))
    under = models.continuation(list(zip(ends, lower, strict=False)))
    return bool(under.sum() >= beside.sum())


def _words(text: str, column: Column) -> str:
    return "".join(text[segment.start : segment.end] for segment in column.segments)


def _next(starts: Sequence[float], column: int) -> float:
    """Where the column behind one begins."""
    return starts[column + 1] if column + 1 < len(starts) else float("inf")


def _column_of(segment: LineSegment, starts: Sequence[float]) -> int:
    """The column that a segment stands in: a headline may be set in its middle."""
    return max(bisect_right(starts, segment.at + APART) - 1, 0)


def _by_column(part: Sequence[_Grid]) -> list[Column]:
    """The columns of blocks that have them at the same places."""
    columns = [Column([], []) for _ in part[0].starts]
    for grid in part:
        fresh = [True] * len(columns)
        for segment in (segment for row in grid.rows for segment in row):
            n = _column_of(segment, grid.starts)
            columns[n].segments.append(segment)
            columns[n].tops.append(fresh[n])
            fresh[n] = False
    return columns


def _pieces(text: str, line: Block, stops: Sequence[float]) -> Iterator[LineSegment]:
    """The pieces of a line between its gutters."""
    margin = text.rfind("\n", 0, line.start) + 1
    start = line.start
    gutters = (_TABS if stops else _GUTTER).finditer(text, line.start, line.end)
    for gutter in [*(match.span() for match in gutters), (line.end, line.end)]:
        at, until = (_breadth(text[margin:place], stops) for place in (start, gutter[0]))
        yield LineSegment(start, gutter[0], at, until)
        start = gutter[1]


def _breadth(text: str, stops: Sequence[float] = ()) -> float:
    """How wide a text is on a grid of characters, where `stops` says how far tabs lead."""
    if stops:
        *tabs, text = text.split(TAB)
        return stops[len(tabs)] + ems_on_grid(text)
    return ems_on_grid(text)


def _columns(rows: Sequence[Sequence[LineSegment]]) -> list[float]:
    """Where columns begin, in em: places at which several lines have a piece behind a gutter.

    Where the column before it is out, that gutter is the margin of the line.
    """
    starts = [0.0]
    margins = (row[0].at for row in rows if row[0].at > NARROWEST)
    later = sorted([*(piece.at for row in rows for piece in row[1:]), *margins])
    group: list[float] = []
    for at in [*later, float("inf")]:
        if group and at - group[-1] > APART:
            if len(group) >= FEWEST and group[0] > NARROWEST:
                starts.append(group[0])  # those behind it may be indented
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
