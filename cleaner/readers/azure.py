"""Azure Document Intelligence, and the services before it: Read, Image Analysis, OCR by regions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from cleaner.document import Box, RawPage, Region, RegionKind, Span
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import region_kind
from cleaner.readers.tables import are_cells
from cleaner.readers.values import (
    Point,
    box,
    confidence,
    corners,
    fields,
    items,
    line_text,
    member,
    number,
    objects,
    printed,
    rectangle,
    slope,
    text,
)
from cleaner.readers.words import joined, mean_confidence

NOWHERE = (-1, -1)
"""The span of what has no place in the text of the answer."""

Entry = Mapping[str, object]
Numbered = list[tuple[Span, int]]
"""Spans in the order of the text, each with the number of what it belongs to."""


def _result(value: object) -> tuple[str, Entry]:
    """The path of an answer and the answer itself, which services wrap."""
    answer = fields(value)
    inner = fields(member(answer, "analyzeResult"))
    return ("/analyzeResult", inner) if inner else ("", answer)


# Document Intelligence


def _is_azure(value: object) -> bool:
    _, result = _result(value)
    return "pages" in result and (member(result, "apiVersion") or member(result, "modelId")) is not None


@dataclass(frozen=True)
class _Document:
    """What an answer has beside its pages."""

    paragraphs: list[tuple[str, Entry]]
    tables: list[tuple[str, Entry]]
    in_text: Numbered
    """The spans of paragraphs."""
    in_cells: Numbered
    """The spans of the cells of tables."""
    paragraphs_on: Mapping[int, Sequence[int]]
    """The paragraphs that begin on each page, by its number,"""
    tables_on: Mapping[int, Sequence[int]]
    """and the tables that have cells on it."""

    @classmethod
    def of(cls, result: Entry, path: str) -> _Document:
        paragraphs = list(objects(result.get("paragraphs"), f"{path}/paragraphs"))
        tables = list(objects(result.get("tables"), f"{path}/tables"))
        cells = [
            (cell, at)
            for at, (where, table) in enumerate(tables)
            if are_cells([printed(cell.get("content"), where) for _, cell in _cells(table, where)])
            for _, cell in _cells(table, where)
        ]
        return cls(
            paragraphs,
            tables,
            _numbered((paragraph, at) for at, (_, paragraph) in enumerate(paragraphs)),
            _numbered(cells),
            _by_page((paragraph, at) for at, (_, paragraph) in enumerate(paragraphs)),
            _by_page(cells),
        )


def _read_documents(value: object, name: str) -> Iterator[RawPage]:
    """Lines of each page, in the paragraphs that their offsets lie in; of tables the rows."""
    path, result = _result(value)
    document = _Document.of(result, path)
    for at, (where, entry) in enumerate(objects(result["pages"], f"{path}/pages")):
        count = member(entry, "pageNumber")
        page = _Page(_builder(entry, where, page_name(name, at, at == 0)), document, at + 1)
        page.number = count if isinstance(count, int) else at + 1
        page.read(entry, where)
        yield page.builder.page()


def _builder(page: Entry, path: str, name: str) -> PageBuilder:
    sides = [number(page[key], path) for key in ("width", "height") if page.get(key) is not None]
    return PageBuilder(
        InputFormat.AZURE,
        size=(sides[0], sides[1]) if len(sides) == 2 else None,
        unit="inch" if page.get("unit") == "inch" else "px",
        name=name,
    )


@dataclass
class _Page:
    """Collects the lines of a page."""

    builder: PageBuilder
    document: _Document
    number: int
    regions: dict[int, int] = field(default_factory=dict)
    """The regions of the paragraphs that have been begun."""
    tables: set[int] = field(default_factory=set)
    """The tables that have been added."""
    seen: list[Span] = field(default_factory=list)
    """What of the text has been added; all of it where a line does not tell its span."""

    def read(self, page: Entry, path: str) -> None:
        words = sorted(
            ((_spans(word)[0], where, word) for where, word in objects(page.get("words"), f"{path}/words")),
            key=itemgetter(0),
        )
        for where, line in objects(page.get("lines"), f"{path}/lines"):
            self._add_line(line, where, words)
        for at in self.document.tables_on[self.number]:
            self._add_table(at)
        seen = _merged(self.seen)
        for at in self.document.paragraphs_on[self.number]:
            where, paragraph = self.document.paragraphs[at]
            if not _meets(_spans(paragraph), seen):
                self._add_paragraph(at, paragraph, where)
        seen = _merged(self.seen)
        self._add_words([(where, word) for span, where, word in words if not _meets([span], seen)])

    def _add_line(self, line: Entry, path: str, words: Sequence[tuple[Span, str, Entry]]) -> None:
        spans = _spans(line)
        table = _holder(spans[0][0], self.document.in_cells)
        if table is not None and self._add_table(table):
            return
        self.seen += spans
        characters = [
            _character(word, where)
            for span in spans
            if span != NOWHERE
            for _, where, word in words[slice(*(bisect_left(words, edge, key=_start) for edge in span))]
        ]
        outline = corners(_outline(line), path)
        self.builder.add_line(
            line_text(line, path, "content", "text"),
            Box.around(outline) if outline else None,
            confidence=mean_confidence(characters),
            region=self._region_at(spans[0][0]),
            slope=slope(outline),
            path=path,
            characters=characters,
        )

    def _region_at(self, offset: int) -> int | None:
        at = _holder(offset, self.document.in_text)
        if at is not None and at not in self.regions:
            path, paragraph = self.document.paragraphs[at]
            self.regions[at] = self.builder.add_region(_region(paragraph, path))
        return None if at is None else self.regions[at]

    def _add_table(self, at: int) -> bool:
        """Add the rows that a table has on this page, once; whether it has some."""
        if at in self.tables or at not in self.document.tables_on[self.number]:
            return at in self.tables
        path, table = self.document.tables[at]
        rows: dict[int, list[Entry]] = {}
        for _, cell in _cells(table, path):
            if _page_of(cell) == self.number:
                rows.setdefault(_index(cell, "rowIndex"), []).append(cell)
        self.tables.add(at)
        place = next((part for part in _places(table) if member(part, "pageNumber") == self.number), {})
        region = self.builder.add_region(Region(RegionKind.TABLE, box(_outline(place), path), path=path))
        for row in rows.values():
            self.seen += [span for cell in row for span in _spans(cell) if span != NOWHERE]
            boxes = [box(_outline(part), path) for cell in row for part in _places(cell)]
            found = [each for each in boxes if each]
            self.builder.add_line(
                "\t".join(joined(printed(cell.get("content"), path).split("\n")) for cell in row),
                Box.enclosing(found) if found else None,
                region=region,
                path=path,
            )
        return True

    def _add_paragraph(self, at: int, paragraph: Entry, path: str) -> None:
        """Add a paragraph of which no line tells anything."""
        self.seen += _spans(paragraph)
        if at not in self.regions:
            self.regions[at] = self.builder.add_region(_region(paragraph, path))
        place = next(iter(_places(paragraph)), {})
        self.builder.add_line(
            printed(paragraph.get("content"), path),
            box(_outline(place), path),
            region=self.regions[at],
            whole_block=True,
            path=path,
        )

    def _add_words(self, words: Sequence[tuple[str, Entry]]) -> None:
        """Add words that stand in no line, those side by side as one."""
        line: list[Character] = []
        for path, word in words:
            character = _character(word, path)
            last = line[-1].box if line else None
            beside = last and character.box and last.top <= _middle(character.box) <= last.bottom
            if line and not beside:
                self._add_run(line, path)
                line = []
            line.append(character)
        if line:
            self._add_run(line, words[-1][0])

    def _add_run(self, line: Sequence[Character], path: str) -> None:
        boxes = [word.box for word in line if word.box]
        self.builder.add_line(
            joined([word.text for word in line]),
            Box.enclosing(boxes) if boxes else None,
            confidence=mean_confidence(line),
            path=path,
            characters=line,
        )


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch each other as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _meets(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether a span has something of others, in order; one that is nowhere, or others that are, may have."""
    if not others:
        return False
    if others[0] == NOWHERE:
        return True
    for start, end in spans:
        before = bisect_left(others, (end, end)) - 1
        if (start, end) == NOWHERE or (before >= 0 and others[before][1] > start):
            return True
    return False


def _page_of(entry: Entry) -> int:
    """The number of the page on which an entry begins; one that tells none is on the first."""
    number_ = member(next(iter(_places(entry)), {}), "pageNumber")
    return number_ if isinstance(number_, int) else 1


def _by_page(entries: Iterable[tuple[Entry, int]]) -> dict[int, list[int]]:
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for entry, at in entries:
        found[_page_of(entry)][at] = None
    return defaultdict(list, {page: list(numbers) for page, numbers in found.items()})


def _middle(place: Box) -> float:
    return (place.top + place.bottom) / 2


def _cells(table: Entry, path: str) -> list[tuple[str, Entry]]:
    """The cells of a table, row by row."""
    cells = objects(table.get("cells"), f"{path}/cells")
    return sorted(cells, key=lambda cell: (_index(cell[1], "rowIndex"), _index(cell[1], "columnIndex")))


def _index(cell: Entry, name: str) -> int:
    found = member(cell, name)
    return found if isinstance(found, int) else 0


def _places(entry: Entry) -> list[Entry]:
    return [fields(place) for place in items(member(entry, "boundingRegions"))]


def _outline(entry: Entry) -> object:
    return entry.get("polygon") or member(entry, "boundingBox") or member(entry, "boundingPolygon")


def _character(word: Entry, path: str) -> Character:
    content = printed(word.get("content", word.get("text")), path)
    return Character(content, box(_outline(word), path), confidence(word.get("confidence")))


def _region(paragraph: Entry, path: str) -> Region:
    label = text(paragraph.get("role"))
    place = next(iter(_places(paragraph)), {})
    kind = region_kind(label) if label else RegionKind.TEXT
    return Region(kind, box(_outline(place), path), level=1 if label == "title" else None, path=path)


def _spans(entry: Entry) -> list[Span]:
    """The spans of an entry; offsets are only compared among themselves, whatever they count."""
    found = []
    for span in map(fields, items(entry.get("spans")) or [entry.get("span")]):
        start, length = span.get("offset"), span.get("length")
        if isinstance(start, int) and isinstance(length, int):
            found.append((start, start + length))
    return found or [NOWHERE]


def _start(word: tuple[Span, str, Entry]) -> int:
    return word[0][0]


def _numbered(entries: Iterable[tuple[Entry, int]]) -> Numbered:
    return sorted((span, at) for entry, at in entries for span in _spans(entry))


def _holder(offset: int, spans: Numbered) -> int | None:
    """The number of the span that holds an offset."""
    before = bisect_right(spans, offset, key=lambda numbered: numbered[0][0])
    (start, end), index = spans[before - 1] if before else (NOWHERE, 0)
    return index if 0 <= start <= offset < end else None


# Services before it, and Image Analysis


def _read(value: object, name: str) -> Iterator[RawPage]:
    return _read_documents(value, name) if _is_azure(value) else _read_older(value, name)


def _older(value: object) -> list[tuple[str, Entry, list[tuple[str, Entry]]]]:
    """The pages of an answer of another service: path, page, and its lines with their paths."""
    path, result = _result(value)
    for key in ("readResults", "recognitionResults"):
        if member(result, key) is not None:
            return [
                (where, page, list(objects(page.get("lines"), f"{where}/lines")))
                for where, page in objects(member(result, key), f"{path}/{key}")
            ]
    blocks = objects(fields(member(result, "readResult")).get("blocks"), f"{path}/readResult/blocks")
    if "regions" in result and "textAngle" in result:
        blocks = objects(result["regions"], f"{path}/regions")
    lines = [line for where, block in blocks for line in objects(block.get("lines"), f"{where}/lines")]
    known = "textAngle" in result or member(result, "readResult") is not None
    return [(path, fields(result.get("metadata")), lines)] if known else []


def _read_older(value: object, name: str) -> Iterator[RawPage]:
    for at, (path, page, lines) in enumerate(_older(value)):
        builder = _builder(page, path, page_name(name, at, at == 0))
        for where, line in lines:
            words = [_older_word(word, place) for place, word in objects(line.get("words"), f"{where}/words")]
            outline = _older_corners(line, where)
            wordy = words and not {"text", "content"} & line.keys()
            builder.add_line(
                joined([word.text for word in words]) if wordy else line_text(line, where, "text", "content"),
                Box.around(outline) if outline else None,
                confidence=mean_confidence(words),
                slope=slope(outline),
                path=where,
                characters=words,
            )
        yield builder.page()


def _older_corners(entry: Entry, path: str) -> list[Point]:
    """The corners of a line or a word; the first service writes left, top, width and height as a string."""
    outline = _outline(entry)
    if isinstance(outline, str):
        return rectangle(outline.split(","), path, sized=True)
    return corners(outline, path)


def _older_word(word: Entry, path: str) -> Character:
    outline = _older_corners(word, path)
    content = printed(word.get("text", word.get("content")), path)
    return Character(content, Box.around(outline) if outline else None, confidence(word.get("confidence")))


READERS = (JsonReader(InputFormat.AZURE, lambda value: _is_azure(value) or bool(_older(value)), _read),)
