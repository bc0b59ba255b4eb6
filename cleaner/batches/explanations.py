"""One page of a batch, explained: its findings, or only what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.batches.pages import NO_PAGE, clean_page, notes_of
from cleaner.batches.tasks import FileTask, as_errors
from cleaner.errors import CleanerError, FormatError
from cleaner.explaining.forms import ExplainFormat

if TYPE_CHECKING:
    from cleaner.explaining.findings import Finding
    from cleaner.page import Page
    from cleaner.reading.decoding import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainTask(FileTask):
    """A file to be explained.

    summary: the form to tell in what its pages are, without cleaning them; none to tell their edits.
    """

    summary: ExplainFormat | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is reported of a file: the findings on its pages, or in a line each what these are."""

    page: str
    pages: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    summary: str = ""
    notes: tuple[str, ...] = ()
    error: CleanerError | None = None


def explain_task(task: ExplainTask) -> Explanation:
    """Explain a page; an error of cleaner is part of the result."""
    try:
        with as_errors(task.page):
            return _explained(task)
    except CleanerError as error:
        return Explanation(task.page, error=error)


def _explained(task: ExplainTask) -> Explanation:
    from cleaner.explaining.diagnoses import diagnosis_of
    from cleaner.explaining.findings import findings

    found: list[Finding] = []
    summaries: list[str] = []
    pages: list[tuple[Source, Page]] = []
    for source in task.sources():
        if task.summary:
            summaries.append(diagnosis_of(source.text, source.name, task.summary))
            continue
        page = clean_page(source, task.settings)
        found += findings(page, source.name)
        pages.append((source, page))
    if not (pages or summaries):
        raise FormatError(f"{task.page}: {NO_PAGE}")
    notes = tuple(notes_of(pages, task.settings, task.page)) if pages else ()
    names = tuple(source.name for source, _ in pages)
    return Explanation(task.page, names, tuple(found), "".join(summaries), notes)


def lost_explanation(task: ExplainTask) -> Explanation:
    """The result for a page that ended the process which worked on it."""
    return Explanation(task.page, error=task.lost("Explain it alone, or split it."))


def late_explanation(task: ExplainTask, seconds: float) -> Explanation:
    """The result for a page that took longer than so many seconds."""
    return Explanation(task.page, error=task.late(seconds, "Give it more time, or split it."))
