"""Headlines: large lines put together, the columns that they span, and what else stands over a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from cleaner.document import Box
from cleaner.geometry.boxes import Boxes, numbers
from cleaner.geometry.columns import ColumnEdges
from cleaner.geometry.rows import HALF, SAME_ROW, SENTENCE_END, Row, overlap
from cleaner.geometry.strips import DASHES, Strip, components, group_lines
from cleaner.layout.lines.columns import ends_sentence
from cleaner.profiles.press import BOX_LABEL, BYLINE, JUMP, SERIES_NAME

HEAD_GAP = 0.9
"""Height of white between lines of one headline, by the size of the larger one."""
FAR = 4.0
"""Em of height from which a large line is the last that one above is compared with."""
PIECE_GAP, GUTTER_GAP, BRIDGED_GAP = 1.5, 1.1, 2.5
"""Width of white between pieces of one headline line, by its size, where a gutter is below, and where a line
of text runs below all of it: the engine cuts at quotation marks."""
ONE_TYPE = 1.4
"""Size by the smaller one up to which two pieces may stand in one line."""
PIECE_TYPE = 1.2
"""The same, where one of them is body type: that of a headline is measured as well."""
BELOW = 15.0
"""Em below a headline in which its columns are looked at."""
REACH = 6.0
"""Em below a headline within which its text begins, a byline and a jump marker between."""
GUTTER = 3.5
"""Em between neighbouring columns, at the most."""
UNDER_HEAD = 1.4
"""Em below a headline within which its byline stands."""
LEVEL = 0.5
"""Em by which the first lines of columns differ that begin at one height."""
EDGE = 0.3
"""Em by which a headline that fills its column may miss the edge of it."""
ALONE = 1.22
"""Pitches from a line to the next from which it is no line of a running paragraph."""
SEVERAL = 1.5
"""Times the width of a line from which a headline stands over more columns than it."""
INDENT = 0.8
"""Em from the left edge of its column from which a line begins a paragraph."""
KICKER_ROWS = 2
"""Lines of a kicker set in body type, at the most."""
MOST_HEAD_ROWS, INDENTED_HEAD = 4, 1.2
"""Lines at the most of a headline in type no larger than the text; em by which none of them is indented."""
SUBHEAD_ROWS = 3
"""Lines of sub-headline and byline together, at the most."""
OTHER_EDGE = 0.7
"""Em by which lines between a headline and its text miss both edges of the column below."""


@dataclass(eq=False)
class Head:
    """A headline with the lines that belong to it: kicker, sub-headlines, byline, jump marker."""

    rows: list[Row]
    front: list[Row] = field(default_factory=list)
    """Its byline and jump marker, and what else stands between headline and text."""
    span: tuple[float, float] = (float("inf"), float("-inf"))
    """Left and right edge of the columns that it stands over."""

    @property
    def print_box(self) -> Box:
        """The box round its letters."""
        return Box.enclosing([row.box for row in [*self.rows, *self.front]])

    @property
    def box(self) -> Box:
        """The box of its letters, as wide as the columns below."""
        box = self.print_box
        return Box(min(box.left, self.span[0]), box.top, max(box.right, self.span[1]), box.bottom)


def find_heads(rows: Sequence[Row], strips: Sequence[Strip]) -> list[Head]:
    """The headlines that large rows are; the strips tell a gutter between two of them from a gap in one.

    The label of a box is none of the headline above it.

    >>> boxes = [Box(0, 0, 12, 2), Box(0, 2.2, 12, 4.2), Box(0, 30, 12, 32)]
    >>> rows = [Row(n, box, "三座水库蓄水", 2.0) for n, box in enumerate(boxes)]
    >>> [[row.number for row in head.rows] for head in find_heads(rows, [])]
    [[0, 1], [2]]
    """
    tops = np.array([row.box.top for row in rows])

    def linked(i: int) -> Iterator[int]:
        far = tops[i + 1 :] - rows[i].box.bottom > FAR
        last = i + 1 + int(far.argmax()) if far.any() else len(rows)
        return (n for n in range(i + 1, last) if _is_one_head(rows[i], rows[n], strips))

    return [Head(group) for group in components(rows, linked)]


def _is_one_head(one: Row, other: Row, strips: Sequence[Strip]) -> bool:
    if any(BOX_LABEL.fullmatch(row.text) for row in (one, other)):
        return False
    upper, lower = sorted((one, other), key=lambda row: row.middle)
    small, large = sorted((one.size, other.size))
    if lower.middle - upper.middle >= SAME_ROW * min(one.box.height, other.box.height):
        return lower.box.top - upper.box.bottom <= HEAD_GAP * large and one.overlap(other) > 0.3
    start, end = min(one.box.right, other.box.right), max(one.box.left, other.box.left)
    second = max(one, other, key=lambda row: row.box.left)
    if second.text[0] in "（(" and SERIES_NAME.fullmatch(f"{second.text.rstrip('）)')}）"):
        return end - start <= BRIDGED_GAP * large  # no headline opens with the name of its series
    if _fill_columns(start, end, lower.box.bottom, strips):
        return False
    if _is_gutter((start + end) / 2, lower.box.bottom, strips):
        most = GUTTER_GAP
    else:
        most = BRIDGED_GAP if _is_bridged(start, end, lower.box.bottom, strips) else PIECE_GAP
    return large < ONE_TYPE * small and end - start <= most * large


def join_pieces(heads: Sequence[Head], strips: list[Strip]) -> None:
    """Put lines of body type that stand alone to what is of one printed line with them: engines cut a line.

    A piece of a line of a headline goes to that headline, pieces of another line are one strip.

    >>> boxes = [Box(0, 0, 12, 2), Box(12.5, 0.3, 18, 1.7)]
    >>> title, piece = (Row(n, box, "三座水库蓄水", 1.3 - n / 10) for n, box in enumerate(boxes))
    >>> heads, strips = [Head([title])], [Strip([piece])]
    >>> join_pieces(heads, strips)
    >>> [row.number for row in heads[0].rows], strips
    ([0, 1], [])
    """
    alone = sorted((strip for strip in strips if len(strip.lines) == 1), key=lambda strip: strip.box.left)
    text = [strip for strip in strips if len(strip.lines) > 1]
    few = [strip for strip in text if len(strip.lines) <= SUBHEAD_ROWS]
    homes: list[Head | Strip] = [*heads, *alone, *few]
    pieces = _Pieces(homes, text)
    joined: set[int] = set()
    for own, strip in enumerate(alone, len(heads)):
        number = pieces.home_of(own, len(heads))
        if number is None:
            continue
        home = homes[number]
        if isinstance(home, Head):
            home.rows += strip.rows
        else:
            home.add(strip.rows)
        joined.add(id(strip))
    strips[:] = [strip for strip in strips if id(strip) not in joined]


class _Pieces:
    """The rows of headlines and strips, `homes`, by their heights; text tells where gutters are."""

    def __init__(self, homes: Sequence[Head | Strip], text: Sequence[Strip]) -> None:
        placed = [(row, number) for number, home in enumerate(homes) for row in home.rows]
        placed.sort(key=lambda place: place[0].middle)
        self._rows = [row for row, _ in placed]
        self._homes = np.array([number for _, number in placed], dtype=np.int64)
        self._boxes = Boxes(row.box for row in self._rows)
        self._middles = np.array([row.middle for row in self._rows])
        self._sizes = np.array([row.size for row in self._rows])
        self._members: defaultdict[int, list[int]] = defaultdict(list)
        for at, (_, number) in enumerate(placed):
            self._members[number].append(at)
        self._text = text

    def home_of(self, own: int, heads: int) -> int | None:
        """Move the pieces of a home to the first headline or later strip in line with them; return which."""
        found = [(int(self._homes[n]), at, n) for at in self._members[own] for n in self._near(at)]
        for home, at, other in sorted(found):
            if (home < heads or home > own) and self._are_one_line(self._rows[at], self._rows[other]):
                self._homes[self._members[own]] = home
                self._members[home] += self._members.pop(own)
                return home
        return None

    def _are_one_line(self, one: Row, other: Row) -> bool:
        """Whether rows side by side are of one printed line; what ends a sentence is not over a gutter."""
        first, second = sorted((one.box, other.box), key=lambda box: box.left)
        ended = any(row.text.endswith(SENTENCE_END) for row in (one, other))
        place, bottom = (first.right + second.left) / 2, max(first.bottom, second.bottom)
        in_columns = ended and _is_gutter(place, bottom, self._text)
        return not in_columns and _is_one_head(one, other, self._text)

    def _near(self, at: int) -> list[int]:
        """The rows that may be pieces of one printed line with a row: of its height and type, and near it."""
        row = self._rows[at]
        reach = SAME_ROW * row.box.height
        first, last = np.searchsorted(self._middles, (row.middle - reach, row.middle + reach))
        part = slice(int(first), int(last) + 1)
        left, right = self._boxes.left[part], self._boxes.right[part]
        sizes, heights = self._sizes[part], self._boxes.bottom[part] - self._boxes.top[part]
        large = np.maximum(sizes, row.size)
        apart = np.maximum(left, row.box.left) - np.minimum(right, row.box.right)
        near = apart <= BRIDGED_GAP * large
        near &= abs(self._middles[part] - row.middle) < SAME_ROW * np.minimum(heights, row.box.height)
        near &= large <= PIECE_TYPE * np.minimum(sizes, row.size)
        return [part.start + n for n in numbers(near)]


def _fill_columns(start: float, end: float, top: float, strips: Sequence[Strip]) -> bool:
    """Whether one piece ends where the column below it does, and the other begins where the next one does."""
    below = [strip.box for strip in strips if strip.box.bottom > top and strip.box.top < top + BELOW]
    middle = (start + end) / 2
    left = max((box.right for box in below if box.right <= middle), default=float("-inf"))
    right = min((box.left for box in below if box.left >= middle), default=float("inf"))
    return abs(left - start) <= EDGE and abs(right - end) <= EDGE


def _is_gutter(x: float, top: float, strips: Sequence[Strip]) -> bool:
    """Whether no text below stands at a place in the width of the page."""
    return not any(
        strip.box.left < x < strip.box.right and strip.box.bottom > top and strip.box.top < top + BELOW
        for strip in strips
    )


def _is_bridged(start: float, end: float, top: float, strips: Sequence[Strip]) -> bool:
    """Whether the text that begins below a gap stands under all of it: two articles would part there."""
    return any(
        strip.box.left < start and strip.box.right > end and 0 <= strip.box.top - top <= REACH
        for strip in strips
    )


def join_named(heads: list[Head]) -> None:
    """Give each headline the byline or jump marker that stands over several columns right below it."""
    for head in list(heads):
        if len(head.rows) == 1 and _is_named(head.rows):
            over = _head_above(head.print_box, [other for other in heads if other is not head])
            if over is not None:
                over.front += head.rows
                heads.remove(head)


def spread(heads: Sequence[Head], boxes: Sequence[Box]) -> None:
    """Find the columns that each headline stands over, beside those known: `boxes` are of strips and frames.

    A column is under the headline if nothing stands beside it there and text begins a little below; but one
    that does not begin at the height of those below its letters belongs to the headline right over it.
    """
    others = {id(head): head.print_box for head in heads}
    for head in heads:
        own = others[id(head)]
        beside = [box for key, box in others.items() if key != id(head)]
        solid = [*boxes, *beside]
        left, right = min(own.left, head.span[0]), max(own.right, head.span[1])
        tops = [box.top for box in boxes if _is_under(own, box)]
        grown = True
        while grown:
            grown = False
            for box in boxes:
                if not own.bottom - 0.5 <= box.top <= own.bottom + REACH:
                    continue
                touches = box.left < right + GUTTER and box.right > left - GUTTER
                if not touches or (box.left >= left and box.right <= right):
                    continue
                lane = Box(box.left, own.top, box.right, box.top)
                if any(other is not box and _meet(lane, other) for other in solid):
                    continue
                if not _is_level(box, tops) and any(_is_under(other, box) for other in beside):
                    continue
                left, right = min(left, box.left), max(right, box.right)
                grown = True
        head.span = (left, right)


def _is_under(head: Box, box: Box) -> bool:
    """Whether text begins below the letters of a headline."""
    return 0 <= box.top - head.bottom <= REACH and overlap(head, box) >= HALF


def _is_level(box: Box, tops: Sequence[float]) -> bool:
    """Whether a column begins at the height of others, of which some are known."""
    return not tops or any(abs(box.top - top) <= LEVEL for top in tops)


def leave_running(heads: Sequence[Head], strips: Sequence[Strip], columns: ColumnEdges) -> None:
    """Take from a headline the column at its left that two could have and that begins in mid-paragraph."""
    for strip in strips:
        over = [
            head
            for head in heads
            if -LEVEL <= strip.box.top - head.box.bottom <= REACH and overlap(head.box, strip.box) >= HALF
        ]
        indent = strip.lines[0][0].box.left - columns.edges(strip)[0]
        for head in over:
            others = [other.print_box for other in over if other is not head]
            beside = any(
                box.right <= head.print_box.left and box.bottom > head.print_box.top for box in others
            )
            if beside and head.print_box.left > strip.box.right and indent < INDENT:
                head.span = (max(head.span[0], strip.box.right + LEVEL), head.span[1])


def _meet(one: Box, other: Box) -> bool:
    return (
        min(one.right, other.right) - max(one.left, other.left) > 0.5
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.3
    )


def gather_front(heads: list[Head], strips: list[Strip], pitch: float, frames: Sequence[Box] = ()) -> None:
    """Give each headline the bylines, jump markers and kickers set in body type that belong to it.

    `frames` are the boxes of briefs, which may stand between a headline and its text.
    """
    for strip in strips:
        if _is_front(strip, heads, strips, frames):
            head = _head_above(strip.box, heads)
            if head is not None:
                head.front += strip.rows
                strip.drop(list(strip.rows))
    for strip in strips:
        _from_strip(strip, heads, strips, pitch)
    strips[:] = [strip for strip in strips if strip.rows]
    for head in list(heads):
        if len(head.rows) == 1 and head.rows[0].size < ONE_TYPE:
            over = _head_above(head.print_box, [other for other in heads if other is not head])
            if over is not None and any(row.size >= max(row.size for row in head.rows) for row in over.rows):
                over.front += head.rows
                heads.remove(head)


def lone_fronts(strips: list[Strip]) -> list[Head]:
    """Jump markers and bylines over a text, with the lines above them that open its column.

    Where no headline was read they stand for it; where it is set in type no larger than the text, those
    lines are the headline.
    """
    found = []
    for strip in strips:
        count = _named_at(strip)
        if count is not None:
            rows = [row for line in strip.lines[:count] for row in line]
            front = list(strip.lines[count])
            found.append(Head(rows, front))
            strip.drop([*rows, *front])
    strips[:] = [strip for strip in strips if strip.rows]
    return found


def _named_at(strip: Strip) -> int | None:
    """How many lines of a strip stand over the byline that opens its text; none where there is no byline."""
    if len(strip.lines) == 1:
        return 0 if _is_named(strip.lines[0]) else None
    left = min(line[0].box.left for line in strip.lines)
    for count, line in enumerate(strip.lines[: MOST_HEAD_ROWS + 1]):
        text = "".join(row.text for row in line)
        if count and BYLINE.fullmatch(text):
            return count
        indented = line[0].box.left - left >= INDENTED_HEAD and not text.startswith(DASHES)
        if ends_sentence(text) or indented or line[0].part is not None:
            return None
    return None


def _is_front(strip: Strip, heads: Sequence[Head], strips: Sequence[Strip], frames: Sequence[Box]) -> bool:
    """Whether a few lines under a headline are set in other measure than the text below them.

    Where the text of other columns begins beside them, only a byline or jump marker is meant for all of it.
    """
    head = _head_above(strip.box, heads)
    if len(strip.lines) > SUBHEAD_ROWS or head is None:
        return False
    if not _is_named(strip.lines[0]) and _starts_text(strip, head, strips):
        return False
    opens = strip.lines[0][0].text.startswith(DASHES)
    if len(strip.lines) == 1 and (opens or _is_centred(strip.box, head.box)):
        return True
    others = [other.box for other in strips if other is not strip and other.rows]
    below = [
        box
        for box in (*others, *frames)
        if 0 <= box.top - strip.box.bottom <= REACH and overlap(box, strip.box) >= 0.2
    ]
    return bool(below) and all(
        abs(box.left - strip.box.left) > OTHER_EDGE and abs(box.right - strip.box.right) > OTHER_EDGE
        for box in below
    )


def _is_centred(box: Box, head: Box) -> bool:
    """Whether a line stands in the middle under a headline that is set over several columns."""
    return (
        head.width >= SEVERAL * box.width and abs(box.left + box.right - head.left - head.right) <= 2 * EDGE
    )


def _head_above(box: Box, heads: Sequence[Head]) -> Head | None:
    """The headline right above a box, or none."""
    near = [
        head
        for head in heads
        if -0.5 <= box.top - head.box.bottom <= UNDER_HEAD and overlap(head.box, box) >= 0.5
    ]
    return max(near, key=lambda head: head.box.bottom, default=None)


def _from_strip(strip: Strip, heads: Sequence[Head], strips: Sequence[Strip], pitch: float) -> None:
    """Give a headline what stands between it and the text, or over it, in a strip of body type."""
    while strip.rows:
        first = strip.lines[0]
        named = _named_at(strip) is not None or _is_named(first)
        step = strip.lines[1][0].middle - first[0].middle if len(strip.lines) > 1 else 0.0
        head = _head_above(Box.enclosing([row.box for row in first]), heads)
        if head is None or not (named or step >= ALONE * pitch):
            break
        if not named and _starts_text(strip, head, strips):
            break
        head.front += first
        strip.drop(first)
    kicker = strip.rows and len(strip.lines) <= KICKER_ROWS
    if kicker and not strip.lines[-1][-1].text.endswith(SENTENCE_END):
        for head in heads:
            box = head.print_box
            over = -0.3 <= box.top - strip.box.bottom <= HEAD_GAP and not _text_above(strip, heads)
            if (over or _is_inside(strip.box, head)) and overlap(head.box, strip.box) >= 0.5:
                head.rows += strip.rows
                strip.drop(list(strip.rows))
                return


def _is_inside(box: Box, head: Head) -> bool:
    """Whether lines stand between two lines of a headline."""
    own = [row for row in head.rows if row.overlap(box) >= HALF]
    return any(row.box.bottom <= box.top for row in own) and any(row.box.top >= box.bottom for row in own)


def _is_named(line: Sequence[Row]) -> bool:
    """Whether a line is a byline or a jump marker."""
    text = "".join(row.text for row in line)
    return BYLINE.fullmatch(text) is not None or JUMP.fullmatch(text) is not None


def _starts_text(strip: Strip, head: Head, strips: Sequence[Strip]) -> bool:
    """Whether other columns under a headline begin at the height of a strip: then its text does."""
    return any(
        other is not strip
        and abs(other.box.top - strip.box.top) <= LEVEL
        and overlap(head.box, other.box) >= 0.5
        for other in strips
        if other.rows
    )


def _text_above(strip: Strip, heads: Sequence[Head]) -> bool:
    return any(
        0 <= strip.box.top - head.print_box.bottom < REACH and overlap(head.print_box, strip.box) >= 0.5
        for head in heads
    )


def head_lines(rows: Sequence[Row]) -> list[list[Row]]:
    """The printed lines of a headline, each as its pieces from left to right.

    >>> boxes = [Box(0, 0, 12, 2), Box(14, 0, 26, 2), Box(0, 3, 12, 5)]
    >>> rows = [Row(n, box, "三座水库蓄水", 2.0) for n, box in enumerate(boxes)]
    >>> [[row.number for row in line] for line in head_lines(rows)]
    [[0, 1], [2]]
    """
    return group_lines(rows)
