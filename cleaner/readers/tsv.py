"""Tesseract's TSV: a row a page, block, paragraph, line and word; as it writes it, or as pandas does.

The boxes of words overlap their neighbours in Chinese: they are used only where a table has no rows of lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Final

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder
from cleaner.readers.formats import TSV_HEADER, InputFormat
from cleaner.readers.markup import decoded
from cleaner.readers.values import confidence, number
from cleaner.readers.words import joined, mean_confidence

COLUMNS = TSV_HEADER.split("\t")
PAGE, BLOCK, PARAGRAPH, LINE, WORD = "12345"

RULE = 8
"""A place without text is a rule, not a picture, if it is so many times as long as it is thick."""

TsvRow = Mapping[str, str]


def read_tsv(data: bytes, name: str) -> Iterator[RawPage]:
    r"""The pages of a TSV file of Tesseract.

    Raises `FormatError` where it is damaged.

    >>> table = TSV_HEADER + "\n5\t1\t1\t1\t1\t1\t0\t0\t80\t20\t96\t三座水库\n"
    >>> [page.text for page in read_tsv(table.encode(), "a.tsv")]
    ['三座水库\n']
    """
    reader = None
    for row in _rows(data):
        if row["level"] == PAGE or reader is None:
            if reader:
                yield reader.finish()
            page = row["page_num"]
            reader = _Page(row, name if page == "1" else f"{name} page {page}".strip())
        reader.add(row)
    if reader is None:
        raise FormatError("the table has no rows. Run Tesseract again.")
    yield reader.finish()


def _rows(data: bytes) -> Iterator[TsvRow]:
    text = "".join(decoded(data))
    head = text.partition("\n")[0].rstrip("\r")
    delimiter = "\t" if "\t" in head else ","
    quotes = None if head == TSV_HEADER else '"'  # Tesseract sets none, pandas does
    quoting: Final = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
    lines = csv.DictReader(StringIO(text), delimiter=delimiter, quoting=quoting, quotechar=quotes)
    try:
        for row in lines:
            if any(row[column] is None for column in COLUMNS[:-1]):
                raise FormatError(f"row {lines.line_num} is cut short. Run Tesseract again.")
            yield {**row, "path": f"row {lines.line_num}", "text": row["text"] or ""}
    except csv.Error as error:
        raise FormatError(f"row {lines.line_num}: {error}. Run Tesseract again.") from None


class _Page:
    """Collects the rows of a page."""

    def __init__(self, row: TsvRow, name: str) -> None:
        place = _box(row)
        size = (place.right, place.bottom) if row["level"] == PAGE else None
        self._builder = PageBuilder(InputFormat.TSV, size=size, name=name)
        self._paragraph: TsvRow | None = None
        self._region: int | None = None
        self._line: TsvRow | None = None
        self._words: list[Character] = []
        self._boxes: list[Box] = []
        self._place: tuple[str, ...] = ()

    def add(self, row: TsvRow) -> None:
        if row["level"] == WORD:
            place = row["block_num"], row["par_num"], row["line_num"]
            if self._words and place != self._place:  # rows of words alone were kept
                self._end_line()
            self._place = place
            self._boxes.append(_box(row))
            self._words.append(Character(row["text"], None, confidence(row["conf"], 100)))
            return
        self._end_line()
        if row["level"] == PARAGRAPH:
            self._paragraph, self._region = row, None
        elif row["level"] == LINE:
            self._line = row

    def _end_line(self) -> None:
        line, words, boxes = self._line, self._words, self._boxes
        self._line, self._words, self._boxes = None, [], []
        text = joined([word.text for word in words])
        if text.strip():
            place = _box(line) if line else Box.enclosing(boxes)
            if self._region is None and self._paragraph:
                paragraph = self._paragraph
                self._region = self._builder.add_region(Region(box=_box(paragraph), path=paragraph["path"]))
            self._builder.add_line(
                text,
                place,
                confidence=mean_confidence(words),
                region=self._region,
                path=line["path"] if line else "",
                characters=words,
            )
        elif words and line:
            self._add_place(_box(line), line["path"])

    def _add_place(self, place: Box, path: str) -> None:
        """Add a rule or a picture: a line of one word, which is a blank."""
        if max(place.width, place.height) >= RULE * min(place.width, place.height):
            self._builder.add_rule(place)
        else:
            self._builder.add_region(Region(RegionKind.FIGURE, place, path=path))

    def finish(self) -> RawPage:
        self._end_line()
        return self._builder.page()


def _box(row: TsvRow) -> Box:
    left, top, width, height = (number(row[key], row["path"]) for key in ("left", "top", "width", "height"))
    return Box(left, top, left + width, top + height)
