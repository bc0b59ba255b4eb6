"""Tesseract's TSV: a row a page, block, paragraph, line and word; as it writes it, or as other programs do.

Columns are known by their names, and may be left out but for those of `TSV_NEEDED`; pandas writes whole
numbers as `1.0` where a column has gaps.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder
from cleaner.readers.formats import TSV_COLUMNS, TSV_NEEDED, InputFormat, tsv_header
from cleaner.readers.markup import MARKS
from cleaner.readers.values import confidence, number
from cleaner.readers.words import joined, mean_confidence
from cleaner.reading.decoding import gb18030_text

COUNTS = ("level", "page_num", "block_num", "par_num", "line_num")
"""Columns of whole numbers."""

PAGE, BLOCK, PARAGRAPH, LINE, WORD = "12345"

RULE = 8
"""A place without text is a rule, not a picture, if it is so many times as long as it is thick."""

WHOLE = re.compile(r" *[0-9]{1,9}(?:\.0*)? *", re.ASCII)
QUOTED = re.compile(r'"(?:[^"]|"")*"')

TsvRow = Mapping[str, str]


def read_tsv(data: bytes, name: str) -> Iterator[RawPage]:
    r"""The pages of a TSV file of Tesseract.

    Raises `FormatError` where it is damaged.

    >>> table = "\t".join(TSV_COLUMNS) + "\n5\t1\t1\t1\t1\t1\t0\t0\t80\t20\t96\t三座水库\n"
    >>> [page.text for page in read_tsv(table.encode(), "a.tsv")]
    ['三座水库\n']
    """
    reader, current = None, ""
    for row in _rows(data):
        page = row["page_num"]
        if reader is None or row["level"] == PAGE or page != current:
            if reader:
                yield reader.finish()
            reader, current = _Page(row, name if page in ("", "1") else f"{name} page {page}".strip()), page
        reader.add(row)
    if reader is None:
        raise FormatError("the table has no rows. Run Tesseract again.")
    yield reader.finish()


def _rows(data: bytes) -> Iterator[TsvRow]:
    lines = StringIO(_text(data), newline=None)
    head = lines.readline().rstrip("\n")
    delimiter, columns = tsv_header(head)
    if missing := [column for column in TSV_NEEDED if column not in columns]:
        raise FormatError(f"the table has no column {missing[0]!r}. Keep all the columns of Tesseract.")
    bare = head.split("\t") == TSV_COLUMNS  # as Tesseract writes it, without quotes
    for at, line in enumerate(lines, 2):
        if not line.strip("\n"):
            continue
        found = _cells(line.removesuffix("\n"), delimiter, bare=bare)
        if len(found) > len(columns) and columns[-1] == "text":  # it has the delimiter in it
            found[len(columns) - 1 :] = [delimiter.join(found[len(columns) - 1 :])]
        if len(found) not in (len(columns), len(columns) - (columns[-1] == "text")):
            raise FormatError(
                f"row {at} has {len(found)} cells instead of {len(columns)}. Run Tesseract again."
            )
        row = dict.fromkeys(TSV_COLUMNS, "") | dict(zip(columns, found, strict=False))
        if row["left"].lower() == "left":
            continue  # the header of a table that was put behind another one
        row |= {column: _whole(row[column]) for column in COUNTS}
        if bare and _must_be_quoted(row["text"][1:-1]) and QUOTED.fullmatch(row["text"]):
            row["text"] = row["text"][1:-1].replace('""', '"')  # by pandas
        if "level" not in columns:
            row["level"] = WORD if row["text"].strip() else ""
        elif row["level"] not in (PAGE, BLOCK, PARAGRAPH, LINE, WORD):
            raise FormatError(f"row {at}: {row['level'][:40]!r} is no level, 1 to 5. Run Tesseract again.")
        yield {**row, "path": f"row {at}"}


def _cells(line: str, delimiter: str, *, bare: bool) -> list[str]:
    """The cells of a row; a quotation mark that has no other one is a word of the page.

    >>> _cells('5;"a;b"', ";", bare=False), _cells('5;"', ";", bare=False)
    (['5', 'a;b'], ['5', '"'])
    """
    if bare or '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return line.split(delimiter)


def _text(data: bytes) -> str:
    """The text of a table: in the encoding of its mark, UTF-8, or GB18030 as programs on Windows write it."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except ValueError as error:
        if text := gb18030_text(data):
            return text
        raise FormatError(f"it is not {encoding.upper()} ({error}). Save it as UTF-8.") from None


def _must_be_quoted(text: str) -> bool:
    return '""' in text or "\t" in text


def _whole(value: str) -> str:
    """A whole number as Tesseract writes it; anything else as it is.

    >>> _whole("12.0"), _whole("1.5"), _whole("")
    ('12', '1.5', '')
    """
    return str(int(value.partition(".")[0])) if WHOLE.fullmatch(value) else value.strip()


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
            word = _box(row)
            self._boxes.append(word)
            self._words.append(Character(row["text"], None, confidence(row["conf"], 100), word))
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
        if line and not words:  # a table of lines alone
            text = line["text"]
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
    return Box.around([(left, top), (left + width, top + height)])
