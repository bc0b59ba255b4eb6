"""Raw OCR text of a Chinese newspaper page in, clean text out, article by article.

    >>> from cleaner import clean
    >>> page = clean("京蒙扶贫协 作座谈会召开")
    >>> page.text
    '京蒙扶贫协作座谈会召开'
    >>> page.audit().holds
    True

Names are imported when they are first used, so `import cleaner` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.articles import split_articles
    from cleaner.chain import clean
    from cleaner.errors import CleanerError
    from cleaner.page import Article, Page, Paragraph
    from cleaner.reading.decoding import Source, read_bytes, read_file
    from cleaner.settings import Quotes, Script, Settings
    from cleaner.shortcuts import clean_file, clean_many, clean_text
    from cleaner.trace import Audit, Change, Edit, Tier

__version__ = "0.2.0"
DISTRIBUTION = "chinese-newspaper-cleaner"
"""What is installed; `cleaner` on the package index is another tool."""

_HOMES = {
    "cleaner.articles": ("split_articles",),
    "cleaner.chain": ("clean",),
    "cleaner.errors": ("CleanerError",),
    "cleaner.page": ("Article", "Page", "Paragraph"),
    "cleaner.reading.decoding": ("Source", "read_bytes", "read_file"),
    "cleaner.settings": ("Quotes", "Script", "Settings"),
    "cleaner.shortcuts": ("clean_file", "clean_many", "clean_text"),
    "cleaner.trace": ("Audit", "Change", "Edit", "Tier"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Article",
    "Audit",
    "Change",
    "CleanerError",
    "Edit",
    "Page",
    "Paragraph",
    "Quotes",
    "Script",
    "Settings",
    "Source",
    "Tier",
    "clean",
    "clean_file",
    "clean_many",
    "clean_text",
    "read_bytes",
    "read_file",
    "split_articles",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
