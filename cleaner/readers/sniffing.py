"""The format of a file, known by its content: first bytes, root element, keys, header. Never by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleaner.errors import FormatError, UnknownFormatError
from cleaner.readers.chat import answer_of
from cleaner.readers.formats import TSV_SIGNS, InputFormat, formats_read, tsv_header
from cleaner.readers.parsing import documents
from cleaner.readers.unpacking import unfenced
from cleaner.readers.values import check_pages
from cleaner.reading.formats import kind_of

if TYPE_CHECKING:
    from cleaner.readers.families import JsonReader

HEAD = 65_536
"""Bytes that are looked at for signs of a format."""

JSON_START = re.compile(
    rb"""\s*(?:\{\s*["}]|\[\s*(?:[\[{"\]]|null\s*\]|(?:null|true|false|-?\d[\d.eE+-]*)\s*,))"""
)
"""How JSON begins; OCR text may begin with a bracket too, but not so."""

MARKUP_START = re.compile(rb"\s*<(?:[?!]|[A-Za-z][\w:.-]*[\s/>])")
MARKUP_SIGN = re.compile(rb"</[A-Za-z][\w:.-]*\s*>|/>|<\?xml|\bxmlns\b|\bocrx?_")
HTML_ROOT = re.compile(rb"<(?:!DOCTYPE\s+)?html\b", re.IGNORECASE)
HOCR_CLASS = re.compile(rb"""class\s*=\s*(?:["'][^"']*)?\bocrx?_""", re.IGNORECASE)

XML_SIGN = re.compile(rb"<\?xml|<!DOCTYPE|\sxmlns\s*[:=]|\sxml:\w+\s*=", re.IGNORECASE)
"""What XML declares; models that write HTML leave it out."""
PAGE_ELEMENTS = frozenset(("page_header", "page_footer", "page_number", "watermark", "think"))
"""Tags of their own that vision models write."""
HTML_ELEMENTS = PAGE_ELEMENTS.union(
    ("div", "center", "p", "table", "img", "br", "span", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol")
)
"""What Markdown of vision models may begin with; other names of HTML are those of XML, too."""
HTML_PARTS = (HTML_ELEMENTS - PAGE_ELEMENTS) | {"body", "main", "article", "section"}
"""What a part of an HTML page begins with."""
AS_MARKDOWN = " by itself (text marked up in HTML is read as Markdown: --input-format markdown)"
LINE_END = re.compile(rb"[\r\n]")
UNTAGGED = re.compile(rb"\n[ \t]*\r?\n[^\s<]")
"""A block that begins with no tag, as blocks of Markdown do among those that it has in HTML."""
GROUNDING = re.compile(rb"<\|/ref\|>\s*<\|det\|>")
MARKDOWN_HEADING = re.compile(rb"(?:\A|\n[ \t]*\r?\n)#{1,6} [^\r\n]+(?:\r?\n[ \t]*\r?\n|\s*\Z)")
"""A heading of Markdown between blank lines; a line of OCR that begins with # stands among others."""

ROOTS = {
    ("alto", ""): InputFormat.ALTO,
    ("PcGts", ""): InputFormat.PAGE,
    ("document", "FineReader"): InputFormat.ABBYY,
}
"""Names of root elements and what stands in their namespace."""

MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


def sniff(data: bytes) -> InputFormat:
    """The format of a file, by its content.

    Raises `UnknownFormatError` where it is structured, but of no format that is read; `FormatError` where it
    is damaged.

    >>> sniff("青石镇".encode()), sniff(b'[{"box": [0, 0, 9, 9], "txt": "", "score": 1}]')
    (<InputFormat.TEXT: 'text'>, <InputFormat.BOX_LIST: 'box-list'>)
    """
    if is_json(data) or is_fenced_json(data):
        value = values_of(next(documents(unfenced(data))))[0]
        return InputFormat.CHAT if answer_of(value) is not None else json_reader(value).format
    if data.startswith(b"%PDF-"):
        return InputFormat.PDF
    if kind := kind_of(data):
        raise _unknown(kind.name)
    head = _ascii(data[:HEAD])
    if _is_table(head):
        return InputFormat.TSV
    if MARKUP_START.match(head) and MARKUP_SIGN.search(head):
        return _markup_format(data, head)
    if head.lstrip().startswith(b"<|ref|>") and GROUNDING.search(head):
        return InputFormat.DEEPSEEK
    return InputFormat.MARKDOWN if MARKDOWN_HEADING.search(head) else InputFormat.TEXT


def is_json(data: bytes) -> bool:
    """Whether a file begins as JSON does.

    >>> is_json(b'[{"txt": "2"}]'), is_json("[1] 青石镇".encode())
    (True, False)
    """
    head = data[:HEAD]
    if b"\0" in head[:4]:  # JSON needs no mark: it begins with ASCII
        head = head.replace(b"\0", b"")
    return JSON_START.match(_ascii(head)) is not None


def is_fenced_json(data: bytes) -> bool:
    r"""Whether a file is a fence of Markdown round JSON of a format that is read; other JSON there is code.

    >>> is_fenced_json(b'```json\n[{"box": [0, 0, 9, 9], "txt": "", "score": 1}]\n```')
    True
    >>> is_fenced_json(b'```json\n[{"port": 1}]\n```')
    False
    """
    inner = unfenced(data)
    try:
        return inner is not data and is_json(inner) and all(map(_is_read, documents(inner)))
    except FormatError:
        return False


def _is_read(value: object) -> bool:
    return all(map(_is_known, values_of(value)))


def json_reader(value: object) -> JsonReader:
    """The reader of a JSON value; raises `UnknownFormatError` where there is none.

    >>> json_reader({"schema_name": "DoclingDocument"}).format
    <InputFormat.DOCLING: 'docling'>
    """
    from cleaner.readers.registry import JSON_READERS  # all readers of JSON, which text does without

    found = next((reader for reader in JSON_READERS if reader.recognises(value)), None)
    if found is None:
        raise _unknown("JSON of an unknown kind")
    return found


def values_of(value: object) -> Sequence[object]:
    """The values that a JSON value is a list of, or an object with a name for each; else itself alone.

    >>> page = {"words_result": [], "words_result_num": 0}
    >>> values_of([page, page]) == values_of({"a.png": page, "b.png": page}) == [page, page]
    True
    """
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if not any(inner) or _is_known(value) or not all(map(_is_known, inner)):
        return [value]
    check_pages(len(inner))
    return inner


def _is_known(value: object) -> bool:
    try:
        json_reader(value)
    except UnknownFormatError:
        return False
    return True


def _is_table(head: bytes) -> bool:
    """Whether a file begins with the columns of a table of Tesseract, as it or another program writes it."""
    first = LINE_END.split(head, 1)[0]
    return set(TSV_SIGNS) <= set(tsv_header(first.decode(errors="ignore"))[1])


def _markup_format(data: bytes, head: bytes) -> InputFormat:
    if HOCR_CLASS.search(_ascii(data)):
        return InputFormat.HOCR
    if HTML_ROOT.search(head):
        raise _unknown("HTML that is no hOCR", AS_MARKDOWN)
    from cleaner.readers.markup import local_name, xml_events

    _, _, root = next(xml_events(data))
    name, namespace = local_name(root.tag), root.tag.rpartition("}")[0]
    for (known, sign), found in ROOTS.items():
        if name == known and sign in namespace:
            return found
    name = name.lower()
    by_sign = name in HTML_ELEMENTS and UNTAGGED.search(head) and not XML_SIGN.search(head)
    if by_sign and not _is_one_element(data):
        return InputFormat.MARKDOWN
    if name in HTML_PARTS:
        raise _unknown(f"HTML with the element {name} first", AS_MARKDOWN)
    raise _unknown(f"XML with the root element {local_name(root.tag)[:40]}")


def _is_one_element(data: bytes) -> bool:
    """Whether a file is a single element of XML, with nothing behind it."""
    from cleaner.readers.markup import xml_events

    try:
        for event, _, element in xml_events(data):
            if event == "end":
                element.clear()
    except FormatError:
        return False
    return True


def _unknown(what: str, advice: str = "") -> UnknownFormatError:
    return UnknownFormatError(
        f"this is {what}, which is not read{advice}. Formats that are read: {formats_read()}."
    )


def _ascii(head: bytes) -> bytes:
    """The head of a file without its byte-order mark, and without the zeros of UTF-16 and UTF-32."""
    mark = next((mark for mark in MARKS if head.startswith(mark)), b"")
    return head[len(mark) :].replace(b"\0", b"") if mark else head
