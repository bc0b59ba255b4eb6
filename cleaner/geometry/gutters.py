"""Lines that the engine read over a gutter, as if two columns were one: they are cut in two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from cleaner.document import Box, RawPage
from cleaner.geometry.rows import ALIGNED, LARGE, NEXT_LINE, SAME_ROW, Row, Sheet
from cleaner.geometry.words import Words
from cleaner.profiles.widths import em, ems, is_content

WIDE, HARDLY_WIDE = 1.3, 1.12
"""Times the width of most lines from which one may reach over a gutter, and where it ends behind its column:
the last line beside it may be of two letters. On pages that engines read 1.06 is as good, 1.2 worse."""
SHARED = 1.0
"""Em of a line above or below which a line must stand."""
INDENT = 2.0
"""Em by which it may begin farther right: a last line over the first one of a paragraph may be as short."""
NARROW = 0.88
"""Share of its width that such a line has at the most: on pages that engines read 0.84 to 0.92 find as many
seams, 0.8 fewer."""
NARROWEST, WIDEST = 0.8, 3.5
"""Em of a gutter."""
AROUND = 8.0
"""Pitches above and below in which lines tell a gutter from the gap in a line;"""
FEW = 3
"""one of so many may cross a gutter."""
OVER = 0.2
"""Em by which a word stands over a place."""
MARK = 1.0
"""Em of a mark between two words."""
BLANK = 1.2
"""Size of type from which a room in a headline is more than a blank or a mark."""
ADJACENT, LARGER = 3.2, 1.15
"""Em down to the next line of a headline, or its byline; size of type of the former at the least."""
SIDES = (-1, 1)
"""Over a line, and under it."""
SET_OFF = 3.2
"""Em from both edges of the columns under it from which a line is set over all of them."""
LARGEST, COLUMNS = 1.6, 2.0
"""Size of type from which a line with the text of so many columns is no body text."""


class _Lines:
    """Lines in bands as high as `AROUND`, so that those near one are found at once."""

    def __init__(self, rows: Sequence[Row], pitch: float) -> None:
        self._height = AROUND * pitch
        self._bands: defaultdict[int, list[Row]] = defaultdict(list)
        for row in rows:
            self._bands[self.band(row)].append(row)

    def band(self, row: Row) -> int:
        return int(row.middle // self._height)

    def near(self, row: Row) -> list[Row]:
        """The lines at most `AROUND` above or below one, itself among them."""
        band = self.band(row)
        rows = (other for at in (band - 1, band, band + 1) for other in self._bands.get(at, ()))
        return [other for other in rows if abs(other.middle - row.middle) <= self._height]

    def cut(self, row: Row, parts: Sequence[Row]) -> None:
        """Put the parts of a line in its place."""
        band = self._bands[self.band(row)]
        band.remove(row)
        band.extend(parts)


class _Cutter:
    """Cuts lines in two, and keeps the spans of all."""

    def __init__(self, sheet: Sheet, page: RawPage) -> None:
        self.spans = list(sheet.spans)
        self._sheet, self._page = sheet, page
        self._words = Words.of(page, sheet.em, sheet.skew)

    def words_of(self, row: Row) -> Iterator[tuple[str, float]]:
        """The words of a line, each with its left edge."""
        return self._words.between(*self.spans[row.number]).texts(self._page.text)

    def cut(self, row: Row, gutter: tuple[float, float]) -> list[Row]:
        """The parts of a line on both sides of a gutter; none where all of its text is on one side."""
        start, end = self.spans[row.number]
        at = self._place(row, gutter)
        if not start < at < end:
            return []
        self.spans[row.number] = (start, at)
        self.spans.append((at, end))
        left = Box(row.box.left, row.box.top, gutter[0], row.box.bottom)
        right = Box(gutter[1], row.box.top, row.box.right, row.box.bottom)
        text = self._page.text
        return [
            replace(row, box=left, text=text[start:at].strip()),
            replace(row, number=len(self.spans) - 1, box=right, text=text[at:end].strip()),
        ]

    def _place(self, row: Row, gutter: tuple[float, float]) -> int:
        """The offset in the raw text at which a gutter is: by boxes of characters or words, or by widths."""
        start, end = self.spans[row.number]
        page, sheet = self._page, self._sheet
        if page.character_boxes is not None:
            boxes = page.character_boxes[start:end]
            known = np.flatnonzero(~np.isnan(boxes[:, 0]))
            if len(known):
                middle = (boxes[known, 0] + boxes[known, 2]) / 2 / sheet.em + sheet.skew * row.middle
                behind = known[middle > sum(gutter) / 2]
                return start + int(behind[0]) if len(behind) else end
        words = self._words.between(start, end)
        if len(words.at):
            behind = words.at[words.left > sum(gutter) / 2]
            return int(behind[0]) if len(behind) else end
        widths = np.cumsum([em(char) for char in page.text[start:end]])
        left, right = gutter[0] - row.box.left, row.box.right - gutter[1]
        return start + int(np.argmin(abs(widths - widths[-1] * left / (left + right)))) + 1


class _Rooms:
    """Room between the words of lines, where an engine tells where its words begin.

    A word ends where its letters do by their width. A mark, or a speck that was read as one, may stand in
    a room.
    """

    def __init__(self, rows: Iterable[Row], cutter: _Cutter) -> None:
        texts = {row.number: list(cutter.words_of(row)) for row in rows}
        self._letters = {
            number: [(start, start + ems(word)) for word, start in words if any(map(is_content, word))]
            for number, words in texts.items()
        }
        self._of_lines = {number: list(_rooms(words)) for number, words in texts.items()}

    def cut(self, row: Row, parts: Sequence[Row]) -> None:
        """Let the parts of a line have its rooms."""
        for part in parts:
            self._of_lines[part.number] = self._in(row)
            self._letters[part.number] = self._letters.get(row.number, [])

    def allow(self, row: Row, gutter: tuple[float, float]) -> bool:
        """Whether no word of a line stands over the middle of a gutter, as far as is known."""
        middle = sum(gutter) / 2
        return not any(start + OVER < middle < end - OVER for start, end in self._letters.get(row.number, []))

    def gutter(self, row: Row, around: Sequence[Row]) -> tuple[float, float] | None:
        """The room in a line behind which a column begins, at the next word or an indent before it."""
        for end, start in self._in(row):
            for edge in (start, start - INDENT):
                inside = row.box.left + SHARED < edge and start < row.box.right - SHARED
                if inside and self._is_column(edge, around):
                    return end, start
        return None

    def _in(self, row: Row) -> list[tuple[float, float]]:
        return self._of_lines.get(row.number, [])

    def _is_column(self, edge: float, around: Sequence[Row]) -> bool:
        """Whether several lines, or parts of them behind a room, begin at an edge, and few cross it."""
        starts = ([row.box.left, *(start for _, start in self._in(row))] for row in around)
        begin = sum(any(abs(start - edge) < ALIGNED for start in lefts) for lefts in starts)
        place = edge - NARROWEST / 2
        crossing = sum(
            row.box.left < place < row.box.right
            and not any(end < place < start for end, start in self._in(row))
            for row in around
        )
        return begin >= FEW and crossing * FEW <= len(around)


def _rooms(words: Iterable[tuple[str, float]]) -> Iterator[tuple[float, float]]:
    """The rooms as wide as a gutter between the words of a line."""
    end, least = float("inf"), NARROWEST
    for word, start in words:
        if start - end >= least:
            yield end, start
        if any(map(is_content, word)):
            end, least = start + ems(word), NARROWEST
        else:
            least = NARROWEST + MARK


def cut_at_gutters(sheet: Sheet, page: RawPage) -> Sheet:
    """The sheet with its lines over gutters cut; the new parts have spans of their own.

    What was cut shows the gutter to the lines above and below it, and may reach over another one.
    """
    lines = {row.number: row for row in sheet.rows if row.part is None and "\t" not in row.text}
    usual = usual_width([row for row in lines.values() if row.size < LARGE])
    if not usual:
        return sheet
    body = [
        row for row in lines.values() if row.size < (LARGEST if ems(row.text) >= COLUMNS * usual else LARGE)
    ]
    others = [row for row in sheet.rows if row.number not in lines]
    cutter, placed = _Cutter(sheet, page), _Lines(body, sheet.pitch)
    waiting = [row for row in body if _may_reach_over(row, usual, placed)]
    rooms = _Rooms(waiting, cutter)
    bands = {placed.band(row) for row in waiting}
    while bands:
        looked_at, bands = bands, set()
        rest = [row for row in waiting if placed.band(row) not in looked_at]
        for row in [row for row in waiting if placed.band(row) in looked_at]:
            gutter = _gutter_of(row, placed.near(row), rooms, sheet.pitch)
            parts = cutter.cut(row, gutter) if gutter else []
            if not parts:
                rest.append(row)
                continue
            placed.cut(row, parts)
            rooms.cut(row, parts)
            lines |= {part.number: part for part in parts}
            rest += [part for part in parts if part.box.width >= WIDE * usual]
            bands |= {placed.band(row) + step for step in (-1, 0, 1)}
        waiting = rest[::-1]  # upwards, then downwards
    heads = [row for row in lines.values() if row.size >= LARGE]
    lines |= {part.number: part for part in _cut_heads(heads, list(lines.values()), cutter)}
    rows = [row for row in (*others, *lines.values()) if row.text]
    rows.sort(key=lambda row: (row.middle, row.box.left))
    return replace(sheet, rows=rows, spans=cutter.spans)


def _cut_heads(heads: Sequence[Row], rows: Sequence[Row], cutter: _Cutter) -> Iterator[Row]:
    """The parts of lines in large type that were read over the gap between two headlines."""
    for head in heads:
        rooms = _blanks(head, cutter.words_of(head))
        near = _around(head, rows) if rooms else ()
        below = [row for row in near if SAME_ROW < row.middle - head.middle <= ADJACENT]
        if all(row.size < LARGER for row in below):
            continue  # nothing but columns of text
        rest = head
        for room in rooms:
            if _goes_on(room, below) and (parts := cutter.cut(rest, room)):
                yield from parts
                rest = parts[1]


def _blanks(row: Row, words: Iterable[tuple[str, float]]) -> list[tuple[float, float]]:
    """The rooms in a line that are wider than a letter of its type, with the marks in them."""
    letters = [(start, start + row.size * ems(word)) for word, start in words if any(map(is_content, word))]
    rooms = ((end, start) for (_, end), (start, _) in pairwise(letters))
    return [(end, start) for end, start in rooms if start - end >= BLANK * row.size]


def _goes_on(room: tuple[float, float], below: Sequence[Row]) -> bool:
    """Whether a room goes on between lines that stand side by side right under it."""
    ends = [row.box.right for row in below if row.box.right <= room[1]]
    starts = [row.box.left for row in below if row.box.left >= room[0]]
    if not ends or not starts:
        return False
    end, start = max(*ends, room[0]), min(*starts, room[1])
    return start - end >= NARROWEST and not any(row.box.left < start and row.box.right > end for row in below)


def _may_reach_over(row: Row, usual: float, placed: _Lines) -> bool:
    """Whether a line is wide for one of its page, or wider than its column by a gutter and some letters."""
    if not HARDLY_WIDE * usual <= row.box.width < WIDE * usual:
        return row.box.width >= WIDE * usual
    column = [
        other
        for other in placed.near(row)
        if other is not row
        and abs(other.box.left - row.box.left) <= INDENT
        and 2 * other.box.width >= row.box.width
    ]
    behind = sum(other.box.right > row.box.right - NARROWEST - SHARED for other in column)
    return len(column) >= FEW and behind * FEW <= len(column)


def find_merged(rows: Sequence[Row], pitch: float) -> Iterator[Row]:
    """The rows that may have been read over a gutter: over or under them two lines stand side by side.

    Where few lines cross no place in the gap between these, they are pieces of one line, as readers make them
    of a wide one.
    """
    least, placed = WIDE * usual_width(rows), _Lines(rows, pitch)
    for row in rows:
        if row.box.width < least:
            continue
        around = _around(row, placed.near(row))
        gaps = (gap for side in SIDES for gap in _gaps(row, around, side, pitch))
        if any(_holds_gutter(*gap, around) for gap in gaps):
            yield row


def usual_width(rows: Sequence[Row]) -> float:
    """The width of the line in the middle of all text: cells are many, but hold little of it; 0 of no rows.

    >>> rows = [Row(n, Box(0, n, w, n + 1), "三座水库", 1.0) for n, w in enumerate([16, 16, 2, 2, 2, 2, 2])]
    >>> usual_width(rows), usual_width([])
    (16.0, 0.0)
    """
    widths = np.sort([row.box.width for row in rows]).astype(np.float64)
    filled = np.cumsum(widths)
    return float(widths[np.searchsorted(filled, filled[-1] / 2)]) if len(widths) else 0.0


def _gutter_of(row: Row, near: Sequence[Row], rooms: _Rooms, pitch: float) -> tuple[float, float] | None:
    """The gutter that a line was read over: one under it, or one that the words show."""
    if _is_centred(row, near):
        return None
    around = _around(row, near, INDENT)
    gutter = _gutter(row, around, pitch)
    return gutter if gutter and rooms.allow(row, gutter) else rooms.gutter(row, around)


def _gutter(row: Row, around: Sequence[Row], pitch: float) -> tuple[float, float] | None:
    """The gutter under a line: two lines stand side by side over or under it, and few cross it."""
    for side in SIDES:
        for left, right in sorted(_gaps(row, around, side, pitch)):
            ends = [other.box.right for other in around if other.box.left < left and other.box.right < right]
            starts = [other.box.left for other in around if other.box.left > left and other.box.right > right]
            end, start = float(np.quantile(ends, 0.75)), float(np.quantile(starts, 0.25))
            if start - end < NARROWEST:  # some lines reach into it
                end, start = float(np.median(ends)), float(np.median(starts))
            inside = row.box.left + SHARED < end and start < row.box.right - SHARED
            crossing = sum(other.box.left < (end + start) / 2 < other.box.right for other in around)
            if inside and NARROWEST <= start - end <= WIDEST and crossing * FEW <= len(around):
                return end, start
    return None


def _around(row: Row, lines: Iterable[Row], indent: float = 0.0) -> list[Row]:
    """The lines above and below a line, which may begin farther right than its column by an indent."""
    left, right = row.box.left - indent, row.box.right
    return [
        other
        for other in lines
        if other is not row and min(right, other.box.right) - max(left, other.box.left) > SHARED
    ]


def _gaps(row: Row, around: Iterable[Row], side: int, pitch: float) -> Iterator[tuple[float, float]]:
    """Left and right edge of the gaps between lines that stand side by side right over or under a line."""
    near = [
        other
        for other in around
        if SAME_ROW * pitch < side * (other.middle - row.middle) <= NEXT_LINE * pitch
        and other.box.width < NARROW * row.box.width
    ]
    gaps = ((one.box.right, other.box.left) for one in near for other in near)
    return (gap for gap in gaps if gap[0] < gap[1])


def _holds_gutter(left: float, right: float, around: Sequence[Row]) -> bool:
    """Whether in a gap between two lines side by side is a place that few of the lines round it cross."""
    ends = [left, *(row.box.right for row in around if left < row.box.right < right)]
    crossing = (sum(row.box.left <= end < row.box.right for row in around) for end in ends)
    return min(crossing) * FEW <= len(around)


def _is_centred(row: Row, lines: Sequence[Row]) -> bool:
    """Whether a line begins and ends in the midst of columns below it, as a sub-headline does over them."""
    below = [other for other in lines if other.middle > row.middle]
    starts = [other.box.left for other in below if other.box.left <= row.box.left < other.box.right]
    ends = [other.box.right for other in below if other.box.left < row.box.right <= other.box.right]
    if len(starts) < FEW or len(ends) < FEW:
        return False
    inset = min(row.box.left - float(np.median(starts)), float(np.median(ends)) - row.box.right)
    return inset >= SET_OFF
