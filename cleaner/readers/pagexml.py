"""PAGE XML, 2009 to 2024: Transkribus, OCR-D, eynollah, kraken, Tesseract.

Text stands at several levels; that of lines is taken, then that of words. That of a region is taken where it
has no lines, or lines without text: what its lines and inner regions have of it already is left out. Of
several readings the first is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.readers.building import MOST_LINES, Character, PageBuilder
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.markup import baseline_slope, follow, local_name, point_list
from cleaner.readers.values import Point, confidence, number
from cleaner.readers.words import joined, mean_confidence

REGIONS = {
    "ImageRegion": RegionKind.FIGURE,
    "GraphicRegion": RegionKind.FIGURE,
    "LineDrawingRegion": RegionKind.FIGURE,
    "ChartRegion": RegionKind.FIGURE,
    "TableRegion": RegionKind.TABLE,
    "AdvertRegion": RegionKind.ADVERTISEMENT,
    "MathsRegion": RegionKind.FORMULA,
}
"""Kinds of regions that should have no text of their own; text regions inside them are of their kind."""

TEXT_REGIONS = frozenset(["TextRegion", "TableCell"])
"""Those whose kind their type tells; that of all others their name tells."""

STRUCTURE = re.compile(r"structure\s*\{([^}]*)\}")
ALIKE = 0.5
"""Share of its characters that a line has in common with another reading of it, at the least."""

INDENTED = re.compile(r"[ \t]*\r?\n")
INDEX = re.compile(r"readingOrder\s*\{\s*index:\s*(\d{1,6})\s*;")


def read_page_xml(data: bytes, name: str) -> Iterator[RawPage]:
    """The page of a PAGE file.

    Raises `FormatError` where it is damaged.
    """
    return follow(data, _Reader(name))


class _Line(NamedTuple):
    """A line as it is in the file, with or without text."""

    text: str
    share: float | None
    box: Box | None
    slope: float
    path: str
    custom: str
    characters: Sequence[Character]


class _Region:
    """An open region; it comes to the page with its first line, when its outline is known."""

    def __init__(self, element: Element, kind: RegionKind | None) -> None:
        self.element = element
        self.kind = kind
        self.index: int | None = None
        self.lines: list[_Line] = []
        """Those that are not on the page yet: the region's text tells that of lines without."""
        self.whole: bool | None = None
        """Whether all its lines had text; `None` where it has no lines."""
        self.found: list[str] = []
        """Its lines and those of regions inside it, without white space."""


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
        elif _is_region(tag) and self._builder:
            outer = self._regions[-1] if self._regions else None
            if outer:
                self._add_lines(self._builder, outer)
            self._regions.append(_Region(element, REGIONS.get(tag, outer.kind if outer else None)))

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
            if tag == "TextLine" and self._regions:
                self._regions[-1].lines.append(self._line(element))
                if len(self._regions[-1].lines) >= MOST_LINES:
                    self._add_lines(self._builder, self._regions[-1])
            elif tag == "TextLine":
                self._add_line(self._builder, self._line(element), None)
            elif _is_region(tag):
                self._end_region(self._builder, tag)
            if tag == "TextLine" or _is_region(tag):
                element.clear()
        return None

    def _end_region(self, builder: PageBuilder, tag: str) -> None:
        region = self._regions.pop()
        text, share = _reading(region.element)
        text = self._text(text)
        filled = _filled(region.lines, text, share)
        region.lines = filled or region.lines
        self._add_lines(builder, region)
        if not (region.whole or filled) and (rest := _rest(text, region.found)):
            index = self._index(builder, region, "")
            path = region.element.get("id", "")
            builder.add_line(
                rest, _box(region.element), confidence=share, region=index, whole_block=True, path=path
            )
            region.found += map(_squeezed, rest.splitlines())
        elif tag in REGIONS:
            self._index(builder, region, "")
        if self._regions:
            self._regions[-1].found += region.found

    def _index(self, builder: PageBuilder, region: _Region, line_custom: str) -> int:
        """The index of a region, which is added to the page when it is asked for first."""
        if region.index is None:
            element = region.element
            identifier, label, custom = (element.get(key, "") for key in ("id", "type", "custom"))
            tag = local_name(element.tag)
            if tag not in TEXT_REGIONS and not label:
                label = tag.removesuffix("Region")
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

    def _line(self, line: Element) -> _Line:
        text, share = _reading(line)
        baseline = next(_children(line, "Baseline"), None)
        characters = list(self._characters(line))
        return _Line(
            self._text(text),
            mean_confidence(characters) if share is None else share,
            _box(line),
            baseline_slope(_points(baseline)) if baseline is not None else 0.0,
            line.get("id", ""),
            line.get("custom", ""),
            characters,
        )

    def _add_lines(self, builder: PageBuilder, region: _Region) -> None:
        """Add the lines of a region that are not on the page yet."""
        for line in region.lines:
            filled = bool(line.text.strip())
            region.whole = filled and region.whole is not False
            region.found.append(_squeezed(line.text))
            if filled:
                self._add_line(builder, line, self._index(builder, region, line.custom))
        region.lines = []

    def _add_line(self, builder: PageBuilder, line: _Line, region: int | None) -> None:
        builder.add_line(
            line.text,
            line.box,
            confidence=line.share,
            region=region,
            slope=line.slope,
            path=line.path,
            characters=line.characters,
        )

    def _text(self, text: str) -> str:
        """The text; Tesseract parts all words by spaces, in Chinese too."""
        if not self._tesseract:
            return text
        return "\n".join(joined(line.split(" ")) for line in text.splitlines())

    def _characters(self, line: Element) -> Iterator[Character]:
        for word in _children(line, "Word"):
            place = _box(word) if self._tesseract else None
            for part in list(_children(word, "Glyph")) or [word]:
                text, share = _reading(part)
                yield Character(text, None if self._tesseract else _box(part), share, place)
                place = None


def _is_region(tag: str) -> bool:
    return tag.endswith("Region") or tag == "TableCell"


def _filled(lines: list[_Line], text: str, share: float | None) -> list[_Line]:
    """The lines of a region, with those that have no text filled from the text of the region.

    It gives none where the region has not just as many lines, or others.
    """
    stated = text.split("\n")
    full = [part for part in stated if part.strip()]
    for parts in (stated, full):
        if len(parts) == len(lines) and all(map(_is_alike, lines, parts)):
            return [
                line if line.text.strip() else line._replace(text=part, share=share)
                for line, part in zip(lines, parts, strict=True)
            ]
    known = [line for line in lines if line.text.strip()]
    return lines if len(known) == len(full) and all(map(_is_alike, known, full)) else []


def _is_alike(line: _Line, part: str) -> bool:
    """Whether a line of the text of a region may be one of its lines, which may have been corrected since."""
    own, stated = _squeezed(line.text), _squeezed(part)
    common = (Counter(own) & Counter(stated)).total()
    return not own or own == stated or common >= ALIKE * max(len(own), len(stated))


def _rest(text: str, found: Sequence[str]) -> str:
    r"""The lines of the text of a region that were not found in its lines and in regions inside it.

    >>> _rest("青石镇\n小满插秧\n青石镇", ["青石镇"]), _rest("青石镇 小满插秧", ["青石镇", "小满插秧"])
    ('小满插秧\n青石镇', '')
    """
    if _squeezed(text) == "".join(found):
        return ""
    left = Counter(found)
    rest = []
    for part in text.splitlines():
        left[squeezed := _squeezed(part)] -= 1
        if squeezed and left[squeezed] < 0:
            rest.append(part)
    return "\n".join(rest)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _references(group: Element) -> Iterator[str]:
    """The regions of a reading order, those of a group by their index."""
    for child in sorted(group, key=lambda each: number(each.get("index") or "0", "ReadingOrder")):
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
        _children(element, "TextEquiv"),
        key=lambda each: number(each.get("index") or "0", "TextEquiv/@index"),
    )
    for reading in readings:
        for name in ("Unicode", "PlainText"):
            for stated in _children(reading, name):
                text = _unfolded("".join(stated.itertext()))
                if text.strip():
                    return text, confidence(reading.get("conf"))
    words = joined([_reading(word)[0] for word in _children(element, "Word")])
    return words or "".join(_reading(glyph)[0] for glyph in _children(element, "Glyph")), None


def _unfolded(text: str) -> str:
    """The text without the indents of a file whose elements are set in lines of their own."""
    if not INDENTED.match(text):
        return text
    return "\n".join(part.strip(" \t") for part in text.strip(" \t\r\n").splitlines())


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
