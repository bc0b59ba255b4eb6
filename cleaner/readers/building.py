"""From the lines of a file to a `RawPage`: the raw text, and the offsets of each line in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import east_asian_width

import numpy as np

from cleaner.document import Box, Floats, Line, RawPage, Region
from cleaner.errors import InputError
from cleaner.readers.formats import InputFormat
from cleaner.reading.decoding import LARGEST

MOST_LINES = 20_000
"""Lines of a page at the most; a broadsheet of small type has some 1,500."""

REACH = 8
"""Characters of a line that engines leave out between two that they box, at the most; they are blanks."""


class Character(NamedTuple):
    """What an engine boxed as one: a character, or a word of Latin letters or digits."""

    text: str
    box: Box | None
    confidence: float | None = None
    word: Box | None = None
    """The box of the word that it begins, of an engine whose boxes of words overlap."""


class PageBuilder:
    r"""Collects the lines of a page in the order of its file.

    >>> builder = PageBuilder(InputFormat.BOX_LIST)
    >>> builder.add_line("青石镇", region=builder.add_region(Region()))
    >>> builder.add_line("小满", region=builder.add_region(Region()))
    >>> builder.page().text
    '青石镇\n\n小满\n'
    """

    def __init__(
        self,
        source: InputFormat,
        *,
        size: tuple[float, float] | None = None,
        unit: str = "px",
        name: str = "",
    ) -> None:
        self.format = source
        self.size = size
        self.unit = unit
        self.name = name
        self._parts: list[str] = []
        self._length = 0
        self._lines: list[Line] = []
        self._regions: list[Region] = []
        self._rules: list[Box] = []
        self._characters: list[tuple[int, Character]] = []

    def add_region(self, region: Region) -> int:
        """Add a region and return its index; one without lines is a place without text, such as a picture."""
        self._regions.append(region)
        return len(self._regions) - 1

    def add_rule(self, box: Box | None) -> None:
        if box is not None:
            self._rules.append(box)

    def add_line(
        self,
        text: str,
        box: Box | None = None,
        *,
        confidence: float | None = None,
        region: int | None = None,
        slope: float = 0.0,
        whole_block: bool = False,
        path: str = "",
        characters: Iterable[Character] = (),
    ) -> None:
        """Add a line. One that is blank is left out; one with line breaks in it becomes several of one box.

        A surrogate that stands alone, which no encoding can write, becomes U+FFFD.
        Raises `InputError` where the page grows larger than a page can be.
        """
        parts = [part for part in _encodable(text).splitlines() if part.strip()]
        if not parts:
            return
        if self._lines and self._lines[-1].region != region:
            self._append("\n")
        start = self._length
        for part in parts:
            span = (self._length, self._length + len(part))
            self._append(part + "\n")
            self._lines.append(Line(span, box, confidence, region, slope, whole_block, path))
        check_size(len(self._lines), self._length)
        self._characters += _placed("\n".join(parts), start, characters)

    def _append(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)

    def page(self) -> RawPage:
        """The page of what was added."""
        return RawPage(
            "".join(self._parts),
            tuple(self._lines),
            tuple(self._regions),
            tuple(self._rules),
            self.size,
            self.unit,
            self._boxes((at, character.box) for at, character in self._characters),
            self._confidences(),
            self.format.value,
            self.name,
            self._boxes((at, character.word) for at, character in self._characters),
        )

    def _boxes(self, placed: Iterable[tuple[int, Box | None]]) -> Floats | None:
        """Boxes at offsets of the text; `None` where there is none."""
        boxes = None
        for at, box in placed:
            if box:
                if boxes is None:
                    boxes = np.full((self._length, 4), np.nan)
                boxes[at] = (box.left, box.top, box.right, box.bottom)
        return boxes

    def _confidences(self) -> Floats | None:
        confidences = None
        for at, character in self._characters:
            if character.confidence is not None:
                if confidences is None:
                    confidences = np.full(self._length, np.nan)
                confidences[at] = character.confidence
        return confidences


def check_size(lines: int, characters: int) -> None:
    """Raise `InputError` where lines or characters are more than a page can have."""
    if lines > MOST_LINES or characters > LARGEST:
        raise InputError(
            f"a page of more than {MOST_LINES} lines or {LARGEST // 2**20} million characters is no "
            "newspaper page. Write a file or an entry a page."
        )


def page_name(name: str, index: object, first: bool) -> str:
    """The name of a page inside a file, which the first one shares with the file.

    >>> page_name("a.json", 0, True), page_name("a.json", 1, False)
    ('a.json', 'a.json page 2')
    """
    return name if first or not isinstance(index, int) else f"{name} page {index + 1}".strip()


def _encodable(text: str) -> str:
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _placed(text: str, start: int, characters: Iterable[Character]) -> Iterator[tuple[int, Character]]:
    """Single characters with their offsets, `start` being the offset of the line.

    Engines leave out blanks, box words of Latin letters and digits as one, and now and then box what their
    text has not: a box of several narrow characters is divided evenly, one that is found nowhere is left out.
    """
    at = 0
    for character in characters:
        length = len(character.text)
        found = text.find(character.text, at, at + length + REACH) if length else -1
        if found < 0:
            continue
        at = found + length
        whole = length > 1 and any(east_asian_width(char) in "WF" for char in character.text)
        for part in range(length):
            place = None if whole else _share(character.box, part, length)
            word = None if part else character.word
            yield start + found + part, Character(text[found + part], place, character.confidence, word)


def _share(box: Box | None, part: int, parts: int) -> Box | None:
    if box is None or parts == 1:
        return box
    width = box.width / parts
    return Box(box.left + part * width, box.top, box.left + (part + 1) * width, box.bottom)
