"""The record of an output folder, from which a later run goes on: JSON Lines, an object a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cleaner import __version__
from cleaner.batches.pages import CleanTask, digest
from cleaner.batches.selection import split_name
from cleaner.batches.stale import files_of
from cleaner.errors import InputError, OutputError
from cleaner.jsontext import json_text
from cleaner.paths import is_file, without_links
from cleaner.writing import write_all

NAME = "manifest.jsonl"

Record = Mapping[str, Any]


class Manifest:
    """A manifest that grows by a line for every page, so that a run that is cut off loses none.

    path: where it is written; what is there is replaced.
    records: those of earlier runs, by page. They hold until the page is recorded anew; in the end each page
        has one line.
    """

    def __init__(self, path: Path, records: Mapping[str, Record]) -> None:
        self.path = path
        self._records = dict(records)
        self._write_all()
        self._file = path.open("a", encoding="utf-8", newline="")

    def add(self, record: Record) -> None:
        """Write a record at once. Raises `OutputError`."""
        self._records[record["page"]] = record
        try:
            self._file.write(_line(record))
            self._file.flush()
        except OSError as error:
            with suppress(OSError):
                self._file.close()  # which tries once more to write the line
            raise OutputError(
                f"{self.path}: it cannot be written ({error.strerror}). Make room; --resume goes on."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            self._write_all()

    def _write_all(self) -> None:
        write_all(self.path.parent, {self.path.name: "".join(map(_line, self._records.values()))})


def read_manifest(path: Path) -> dict[str, Record]:
    """The last record of each page; a line that a run did not finish is skipped.

    Empty where there is no manifest. Raises `InputError` where it cannot be read, `OutputError` where the
    file is something else, which a manifest must not replace.

    >>> read_manifest(Path("no such folder") / NAME)
    {}
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except (FileNotFoundError, NotADirectoryError):
        return {}  # where a file stands in its place, writing says so
    except OSError as error:
        raise InputError(
            f"{path}: it cannot be read ({error.strerror}). Name another folder with -o, or see to the file."
        ) from error
    records: dict[str, Record] = {}
    for line in lines:
        if record := _record(line):
            records[record["page"]] = record
    if not records and any(line.strip() for line in lines[:-1]):
        raise OutputError(
            f"{path}: this is no manifest of cleaner, so it stays. Name another folder with -o."
        )
    return records


def is_output(folder: Path) -> bool:
    """Whether a folder holds what an earlier run wrote: it has a manifest of cleaner."""
    try:
        with (folder / NAME).open(encoding="utf-8", errors="replace") as file:
            return _record(file.readline()) is not None
    except OSError:
        return False


def key_of(page: Path) -> str:
    """What a manifest calls a page, however typed: its absolute path, links above it resolved."""
    return str(without_links(page.parent) / page.name)


def still_holds(record: Record | None, task: CleanTask, output: Path) -> bool:
    """Whether a page was done with the same text and options, and its files are still as they were written.

    Where one was changed since, the page is cleaned again, and what writes it says that the file stays.
    """
    if not record or record.get("status") != "done" or record.get("options") != options_of(task):
        return False
    known, files = files_of(record), record.get("files")
    if not isinstance(files, list) or len(known) < len(files):
        return False
    expected = {Path(split_name(task.page)[0]): record.get("sha256")}
    expected |= {output / name: written for name, written in known.items()}
    try:
        return all(is_file(path) and digest(path.read_bytes()) == one for path, one in expected.items())
    except OSError:
        return False


def options_of(task: CleanTask) -> str:
    """What the output of a page depends on besides its text, as a short digest."""
    import hashlib

    settings = {name: _plain(getattr(task.settings, name)) for name in task.settings.__slots__}
    known = [__version__, settings, task.form, task.encoding, task.input_format, task.within, task.name]
    return hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()[:16]


def _record(line: str) -> dict[str, Any] | None:
    """The record in a line, if there is one."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    known = isinstance(record, dict) and isinstance(record.get("page"), str) and "status" in record
    return record if known and "\\u0000" not in line else None  # no path holds a NUL


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return [asdict(decision) for decision in value] if isinstance(value, tuple) else value


def _line(record: Record) -> str:
    return json_text(record) + "\n"
