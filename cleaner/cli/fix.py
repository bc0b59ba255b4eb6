"""`cleaner fix`: files put right in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, BadParameter, Context, Exit, Option

from cleaner.cli.colours import paint, paint_diff
from cleaner.cli.console import log, log_detail, progress, report_error, write_stdout
from cleaner.cli.decisions import match_decisions
from cleaner.cli.filter import filter_page, skipping
from cleaner.cli.options import ExitZero, Jobs, Timeout, refuse, with_settings
from cleaner.cli.pages import STDIN, PageArgument, unfold
from cleaner.cli.signals import stoppable
from cleaner.cli.verbosity import is_quiet
from cleaner.configuration import Resolver
from cleaner.counting import counted
from cleaner.errors import CleanerError, ExitCode, InputError
from cleaner.paths import without_links

if TYPE_CHECKING:
    from cleaner.batches.fixes import FixOutcome, FixTask


@with_settings
def fix(
    resolver: Resolver,
    context: Context,
    pages: Annotated[
        list[str],
        Argument(
            metavar="PAGE",
            help="Text files (one per page), or folders of them; - reads standard input and prints it fixed.",
            show_default=False,
        ),
    ],
    check: Annotated[
        bool, Option("--check", help="Change nothing, list the files that would change.")
    ] = False,
    diff: Annotated[
        bool, Option("--diff", help="Change nothing, print the changes as a unified diff.")
    ] = False,
    to_utf8: Annotated[
        bool, Option("--to-utf8/--keep-encoding", help="Write files of another encoding as UTF-8.")
    ] = False,
    force: Annotated[
        bool, Option("--force", help="Also fix files that do not look like a Chinese page.")
    ] = False,
    backup: Annotated[
        str | None,
        Option(
            metavar="SUFFIX",
            help="Keep each old file, with this suffix added to its name.",
            show_default=False,
        ),
    ] = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    stdin_filename: Annotated[
        str | None,
        Option(
            metavar="FILE",
            help="With -: the name of the file, for messages and configuration.",
            show_default=False,
        ),
    ] = None,
    exit_zero: ExitZero = False,
) -> None:
    """Correct files in place.

    Each page stays one file, with its articles in reading order. Line breaks, encoding, permissions and
    links stay as they are. A fixed file stays as it is when it is fixed again. A file is written beside the
    old one and renamed over it, so it is never half written; one that is read-only, or was changed
    meanwhile, is an error for that file alone. Ctrl-C stops after the files in progress, a second Ctrl-C at
    once.

    A file that does not look like a Chinese page (a table, a program, a list, a licence, English) is skipped,
    with a line that says why; --force fixes it anyway.

    With - (for editors) standard input is printed fixed, in its encoding; without --check and --diff the
    exit code is 0 even if it was changed.

    What is between <!-- cleaner: off --> and <!-- cleaner: on --> is never changed. Options that are not
    given are taken from environment variables (CLEANER_THRESHOLD=0.9), else from the nearest configuration
    file (`cleaner config`).

    \b
    Examples:
      cleaner fix page.txt                 correct a page
      cleaner fix pages                    all pages in a folder
      cleaner fix pages --check            only list the pages that would change
      cleaner fix page.txt --diff | less   only show the changes
      cleaner fix old.txt --to-utf8        and convert it to UTF-8
      cleaner fix pages --backup .orig     keep each old file, as page.txt.orig
      cleaner fix pages --exclude drafts   all but a folder in it
      cleaner fix - < page.txt             standard input to standard output, for editors
      cleaner fix - --stdin-filename 1950/a.txt < a.txt   with the configuration of that file

    \b
    Exit codes:
      0 nothing to change   1 files changed, or would change   2 command line or configuration
      3 input, or out of time   4 encoding   5 output   70 a bug of cleaner
      130 stopped by Ctrl-C   143 by SIGTERM
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    looking = check or diff
    if backup is not None:
        _check_backup(backup, looking)
    from cleaner.batches.fixes import FixTask

    errors: list[CleanerError] = []
    if STDIN in pages:
        named = [_standard_input(context, pages, stdin_filename)]
    else:
        refuse(context, ("stdin_filename",), "it names standard input (-), which is not among the pages")
        named, errors = _files(pages, resolver)
    worst = max(map(report_error, errors), default=ExitCode.OK)
    resolver = match_decisions(named, resolver)
    tasks = [
        FixTask(
            **page.given(resolver),
            to_utf8=to_utf8,
            write=not looking,
            diff=diff,
            force=force,
            backup=backup or "",
        )
        for page in _once(named)
    ]
    if STDIN in pages:
        code = filter_page(tasks[0], check)
        raise Exit(ExitCode.OK if exit_zero else code)
    code, counts = _fix_files(tasks, jobs, timeout, looking, diff)
    counts["failed"] += len(errors)
    log(_sum_up(counts, looking))
    raise Exit(ExitCode.OK if exit_zero else max(worst, code))


def _files(pages: Sequence[str], resolver: Resolver) -> tuple[list[PageArgument], list[CleanerError]]:
    """The files that are named, and what was wrong with the others; a page of a file of several is none."""
    named, errors = unfold(pages, resolver, engines=False)
    parts = [page for page in named if page.file and page.file.name != Path(page.path).name]
    errors += [InputError(f"{page.path}: whole files are fixed. Name {page.file}.") for page in parts]
    return [page for page in named if page not in parts], errors


def _fix_files(
    tasks: Sequence[FixTask], jobs: int | None, timeout: float | None, looking: bool, diff: bool
) -> tuple[ExitCode, Counter[str]]:
    """Fix the files and say of each what became of it; gives the worst exit code, and the counts."""
    from cleaner.batches.fixes import fix_task, late_fix, lost_fix
    from cleaner.batches.processes import choose_jobs, map_tasks

    worst = ExitCode.OK
    counts: Counter[str] = Counter()
    with (
        stoppable(len(tasks), counts.total, "The same command goes on.") as stopped,
        progress(len(tasks), shown=True) as advance,
    ):
        outcomes = map_tasks(
            fix_task,
            tasks,
            choose_jobs(jobs, len(tasks)),
            lost_fix,
            timeout=timeout,
            late=partial(late_fix, seconds=timeout or 0.0),
            stopped=stopped,
        )
        for outcome in outcomes:
            advance()
            for line in outcome.notes:
                log(line)
            if outcome.error:
                worst = max(worst, report_error(outcome.error))
                counts["failed"] += 1
            elif outcome.no_page:
                log(skipping(outcome))
                counts["skipped"] += 1
            elif not outcome.changed:
                counts["unchanged"] += 1
                log_detail(f"{outcome.page}: left as it is.")
            else:
                worst = max(worst, ExitCode.CHANGED)
                counts["changed"] += 1
                log_detail(f"{outcome.page}: {outcome.detail}.")
                write_stdout(_line(outcome, looking, diff))
    return worst, counts


def _line(outcome: FixOutcome, looking: bool, diff: bool) -> str:
    """The line or the diff of a file that was changed, or would be."""
    if diff:
        return paint_diff(outcome.diff)
    if is_quiet() and not looking:
        return ""
    did = paint("would fix", "warning") if looking else paint("fixed", "good")
    return f"{did} {outcome.page} ({outcome.what})\n"


def _standard_input(context: Context, pages: Sequence[str], filename: str | None) -> PageArgument:
    """Standard input as a page. Raises `BadParameter` for what does not go with it."""
    if len(pages) > 1:
        raise BadParameter("standard input (-) must be the only page: omit the others")
    refuse(context, ("jobs", "timeout", "backup"), "it is for files, not for standard input")
    return PageArgument(STDIN, alias=filename or "")


def _check_backup(suffix: str, looking: bool) -> None:
    """Raise `BadParameter` for a suffix that names no file beside, or where nothing is written."""
    if looking:
        raise BadParameter("with --check or --diff nothing is changed: omit it", param_hint="--backup")
    if not suffix or set(suffix) & set("/\\\0"):
        raise BadParameter(
            f"{suffix!r} is no suffix of a file name: give one as .orig", param_hint="--backup"
        )


def _once(pages: Sequence[PageArgument]) -> Iterator[PageArgument]:
    """The pages without those that are a file again that came before, by this or by another name."""
    seen: set[Path] = set()
    for page in pages:
        path = without_links(page.path)
        if path not in seen:
            seen.add(path)
            yield page


def _sum_up(counts: Counter[str], looking: bool) -> str:
    """The counts in a sentence: 1 file fixed, 2 left as they are."""
    changed, unchanged, failed = counts["changed"], counts["unchanged"], counts["failed"]
    skipped = counts["skipped"]
    parts = [
        f"{counted(changed, 'file')} {'would be ' if looking else ''}fixed",
        f"{unchanged:,} left as {'it is' if unchanged == 1 else 'they are'}",
        *([f"{skipped:,} skipped"] if skipped else []),
        *([f"{failed:,} failed"] if failed else []),
    ]
    return ", ".join(parts) + "."
