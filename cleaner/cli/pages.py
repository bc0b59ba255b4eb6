"""The pages that a command line names: files, folders of them, standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple, TextIO, TypedDict

from typer import Argument, BadParameter

from cleaner.cli.console import log
from cleaner.configuration import Resolved, Resolver
from cleaner.errors import CleanerError, InputError
from cleaner.paths import is_folder, without_links
from cleaner.settings import Settings

STDIN = "-"
SHOWN = 3
"""Names of files in a message, at the most."""

Pages = Annotated[
    list[str],
    Argument(
        metavar="PAGE",
        help="Text files (one per page), files of OCR engines (volume.pdf#3-7: pages 3 to 7 of it), or "
        "folders of them; - reads standard input.",
        show_default=False,
    ),
]
"""The pages that a command takes."""


class TaskFields(TypedDict):
    """The fields of `cleaner.batches.tasks.FileTask`."""

    page: str
    settings: Settings
    encoding: str | None
    input_format: str
    data: bytes | None


class PageArgument(NamedTuple):
    """A page, or pages of a file: a path, as `page.txt` or `volume.pdf#3-7`, or `-`.

    `inside`: for one that was found in a folder that was named, the folder in there; empty at its top.
    `alias`: the file that standard input stands for; empty for none.
    """

    path: str
    inside: str | None = None
    alias: str = ""

    @property
    def shown(self) -> str:
        """What messages call it."""
        return (self.alias or "<stdin>") if self.path == STDIN else self.path

    @property
    def name(self) -> str:
        return self._place.name

    @property
    def stem(self) -> str:
        """The file name without its suffix, with the numbers of pages that are named."""
        _, numbers = self._split
        return f"{self._place.stem}_{numbers.replace(',', '_')}" if numbers else self._place.stem

    @property
    def file(self) -> Path | None:
        """The file that it is, or is in; none for standard input."""
        return None if self.path == STDIN else self._place

    @property
    def key(self) -> str:
        """What a manifest calls it."""
        from cleaner.batches.manifest import key_of

        return self.shown if self.path == STDIN else key_of(Path(self.path))

    def resolved(self, resolver: Resolver) -> Resolved:
        """What holds for it; for standard input what holds in the current folder, or for its alias."""
        return resolver.of(self._place)

    def given(self, resolver: Resolver) -> TaskFields:
        """It as a task, of whatever kind; standard input is read here. Raises `ConfigurationError`."""
        holds = self.resolved(resolver)
        return {
            "page": self.shown,
            "settings": holds.settings,
            "encoding": holds.encoding,
            "input_format": holds.input_format,
            "data": _standard_input() if self.path == STDIN else None,
        }

    @property
    def _place(self) -> Path:
        return Path((self.alias or "stdin") if self.path == STDIN else self._split[0])

    @property
    def _split(self) -> tuple[str, str]:
        from cleaner.batches.selection import split_name

        return (self.path, "") if self.path == STDIN else split_name(self.path)


def unfold(
    names: Sequence[str], resolver: Resolver, but: Path | None = None, engines: bool = True
) -> tuple[list[PageArgument], list[CleanerError]]:
    """The pages, with those of each folder in place of it, and what was wrong with folders.

    `but`: a folder that is skipped, as the output goes there. `engines`: files of OCR engines are pages.
    Raises `BadParameter` where standard input is named twice.
    """
    if names.count(STDIN) > 1:
        raise BadParameter("standard input (-) can be read only once")
    from cleaner.batches.finding import find_pages

    pages: list[PageArgument] = []
    errors: list[CleanerError] = []
    outputs: list[Path] = []
    for name in names:
        folder = Path(name)
        if name == STDIN or not is_folder(folder):
            pages.append(PageArgument(name))
            continue
        here = resolver.of(folder)
        include = here.strings("include")
        exclude, faults = here.strings("exclude"), list[CleanerError]()
        files: list[Path] = []
        try:
            found = find_pages(folder, include, exclude, but, here.folder, outputs.append, faults.append)
            files += found
        except CleanerError as error:
            faults.append(error)
        errors += faults
        by_content = here.is_default("include")
        if by_content:
            files = _pages_by_content(name, files, engines)
        if not (files or faults or folder in outputs):
            wanted = f"{', '.join(include)})"
            if by_content:
                wanted = f"{include[0]})" + ", nor a file of an OCR engine" * engines
            errors.append(InputError(f"{name}: there is no page in this folder ({wanted}."))
        for pattern in [] if by_content else _idle(include, here.folder or folder, files):
            log(f"{name}: no page matches {pattern!r} of `include`.")
        for file in files:
            inside = file.parent.relative_to(folder).as_posix()
            pages.append(PageArgument(str(file), "" if inside == "." else inside))
    for folder in outputs:
        if folder not in map(Path, names):
            log(f"{folder}: skipped, as it holds the output of an earlier run.")
            continue
        message = f"{folder}: it holds the output of an earlier run (manifest.jsonl), never taken for pages."
        errors.append(InputError(f"{message} Name the folder of the pages, or files in this one."))
    return pages, errors


def _pages_by_content(folder: str, files: Sequence[Path], engines: bool) -> list[Path]:
    """The pages among the files of a folder; what is skipped is told."""
    from cleaner.batches.finding import pages_by_content

    found = pages_by_content(files, engines)
    for file, instead in found.passed_over:
        log(f"{file}: skipped, as {instead.name} is of the same page.")
    if found.unread:
        log(f"{folder}: skipped, as empty or of no format that is read: {_listed(found.unread)}.")
    return found.pages


def _listed(files: Sequence[Path]) -> str:
    """The names of some files, of many the first ones.

    >>> _listed([Path("a.json")] * 3), _listed([Path("a.json")] * 9)
    ('a.json, a.json, a.json', 'a.json, a.json, a.json and 6 more')
    """
    rest = len(files) - SHOWN
    return ", ".join(file.name for file in files[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _idle(patterns: Sequence[str], folder: Path, files: Sequence[Path]) -> list[str]:
    """The patterns that none of some files matches, but for those that take files out.

    `folder`: the one that patterns count from; where it does not hold the files, the list is empty.
    """
    from cleaner.batches.finding import names

    root = without_links(folder)
    if not files or not all(without_links(file).is_relative_to(root) for file in files):
        return []
    inside = [without_links(file).relative_to(root).as_posix() for file in files]
    return [
        pattern
        for pattern in patterns
        if not pattern.startswith("!") and not any(names([pattern], file) for file in inside)
    ]


def once(pages: Sequence[PageArgument]) -> list[PageArgument]:
    """The pages without those that came before under another name of the same file."""
    found: dict[str, PageArgument] = {}
    for page in pages:
        found.setdefault(page.key, page)
    return list(found.values())


def _standard_input() -> bytes:
    """As much as a file may hold, and a byte more, which shows that it is too large."""
    from cleaner.readers.reading import LARGEST_FILE

    stream: TextIO | None = sys.stdin  # none where it was closed before the start
    return stream.buffer.read(LARGEST_FILE + 1) if stream else b""
