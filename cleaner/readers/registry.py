"""All readers of structured files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cleaner.document import RawPage
from cleaner.readers import (
    articles,
    azure,
    blocks,
    boxlists,
    clouds,
    desktop,
    docling,
    documentai,
    google,
    markdown,
    mineru,
    structure,
)
from cleaner.readers.abbyy import read_abbyy
from cleaner.readers.alto import read_alto
from cleaner.readers.families import JsonReader
from cleaner.readers.formats import InputFormat
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
    *documentai.READERS,
    *clouds.READERS,
    *desktop.READERS,
    *boxlists.READERS,
    *articles.READERS,
)
"""In the order in which they are asked whether they know a value."""

READERS: dict[InputFormat, Callable[[bytes, str], Iterator[RawPage]]] = {
    InputFormat.HOCR: read_hocr,
    InputFormat.TSV: read_tsv,
    InputFormat.ALTO: read_alto,
    InputFormat.PAGE: read_page_xml,
    InputFormat.ABBYY: read_abbyy,
    InputFormat.MARKDOWN: read_markdown,
    InputFormat.DEEPSEEK: read_deepseek,
    InputFormat.PDF: read_pdf,
}
"""Readers of other files, from their bytes and name."""
