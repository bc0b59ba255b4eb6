"""From the bytes of a file to its pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from cleaner.document import RawPage
from cleaner.errors import FormatError, InputError
from cleaner.readers.chat import answer_of
from cleaner.readers.formats import InputFormat, formats_read
from cleaner.readers.parsing import documents
from cleaner.readers.sniffing import is_fenced_json, is_json, json_reader, sniff, values_of
from cleaner.readers.unpacking import unfenced, unpacked
from cleaner.reading.decoding import read_bytes

LARGEST_FILE = 64 * 2**20
"""Bytes of a structured file at the most. Word boxes of a dense page take 5 to 10 MiB."""


def read_pages(data: bytes, format: str | None = None, name: str = "") -> list[RawPage]:  # noqa: A002
    r"""The pages of a file of an OCR engine, or of plain text.

    format: a value of `InputFormat`; without it, the content tells.
    name: what messages and pages call the file.
    Raises `FormatError` where the file is damaged or of no format that is read; `InputError` where it is too
    large; `EncodingError` where plain text is in no encoding that can be detected.

    >>> [page] = read_pages(b'[{"box": [[0, 0], [20, 0], [20, 9], [0, 9]], "txt": "2", "score": 0.98}]')
    >>> page.text, page.lines[0].box.width, page.lines[0].confidence
    ('2\n', 20.0, 0.98)
    """
    return list(iter_pages(data, format, name))


def iter_pages(data: bytes, format: str | None = None, name: str = "") -> Iterator[RawPage]:  # noqa: A002
    """The pages of a file, one after the other, as `read_pages` gives them: for files of many pages.

    >>> [page.text for page in iter_pages("三座水库".encode())]
    ['三座水库']
    """
    try:
        data = unpacked(data, LARGEST_FILE)
        yield from _pages(data, _named(format) if format else None, name)
    except (FormatError, InputError) as error:
        raise type(error)(f"{name or '<bytes>'}: {error}") from error
    except RecursionError:
        raise FormatError(f"{name or '<bytes>'}: its values are nested too deep. It is damaged.") from None


def _named(name: str) -> InputFormat:
    try:
        return InputFormat(name)
    except ValueError:
        raise FormatError(f"{name!r} is no input format. Formats that are read: {formats_read()}.") from None


def _pages(data: bytes, wanted: InputFormat | None, name: str) -> Iterator[RawPage]:
    if wanted is InputFormat.TEXT:
        yield RawPage(read_bytes(data, name).text, name=name)
        return
    from cleaner.readers.registry import READERS  # most pages are text, and need no reader

    if wanted in READERS:
        yield from READERS[wanted](data, name)
    elif wanted or is_json(data) or is_fenced_json(data):
        yield from _json_pages(unfenced(data), wanted, name)
    else:
        yield from _pages(data, sniff(data), name)


def _json_pages(data: bytes, wanted: InputFormat | None, name: str) -> Iterator[RawPage]:
    from cleaner.readers.registry import JSON_READERS

    values = (value for document in documents(data) for value in values_of(document))
    first = next(values)
    if wanted is InputFormat.CHAT or (wanted is None and answer_of(first) is not None):
        for at, value in enumerate(chain([first], values), 1):
            answer = answer_of(value)
            if answer is None:
                raise FormatError(f"value {at} of it is not one answer of a chat model. Part the answers.")
            yield from _pages(answer.encode("utf-8", "surrogatepass"), None, name)
        return
    reader = next((each for each in JSON_READERS if each.format is wanted), None) or json_reader(first)
    for at, value in enumerate(chain([first], values), 1):
        if not reader.recognises(value):
            raise FormatError(
                f"value {at} of it is not {reader.format.label}, as those before it are. Part the formats."
                if at > 1
                else f"this is not {reader.format.label}. Leave --input-format out, or look at the file."
            )
        yield from reader.read(value, name)
