"""The page cut into articles: bands at full-width gaps, columns under headlines, framed briefs apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cleaner.document import Box
from cleaner.geometry.boxes import Boxes, numbers
from cleaner.geometry.frames import Frame
from cleaner.geometry.heads import Head
from cleaner.geometry.rows import overlap
from cleaner.geometry.strips import Strip

SLACK = 0.2
"""Em by which parts on both sides of a cut may reach over it."""
LOST_HEAD = 4.5
"""Em of white across all columns from which a headline stood there that was not read."""
SAME_COLUMN = 0.5
"""Share of the narrower one by which strips of one column stand below each other."""

Part = Head | Strip | Frame


@dataclass
class Area:
    """An article on the page: its headlines, and the strips of its text in reading order."""

    heads: list[Head] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    frame: Frame | None = None
    """The frame of briefs, where this is one."""


def find_areas(items: Sequence[Part]) -> list[Area]:
    """The articles of a page in reading order, each followed by the frames that stand in it.

    >>> from cleaner.geometry.rows import Row
    >>> head = Head([Row(0, Box(0, 0, 12, 2), "三座水库蓄水", 2.0)])
    >>> strip = Strip([Row(1, Box(0, 3, 12, 4), "昨日蓄水。", 1.0)])
    >>> [(len(area.heads), len(area.strips)) for area in find_areas([strip, head])]
    [(1, 1)]
    """
    for cut in (_stacked, _beside):
        groups = cut(items)
        if len(groups) > 1:
            return [area for group in groups for area in find_areas(group)]
    return _areas(items)


def _stacked(items: Sequence[Part]) -> list[list[Part]]:
    """Parts one above the other, cut at gaps across all of them over a headline at the left."""
    groups: list[list[Part]] = []
    for group in _runs(items, lambda box: (box.top, box.bottom)):
        gap = _top(group) - max(part.box.bottom for part in groups[-1]) if groups else 0.0
        if groups and (_hangs(groups[-1]) or not (gap >= LOST_HEAD or _headed(group))):
            groups[-1] += group
        else:
            groups.append(group)
    return groups


def _top(items: Sequence[Part]) -> float:
    return min(part.box.top for part in items)


def _hangs(items: Sequence[Part]) -> bool:
    """Whether a headline stands among some parts without any of its text."""
    return any(
        isinstance(head, Head)
        and not any(
            not isinstance(part, Head)
            and part.box.top > head.box.top
            and overlap(part.box, head.box) >= SAME_COLUMN
            for part in items
        )
        for head in items
    )


def _beside(items: Sequence[Part]) -> list[list[Part]]:
    """Parts side by side, cut at gaps over all their height left of a column that begins with a headline."""
    groups: list[list[Part]] = []
    for group in _runs(items, lambda box: (box.left, box.right)):
        if groups and not _headed(group):
            groups[-1] += group
        else:
            groups.append(group)
    return groups


def _runs(items: Sequence[Part], side: Callable[[Box], tuple[float, float]]) -> list[list[Part]]:
    """The parts in groups between which a straight line can be drawn."""
    groups: list[list[Part]] = []
    end = float("-inf")
    for part in sorted(items, key=lambda part: side(part.box)):
        start, stop = side(part.box)
        if groups and start < end - SLACK:
            groups[-1].append(part)
        else:
            groups.append([part])
        end = max(end, stop)
    return groups


def _headed(items: Sequence[Part]) -> bool:
    """Whether the leftmost column of some parts begins with a headline."""
    text = [part for part in items if not isinstance(part, Frame)]
    if not text:
        return False
    first = min(text, key=lambda part: part.box.left)
    column = [part for part in text if overlap(part.box, first.box) >= SAME_COLUMN]
    return isinstance(min(column, key=lambda part: part.box.top), Head)


def _areas(items: Sequence[Part]) -> list[Area]:
    """The articles among parts that no straight cut divides: text goes to the headline that spans it."""
    heads = sorted((part for part in items if isinstance(part, Head)), key=lambda head: head.box.top)
    strips = in_columns([part for part in items if isinstance(part, Strip)])
    areas = [Area([head]) for head in heads] or [Area()]
    at = 0
    for strip in strips:
        above = [
            n
            for n, head in enumerate(heads)
            if head.box.top < strip.box.top and overlap(head.box, strip.box) >= SAME_COLUMN
        ]
        at = max(above, key=lambda n: heads[n].box.bottom, default=at)
        areas[at].strips.append(strip)
    found: list[Area] = []
    for area in areas:
        if found and not found[-1].strips and found[-1].heads and area.heads:
            found[-1].heads += area.heads  # headlines without text between them are one
            found[-1].strips = area.strips
        else:
            found.append(area)
    return [*found, *(Area(frame=part) for part in items if isinstance(part, Frame))]


def in_columns(strips: Sequence[Strip]) -> list[Strip]:
    """Strips column by column, from left to right, each from top to bottom.

    >>> from cleaner.geometry.rows import Row
    >>> boxes = [Box(20, 0, 29, 1), Box(0, 4, 9, 5), Box(0, 0, 9, 1)]
    >>> strips = [Strip([Row(n, box, "三座水库", 1.0)]) for n, box in enumerate(boxes)]
    >>> [strip.rows[0].number for strip in in_columns(strips)]
    [2, 1, 0]
    """
    columns: list[list[Strip]] = []
    ordered = sorted(strips, key=lambda strip: -len(strip.rows))
    boxes = Boxes(strip.box for strip in ordered)
    for strip in ordered:
        home = numbers(boxes.overlap(strip.box, slice(len(columns))) >= SAME_COLUMN)[:1]
        if home:
            columns[home[0]].append(strip)
            boxes[home[0]] = Box.enclosing([boxes[home[0]], strip.box])
        else:
            boxes[len(columns)] = strip.box
            columns.append([strip])
    columns.sort(key=lambda column: column[0].box.left)
    return [strip for column in columns for strip in sorted(column, key=lambda strip: strip.box.top)]
