"""`cleaner report`: pages and all that was done to them, as HTML to read and to decide by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from typer import BadParameter, Exit, Option

from cleaner.batches.reports import ReportTask, lost_report, report_task
from cleaner.cli.config import shown
from cleaner.cli.console import complain, detail, note, progress, put
from cleaner.cli.decisions import match_decisions
from cleaner.cli.options import ExitZero, Jobs, with_settings
from cleaner.cli.pages import STDIN, Named, Pages, once, unfold
from cleaner.cli.signals import stoppable
from cleaner.cli.summary import counted
from cleaner.configuration import DEFAULT, WALK_KEYS, Resolver
from cleaner.errors import ExitCode, InputError, OutputError


@with_settings
def report(
    resolver: Resolver,
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
    exit_zero: ExitZero = False,
) -> None:
    """Show pages, raw and clean side by side, with every edit.

    A report is one HTML file, in English or Chinese, that loads nothing from elsewhere. In its review
    doubtful edits are accepted or rejected, one by one or by rule. The browser keeps the decisions and
    exports them as a file, which `cleaner clean --decisions FILE` applies, and with which a later report
    continues. --image shows the scan, with the articles marked on it if the page is a file of an OCR engine
    with boxes.

    For several pages or a folder, index.html lists the most doubtful pages first, and each report links to
    the next.

    \b
    Examples:
      cleaner report page.txt -o page.html
      cleaner report pages -o reports                           open reports/index.html
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
      0 done   2 command line   3 input   4 encoding   5 output   70 a bug of cleaner
      130 stopped by Ctrl-C   143 by SIGTERM
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    alone = len(pages) == 1 and (pages[0] == STDIN or not Path(pages[0]).is_dir())
    if pages.count(STDIN) > 1:
        raise BadParameter("standard input (-) can be read only once")
    _check_output(output, alone)
    named, errors = unfold(pages, resolver, None if alone else output)
    worst = max(map(complain, errors), default=ExitCode.OK)
    named = once(named)
    resolver = match_decisions(named, resolver)
    tasks = [_task(page, resolver, gold, image) for page in named]
    if alone:
        code = _report_one(tasks[0], output)
    else:
        assert output is not None
        code = _report_all(named, tasks, output, jobs)
    raise Exit(ExitCode.OK if exit_zero else max(worst, code))


def _check_output(output: Path | None, alone: bool) -> None:
    if alone:
        if output and output.is_dir():
            raise OutputError(f"{output}: this is a folder. Name a file, as {output / 'page.html'}.")
    elif output is None:
        raise BadParameter("several pages, or a folder, need an output folder: add -o DIR", param_hint="-o")
    elif output.exists() and not output.is_dir():
        raise OutputError(f"{output}: this is a file. Name a folder for the reports.")


def _task(page: Named, resolver: Resolver, gold: Path | None, image: Path | None) -> ReportTask:
    holds = page.resolved(resolver)
    return ReportTask(
        page.shown,
        page.name,
        holds.settings,
        holds.encoding,
        holds.input_format,
        page.data(),
        "" if page.path == STDIN else str(Path(page.path).resolve()),
        gold=_reference(gold, page),
        picture=_picture(image, page),
        options={
            name: shown(setting.value)
            for name, setting in holds.values.items()
            if setting.origin != DEFAULT and name not in WALK_KEYS
        },
        made=datetime.now().astimezone().isoformat(" ", "minutes"),
    )


def _reference(gold: Path | None, page: Named) -> Path | None:
    """The reference of a page; of a folder, the one that is called as the page is, if there is one."""
    if gold is None or not gold.is_dir():
        return gold
    name = f"{page.stem}.gold.json"
    places = (gold / (page.inside or "") / name, gold / name)
    return next((place for place in places if place.is_file()), None)


def _picture(image: Path | None, page: Named) -> Path | None:
    """The scan of a page, as `_reference`."""
    from cleaner.report.scan import find_picture

    if image is None or not image.is_dir():
        return image
    return find_picture(image / (page.inside or ""), page.stem) or find_picture(image, page.stem)


def _report_one(task: ReportTask, output: Path | None) -> ExitCode:
    from cleaner.report.index import without_neighbours
    from cleaner.writing import write_all

    if output and task.data is None and output.resolve() == Path(task.page).resolve():
        raise OutputError(f"{output}: this would overwrite the page itself. Name another file with -o.")
    outcome = report_task(task)
    for line in outcome.notes:
        note(line)
    if outcome.error:
        raise outcome.error
    html = without_neighbours(outcome.html)
    if output is None:
        put(html)
    else:
        write_all(output.parent, {output.name: html})
        note(f"{output}: {counted(outcome.edits, 'edit')} of {task.page}.")
    return ExitCode.OK


def _report_all(
    named: Sequence[Named], tasks: Sequence[ReportTask], output: Path, jobs: int | None
) -> ExitCode:
    from dataclasses import replace

    from cleaner.batches.places import places_of
    from cleaner.batches.processes import choose_jobs, map_tasks
    from cleaner.report.index import NAME, Entry, write_index

    if not tasks:
        return ExitCode.OK
    for task in tasks:
        for given in (task.gold, task.picture):
            if given and not given.is_file():
                raise InputError(f"{given}: there is no such file.")
    taken = {"": {"place": Path(NAME).stem}}
    places = places_of([(page.key, page.inside or "", page.stem) for page in named], taken)
    files = [f"{place.path}.html" for place in places]
    todo = [replace(task, target=output / file) for task, file in zip(tasks, files, strict=True)]
    worst = ExitCode.OK
    entries: list[Entry] = []
    with (
        stoppable(len(todo), lambda: len(entries), "The same command starts again.") as stopped,
        progress(len(todo), shown=True) as advance,
    ):
        outcomes = map_tasks(report_task, todo, choose_jobs(jobs, len(todo)), lost_report, stopped=stopped)
        for outcome, file in zip(outcomes, files, strict=False):
            advance()
            for line in outcome.notes:
                note(line)
            if outcome.error:
                worst = max(worst, complain(outcome.error))
                entries.append(Entry(outcome.page, error=str(outcome.error)))
                continue
            detail(f"{outcome.page}: {outcome.edits} edits, {outcome.doubtful} doubtful.")
            figures = outcome.articles, outcome.edits, outcome.doubtful, outcome.expected
            entries.append(Entry(outcome.page, file, outcome.key, *figures))
    write_index(output, entries)
    note(f"{output / NAME}: {counted(len(entries), 'page')}, the most doubtful first.")
    return worst
