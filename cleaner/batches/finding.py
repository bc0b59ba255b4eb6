"""The pages in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cleaner.batches.manifest import is_output
from cleaner.configuration.patterns import Ignored, matches
from cleaner.errors import InputError


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
    but: a folder that is passed over: the one that the output goes to.
    base: the folder that patterns count from; without it, or where it does not hold `folder`, that one.
    skipped: is told each folder that is passed over because it holds the output of an earlier run.
    failed: is told of each folder that cannot be listed; the others are searched.

    Hidden files and folders, pipes and devices, and what `.gitignore` files name are passed over, links to
    folders are not followed. Raises `InputError` where a folder cannot be listed, without `failed`.
    """
    root = folder.resolve()
    origin = base.resolve() if base and root.is_relative_to(base.resolve()) else root
    passed_over = but.resolve() if but else None
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


def names(patterns: Sequence[str], inside: str) -> bool:
    """Whether patterns name a path, as it is or with its ending in small letters: `01.TXT` is `*.txt`."""
    stem, point, ending = inside.rpartition(".")
    return matches(inside, patterns) or matches(stem + point + ending.lower(), patterns)


def _is_special(path: Path) -> bool:
    """Whether a path is neither a file nor a link to nowhere: reading a pipe would wait."""
    return path.exists() and not path.is_file()
