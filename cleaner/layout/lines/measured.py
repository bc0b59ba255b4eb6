"""Blocks cut at their gaps, and what their pieces say wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from cleaner.layout.lines.columns import column_width, find_line_pieces
from cleaner.layout.lines.line_breaking import LineBreaking, break_blocks
from cleaner.layout.lines.pieces import Gap, Piece

FEWEST = 3
"""Lines of a block from which they are compared."""
FEW_SPACES = 2
"""Line breaks to each space inside a line, from which they are the ends of printed lines."""
LONGEST_LINE = 60
"""Characters in a printed line, at the most; a text with fewer ends of lines was not wrapped."""


class LineBreaks(NamedTuple):
    """What shows whether the lines of a block end at line breaks."""

    broken: int
    """How many do,"""
    spaces: int
    """how many spaces stand inside lines,"""
    compared: int
    """how many lines are compared, if enough to tell,"""
    alike: int
    """and how many of them are equally wide."""


_UNBROKEN = LineBreaks(0, 0, compared=0, alike=0)


def end_printed_lines(blocks: Iterable[LineBreaks], length: int) -> bool:
    """Whether the line breaks inside the blocks of a text are the ends of its printed lines, and no space is.

    Most of the lines are equally wide, or there are far fewer spaces than line breaks in a text of which some
    are compared; and no line is longer than print has it. `length`: that of the text, in characters.

    >>> few, many = LineBreaks(9, 2, compared=9, alike=3), LineBreaks(9, 8, compared=9, alike=3)
    >>> end_printed_lines([few], 300), end_printed_lines([many], 300)
    (True, False)
    >>> end_printed_lines([LineBreaks(9, 2, compared=0, alike=0)], 300)  # paragraphs of two lines
    False
    """
    counts = list(blocks)
    broken, spaces, compared, alike = (sum(count[n] for count in counts) for n in range(4))
    if compared and broken >= FEW_SPACES * spaces and broken * LONGEST_LINE > length:
        return True
    return 2 * alike > compared and alike * LONGEST_LINE > length


class Measure(NamedTuple):
    """How wide a block is, in em."""

    width: float
    """The column width that its lines agree with, and how many do."""
    votes: int
    widest: float
    """The width of the widest line, squeezed."""
    first: float
    """The width of the first line."""


class MeasuredBlock:
    """A block cut at its gaps, and what its pieces say: the same wherever the block stands."""

    def __init__(self, gaps: Sequence[Gap], pieces: Sequence[Piece]) -> None:
        self.gaps = gaps
        """Offsets count from the beginning of the block."""
        self.pieces = pieces
        self._measures: dict[bool, Measure] = {}
        self._settings: dict[tuple[float, bool], LineBreaking] = {}

    def measure(self, line_breaks: bool) -> Measure:
        """The width of the column; of lines, if the page keeps its line breaks, else of pieces."""
        found = self._measures.get(line_breaks)
        if found is None:
            lines = find_line_pieces(self.pieces) if line_breaks else self.pieces
            widest = max(line.width - line.squeeze for line in lines)
            found = self._measures[line_breaks] = Measure(*column_width(lines), widest, lines[0].width)
        return found

    def setting(self, width: float, line_breaks: bool) -> LineBreaking:
        """The block set in a column."""
        if not self.is_set(width, line_breaks):
            set_all([(self, width)], line_breaks)
        return self._settings[width, line_breaks]

    def is_set(self, width: float, line_breaks: bool) -> bool:
        """Whether it was set in a column before."""
        return (width, line_breaks) in self._settings

    def keep(self, setting: LineBreaking, width: float, line_breaks: bool) -> None:
        """Keep how it is set in a column."""
        self._settings[width, line_breaks] = setting

    @cached_property
    def line_breaks(self) -> LineBreaks:
        """What shows whether its lines end at line breaks."""
        if not self.gaps:
            return _UNBROKEN
        lines = [line for line in find_line_pieces(self.pieces) if line.newline]
        alike = column_width(lines)[1] if len(lines) >= FEWEST else 0
        return LineBreaks(
            len(lines), len(self.gaps) - len(lines), len(lines) if len(lines) >= FEWEST else 0, alike
        )


def set_all(wanted: Sequence[tuple[MeasuredBlock, float]], line_breaks: bool) -> None:
    """Set blocks in columns of these widths, all that are not known yet at once."""
    fresh = [*dict.fromkeys(each for each in wanted if not each[0].is_set(each[1], line_breaks))]
    found = break_blocks([(cut.pieces, width) for cut, width in fresh], line_breaks=line_breaks)
    for (cut, width), setting in zip(fresh, found, strict=True):
        cut.keep(setting, width, line_breaks)
