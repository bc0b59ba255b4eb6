"""PAGE XML, 2009 to 2024: Transkribus, OCR-D, eynollah, kraken, Tesseract.

Text stands at several levels; that of lines is taken, then that of words, then that of the region. Of
several readings the first is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.readers.building import Character, PageBuilder
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.markup import baseline_slope, follow, local_name, point_list
from cleaner.readers.values import Point, confidence, number
from cleaner.readers.words import joined

REGIONS = {
    "ImageRegion": RegionKind.FIGURE,
    "GraphicRegion": RegionKind.FIGURE,
    "LineDrawingRegion": RegionKind.FIGURE,
    "ChartRegion": RegionKind.FIGURE,
    "TableRegion": RegionKind.TABLE,
    "AdvertRegion": RegionKind.ADVERTISEMENT,
    "MathsRegion": RegionKind.FORMULA,
}
"""Kinds of regions that have no text of their own; text regions inside them are of their kind."""

TEXT_REGIONS = frozenset(["TextRegion", "TableCell"])

STRUCTURE = re.compile(r"structure\s*\{([^}]*)\}")
INDEX = re.compile(r"readingOrder\s*\{\s*index:\s*(\d{1,6})\s*;")


def read_page_xml(data: bytes, name: str) -> Iterator[RawPage]:
    """The page of a PAGE file.

    Raises `FormatError` where it is damaged.
    """
    return follow(data, _Reader(name))


class _Region:
    """An open region; it comes to the page with its first line, when its outline is known."""

    def __init__(self, element: Element, kind: RegionKind | None) -> None:
        self.element = element
        self.kind = kind
        self.index: int | None = None


class _Reader:
    """Follows the elements of a file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tesseract = False
        self._order: dict[str, int] = {}
        self._builder: PageBuilder | None = None
        self._regions: list[_Region] = []

    def start(self, tag: str, element: Element) -> None:
        if tag == "Page":
            width, height = (element.get(key) for key in ("imageWidth", "imageHeight"))
            size = (number(width, "Page"), number(height, "Page")) if width and height else None
            self._builder = PageBuilder(InputFormat.PAGE, size=size, name=self._name)
        elif tag in TEXT_REGIONS or tag in REGIONS:
            outer = self._regions[-1].kind if self._regions else None
            self._regions.append(_Region(element, REGIONS.get(tag, outer)))

    def end(self, tag: str, element: Element) -> RawPage | None:
        """What an element that is complete adds; the page, if this ends it."""
        if tag == "Creator":
            self._tesseract = (element.text or "").strip().lower().startswith("tesseract")
        elif tag == "ReadingOrder":
            self._order = {region: place for place, region in enumerate(_references(element))}
        elif self._builder:
            if tag == "Page":
                return self._builder.page()
            if tag == "SeparatorRegion":
                self._builder.add_rule(_box(element))
            elif tag == "TextLine":
                self._add_line(self._builder, element)
            elif tag in TEXT_REGIONS or tag in REGIONS:
                self._end_region(self._builder, tag)
            if tag in ("TextLine", "SeparatorRegion", *TEXT_REGIONS, *REGIONS):
                element.clear()
        return None

    def _end_region(self, builder: PageBuilder, tag: str) -> None:
        region = self._regions.pop()
        if region.index is not None:
            return
        text, share = _reading(region.element)
        if tag in TEXT_REGIONS and text:
            index = self._index(builder, region, "")
            builder.add_line(
                self._text(text),
                _box(region.element),
                confidence=share,
                region=index,
                whole_block=True,
                path=region.element.get("id", ""),
            )
        elif tag in REGIONS:
            self._index(builder, region, "")

    def _index(self, builder: PageBuilder, region: _Region, line_custom: str) -> int:
        """The index of a region, which is added to the page when it is asked for first."""
        if region.index is None:
            element = region.element
            identifier, label, custom = (element.get(key, "") for key in ("id", "type", "custom"))
            stated = INDEX.search(custom)
            region.index = builder.add_region(
                Region(
                    region.kind or region_kind(label),
                    _box(element),
                    self._order.get(identifier, int(stated[1]) if stated and not self._order else None),
                    heading_level(label),
                    _article(custom) or _article(line_custom),
                    identifier,
                )
            )
        return region.index

    def _add_line(self, builder: PageBuilder, line: Element) -> None:
        text, share = _reading(line)
        region = self._regions[-1] if self._regions else None
        baseline = next(_children(line, "Baseline"), None)
        builder.add_line(
            self._text(text),
            _box(line),
            confidence=share,
            region=self._index(builder, region, line.get("custom", "")) if region else None,
            slope=baseline_slope(_points(baseline)) if baseline is not None else 0.0,
            path=line.get("id", ""),
            characters=self._characters(line),
        )

    def _text(self, text: str) -> str:
        """The text; Tesseract parts all words by spaces, in Chinese too."""
        if not self._tesseract:
            return text
        return "\n".join(joined(line.split(" ")) for line in text.splitlines())

    def _characters(self, line: Element) -> Iterator[Character]:
        for word in _children(line, "Word"):
            for part in list(_children(word, "Glyph")) or [word]:
                text, share = _reading(part)
                yield Character(text, None if self._tesseract else _box(part), share)


def _references(group: Element) -> Iterator[str]:
    """The regions of a reading order, those of a group by their index."""
    for child in sorted(group, key=lambda each: int(number(each.get("index", "0"), "ReadingOrder"))):
        if reference := child.get("regionRef"):
            yield reference
        yield from _references(child)


def _article(custom: str) -> str:
    """The article that Transkribus' tags name: `structure {type:article; id:a1;}`."""
    found = STRUCTURE.search(custom)
    tags = (
        dict(tag.split(":", 1) for tag in found[1].replace(" ", "").split(";") if ":" in tag) if found else {}
    )
    return tags.get("id", "") if tags.get("type") == "article" else ""


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local_name(child.tag) == name)


def _reading(element: Element) -> tuple[str, float | None]:
    """The text of a line, word or region, and its confidence: that of its words where it has none itself."""
    readings = sorted(
        _children(element, "TextEquiv"), key=lambda each: number(each.get("index", "0"), "TextEquiv/@index")
    )
    for reading in readings:
        for name in ("Unicode", "PlainText"):
            if text := next((each.text for each in _children(reading, name) if each.text), ""):
                return text, confidence(reading.get("conf"))
    parts = [_reading(word) for name in ("Word", "Glyph") for word in _children(element, name)]
    texts = [text for text, _ in parts]
    return "".join(texts) if local_name(element.tag) == "Word" else joined(texts), None


def _points(element: Element) -> list[Point]:
    """The attribute `points`, or the elements `Point` of 2009 and 2010."""
    if stated := element.get("points"):
        return point_list(stated, "points")
    return [
        (number(point.get("x"), "Point"), number(point.get("y"), "Point"))
        for point in _children(element, "Point")
    ]


def _box(element: Element) -> Box | None:
    for outline in _children(element, "Coords"):
        if points := _points(outline):
            return Box.around(points)
    return None
