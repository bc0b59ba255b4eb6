"""All readers of structured files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cleaner.document import RawPage
from cleaner.readers import boxlists
from cleaner.readers.alto import read_alto
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import Format
from cleaner.readers.hocr import read_hocr
from cleaner.readers.pagexml import read_page_xml
from cleaner.readers.tsv import read_tsv

JSON_READERS: tuple[JsonReader, ...] = boxlists.READERS
"""In the order in which they are asked whether they know a value."""

READERS: dict[Format, Callable[[bytes, str], Iterator[RawPage]]] = {
    Format.HOCR: read_hocr,
    Format.TSV: read_tsv,
    Format.ALTO: read_alto,
    Format.PAGE: read_page_xml,
}
"""Readers of other files, from their bytes and name."""
