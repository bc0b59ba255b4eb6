"""From the bytes of a file to its pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from cleaner.document import RawPage
from cleaner.errors import FormatError, InputError
from cleaner.readers import boxlists
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import Format, formats_read
from cleaner.readers.values import documents
from cleaner.reading.decoding import read_bytes

LARGEST_FILE = 64 * 2**20
"""Bytes of a structured file at the most. Word boxes of a dense page take 5 to 10 MiB."""

JSON_READERS: tuple[JsonReader, ...] = boxlists.READERS


def sniff(data: bytes) -> Format:
    """The format of a file, by its content: never by its name.

    Raises `FormatError` where it is structured, but of no format that is read.

    >>> sniff("青石镇".encode()), sniff(b'[{"box": [0, 0, 9, 9], "txt": "", "score": 1}]')
    (<Format.TEXT: 'text'>, <Format.BOX_LIST: 'box-list'>)
    """
    if data.lstrip()[:1] in (b"{", b"["):
        return _json_reader(next(documents(data))).format
    return Format.TEXT


def iter_pages(
    data: bytes,
    format: str | None = None,
    name: str = "",  # noqa: A002
) -> Iterator[RawPage]:
    """The pages of a file, one after the other, as `read_pages` gives them."""
    if len(data) > LARGEST_FILE:
        raise InputError(
            f"{name}: it is larger than {LARGEST_FILE // 2**20} MiB. Split it into pages, one a file."
        )
    try:
        yield from _pages(data, Format(format) if format else sniff(data), name)
    except FormatError as error:
        raise FormatError(f"{name}: {error}") if name else error from None


def _pages(data: bytes, kind: Format, name: str) -> Iterator[RawPage]:
    if kind is Format.TEXT:
        yield RawPage(read_bytes(data, name).text, name=name)
    else:
        values = documents(data)
        first = next(values)
        reader = _json_reader(first)
        for value in chain([first], values):
            yield from reader.read(value, name)


def read_pages(
    data: bytes,
    format: str | None = None,
    name: str = "",  # noqa: A002
) -> list[RawPage]:
    r"""The pages of a file of an OCR engine, or of plain text.

    Raises `FormatError` where the file is damaged or of no format that is read; `InputError` where it is too
    large; `EncodingError` where plain text is in no encoding that can be told.

    >>> [page] = read_pages(b'[{"box": [[0, 0], [20, 0], [20, 9], [0, 9]], "txt": "2", "score": 0.98}]')
    >>> page.text, page.lines[0].box.width, page.lines[0].confidence
    ('2\n', 20.0, 0.98)
    """
    return list(iter_pages(data, format, name))


def _json_reader(value: object) -> JsonReader:
    found = next((reader for reader in JSON_READERS if reader.recognises(value)), None)
    if found is None:
        raise FormatError(f"this is JSON of an unknown format. Formats that are read: {formats_read()}.")
    return found
