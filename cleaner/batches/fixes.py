"""One file of a batch, put right in place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.batches.pages import clean_page, notes_of
from cleaner.errors import CleanerError, FormatError, TimeLimitError
from cleaner.settings import Settings

if TYPE_CHECKING:
    from cleaner.fixing import Fix


@dataclass(frozen=True, slots=True)
class FixTask:
    """A file to be put right.

    write: rewrite the file; otherwise it is only looked at.
    diff: tell the change as a unified diff.
    input_format: the format of the file by its name; empty: its content tells.
    force: fix it also where it does not look like a Chinese page.
    backup: what is added to the name of the file to keep the old one under; empty for none.
    """

    page: str
    settings: Settings
    encoding: str | None = None
    input_format: str = ""
    to_utf8: bool = False
    write: bool = True
    diff: bool = False
    force: bool = False
    backup: str = ""


@dataclass(frozen=True, slots=True)
class FixOutcome:
    """What became, or would become, of a file.

    what: what is different, as `3 edits`.
    no_page: why it does not look like a Chinese page; it was passed over then.
    """

    page: str
    changed: bool = False
    what: str = ""
    diff: str = ""
    no_page: str = ""
    notes: tuple[str, ...] = ()
    error: CleanerError | None = None


ENGINE_FILE = "it is a file of an OCR engine, which `cleaner clean` reads and nothing rewrites in place"
"""Why such a file is passed over, and with --force refused."""


def fix_task(task: FixTask) -> FixOutcome:
    """Put a file right; an error of cleaner is part of the outcome."""
    from cleaner.batches.sources import is_engine_file
    from cleaner.fixing import fix
    from cleaner.reading.decoding import read_file
    from cleaner.reading.suitability import why_no_page
    from cleaner.writing import rewrite

    try:
        if is_engine_file(Path(task.page), task.input_format):
            if task.force:
                return FixOutcome(task.page, error=FormatError(f"{task.page}: {ENGINE_FILE}."))
            return FixOutcome(task.page, no_page=ENGINE_FILE)
        source = read_file(task.page, task.encoding)
        if not task.force and (why := why_no_page(source.text, task.page)):
            return FixOutcome(task.page, no_page=why)
        page = clean_page(source, task.settings)
        fixed = fix(source, page, task.encoding, task.to_utf8)
        if fixed.changed and task.write:
            rewrite(Path(task.page), source.encode(), fixed.data, task.backup)
    except CleanerError as error:
        return FixOutcome(task.page, error=error)
    diff, notes = fixed.diff() if task.diff else "", tuple(notes_of(page, task.page))
    return FixOutcome(task.page, fixed.changed, _what(fixed, len(page.edits)), diff, notes=notes)


def _what(fixed: Fix, edits: int) -> str:
    """What is different in a fixed file: edits, or only how the same text is written."""
    if edits:
        return f"{edits} edit{'s' * (edits != 1)}"
    return "line breaks" if fixed.text != fixed.source.text else "now UTF-8"


def lost_fix(task: FixTask) -> FixOutcome:
    """The outcome of a file that ended the process which worked on it."""
    error = CleanerError(
        f"{task.page}: the process that worked on it ended at once; it may have run out of memory. The file "
        "is as it was, or wholly fixed."
    )
    return FixOutcome(task.page, error=error)


def late_fix(task: FixTask, seconds: float) -> FixOutcome:
    """The outcome of a file that took longer than so many seconds."""
    error = TimeLimitError(
        f"{task.page}: it took more than {seconds:g} seconds and was given up. The file is as it was, or "
        "wholly fixed. Give it more time, or split it."
    )
    return FixOutcome(task.page, error=error)
