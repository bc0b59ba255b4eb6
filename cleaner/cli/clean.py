"""`cleaner clean`: pages in, articles out."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import BadParameter, Context, Exit, Option

from cleaner.batches.pages import CleanTask
from cleaner.batches.running import Batch
from cleaner.cli.console import log, log_detail, progress, report_error, write_stdout
from cleaner.cli.decisions import match_decisions
from cleaner.cli.options import ExitZero, Jobs, Timeout, refuse, with_settings
from cleaner.cli.output import check_output, forget_missing
from cleaner.cli.pages import PageArgument, Pages, once, unfold
from cleaner.cli.signals import stoppable
from cleaner.cli.summary import summary_of, written
from cleaner.cli.tables import Engine, clean_tables
from cleaner.configuration import Resolver
from cleaner.counting import counted
from cleaner.engines.formats import is_table
from cleaner.errors import ExitCode
from cleaner.paths import identities, identities_of, without_links
from cleaner.writing import OutputFormat

if TYPE_CHECKING:
    from cleaner.batches.manifest import Record


@with_settings
def clean(
    resolver: Resolver,
    context: Context,
    pages: Pages,
    output: Annotated[
        Path | None,
        Option(
            "-o",
            "--output",
            metavar="DIR|FILE",
            help="Write into this folder, with a manifest: for each page a folder, or a file of JSON Lines. "
            "For a table of pages: the file to write. [default: standard output]",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        OutputFormat,
        Option(
            "--format",
            help="Text or Markdown, one file per article; JSON Lines, one file per page; for ALTO and PAGE "
            "XML, a copy with reading order and articles.",
        ),
    ] = OutputFormat.TEXT,
    jobs: Jobs = None,
    timeout: Timeout = None,
    text_column: Annotated[
        str, Option(metavar="NAME", help="For a table of pages: the column with the text.")
    ] = "text",
    boxes_column: Annotated[
        str | None,
        Option(
            metavar="NAME",
            help="For a table of pages: a column with the output of an OCR engine, with boxes, a page a row; "
            "where it is empty the text counts.",
            show_default=False,
        ),
    ] = None,
    id_column: Annotated[
        str, Option(metavar="NAME", help="For a table of pages: the column with their identifiers.")
    ] = "id",
    engine: Annotated[
        Engine, Option(help="Where tables of pages are cleaned: on this machine, or on a Ray cluster.")
    ] = Engine.LOCAL,
    resume: Annotated[
        bool,
        Option("--resume", help="Skip pages that are done and unchanged, according to the manifest in DIR."),
    ] = False,
    issue: Annotated[
        bool,
        Option(
            "--issue",
            help="The pages are one issue (a form feed separates pages, too): join articles that continue on "
            "another page.",
        ),
    ] = False,
    exit_zero: ExitZero = False,
) -> None:
    """Clean pages of OCR text, article by article.

    On standard output articles are separated by two blank lines; JSON Lines have one object per
    article. Before a page is written, an audit accounts for each of its characters. If a page fails, it
    is reported and the others are cleaned; the exit code is the highest one. Ctrl-C stops after the pages
    in progress, a second Ctrl-C at once.

    A folder stands for the pages in it and in its subfolders: *.txt and files of OCR engines, which are
    detected from their content (--include and --exclude change that). Images, files in .gitignore and the
    output of earlier runs are skipped. The output has the same subfolders, and a manifest (manifest.jsonl,
    one object per page: hash, options, files, figures, time, error), from which --resume continues. Files
    that an earlier run wrote for a page and this run does not are removed, unless they were edited since.
    A run waits for another run that writes into the same folder.

    A text that does not look like a Chinese page is cleaned with a warning on standard error.

    A table of pages (.parquet, .jsonl, .jsonl.zst, .jsonl.gz) is streamed into a table of articles, one row
    per article; a page that fails gives a row with its error, and the exit code 3.

    Options that are not given are taken from environment variables (CLEANER_THRESHOLD=0.9), else from the
    nearest configuration file (`cleaner config`).

    \b
    Examples:
      cleaner clean page.txt                        the clean page, on standard output
      cleaner clean page.txt -o out                 out/page/01_title.txt, 02_title.txt, ...
      cleaner clean scans/*.txt -o out --format md  out/NAME/01_title.md, ...
      cleaner clean scans -o out                    the whole folder, on all cores
      cleaner clean scans -o out --resume           only pages that are new, changed or failed
      cleaner clean scans -o out --include '*.md' --exclude drafts
      cleaner clean scans -o out --exit-zero        exit code 0; failures are in the manifest
      cleaner clean - --format jsonl < page.txt     one JSON object per article
      cleaner clean volume.pdf#3-7 -o out           pages 3 to 7 of a file of several
      cleaner clean alto -o out --format alto       ALTO files with reading order and articles
      cleaner clean p1.txt p2.txt --issue -o out    articles that continue on page 2 joined
      cleaner clean page.txt --certain-only         add nothing that is not on the page
      cleaner clean page.txt --threshold 0.9        no edits of a confidence below 0.9
      cleaner clean page.txt --ignore restore_quotes
      cleaner clean page.txt --decisions page.decisions.json
      cleaner clean pages.parquet -o articles.parquet --jobs 8
      cleaner clean pages.jsonl.zst -o articles.jsonl.zst --text-column ocr --id-column page
      cleaner clean pages.parquet -o articles.parquet --boxes-column paddleocr
      cleaner clean old.txt --encoding big5 --script traditional --quotes corner

    \b
    Exit codes:
      0 done   2 command line   3 input, or out of time   4 encoding   5 output   70 a bug of cleaner
      130 stopped by Ctrl-C   143 by SIGTERM
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    if resume and output is None:
        raise BadParameter("needs the output folder of the earlier run: add -o DIR", param_hint="--resume")
    tables = engine is not Engine.LOCAL or any(map(_is_table, pages))
    if tables or issue:
        refuse(context, ("timeout",), "it is for pages that are cleaned one by one")
    if tables:
        refuse(
            context,
            ("resume", "form", "issue"),
            "it is for pages that are files, not for tables",
        )
        if engine is not Engine.LOCAL:
            refuse(context, ("jobs",), "the cluster says how many there are")
        names = text_column, id_column, boxes_column
        code = clean_tables(pages, output, resolver, names, engine, jobs)
        raise Exit(ExitCode.OK if exit_zero and code is not ExitCode.USAGE else code)
    refuse(context, ("text_column", "boxes_column", "id_column"), "it is for tables of pages")
    if issue:
        refuse(context, ("resume", "jobs"), "an issue is put together as a whole")
        if form.writes_back:
            raise BadParameter("an issue is put together from several files", param_hint="--format")
    from cleaner.batches.manifest import NAME, read_manifest

    if output:
        check_output(output, pages)
    with _alone_in(output) if output else nullcontext():
        named, errors = unfold(pages, resolver, output)
        worst = max(map(report_error, errors), default=ExitCode.OK)
        resolver = match_decisions(named, resolver)
        earlier = read_manifest(output / NAME) if output else {}
        spared: frozenset[Hashable] = frozenset()
        if output:
            named = once(named)
            spared = identities_of(_pages_in(output, named))
            earlier, notes = forget_missing(earlier, pages, output, spared)
            for line in notes:
                log(line)
        tasks = _tasks(named, resolver, output, form, earlier, spared)
        if issue:
            code = max(worst, _clean_issue(tasks, earlier))
            raise Exit(ExitCode.OK if exit_zero else code)
        summed_up = resume or any(page.inside is not None for page in named)
        batch = Batch(tasks, output, earlier, resume, jobs, timeout)
        code = max(worst, _clean_pages(batch, form, summed_up))
        raise Exit(ExitCode.OK if exit_zero else code)


def _alone_in(output: Path) -> AbstractContextManager[None]:
    """The output folder without any other run in it."""
    from cleaner.batches.locks import sole_writer

    return sole_writer(output, lambda: log(f"{output}: another run writes into it; waiting for its end."))


def _is_table(name: str) -> bool:
    """Whether a file is a table of pages; JSON Lines of an OCR engine are not, by their content."""
    from cleaner.batches.sources import is_engine_file

    return is_table(name) and not is_engine_file(Path(name))


def _clean_issue(tasks: Sequence[CleanTask], earlier: Mapping[str, Record]) -> ExitCode:
    from cleaner.batches.issues import clean_issue

    if not tasks:
        return ExitCode.OK
    done = clean_issue(tasks, earlier)
    log_detail(f"an issue of {counted(len(tasks), 'page')}.")
    write_stdout(done.text)
    for line in done.notes:
        log(line)
    return max(map(report_error, done.errors), default=ExitCode.OK)


def _clean_pages(batch: Batch, form: OutputFormat, summed_up: bool) -> ExitCode:
    worst = ExitCode.OK
    begun = False
    remedy = "The same command with --resume continues." if batch.output else "The same command begins anew."
    with (
        stoppable(len(batch.tasks), lambda: batch.finished, remedy) as stopped,
        progress(len(batch.tasks), shown=summed_up or batch.output is not None) as advance,
    ):
        for outcome in batch.run(advance, stopped):
            for line in outcome.notes:
                log(line)
            if outcome.error:
                worst = max(worst, report_error(outcome.error))
                continue
            if outcome.text:
                write_stdout(form.separator + outcome.text if begun else outcome.text)
                begun = True
            log_detail(f"{outcome.page}: {outcome.summary}")
    if summed_up:
        log(summary_of(batch.records, batch.passed_over))
    elif batch.output:
        log(f"{batch.output}: {written(batch.records)}.")
    return worst


def _tasks(
    pages: Sequence[PageArgument],
    resolver: Resolver,
    output: Path | None,
    form: OutputFormat,
    earlier: Mapping[str, Record],
    spared: frozenset[Hashable],
) -> list[CleanTask]:
    """What is to be done, each page with the settings that hold for it. Raises `ConfigurationError`."""
    from cleaner.batches.places import places_of
    from cleaner.batches.stale import files_of

    places = places_of([(page.key, page.inside or "", page.stem) for page in pages], earlier)
    one_file = form.in_one_file
    return [
        CleanTask(
            **page.given(resolver),
            form=form,
            name=f"{place.name}{form.suffix}" if one_file else place.name,
            output=output,
            within=place.folder if one_file else place.path,
            spared=spared,
            key=page.key,
            place=place.path,
            known=files_of(earlier.get(page.key, {})),
        )
        for page, place in zip(pages, places, strict=True)
    ]


def _pages_in(output: Path, pages: Sequence[PageArgument]) -> Iterator[Path]:
    """The pages that are in the output folder themselves."""
    root = identities_of([output])
    for page in pages:
        folders = without_links(page.file).parents if page.file else ()
        if page.file and any(not root.isdisjoint(identities(folder)) for folder in folders):
            yield page.file
