"""The pages of a file, and the report on each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.batches.pages import NO_PAGE, clean_page, decisions_on, digest, notes_of
from cleaner.batches.sources import EngineSource
from cleaner.batches.tasks import FileTask, as_errors
from cleaner.errors import CleanerError, FormatError, InputError
from cleaner.paths import is_file, is_folder, without_links
from cleaner.readers.formats import InputFormat
from cleaner.writing import write_all

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.reading.decoding import Source
    from cleaner.report.content import Content
    from cleaner.report.scan import Scan

PIXELS = (
    *(InputFormat.BOX_LIST, InputFormat.PADDLEOCR, InputFormat.UMI_OCR),
    *(InputFormat.BAIDU, InputFormat.TENCENT, InputFormat.ALIYUN, InputFormat.HUAWEI),
)
"""Formats that do not tell the size of the page; their boxes are in pixels of the picture that was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTask(FileTask):
    """A file to be reported on, page by page.

    name: its file name; stem: that of its references and scans.
    identity: what the browser knows it by; its text if empty.
    target: the file to write, and of a file of several pages the folder next to it that is called so less its
    suffix; none to have the report as text.
    gold: a reference, picture: the scan, or folders of them; inside: the folder in there that is looked into
    first.
    options: the settings that are not the defaults, as text.
    made: date and time that the report shows.
    """

    name: str
    stem: str
    identity: str = ""
    target: Path | None = None
    gold: Path | None = None
    picture: Path | None = None
    inside: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    made: str = ""


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What became of a page: its report, if it was not written, and what a list of pages says of it.

    number: its place in a file of several pages, 0 for the only one, or the one that was asked for.
    key: what the browser keeps the decisions under. expected: errors, by the confidences of the edits.
    lacking: folders that hold nothing called as the page is, each behind what was looked for there.
    """

    page: str
    number: int = 0
    html: str = ""
    key: str = ""
    articles: int = 0
    edits: int = 0
    doubtful: int = 0
    expected: float = 0.0
    lacking: tuple[tuple[str, Path], ...] = ()
    notes: tuple[str, ...] = ()
    error: CleanerError | None = None


def report_task(task: ReportTask) -> list[ReportOutcome]:
    """Clean the pages of a file and report on each; an error of cleaner is part of the outcomes."""
    outcomes: list[ReportOutcome] = []
    pages: list[tuple[Source, Page]] = []
    try:
        with as_errors(task.page):
            for source in task.sources():
                page = clean_page(source, task.settings)
                outcomes.append(_report(task, source, page))
                pages.append((source, page))
            if not pages:
                raise FormatError(f"{task.page}: {NO_PAGE}")
            notes = tuple(notes_of(pages, task.settings, task.page))
            outcomes[-1] = replace(outcomes[-1], notes=notes)
    except CleanerError as error:
        outcomes.append(ReportOutcome(task.page, error=error))
    return outcomes


def has_several_pages(task: ReportTask) -> bool:
    """Whether there are several pages in a file; not for one that cannot be read."""
    try:
        with as_errors(task.page):
            return len(list(islice(task.sources(), 2))) > 1
    except CleanerError:
        return False


def lost_report(task: ReportTask) -> list[ReportOutcome]:
    """The outcome of a file that ended the process which worked on it."""
    return [ReportOutcome(task.page, error=task.lost("Report on it alone, or split it."))]


def late_report(task: ReportTask, seconds: float) -> list[ReportOutcome]:
    """The outcome of a file that took longer than so many seconds."""
    return [ReportOutcome(task.page, error=task.late(seconds, "Give it more time, or split it."))]


def _report(task: ReportTask, source: Source, page: Page) -> ReportOutcome:
    """Write the report on a page; raises `OutputError`, also where its file is there and is no report."""
    from cleaner.doubt import edits_of, expected_errors
    from cleaner.report import render
    from cleaner.report.index import spare_others
    from cleaner.report.scan import find_picture

    number = source.number
    gold = _beside(task, task.gold, source, _find_reference)
    picture = _beside(task, task.picture, source, find_picture)
    sought = ("reference", task.gold, gold), ("scan", task.picture, picture)
    lacking = tuple((what, given) for what, given, found in sought if given and not found)
    content = _content(task, source, page, gold, picture)
    identity = f"{task.identity}#{number}" if task.identity and number else task.identity or source.text
    key = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    html = render(content, key)
    number = 0 if source.alone else number
    if task.target:
        target = task.target.with_suffix("") / f"{number:03d}.html" if number else task.target
        spare_others(target)
        write_all(target.parent, {target.name: html})
        html = ""
    edits, expected = len(page.edits), expected_errors(edits_of(page))
    return ReportOutcome(
        source.name, number, html, key, len(page.articles), edits, content.doubtful, expected, lacking
    )


def _content(
    task: ReportTask, source: Source, page: Page, gold: Path | None, picture: Path | None
) -> Content:
    from cleaner.report import About, Content

    number = source.number
    above = Path(task.page).parent
    folder = "" if task.data is not None else above.as_posix() if above.name else without_links(above).name
    name = f"{task.name}#{number}" if number else task.name
    about = About(name, folder, source.encoding, digest(source.encode()), dict(task.options), task.made)
    decisions = decisions_on(task.settings, source)
    scan = _scan(picture, source, page) if picture else None
    content = Content(page, name, decisions=decisions, about=about, scan=scan)
    if gold:
        from cleaner.scoring import confusions, score
        from cleaner.scoring.files import read_reference

        reference, found = read_reference(gold), [article.as_dict() for article in page.articles]
        content.score, content.confusions = score(reference, found, page.raw), confusions(reference, found)
    return content


def _beside(
    task: ReportTask, given: Path | None, source: Source, find: Callable[[Path, str], Path | None]
) -> Path | None:
    """What is given for a page: a file, or the one in a folder that is called as the page is, if any is.

    Of a page of a file of several the name is `volume#3`, `volume-3`, `volume-003`, `volume_003` or
    `volume/003`. Raises `InputError` where one file is given for several pages.
    """
    number = source.number
    if given is None:
        return None
    if not is_folder(given):
        if number and not source.alone:
            message = f"{given}: it is of one page, and {task.page} has several."
            raise InputError(f"{message} Name a folder of them.")
        return given
    ends = (f"#{number}", f"-{number}", *(f"{sign}{number:03d}" for sign in "-_/")) if number else ("",)
    places = ((given / inside, f"{task.stem}{end}") for inside in (task.inside, "") for end in ends)
    return next((found for folder, name in places if (found := find(folder, name))), None)


def _find_reference(folder: Path, name: str) -> Path | None:
    path = folder / f"{name}.gold.json"
    return path if is_file(path) else None


def _scan(picture: Path, source: Source, page: Page) -> Scan:
    from cleaner.report.scan import Scan, read_picture

    address = read_picture(picture)
    if not isinstance(source, EngineSource) or not (source.raw.size or source.raw.format in PIXELS):
        return Scan(address)
    boxes = [(number, each.box) for number, article in enumerate(page.articles) for each in article.boxes]
    return Scan(address, source.raw.size, boxes)
