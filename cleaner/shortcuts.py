"""Shorter ways to clean: a string to a string, a file, many texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Unpack

from cleaner import checks
from cleaner.batches.sources import EngineSource, read_source
from cleaner.chain import clean
from cleaner.document import RawPage
from cleaner.page import Page
from cleaner.settings import DEFAULT, Options, Settings


def clean_text(text: str, settings: Settings = DEFAULT, **options: Unpack[Options]) -> str:
    """The clean text of a page, articles in reading order; `settings` and `options` as for `clean`.

    Raises `TypeError` where the text is no string, and what `Settings` raises for an option.

    >>> clean_text("问题 ,党内")
    '问题，党内'
    """
    return clean(text, settings, **options).text


def clean_file(
    path: str | os.PathLike[str],
    encoding: str | None = None,
    settings: Settings = DEFAULT,
    **options: Unpack[Options],
) -> Page:
    """The clean page of a file: plain text, Markdown, or what an OCR engine wrote, with its boxes.

    encoding: that of a text; without it UTF-8, UTF-16 with a mark or GB18030, whichever the bytes are.

    Raises `InputError` where the file is missing, too large, of an unknown structured format or of several
    pages, `EncodingError` where it is no text, `TypeError` where `path` is none, and what `Settings` raises
    for an option.

    >>> clean_file("no/such/page.txt")
    Traceback (most recent call last):
    cleaner.errors.InputError: no/such/page.txt: there is no such file. Check the name and the folder.
    """
    source = read_source(checks.path("path", path), encoding)
    return clean(source.raw if isinstance(source, EngineSource) else source.text, settings, **options)


def clean_many(
    pages: Iterable[str | RawPage], settings: Settings = DEFAULT, **options: Unpack[Options]
) -> Iterator[Page]:
    """Clean pages one after the other, each when it is asked for; `settings` and `options` as for `clean`.

    Each comes out as `clean` gives it, to the last digit of a confidence, whatever stands beside it.

    Raises `TypeError` for a single string, and what `Settings` raises for an option, before the first page.
    What `clean` raises for a page is raised in its turn; `next` then gives the page after it.

    >>> [page.text for page in clean_many(["问题 ,党内", "青石镇"])]
    ['问题，党内', '青石镇']
    """
    if isinstance(pages, str | RawPage):
        raise TypeError("several pages are wanted, not one. Call clean(page), or pass [page].")
    settings = checks.instance("settings", settings, Settings).updated(**options)
    return map(partial(clean, settings=settings), pages)  # no generator, which would end with an error
