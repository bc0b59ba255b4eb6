"""One page of a batch, from its file to its articles, and what is recorded of it."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.decisions import complaints
from cleaner.errors import AuditError, CleanerError, OutputError, TimeLimitError
from cleaner.settings import Settings
from cleaner.writing import Format, as_files, as_stream, write_all

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.reading.decoding import Source
    from cleaner.trace import Audit

UTF_8 = "utf-8"
UNSETTLED = (
    "it did not settle, so it is given back as it was: some rules undo each other's work on it. "
    "Leave out rules with --ignore, and please report it with the page."
)


@dataclass(frozen=True, slots=True)
class Task:
    """A page to be cleaned.

    page: its path, or what messages call it where `data` is given.
    key: what the manifest calls it.
    name: what its file is called where all articles go into one.
    output: where the files go; none to have the articles as text.
    within: the folder in there that is for this page.
    place: the page's place in there on record, whatever the form.
    known: files that an earlier run wrote for the page, and their digests.
    spared: files in the output folder that are pages themselves, and are never written over.
    """

    page: str
    settings: Settings
    form: Format
    name: str
    output: Path | None = None
    within: str = ""
    encoding: str | None = None
    data: bytes | None = None
    spared: frozenset[Path] = frozenset()
    key: str = ""
    place: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page; `record` is JSON-ready."""

    page: str
    text: str = ""
    notes: tuple[str, ...] = ()
    summary: str = ""
    record: dict[str, object] = field(default_factory=dict)
    error: CleanerError | None = None


def clean_task(task: Task) -> Outcome:
    """Clean a page and write its articles; an error of cleaner is part of the outcome."""
    start = time.perf_counter()
    record = begin_record(task)
    try:
        source = read(task.page, task.encoding, task.data)
        record |= {"sha256": digest(source.encode()), "encoding": source.encoding}
        page = clean_page(source, task.settings)
        audit = page.audit()
        text, files = "", dict[str, str]()
        if task.output is None:
            text = as_stream(page.articles, task.form, page.furniture, task.page)
        else:
            files = _write(task, task.output / task.within, page)
        record |= {"status": "done", **files_record(files), **_figures(page, audit)}
        notes = doubts(source)
        if source.encoding != UTF_8:
            notes += [f"{source.name}: read as {source.encoding.upper()}."]
        notes += notes_of(page, source.name)
        outcome = Outcome(task.page, text, tuple(notes), summary(page, source, audit), record)
    except CleanerError as error:
        outcome = _failed(task, error, record)
    record["seconds"] = round(time.perf_counter() - start, 3)
    return outcome


def doubts(source: Source) -> list[str]:
    """What is to be told of a text that does not look like a Chinese page, if it does not."""
    from cleaner.batches.sources import EngineSource
    from cleaner.reading.suitability import why_no_page

    if isinstance(source, EngineSource):
        return []
    why = why_no_page(source.text, source.name)
    told = f"{source.name}: it does not look like a Chinese page ({why}); it was cleaned as one nonetheless."
    return [told] if why else []


def lost(task: Task) -> Outcome:
    """The outcome of a page that ended the process which cleaned it."""
    error = CleanerError(
        f"{task.page}: the process that cleaned it ended at once; it may have run out of memory. "
        "Clean it alone, or split it."
    )
    return _failed(task, error, begin_record(task))


def begin_record(task: Task) -> dict[str, object]:
    """What is known of a page before it is cleaned."""
    return {"page": task.key or task.page, **({"place": task.place} if task.place else {})}


def files_record(files: Mapping[str, str]) -> dict[str, object]:
    """Paths in the output and texts of files, as they are recorded."""
    return {"files": list(files), "digests": [digest(text.encode()) for text in files.values()]}


def late(task: Task, seconds: float) -> Outcome:
    """The outcome of a page that took longer than so many seconds."""
    error = TimeLimitError(
        f"{task.page}: it took more than {seconds:g} seconds and was given up. Give it more time, or "
        "split it."
    )
    return _failed(task, error, {**begin_record(task), "seconds": seconds})


def _failed(task: Task, error: CleanerError, record: dict[str, object]) -> Outcome:
    record |= {"status": "failed", "error": str(error)}
    return Outcome(task.page, record=record, error=error)


def read(page: str, encoding: str | None = None, data: bytes | None = None) -> Source:
    """Read a page from a file, or from bytes that are at hand."""
    from cleaner.batches.sources import read_source

    return read_source(page, encoding, data)


def clean_page(source: Source, settings: Settings) -> Page:
    """Clean a page and hold the result to the audit.

    Raises `AuditError` where the account does not add up, and `CleanerError` for any other fault of
    cleaner, so that one page never stops the others.
    """
    from cleaner.batches.sources import EngineSource
    from cleaner.chain import clean

    report = "Nothing was written. This is a bug of cleaner: please report it with the page."
    try:
        result = clean(source.raw if isinstance(source, EngineSource) else source.text, settings)
        audit = result.audit()
    except CleanerError:
        raise
    except Exception as error:
        raise CleanerError(f"{source.name}: {type(error).__name__}: {error}. {report}") from error
    if not audit.holds:
        raise AuditError(f"{source.name}: the audit failed: {'; '.join(audit.breaches)}. {report}")
    return result


def notes_of(page: Page, name: str) -> Iterator[str]:
    """What a user is to know of a cleaned page: that it did not settle, and decisions that match no edit."""
    if not page.settled:
        yield f"{name}: {UNSETTLED}"
    yield from complaints(page.unmatched, name)


def digest(data: bytes) -> str:
    """SHA-256 of the bytes of a page, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _write(task: Task, folder: Path, page: Page) -> dict[str, str]:
    """Write the articles of a page; gives the files by their paths in the output. Raises `OutputError`."""
    files = as_files(page.articles, task.form, task.name, page.furniture, task.page)
    placed = {(Path(task.within) / name).as_posix(): text for name, text in files.items()}
    spare_edited(task.output or Path(), placed, task.known, "page")
    spare_pages((folder / name for name in files), task.spared)
    write_all(folder, files)
    return placed


def spare_edited(output: Path, files: Mapping[str, str], known: Mapping[str, str], what: str) -> None:
    """Refuse to write over a file that was changed since an earlier run wrote it.

    files: texts to be written, by their paths in the output folder.
    known: the digests of what the earlier run wrote, by the same.
    what: what is then not written, as `page`.
    """
    for name, text in files.items():
        path = output / name
        if name not in known or not path.is_file():
            continue
        if digest(path.read_bytes()) not in (known[name], digest(text.encode())):
            raise OutputError(
                f"{path}: it was changed since an earlier run wrote it, so the {what} was not written. Move "
                "it away, or name another folder with -o."
            )


def spare_pages(targets: Iterable[Path], spared: frozenset[Path]) -> None:
    """Refuse to write over a page that is being read."""
    for target in targets:
        if spared and target.resolve() in spared:
            raise OutputError(f"{target}: this would overwrite the page itself. Name another folder with -o.")


def _figures(page: Page, audit: Audit) -> dict[str, object]:
    return {
        "settled": page.settled,
        "articles": len(page.articles),
        "edits": _by_tier(page),
        "withheld": len(page.withheld),
        "characters": {name: getattr(audit, name) for name in ("raw", "kept", "replaced", "dropped", "set")},
        "moves": audit.moved,
        "diagnosis": str(page.diagnosis),
    }


def _by_tier(page: Page) -> dict[str, int]:
    return {str(tier): count for tier, count in sorted(Counter(change.tier for change in page.edits).items())}


def summary(page: Page, source: Source, audit: Audit) -> str:
    """One line: articles, what is in none of them, edits by tier, the account of the audit, the encoding."""
    edits = ", ".join(f"{count} {tier}" for tier, count in _by_tier(page).items()) or "none"
    furniture = f", outside them {' | '.join(page.furniture)}" if page.furniture else ""
    return (
        f"{_counted(len(page.articles), 'article')}{furniture}; "
        f"{_counted(len(page.edits), 'edit')} ({edits}), {len(page.withheld)} withheld; "
        f"{_counted(audit.raw, 'character')}: {audit.kept} kept, {audit.replaced} replaced, "
        f"{audit.dropped} dropped, "
        f"{audit.set} set, {_counted(audit.moved, 'move')}; {source.encoding.upper()}"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
