"""Rows put together: body lines below each other to strips of columns, large lines to headlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cleaner.document import Box, RegionKind
from cleaner.geometry.boxes import Boxes, numbers
from cleaner.geometry.gutters import find_merged
from cleaner.geometry.rows import ALIGNED, HALF, LARGE, LARGE_BLOCK, NEXT_LINE, SAME_ROW, Row, Sheet
from cleaner.layout.furniture import is_misread_furniture
from cleaner.layout.lines.columns import ends_sentence
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, DASH, DASH_AS_HYPHENS, DASH_AS_IDEOGRAPHS, HALF_DASHES
from cleaner.profiles.press import BOX_LABEL, BYLINE, DATELINE, EDITORS_NOTE, ORNAMENT_ROW
from cleaner.profiles.widths import ems

FAR_LINE = 1.7
"""Pitches within which lines are compared that may stand right below each other."""
SURELY_LARGE = 1.6
"""Size from which a line is none of body text, wherever it stands."""
FIRST_LINE = 2.0
"""Em of the indent of a paragraph: a last line as short as that stands under no letter of the first."""
RUNNING = 1.22
"""Pitches within which a line is the next one of a running paragraph."""
OVER_TEXT = 3.0
"""Em from a headline down to its text."""
SCRAP = 4.0
"""Em of text from which a line by itself may be a headline, though its type is not surely large; the like of
white round it."""
DASHES = (DASH[0], DASH_AS_IDEOGRAPHS, DASH_AS_HYPHENS)
"""A dash, misread or not: what a sub-headline opens with."""
EDGE = frozenset({RegionKind.HEADER, RegionKind.FOOTER, RegionKind.PAGE_NUMBER})
"""Regions of the imprint."""
IMPRINT_ZONE = 4.0
"""Em from the first or last line of a page within which its imprint stands."""

_ENDED = Pattern(rf"(?<!^“[^“”]*)。[{CLOSING}]*$", needs="。")
"""A full stop at the end of a text that is no quotation as a whole."""


@dataclass(eq=False)
class Strip:
    """Body lines one below the other, in one column and without a gap between."""

    rows: list[Row]

    @cached_property
    def box(self) -> Box:
        return Box.enclosing([row.box for row in self.rows])

    @cached_property
    def lines(self) -> list[list[Row]]:
        """Its printed lines, from top to bottom, each as its pieces from left to right."""
        return group_lines(self.rows)

    @cached_property
    def edges(self) -> tuple[float, float]:
        """Where most of its lines begin and end."""
        lefts = [line[0].box.left for line in self.lines]
        rights = [line[-1].box.right for line in self.lines]
        return float(np.quantile(lefts, 0.3)), float(np.quantile(rights, 0.7))

    def drop(self, rows: Sequence[Row]) -> None:
        """Take rows out."""
        self._set([row for row in self.rows if row not in rows])

    def add(self, rows: Sequence[Row]) -> None:
        """Put rows in."""
        self._set([*self.rows, *rows])

    def _set(self, rows: list[Row]) -> None:
        self.rows = rows
        for name in ("box", "lines", "edges"):
            self.__dict__.pop(name, None)

    def phase(self, pitch: float) -> tuple[float, float]:
        """Where its lines stand on a grid of the pitch, 0 to 1, and how well they agree, 0 to 1."""
        return circular_mean([row.middle / pitch for row in self.rows])


def group_lines(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one column as printed lines: what stands at one height is one line.

    >>> boxes = [Box(10, 0, 20, 1), Box(0, 0, 9, 1), Box(0, 2, 9, 3)]
    >>> rows = [Row(n, box, "三座水库", 1.0) for n, box in enumerate(boxes)]
    >>> [[row.number for row in line] for line in group_lines(rows)]
    [[1, 0], [2]]
    """
    lines: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: row.middle):
        last = lines[-1][-1] if lines else None
        if (
            last is not None
            and row.middle - lines[-1][0].middle < SAME_ROW * min(row.box.height, last.box.height) * 1.2
        ):
            lines[-1].append(row)
        else:
            lines.append([row])
    return [sorted(line, key=lambda row: row.box.left) for line in lines]


def circular_mean(turns: Sequence[float]) -> tuple[float, float]:
    """The mean of angles in turns, 0 to 1, and the length of their mean vector.

    >>> phase, agreement = circular_mean([0.95, 1.05, 3.0])
    >>> min(phase, 1 - phase) < 0.01, agreement > 0.9
    (True, True)
    """
    mean = np.exp(2j * np.pi * np.asarray(turns, dtype=np.float64)).mean()
    return float(np.angle(mean) / (2 * np.pi) % 1.0), float(abs(mean))


def apart(one: float, other: float) -> float:
    """The distance of two angles in turns.

    >>> round(apart(0.9, 0.1), 6)
    0.2
    """
    turn = abs(one - other) % 1.0
    return min(turn, 1.0 - turn)


def find_imprint(sheet: Sheet) -> list[Row]:
    """The lines at the edges of a page that tell its number, date and makers, and what is no text at all.

    Labels of boxes and the rows of tables are set wide.
    """
    if not sheet.rows:
        return []
    top = sheet.rows[0].box.top + IMPRINT_ZONE
    bottom = max(row.box.bottom for row in sheet.rows) - IMPRINT_ZONE
    return [
        row
        for row in sheet.rows
        if row.kind in EDGE
        or row.flat
        or (ORNAMENT_ROW.fullmatch(row.text) and not BOX_LABEL.fullmatch(row.text))
        or (row.sparse and row.kind is not RegionKind.TABLE and not BOX_LABEL.fullmatch(row.text))
        or ((row.box.top < top or row.box.bottom > bottom) and is_misread_furniture(row.text))
    ]


def find_strips(rows: Sequence[Row], pitch: float) -> tuple[list[Strip], list[Row]]:
    """The strips of body lines, and the rows that are not body text of a column: those of headlines.

    >>> rows = [Row(n, Box(0, n, 16, n + 1), "三座水库", 1.0) for n in range(4)]
    >>> strips, large = find_strips(rows, 1.0)
    >>> [len(strip.rows) for strip in strips], large
    ([4], [])
    """
    labelled = any(row.kind is RegionKind.HEADING for row in rows)
    large = [
        row
        for row in rows
        if not row.has_cells
        and (_is_large(row, labelled) or _heads_item(row, rows) or _heads_column(row, rows))
    ]
    body = [row for row in rows if row not in large]
    body += [row for row in large if _is_scrap(row, large, body, pitch)]
    large = [row for row in large if row not in body]
    body += [row for row in large if _sits_in_text(row, body, large, pitch)]
    body.sort(key=lambda row: (row.middle, row.box.left))
    large = [row for row in large if row not in body]
    across = set(_across(body, large, pitch))
    large += [row for row in body if row.number in across]
    body = [row for row in body if row.number not in across]
    merged = {row.number for row in find_merged(body, pitch)}
    free = [row for row in body if row.number not in merged]
    strips = [Strip(group) for group in _columns_of(free, pitch)]
    for row in body:
        if row.number in merged:
            home = next((strip for strip in strips if _continues(strip, row, pitch)), None)
            if home is None:
                strips.append(Strip([row]))
            else:
                home.add([row])
    return strips, large


def _continues(strip: Strip, row: Row, pitch: float) -> bool:
    """Whether a row that reaches over two columns begins in the column of a strip, at its next line."""
    near = any(SAME_ROW * pitch < abs(row.middle - other.middle) <= NEXT_LINE * pitch for other in strip.rows)
    return near and abs(strip.box.left - row.box.left) < 1.0


def _is_large(row: Row, labelled: bool) -> bool:
    """Whether a line is set like a headline.

    A block that its reader took for text, where it knows headings, mostly has room round it.
    """
    if EDITORS_NOTE.fullmatch(row.text):
        return False  # set wide, at the end of their note
    is_text = labelled and row.kind is RegionKind.TEXT
    least = LARGE if row.part is None else SURELY_LARGE if is_text else LARGE_BLOCK
    return row.headline or row.size >= least or BOX_LABEL.fullmatch(row.text) is not None


def _heads_item(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a block in large type, whatever its reader took it for, stands over a dateline or byline."""
    return _may_head(row) and any(
        _is_under(other, row)
        and other.part == 0
        and (DATELINE.match(other.text) or (other.parts == 1 and BYLINE.fullmatch(other.text)))
        for other in rows
    )


def _heads_column(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a block in large type over another one opens a column or follows a heading."""
    return (
        _may_head(row)
        and any(_is_under(other, row) for other in rows)
        and not any(
            other.middle < row.middle
            and row.box.top - other.box.bottom <= OVER_TEXT
            and other.kind is not RegionKind.HEADING
            and row.overlap(other) >= HALF
            for other in rows
        )
    )


def _may_head(row: Row) -> bool:
    """Whether a row is of a block in large type that ends no sentence."""
    return row.part is not None and row.size >= LARGE_BLOCK and not ends_sentence(row.text)


def _is_under(other: Row, row: Row) -> bool:
    """Whether a row stands close under another one."""
    return 0 < other.box.top - row.box.bottom <= OVER_TEXT and row.overlap(other) >= HALF


def _is_scrap(row: Row, large: Sequence[Row], body: Sequence[Row], pitch: float) -> bool:
    """Whether a line that looks large is a few letters alone over text: the end of a heading."""
    if row.headline or row.size >= SURELY_LARGE or ems(row.text) >= SCRAP or BOX_LABEL.fullmatch(row.text):
        return False
    beside = any(
        other is not row
        and max(row.box.left, other.box.left) - min(row.box.right, other.box.right) < SCRAP
        and max(row.box.top, other.box.top) - min(row.box.bottom, other.box.bottom) < 1.0
        for other in large
    )
    over_text = any(
        0 < other.middle - row.middle <= 2 * NEXT_LINE * pitch and row.overlap(other) >= HALF
        for other in body
    )
    return over_text and not beside


def _sits_in_text(row: Row, body: Sequence[Row], large: Sequence[Row], pitch: float) -> bool:
    """Whether a line that looks large is the next one of a column: its box is too high, or text is lost.

    It begins where the line above begins, or stands in the middle below it, as the last line of a heading. A
    line as large below it is one of the same headline.
    """
    goes_on = any(
        SAME_ROW * pitch < other.middle - row.middle <= NEXT_LINE * pitch
        and row.overlap(other) >= HALF
        and min(row.size, other.size) >= LARGE_BLOCK
        for other in large
    )
    return (
        not goes_on
        and not row.headline
        and row.size < SURELY_LARGE
        and any(
            0 < row.middle - other.middle <= NEXT_LINE * 0.75 * pitch
            and row.box.right < other.box.right + ALIGNED
            and (abs(row.box.left - other.box.left) < ALIGNED or _centred(row.box, other.box))
            for other in body
        )
    )


def _centred(box: Box, above: Box) -> bool:
    """Whether a box stands in the middle below another one that is twice as wide."""
    apart = abs(box.left + box.right - above.left - above.right) / 2
    return apart < ALIGNED and box.width < HALF * above.width


def _columns_of(rows: Sequence[Row], pitch: float) -> list[list[Row]]:
    """Rows, from top to bottom, in groups of those that follow each other line by line."""
    boxes, middles = Boxes(row.box for row in rows), np.array([row.middle for row in rows])
    ends = np.searchsorted(middles, middles + FAR_LINE * pitch)

    def next_lines(i: int) -> Iterable[int]:
        row, near = rows[i], slice(i + 1, ends[i])
        step = middles[near] - row.middle
        shift = np.abs(row.box.left - boxes.left[near] - FIRST_LINE)
        short = boxes.right[near] - boxes.left[near] <= FIRST_LINE + ALIGNED
        hangs = (shift <= ALIGNED) & short & (step <= RUNNING * pitch)
        below = (SAME_ROW * pitch < step) & (step <= NEXT_LINE * pitch)
        return (i + 1 + n for n in numbers(below & (hangs | (boxes.overlap(row.box, near) >= HALF))))

    return components(rows, next_lines)


def _across(body: Sequence[Row], large: Sequence[Row], pitch: float) -> Iterator[int]:
    """Lines of body type that stand over several columns: bylines and sub-headlines of wide headlines.

    Far from large lines others are running text over lines that were read in pieces. A block that ends with
    a full stop is of a paragraph, read over the gutter.
    """
    boxes, middles = Boxes(row.box for row in body), np.array([row.middle for row in body])
    widths = boxes.right - boxes.left
    wide = widths > 0.6 * (np.median(widths) if body else 0.0)
    ends = np.searchsorted(middles, middles + FAR_LINE * pitch)
    for i, row in enumerate(body):
        near = slice(i + 1, ends[i])
        left, right, step = boxes.left[near], boxes.right[near], middles[near] - row.middle
        below = wide[near] & (SAME_ROW * pitch < step) & (step <= NEXT_LINE * pitch)
        below &= np.minimum(right, row.box.right) - np.maximum(left, row.box.left) > 1.0
        left, right = left[below], right[below]
        if not len(left) or right.min() >= left.max():
            continue
        reaches = left.min() < row.box.left - 1.0 or right.max() > row.box.right + 1.0
        of_front = _may_be_front(row, large) if row.part is None else not _ENDED.search(row.text)
        if reaches and of_front:
            yield row.number


def _may_be_front(row: Row, large: Sequence[Row]) -> bool:
    """Whether a line may belong to a headline: a byline, a line behind a dash, or close to a large one."""
    return (
        BYLINE.fullmatch(row.text) is not None
        or row.text.startswith((*DASHES, *HALF_DASHES))
        or any(_is_near(row, other) for other in large)
    )


def _is_near(row: Row, other: Row) -> bool:
    gap = max(row.box.top, other.box.top) - min(row.box.bottom, other.box.bottom)
    return gap <= OVER_TEXT and row.overlap(other) >= HALF


def components(rows: Sequence[Row], linked: Callable[[int], Iterable[int]]) -> list[list[Row]]:
    """Rows grouped so that linked ones are together, each group in the order of the rows.

    `linked` gives the rows behind a row that are linked to it, in their order; both by their indexes.

    >>> rows = [Row(n, Box(0, n, 9, n + 1), "三座水库", 1.0) for n in range(3)]
    >>> [[row.number for row in group] for group in components(rows, lambda n: [2] if n == 0 else [])]
    [[0, 2], [1]]
    """
    leader = list(range(len(rows)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for i in range(len(rows)):
        for j in linked(i):
            leader[find(j)] = find(i)
    groups: dict[int, list[Row]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(find(i), []).append(row)
    return list(groups.values())
