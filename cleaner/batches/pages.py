"""One page of a batch, from its file to its articles, and what is recorded of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.batches.tasks import REPORT, FileTask, as_errors
from cleaner.counting import counted
from cleaner.decisions import Decision, unmatched_messages
from cleaner.errors import CleanerError, ExitCode, FormatError, OutputError
from cleaner.paths import identities, is_file
from cleaner.settings import Settings
from cleaner.writing import OutputFormat, as_files, as_stream, write_all

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.reading.decoding import Source
    from cleaner.trace import Audit

UTF_8 = "utf-8"
NO_PAGE = "there is no page in this file."
UNSETTLED = (
    "it did not settle, so it is given back as it was: some rules undo each other's work on it. "
    "Leave out rules with --ignore, and please report it with the page."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanTask(FileTask):
    """A file to be cleaned.

    key: what the manifest calls it.
    name: what its file is called where all articles go into one.
    output: where the files go; none to have the articles as text.
    within: the folder in there that is for this page.
    place: the page's place in there on record, whatever the form.
    known: files that an earlier run wrote for the page, and their digests.
    spared: the identities of pages, which are never written over (`cleaner.paths.identities`).
    """

    form: OutputFormat
    name: str
    output: Path | None = None
    within: str = ""
    spared: frozenset[Hashable] = frozenset()
    key: str = ""
    place: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CleanOutcome:
    """What became of a page; `record` is JSON-ready."""

    page: str
    text: str = ""
    notes: tuple[str, ...] = ()
    summary: str = ""
    record: dict[str, object] = field(default_factory=dict)
    error: CleanerError | None = None


def clean_task(task: CleanTask) -> CleanOutcome:
    """Clean the page of a file, or all its pages, and write the articles; an error is part of the outcome.

    Of a file of several pages each has its articles in a folder of its own, called by its number; JSON Lines
    of all are in one file. A page that fails fails the file.
    """
    start = time.perf_counter()
    record = begin_record(task)
    try:
        with as_errors(task.page):
            outcome = _cleaned(task, record)
    except CleanerError as error:
        outcome = _failed(task, error, record)
    record["seconds"] = round(time.perf_counter() - start, 3)
    return outcome


def _cleaned(task: CleanTask, record: dict[str, object]) -> CleanOutcome:
    """Clean and write; the record is completed, also as far as it gets where something is raised."""
    done = _Done()
    for source in task.sources():
        if not done.summaries and task.output is not None:
            record |= {"sha256": digest(source.encode()), "encoding": source.encoding}
        done.add(task, source, clean_page(source, task.settings))
    if not done.summaries:
        raise FormatError(f"{task.page}: {NO_PAGE}")
    notes = (*done.notes, *unmatched_messages(done.unmatched(task), task.page))
    figures = _sum(done.figures)
    files = _write(task, done.files) if task.output is not None else {}
    record |= {**files_record(files), "status": "done", **figures}
    text = task.form.separator.join(done.texts)
    return CleanOutcome(task.page, text, notes, "; ".join(done.summaries), record)


@dataclass
class _Done:
    """What became of the pages of a file."""

    texts: list[str] = field(default_factory=list)
    """Their articles, where they go to no folder."""
    files: dict[str, str] = field(default_factory=dict)
    """Texts of files by their paths in the folder of the file."""
    notes: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    matched: set[Decision] = field(default_factory=set)

    def add(self, task: CleanTask, source: Source, page: Page) -> None:
        audit = page.audit()
        number = 0 if source.alone else source.number
        if task.form.writes_back:
            text = _written_back(task, source, page)
            files = {task.name: text}
        elif task.output is None:
            text = as_stream(page.articles, task.form, page.furniture, source.name, page.folio)
            files = {}
        else:
            text = ""
            files = as_files(page.articles, task.form, task.name, page.furniture, source.name, page.folio)
        self.texts += [] if task.output else [text]
        for name, content in files.items():
            path = name if task.form.in_one_file or not number else f"{number:03d}/{name}"
            self.files[path] = self.files.get(path, "") + content
        self.notes += doubts(source)
        if source.encoding != UTF_8:
            self.notes.append(f"{source.name}: read as {source.encoding.upper()}.")
        if not page.settled:
            self.notes.append(f"{source.name}: {UNSETTLED}")
        self.matched |= matched(task.settings, source, page)
        self.summaries.append(summary(page, source, audit))
        self.figures.append(_figures(page, audit))
        if task.output is not None:  # a manifest is kept
            self.figures[-1]["diagnosis"] = str(page.diagnosis)

    def unmatched(self, task: CleanTask) -> list[Decision]:
        """The decisions that match no edit of any page."""
        return [decision for decision in task.settings.decisions if decision not in self.matched]


def decisions_on(settings: Settings, source: Source) -> tuple[Decision, ...]:
    """The decisions that may be on a page: not those that name another page of its file."""
    number = source.number
    return tuple(one for one in settings.decisions if not number or one.page in (0, number))


def matched(settings: Settings, source: Source, page: Page) -> set[Decision]:
    """The decisions that were found on a page."""
    return set(decisions_on(settings, source)).difference(page.unmatched)


def _written_back(task: CleanTask, source: Source, page: Page) -> str:
    """The file of a page with its reading order and articles. Raises `FormatError`."""
    from cleaner.readers import InputFormat
    from cleaner.writing.regions import write_back

    if source.number and not source.alone:
        raise FormatError(
            f"{task.page}: it holds several pages. --format {task.form} is for a file of one page."
        )
    try:
        return write_back(page, source.encode(), InputFormat(task.form.value))
    except FormatError as error:
        raise FormatError(f"{source.name}: {error}") from None


def doubts(source: Source) -> list[str]:
    """A warning about a text that does not look like a Chinese page, if it does not.

    >>> from cleaner import read_bytes
    >>> doubts(read_bytes("青石镇新建的三座水库昨日起蓄水，预计可灌溉农田五千亩。".encode()))
    []
    >>> doubts(read_bytes(b"to be or not to be", "a.txt"))
    ['a.txt: it does not look like a Chinese page (it holds no Chinese character), but was cleaned as one.']
    """
    from cleaner.batches.sources import EngineSource
    from cleaner.reading.suitability import why_no_page

    if isinstance(source, EngineSource):
        return []
    why = why_no_page(source.text, source.name)
    warning = f"{source.name}: it does not look like a Chinese page ({why}), but was cleaned as one."
    return [warning] if why else []


def lost_page(task: CleanTask) -> CleanOutcome:
    """The outcome of a page that ended the process which cleaned it."""
    return _failed(task, task.lost("Clean it alone, or split it."), begin_record(task))


def begin_record(task: CleanTask) -> dict[str, object]:
    """What is known of a page before it is cleaned."""
    return {"page": task.key or task.page, **({"place": task.place} if task.place else {})}


def files_record(files: Mapping[str, str]) -> dict[str, object]:
    """Paths in the output and texts of files, as they are recorded.

    >>> files_record({"01.txt": ""})["files"]
    ['01.txt']
    """
    return {"files": list(files), "digests": [digest(text.encode()) for text in files.values()]}


def late_page(task: CleanTask, seconds: float) -> CleanOutcome:
    """The outcome of a page that took longer than so many seconds."""
    error = task.late(seconds, "Give it more time, or split it.")
    return _failed(task, error, {**begin_record(task), "seconds": seconds})


def _failed(task: CleanTask, error: CleanerError, record: dict[str, object]) -> CleanOutcome:
    record |= {"status": "failed", "error": str(error)}
    return CleanOutcome(task.page, record=record, error=error)


def clean_page(source: Source, settings: Settings) -> Page:
    """Clean a page and hold the result to the audit.

    Raises what `clean_audited` raises; where that is a fault of cleaner, it names the page and the remedy.

    >>> from cleaner import Settings, read_bytes
    >>> clean_page(read_bytes("问题,党内".encode()), Settings()).text
    '问题，党内'
    """
    from cleaner.batches.sources import EngineSource
    from cleaner.chain import clean_audited

    settings = replace(settings, decisions=decisions_on(settings, source))
    try:
        return clean_audited(source.raw if isinstance(source, EngineSource) else source.text, settings)
    except CleanerError as error:
        if error.exit_code is not ExitCode.INTERNAL:
            raise
        raise type(error)(f"{source.name}: {error}. {REPORT}") from error


def notes_of(pages: Sequence[tuple[Source, Page]], settings: Settings, name: str) -> Iterator[str]:
    """What is to be known of cleaned pages of a file: which did not settle, decisions that match no edit."""
    for source, page in pages:
        if not page.settled:
            yield f"{source.name}: {UNSETTLED}"
    found = set[Decision]().union(*(matched(settings, source, page) for source, page in pages))
    yield from unmatched_messages((one for one in settings.decisions if one not in found), name)


def digest(data: bytes) -> str:
    """SHA-256 of the bytes of a page, in hexadecimal."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _write(task: CleanTask, files: Mapping[str, str]) -> dict[str, str]:
    """Write files, by their paths in the folder of the page; gives them by those in the output.

    Raises `OutputError`.
    """
    output = task.output or Path()
    named = {(Path(task.within) / path).as_posix(): text for path, text in files.items()}
    spare_pages((output / path for path in named), task.spared)
    spare_others(output, named, task.known, "page")
    write_all(output / task.within, files)
    return named


def spare_others(output: Path, files: Mapping[str, str], known: Mapping[str, str], what: str) -> None:
    """Refuse to write over a file that no earlier run wrote, or that was changed since.

    files: texts to be written, by their paths in the output folder.
    known: the digests of what the earlier run wrote, by the same.
    what: what is then not written, as `page`.
    """
    for name, text in files.items():
        path = output / name
        if not is_file(path):
            continue
        try:
            found = digest(path.read_bytes())
        except OSError as error:
            why = f"it cannot be read ({error.strerror})"
        else:
            if found in (known.get(name), digest(text.encode())):
                continue
            changed = "it was changed since an earlier run wrote it"
            why = changed if name in known else "it is there already, and not on record as of an earlier run"
        raise OutputError(
            f"{path}: {why}, so the {what} was not written. Move it away, or name another folder with -o."
        )


def spare_pages(targets: Iterable[Path], spared: frozenset[Hashable]) -> None:
    """Refuse to write over a page that is being read."""
    for target in targets:
        if spared and not spared.isdisjoint(identities(target)):
            raise OutputError(f"{target}: this would overwrite the page itself. Name another folder with -o.")


def _figures(page: Page, audit: Audit) -> dict[str, object]:
    return {
        "settled": page.settled,
        "newspaper": page.newspaper,
        "date": page.date,
        "page_number": page.page_number,
        "articles": len(page.articles),
        "edits": _by_tier(page),
        "withheld": len(page.withheld),
        "characters": {name: getattr(audit, name) for name in ("raw", "kept", "replaced", "dropped", "set")},
        "moves": audit.moved,
    }


def _sum(figures: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of a file: those of its page, or the sums over its pages with their number.

    What pages say of themselves (newspaper, date, number) is that of the file where they agree, else empty.
    """
    if len(figures) == 1:
        return figures[0]
    whole: dict[str, Any] = {"pages": len(figures)}
    for name, first in figures[0].items():
        values = [each[name] for each in figures]
        if isinstance(first, bool):
            whole[name] = all(values)
        elif name == "diagnosis":
            whole[name] = "; ".join(dict.fromkeys(values))
        elif isinstance(first, str):
            whole[name] = agreed(values)
        elif isinstance(first, Mapping):
            total: Counter[str] = Counter()
            for value in values:
                total.update(value)
            whole[name] = dict(total)
        else:
            whole[name] = sum(values)
    return whole


def agreed(values: Iterable[str]) -> str:
    """What pages of a file say, where those that say anything agree; empty else.

    >>> agreed(["2020-07-13", "", "2020-07-13"]), agreed(["1", "2"]), agreed([])
    ('2020-07-13', '', '')
    """
    said = set(filter(None, values))
    return said.pop() if len(said) == 1 else ""


def _by_tier(page: Page) -> dict[str, int]:
    return {str(tier): count for tier, count in sorted(Counter(change.tier for change in page.edits).items())}


def summary(page: Page, source: Source, audit: Audit) -> str:
    """One line: articles, what is in none of them, edits by tier, the account of the audit, the encoding.

    >>> from cleaner import clean, read_bytes
    >>> source = read_bytes("问题,党内".encode())
    >>> page = clean(source.text)
    >>> summary(page, source, page.audit()).split("; ")[:2]
    ['1 article', '1 edit (1 certain), 0 withheld']
    """
    edits = ", ".join(f"{count:,} {tier}" for tier, count in _by_tier(page).items()) or "none"
    furniture = f", outside them {' | '.join(page.furniture)}" if page.furniture else ""
    return (
        f"{counted(len(page.articles), 'article')}{furniture}; "
        f"{counted(len(page.edits), 'edit')} ({edits}), {len(page.withheld):,} withheld; "
        f"{counted(audit.raw, 'character')}: {audit.kept:,} kept, {audit.replaced:,} replaced, "
        f"{audit.dropped:,} dropped, "
        f"{audit.set:,} set, {counted(audit.moved, 'move')}; {source.encoding.upper()}"
    )
