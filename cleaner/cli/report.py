"""`cleaner report`: pages and all that was done to them, as HTML to read and to decide by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import BadParameter, Context, Exit, Option

from cleaner.cli.config import shown
from cleaner.cli.console import log, log_detail, progress, report_error, write_stdout
from cleaner.cli.decisions import match_decisions
from cleaner.cli.options import ExitZero, Jobs, Timeout, with_settings
from cleaner.cli.output import check_output_file
from cleaner.cli.pages import STDIN, PageArgument, Pages, once, unfold
from cleaner.cli.signals import stoppable
from cleaner.configuration import DEFAULT, WALK_KEYS, Resolver
from cleaner.counting import counted
from cleaner.errors import ExitCode, InputError, OutputError, no_such_file
from cleaner.paths import exists, is_file, is_folder, without_links

if TYPE_CHECKING:
    from cleaner.batches.reports import ReportOutcome, ReportTask
    from cleaner.report.index import IndexEntry


@with_settings
def report(
    resolver: Resolver,
    context: Context,
    pages: Pages,
    output: Annotated[
        Path | None,
        Option(
            "-o",
            "--output",
            metavar="FILE|DIR",
            help="Write here: of one page a file, of several or of a folder a folder with a list of them. "
            "[default of one page: standard output]",
            show_default=False,
        ),
    ] = None,
    gold: Annotated[
        Path | None,
        Option(
            metavar="FILE|DIR",
            help="Reference NAME.gold.json, or a folder of them, to show error rates.",
            show_default=False,
        ),
    ] = None,
    image: Annotated[
        Path | None,
        Option(
            metavar="FILE|DIR",
            help="The scan, or a folder of scans named like the pages, shown beside the text.",
            show_default=False,
        ),
    ] = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    exit_zero: ExitZero = False,
) -> None:
    """Show pages, raw and clean side by side, with every edit.

    A report is one HTML file, in English or Chinese, that loads nothing from elsewhere. In its review
    doubtful edits are accepted or rejected, one by one or by rule. The browser keeps the decisions and
    exports them as a file, which `cleaner clean --decisions FILE` applies, and with which a later report
    continues. --image shows the scan, with the articles marked on it if the page is a file of an OCR engine
    with boxes.

    For several pages, a file of several or a folder, index.html lists the most doubtful pages first, and each
    report links to the next. Of a file of several pages a scan or reference in a folder is called as the file
    is, with the number of the page: volume-003.png, volume-003.gold.json.

    \b
    Examples:
      cleaner report page.txt -o page.html
      cleaner report pages -o reports                           open reports/index.html
      cleaner report volume.pdf#3-7 -o reports                  pages 3 to 7 of a file of several
      cleaner report page.txt -o page.html --image page.png     the scan beside the text
      cleaner report page.txt -o page.html --gold page.gold.json
      cleaner report page.txt -o page.html --threshold 0.8      withhold less certain edits
      cleaner report page.txt -o page.html --decisions page.decisions.json
      cleaner clean page.txt --decisions page.decisions.json

    \b
    Keys of the review (? shows them):
      j next   k previous   a accept   r reject   u undo   / search   [ ] previous, next page   Esc close

    \b
    Exit codes:
      0 done   2 command line   3 input, or out of time   4 encoding   5 output   70 a bug of cleaner
      130 stopped by Ctrl-C   143 by SIGTERM
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    from cleaner.batches.reports import has_several_pages
    from cleaner.batches.sources import piped
    from cleaner.report.index import is_report

    folder = len(pages) > 1 or (pages[0] != STDIN and is_folder(pages[0]))
    if folder:
        _check_folder(output)
    named, errors = unfold(pages, resolver, output if folder else None)
    worst = max(map(report_error, errors), default=ExitCode.OK)
    named = once(named)
    resolver = match_decisions(named, resolver)
    tasks = [_task(page, resolver, gold, image) for page in named]
    if not folder and tasks[0].data is None:  # it is read twice, which a pipe cannot be
        tasks = [replace(tasks[0], data=piped(tasks[0].page))]
    if not folder and not has_several_pages(tasks[0]):
        if output:
            check_output_file(output, named, context, "page.html", is_report)
        code = _report_one(tasks[0], output, timeout)
    else:
        if not folder:
            _check_several(tasks[0], output)
        assert output is not None
        code = _report_all(named, tasks, output, jobs, timeout)
    raise Exit(ExitCode.OK if exit_zero else max(worst, code))


def _check_folder(output: Path | None) -> None:
    if output is None:
        raise BadParameter("several pages, or a folder, need an output folder: add -o DIR", param_hint="-o")
    if exists(output) and not is_folder(output):
        raise OutputError(f"{output}: this is a file. Name a folder for the reports.")


def _check_several(task: ReportTask, output: Path | None) -> None:
    """Raise `InputError` or `OutputError` where reports on the pages of one file have no folder to go to."""
    from cleaner.batches.selection import split_name

    one = (
        f"or one page, as {split_name(task.page)[0]}#2"
        if task.data is None
        else "or write the page to a file of its own"
    )
    if output is None:
        raise InputError(f"{task.page}: it holds several pages. Name a folder with -o, {one}.")
    if is_file(output) or output.suffix.lower() in (".html", ".htm"):
        raise OutputError(
            f"{output}: {task.page} holds several pages. Name a folder, as {output.with_suffix('')}, {one}."
        )


def _task(page: PageArgument, resolver: Resolver, gold: Path | None, image: Path | None) -> ReportTask:
    from cleaner.batches.reports import ReportTask

    return ReportTask(
        **page.given(resolver),
        name=page.name,
        stem=page.file.stem if page.file else page.stem,
        identity=str(without_links(page.file)) if page.file else "",
        gold=gold,
        picture=image,
        inside=page.inside or "",
        options={
            name: shown(setting.value)
            for name, setting in page.resolved(resolver).values.items()
            if setting.origin != DEFAULT and name not in WALK_KEYS
        },
        made=datetime.now().astimezone().isoformat(" ", "minutes"),
    )


def _reports(
    tasks: Sequence[ReportTask], jobs: int, timeout: float | None, stopped: Callable[[], bool]
) -> Iterator[list[ReportOutcome]]:
    from cleaner.batches.processes import map_tasks
    from cleaner.batches.reports import late_report, lost_report, report_task

    late = partial(late_report, seconds=timeout or 0.0)
    return map_tasks(report_task, tasks, jobs, lost_report, timeout=timeout, late=late, stopped=stopped)


def _report_one(task: ReportTask, output: Path | None, timeout: float | None) -> ExitCode:
    from cleaner.batches.processes import never
    from cleaner.report.index import without_neighbours
    from cleaner.writing import write_all

    [[outcome, *_]] = _reports([task], 1, timeout, never)
    for line in (*outcome.notes, *_lacking([outcome])):
        log(line)
    if outcome.error:
        raise outcome.error
    html = without_neighbours(outcome.html)
    if output is None:
        write_stdout(html)
    else:
        write_all(output.parent, {output.name: html})
        log(f"{output}: {counted(outcome.edits, 'edit')} of {task.page}.")
    return ExitCode.OK


def _report_all(
    named: Sequence[PageArgument],
    tasks: Sequence[ReportTask],
    output: Path,
    jobs: int | None,
    timeout: float | None,
) -> ExitCode:
    from cleaner.batches.places import places_of
    from cleaner.batches.processes import choose_jobs
    from cleaner.report.index import NAME, spare_others, write_index

    if not tasks:
        return ExitCode.OK
    for given in (tasks[0].gold, tasks[0].picture):
        if given and not exists(given):
            raise InputError(no_such_file(given))
    spare_others(output / NAME)
    taken = {"": {"place": Path(NAME).stem}}
    places = places_of([(page.key, page.inside or "", page.stem) for page in named], taken)
    todo = [
        replace(task, target=output / f"{place.path}.html") for task, place in zip(tasks, places, strict=True)
    ]
    worst = ExitCode.OK
    entries: list[IndexEntry] = []
    done: list[ReportOutcome] = []
    finished = 0
    with (
        stoppable(len(todo), lambda: finished, "The same command starts again.") as stopped,
        progress(len(todo), shown=True) as advance,
    ):
        reports = _reports(todo, choose_jobs(jobs, len(todo)), timeout, stopped)
        for outcomes, place in zip(reports, places, strict=False):
            advance()
            finished += 1
            for outcome in outcomes:
                worst = max(worst, _tell(outcome))
                entries.append(_entry(outcome, place.path))
                done.append(outcome)
    for line in _lacking(done):
        log(line)
    write_index(output, entries)
    log(f"{output / NAME}: {counted(len(entries), 'page')}, the most doubtful first.")
    return worst


def _lacking(outcomes: Sequence[ReportOutcome]) -> Iterator[str]:
    """A line for each folder that holds no reference or scan of some pages."""
    pages: dict[tuple[str, Path], list[str]] = {}
    for outcome in outcomes:
        for sought in outcome.lacking:
            pages.setdefault(sought, []).append(outcome.page)
    for (what, folder), (first, *others) in pages.items():
        more = f" and {counted(len(others), 'other page')}" if others else ""
        yield f"{folder}: it holds no {what} of {first}{more}. Call it as the page is called."


def _tell(outcome: ReportOutcome) -> ExitCode:
    for line in outcome.notes:
        log(line)
    if outcome.error:
        return report_error(outcome.error)
    log_detail(f"{outcome.page}: {counted(outcome.edits, 'edit')}, {outcome.doubtful:,} doubtful.")
    return ExitCode.OK


def _entry(outcome: ReportOutcome, place: str) -> IndexEntry:
    """What the list says of a page; `place` is that of the report on its file, less the suffix."""
    from cleaner.report.index import IndexEntry

    if outcome.error:
        return IndexEntry(outcome.page, error=str(outcome.error))
    file = f"{place}/{outcome.number:03d}.html" if outcome.number else f"{place}.html"
    figures = outcome.articles, outcome.edits, outcome.doubtful, outcome.expected
    return IndexEntry(outcome.page, file, outcome.key, *figures)
