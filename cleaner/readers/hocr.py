"""hOCR: HTML with the boxes of lines and words in titles, as Tesseract, kraken and others write it.

It is read as HTML throughout, whether it is XML too or not, so that entities a document type declares stay
unknown. The boxes of words are used of Tesseract alone, by their left edges and heights. Of several
readings, as Tesseract's `lstm_choice_mode` adds them, the printed one is read.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from cleaner.document import Box, RawPage, Region, RegionKind
from cleaner.errors import FormatError
from cleaner.readers.building import Character, PageBuilder
from cleaner.readers.formats import InputFormat
from cleaner.readers.html import BREAKS, CELLS, HEADINGS, UNSEEN, LenientParser
from cleaner.readers.kinds import region_kind
from cleaner.readers.markup import DEEPEST, decoded
from cleaner.readers.values import box, confidence, number
from cleaner.readers.words import joined, mean_confidence

LINES = frozenset(
    ["ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_textfloat", "ocr_caption", "ocr_pageno"]
)
REGIONS = frozenset(["ocr_carea", "ocrx_block", "ocr_par", "ocr_table", "ocr_title"])
WORDS = frozenset(["ocrx_word", "ocr_word"])
CHARACTERS = frozenset(["ocrx_cinfo", "ocr_cinfo"])
CHOICES = frozenset(["ocr_symbol", "ocr_glyph", "ocr_glyphs"])
"""What Tesseract wraps other readings in, beside `ocrx_cinfo`."""
CHOICE_NAME = re.compile(r"(?:lstm_choices|choice|timestep)_?\d")
"""How it names those of `ocrx_cinfo`."""
RULES = frozenset(["ocr_separator"])
PICTURES = frozenset(["ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_graphic"])

PLACES = LINES | REGIONS | RULES | PICTURES

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

BLOCKS = BREAKS | HEADINGS.keys() | CELLS | {"article"}
"""Elements of HTML that begin a new line and end it."""

HIDDEN = UNSEEN | {"template"}
"""Elements whose text is none of the page."""

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
        self._rest = False
        """Whether the open page is the rest of one that another page stands in,"""
        self._outer: deque[list[Element]] = deque(maxlen=DEEPEST)
        """and what is open round it: nothing of it may be lost where it has no end."""
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
                "no element of the class ocr_page is in it. It is no hOCR, or damaged: look at the file."
            )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "meta" and values.get("name") == "ocr-system":
            self.tesseract = values.get("content", "").lower().startswith("tesseract")
        if tag == "br" and self._open:
            SubElement(self._open[-1], tag)
            self._count += 1
        if tag in VOID:
            return
        attributes = {key: values[key] for key in KEPT if key in values}
        element = Element(tag, attributes)
        role = _role(element)
        if role == "ocr_page":
            if self._open:
                self._outer.append([Element(each.tag, each.attrib) for each in self._open])
                self._end_page(self._open[0], whole=False)
            self._open, self._rest, self._count = [element], False, 0
        elif self._open:
            if tag == "p" and self._open[-1].tag == "p":
                self._open.pop()  # a paragraph ends where the next one starts
            self._open[-1].append(element)
            self._open.append(element)
            self._count += 1
        elif role in LINES or role in WORDS:
            raise FormatError("a line stands outside of any page. The file is damaged: write it anew.")
        if len(self._open) > DEEPEST or self._count > MOST_ELEMENTS:
            raise FormatError(
                f"a page has more than {MOST_ELEMENTS} elements, or more than {DEEPEST} inside one another. "
                "The file is damaged: write it anew."
            )

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self._open):
            if tag in ("body", "html") and self._open:  # a page without an end of its own
                self._end_page(self._open[0], whole=not self._rest)
                self._open = []
                self._outer.clear()
            return
        while (element := self._open.pop()).tag != tag:
            pass
        if not self._open:
            self._end_page(element, whole=not self._rest)
            if self._outer:
                self._open, self._rest = self._outer.pop(), True
                for outer, inner in pairwise(self._open):
                    outer.append(inner)

    def _end_page(self, page: Element, *, whole: bool) -> None:
        """A page is complete; what is only a part of one, round another page, is kept for its text alone."""
        if whole or any(text.strip() for text in page.itertext()):
            self._complete.append(page)

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1].tag in HIDDEN:
            return
        element = self._open[-1]
        if len(element):
            element[-1].tail = (element[-1].tail or "") + data
        else:
            element.text = (element.text or "") + data

    def unknown_decl(self, data: str) -> None:
        self.handle_data(data.removeprefix("CDATA["))


def _role(element: Element) -> str:
    """The class of hOCR among the classes of an element."""
    return next((each for each in element.get("class", "").split() if each.startswith(("ocr_", "ocrx_"))), "")


class _Title:
    """The properties of an element, from its title."""

    def __init__(self, element: Element) -> None:
        self._properties: dict[str, str] = dict(PROPERTY.findall(element.get("title", "")))
        self._where = element.get("id", "hOCR")

    def values(self, key: str) -> list[str]:
        return self._properties.get(key, "").replace(",", " ").split()

    def box(self) -> Box | None:
        """`bbox`, or the extent of `poly`."""
        found = self.values("bbox") or self.values("poly")
        if len(found) == 4:
            left, top, right, bottom = (number(value, self._where) for value in found)
            return Box.around([(left, top), (right, bottom)])
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

    @cached_property
    def holds_lines(self) -> bool:
        return _holds_lines(self.element)

    def index_in(self, builder: PageBuilder, line_kind: RegionKind | None) -> int:
        if self.index is None:
            role = _role(self.element)
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
        self._loose: list[Element | str] = []

    def read(self) -> RawPage:
        self._walk(self._element, None)
        self._add_loose(None)
        return self._builder.page()

    def _walk(self, element: Element, region: _Region | None) -> None:
        self._loose.append(element.text or "")
        for child in element:
            role = _role(child)
            if role in RULES:
                self._builder.add_rule(_Title(child).box())
            elif role in PICTURES:
                figure = Region(RegionKind.FIGURE, _Title(child).box(), path=child.get("id", ""))
                self._builder.add_region(figure)
            if role in LINES and not _holds_lines(child):
                self._add_loose(region)
                self._add_line(child, role, region)
            elif role in REGIONS or role in LINES:
                self._add_loose(region)
                inner = _Region(child)
                self._walk(child, inner)
                self._add_loose(inner)
            elif child.tag in BLOCKS:
                self._add_loose(region)
                self._walk(child, region)
                self._add_loose(region)
            elif any(each.tag in BLOCKS or _role(each) in PLACES for each in child.iter()):
                self._walk(child, region)
            else:
                self._loose += _shown(child, in_word=False)
            self._loose.append(child.tail or "")

    def _add_loose(self, region: _Region | None) -> None:
        """Add text that stands in no line, so that none is lost."""
        items, self._loose = self._loose, []
        places = [_Title(item).box() for item in items if isinstance(item, Element)]
        if region and not any(places) and not region.holds_lines:
            places = [_Title(region.element).box()]
        known = [place for place in places if place]
        self._add_words(items, Box.enclosing(known) if known else None, region, whole_block=True)

    def _add_line(self, line: Element, role: str, region: _Region | None) -> None:
        kind = RegionKind.HEADING if self._tesseract and role == "ocr_header" else LINE_KINDS.get(role)
        title, path = _Title(line), line.get("id", "")
        self._add_words(_printed(line), title.box(), region, kind, slope=title.slope(), path=path)

    def _add_words(
        self,
        items: Iterable[Element | str],
        place: Box | None,
        region: _Region | None,
        kind: RegionKind | None = None,
        *,
        slope: float = 0.0,
        whole_block: bool = False,
        path: str = "",
    ) -> None:
        words = list(self._words(items))
        characters = [part for word in words for part in word]
        if not characters:
            return
        self._builder.add_line(
            joined(["".join(part.text for part in word) for word in words]),
            place,
            confidence=mean_confidence(characters),
            region=region.index_in(self._builder, kind) if region else None,
            slope=slope,
            whole_block=whole_block,
            path=path,
            characters=characters,
        )

    def _words(self, items: Iterable[Element | str]) -> Iterator[list[Character]]:
        """The words of a line, each in the parts that have a confidence or box of their own."""
        loose: list[Element | str] = []
        for item in items:
            if isinstance(item, Element) and (item.tag == "br" or _role(item) in WORDS):
                yield self._parts(loose)
                loose = []
                yield self._parts(list(_printed(item, in_word=True)), item)
            else:
                loose.append(item)
        yield self._parts(loose)

    def _parts(self, items: Sequence[Element | str], word: Element | None = None) -> list[Character]:
        """The parts of a word, or of what stands between words."""
        if all(isinstance(item, str) for item in items):
            text = _squeezed(_own_text(items))
            if word is None:
                return [Character(text, None)] if text else []
            return self._titled(word, text or _squeezed("".join(map(_first_text, word))))
        parts: list[Character] = []
        for item in items:
            if isinstance(item, Element):
                text = _own_text(_printed(item, in_word=True))
                parts += self._titled(item, " " if text == " " else _squeezed(text))
            elif text := BLANKS.sub(" ", item).strip(" " if "\n" in item else ""):
                parts.append(Character(text, None))
        filled = [at for at, part in enumerate(parts) if part.text.strip(" ")]
        parts = parts[filled[0] : filled[-1] + 1] if filled else []
        return self._begun(parts, _Title(word)) if word is not None else parts

    def _titled(self, element: Element, text: str) -> list[Character]:
        """The characters of a word, or one of them, with what its title says of each."""
        title = _Title(element)
        confidences = title.confidences()
        boxes = [] if self._tesseract else title.boxes()
        if len(text) == 1 and not boxes and not self._tesseract:
            boxes = [title.box()]
        if len(confidences) != len(text):
            confidences = confidences[:1] * len(text) or [None] * len(text)
        if len(boxes) != len(text):
            boxes = [None] * len(text)
        return self._begun([Character(*part) for part in zip(text, boxes, confidences, strict=True)], title)

    def _begun(self, characters: list[Character], title: _Title) -> list[Character]:
        """Characters of a word, the first with its box where the boxes of words overlap."""
        if characters and self._tesseract:
            characters[0] = characters[0]._replace(word=title.box())
        return characters


def _holds_lines(element: Element) -> bool:
    return any(_role(each) in LINES for each in element.iter() if each is not element)


def _printed(element: Element, *, in_word: bool = False) -> Iterator[Element | str]:
    """What is printed of an element: text, and words and characters with titles of their own."""
    yield element.text or ""
    for child in element:
        yield from _shown(child, in_word=in_word)
        yield child.tail or ""


def _shown(element: Element, *, in_word: bool) -> Iterator[Element | str]:
    """What is printed of an element inside a line: of several readings the first one."""
    role, classes = _role(element), element.get("class", "").split()
    if role in WORDS or element.tag == "br":
        yield element
    elif "alternatives" in classes:
        readings = [each for each in element if "alt" in each.get("class", "").split()]
        yield from _printed(readings[0] if readings else element, in_word=in_word)
    elif role in CHARACTERS or role in CHOICES:
        wrapper = not (element.text or "").strip() and any(_role(e) in CHARACTERS | CHOICES for e in element)
        if not in_word and wrapper:
            yield from _printed(element)
        elif not (in_word and (wrapper or role in CHOICES or CHOICE_NAME.match(element.get("id", "")))):
            yield element
    else:
        yield from _printed(element, in_word=in_word)


def _own_text(items: Iterable[Element | str]) -> str:
    return "".join(item for item in items if isinstance(item, str))


def _first_text(element: Element) -> str:
    return next((text for text in element.itertext() if text.strip()), "")


def _squeezed(text: str) -> str:
    """The text with blanks as HTML shows them: one for several, none at the ends."""
    return BLANKS.sub(" ", text).strip(" ")
