"""`cleaner fix -`: a page from standard input, put right, to standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.cli.colours import paint_diff
from cleaner.cli.console import log, log_detail, report_error, write_stdout, write_stdout_bytes
from cleaner.errors import ExitCode

if TYPE_CHECKING:
    from cleaner.batches.fixes import FixOutcome, FixTask


def filter_page(task: FixTask, check: bool) -> ExitCode:
    """Fix the bytes of a task, and print them in their own encoding, or with `check` or a diff only report.

    What does not look like a Chinese page is printed as it came. The exit code says that something was
    changed only where nothing else is printed.
    """
    from cleaner.batches.fixes import fix_task

    outcome = fix_task(task)
    for line in outcome.notes:
        log(line)
    if outcome.error:
        return report_error(outcome.error)
    if outcome.no_page:
        log(skipping(outcome))
    elif outcome.changed:
        log_detail(f"{outcome.page}: {outcome.detail}.")
    if not (check or task.diff):
        write_stdout_bytes(outcome.data)
        return ExitCode.OK
    if outcome.changed:
        write_stdout(
            paint_diff(outcome.diff) if task.diff else f"would fix {outcome.page} ({outcome.what})\n"
        )
    return ExitCode.CHANGED if outcome.changed else ExitCode.OK


def skipping(outcome: FixOutcome) -> str:
    """The message about a file that is skipped.

    >>> from cleaner.batches.fixes import FixOutcome
    >>> skipping(FixOutcome("a.txt", no_page="it is empty"))
    'a.txt: skipped, as it does not look like a Chinese page: it is empty. --force fixes it anyway.'
    """
    from cleaner.batches.fixes import ENGINE_FILE

    if outcome.no_page == ENGINE_FILE:
        return f"{outcome.page}: skipped, as {outcome.no_page}."
    why = f"it does not look like a Chinese page: {outcome.no_page}"
    return f"{outcome.page}: skipped, as {why}. --force fixes it anyway."
