"""One page of a batch, and the report on it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.batches.pages import clean_page, digest, notes_of
from cleaner.batches.sources import read_source
from cleaner.errors import CleanerError
from cleaner.settings import Settings
from cleaner.writing import write_all

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.reading.decoding import Source
    from cleaner.report.content import Content
    from cleaner.report.scan import Scan


@dataclass(frozen=True, slots=True)
class ReportTask:
    """A page to be reported on.

    page: its path, or what messages call it where `data` is given; name: its file name.
    input_format: the format of the file by its name; empty: its content tells.
    identity: what the browser knows it by; its text if empty.
    target: the file to write; none to have the report as text.
    gold: a reference; picture: the scan.
    options: the settings that are not the defaults, as text.
    made: date and time that the report shows.
    """

    page: str
    name: str
    settings: Settings
    encoding: str | None = None
    input_format: str = ""
    data: bytes | None = None
    identity: str = ""
    target: Path | None = None
    gold: Path | None = None
    picture: Path | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    made: str = ""


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What became of a page: its report, if it was not written, and what a list of pages says of it.

    key: what the browser keeps the decisions under. expected: errors, by the confidences of the edits.
    """

    page: str
    html: str = ""
    key: str = ""
    articles: int = 0
    edits: int = 0
    doubtful: int = 0
    expected: float = 0.0
    notes: tuple[str, ...] = ()
    error: CleanerError | None = None


def report_task(task: ReportTask) -> ReportOutcome:
    """Clean a page and report on it; an error of cleaner is part of the outcome."""
    from cleaner.doubt import edits_of, expected_errors
    from cleaner.report import render

    try:
        source = read_source(task.page, task.encoding, task.data, task.input_format)
        page = clean_page(source, task.settings)
        content = _content(task, source, page)
        key = hashlib.sha256((task.identity or source.text).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        html = render(content, key)
        if task.target:
            write_all(task.target.parent, {task.target.name: html})
            html = ""
    except CleanerError as error:
        return ReportOutcome(task.page, error=error)
    return ReportOutcome(
        task.page,
        html,
        key,
        len(page.articles),
        len(page.edits),
        content.doubtful,
        expected_errors(edits_of(page)),
        tuple(notes_of(page, source.name)),
    )


def lost_report(task: ReportTask) -> ReportOutcome:
    """The outcome of a page that ended the process which worked on it."""
    error = CleanerError(
        f"{task.page}: the process that worked on it ended at once; it may have run out of memory. "
        "Report on it alone, or split it."
    )
    return ReportOutcome(task.page, error=error)


def _content(task: ReportTask, source: Source, page: Page) -> Content:
    from cleaner.report import About, Content

    above = Path(task.page).parent
    folder = "" if task.data is not None else above.as_posix() if above.name else above.resolve().name
    about = About(task.name, folder, source.encoding, digest(source.encode()), dict(task.options), task.made)
    content = Content(
        page, task.name, decisions=task.settings.decisions, about=about, scan=_scan(task, source, page)
    )
    if task.gold:
        from cleaner.scoring import confusions, score
        from cleaner.scoring.files import read_reference

        gold, found = read_reference(task.gold), [article.as_dict() for article in page.articles]
        content.score, content.confusions = score(gold, found, page.raw), confusions(gold, found)
    return content


def _scan(task: ReportTask, source: Source, page: Page) -> Scan | None:
    from cleaner.batches.sources import EngineSource
    from cleaner.report.scan import Scan, read_picture

    if not task.picture:
        return None
    address = read_picture(task.picture)
    if not isinstance(source, EngineSource) or source.raw.size is None:
        return Scan(address)
    boxes = [(number, each.box) for number, article in enumerate(page.articles) for each in article.boxes]
    return Scan(address, source.raw.size, boxes)
