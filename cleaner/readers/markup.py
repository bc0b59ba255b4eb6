"""XML of untrusted files, element by element, within bounded memory and depth.

Declarations of entities and attributes are refused, external entities and document types are never loaded.
Document types without declarations are skipped, for Tesseract's hOCR and others have them.
"""

from __future__ import annotations

import codecs
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Literal, Protocol, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from cleaner.document import RawPage
from cleaner.errors import FormatError
from cleaner.readers.values import Point, number

DEEPEST = 64
"""Elements inside one another at the most; the formats that are read need 12."""

CHUNK = 65_536
"""Bytes that are parsed at a time."""

DECLARATIONS = tuple(
    name.encode(encoding)
    for name in ("<!ENTITY", "<!ATTLIST")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
"""What makes much text of little: entities, and attributes that each element has unless it says otherwise."""

CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_-]+)""")
DECLARATION = re.compile(rb"""(<\?xml[^>]*?)\s+encoding\s*=\s*["']([A-Za-z0-9_-]+)["'][^>]*\?>""")
MULTI_BYTE = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5-hkscs",
}
"""Encodings of Chinese that the XML parser cannot read, and what reads them: many files that name GB 2312
hold characters of its successors."""
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

Event = tuple[Literal["start", "end"], str, Element]


class Follower(Protocol):
    """What reads a file element by element, as `follow` shows them."""

    def start(self, tag: str, element: Element) -> None:
        """An element begins."""

    def end(self, tag: str, element: Element) -> RawPage | None:
        """An element ends; gives the page that is complete with it."""


def follow(data: bytes, reader: Follower) -> Iterator[RawPage]:
    """The pages that a reader makes of the elements of an XML file.

    Raises what `xml_events` does, and `FormatError` where there are none.
    """
    found = False
    for event, tag, element in xml_events(data):
        if event == "start":
            reader.start(tag, element)
        elif page := reader.end(tag, element):
            found = True
            yield page
    if not found:
        raise FormatError("it has no element Page, which holds the text. The file is damaged: write it anew.")


def as_utf8(data: bytes) -> bytes:
    """An XML file in UTF-8 where it is in an encoding of Chinese, which the parser cannot read.

    A mark of UTF-8 at its beginning counts more than what its head says; blanks before the head go.
    Raises `FormatError` where the bytes are not of the encoding that the file names.

    >>> as_utf8('<?xml version="1.0" encoding="GBK"?><alto>青</alto>'.encode("gbk")).decode()
    '<?xml version="1.0"?><alto>青</alto>'
    """
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    declared = DECLARATION.match(data)
    named = declared[2].decode().lower() if declared else ""
    if declared is None or not (marked or named in MULTI_BYTE):
        return data
    encoding = "utf-8" if marked else named
    try:
        text = data[declared.end() :].decode(MULTI_BYTE.get(encoding, encoding))
        return declared[1] + b"?>" + text.encode()
    except ValueError as error:
        raise FormatError(
            f"it is not {encoding}, as its {'mark' if marked else 'head'} says ({error}). Save it as UTF-8."
        ) from None


def xml_events(data: bytes) -> Iterator[Event]:
    """The starts and ends of the elements of an XML file, with their names without namespace.

    At its start an element has its attributes, at its end its children too. Who has read an element clears
    it, so that the memory in use stays that of a line.

    Raises `FormatError` where the file is no XML, declares entities or attributes, or is nested too deep.

    >>> [(event, name) for event, name, _ in xml_events(b"<alto><Page/></alto>")]
    [('start', 'alto'), ('start', 'Page'), ('end', 'Page'), ('end', 'alto')]
    """
    data = as_utf8(data)
    if any(declaration in data for declaration in DECLARATIONS):
        raise FormatError(
            "the XML declares entities or attributes, which no OCR engine does and which may be an attack. "
            "Remove the declarations."
        )
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    depth = 0
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
            for event, element in _read(parser):
                depth += 1 if event == "start" else -1
                if depth > DEEPEST:
                    raise FormatError(f"elements are nested more than {DEEPEST} deep. The file is damaged.")
                yield event, local_name(element.tag), element
        parser.close()
        for event, element in _read(parser):
            yield event, local_name(element.tag), element
    except (ParseError, ValueError, LookupError) as error:  # broken XML, bytes or names of unknown encodings
        raise FormatError(f"this is no valid XML ({error}). It was cut or damaged: write it anew.") from None


def _read(parser: XMLPullParser[Element]) -> Iterator[tuple[Literal["start", "end"], Element]]:
    """The events so far, of the two kinds that were asked for."""
    return cast(Iterator[tuple[Literal["start", "end"], Element]], parser.read_events())


def local_name(tag: str) -> str:
    """The name of an element without its namespace.

    >>> local_name("{http://www.loc.gov/standards/alto/ns-v4#}Page")
    'Page'
    """
    return tag.rpartition("}")[2]


def point_list(value: str | None, where: str) -> list[Point]:
    """The points of an attribute: `x,y x,y` as in PAGE, or `x y x y` as in ALTO.

    Raises `FormatError` where they are no numbers or one is missing.

    >>> point_list("0,1 2,3", "r1") == point_list("0 1 2 3", "r1") == [(0, 1), (2, 3)]
    True
    """
    numbers = [number(part, where) for part in (value or "").replace(",", " ").split()]
    if len(numbers) % 2:
        raise FormatError(f"{where}: a point has one coordinate only. The file is damaged: write it anew.")
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def baseline_slope(baseline: list[Point]) -> float:
    """The rise of a baseline by its length, downwards positive; 0 where it has no length.

    >>> baseline_slope([(0, 10), (50, 10), (100, 12)])
    0.02
    """
    if len(baseline) < 2 or baseline[-1][0] <= baseline[0][0]:
        return 0.0
    return (baseline[-1][1] - baseline[0][1]) / (baseline[-1][0] - baseline[0][0])


def decoded(data: bytes) -> Iterator[str]:
    """The text of an HTML file, piece by piece, in the encoding that its mark or its head names, or UTF-8.

    Raises `FormatError` where the bytes are not of this encoding.

    >>> "".join(decoded('<meta charset="gbk"/>青'.encode("gbk")))
    '<meta charset="gbk"/>青'
    """
    named = CHARSET.search(data[:2048])
    marked = next((name for mark, name in MARKS if data.startswith(mark)), "")
    encoding = marked or (named[1].decode("ascii") if named else "utf-8")
    try:
        "".encode(encoding)  # not all codecs are encodings of text
        decoder = getincrementaldecoder(MULTI_BYTE.get(encoding.lower(), encoding))()
        for start in range(0, len(data), CHUNK):
            yield decoder.decode(data[start : start + CHUNK])
        yield decoder.decode(b"", final=True)
    except (LookupError, ValueError) as error:
        why = ", as its head says" if marked or named else ""
        raise FormatError(f"it is not {encoding}{why} ({error}). Save it as UTF-8.") from None
