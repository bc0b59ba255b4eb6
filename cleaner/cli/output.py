"""What `-o` names: what it may be, and what earlier runs left there."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from typer import BadParameter, Context

from cleaner.cli.pages import STDIN, PageArgument
from cleaner.configuration.keys import FILES
from cleaner.errors import OutputError
from cleaner.paths import exists, identities, identities_of, is_file, is_folder, without_links

if TYPE_CHECKING:
    from cleaner.batches.manifest import Record

SUFFIXES = (".txt", ".md", ".jsonl", ".json", ".parquet", ".gz", ".zst", ".html", ".csv")
"""What the name of a file ends with, as that of a folder does not."""


READ = (*FILES, "config", "gold", "image")
"""Options that name files which are read."""


def check_output(output: Path, names: Sequence[str]) -> None:
    """Raise `BadParameter` where the output is named like a file, or is a folder of the pages themselves."""
    if output.suffix.lower() in SUFFIXES and not is_folder(output):
        raise BadParameter(
            f"{str(output)!r} is named like a file, but the articles go into a folder. Name one, or send "
            "them to one file by standard output: > FILE",
            param_hint="-o",
        )
    own = identities_of([output])
    for name in names:
        if name != STDIN and is_folder(name) and not own.isdisjoint(identities(name)):
            raise BadParameter(
                f"{str(output)!r} is the folder of the pages: name another, as {str(output / 'clean')!r}",
                param_hint="-o",
            )


def check_output_file(
    output: Path,
    pages: Sequence[PageArgument],
    context: Context,
    example: str,
    is_own: Callable[[Path], bool],
) -> None:
    """Raise `OutputError` where a file to be written is a folder, is read, or holds what is none of ours.

    Read are the pages, and what options of the command name: decisions, references, scans.
    is_own: whether the command wrote a file that is there; an empty one holds nothing to lose.
    """
    given = (context.params.get(name) for name in READ)
    read = [one for value in given for one in (value if isinstance(value, list) else [value]) if one]
    read += [page.file for page in pages if page.file]
    if is_folder(output):
        raise OutputError(f"{output}: this is a folder. Name a file, as {output / example}.")
    if exists(output) and not identities_of(read).isdisjoint(identities(output)):
        raise OutputError(f"{output}: this would overwrite a file that is read. Name another file with -o.")
    if exists(output) and not (is_file(output) and (_is_empty(output) or is_own(output))):
        raise OutputError(
            f"{output}: `cleaner {context.info_name}` did not write this file, so it stays. Move it away, or "
            "name another file with -o."
        )


def _is_empty(path: Path) -> bool:
    try:
        return not path.stat().st_size
    except OSError:
        return False


def forget_missing(
    records: Mapping[str, Record], names: Sequence[str], output: Path, spared: frozenset[Hashable]
) -> tuple[dict[str, Record], list[str]]:
    """The records without those of pages that are gone from the folders named; their files are removed.

    spared: identities of pages, which are never removed.

    The notes report each of them, and of files that were kept. A page is gone for sure only where its own
    folder is still there and holds something: else that may be on a disk that is not there.
    """
    from cleaner.batches.selection import split_name
    from cleaner.batches.stale import remove_stale

    folders = [without_links(name) for name in names if name != STDIN and is_folder(name)]
    kept: dict[str, Record] = {}
    notes: list[str] = []
    for key, record in records.items():
        page = Path(split_name(key)[0])
        if not any(page.is_relative_to(folder) for folder in folders) or not _is_gone(page):
            kept[key] = record
        else:
            notes.append(f"{page}: it is gone, so its files were removed from {output}.")
            notes += remove_stale(output, record, pages=spared)
    return kept, notes


def _is_gone(page: Path) -> bool:
    """Whether a page was removed from its folder; a link that leads nowhere is still there."""
    try:
        names = {path.name for path in page.parent.iterdir()}
    except OSError:
        return False
    return bool(names) and page.name not in names
