"""`cleaner clean`: pages in, articles out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

from typer import Argument, BadParameter, Exit, Option

from cleaner.cli.console import complain, note, put
from cleaner.cli.decisions import decisions_for, note_unmatched
from cleaner.cli.rules import check
from cleaner.errors import AuditError, CleanerError, ExitCode, OutputError
from cleaner.settings import Quotes, Script, Settings
from cleaner.writing import Format, as_files, as_stream, page_names, write_all

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.reading.decoding import Source

STDIN = "-"
UTF_8 = "utf-8"


def clean(
    pages: Annotated[
        list[str],
        Argument(metavar="PAGE", help="Text files, one a page; - reads standard input.", show_default=False),
    ],
    output: Annotated[
        Path | None,
        Option(
            "-o",
            "--output",
            metavar="DIR",
            help="Write files into this folder, for several pages into a folder in it for each; "
            "without it everything goes to standard output.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Format, Option("--format", help="Text or Markdown, one file an article, or JSON Lines, one a page.")
    ] = Format.TEXT,
    certain_only: Annotated[
        bool, Option("--certain-only", help="Make only edits that add no information.")
    ] = False,
    select: Annotated[
        list[str] | None,
        Option(metavar="RULES", help="Run these rules only, as a,b; may be repeated.", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        Option(metavar="RULES", help="Leave these rules out, as a,b; may be repeated.", show_default=False),
    ] = None,
    encoding: Annotated[
        str | None,
        Option(
            metavar="NAME",
            help="Encoding of the pages: big5, utf-16-le, ... [default: UTF-8, else GB18030]",
            show_default=False,
        ),
    ] = None,
    script: Annotated[Script, Option(help="Script of the output.")] = Script.SIMPLIFIED,
    quotes: Annotated[Quotes, Option(help="Quotation marks of the output.")] = Quotes.CURLY,
    threshold: Annotated[
        float,
        Option(min=0, max=1, metavar="P", help="Make only edits of at least this confidence, 0 to 1."),
    ] = 0.0,
    decisions: Annotated[
        list[Path] | None,
        Option(
            metavar="FILE",
            help="Obey these decisions on single edits, exported by a report; may be repeated.",
            show_default=False,
        ),
    ] = None,
    verbose: Annotated[bool, Option("-v", "--verbose", help="Sum up each page on standard error.")] = False,
) -> None:
    """Clean pages of OCR text, article by article.

    On standard output articles are separated by two blank lines; JSON Lines hold one object an
    article. Before anything of a page is written, an audit accounts for each of its characters.
    A page that fails is reported, the others are done, and the exit code is the worst one.

    \b
    Examples:
      cleaner clean page.txt                        the clean page, on standard output
      cleaner clean page.txt -o articles            articles/01_title.txt, 02_title.txt, ...
      cleaner clean scans/*.txt -o out --format md  out/page/01_title.md, ...
      cleaner clean - --format jsonl < page.txt     one JSON object an article
      cleaner clean page.txt --certain-only         add nothing that the page does not hold
      cleaner clean page.txt --threshold 0.9        leave what is not 90 % sure as it is
      cleaner clean page.txt --ignore restore_quotes
      cleaner clean page.txt --decisions page.decisions.json
      cleaner clean old.txt --encoding big5 --script traditional --quotes corner

    \b
    Exit codes:
      0 done   2 command line   3 input   4 encoding   5 output   70 a bug of cleaner
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    if pages.count(STDIN) > 1:
        raise BadParameter("standard input (-) can be read only once")
    settings = Settings(
        certain_only=certain_only,
        select=_slugs(select),
        ignore=_slugs(ignore),
        script=script,
        quotes=quotes,
        threshold=threshold,
    )
    if settings.select or settings.ignore:
        from cleaner.normalizers import RULES

        check(sorted(settings.select | settings.ignore), RULES)
    ruled = decisions_for(decisions or (), pages)
    delivery = Delivery(pages, output, form)
    worst = ExitCode.OK
    for page, name in zip(pages, delivery.names, strict=True):
        try:
            source = read(page, encoding)
            result = clean_page(source, replace(settings, decisions=ruled.get(page, ())))
            delivery.deliver(result, name)
        except CleanerError as error:
            worst = max(worst, complain(error))
            continue
        note_unmatched(result, source.name)
        if source.encoding != UTF_8:
            note(f"{source.name}: read as {source.encoding.upper()}.")
        if verbose:
            note(f"{source.name}: {summary(result, source)}")
    raise Exit(worst)


def read(page: str, encoding: str | None) -> Source:
    """Read a page from a file, or from standard input."""
    from cleaner.reading.decoding import read_bytes, read_file

    if page == STDIN:
        stream: TextIO | None = sys.stdin  # none where it was closed before the start
        return read_bytes(stream.buffer.read() if stream else b"", "<stdin>", encoding)
    return read_file(page, encoding)


def clean_page(source: Source, settings: Settings) -> Page:
    """Clean a page and hold the result to the audit.

    Raises `AuditError` where the account does not add up, and `CleanerError` for any other fault of
    cleaner, so that one page never stops the others.
    """
    from cleaner.chain import clean

    report = "Nothing was written. This is a bug of cleaner: please report it with the page."
    try:
        result = clean(source.text, settings)
        audit = result.audit()
    except CleanerError:
        raise
    except Exception as error:
        raise CleanerError(f"{source.name}: {type(error).__name__}: {error}. {report}") from error
    if not audit.holds:
        raise AuditError(f"{source.name}: the audit failed: {'; '.join(audit.breaches)}. {report}")
    return result


@dataclass
class Delivery:
    """Where the articles of each page go: standard output, a folder, or a folder a page."""

    pages: Sequence[str]
    folder: Path | None
    form: Format
    _begun: bool = False

    @property
    def names(self) -> list[str]:
        """What each page is called in the output: a folder, or for JSON Lines a file."""
        stems = ("stdin" if page == STDIN else Path(page).stem for page in self.pages)
        return page_names(stems, f".{self.form}" if self.form is Format.JSONL else "")

    def deliver(self, page: Page, name: str) -> None:
        """Write the articles of a page. Raises `OutputError`."""
        if self.folder is None:
            self._print(as_stream(page.articles, self.form, page.furniture))
            return
        apart = len(self.pages) > 1 and self.form is not Format.JSONL
        folder = self.folder / name if apart else self.folder
        files = as_files(page.articles, self.form, name, page.furniture)
        self._spare_pages(folder / file for file in files)
        write_all(folder, files)

    def _print(self, text: str) -> None:
        if text:
            put(self.form.separator + text if self._begun else text)
            self._begun = True

    def _spare_pages(self, targets: Iterable[Path]) -> None:
        """Refuse to write over a page that is being read."""
        inputs = {Path(page).resolve() for page in self.pages if page != STDIN}
        for target in targets:
            if target.resolve() in inputs:
                raise OutputError(
                    f"{target}: this would overwrite the page itself. Name another folder with -o."
                )


def summary(page: Page, source: Source) -> str:
    """One line: articles, what is in none of them, edits by tier, the account of the audit, the encoding."""
    audit = page.audit()
    tiers = Counter(change.tier for change in page.edits)
    edits = ", ".join(f"{count} {tier}" for tier, count in sorted(tiers.items())) or "none"
    furniture = f", outside them {' | '.join(page.furniture)}" if page.furniture else ""
    return (
        f"{len(page.articles)} articles{furniture}; {len(page.edits)} edits ({edits}), "
        f"{len(page.withheld)} withheld; "
        f"{audit.raw} characters: {audit.kept} kept, {audit.replaced} replaced, {audit.dropped} dropped, "
        f"{audit.set} set, {audit.moved} moves; {source.encoding.upper()}"
    )


def _slugs(options: Iterable[str] | None) -> frozenset[str]:
    return frozenset(slug.strip() for option in options or () for slug in option.split(",") if slug.strip())
