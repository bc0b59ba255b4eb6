"""The page as it was read: its raw text, and where each line of it stands on the scan.

A plain text file gives a `RawPage` of text alone. A file of an OCR engine gives the same text with lines,
regions, rules and, where the engine measured them, single characters. All boxes of a page are in one unit
with the origin at the top left; `RawPage.unit` names it, so that they can be written back as they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from os import PathLike
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cleaner.counting import counted

if TYPE_CHECKING:
    from cleaner.records import BoxRecord

Span = tuple[int, int]
"""Start and end offset in the raw text."""

Floats = npt.NDArray[np.float64]

HIGHEST_LEVEL = 1
"""Of the headings of a file; in one of articles that of their titles."""
DECIMALS = 5
"""Of coordinates that are written; those that are shares of a page need as many."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle, in the unit of its page; the origin is at the top left.

    >>> Box(10, 20, 110, 50).width, Box(10, 20, 110, 50).height
    (100, 30)
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @classmethod
    def around(cls, points: Sequence[Sequence[float]]) -> Box:
        """The upright box around a polygon of (x, y) points.

        Raises `ValueError` where there are no points.

        >>> Box.around([(12, 20), (110, 22), (109, 50), (10, 48)])
        Box(left=10, top=20, right=110, bottom=50)
        """
        if not points:
            raise ValueError("a polygon without points has no box")
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        return cls(min(xs), min(ys), max(xs), max(ys))

    @classmethod
    def enclosing(cls, boxes: Sequence[Box]) -> Box:
        """The smallest box round others.

        Raises `ValueError` where there are none.

        >>> Box.enclosing([Box(0, 0, 90, 10), Box(5, 15, 95, 25)])
        Box(left=0, top=0, right=95, bottom=25)
        """
        return cls(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    def turned(self, quarters: int) -> Box:
        """The box turned to the left about the origin, by quarter turns.

        >>> Box(10, 20, 110, 50).turned(1)
        Box(left=20, top=-110, right=50, bottom=-10)
        >>> Box(10, 20, 110, 50).turned(1).turned(-1) == Box(10, 20, 110, 50).turned(4)
        True
        """
        left, top, right, bottom = self.left, self.top, self.right, self.bottom
        for _ in range(quarters % 4):
            left, top, right, bottom = top, -right, bottom, -left
        return Box(left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box on a page, for texts that may stand on several.

    >>> PageBox("p1", Box(10, 20, 110, 50)).as_dict()
    {'page': 'p1', 'x': 10, 'y': 20, 'w': 100, 'h': 30}
    """

    page: str
    """The name of the page."""
    box: Box

    def as_dict(self) -> BoxRecord:
        """The JSON object of the box: left, top, width and height, in the unit of the page."""
        x, y, w, h = (
            round(side, DECIMALS) for side in (self.box.left, self.box.top, self.box.width, self.box.height)
        )
        return {"page": self.page, "x": x, "y": y, "w": w, "h": h}


class RegionKind(StrEnum):
    """What an engine's layout model took a region for."""

    UNKNOWN = "unknown"
    TEXT = "text"
    HEADING = "heading"
    """A headline or a heading; most engines do not tell them apart."""
    BYLINE = "byline"
    """Who wrote an article, where a file says it of a text by itself."""
    LIST = "list"
    TABLE = "table"
    CAPTION = "caption"
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    FORMULA = "formula"
    CODE = "code"
    FIGURE = "figure"
    ADVERTISEMENT = "advertisement"


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the page, as the engine's layout model found it."""

    kind: RegionKind = RegionKind.UNKNOWN
    box: Box | None = None
    order: int | None = None
    """Its place in the reading order that the file states; `None` where it states none."""
    level: int | None = None
    """The level of a heading, 1 the highest, where the file tells it."""
    article: str = ""
    """The identifier of its article in the file (METS/ALTO, Transkribus); empty where there is none."""
    path: str = ""
    """Where it stands in the file: an XML id, a JSON pointer, or a row of a table."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw text; in a file of blocks alone, a whole paragraph of it."""

    span: Span
    box: Box | None = None
    confidence: float | None = None
    """The engine's, 0 to 1."""
    region: int | None = None
    """Index in `RawPage.regions`."""
    slope: float = 0.0
    """Rise of the baseline by its length, downwards positive: 0 for an upright scan."""
    whole_block: bool = False
    """Whether this is a paragraph or block whose printed lines the file does not tell apart."""
    path: str = ""
    """Where it stands in the file: an XML id, a JSON pointer, or a row of a table."""


@dataclass(frozen=True, eq=False, repr=False)
class RawPage:
    """The raw text of a page and what the engine knew of its places.

    `text` holds the lines in the order of the file, each ended by a line feed; a blank line parts regions.
    Offsets of all spans are offsets in `text`.
    """

    text: str
    lines: tuple[Line, ...] = ()
    """In the order of the text; empty for plain text."""
    regions: tuple[Region, ...] = ()
    rules: tuple[Box, ...] = ()
    """Printed rules, frames and column separators."""
    size: tuple[float, float] | None = None
    """Width and height of the page, where the file tells them."""
    unit: str = "px"
    """The unit of all boxes: `px`, `mm10` (tenths of a millimetre), `inch`, `inch1200`, `pt`,
    `relative` (0 to 1)."""
    character_boxes: Floats | None = field(default=None, repr=False)
    """Shape (len(text), 4): left, top, right, bottom of each character; NaN where the engine gave none."""
    character_confidences: Floats | None = field(default=None, repr=False)
    """Shape (len(text),): the engine's confidence in each character, 0 to 1; NaN where it gave none."""
    format: str = "text"
    """The name of the input format."""
    name: str = ""
    """The name of the page inside a file of several pages."""
    word_boxes: Floats | None = field(default=None, repr=False)
    """Shape (len(text), 4): the box of the word that begins at each character, NaN elsewhere, of an engine
    whose boxes of words overlap their neighbours: their right edges say nothing, and some are too high."""

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__}: {counted(len(self.text), 'character')}, "
            f"{counted(len(self.lines), 'line')}, {counted(len(self.regions), 'region')}, {self.format}>"
        )

    @property
    def has_boxes(self) -> bool:
        """Whether any line of the page has a box.

        >>> RawPage("青石镇").has_boxes
        False
        """
        return any(line.box is not None for line in self.lines)


def text_of(page: object) -> str:
    """The raw text of what `cleaner.clean` and the rules are called with: a string or a `RawPage`.

    Raises `TypeError`, which says what to do, for anything else.

    >>> text_of("青石镇")
    '青石镇'
    >>> text_of(b"abc")
    Traceback (most recent call last):
    TypeError: the text of a page is wanted, not bytes. Decode it first: clean(read_bytes(data).text).
    """
    if isinstance(page, str):
        return page
    if isinstance(page, RawPage):
        return page.text
    remedy = "Pass a string."
    if isinstance(page, bytes | bytearray | memoryview):
        remedy = "Decode it first: clean(read_bytes(data).text)."
    elif isinstance(page, PathLike):
        remedy = "Read it first: clean(read_file(path).text)."
    elif isinstance(getattr(page, "text", None), str):
        remedy = "Pass its attribute `text`."
    elif isinstance(page, Iterable):
        remedy = "Clean its pages one by one."
    elif page is None:
        remedy = "Is a return value missing?"
    raise TypeError(f"the text of a page is wanted, not {type(page).__name__}. {remedy}")
