"""All readers of structured files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cleaner.document import RawPage
from cleaner.readers import azure, blocks, boxlists, docling, google, markdown, mineru, structure
from cleaner.readers.abbyy import read_abbyy
from cleaner.readers.alto import read_alto
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import Format
from cleaner.readers.hocr import read_hocr
from cleaner.readers.markdown import read_deepseek, read_markdown
from cleaner.readers.pagexml import read_page_xml
from cleaner.readers.pdf import read_pdf
from cleaner.readers.tsv import read_tsv

JSON_READERS: tuple[JsonReader, ...] = (
    *structure.READERS,
    *mineru.READERS,
    *blocks.READERS,
    *docling.READERS,
    *azure.READERS,
    *google.READERS,
    *markdown.READERS,
    *boxlists.READERS,
)
"""In the order in which they are asked whether they know a value."""

READERS: dict[Format, Callable[[bytes, str], Iterator[RawPage]]] = {
    Format.HOCR: read_hocr,
    Format.TSV: read_tsv,
    Format.ALTO: read_alto,
    Format.PAGE: read_page_xml,
    Format.ABBYY: read_abbyy,
    Format.MARKDOWN: read_markdown,
    Format.DEEPSEEK: read_deepseek,
    Format.PDF: read_pdf,
}
"""Readers of other files, from their bytes and name."""
