"""The pages in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from cleaner.batches.manifest import is_output
from cleaner.configuration.patterns import Ignored, matches
from cleaner.errors import EncodingError, FormatError, InputError, UnknownFormatError
from cleaner.paths import exists, is_file, without_links

TEXT, MARKDOWN = ".txt", (".md", ".mmd")
RICHEST = (".hocr", ".html", ".xml", ".json", ".jsonl", ".tsv", ".gz", ".pdf", ".mmd", ".md", TEXT)
"""Endings of files of one page, the one that tells most of it first."""


def find_pages(
    folder: Path,
    include: Sequence[str],
    exclude: Sequence[str],
    but: Path | None = None,
    base: Path | None = None,
    skipped: Callable[[Path], object] = str,
    failed: Callable[[InputError], object] | None = None,
) -> Iterator[Path]:
    """The pages in a folder and the folders in it, in the order of their names.

    include: patterns of the files that are pages, as `*.txt`; see `cleaner.configuration.patterns.matches`.
        The ending of a name may be in capitals.
    exclude: patterns of files and folders to pass over.
    but: a folder that is skipped: the one that the output goes to.
    base: the folder that patterns count from; without it, or where it does not hold `folder`, that one.
    skipped: called with each folder that is skipped because it holds the output of an earlier run.
    failed: called with the error of each folder that cannot be listed; the others are searched.

    Hidden files and folders, pipes and devices, and what `.gitignore` files name are skipped, links to
    folders are not followed. Raises `InputError` where a folder cannot be listed, without `failed`.
    """
    root = without_links(folder)
    origin = without_links(base) if base and root.is_relative_to(without_links(base)) else root
    passed_over = without_links(but) if but else None
    ignored = Ignored(root)

    def is_wanted(path: Path, is_folder: bool = False) -> bool:
        if path.name.startswith(".") or ignored.has(path, is_folder):
            return False
        inside = path.relative_to(origin).as_posix() + "/" * is_folder
        return not names(exclude, inside) and (is_folder or names(include, inside))

    def refuse(error: OSError) -> None:
        refusal = InputError(f"{error.filename}: the folder cannot be listed ({error.strerror}).")
        if failed is None:
            raise refusal from error
        failed(refusal)

    for place, folders, files in os.walk(folder, onerror=refuse):
        shown = Path(place)
        here = root / shown.relative_to(folder)
        if is_output(here):
            skipped(shown)
            folders.clear()
            continue
        ignored.enter(here)
        folders[:] = sorted(
            name for name in folders if is_wanted(here / name, is_folder=True) and here / name != passed_over
        )
        yield from (
            shown / name for name in sorted(files) if is_wanted(here / name) and not _is_special(here / name)
        )


class Found(NamedTuple):
    """What the files of folders are.

    pages: those that are pages, in the order of the files.
    passed_over: those that are of the same page as another one, each with the one that is taken.
    unread: those that are called as files of OCR engines are, and empty or of no format that is read.
    """

    pages: list[Path]
    passed_over: list[tuple[Path, Path]]
    unread: list[Path]


def pages_by_content(files: Sequence[Path], engines: bool = True) -> Found:
    """Of the files of folders those that are pages: texts, and files of OCR engines, known by their content.

    A file that is damaged, or cannot be read or decoded, may be a page, and is one where no other is of the
    same.

    engines: whether files of OCR engines are wanted. Of a page that is there as text and as the file of an
    engine, or in several formats, the one that comes first in `RICHEST` is taken; `a.txt` and `a.TXT` are two
    pages.
    """
    found: dict[tuple[Path, str], Path] = {}
    wanted: set[Path] = set()
    passed_over: list[tuple[Path, Path]] = []
    damaged: list[Path] = []
    unread: list[Path] = []
    for file in sorted(files, key=_richness):
        if file.suffix.lower() != TEXT:
            contents = _contents_of(file) if engines else Contents.PROSE
            if contents is Contents.DAMAGED:
                damaged.append(file)
            elif contents is Contents.UNREAD:
                unread.append(file)
            if contents is not Contents.PAGE:
                continue
        taken = found.setdefault((file.parent, file.stem), file)
        if _richness(taken) == _richness(file):
            wanted.add(file)
        else:
            passed_over.append((file, taken))
    for file in damaged:  # whoever reads it as a page says what is wrong with it
        if (taken := found.setdefault((file.parent, file.stem), file)) is file:
            wanted.add(file)
        else:
            passed_over.append((file, taken))
    return Found([file for file in files if file in wanted], sorted(passed_over), sorted(unread))


def _richness(file: Path) -> int:
    suffix = file.suffix.lower()
    return RICHEST.index(suffix) if suffix in RICHEST else len(RICHEST)


class Contents(Enum):
    """What is in a file that is not called a text."""

    PAGE = "page"
    """What an OCR engine wrote, or Markdown that looks like a Chinese page."""
    DAMAGED = "damaged"
    """What cannot be read or decoded, so that nobody knows."""
    UNREAD = "unread"
    """Nothing, or what is of no format that is read."""
    PROSE = "prose"
    """Markdown that is no page."""


def _contents_of(file: Path) -> Contents:
    from cleaner.batches.sources import READ_AS_TEXT, bytes_of, sniffed

    data = bytes_of(str(file))
    if data is None:
        return Contents.DAMAGED
    if file.suffix.lower() in MARKDOWN:
        return _contents_of_markdown(data, str(file))
    try:
        if data.strip() and sniffed(data) not in READ_AS_TEXT:
            return Contents.PAGE
    except FormatError as error:
        return Contents.UNREAD if isinstance(error, UnknownFormatError) else Contents.DAMAGED
    except InputError:
        pass  # it is larger than any page
    return Contents.UNREAD


def _contents_of_markdown(data: bytes, name: str) -> Contents:
    from cleaner.batches.sources import is_engine_data
    from cleaner.reading.decoding import read_bytes
    from cleaner.reading.suitability import why_no_page

    try:
        page = is_engine_data(data) or not why_no_page(read_bytes(data).text, name)
    except EncodingError:
        return Contents.DAMAGED
    except InputError:
        page = False
    return Contents.PAGE if page else Contents.PROSE


def names(patterns: Sequence[str], inside: str) -> bool:
    """Whether patterns name a path, as it is or with its ending in small letters: `01.TXT` is `*.txt`.

    >>> names(["*.txt"], "01.TXT"), names(["scans/"], "pages/01.txt")
    (True, False)
    """
    stem, point, ending = inside.rpartition(".")
    return matches(inside, patterns) or matches(stem + point + ending.lower(), patterns)


def _is_special(path: Path) -> bool:
    """Whether a path is neither a file nor a link to nowhere: reading a pipe would wait."""
    return exists(path) and not is_file(path)
