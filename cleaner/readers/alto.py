"""ALTO 1 to 4: the XML of libraries, and of Tesseract and kraken."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.readers.building import Character, PageBuilder
from cleaner.readers.formats import InputFormat
from cleaner.readers.kinds import heading_level, region_kind
from cleaner.readers.markup import baseline_slope, follow, local_name, point_list
from cleaner.readers.values import confidence, number
from cleaner.readers.words import joined, mean_confidence

UNITS = {"mm10": "mm10", "inch1200": "inch1200"}
"""Units of measurement; others are pixels."""

FIGURES = frozenset(["Illustration"])
RULES = frozenset(["GraphicalElement"])
AROUND_LINES = frozenset(
    [
        "Page",
        "PrintSpace",
        "TopMargin",
        "LeftMargin",
        "RightMargin",
        "BottomMargin",
        "ComposedBlock",
        "TextBlock",
    ]
)
"""Elements that words stand in where a file has no lines of text."""


def read_alto(data: bytes, name: str) -> Iterator[RawPage]:
    """The pages of an ALTO file, one after the other.

    Raises `FormatError` where it is damaged.
    """
    return follow(data, _Reader(name))


class _Reader:
    """Follows the elements of a file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._unit = "px"
        self._tesseract = False
        self._labels: dict[str, str] = {}
        self._order: dict[str, int] = {}
        self._pages = 0
        self._builder: PageBuilder | None = None
        self._composed: list[RegionKind] = []
        self._regions: list[int] = []
        """The open blocks of text."""

    def start(self, tag: str, element: Element) -> None:
        if tag == "Page":
            self._pages += 1
            name = self._name if self._pages == 1 else f"{self._name} page {self._pages}".strip()
            self._builder = PageBuilder(InputFormat.ALTO, size=_size(element), unit=self._unit, name=name)
        elif tag == "ElementRef":
            self._order.setdefault(element.get("REF", ""), len(self._order))
        elif tag.endswith("Tag"):
            self._labels[element.get("ID", "")] = element.get("LABEL", "")
        elif tag == "ComposedBlock":
            self._composed.append(region_kind(element.get("TYPE", "")))
        elif tag == "TextBlock" and self._builder:
            self._regions.append(self._builder.add_region(self._region_of(element)))

    def end(self, tag: str, element: Element) -> RawPage | None:
        """What an element that is complete adds; the page, if this ends it."""
        if tag == "MeasurementUnit":
            self._unit = UNITS.get((element.text or "").strip().lower(), "px")
        elif tag == "softwareName":
            self._tesseract |= (element.text or "").strip().lower().startswith("tesseract")
        elif self._builder:
            if tag == "TextLine" or (
                tag in AROUND_LINES and any(local_name(each.tag) == "String" for each in element)
            ):
                self._add_line(self._builder, element, whole_block=tag != "TextLine")
            elif tag in RULES:
                self._builder.add_rule(_box(element))
            elif tag in FIGURES:
                place = Region(RegionKind.FIGURE, _box(element), path=element.get("ID", ""))
                self._builder.add_region(place)
            if tag == "TextBlock":
                self._regions.pop()
            elif tag == "Page":
                page, self._builder = self._builder.page(), None
                element.clear()
                return page
        if tag == "ComposedBlock":
            self._composed.pop()
        if tag in ("TextLine", "TextBlock", "ComposedBlock"):
            element.clear()
        return None

    def _region_of(self, block: Element) -> Region:
        labels = [self._labels.get(tag, "") for tag in block.get("TAGREFS", "").split()]
        kinds = [*map(region_kind, labels), *reversed(self._composed)]
        identifier = block.get("ID", "")
        return Region(
            next((kind for kind in kinds if kind is not RegionKind.UNKNOWN), RegionKind.UNKNOWN),
            _box(block),
            self._order.get(identifier),
            next(filter(None, map(heading_level, labels)), None),
            path=identifier,
        )

    def _add_line(self, builder: PageBuilder, line: Element, *, whole_block: bool) -> None:
        text, words = self._words(line)
        boxes = [word.box for word in words if word.box]
        builder.add_line(
            text,
            _box(line) or _polygon_box(line) or (Box.enclosing(boxes) if boxes else None),
            confidence=mean_confidence(words),
            region=self._regions[-1] if self._regions else None,
            slope=_slope(line),
            whole_block=whole_block,
            path=line.get("ID", ""),
            characters=words,
        )

    def _words(self, line: Element) -> tuple[str, list[Character]]:
        """The text of a line, and what has a confidence or box of its own in it.

        A space is one (`SP`), except in Tesseract's files, where it parts words, and where a line has none.
        """
        parts: list[str] = []
        words: list[Character] = []
        spaced = not self._tesseract and any(local_name(child.tag) == "SP" for child in line)
        for child in line:
            tag = local_name(child.tag)
            if tag == "SP" and spaced:
                parts.append(" ")
            elif tag in ("String", "HYP"):
                glyphs = [self._character(each, "GC") for each in child if local_name(each.tag) == "Glyph"]
                word = child.get("CONTENT") or "".join(glyph.text for glyph in glyphs)
                if tag == "HYP" and parts:  # it belongs to the word before it
                    parts[-1] += word
                else:
                    parts.append(word)
                found = glyphs or [self._character(child, "WC")]
                words += [found[0]._replace(word=_box(child)), *found[1:]] if self._tesseract else found
        return "".join(parts) if spaced else joined(parts), words

    def _character(self, element: Element, key: str) -> Character:
        """A word or glyph; Tesseract's boxes overlap their neighbours, and it writes 5 % as 0.5."""
        stated = element.get(key, "")
        share = confidence(stated.partition(".")[2], 100) if self._tesseract else confidence(stated)
        return Character(element.get("CONTENT", ""), None if self._tesseract else _box(element), share)


def _size(page: Element) -> tuple[float, float] | None:
    width, height = page.get("WIDTH"), page.get("HEIGHT")
    return (number(width, "Page"), number(height, "Page")) if width and height else None


def _box(element: Element) -> Box | None:
    """The box of an element, which may be left out."""
    stated = [element.get(key) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    if not all(stated):
        return None
    left, top, width, height = (number(value, element.get("ID", "ALTO")) for value in stated)
    return Box.around([(left, top), (left + width, top + height)])


def _polygon_box(line: Element) -> Box | None:
    """The extent of the outline of a line; its words may have outlines, too."""
    for child in line:
        if local_name(child.tag) == "Shape":
            for outline in child:
                if points := point_list(outline.get("POINTS"), "Polygon"):
                    return Box.around(points)
    return None


def _slope(line: Element) -> float:
    """From the points of `BASELINE`; up to version 4.1 it is a single height."""
    stated = line.get("BASELINE", "")
    return baseline_slope(point_list(stated, line.get("ID", "TextLine"))) if len(stated.split()) > 1 else 0.0
