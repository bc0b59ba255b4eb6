"""The `cleaner` command."""

from __future__ import annotations

import sys
from typing import Annotated, Any

from typer import BadParameter, Exit, Option, Typer, echo
from typer.core import TyperGroup

from cleaner import DISTRIBUTION, __version__
from cleaner.cli.clean import clean
from cleaner.cli.completion import completion
from cleaner.cli.config import config
from cleaner.cli.console import complain
from cleaner.cli.explain import explain
from cleaner.cli.fix import fix
from cleaner.cli.report import report
from cleaner.cli.rules import rules
from cleaner.cli.schema import schema
from cleaner.cli.score import score
from cleaner.cli.signals import INTERRUPTED
from cleaner.cli.verbosity import with_verbosity
from cleaner.errors import CleanerError
from cleaner.threads import use_one_thread


class Commands(TyperGroup):
    """The commands, none of which takes an empty argument: it comes of a variable that is not set.

    To a file system the empty path is the current folder, and no command shall walk that unasked.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        for before, argument in zip(["", *args], args, strict=False):
            option, _, value = argument.partition("=")
            if not argument:
                where = f" after {before}" if before.startswith("-") else ""
                raise BadParameter(f"'' names nothing: an argument{where} is empty. Is a variable not set?")
            if option.startswith("--") and argument.endswith("=") and not value:
                raise BadParameter(f"{option} is empty. Is a variable not set?")
        return super().parse_args(ctx, args)


app = Typer(
    name="cleaner",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: no rich to import, and examples keep their lines
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in (clean, fix, explain, report, config, rules, score, schema, completion):
    app.command()(with_verbosity(_command))


def _version(wanted: bool) -> None:
    if wanted:
        echo(f"cleaner {__version__} ({DISTRIBUTION})")
        raise Exit


@app.callback()
def cleaner(
    _: Annotated[
        bool,
        Option("-V", "--version", callback=_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Turn the raw OCR text of a Chinese newspaper page into clean text, article by article.

    Every change can be explained, checked and undone.

    \b
    Examples:
      cleaner clean page.txt               print the clean page
      cleaner clean page.txt -o articles   write articles/01_title.txt, ...
      cleaner fix pages                    put the files in a folder right in place
      cleaner fix pages --check            list those that are not clean
      cleaner explain page.txt             report every change, and why
      cleaner report page.txt -o page.html show every change, raw and clean side by side
      cleaner config page.txt              show what is configured for a page, and where
      cleaner rules                        list what is done to a page
      cleaner rules rejoin_lines           explain one rule
      cleaner score --gold page.gold.json  compare page.txt, cleaned, with a reference
      cleaner schema articles              the JSON Schema of an output
      cleaner clean --help                 all options, with examples
      cleaner --install-completion         let the shell complete commands, options and rules

    \b
    Exit codes:
        0  done
        1  fix: something was changed, or with --check or --diff would be
        2  the command line or a configuration was not understood
        3  a page is missing, too large, took too long, or cannot be read
        4  a page is no text, or not in the encoding asked for
        5  the output cannot be written
       70  a bug of cleaner: nothing of the page was written
      130  stopped by Ctrl-C, 143 by SIGTERM; 141 the reader of the output left

    \b
    Environment:
      NO_COLOR, FORCE_COLOR                no colours, or colours also where nothing is a terminal
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)


def main() -> None:
    """Run the command line; exit codes are those of `cleaner.errors.ExitCode`."""
    use_one_thread()
    try:
        app()
    except CleanerError as error:
        sys.exit(complain(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
