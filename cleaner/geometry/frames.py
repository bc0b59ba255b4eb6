"""Framed briefs: they stand inside a long article, off its grid of lines, under a label of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cleaner.document import Box, RegionKind
from cleaner.geometry.boxes import Boxes, Flags, Floats, numbers
from cleaner.geometry.columns import AGREEING, NEXT_ROW, OFF_GRID
from cleaner.geometry.heads import ALONE, Head
from cleaner.geometry.rows import HALF, Row, overlap
from cleaner.geometry.strips import Strip
from cleaner.layout.lines.columns import ends_sentence
from cleaner.profiles.press import BOX_LABEL, BYLINE, DATELINE, SIGNOFF

LEVEL = 0.3
"""Pitches by which the first lines of the columns of a frame may differ."""
LEAST_ROOM, MOST_ROOM = 2.5, 8.0
"""Em that the label of a frame takes, with the white round it."""
INSET = 0.8
"""Em from both edges of its column from which a line is a heading."""
END_LEVEL = 2.0
"""Pitches by which the last lines of the columns of a frame differ, where they show its end."""
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


class _Text:
    """The strips of a page with what tells frames, as arrays; `free` are those that are in no frame yet."""

    def __init__(self, strips: list[Strip], heads: Sequence[Head], pitch: float, measured: bool) -> None:
        self.strips, self.pitch, self.measured = strips, pitch, measured
        self.boxes = Boxes(strip.box for strip in strips)
        self.heads = Boxes(head.box for head in heads)
        self.free = np.ones(len(strips), dtype=np.bool_)
        self.labels = np.array(
            [BOX_LABEL.fullmatch("".join(row.text for row in head.rows)) is not None for head in heads],
            dtype=np.bool_,
        )
        self.dated = np.array([_holds_news(strip) for strip in strips], dtype=np.bool_)
        self._phases = np.array([strip.phase(pitch)[0] for strip in strips])
        self._owners = np.array([n for n, strip in enumerate(strips) for _ in strip.rows], dtype=np.int64)
        self._middles = np.array([row.middle for strip in strips for row in strip.rows])
        self._down: dict[int, bool] = {}

    def take(self, chosen: Sequence[int]) -> None:
        """Put strips into a frame; what stands last in one and is none of it is a strip of its own.

        So are headings, and what follows behind white below the end of the other columns.
        """
        self.free[chosen] = False
        self._down.clear()
        for n in chosen:
            strip = self.strips[n]
            beside = [self.boxes[m] for m in chosen if overlap(self.boxes[m], strip.box) < HALF]
            rest = _below_end(strip, beside, self.pitch) or _last_headings(strip, self.pitch)
            if rest is not None:
                strip.drop(rest.rows)
                self.boxes[n] = strip.box
                self._add(rest)

    def _add(self, strip: Strip) -> None:
        self.boxes.add(strip.box)
        self.free = np.append(self.free, True)
        self.dated = np.append(self.dated, _holds_news(strip))
        self._phases = np.append(self._phases, strip.phase(self.pitch)[0])
        self._owners = np.append(self._owners, [len(self.strips)] * len(strip.rows))
        self._middles = np.append(self._middles, [row.middle for row in strip.rows])
        self.strips.append(strip)

    def level(self, strip: int) -> Flags:
        """The strips that begin at the height of another one, without those right under other headlines.

        The box of a block may hold a headline and the label of a frame.
        """
        found: Flags = np.abs(self.boxes.top - self.boxes.top[strip]) < LEVEL * self.pitch
        if self.measured and np.count_nonzero(found) > 1:
            own = self._heads_over(strip)
            for n in numbers(found):
                found[n] = n == strip or not (self._heads_over(n) & ~own).any()
        return found

    def _heads_over(self, strip: int) -> Flags:
        """The headlines over a strip with no room between for the label of a frame; labels are none."""
        box = self.boxes[strip]
        gap = box.top - self.heads.bottom
        found: Flags = (gap > 0) & (gap < LEAST_ROOM) & (self.heads.overlap(box) >= 0.5) & ~self.labels
        return found

    def below(self, first: int, tops: Flags) -> Flags:
        """What goes on below strips that begin at the height of the first, on its grid of lines."""
        found: Flags = self.free & ~tops & (self.boxes.top >= self.boxes.top[first])
        found &= self.boxes.top <= self.boxes.bottom[tops].max()
        found &= _apart(self._phases, self._phases[first]) < OFF_GRID / 2
        if found.any():
            under = [self.boxes.overlap(self.boxes[top], found) >= 0.5 for top in numbers(tops)]
            found[found] = np.any(under, axis=0)
        return found

    def is_set_down(self, strip: int) -> bool:
        """Whether a strip begins below the room of a label, in the midst of a column or under a headline."""
        if strip not in self._down:
            box = self.boxes[strip]
            overlaps = self.boxes.overlap(box)
            above = self.boxes.bottom[self.free & (self.boxes.top < box.top) & (overlaps >= 0.5)]
            start = max(above.max(initial=-np.inf), self._level_beside(box, overlaps))
            heads = (start <= self.heads.top) & (self.heads.bottom < box.top) & (self.heads.overlap(box) > 0)
            self._down[strip] = bool(LEAST_ROOM <= box.top - start <= MOST_ROOM and not heads.any())
        return self._down[strip]

    def _level_beside(self, box: Box, overlaps: Floats) -> float:
        """Where the last text beside a strip begins, above it and under a headline that stands over both."""
        top = self.boxes.top
        beside = self.free & (overlaps == 0) & (top + LEAST_ROOM < box.top) & (box.top < self.boxes.bottom)
        under = np.zeros_like(beside)
        if beside.any():
            for n in numbers((self.heads.top < box.top) & (self.heads.overlap(box) > 0)):
                head = self.heads[n]
                near = (head.top < top) & (top <= head.bottom + MOST_ROOM)
                under |= near & (self.boxes.overlap(head) > 0)
        return float(top[beside & under].max(initial=-np.inf))

    def is_off_grid(self, strip: int) -> bool:
        """Whether the lines of a strip stand between those of the strips beside it."""
        ours, agreed = self.strips[strip].phase(self.pitch)
        if agreed < AGREEING:
            return False
        box = self.boxes[strip]
        beside = self.free & (self.boxes.overlap(box) == 0)
        beside &= (self.boxes.top < box.bottom) & (self.boxes.bottom > box.top)
        near = (box.top - self.pitch < self._middles) & (self._middles < box.bottom + self.pitch)
        near &= beside[self._owners]
        owners, turns = self._owners[near], np.exp(2j * np.pi * (self._middles[near] / self.pitch))
        count = np.bincount(owners, minlength=len(beside))
        sums = np.bincount(owners, turns.real, len(beside)) + 1j * np.bincount(
            owners, turns.imag, len(beside)
        )
        means = sums[count >= 2] / count[count >= 2]
        theirs = np.angle(means) / (2 * np.pi) % 1.0
        return bool(((np.abs(means) >= AGREEING) & (_apart(theirs, ours) >= OFF_GRID)).any())


def _apart(turns: Floats, other: float) -> Floats:
    """The distances of angles in turns from another one."""
    turn = np.abs(turns - other) % 1.0
    return np.minimum(turn, 1.0 - turn)


def take_frames(strips: list[Strip], heads: list[Head], pitch: float, measured: bool) -> list[Frame]:
    """The frames of a page; their strips and labels are taken out of the others.

    Labelled ones come first. Where no label was read, the grid shows a frame; where the places of lines are
    not `measured`, the room that the label left.
    """
    frames: list[Frame] = []
    taken: set[int] = set()
    text = _Text(strips, heads, pitch, measured)
    labels = _labels_over(text, heads)
    boxes = [strip.box for strip in strips]
    for first in sorted(range(len(boxes)), key=lambda n: (n not in labels, boxes[n].left, boxes[n].top)):
        inside = _columns_of(first, text, measured, first in labels) if text.free[first] else []
        if len(inside) in (0, len(strips)):
            continue
        text.take(inside)
        frame = Frame([strips[n] for n in inside])
        box = frame.box
        for n in sorted({*_heads_over(box, text, heads)} - taken | {labels.get(first, -1)} - {-1}):
            frame.label += heads[n].rows
            taken.add(n)
        for n in _lines_over(box, text, inside):
            frame.label += strips[n].rows
            text.free[n] = False
        frames.append(frame)
    strips[:] = [strip for strip, free in zip(strips, text.free.tolist(), strict=True) if free]
    heads[:] = [head for n, head in enumerate(heads) if n not in taken]
    return frames


def _columns_of(first: int, text: _Text, measured: bool, labelled: bool) -> list[int]:
    """The columns of the frame that begins with a strip, and what goes on below; none where none does."""
    if not text.dated[text.free].any():
        return []
    opens = _opens_news(text.strips[first])
    sure = labelled or (measured and opens and text.is_off_grid(first))
    if not (sure or text.is_set_down(first)):
        return []
    tops = text.free & text.level(first)
    below = text.below(first, tops)
    several = np.count_nonzero(tops | below) > 1
    if not sure:
        news = text.dated[tops | below].any() if several else opens
        if not (news and (several or not measured) and all(map(text.is_set_down, numbers(tops)))):
            return []
    return [*numbers(tops), *sorted(numbers(below), key=text.boxes.top.__getitem__)]


def _below_end(strip: Strip, beside: Sequence[Box], pitch: float) -> Strip | None:
    """The lines of a strip of a frame that stand behind white, below the end of the columns beside it."""
    end = max((box.bottom for box in beside), default=np.inf)
    for n in range(1, len(strip.lines)):
        last, line = (Box.enclosing([row.box for row in strip.lines[at]]) for at in (n - 1, n))
        apart = line.top + line.bottom - last.top - last.bottom >= 2 * NEXT_ROW * pitch
        if apart and line.top >= end and last.bottom - end <= END_LEVEL * pitch:
            return Strip([row for lower in strip.lines[n:] for row in lower])
    return None


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


def _labels_over(text: _Text, heads: Sequence[Head]) -> dict[int, int]:
    """For strips the label of a box of briefs right above; over a text without datelines it is a headline."""
    found: dict[int, int] = {}
    for n, head in enumerate(heads):
        if text.labels[n]:
            gap = text.boxes.top - head.box.bottom
            over = (gap > 0) & (gap < LABEL_REACH * text.pitch) & (text.boxes.overlap(head.box) > 0.5)
            for strip in numbers(over):
                if strip not in found and text.dated[text.level(strip)].any():
                    found[strip] = n
    return found


def _opens_news(strip: Strip) -> bool:
    return _has_dateline(strip, 0)


def _holds_news(strip: Strip) -> bool:
    """Whether a line of a strip opens with a dateline."""
    return any(_has_dateline(strip, n) for n in range(len(strip.lines)))


def _has_dateline(strip: Strip, line: int) -> bool:
    """Whether a line of a strip opens with a dateline, which may go on in the next one."""
    first, *rest = ("".join(row.text for row in rows) for rows in strip.lines[line : line + 2])
    return not BYLINE.fullmatch(first) and DATELINE.match("".join((first, *rest))) is not None


def _lines_over(box: Box, text: _Text, inside: Sequence[int]) -> list[int]:
    """The lines right above a frame that reach over its columns: its label, however it was read."""
    gap = box.top - text.boxes.bottom
    near = (gap > 0) & (gap < LABEL_REACH * text.pitch / 2)
    near[inside] = False
    tops = Boxes(text.boxes[n] for n in inside if text.boxes.top[n] < box.top + text.pitch)
    return [
        n
        for n in numbers(near)
        if len(text.strips[n].lines) == 1 and np.count_nonzero(tops.overlap(text.boxes[n]) >= 0.5) > 1
    ]


def _heads_over(box: Box, text: _Text, heads: Sequence[Head]) -> list[int]:
    """The headlines of a line right above a frame and no wider than it."""
    gap = box.top - text.heads.bottom
    near = (gap > 0) & (gap < LABEL_REACH * text.pitch / 2)
    near &= (text.heads.left > box.left - 1) & (text.heads.right < box.right + 1)
    return [n for n in numbers(near) if len(heads[n].rows) == 1]
