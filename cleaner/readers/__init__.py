"""From the files of OCR engines to pages: one reader a family of formats, one page model for all."""

from cleaner.readers.formats import InputFormat
from cleaner.readers.reading import iter_pages, read_pages
from cleaner.readers.sniffing import sniff

__all__ = ["InputFormat", "iter_pages", "read_pages", "sniff"]
