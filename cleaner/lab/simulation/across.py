"""Pages of articles read across their columns, on which the weights of `layout.interleaved` are fitted.

An area of the page is given to an article, or split between columns or across them and each part given to
one; an article has a headline over its columns or the first of them, perhaps a byline under it, and perhaps
a box of other text in one of its columns. Lines are read row by row, as a reader does that knows nothing of
columns.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, count, groupby
from typing import NamedTuple

from cleaner.lab.simulation.stories import Newsroom, Story
from cleaner.lab.simulation.typesetting import Simulated, SimulatedLine
from cleaner.profiles.marks import CLOSING, STOPS
from cleaner.profiles.widths import em

BYLINED = 0.4
"""Share of articles with a byline under their headline."""
INDENT = 2
GUTTER = 2.0
"""Em between columns."""


class Part(NamedTuple):
    """What a line is of: the number of its article, of the paragraph in it; whether it is of a head."""

    article: int
    paragraph: int
    head: bool = False


NO_PART = Part(-1, -1)
TITLE, BYLINE, BODY = 0, 1, 2
"""Paragraphs of an article; further ones of its body follow."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line on the page: its text, left edge in em, and middle in lines from the top.

    `story` and `place` number the article and the line in it, for lines of its body (-1 for others). Places
    are even; the second of two boxes that an engine makes of one line has the odd place that follows.
    """

    text: str
    x: float
    y: float
    column: float
    """Left edge in em of its column, or of the first that it stands over."""
    story: int = -1
    place: int = -1
    part: Part = NO_PART


@dataclass(slots=True)
class Row:
    """Lines that a reader across the page takes for one row; `blank`: a blank line stands before it."""

    blank: bool
    lines: list[Printed] = field(default_factory=list)


@dataclass(slots=True)
class _Sheet:
    stories: Iterator[Story]
    chance: random.Random
    width: float
    numbers: Iterator[int]
    newsroom: Newsroom
    lines: list[Printed] = field(default_factory=list)

    def left(self, column: int) -> float:
        return column * (self.width + GUTTER)

    def put(self, line: Printed) -> None:
        if line.text:
            self.lines.append(line)


def set_page(stories: Iterator[Story], chance: random.Random, newsroom: Newsroom) -> list[Row]:
    """A page of one to three areas, one below the other, read row by row."""
    lines: list[Printed] = []
    numbers = count()
    top = 0.0
    width = chance.randint(12, 24)
    columns = chance.randint(2, 6)
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.3:
            columns = max(2, columns + chance.choice((-1, 1)))
            width = max(11, width + chance.choice((-3, -2, 2, 3)))
        sheet = _Sheet(stories, chance, float(width), numbers, newsroom)
        bottom = top + chance.randint(14, 40)
        _fill(sheet, 0, columns, top, bottom)
        lines += sheet.lines
        top = max((line.y for line in sheet.lines), default=bottom) + chance.uniform(1.5, 4)
    return read_across(_seen(lines, chance), chance)


def _fill(sheet: _Sheet, first: int, last: int, top: float, bottom: float) -> None:
    """Give the area of the columns `first` to `last` to one article, or split it."""
    chance, columns, height = sheet.chance, last - first, bottom - top
    if columns > 1 and chance.random() < 0.35:
        cut = chance.randint(first + 1, last - 1)
        _fill(sheet, first, cut, top, bottom)
        _fill(sheet, cut, last, top, bottom)
    elif height > 24 and chance.random() < 0.5:
        middle = top + height * chance.uniform(0.35, 0.65)
        _fill(sheet, first, last, top, middle - 1)
        _fill(sheet, first, last, middle + 1, bottom)
    else:
        _article(sheet, first, last, top, bottom)


def _article(sheet: _Sheet, first: int, last: int, top: float, bottom: float) -> None:
    chance, story, number = sheet.chance, next(sheet.stories), next(sheet.numbers)
    size = chance.uniform(1.3, 2.4)
    headed = last if chance.random() < 0.6 else chance.randint(first + 1, last)
    span = sheet.left(headed) - GUTTER - sheet.left(first)
    y = top + size / 2
    for line in list(_broken(story.title, span / size, 0))[:3]:
        middle = (span - size * sum(map(em, line))) / 2 if chance.random() < 0.5 else 0.0
        x, part = sheet.left(first) + max(middle, 0.0), Part(number, TITLE, head=True)
        sheet.put(Printed(line, x, y, sheet.left(first), part=part))
        y += size
    y += chance.uniform(0.0, 0.8)
    if chance.random() < BYLINED:
        left, part = sheet.left(first), Part(number, BYLINE)
        sheet.put(Printed(sheet.newsroom.byline(chance), left + chance.uniform(0.0, 4.0), y, left, part=part))
        y += chance.uniform(1.0, 1.6)
    y += chance.uniform(0.0, 1.0)
    text = _fitting(_story_lines(story, sheet, sheet.width), (bottom - y) * (last - first) * 0.9)
    needed = sum(piece.pitch for piece in text) / (last - first)
    bottom = min(bottom, max(y + needed + 1, y + 3))
    boxed = last - first > 1 and bottom - y > 10 and chance.random() < 0.4
    box = chance.randrange(first, last) if boxed else -1
    lines = enumerate(text)
    for column in range(first, last):
        start, end = y if column < headed else top + 0.5, bottom
        if column == box:
            tall = chance.randint(4, int(bottom - y) - 3)
            if chance.random() < 0.5:
                _box(sheet, column, start, start + tall)
                start += tall + chance.uniform(0.3, 1.5)
            else:
                _box(sheet, column, bottom - tall, bottom)
                end = bottom - tall - chance.uniform(0.3, 1.5)
        while start <= end and (following := next(lines, None)) is not None:
            place, piece = following
            start += piece.lead
            _set(sheet, piece, sheet.left(column), start, number, place)
            start += piece.pitch - piece.lead


def _fitting(lines: Sequence[_Set], room: float) -> Sequence[_Set]:
    """The paragraphs that there is room for; all of them where not even the first one fits: it is cut off."""
    heights = list(accumulate(line.pitch for line in lines))
    ends = [n for n in range(1, len(lines)) if lines[n].paragraph != lines[n - 1].paragraph]
    fitting = [n for n in (*ends, len(lines)) if n and heights[n - 1] <= room]
    return lines[: max(fitting, default=len(lines))]


def _box(sheet: _Sheet, column: int, top: float, bottom: float) -> None:
    chance = sheet.chance
    inset = chance.choice((0.0, 0.5, 1.0))
    leading = chance.choice((1.0, 1.0, 1.0, 1.0, 0.9, 1.1))
    left, y = sheet.left(column) + inset, top
    if chance.random() < 0.5:
        sheet.put(Printed(chance.choice(LABELS), left + 2, y, left))
        y += chance.uniform(1.0, 2.0)
    while y <= bottom:
        number, story = next(sheet.numbers), next(sheet.stories)
        text = _story_lines(story, sheet, sheet.width - 2 * inset, most=2)
        for place, line in enumerate(text):
            if y > bottom:
                return
            _set(sheet, line, left, y, number, place)
            y += leading * line.pitch


LABELS = ("要闻速览", "简讯", "短波", "综合消息", "文化动态", "一周要闻")


@dataclass(frozen=True, slots=True)
class _Set:
    """A line to be set: how far it is indented, what space it takes, and what of that is above it."""

    text: str
    indent: float = 0.0
    pitch: float = 1.0
    lead: float = 0.0
    paragraph: int = BODY
    head: bool = False


def _set(sheet: _Sheet, line: _Set, left: float, y: float, story: int, place: int) -> None:
    part = Part(story, line.paragraph, line.head)
    sheet.put(Printed(line.text, left + line.indent, y, left, story, 2 * place, part))


def _story_lines(story: Story, sheet: _Sheet, width: float, most: int = 60) -> Sequence[_Set]:
    """The body of a story as lines of `width` em; now and then a section heading."""
    chance = sheet.chance
    headed, centred = chance.choice((0.0, 0.05, 0.1)), chance.random() < 0.5
    lead, after = (chance.choice((0.0, chance.uniform(0.0, 0.8))) for _ in range(2))
    lines: list[_Set] = []
    numbers = count(BODY)
    for paragraph in story.paragraphs[:most]:
        if chance.random() < headed and 0 < len(story.heading) <= width - INDENT:
            indent = max((width - len(story.heading)) / 2, 0.0) if centred else INDENT
            lines.append(_Set(story.heading, indent, 1 + lead + after, lead, next(numbers), head=True))
        broken, number = _broken(paragraph, width, INDENT), next(numbers)
        head = len(paragraph) < width and paragraph[-1:] not in STOPS + CLOSING
        lines += [
            _Set(line, float(INDENT if i == 0 else 0), paragraph=number, head=head)
            for i, line in enumerate(broken)
        ]
    return lines


def _broken(text: str, width: float, indent: float) -> Iterator[str]:
    """Lines of a paragraph: no line begins with a stop, which is set in the line before, squeezed."""
    line, room = "", width - indent
    for char in text:
        if char.isspace():
            continue
        if em(char) > room + 0.01 and line:
            if char in STOPS + CLOSING and room > -1.1:
                line += char
                room -= em(char)
                continue
            yield line
            line, room = "", width
        line += char
        room -= em(char)
    if line:
        yield line


def _seen(lines: Sequence[Printed], chance: random.Random) -> list[Printed]:
    """The lines as an engine reads them: some lost or in two boxes, marks lost, characters wrong."""
    stops, wrong = chance.uniform(0.02, 0.2), chance.uniform(0.002, 0.03)
    lost, parted, jitter = chance.uniform(0.0, 0.01), chance.uniform(0.0, 0.01), chance.uniform(0.005, 0.02)
    seen: list[Printed] = []
    for line in lines:
        if chance.random() < lost:
            continue
        for box in _boxes(line, chance) if chance.random() < parted else [line]:
            kept = [char for char in box.text if char not in STOPS or chance.random() > stops]
            text = "".join(chance.choice(WRONG) if chance.random() < wrong else char for char in kept)
            seen.append(replace(box, text=text or box.text, y=box.y + chance.gauss(0.0, jitter)))
    return seen


def _boxes(line: Printed, chance: random.Random) -> list[Printed]:
    """A line that is read as two boxes side by side."""
    if len(line.text) < 8:
        return [line]
    cut = chance.randint(3, len(line.text) - 3)
    left, right = line.text[:cut], line.text[cut:]
    return [
        replace(line, text=left),
        replace(line, text=right, x=line.x + sum(map(em, left)), place=line.place + 1),
    ]


WRONG = "一二十人入八大太天夫土士日目曰白自由田甲申"


def read_across(lines: Sequence[Printed], chance: random.Random) -> list[Row]:
    """The lines row by row: what stands within part of a line's height of a row belongs to it."""
    tilt = chance.gauss(0.0, 0.002)
    near = chance.uniform(0.35, 0.6)
    parted = chance.uniform(1.3, 1.9)
    placed = sorted(((line.y + tilt * line.x, line) for line in lines), key=lambda pair: pair[0])
    rows: list[Row] = []
    first = last = 0.0
    for y, line in placed:
        if not rows or y - first > near:
            rows.append(Row(bool(rows) and y - last > parted))
            first = y
        rows[-1].lines.append(line)
        last = y
    for row in rows:
        row.lines.sort(key=lambda line: line.x)
    return rows


def as_simulated(rows: Sequence[Row]) -> Simulated:
    """The text of a page read across, a line for each printed line, and what the lines are."""
    places = _places([line for row in rows for line in row.lines])
    text = io.StringIO()
    lines: list[tuple[int, int, SimulatedLine]] = []
    for row in rows:
        text.write("\n" * row.blank)
        for printed in row.lines:
            part, start = printed.part, text.tell()
            text.write(printed.text)
            line = SimulatedLine(
                printed.text, part.article, part.paragraph, places[len(lines)], head=part.head
            )
            lines.append((start, text.tell(), line))
            text.write("\n")
    return Simulated(text.getvalue(), lines)


def _places(lines: Sequence[Printed]) -> list[int]:
    """The place of each line in its article, as it would be read; -1 in none."""
    places = [-1] * len(lines)

    def reading_order(n: int) -> tuple[int, int, int, float]:
        return (*lines[n].part[:2], lines[n].place, lines[n].y)

    placed = sorted((n for n, line in enumerate(lines) if line.part is not NO_PART), key=reading_order)
    for _, article in groupby(placed, key=lambda n: lines[n].part.article):
        for place, n in enumerate(article):
            places[n] = place
    return places
