"""The record of a batch, from which a later run goes on: JSON Lines, an object a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cleaner import __version__
from cleaner.batches.pages import Task, digest
from cleaner.errors import InputError, OutputError
from cleaner.writing import write_all

NAME = "manifest.jsonl"

Record = Mapping[str, Any]


class Manifest:
    """A manifest that grows by a line for every page, so that a run that is cut off loses none.

    path: where it is written; what is there is replaced.
    kept: the records of an earlier run that still hold.
    """

    def __init__(self, path: Path, kept: Iterable[Record] = ()) -> None:
        self.path = path
        write_all(path.parent, {path.name: "".join(map(_line, kept))})
        self._file = path.open("a", encoding="utf-8", newline="")

    def add(self, record: Record) -> None:
        """Write a record at once. Raises `OutputError`."""
        try:
            self._file.write(_line(record))
            self._file.flush()
        except OSError as error:
            raise OutputError(f"{self.path}: it cannot be written ({error.strerror}).") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def read_manifest(path: Path) -> dict[str, Record]:
    """The last record of each page; a line that a run did not finish is passed over.

    Empty where there is no manifest. Raises `InputError` where it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"{path}: it cannot be read ({error.strerror}). Run without --resume.") from error
    records: dict[str, Record] = {}
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict) and isinstance(record.get("page"), str):
            records[record["page"]] = record
    return records


def still_holds(record: Record | None, task: Task, output: Path) -> bool:
    """Whether a page was done with the same text and options, and its files are still there."""
    if not record or record.get("status") != "done" or record.get("options") != options_of(task):
        return False
    try:
        same = digest(Path(task.page).read_bytes()) == record.get("sha256")
    except OSError:
        return False
    files = record.get("files")
    return same and isinstance(files, list) and all((output / str(name)).is_file() for name in files)


def options_of(task: Task) -> str:
    """What the output of a page depends on besides its text, as a short digest."""
    settings = {name: _plain(getattr(task.settings, name)) for name in task.settings.__slots__}
    settings["decisions"] = [decision.as_dict() for decision in task.settings.decisions]
    known = [__version__, settings, task.form, task.encoding, task.within, task.name]
    return hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
