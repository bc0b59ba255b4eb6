"""`cleaner fix`: files put right in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Exit, Option

from cleaner.cli.console import complain, note, progress, put
from cleaner.cli.decisions import match_decisions
from cleaner.cli.options import Timeout, with_settings
from cleaner.cli.pages import STDIN, Named, unfold
from cleaner.cli.signals import stoppable
from cleaner.configuration import Resolver
from cleaner.errors import ExitCode


@with_settings
def fix(
    resolver: Resolver,
    pages: Annotated[
        list[str],
        Argument(metavar="PAGE...", help="Text files, one a page, or folders of them.", show_default=False),
    ],
    check: Annotated[bool, Option("--check", help="Change nothing, tell which files would be.")] = False,
    diff: Annotated[
        bool, Option("--diff", help="Change nothing, print what would be as a unified diff.")
    ] = False,
    to_utf8: Annotated[
        bool, Option("--to-utf8/--keep-encoding", help="Write files of another encoding as UTF-8.")
    ] = False,
    force: Annotated[
        bool, Option("--force", help="Fix also files that do not look like a Chinese page.")
    ] = False,
    backup: Annotated[
        str | None,
        Option(metavar="SUFFIX", help="Keep the old file, under its name and this.", show_default=False),
    ] = None,
    jobs: Annotated[
        int, Option("-j", "--jobs", min=1, metavar="N", help="Processes that work on files at the same time.")
    ] = 1,
    timeout: Timeout = None,
) -> None:
    """Put files right in place: each page stays one file, with its articles in reading order.

    Line breaks, encoding, permissions and links stay as they are. A fixed file stays as it is when it
    is fixed again. A file is written beside the old one and renamed over it, so it is never half
    written; one that is read-only, or was changed meanwhile, is an error for that file alone. Ctrl-C stops
    after the files in work, a second one at once.

    A file that does not look like a Chinese page (a table, a program, a list, a licence, English) is passed
    over with a line that says why; --force fixes it nonetheless.

    What is between <!-- cleaner: off --> and <!-- cleaner: on --> is never changed. Options that are not
    given are taken from the nearest configuration file (`cleaner config`).

    \b
    Examples:
      cleaner fix page.txt                 put a page right
      cleaner fix pages --jobs 4           all pages in a folder
      cleaner fix pages --check            only tell which are not clean
      cleaner fix page.txt --diff | less   only show what would be changed
      cleaner fix old.txt --to-utf8        and make it UTF-8
      cleaner fix pages --backup .orig     keep each old file, as page.txt.orig

    \b
    Exit codes:
      0 nothing to change   1 something changed, or would   2 command line or configuration
      3 input, or out of time   4 encoding   5 output   70 a bug of cleaner
      130 stopped by Ctrl-C   143 by SIGTERM
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    if STDIN in pages:
        raise BadParameter("standard input is no file: use `cleaner clean -`")
    if backup is not None:
        _check_backup(backup, check or diff)
    from cleaner.batches.fixes import ENGINE_FILE, FixTask, fix_task, late_fix, lost_fix
    from cleaner.batches.processes import map_tasks

    named, errors = unfold(pages, resolver, engines=False)
    worst = max(map(complain, errors), default=ExitCode.OK)
    resolver = match_decisions(named, resolver)
    looking = check or diff
    tasks = []
    for page in _once(named):
        holds = page.resolved(resolver)
        tasks.append(
            FixTask(
                page.path,
                holds.settings,
                holds.encoding,
                holds.input_format,
                to_utf8,
                not looking,
                diff,
                force,
                backup or "",
            )
        )
    counts: Counter[str] = Counter()
    with (
        stoppable(len(tasks), counts.total, "The same command goes on.") as stopped,
        progress(len(tasks), shown=True) as advance,
    ):
        outcomes = map_tasks(
            fix_task,
            tasks,
            min(jobs, len(tasks)) or 1,
            lost_fix,
            timeout=timeout,
            late=partial(late_fix, seconds=timeout or 0.0),
            stopped=stopped,
        )
        for outcome in outcomes:
            advance()
            for line in outcome.notes:
                note(line)
            if outcome.error:
                worst = max(worst, complain(outcome.error))
                counts["failed"] += 1
            elif outcome.no_page:
                if outcome.no_page == ENGINE_FILE:
                    note(f"{outcome.page}: passed over, as {outcome.no_page}.")
                else:
                    why = f"it does not look like a Chinese page: {outcome.no_page}"
                    note(f"{outcome.page}: passed over, as {why}. --force fixes it nonetheless.")
                counts["passed over"] += 1
            elif not outcome.changed:
                counts["unchanged"] += 1
            else:
                worst = max(worst, ExitCode.CHANGED)
                counts["changed"] += 1
                line = f"{'would fix' if looking else 'fixed'} {outcome.page} ({outcome.what})\n"
                put(outcome.diff if diff else line)
    note(_sum_up(counts, looking))
    raise Exit(worst)


def _check_backup(suffix: str, looking: bool) -> None:
    """Raise `BadParameter` for a suffix that names no file beside, or where nothing is written."""
    if looking:
        raise BadParameter("with --check or --diff nothing is changed: leave it out", param_hint="--backup")
    if not suffix or set(suffix) & set("/\\\0"):
        raise BadParameter(
            f"{suffix!r} is no suffix of a file name: give one as .orig", param_hint="--backup"
        )


def _once(pages: Sequence[Named]) -> Iterator[Named]:
    """The pages without those that are a file again that came before, by this or by another name."""
    seen: set[Path] = set()
    for page in pages:
        path = Path(page.path).resolve()
        if path not in seen:
            seen.add(path)
            yield page


def _sum_up(counts: Counter[str], looking: bool) -> str:
    """The counts in a sentence: 1 file fixed, 2 left as they are."""
    changed, unchanged, failed = counts["changed"], counts["unchanged"], counts["failed"]
    passed_over = counts["passed over"]
    parts = [
        f"{changed} file{'s' * (changed != 1)} {'would be ' if looking else ''}fixed",
        f"{unchanged} left as {'it is' if unchanged == 1 else 'they are'}",
        *([f"{passed_over} passed over"] if passed_over else []),
        *([f"{failed} failed"] if failed else []),
    ]
    return ", ".join(parts) + "."
