"""`cleaner explain`: every edit of a page, and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import BadParameter, Context, Exit, Option

from cleaner.cli.colours import paint
from cleaner.cli.console import log, log_detail, progress, report_error, write_stdout
from cleaner.cli.decisions import match_decisions
from cleaner.cli.options import ExitZero, Jobs, Timeout, complete_rules, refuse, rules_of, with_settings
from cleaner.cli.output import check_output_file
from cleaner.cli.pages import Pages, unfold
from cleaner.cli.signals import stoppable
from cleaner.configuration import Resolver
from cleaner.counting import counted
from cleaner.errors import ExitCode
from cleaner.explaining import ExplainFormat

if TYPE_CHECKING:
    from cleaner.batches.explanations import Explanation
    from cleaner.explaining.findings import Finding


@with_settings
def explain(
    resolver: Resolver,
    context: Context,
    pages: Pages,
    output: Annotated[
        Path | None,
        Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to this file. [default: standard output]",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        ExplainFormat,
        Option(
            "--format", help="Lines to read, JSON, JSON Lines, SARIF, or annotations for GitHub workflows."
        ),
    ] = ExplainFormat.TEXT,
    rule: Annotated[
        list[str] | None,
        Option(
            metavar="RULES",
            autocompletion=complete_rules,
            help="Only edits of these rules or tiers, as a,b.",
            show_default=False,
        ),
    ] = None,
    least: Annotated[
        float,
        Option("--min-confidence", min=0, max=1, metavar="P", help="Only edits of at least this confidence."),
    ] = 0.0,
    most: Annotated[
        float,
        Option("--max-confidence", min=0, max=1, metavar="P", help="Only edits of at most this confidence."),
    ] = 1.0,
    summary: Annotated[
        bool, Option("--summary", help="Describe each page instead: one line per page, or one JSON object.")
    ] = False,
    statistics: Annotated[
        bool, Option("--statistics", help="Count edits by rule and by page, the most doubtful pages first.")
    ] = False,
    jobs: Jobs = None,
    timeout: Timeout = None,
    exit_zero: ExitZero = False,
) -> None:
    """List every edit that `clean` and `fix` make.

    An edit has a place, a rule, a confidence, the text before and after, and a reason. Lines and columns
    are those of the raw page, counted from 1 in characters. White space is shown as ␣ and line breaks
    as ⏎. Withheld edits (rejected by a decision, or of a confidence below the threshold) are listed
    separately, and so are the possible places of fragments whose place is uncertain; SARIF and annotations
    leave them out. No page is changed.

    \b
    Examples:
      cleaner explain page.txt
      cleaner explain page.txt --rule restore_quotes --max-confidence 0.8
      cleaner explain page.txt --threshold 0.9       what is withheld at 0.9 is listed separately
      cleaner explain page.txt --format jsonl        one object per edit
      cleaner explain pages --summary                what spaces and line breaks mean, what is lost
      cleaner explain pages --statistics             edits by rule, and which page to check first
      cleaner explain pages --format sarif -o cleaner.sarif
      cleaner explain pages --format github          annotations in a GitHub workflow

    \b
    Exit codes:
      0 done   2 command line or configuration   3 input, or out of time   4 encoding   5 output
      70 a bug of cleaner   130 stopped by Ctrl-C   143 by SIGTERM
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    from cleaner.batches.explanations import ExplainTask, explain_task, late_explanation, lost_explanation
    from cleaner.batches.processes import choose_jobs, map_tasks
    from cleaner.explaining.recognition import is_explanation

    _check(context, form, summary, statistics)
    if least > most:
        raise BadParameter(
            f"no confidence is at least {least} and at most {most}", param_hint="--max-confidence"
        )
    wanted = rules_of(rule)
    named, errors = unfold(pages, resolver)
    if output is not None:
        check_output_file(output, named, context, "explanation.txt", is_explanation)
    worst = max(map(report_error, errors), default=ExitCode.OK)
    resolver = match_decisions(named, resolver)
    tasks = [ExplainTask(**page.given(resolver), summary=form if summary else None) for page in named]
    done: list[Explanation] = []
    seen: list[Explanation] = []
    with (
        stoppable(len(tasks), lambda: len(seen), "The same command starts again.") as stopped,
        progress(len(tasks), shown=True) as advance,
    ):
        for one in map_tasks(
            explain_task,
            tasks,
            choose_jobs(jobs, len(tasks)),
            lost_explanation,
            timeout=timeout,
            late=partial(late_explanation, seconds=timeout or 0.0),
            stopped=stopped,
        ):
            advance()
            seen.append(one)
            for line in one.notes:
                log(line)
            if one.error:
                worst = max(worst, report_error(one.error))
                continue
            log_detail(f"{one.page}: {counted(len(one.findings), 'edit')}, made and withheld.")
            done.append(one)
    found = [
        finding
        for one in done
        for finding in one.findings
        if least <= finding.confidence <= most
        and (wanted is None or finding.rule in wanted or finding.tier in wanted)
    ]
    if output is None or done or worst is ExitCode.OK:  # an earlier explanation stays where no page is read
        _write(_told(done, found, form, summary, statistics, coloured=output is None), output)
    raise Exit(ExitCode.OK if exit_zero else worst)


def _check(
    context: Context,
    form: ExplainFormat,
    summary: bool,
    statistics: bool,
) -> None:
    """Refuse what does not go together."""
    if summary or statistics:
        if summary and statistics:
            raise BadParameter("it cannot be combined with --summary: omit one", param_hint="--statistics")
        if form not in (ExplainFormat.TEXT, ExplainFormat.JSON, ExplainFormat.JSONL):
            raise BadParameter("it is for edits one by one: take text or json", param_hint="--format")
    if summary:
        refuse(context, ("rule", "least", "most"), "no edits are listed")


def _told(
    done: Sequence[Explanation],
    found: Sequence[Finding],
    form: ExplainFormat,
    summary: bool,
    statistics: bool,
    coloured: bool,
) -> str:
    if summary:
        return "".join(one.summary for one in done)
    if statistics:
        from cleaner.explaining.statistics import statistics as sum_up
        from cleaner.explaining.statistics import to_json, to_text

        summed_up = sum_up(found, [page for one in done for page in one.pages])
        return to_text(summed_up) if form is ExplainFormat.TEXT else to_json(summed_up)
    from cleaner.explaining.formats import FORMATS
    from cleaner.explaining.formats import to_text as to_lines

    if form is ExplainFormat.TEXT and coloured:
        return to_lines(found, paint)
    return FORMATS[form](found)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        write_stdout(text)
        return
    from cleaner.writing import write_all

    write_all(output.parent, {output.name: text})
