"""`cleaner explain`: every edit of a page, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Exit, Option

from cleaner.cli.console import complain, note, put
from cleaner.cli.decisions import match_decisions
from cleaner.cli.options import rules_of, with_settings
from cleaner.cli.pages import Pages, unfold
from cleaner.configuration import Resolver
from cleaner.errors import CleanerError, ExitCode
from cleaner.explaining import Form

if TYPE_CHECKING:
    from cleaner.explaining.findings import Finding


@with_settings
def explain(
    resolver: Resolver,
    pages: Pages,
    form: Annotated[
        Form, Option("--format", help="Lines for people, JSON, or annotations for code review.")
    ] = Form.TEXT,
    rule: Annotated[
        list[str] | None,
        Option(metavar="RULES", help="Tell only edits of these rules or tiers, as a,b.", show_default=False),
    ] = None,
    least: Annotated[
        float, Option("--min-confidence", min=0, max=1, metavar="P", help="Tell only edits as sure as this.")
    ] = 0.0,
    most: Annotated[
        float,
        Option("--max-confidence", min=0, max=1, metavar="P", help="Tell only edits no surer than this."),
    ] = 1.0,
    summary: Annotated[
        bool, Option("--summary", help="Tell only what each page is: a line a page, in JSON an object.")
    ] = False,
) -> None:
    """Tell every edit that `clean` and `fix` make: where, which rule, how sure, before and after, why.

    Lines and columns are those of the raw page, counted from 1 in characters. White space is shown as
    \u2423 and line breaks as \u23ce. Edits that are withheld, rejected by a decision or of a confidence
    below the threshold, are listed apart, and with them the places where a fragment may belong whose
    place is not clear. Nothing is written.

    \b
    Examples:
      cleaner explain page.txt
      cleaner explain page.txt --rule restore_quotes --max-confidence 0.8
      cleaner explain page.txt --threshold 0.9       what is withheld at 0.9 is listed apart
      cleaner explain page.txt --format jsonl        an object an edit
      cleaner explain pages --summary                what spaces and line breaks mean, what is lost
      cleaner explain pages --format sarif > cleaner.sarif
      cleaner explain pages --format github          annotations in a GitHub workflow

    \b
    Exit codes:
      0 done   2 command line or configuration   3 input   4 encoding   70 a bug of cleaner
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    from cleaner.batches.pages import clean_page, notes_of
    from cleaner.batches.sources import read_sources
    from cleaner.explaining.diagnoses import diagnosis_of
    from cleaner.explaining.findings import findings
    from cleaner.explaining.formats import FORMATS

    wanted = rules_of(rule)
    named, errors = unfold(pages, resolver)
    worst = max(map(complain, errors), default=ExitCode.OK)
    resolver = match_decisions(named, resolver)
    found: list[Finding] = []
    for page in named:
        holds = page.resolved(resolver)
        try:
            for source in read_sources(page.shown, holds.encoding, page.data(), holds.input_format):
                if summary:
                    put(diagnosis_of(source.text, source.name, form))
                    continue
                cleaned = clean_page(source, holds.settings)
                found += findings(cleaned, source.name)
                for line in notes_of(cleaned, source.name):
                    note(line)
        except CleanerError as error:
            worst = max(worst, complain(error))
    if summary:
        raise Exit(worst)
    put(
        FORMATS[form](
            [
                finding
                for finding in found
                if least <= finding.confidence <= most
                and (wanted is None or finding.rule in wanted or finding.tier in wanted)
            ]
        )
    )
    raise Exit(worst)
