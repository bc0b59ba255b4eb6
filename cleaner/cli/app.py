"""The `cleaner` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from enum import EnumType
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, cast

from typer import BadParameter, Exit, Option, Typer, echo
from typer.core import TyperCommand, TyperGroup

from cleaner import DISTRIBUTION, __version__
from cleaner.cli.console import READER_GONE, report_error
from cleaner.cli.signals import INTERRUPTED
from cleaner.cli.verbosity import with_verbosity
from cleaner.errors import CleanerError, SystemRefusalError
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
        for parameter in self.get_params(ctx):
            _spare_reading(parameter)
        return super().parse_args(ctx, args)


class Command(TyperCommand):
    """A command whose usage, help and errors read the same with every release of typer."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ARG002 (that of typer has it)
        pieces = [self.options_metavar or ""]
        for parameter in self.params:
            if parameter.param_type_name == "argument":
                name = f"{parameter.metavar}{'...' * (parameter.nargs != 1)}"
                pieces.append(name if parameter.required else f"[{name}]")
        return pieces

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for parameter in self.params:
            if parameter.param_type_name == "argument":  # its name says what it is, a type of Python does not
                parameter.display_type_rich = lambda ctx: ""  # type: ignore[attr-defined]  # noqa: ARG005
        super().format_options(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        for parameter in self.get_params(ctx):
            _spare_reading(parameter)
        try:
            return super().parse_args(ctx, args)
        except BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


def _spare_reading(parameter: Any) -> None:
    """Let a parameter take what needs no reading: no value, text or a path as it is, the name of a choice.

    Else typer has pydantic read it, and to import that takes longer than to import numpy.
    """
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if kind is None or "process_value" in vars(parameter):  # an older typer reads without pydantic
        return
    members: list[Any] = list(kind) if isinstance(kind, EnumType) else []
    choices = {str(member.value): member for member in members}
    read, several = parameter.process_value, parameter.multiple or parameter.nargs == -1

    def process(context: Any, value: Any) -> Any:
        taken: Any
        if value is None and not parameter.required:
            taken = () if several else None
        elif kind is str and isinstance(value, str):
            taken = value
        elif kind == list[str] and value and all(isinstance(item, str) for item in value):
            taken = list(value)
        elif isinstance(value, str) and value in choices:
            taken = choices[value]
        elif kind is Path and isinstance(value, str) and _is_free_path(value):
            taken = Path(value)  # no option of a path asks for more
        else:
            return read(context, value)
        return taken if parameter.callback is None else parameter.callback(context, parameter, taken)

    parameter.process_value = process


def _is_free_path(name: str) -> bool:
    """Whether nothing is there, or something that may be read."""
    return os.access(name, os.R_OK) or not os.access(name, os.F_OK)


NAMES = ("clean", "fix", "explain", "report", "config", "rules", "score", "schema", "completion")
"""The commands; each is the function of this name in the module of this name."""
VERSION = (["-V"], ["--version"])
"""What asks for the version, which needs no command."""


def app_of(names: Iterable[str] = NAMES) -> Typer:
    """The command line with some of its commands; the others are not imported."""
    app = Typer(
        name="cleaner",
        cls=Commands,
        no_args_is_help=True,
        rich_markup_mode=None,  # plain help: no rich to import, and examples keep their lines
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(cleaner)
    for name in names:
        command = getattr(import_module(f"cleaner.cli.{name}"), name)
        app.command(cls=Command)(with_verbosity(command))
    return app


def _version(wanted: bool) -> None:
    if wanted:
        echo(f"cleaner {__version__} ({DISTRIBUTION})")
        raise Exit


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
      cleaner clean page.txt -o out        write out/page/01_title.txt, ...
      cleaner fix pages                    correct the files of a folder in place
      cleaner fix pages --check            list the files that would change
      cleaner explain page.txt             list every change, and why
      cleaner report page.txt -o page.html show every change, raw and clean side by side
      cleaner config page.txt              show the settings of a page, and where they come from
      cleaner rules                        list the rules that change a page
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
        4  a page is not text, or not in the expected encoding
        5  the output cannot be written
       70  a bug of cleaner; the page was not written
       71  the system refused what is needed
      129  stopped by SIGHUP; 130 by Ctrl-C; 143 by SIGTERM
      141  the reader of a pipe closed it

    \b
    Environment:
      CLEANER_JOBS, CLEANER_THRESHOLD, ... a value for the option, where it is not given: see the help of
                                           each command
      NO_COLOR, FORCE_COLOR                no colours, or colours even without a terminal
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)


def __getattr__(name: str) -> Typer:
    """`app`, with all commands, is put together when it is first asked for."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()["app"] = app_of()
    return cast(Typer, globals()["app"])


def _refusal(error: OSError) -> SystemRefusalError:
    if isinstance(error, FileNotFoundError) and error.filename is None:
        return SystemRefusalError("the current folder is gone. Change to another one.")
    what = f"{error.filename}: " if error.filename else ""
    return SystemRefusalError(f"{what}the system refused what is needed ({error.strerror or error}).")


def main() -> None:
    """Run the command line; exit codes are those of `cleaner.errors.ExitCode`."""
    use_one_thread()
    first = sys.argv[1:2]
    asked = () if first in VERSION else first if first and first[0] in NAMES else NAMES
    try:
        app_of(asked)()
    except CleanerError as error:
        sys.exit(report_error(error))
    except BrokenPipeError:
        sys.exit(READER_GONE)
    except OSError as error:  # what is wrong with a page or an output is told where it is found
        sys.exit(report_error(_refusal(error)))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
