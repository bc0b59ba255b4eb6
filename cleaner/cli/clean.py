"""`cleaner clean`: pages in, articles out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import BadParameter, Context, Exit, Option

from cleaner.batches.pages import Task
from cleaner.batches.running import Batch
from cleaner.cli.console import complain, detail, note, progress, put
from cleaner.cli.decisions import match_decisions
from cleaner.cli.options import ExitZero, Timeout, refuse, with_settings
from cleaner.cli.output import check_output, forget_missing
from cleaner.cli.pages import STDIN, Named, Pages, once, unfold
from cleaner.cli.signals import stoppable
from cleaner.cli.tables import Engine, clean_tables
from cleaner.configuration import Resolver
from cleaner.engines.formats import is_table
from cleaner.errors import ExitCode
from cleaner.writing import Format

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
            help="Write files into this folder, with a manifest: for each page a folder in it, or a file of "
            "JSON Lines. Of a table of pages: the file to write. Without it all goes to standard output.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Format,
        Option(
            "--format",
            help="Text or Markdown, one file an article; JSON Lines, one a page; of a page in ALTO or PAGE "
            "that file with its reading order and articles.",
        ),
    ] = Format.TEXT,
    jobs: Annotated[
        int, Option("-j", "--jobs", min=1, metavar="N", help="Processes that clean pages at the same time.")
    ] = 1,
    timeout: Timeout = None,
    text_column: Annotated[
        str, Option(metavar="NAME", help="Of a table of pages: the column that holds the text.")
    ] = "text",
    id_column: Annotated[
        str, Option(metavar="NAME", help="Of a table of pages: the column that tells them apart.")
    ] = "id",
    engine: Annotated[
        Engine, Option(help="What cleans tables of pages: this machine, or a Ray cluster.")
    ] = Engine.LOCAL,
    resume: Annotated[
        bool, Option("--resume", help="Pass over pages that the manifest in DIR has as done and unchanged.")
    ] = False,
    issue: Annotated[
        bool,
        Option(
            "--issue",
            help="The pages are one issue (a form feed parts pages, too): articles that go on on another "
            "page are put together.",
        ),
    ] = False,
    exit_zero: ExitZero = False,
) -> None:
    """Clean pages of OCR text, article by article.

    On standard output articles are separated by two blank lines; JSON Lines hold one object an
    article. Before anything of a page is written, an audit accounts for each of its characters.
    A page that fails is reported, the others are done, and the exit code is the worst one. Ctrl-C stops
    after the pages in work, a second one at once.

    A folder stands for the pages in it and below: *.txt and files of OCR engines, known by their content,
    unless `include` says otherwise. Images, what .gitignore names and the output of earlier runs are passed
    over; its own folders come again in the output. With -o a
    manifest (manifest.jsonl, an object a page: hash, options, files, figures, time, error) is written along;
    --resume goes on from it. A page keeps its place there however it is named. Files that an earlier run
    wrote for it and this one does not are removed, unless they were changed since. A run waits for
    another one that writes into the same folder.

    A text that does not look like a Chinese page is cleaned nonetheless, and reported on standard error.

    A table of pages (.parquet, .jsonl, .jsonl.zst, .jsonl.gz) is streamed into a table of articles, a row
    each; a page that fails is a row with its error, and the exit code is 3.

    Options that are not given are taken from the nearest configuration file (`cleaner config`).

    \b
    Examples:
      cleaner clean page.txt                        the clean page, on standard output
      cleaner clean page.txt -o out                 out/page/01_title.txt, 02_title.txt, ...
      cleaner clean scans/*.txt -o out --format md  out/page/01_title.md, ...
      cleaner clean scans -o out --jobs 4           the whole folder, four pages at a time
      cleaner clean scans -o out --resume           what is new, changed or failed since
      cleaner clean scans -o out --include '*.md' --exclude drafts
      cleaner clean scans -o out --exit-zero        what fails is in the manifest, and no error
      cleaner clean - --format jsonl < page.txt     one JSON object an article
      cleaner clean alto -o out --format alto       ALTO again, its blocks in reading order, by articles
      cleaner clean p1.txt p2.txt --issue -o out    articles that go on on page 2 put together
      cleaner clean page.txt --certain-only         add nothing that the page does not hold
      cleaner clean page.txt --threshold 0.9        leave what is not 90 % sure as it is
      cleaner clean page.txt --ignore restore_quotes
      cleaner clean page.txt --decisions page.decisions.json
      cleaner clean pages.parquet -o articles.parquet --jobs 8
      cleaner clean pages.jsonl.zst -o articles.jsonl.zst --text-column ocr --id-column page
      cleaner clean old.txt --encoding big5 --script traditional --quotes corner

    \b
    Exit codes:
      0 done   2 command line   3 input, or out of time   4 encoding   5 output   70 a bug of cleaner
      130 stopped by Ctrl-C   143 by SIGTERM
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    if pages.count(STDIN) > 1:
        raise BadParameter("standard input (-) can be read only once")
    if resume and output is None:
        raise BadParameter("it needs the folder of the earlier run: add -o DIR", param_hint="--resume")
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
        names = text_column, id_column
        code = clean_tables(pages, output, resolver, names, engine, jobs)
        raise Exit(ExitCode.OK if exit_zero and code is not ExitCode.USAGE else code)
    refuse(context, ("text_column", "id_column"), "it is for tables of pages")
    if issue:
        refuse(context, ("resume", "jobs"), "an issue is put together as a whole")
        if form.writes_back:
            raise BadParameter("an issue is put together from several files", param_hint="--format")
    from cleaner.batches.manifest import NAME, read_manifest

    if output:
        check_output(output, pages)
    with _alone_in(output) if output else nullcontext():
        named, errors = unfold(pages, resolver, output)
        worst = max(map(complain, errors), default=ExitCode.OK)
        resolver = match_decisions(named, resolver)
        earlier = read_manifest(output / NAME) if output else {}
        if output:
            named = once(named)
            earlier, notes = forget_missing(earlier, pages, output)
            for line in notes:
                note(line)
        tasks = _tasks(named, resolver, output, form, earlier)
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

    return sole_writer(output, lambda: note(f"{output}: another run writes into it; waiting for its end."))


def _is_table(name: str) -> bool:
    """Whether a file is a table of pages; some engines write JSON Lines too, and the content tells."""
    from cleaner.batches.sources import is_engine_file

    return is_table(name) and not is_engine_file(Path(name))


def _clean_issue(tasks: Sequence[Task], earlier: Mapping[str, Record]) -> ExitCode:
    from cleaner.batches.issues import clean_issue

    if not tasks:
        return ExitCode.OK
    done = clean_issue(tasks, earlier)
    detail(f"an issue of {len(tasks)} pages.")
    put(done.text)
    for line in done.notes:
        note(line)
    return max(map(complain, done.errors), default=ExitCode.OK)


def _clean_pages(batch: Batch, form: Format, summed_up: bool) -> ExitCode:
    worst = ExitCode.OK
    begun = False
    remedy = "The same command with --resume goes on." if batch.output else "The same command begins anew."
    with (
        stoppable(len(batch.tasks), lambda: batch.finished, remedy) as stopped,
        progress(len(batch.tasks), shown=summed_up or batch.output is not None) as advance,
    ):
        for outcome in batch.run(advance, stopped):
            for line in outcome.notes:
                note(line)
            if outcome.error:
                worst = max(worst, complain(outcome.error))
                continue
            if outcome.text:
                put(form.separator + outcome.text if begun else outcome.text)
                begun = True
            detail(f"{outcome.page}: {outcome.summary}")
    if summed_up:
        from cleaner.cli.summary import summary_of

        note(summary_of(batch.records, batch.passed_over))
    return worst


def _tasks(
    pages: Sequence[Named],
    resolver: Resolver,
    output: Path | None,
    form: Format,
    earlier: Mapping[str, Record],
) -> list[Task]:
    """What is to be done, each page with the settings that hold for it. Raises `ConfigurationError`."""
    from cleaner.batches.places import places_of
    from cleaner.batches.stale import files_of

    places = places_of([(page.key, page.inside or "", page.stem) for page in pages], earlier)
    spared = frozenset(_inputs_in(output, pages)) if output else frozenset()
    tasks = []
    for page, place in zip(pages, places, strict=True):
        holds = page.resolved(resolver)
        one_file = form.in_one_file
        tasks.append(
            Task(
                page.shown,
                holds.settings,
                form,
                f"{place.name}{form.suffix}" if one_file else place.name,
                output,
                place.folder if one_file else place.path,
                holds.encoding,
                holds.input_format,
                page.data(),
                spared,
                page.key,
                place.path,
                files_of(earlier.get(page.key, {})),
            )
        )
    return tasks


def _inputs_in(output: Path, pages: Sequence[Named]) -> Iterator[Path]:
    """The pages that are in the output folder themselves."""
    root = output.resolve()
    inputs = (Path(page.path).resolve() for page in pages if page.path != STDIN)
    return (path for path in inputs if path.is_relative_to(root))
