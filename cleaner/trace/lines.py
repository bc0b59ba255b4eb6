"""Lines and columns of a text, as people and editors count them."""

from __future__ import annotations

from bisect import bisect_right


class LineIndex:
    r"""Where the offsets of a text are, by line and column, both counted from 1 in characters.

    >>> lines = LineIndex("甲\n乙丙")
    >>> lines.place(0), lines.place(3)
    ((1, 1), (2, 2))
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; the end of the text has a place too."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
