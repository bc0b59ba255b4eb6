"""An issue: its pages cleaned, and the articles that go on on another page put together."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.batches.manifest import NAME as MANIFEST
from cleaner.batches.manifest import Manifest, Record, options_of
from cleaner.batches.pages import (
    NO_PAGE,
    CleanTask,
    agreed,
    begin_record,
    clean_page,
    digest,
    doubts,
    files_record,
    notes_of,
    spare_others,
    spare_pages,
)
from cleaner.batches.sources import EngineSource
from cleaner.batches.stale import files_of, remove_stale
from cleaner.batches.tasks import as_errors
from cleaner.errors import CleanerError, FormatError
from cleaner.issue import join_issue
from cleaner.layout.roles.folios import read_folio
from cleaner.writing import OutputFormat, as_files, as_stream, write_all

if TYPE_CHECKING:
    from cleaner.page import Article, Page
    from cleaner.reading.decoding import Source

NAME = "issue"


@dataclass
class Issue:
    """What became of an issue: its articles as text without an output folder, and what is to be reported."""

    text: str = ""
    notes: list[str] = field(default_factory=list)
    errors: list[CleanerError] = field(default_factory=list)


@dataclass
class _Cleaned:
    """A file of the issue: its pages by name, and its record."""

    task: CleanTask
    record: dict[str, Any]
    pages: list[tuple[str, Page]] = field(default_factory=list)


def clean_issue(tasks: Sequence[CleanTask], earlier: Mapping[str, Record]) -> Issue:
    """Clean the pages of an issue and write its articles, with a manifest; `earlier` is what that holds.

    All tasks have the same form and output. The notes report texts that do not look like pages, and
    decisions that match no edit. A page that fails is left out, its error is in the result; so is one of
    writing, as where a file of an earlier run was changed since. What an earlier issue left in the output
    folder is removed.
    """
    issue = Issue()
    files = [_clean(task, issue) for task in tasks]
    pages = [page for file in files for page in file.pages]
    furniture = [line for _, page in pages for line in page.furniture]
    folio = read_folio(furniture)
    form, output = tasks[0].form, tasks[0].output
    try:
        articles = join_issue(pages)
        if output is None:
            issue.text = as_stream(articles, form, furniture, folio=folio)
        elif pages:
            name = f"{NAME}{form.suffix}" if form is OutputFormat.JSONL else NAME
            written = as_files(articles, form, name, furniture, folio=folio)
            known = {name: one for record in earlier.values() for name, one in files_of(record).items()}
            spare_pages((output / name for name in written), tasks[0].spared)
            spare_others(output, written, known, "issue")
            write_all(output, written)
            _record(files, articles, written, output, earlier, issue)
    except CleanerError as error:
        issue.errors.append(error)
    return issue


def _clean(task: CleanTask, issue: Issue) -> _Cleaned:
    """Clean the pages in a file; an error is part of the issue."""
    file = _Cleaned(task, begin_record(task))
    start = time.perf_counter()
    try:
        with as_errors(task.page):
            _read(file, issue)
    except CleanerError as error:
        issue.errors.append(error)
        file.record |= {"status": "failed", "error": str(error)}
    file.record["seconds"] = round(time.perf_counter() - start, 3)
    return file


def _read(file: _Cleaned, issue: Issue) -> None:
    """Clean the pages in a file, and complete its record."""
    task = file.task
    sources = list(task.sources())
    if not sources:
        raise FormatError(f"{task.page}: {NO_PAGE}")
    file.record |= {"sha256": digest(sources[0].encode()), "encoding": sources[0].encoding}
    pages = [part for source in sources for part in _parts(source)]
    cleaned = [(part, clean_page(part, task.settings)) for part in pages]
    for source in sources:
        issue.notes += doubts(source)
    issue.notes += notes_of(cleaned, task.settings, task.page)
    file.pages = [(part.name, page) for part, page in cleaned]
    file.record["status"] = "done"
    if len(cleaned) > 1:
        file.record["pages"] = len(cleaned)
    for name in ("newspaper", "date", "page_number"):
        file.record[name] = agreed(getattr(page, name) for _, page in cleaned)


def _record(
    files: Sequence[_Cleaned],
    articles: Sequence[Article],
    written: Mapping[str, str],
    output: Path,
    earlier: Mapping[str, Record],
    issue: Issue,
) -> None:
    """Write the manifest: to each page the files with articles of it, and no other issue in the folder."""
    task = files[0].task
    replaced = {file.task.key for file in files} | {key for key, one in earlier.items() if one.get("issue")}
    left = [
        remove_stale(output, earlier[key], written, task.spared) for key in sorted(replaced & earlier.keys())
    ]
    issue.notes += dict.fromkeys(note for notes in left for note in notes)  # pages share files
    everywhere = {name for file in files for name, _ in file.pages}
    own = [{source.page for source in article.sources} for article in articles]
    shared = len(written) - len(articles) if task.form is not OutputFormat.JSONL else len(written)
    sources = dict(zip(written, [*[everywhere] * shared, *own], strict=False))  # files of articles come last
    with Manifest(output / MANIFEST, {k: one for k, one in earlier.items() if k not in replaced}) as manifest:
        for file in files:
            pages = {name for name, _ in file.pages}
            parts = {name: text for name, text in written.items() if sources[name] & pages}
            count = sum(not names.isdisjoint(pages) for names in own)
            done = {**files_record(parts), "articles": count} if pages else {}
            manifest.add({**file.record, **done, "issue": True, "options": options_of(file.task)})


def _parts(source: Source) -> Iterator[Source]:
    """The pages in a file: form feeds part those of plain text."""
    if isinstance(source, EngineSource):
        yield source
        return
    texts = [text for text in source.text.split("\f") if text.strip()]
    for number, text in enumerate(texts, start=1):
        name = f"{source.name}#{number}" if len(texts) > 1 else source.name
        yield replace(source, name=name, text=text)
