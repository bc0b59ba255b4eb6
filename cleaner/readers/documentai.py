"""Google Document AI: lines and symbols as places in the text of the document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import NamedTuple

from cleaner.document import RawPage, Region
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder, page_name
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
from cleaner.readers.google import box_of
from cleaner.readers.kinds import region_kind
from cleaner.readers.values import check_pages, confidence, fields, items, member, number, objects, printed

Entry = Mapping[str, object]

LONGEST = 12
"""Digits of a place in a text."""


class _Part(NamedTuple):
    """A paragraph, line or symbol: where it stands in the text of the document, and its layout."""

    start: int
    end: int
    layout: Entry
    path: str


START = attrgetter("start")


def _document(value: object) -> tuple[Entry, str]:
    """The document of an answer with its path, in `document` or by itself."""
    answer = fields(value)
    return (fields(answer["document"]), "/document") if "document" in answer else (answer, "")


def _is_document_ai(value: object) -> bool:
    """Whether one of its pages names places in a text, in a layout of its own or of its lines."""
    document, _ = _document(value)
    pages = document.get("pages")
    if not isinstance(document.get("text"), str) or not isinstance(pages, list):
        return False
    return any(map(_names_places, map(fields, pages)))


def _names_places(page: Entry) -> bool:
    parts = [page, *map(fields, items(page.get("lines"))[:1])]
    return any(isinstance(member(fields(part.get("layout")), "textAnchor"), dict) for part in parts)


def _read(value: object, name: str) -> Iterator[RawPage]:
    """Pages without lines have those of their text; what no line names is of the page that begins before."""
    document, path = _document(value)
    text = printed(document["text"], f"{path}/text")
    pages = [(page, where) for where, page in objects(document["pages"], f"{path}/pages")]
    check_pages(len(pages))
    lines = [
        _parts(page, "lines", text, where) or _parts({"page": [page]}, "page", text, where)
        for page, where in pages
    ]
    begins = sorted((own[0].start if own else len(text), at) for at, own in enumerate(lines))
    last = list(accumulate((at for _, at in begins), max))  # the last page that begins so early
    for start, end in _between(sorted(part[:2] for own in lines for part in own), len(text)):
        before = bisect_right(begins, start, key=itemgetter(0))
        lines[last[before - 1] if before else 0].append(_Part(start, end, {}, f"{path}/text"))
    for at, ((page, where), own) in enumerate(zip(pages, lines, strict=True)):
        yield _page(text, page, sorted(own, key=START), where, page_name(name, at, at == 0))


def _between(spans: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """What lies between the spans of a text of this length, and behind the last.

    >>> list(_between([(0, 3), (2, 4), (6, 7)], 9))
    [(4, 6), (7, 9)]
    """
    done = 0
    for start, end in (*spans, (length, length)):
        if start > done:
            yield done, start
        done = max(done, end)


def _page(text: str, page: Entry, lines: Sequence[_Part], path: str, name: str) -> RawPage:
    """A region a paragraph."""
    dimension = fields(page.get("dimension"))
    sides = [number(dimension[key], path) for key in ("width", "height") if dimension.get(key)]
    size = (sides[0], sides[1]) if len(sides) == 2 else None
    builder = PageBuilder(InputFormat.DOCUMENT_AI, size=size, unit="px" if size else "relative", name=name)
    paragraphs, symbols = (_parts(page, key, text, path) for key in ("paragraphs", "symbols"))
    regions = [
        builder.add_region(Region(region_kind("text"), box_of(part.layout, part.path, size), path=part.path))
        for part in paragraphs
    ]
    for line in lines:
        above = bisect_right(paragraphs, line.start, key=START) - 1
        first, last = (bisect_left(symbols, place, key=START) for place in line[:2])
        builder.add_line(
            text[line.start : line.end],
            box_of(line.layout, line.path, size),
            confidence=confidence(line.layout.get("confidence")),
            region=regions[above] if above >= 0 and line.end <= paragraphs[above].end else None,
            path=line.path,
            characters=[
                Character(
                    text[symbol.start : symbol.end].strip(),
                    box_of(symbol.layout, symbol.path, size),
                    confidence(symbol.layout.get("confidence")),
                )
                for symbol in symbols[first:last]
            ],
        )
    return builder.page()


def _parts(page: Entry, key: str, text: str, path: str) -> list[_Part]:
    """The parts of a page under a key, in the order of the text; one in several pieces is a part for each."""
    found = []
    for where, part in objects(page.get(key), f"{path}/{key}"):
        layout = fields(part.get("layout"))
        anchor = fields(member(layout, "textAnchor"))
        for at, segment in objects(member(anchor, "textSegments"), f"{where}/textSegments"):
            start, end = (_index(member(segment, key) or 0, at) for key in ("startIndex", "endIndex"))
            if not start <= end <= len(text):
                raise FormatError(
                    f"{at}: this is no place in a text of {len(text)} characters. The file is damaged: "
                    "write it anew."
                )
            found.append(_Part(start, end, layout, where))
    return sorted(found, key=START)


def _index(value: object, where: str) -> int:
    """A place in a text, which JSON has as a string. Raises `FormatError` where it is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= LONGEST:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise FormatError(
        f"{where}: {str(value)[:40]!r} is no place in a text. The file is damaged: write it anew."
    )


READERS = (JsonReader(InputFormat.DOCUMENT_AI, _is_document_ai, _read),)
