"""From the lines of an article to its passages: where paragraphs begin, what was lost between lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from cleaner.document import Box, RegionKind
from cleaner.geometry.columns import ColumnEdges
from cleaner.geometry.heads import ALONE, Head, head_lines
from cleaner.geometry.rows import Row, overlap
from cleaner.geometry.strips import DASHES, Strip
from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.reading import Passage
from cleaner.layout.role import Role
from cleaner.profiles.marks import CLOSING, DASH_AS_IDEOGRAPHS, HALF_DASHES, OPENING
from cleaner.profiles.press import BYLINE, CREDIT, DATELINE, JUMP, SIGNOFF
from cleaner.profiles.widths import ems, is_content

INDENTED = 1.2
"""Em from the left edge of its column from which a line is indented,"""
SET_OFF = 3.2
"""and from which it is set off: a sign-off at the right, a heading in the middle."""
INSET = 0.4
"""Em from the left edge from which the lines of a heading are inset."""
HEADING_LINES, SHORTEST_HEADING = 3, 2
"""Lines of a heading at the most, em of it at the least."""
SHORT = 1.5
"""Em by which a line that ends a paragraph falls short."""
SAME_SIZE, OPEN_SIZE = 0.84, 0.7
"""Size of type by the larger one from which two lines of a headline are one, and from which they are where
brackets or quotation marks are open between them."""
FAR = 4.0
"""Pitches from which a strip is not the next one of its column."""
LOST_ROW = 0.25
"""Pitches by which the room of lost lines may differ from whole lines."""
LOST_MARK, LONGEST_MARK = 0.2, 1.7
"""Em of room at the end or the beginning of a line, from which a mark was lost there and up to which."""
BYLINE_EMS = 14
"""Em of a byline at the most."""
LOST_TAIL = 4.0
"""Em by which a line in mid-paragraph falls short where its end was not read."""


LEADING_OVER = (*DASHES, "：", ":")
"""What a kicker ends with."""
COMMAS = ("，", ",", "、")
"""What no paragraph ends with,"""
LONGEST_VERSE = 16.0
"""but lines of verse do, which are shorter in em."""
QUOTED = frozenset("“”‘’《》【】")
"""Marks round words or titles, which a byline has none of."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A printed line in its column."""

    rows: tuple[Row, ...]
    strip: int
    """Number of its strip in the article."""
    indent: float
    """Em from the left edge of the column."""
    short: float
    """Em from the right edge."""
    above: float | None
    """Pitches from the line above it in the strip; none for the first."""
    below: float | None
    heading: bool = False
    """Whether it is set off from the lines above and below, as a heading is."""

    @property
    def text(self) -> str:
        return "".join(row.text for row in self.rows)


@dataclass
class PassageBuilder:
    """A passage that lines are still added to."""

    role: Role
    lines: list[SetLine] = field(default_factory=list)
    truncated: bool = False

    def build(self) -> Passage:
        rows = [row for line in self.lines for row in line.rows]
        pieces = frozenset(row.number for line in self.lines for row in line.rows[1:])
        numbers = tuple(row.number for row in rows)
        return Passage(
            self.role,
            numbers,
            pieces,
            _open_ends(self.lines),
            truncated=self.truncated,
            closed=self._is_closed(),
        )

    def _is_closed(self) -> bool:
        """Whether its last line shows that a paragraph ends there."""
        last = self.lines[-1]
        several = self.role is Role.BODY and len(self.lines) > 1 and last.rows[-1].part is None
        return several and not self.truncated and last.short >= SHORT


def _open_ends(lines: Sequence[SetLine]) -> frozenset[int]:
    """The lines of a paragraph at whose end a mark was lost, or an opening one before the next line.

    Lines are set to measure: one that falls short by part of an em, or begins by it too far right, and
    shows no mark there has lost one.
    """
    return frozenset(
        line.rows[-1].number
        for line, after in pairwise(lines)
        if line.rows[0].part is None
        and is_content(line.text[-1])
        and is_content(after.text[0])
        and (LOST_MARK <= line.short < LONGEST_MARK or LOST_MARK <= after.indent < INDENTED)
    )


def break_lines(strips: Sequence[Strip], columns: ColumnEdges, pitch: float) -> list[SetLine]:
    """The printed lines of an article in reading order.

    >>> from cleaner.geometry.rows import Row
    >>> strip = Strip([Row(n, Box(2 * (n == 0), n, 12, n + 1), "三座水库昨日蓄水", 1.0) for n in range(5)])
    >>> [line.indent for line in break_lines([strip], ColumnEdges([strip]), 1.0)][:2]
    [2.0, 0.0]
    """
    found: list[SetLine] = []
    for number, strip in enumerate(strips):
        left, right = columns.edges(strip)
        heights = [line[0].middle for line in strip.lines]
        steps: list[float | None] = [(b - a) / pitch for a, b in pairwise(heights)]
        above = _step(strips[number - 1], strip, pitch) if number else None
        below = _step(strip, strips[number + 1], pitch) if number + 1 < len(strips) else None
        for line, over, under in zip(strip.lines, [above, *steps], [*steps, below], strict=True):
            box = Box.enclosing([row.box for row in line])
            found.append(SetLine(tuple(line), number, box.left - left, right - box.right, over, under))
    return _with_headings(found)


def _with_headings(lines: Sequence[SetLine]) -> list[SetLine]:
    """The lines, those known for headings that stand off the lines above and below them."""
    found: list[SetLine] = []
    run: list[SetLine] = []
    for line in lines:
        if run and (line.above is None or line.above >= ALONE or line.strip != run[-1].strip):
            found += _as_heading(run, found[-1:])
            run = []
        run.append(line)
    return found + _as_heading(run, found[-1:])


def _as_heading(run: Sequence[SetLine], before: Sequence[SetLine]) -> list[SetLine]:
    """A run of close lines, known for a heading if it is one: a few, inset, without a stop.

    One line that opens a paragraph under a heading is of no other one, though the engine took both for one.
    What reaches beyond its column opens none.
    """
    if not run:
        return []
    first, last = run[0], run[-1]
    opens = len(run) == 1 and INDENTED <= first.indent < SET_OFF and -INSET < first.short < INDENTED
    follows = any(line.heading and line.strip == first.strip for line in before)
    labelled = all(row.kind is RegionKind.HEADING for line in run for row in line.rows)
    if labelled and not (opens and follows) and sum(ems(line.text) for line in run) >= SHORTEST_HEADING:
        return [replace(line, heading=True) for line in run]
    if len(run) > HEADING_LINES or ends_sentence(last.text):
        return list(run)
    apart = all(step is None or step >= ALONE for step in (first.above, last.below))
    bounded = first.above is not None or last.below is not None
    if apart and bounded and not opens and all(line.indent >= INSET for line in run):
        return [replace(line, heading=True) for line in run]
    return list(run)


def _step(upper: Strip, lower: Strip, pitch: float) -> float | None:
    """Pitches from one strip to the one below it in the same column; none where that is no column's run."""
    step = (lower.lines[0][0].middle - upper.lines[-1][0].middle) / pitch
    return step if 0 < step <= FAR and overlap(upper.box, lower.box) >= 0.5 else None


def find_passages(lines: Sequence[SetLine]) -> list[PassageBuilder]:
    """The passages of the text of an article.

    >>> row = Row(0, Box(0, 0, 8, 1), "三座水库昨日蓄水。", 1.0)
    >>> credit = Row(1, Box(5, 1, 9, 2), "（林秀禾）", 1.0)
    >>> lines = [SetLine((row,), 0, 0.0, 1.0, None, 1.0), SetLine((credit,), 0, 5.0, 0.0, 1.0, None)]
    >>> [str(passage.role) for passage in find_passages(lines)]
    ['body', 'signoff']
    """
    found: list[PassageBuilder] = []
    for line in lines:
        body, credit = _without_credit(line)
        if body.rows:
            if not found or _begins(body, found[-1]):
                found.append(PassageBuilder(_role(body)))
            found[-1].lines.append(body)
        if credit is not None:
            found.append(PassageBuilder(Role.SIGNOFF, [credit]))
    for passage in found:
        passage.truncated = passage.role is Role.BODY and _misses_lines(passage.lines)
    return found


def _misses_lines(lines: Sequence[SetLine]) -> bool:
    """Whether the grid of its column shows room for lines of a paragraph that were not read."""
    if lines[0].rows[0].part is not None:
        return False
    inside = any(_lost_row(after.above) or line.short >= LOST_TAIL for line, after in pairwise(lines))
    return inside or (_lost_row(lines[-1].below) and not ends_sentence(lines[-1].text))


def _lost_row(step: float | None) -> bool:
    """Whether a step down the column leaves room for whole lines."""
    return step is not None and step > 1.5 and abs(step - round(step)) <= LOST_ROW


def _without_credit(line: SetLine) -> tuple[SetLine, SetLine | None]:
    """A line, and the sign-off that stands at its right end."""
    if len(line.rows) > 1 and SIGNOFF.fullmatch(line.rows[-1].text):
        return replace(line, rows=line.rows[:-1], short=SET_OFF), replace(line, rows=line.rows[-1:])
    if line.indent >= SET_OFF and SIGNOFF.fullmatch(line.text):
        return replace(line, rows=()), line
    return line, None


def _begins(line: SetLine, passage: PassageBuilder) -> bool:
    """Whether a line begins a passage, after those before it."""
    last = passage.lines[-1]
    if passage.role in (Role.SIGNOFF, Role.JUMP) or line.heading != last.heading or JUMP.fullmatch(line.text):
        return True
    if line.heading:
        over_column = line.above is None and last.below is None and last.short < INDENTED
        return not over_column and (line.above is None or line.above >= ALONE)
    if line.rows[0].part is not None:
        return line.rows[0].part == 0 and not (
            passage.role is Role.BODY and _block_goes_on(passage.lines, line)
        )
    if line.rows[0].has_cells or last.rows[0].has_cells:
        return True
    if line.indent >= INDENTED:
        return True
    return last.short >= SHORT and ends_sentence(last.text)


def _block_goes_on(lines: Sequence[SetLine], line: SetLine) -> bool:
    """Whether a block goes on from the one before it: from another column, a full line alone, or a comma.

    Where the paragraph began with an indented line alone, a full line alone that is not indented goes on.
    """
    last = lines[-1]
    if RegionKind.TABLE in (last.rows[0].kind, line.rows[0].kind):
        return False
    if line.indent >= INDENTED or DATELINE.match(line.text):
        return False
    if _is_full_line(line) and lines[0].rows[0].parts == 1 and INDENTED <= lines[0].indent < SET_OFF:
        return True
    if ends_sentence(last.text):
        return False
    if last.text[-1] in COMMAS:
        same = (other.text for other in lines if other.rows[0].number == last.rows[0].number)
        if sum(map(ems, same)) >= LONGEST_VERSE:
            return True
    return line.above is None or (last.rows[0].parts == 1 and last.short < SHORT)


def _is_full_line(line: SetLine) -> bool:
    """Whether a line is a block by itself and fills its column."""
    return line.rows[0].parts == 1 and abs(line.indent) < INSET and line.short < SHORT


def _role(line: SetLine) -> Role:
    if CREDIT.fullmatch(line.text):
        return Role.SIGNOFF
    if JUMP.fullmatch(line.text):
        return Role.JUMP
    return Role.HEAD if line.heading else Role.BODY


def head_passages(head: Head) -> list[Passage]:
    """The passages of a headline: kicker, title, sub-headline, byline, jump marker.

    >>> title = Row(0, Box(0, 0, 12, 2), "三座水库蓄水", 2.0)
    >>> byline = Row(1, Box(0, 3, 6, 4), "本报记者 林秀禾", 1.0)
    >>> [(str(passage.role), passage.title) for passage in head_passages(Head([title], [byline]))]
    [('head', True), ('byline', False)]
    """
    lines = head_lines(head.rows)
    groups: list[list[list[Row]]] = []
    for line in lines:
        if groups and _one_headline(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    main = max(groups, key=lambda group: (not _is_aside(group), max(map(_size, group))), default=[])
    found = [_passage(Role.HEAD, group, title=group is main) for group in groups]
    for line in head_lines(head.front):
        text = "".join(row.text for row in line)
        role = Role.JUMP if JUMP.fullmatch(text) else Role.BYLINE if _is_byline(text) else Role.HEAD
        found.append(_passage(role, [line]))
    return found


def _is_byline(text: str) -> bool:
    """Whether a line under a headline names who wrote; what is longer, quotes or counts is a sub-headline."""
    if BYLINE.fullmatch(text):
        return True
    counts = any(char in QUOTED or char.isdigit() for char in text)
    return (
        ems(text) <= BYLINE_EMS and not counts and not text.startswith((*HALF_DASHES, DASH_AS_IDEOGRAPHS[0]))
    )


def _is_aside(group: Sequence[Sequence[Row]]) -> bool:
    """Whether lines are a kicker, which leads over to its headline, or a sub-headline behind a dash."""
    first, last = group[0][0].text, group[-1][-1].text
    return first.startswith(DASHES) or last.endswith(LEADING_OVER)


def _one_headline(group: Sequence[Sequence[Row]], other: Sequence[Row]) -> bool:
    """Whether a line goes on with the headline of some lines, by the size of their type and their marks."""
    small, large = sorted(map(_size, (group[-1], other)))
    if other[0].headline and group[-1][-1].headline and other[0].part is not None:
        small = large  # of one level, and the heights of blocks are padded
    text = "".join(row.text for row in group[-1])
    in_brackets = _is_open("".join(row.text for line in group for row in line), "（《【", "）》】")
    is_open = in_brackets or _is_open(text, OPENING, CLOSING)
    if not in_brackets and (text.endswith(LEADING_OVER) or other[0].text.startswith(DASHES)):
        return False
    return small >= (OPEN_SIZE if is_open else SAME_SIZE) * large


def _is_open(text: str, opening: str, closing: str) -> bool:
    return sum(char in opening for char in text) > sum(char in closing for char in text)


def _size(line: Sequence[Row]) -> float:
    """The size of type of a line, the mean of its pieces by their length."""
    lengths = [ems(row.text) for row in line]
    return sum(row.size * length for row, length in zip(line, lengths, strict=True)) / max(sum(lengths), 0.5)


def _passage(role: Role, lines: Sequence[Sequence[Row]], *, title: bool = False) -> Passage:
    numbers = tuple(row.number for line in lines for row in line)
    pieces = frozenset(row.number for line in lines for row in line[1:])
    return Passage(role, numbers, pieces, title=title)
