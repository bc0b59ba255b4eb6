"""A page from its file, whatever wrote it: plain text, or the output of an OCR engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cleaner.document import RawPage
from cleaner.errors import FormatError, InputError
from cleaner.readers import Format, read_pages, sniff
from cleaner.reading.decoding import Source, read_bytes, read_file
from cleaner.reading.formats import kind_of

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class EngineSource(Source):
    """A page of an OCR engine's file: its text, and what the file knows of the layout."""

    raw: RawPage = field(default_factory=lambda: RawPage(""), repr=False)
    data: bytes = field(default=b"", repr=False)

    def encode(self) -> bytes:
        """The bytes of the file."""
        return self.data


def read_source(page: str, encoding: str | None = None, data: bytes | None = None) -> Source:
    """Read a page from a file, or from bytes that are at hand; the content tells the format.

    Raises `FormatError` where it is structured but of no format that is read, is damaged, or holds several
    pages; `InputError` and `EncodingError` as `read_file` does.
    """
    if data is None:
        try:
            data = Path(page).read_bytes() if Path(page).is_file() else None
        except OSError:
            data = None
        if data is None or not is_structured(data):
            return read_file(page, encoding)
    elif not is_structured(data):
        return read_bytes(data, page, encoding)
    pages = read_pages(data, None, page)
    if len(pages) != 1:
        raise FormatError(f"{page}: it holds {len(pages)} pages. Split it into files of one page each.")
    return EngineSource(pages[0].text, "utf-8", name=page, raw=pages[0], data=data)


def is_structured(data: bytes) -> bool:
    r"""Whether bytes are a structured file, read or not, and no plain text or Markdown.

    >>> is_structured("青石镇".encode()), is_structured(b'{"a": 1}')
    (False, True)
    """
    if data.startswith((b"%PDF-", GZIP)):
        return True
    if kind_of(data):
        return False  # the decoder names it and refuses it
    return not _is_read_as(data, Format.TEXT, Format.MARKDOWN)


def is_engine_file(path: Path) -> bool:
    """Whether a file is of an OCR engine's format that is read."""
    try:
        return is_engine_data(path.read_bytes())
    except OSError:
        return False


def is_engine_data(data: bytes) -> bool:
    """Whether bytes are of an OCR engine's format that is read."""
    try:
        return is_structured(data) and sniff(data) is not Format.TEXT
    except InputError:
        return False


def _is_read_as(data: bytes, *formats: Format) -> bool:
    try:
        return sniff(data) in formats
    except InputError:
        return False
