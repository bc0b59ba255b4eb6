"""`cleaner report`: a page and all that was done to it, as one HTML file to read and to decide by."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from cleaner.cli.console import note, put
from cleaner.cli.decisions import match_decisions
from cleaner.cli.options import with_settings
from cleaner.cli.pages import STDIN, Named
from cleaner.configuration import Resolver
from cleaner.errors import InputError, OutputError
from cleaner.writing import write_all

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.reading.decoding import Source
    from cleaner.scoring import Score


@with_settings
def report(
    resolver: Resolver,
    page: Annotated[
        str, Argument(metavar="PAGE", help="A text file; - reads standard input.", show_default=False)
    ],
    output: Annotated[
        Path | None,
        Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write here. [default: standard output]",
            show_default=False,
        ),
    ] = None,
    gold: Annotated[
        Path | None,
        Option(metavar="GOLD", help="Reference NAME.gold.json, for figures.", show_default=False),
    ] = None,
) -> None:
    """Show a page, raw and clean side by side, with every edit.

    The report is one HTML file that loads nothing from elsewhere. In its review each doubtful edit is
    accepted or rejected; the browser keeps the decisions and exports them as a file, which
    `cleaner clean --decisions FILE` obeys on every later run. A report made with it goes on from there.

    \b
    Examples:
      cleaner report page.txt -o page.html
      cleaner report page.txt -o page.html --gold page.gold.json
      cleaner report page.txt -o page.html --threshold 0.8      withhold what is less sure
      cleaner report page.txt -o page.html --decisions page.decisions.json
      cleaner clean page.txt --decisions page.decisions.json

    \b
    Keys of the review:
      j next   k back   a accept   r reject   u undo   Esc close

    \b
    Exit codes:
      0 done   2 command line   3 input   4 encoding   5 output   70 a bug of cleaner
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    from cleaner.batches.pages import clean_page, notes_of
    from cleaner.batches.sources import read_source
    from cleaner.report import Content, render

    if page != STDIN and Path(page).is_dir():
        raise InputError(f"{page}: this is a folder, and a report is of one page. Name one in it.")
    if output and output.is_dir():
        raise OutputError(f"{output}: this is a folder. Name a file, as {output / 'page.html'}.")
    named = Named(page)
    holds = named.resolved(match_decisions([named], resolver))
    source = read_source(named.shown, holds.encoding, named.data(), holds.input_format)
    result = clean_page(source, holds.settings)
    for line in notes_of(result, source.name):
        note(line)
    content = Content(result, named.name, _score(gold, result), holds.settings.decisions)
    html = render(content, _key(page, source))
    if output is None:
        put(html)
        return
    if page != STDIN and output.resolve() == Path(page).resolve():
        raise OutputError(f"{output}: this would overwrite the page itself. Name another file with -o.")
    write_all(output.parent, {output.name: html})
    note(f"{output}: {len(result.edits)} edits of {source.name}.")


def _key(page: str, source: Source) -> str:
    """What the browser keeps the decisions under: a page stays itself when its text is corrected."""
    identity = source.text if page == STDIN else str(Path(page).resolve())
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _score(gold: Path | None, page: Page) -> Score | None:
    if gold is None:
        return None
    from cleaner.scoring import score
    from cleaner.scoring.files import read_reference

    return score(read_reference(gold), [article.as_dict() for article in page.articles], page.raw)
