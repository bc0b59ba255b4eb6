"""The pages of a file, whatever wrote it: plain text, or the output of an OCR engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from cleaner.batches.selection import Selection, selection_of
from cleaner.counting import counted
from cleaner.document import RawPage
from cleaner.errors import FormatError, InputError
from cleaner.paths import exists, is_file, is_folder
from cleaner.readers import InputFormat, iter_pages, sniff
from cleaner.readers.reading import LARGEST_FILE
from cleaner.readers.unpacking import GZIP, unpacked
from cleaner.reading.decoding import Source, read_bytes, read_file
from cleaner.reading.formats import kind_of

READ_AS_TEXT = frozenset([InputFormat.TEXT, InputFormat.MARKDOWN])
"""What the chain reads itself."""


@dataclass(frozen=True, slots=True)
class EngineSource(Source):
    """A page of an OCR engine's file: its text, and what the file knows of the layout."""

    raw: RawPage = field(default_factory=lambda: RawPage(""), repr=False)
    data: bytes = field(default=b"", repr=False)

    def encode(self) -> bytes:
        """The bytes of the file."""
        return self.data


def read_sources(
    page: str, encoding: str | None = None, data: bytes | None = None, form: str = ""
) -> Iterator[Source]:
    """The pages of a file, or of bytes that are at hand, one after the other.

    Pages of a file of several are called `FILE#1`, `FILE#2`, ...; where `page` is such a name, or that of a
    range of pages (see `selection_of`), these pages alone are given. form: the name of the format; empty:
    the content tells.

    Raises `FormatError` where the file is structured but of no format that is read, or damaged; `InputError`
    and `EncodingError` as `read_file` does, and `InputError` where there is no page of a number.
    """
    if data is None and (selection := selection_of(page)):
        yield from _selected(read_sources(selection.file, encoding, None, form), selection)
        return
    if data is None:
        data = piped(page)
    if data is None:
        data = bytes_of(page)
        if data is None or not _is_engines(data, form):
            yield read_file(page, encoding)
            return
    elif not _is_engines(data, form):
        yield read_bytes(data, page, encoding)
        return
    pages = iter_pages(data, form or None, page)
    first = list(islice(pages, 2))
    for number, raw in enumerate(chain(first, pages), start=1):
        name = f"{page}#{number}" if len(first) > 1 else page
        raw = replace(raw, name=name)  # noqa: PLW2901 (the same page by its name)
        yield EngineSource(raw.text, "utf-8", name=name, raw=raw, data=data, number=number * (len(first) > 1))


def _selected(pages: Iterator[Source], selection: Selection) -> Iterator[Source]:
    """The pages of a file that are selected; none is read beyond the last of them."""
    count = 0
    for count, found in enumerate(pages, start=1):
        if count in selection:
            yield replace(found, alone=selection.is_single)
        if count == selection.last:
            return
    if count < selection.reach:
        name = f"{selection.file}#{selection.numbers}"
        raise InputError(f"{name}: the file has {counted(count, 'page')}. Name none beyond.")


def read_source(page: str, encoding: str | None = None) -> Source:
    """The page of a file of one page, as `read_sources` gives it.

    Raises `InputError` where the file holds several, and what `read_sources` raises.
    """
    found = list(islice(read_sources(page, encoding), 2))
    if len(found) > 1:
        raise InputError(f"{page}: it holds several pages, and one is wanted. Name it, as {page}#2.")
    if not found:
        raise FormatError(f"{page}: there is no page in this file.")
    return found[0]


def is_structured(data: bytes) -> bool:
    r"""Whether bytes are a structured file, read or not, and no plain text or Markdown.

    >>> is_structured("青石镇".encode()), is_structured(b'{"a": 1}')
    (False, True)
    """
    if data.startswith((b"%PDF-", GZIP)):
        return True
    if kind_of(data):
        return False  # the decoder names it and refuses it
    try:
        return sniff(data) not in READ_AS_TEXT
    except InputError:
        return True


def is_engine_file(path: Path, form: str = "") -> bool:
    """Whether a file is of an OCR engine's format that is read; of a large one the beginning tells.

    form: the name of its format, where that is known.
    """
    data = b"" if form else bytes_of(str(path))
    return data is not None and is_engine_data(data, form)


def is_engine_data(data: bytes, form: str = "") -> bool:
    """Whether bytes are of an OCR engine's format that is read; arguments as of `is_engine_file`.

    >>> is_engine_data(b'[{"text": "x", "box": [[0, 0], [9, 0], [9, 9], [0, 9]], "score": 0.9}]')
    True
    >>> is_engine_data("三座水库".encode())
    False
    """
    try:
        return (form or sniffed(data)) not in READ_AS_TEXT
    except InputError:
        return False


def sniffed(data: bytes) -> InputFormat:
    """The format of a file, also of one in a gzip archive; raises what `sniff` and `unpacked` raise."""
    return sniff(unpacked(data, LARGEST_FILE))


def _is_engines(data: bytes, form: str) -> bool:
    return form not in READ_AS_TEXT if form else is_structured(data)


def piped(page: str) -> bytes | None:
    """What comes out of a pipe or device, as much as `bytes_of` gives, which can be read once; else none."""
    path = Path(page)
    if not exists(path) or is_file(path) or is_folder(path):
        return None
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError:
        return None


def bytes_of(page: str) -> bytes | None:
    """The bytes of a file, up to one more than a structured file may hold; none where it cannot be read."""
    try:
        path = Path(page)
        if not is_file(path):
            return None
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError:
        return None
