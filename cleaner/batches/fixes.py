"""One file of a batch, put right in place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.batches.pages import clean_page, notes_of
from cleaner.batches.tasks import FileTask, as_errors
from cleaner.counting import counted
from cleaner.errors import CleanerError, FormatError

if TYPE_CHECKING:
    from cleaner.fixing import Fix
    from cleaner.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class FixTask(FileTask):
    """A file to be put right; bytes that are given are never written.

    write: rewrite the file; otherwise it is only looked at.
    diff: report the change as a unified diff.
    force: fix it also where it does not look like a Chinese page.
    backup: what is added to the name of the file to keep the old one under; empty for none.
    """

    to_utf8: bool = False
    write: bool = True
    diff: bool = False
    force: bool = False
    backup: str = ""


@dataclass(frozen=True, slots=True)
class FixOutcome:
    """What became, or would become, of a file.

    what: what is different, as `3 edits`; detail: the edits by rule, and how many were withheld.
    no_page: why it does not look like a Chinese page; it was skipped then.
    data: the bytes that the file holds, or would hold, if those of the task were given.
    """

    page: str
    changed: bool = False
    what: str = ""
    detail: str = ""
    diff: str = ""
    no_page: str = ""
    notes: tuple[str, ...] = ()
    error: CleanerError | None = None
    data: bytes = b""


ENGINE_FILE = "it is a file of an OCR engine, which `fix` does not rewrite: use `cleaner clean`"
"""Why such a file is skipped, and with --force refused."""
_WHOLE = "The file is as it was, or wholly fixed."


def fix_task(task: FixTask) -> FixOutcome:
    """Put a file right; an error of cleaner is part of the outcome."""
    try:
        with as_errors(task.page):
            return _fixed(task)
    except CleanerError as error:
        return FixOutcome(task.page, error=error)


def _fixed(task: FixTask) -> FixOutcome:
    from cleaner.batches.sources import is_engine_data, is_engine_file
    from cleaner.fixing import fix
    from cleaner.reading.decoding import read_bytes, read_file
    from cleaner.reading.suitability import why_no_page
    from cleaner.writing import rewrite

    given = task.data
    form = task.input_format
    if is_engine_file(Path(task.page), form) if given is None else is_engine_data(given, form):
        if task.force:
            raise FormatError(f"{task.page}: {ENGINE_FILE}.")
        return FixOutcome(task.page, no_page=ENGINE_FILE, data=given or b"")
    named = task.page, task.encoding
    source = read_file(*named) if given is None else read_bytes(given, *named)
    if not task.force and (why := why_no_page(source.text, task.page)):
        return FixOutcome(task.page, no_page=why, data=given or b"")
    page = clean_page(source, task.settings)
    fixed = fix(source, page, task.encoding, task.to_utf8)
    outcome = FixOutcome(
        task.page,
        fixed.changed,
        _what(fixed, len(page.edits)),
        _detail(page),
        fixed.diff() if task.diff else "",
        notes=tuple(notes_of([(source, page)], task.settings, task.page)),
        data=fixed.data if given is not None else b"",
    )
    if fixed.changed and task.write and given is None:
        rewrite(Path(task.page), source.encode(), fixed.data, task.backup)
    return outcome


def _what(fixed: Fix, edits: int) -> str:
    """What is different in a fixed file: edits, or only how the same text is written."""
    if edits:
        return counted(edits, "edit")
    return "line breaks" if fixed.text != fixed.source.text else "now UTF-8"


def _detail(page: Page) -> str:
    """The edits by rule, the most frequent first, and how many were withheld.

    >>> from cleaner import clean
    >>> _detail(clean("问题,党内"))
    '1 normalize_marks; 0 withheld'
    """
    rules = Counter(edit.rule for edit in page.edits).most_common()
    made = ", ".join(f"{count:,} {rule}" for rule, count in rules) or "no edits"
    return f"{made}; {len(page.withheld):,} withheld"


def lost_fix(task: FixTask) -> FixOutcome:
    """The outcome of a file that ended the process which worked on it."""
    return FixOutcome(task.page, error=task.lost(_WHOLE))


def late_fix(task: FixTask, seconds: float) -> FixOutcome:
    """The outcome of a file that took longer than so many seconds."""
    return FixOutcome(task.page, error=task.late(seconds, f"{_WHOLE} Give it more time, or split it."))
