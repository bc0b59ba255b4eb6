"""hOCR: HTML with the boxes of lines and words in titles, as Tesseract, kraken and others write it.

It is read as HTML throughout, whether it is XML too or not, so that entities a document type declares stay
unknown. The boxes of words are not used: Tesseract's overlap their neighbours in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder
from cleaner.readers.formats import InputFormat
from cleaner.readers.html import LenientParser
from cleaner.readers.kinds import region_kind
from cleaner.readers.markup import DEEPEST, decoded
from cleaner.readers.values import box, confidence, number
from cleaner.readers.words import joined, mean_confidence

LINES = frozenset(
    ["ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_textfloat", "ocr_caption", "ocr_pageno"]
)
REGIONS = frozenset(["ocr_carea", "ocrx_block", "ocr_par", "ocr_table", "ocr_title"])
WORDS = frozenset(["ocrx_word", "ocr_word"])
RULES = frozenset(["ocr_separator"])
PICTURES = frozenset(["ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_graphic"])

LINE_KINDS = {
    "ocr_caption": RegionKind.CAPTION,
    "ocr_footer": RegionKind.FOOTER,
    "ocr_pageno": RegionKind.PAGE_NUMBER,
    "ocr_header": RegionKind.HEADER,
}
"""What a line of its own class makes of its region; Tesseract calls a heading `ocr_header`."""

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
"""Elements of HTML that have no end."""

KEPT = ("class", "title", "id", "data-region-type")

PROPERTY = re.compile(r"""(?:^|;)\s*(\w+)\s+((?:"[^"]*"|'[^']*'|[^;"'])*)""")
BLANKS = re.compile(r"[ \t\n\r\f]+")

LONGEST_TAG = 2**20
"""Characters of a tag or comment at the most; looking for the end of a longer one costs too much."""

MOST_ELEMENTS = 400_000
"""Elements of a page at the most, some 100 MiB; a page of Tesseract has 5,000 words."""


def read_hocr(data: bytes, name: str) -> Iterator[RawPage]:
    r"""The pages of an hOCR file, one after the other.

    Raises `FormatError` where it is damaged.

    >>> hocr = '<div class="ocr_page"><span class="ocr_line" title="bbox 0 0 80 20">三座水库</span></div>'
    >>> [page.text for page in read_hocr(hocr.encode(), "a.hocr")]
    ['三座水库\n']
    """
    parser = _Trees()
    for number_, element in enumerate(parser.pages_of(decoded(data)), 1):
        page_name = name if number_ == 1 else f"{name} page {number_}".strip()
        yield _Page(element, page_name, parser.tesseract).read()


class _Trees(LenientParser):
    """Parses the pages of a file, each into a tree of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tesseract = False
        self._complete: list[Element] = []
        self._open: list[Element] = []
        self._count = 0

    def pages_of(self, text: Iterator[str]) -> Iterator[Element]:
        """The `ocr_page` elements of a file."""
        found = False
        for chunk in text:
            self.feed(chunk)
            if len(self.rawdata) > LONGEST_TAG:
                raise FormatError("a tag or comment has no end. The file was cut or damaged: write it anew.")
            while self._complete:
                found = True
                yield self._complete.pop(0)
        if self.rawdata.startswith("<") or self._open:
            raise FormatError("the file ends inside a page. It was cut: write it anew.")
        if not found:
            raise FormatError(
                "no element of the class ocr_page is in it. The file is damaged: write it anew."
            )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "meta" and values.get("name") == "ocr-system":
            self.tesseract = values.get("content", "").lower().startswith("tesseract")
        if tag in VOID:
            return
        attributes = {key: values[key] for key in KEPT if key in values}
        role = _role(attributes.get("class", ""))
        if role == "ocr_page":
            self._open, self._count = [Element(tag, attributes)], 0
        elif self._open:
            if tag == "p" and self._open[-1].tag == "p":
                self._open.pop()  # a paragraph ends where the next one starts
            self._open.append(SubElement(self._open[-1], tag, attributes))
            self._count += 1
        elif role in LINES:
            raise FormatError("a line stands outside of any page. The file is damaged: write it anew.")
        if len(self._open) > DEEPEST or self._count > MOST_ELEMENTS:
            raise FormatError(
                f"a page has more than {MOST_ELEMENTS} elements, or more than {DEEPEST} inside one another. "
                "The file is damaged: write it anew."
            )

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self._open):
            return
        while True:
            element = self._open.pop()
            if not self._open:
                self._complete.append(element)
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._open:
            return
        element = self._open[-1]
        if len(element):
            element[-1].tail = (element[-1].tail or "") + data
        else:
            element.text = (element.text or "") + data


def _role(classes: str) -> str:
    """The class of hOCR among the classes of an element."""
    return next((each for each in classes.split() if each.startswith("ocr")), "")


class _Title:
    """The properties of an element, from its title."""

    def __init__(self, element: Element) -> None:
        self._properties: dict[str, str] = dict(PROPERTY.findall(element.get("title", "")))
        self._where = element.get("id", "hOCR")

    def values(self, key: str) -> list[str]:
        return self._properties.get(key, "").split()

    def box(self) -> Box | None:
        """`bbox`, or the extent of `poly`."""
        found = self.values("bbox") or self.values("poly")
        return box(found, self._where) if found else None

    def boxes(self) -> list[Box | None]:
        """`x_bboxes`, one a character."""
        found = self.values("x_bboxes")
        return [box(found[at : at + 4], self._where) for at in range(0, len(found) - 3, 4)]

    def slope(self) -> float:
        """The first number of `baseline`: its rise by its length, downwards positive."""
        found = self.values("baseline")
        return number(found[0], self._where) if len(found) == 2 else 0.0

    def confidences(self) -> list[float | None]:
        """Of a word, 0 to 100 as `x_wconf` and `x_conf`, or of each character, 0 to 1 as `x_confs`."""
        for key, scale in (("x_wconf", 100.0), ("x_conf", 100.0), ("x_confs", 1.0)):
            if found := self.values(key):
                return [confidence(share, scale) for share in found]
        return []


class _Region:
    """An open element that is a region; it comes to the page with its first line."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.index: int | None = None

    def index_in(self, builder: PageBuilder, line_kind: RegionKind | None) -> int:
        if self.index is None:
            role = _role(self.element.get("class", ""))
            kind = region_kind(self.element.get("data-region-type", "") or role.partition("_")[2])
            if kind is RegionKind.UNKNOWN and line_kind:
                kind = line_kind
            place = _Title(self.element).box()
            self.index = builder.add_region(Region(kind, place, path=self.element.get("id", "")))
        return self.index


class _Page:
    """Reads the tree of a page."""

    def __init__(self, element: Element, name: str, tesseract: bool) -> None:
        place = _Title(element).box()
        size = (place.right, place.bottom) if place else None
        self._builder = PageBuilder(InputFormat.HOCR, size=size, name=name)
        self._element = element
        self._tesseract = tesseract
        self._loose = ""

    def read(self) -> RawPage:
        self._walk(self._element, None)
        self._add_loose(None)
        return self._builder.page()

    def _walk(self, element: Element, region: _Region | None) -> None:
        self._loose += element.text or ""
        for child in element:
            role = _role(child.get("class", ""))
            if role in RULES:
                self._builder.add_rule(_Title(child).box())
            elif role in PICTURES:
                figure = Region(RegionKind.FIGURE, _Title(child).box(), path=child.get("id", ""))
                self._builder.add_region(figure)
            if role in LINES:
                self._add_loose(region)
                self._add_line(child, role, region)
            elif role in REGIONS:
                self._add_loose(region)
                inner = _Region(child)
                self._walk(child, inner)
                self._add_loose(inner)
            else:
                self._walk(child, region)
            self._loose += child.tail or ""

    def _add_loose(self, region: _Region | None) -> None:
        """Add text that stands in no line, so that none is lost."""
        text, self._loose = _squeezed(self._loose), ""
        if text:
            index = region.index_in(self._builder, None) if region else None
            self._builder.add_line(text, region=index, whole_block=True)

    def _add_line(self, line: Element, role: str, region: _Region | None) -> None:
        words = list(self._words(line))
        kind = RegionKind.HEADING if self._tesseract and role == "ocr_header" else LINE_KINDS.get(role)
        title = _Title(line)
        self._builder.add_line(
            joined(["".join(part.text for part in word) for word in words]),
            title.box(),
            confidence=mean_confidence([part for word in words for part in word]),
            region=region.index_in(self._builder, kind) if region else None,
            slope=title.slope(),
            path=line.get("id", ""),
            characters=[part for word in words for part in word],
        )

    def _words(self, element: Element) -> Iterator[list[Character]]:
        """The words of a line, each in the parts that have a confidence or box of their own."""
        if text := _squeezed(element.text):
            yield [Character(text, None)]
        for child in element:
            if _role(child.get("class", "")) in WORDS:
                yield self._parts(child)
            else:
                yield from self._words(child)
            if text := _squeezed(child.tail):
                yield [Character(text, None)]

    def _parts(self, word: Element) -> list[Character]:
        characters = [child for child in word.iter() if _role(child.get("class", "")) == "ocrx_cinfo"]
        if characters:
            return [part for child in characters for part in self._parts_of_text(child)]
        return self._parts_of_text(word)

    def _parts_of_text(self, element: Element) -> list[Character]:
        text, title = _squeezed("".join(element.itertext())), _Title(element)
        confidences = title.confidences()
        boxes = [] if self._tesseract else title.boxes()
        if len(text) == 1 and not boxes and not self._tesseract:
            boxes = [title.box()]
        if len(confidences) != len(text):
            confidences = confidences[:1] * len(text) or [None] * len(text)
        if len(boxes) != len(text):
            boxes = [None] * len(text)
        return [Character(*part) for part in zip(text, boxes, confidences, strict=True)]


def _squeezed(text: str | None) -> str:
    """The text with blanks as HTML shows them: one for several, none at the ends."""
    return BLANKS.sub(" ", text or "").strip(" ")
