"""Files of earlier runs that a page no longer has: removed, unless somebody changed them since."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cleaner.batches.pages import digest
from cleaner.paths import identities, is_file, without_links


def remove_stale(
    output: Path,
    record: Mapping[str, Any],
    written: Collection[str] = (),
    pages: frozenset[Hashable] = frozenset(),
) -> list[str]:
    """Remove the files of a record that were not written again; gives notes of those that were kept.

    written: files of the page now, by their paths in the output folder.
    pages: identities of pages, which are never removed.

    Only files inside the output folder are removed that still hold what was written; then the folders that
    are empty.
    """
    root = without_links(output)
    notes = []
    for name, known in files_of(record).items():
        path = output / name
        target = without_links(path)
        if name in written or not target.is_relative_to(root) or not is_file(path) or path.is_symlink():
            continue
        try:
            if not pages.isdisjoint(identities(path)) or digest(path.read_bytes()) != known:
                notes.append(f"{path}: an earlier run wrote it, but it was changed since, so it stays.")
                continue
            path.unlink()
            _remove_empty(path.parent, output)
        except OSError as error:
            notes.append(f"{path}: it is of an earlier run and cannot be removed ({error.strerror}).")
    return notes


def files_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Files of a record with their digests.

    >>> files_of({"files": ["a.txt"], "digests": ["e3b0"]}), files_of({})
    ({'a.txt': 'e3b0'}, {})
    """
    files, digests = record.get("files"), record.get("digests")
    if not isinstance(files, list) or not isinstance(digests, list):
        return {}
    return {str(name): str(known) for name, known in zip(files, digests, strict=False)}


def _remove_empty(folder: Path, output: Path) -> None:
    """Remove a folder in the output and those above it as long as they are empty."""
    with suppress(OSError):
        while folder != output:
            folder.rmdir()
            folder = folder.parent
