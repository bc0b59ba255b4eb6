"""The pages in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from cleaner.configuration.files import matches
from cleaner.errors import InputError


def find_pages(
    folder: Path, include: Sequence[str], exclude: Sequence[str], but: Path | None = None
) -> Iterator[Path]:
    """The pages in a folder and the folders in it, in the order of their names.

    include: patterns of file names that are pages, as `*.txt`.
    exclude: patterns of files and folders to pass over; see `cleaner.configuration.files.matches`.
    but: a folder that is passed over: the one that the output goes to.

    Hidden files and folders are passed over, links to folders are not followed. Raises `InputError` where
    a folder cannot be listed.
    """
    passed_over = but.resolve() if but else None
    for place, folders, files in os.walk(folder, onerror=_refuse):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and not _is_excluded(here / name, exclude, folder)
            and (here / name).resolve() != passed_over
        )
        for name in sorted(files):
            wanted = not name.startswith(".") and any(fnmatchcase(name, glob) for glob in include)
            if wanted and not _is_excluded(here / name, exclude, folder):
                yield here / name


def _is_excluded(path: Path, exclude: Sequence[str], folder: Path) -> bool:
    return any(matches(path, glob, folder) for glob in exclude)


def _refuse(error: OSError) -> None:
    raise InputError(f"{error.filename}: the folder cannot be listed ({error.strerror}).") from error
