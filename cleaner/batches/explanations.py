"""One page of a batch, explained: its findings, or only what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.batches.pages import clean_page, notes_of, read
from cleaner.errors import CleanerError
from cleaner.explaining.forms import Form
from cleaner.settings import Settings

if TYPE_CHECKING:
    from cleaner.explaining.findings import Finding


@dataclass(frozen=True, slots=True)
class ExplainTask:
    """A page to be explained.

    data: its bytes, where it is no file.
    summary: the form to tell in what the page is, without cleaning it; none to tell its edits.
    """

    page: str
    settings: Settings
    encoding: str | None = None
    data: bytes | None = None
    summary: Form | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is told of a page: its findings, or in a line what it is."""

    page: str
    findings: tuple[Finding, ...] = ()
    summary: str = ""
    notes: tuple[str, ...] = ()
    error: CleanerError | None = None


def explain_task(task: ExplainTask) -> Explanation:
    """Explain a page; an error of cleaner is part of the result."""
    from cleaner.explaining.diagnoses import diagnosis_of
    from cleaner.explaining.findings import findings

    try:
        source = read(task.page, task.encoding, task.data)
        if task.summary:
            return Explanation(task.page, summary=diagnosis_of(source.text, task.page, task.summary))
        page = clean_page(source, task.settings)
        return Explanation(
            task.page, tuple(findings(page, task.page)), notes=tuple(notes_of(page, task.page))
        )
    except CleanerError as error:
        return Explanation(task.page, error=error)


def lost_explanation(task: ExplainTask) -> Explanation:
    """The result for a page that ended the process which worked on it."""
    error = CleanerError(
        f"{task.page}: the process that worked on it ended at once; it may have run out of memory. "
        "Explain it alone, or split it."
    )
    return Explanation(task.page, error=error)
