"""Framed briefs: they stand inside a long article, off its grid of lines, under a label of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cleaner.document import Box, RegionKind
from cleaner.geometry.columns import AGREEING, OFF_GRID
from cleaner.geometry.heads import ALONE, Head
from cleaner.geometry.rows import Row, overlap
from cleaner.geometry.strips import Strip, apart, circular_mean
from cleaner.layout.columns import ends_sentence
from cleaner.profiles.press import BOX_LABEL, BYLINE, DATELINE, SIGNOFF

LEVEL = 0.3
"""Pitches by which the first lines of the columns of a frame may differ."""
LEAST_ROOM, MOST_ROOM = 2.5, 8.0
"""Em that the label of a frame takes, with the white round it."""
INSET = 0.8
"""Em from both edges of its column from which a line is a heading."""
LABEL_REACH = 4.0
"""Pitches above its first line within which the label of a frame stands."""


@dataclass(eq=False)
class Frame:
    """Briefs in a box of their own."""

    strips: list[Strip]
    label: list[Row] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return Box.enclosing([*(strip.box for strip in self.strips), *(row.box for row in self.label)])


def take_frames(strips: list[Strip], heads: list[Head], pitch: float, measured: bool) -> list[Frame]:
    """The frames of a page; their strips and labels are taken out of the others.

    Labelled ones come first. Where no label was read, the grid shows a frame; where the places of lines are
    not `measured`, the room that the label left.
    """
    frames: list[Frame] = []
    taken: set[int] = set()
    labels = {id(strip): _label_over(strip, heads, strips, pitch) for strip in strips}
    for first in sorted(strips, key=lambda strip: (labels[id(strip)] is None, strip.box.left, strip.box.top)):
        if id(first) in taken:
            continue
        label = labels[id(first)]
        others = [strip for strip in strips if id(strip) not in taken]  # a frame is off the grid itself
        inside = _level_with(first, others, pitch)
        down = (len(inside) > 1 or not measured) and all(
            _set_down(strip, others, heads) for strip in inside if _is_level(strip, first, pitch)
        )
        off = measured and _opens_news(first) and _off_grid(first, others, pitch)
        news = any(map(_holds_news, inside)) if len(inside) > 1 else _opens_news(first)
        if label is None and not (off or (down and news)):
            continue
        if len(inside) == len(strips):
            continue
        for strip in list(inside):
            if (headings := _last_headings(strip, pitch)) is not None:
                strip.drop(headings.rows)
                strips.append(headings)
        frame = Frame(inside)
        for head in heads:
            if head is label or (id(head) not in taken and _is_label(head, frame, pitch)):
                frame.label += head.rows
                taken.add(id(head))
        for strip in strips:
            if id(strip) not in map(id, inside) and _is_label_line(strip, frame, pitch):
                frame.label += strip.rows
                taken.add(id(strip))
        taken.update(map(id, inside))
        frames.append(frame)
    strips[:] = [strip for strip in strips if id(strip) not in taken]
    heads[:] = [head for head in heads if id(head) not in taken]
    return frames


def _last_headings(strip: Strip, pitch: float) -> Strip | None:
    """The headings that stand last in a strip of a frame, if there are any: they are of the text below it."""
    count = 0
    for line in reversed(strip.lines):
        if any(row.kind is not RegionKind.HEADING for row in line):
            break
        count += 1
    if not count and len(strip.lines) > 1 and _is_last_heading(strip, pitch):
        count = 1
    if not 0 < count < len(strip.lines):
        return None
    return Strip([row for line in strip.lines[-count:] for row in line])


def _is_last_heading(strip: Strip, pitch: float) -> bool:
    """Whether the last line of a strip stands off the one above, inset from both edges, without a stop."""
    above, line = (Box.enclosing([row.box for row in line]) for line in strip.lines[-2:])
    text = "".join(row.text for row in strip.lines[-1])
    inset = min(line.left - strip.box.left, strip.box.right - line.right)
    apart = line.top + line.bottom - above.top - above.bottom >= 2 * ALONE * pitch
    return apart and inset >= INSET and not (ends_sentence(text) or SIGNOFF.fullmatch(text))


def _label_over(strip: Strip, heads: Sequence[Head], strips: Sequence[Strip], pitch: float) -> Head | None:
    """The label of a box of briefs right above a strip; over a text without datelines it is a headline."""
    for head in heads:
        text = "".join(row.text for row in head.rows)
        gap = strip.box.top - head.box.bottom
        if BOX_LABEL.fullmatch(text) and 0 < gap < LABEL_REACH * pitch and overlap(head.box, strip.box) > 0.5:
            level = [other for other in strips if abs(other.box.top - strip.box.top) < LEVEL * pitch]
            return head if any(map(_holds_news, level)) else None
    return None


def _opens_news(strip: Strip) -> bool:
    return _has_dateline(strip, 0)


def _holds_news(strip: Strip) -> bool:
    """Whether a line of a strip opens with a dateline."""
    return any(_has_dateline(strip, n) for n in range(len(strip.lines)))


def _has_dateline(strip: Strip, line: int) -> bool:
    """Whether a line of a strip opens with a dateline, which may go on in the next one."""
    first, *rest = ("".join(row.text for row in rows) for rows in strip.lines[line : line + 2])
    return not BYLINE.fullmatch(first) and DATELINE.match("".join((first, *rest))) is not None


def _set_down(strip: Strip, strips: Sequence[Strip], heads: Sequence[Head]) -> bool:
    """Whether a strip begins below the room of a label, in the midst of a column or under a headline."""
    above = [
        other.box.bottom
        for other in strips
        if other.box.top < strip.box.top and overlap(other.box, strip.box) >= 0.5
    ]
    start = max([*above, *_levels_beside(strip, strips, heads)], default=float("-inf"))
    headed = any(
        start <= head.box.top and head.box.bottom < strip.box.top and overlap(head.box, strip.box) > 0
        for head in heads
    )
    return LEAST_ROOM <= strip.box.top - start <= MOST_ROOM and not headed


def _levels_beside(strip: Strip, strips: Sequence[Strip], heads: Sequence[Head]) -> list[float]:
    """Where texts beside a strip begin, above it and under a headline that stands over both."""
    return [
        other.box.top
        for other in strips
        if overlap(other.box, strip.box) == 0
        and other.box.top + LEAST_ROOM < strip.box.top < other.box.bottom
        and any(
            head.box.top < other.box.top <= head.box.bottom + MOST_ROOM
            and min(overlap(head.box, strip.box), overlap(head.box, other.box)) > 0
            for head in heads
        )
    ]


def _off_grid(strip: Strip, strips: Sequence[Strip], pitch: float) -> bool:
    """Whether the lines of a strip stand between those of the strips beside it."""
    beside = [
        other
        for other in strips
        if overlap(strip.box, other.box) == 0
        and other.box.top < strip.box.bottom
        and other.box.bottom > strip.box.top
    ]
    ours, agreed = strip.phase(pitch)
    if agreed < AGREEING:
        return False
    for other in beside:
        near = [row for row in other.rows if strip.box.top - pitch < row.middle < strip.box.bottom + pitch]
        if len(near) < 2:
            continue
        theirs, they_agree = circular_mean([row.middle / pitch for row in near])
        if they_agree >= AGREEING and apart(ours, theirs) >= OFF_GRID:
            return True
    return False


def _level_with(first: Strip, strips: Sequence[Strip], pitch: float) -> list[Strip]:
    """The columns of a frame: strips that begin at the height of the first, and what goes on below."""
    phase, _ = first.phase(pitch)
    tops = [strip for strip in strips if _is_level(strip, first, pitch)]
    bottom = max(strip.box.bottom for strip in tops)
    inside = list(tops)
    for strip in sorted(strips, key=lambda strip: strip.box.top):
        if strip in tops or strip.box.top < first.box.top or strip.box.top > bottom:
            continue
        ours, _ = strip.phase(pitch)
        under = any(overlap(strip.box, top.box) >= 0.5 for top in tops)
        if under and apart(ours, phase) < OFF_GRID / 2:
            inside.append(strip)
    return inside


def _is_level(strip: Strip, first: Strip, pitch: float) -> bool:
    """Whether two strips begin at one height."""
    return abs(strip.box.top - first.box.top) < LEVEL * pitch


def _is_label_line(strip: Strip, frame: Frame, pitch: float) -> bool:
    """Whether a line right above a frame reaches over its columns: its label, however it was read."""
    box = Box.enclosing([part.box for part in frame.strips])
    over = [
        part
        for part in frame.strips
        if overlap(part.box, strip.box) >= 0.5 and part.box.top < box.top + pitch
    ]
    gap = box.top - strip.box.bottom
    return len(strip.lines) == 1 and len(over) > 1 and 0 < gap < LABEL_REACH * pitch / 2


def _is_label(head: Head, frame: Frame, pitch: float) -> bool:
    box = Box.enclosing([strip.box for strip in frame.strips])
    return (
        0 < box.top - head.box.bottom < LABEL_REACH * pitch / 2
        and head.box.left > box.left - 1
        and head.box.right < box.right + 1
        and len(head.rows) == 1
    )
