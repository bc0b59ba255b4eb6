"""The options that every command which cleans takes, and how they become settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from typer import BadParameter, Context, Option

from cleaner.cli.console import log
from cleaner.cli.sharing import share_options
from cleaner.configuration import (
    KEYS,
    WALK_KEYS,
    Resolver,
    check_rules,
    misspelt,
    read_environment,
    table_of,
    variable,
)
from cleaner.errors import ConfigurationError
from cleaner.settings import Quotes, Script
from cleaner.slugs import RULES, TIERS


class TextOrJson(StrEnum):
    """How figures and lists are printed."""

    TEXT = "text"
    JSON = "json"


def complete_rules(incomplete: str) -> list[str]:
    """The rules and tiers that go on with what is typed, behind the last comma of a list.

    >>> complete_rules("join_words,rejoin_")
    ['join_words,rejoin_paragraphs', 'join_words,rejoin_lines']
    """
    before, comma, begun = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in (*RULES, *TIERS) if name.startswith(begun)]


def _of(key: str, text: str, *, default: str = "") -> str:
    """The help of the option for a key of a configuration."""
    parts = [f"env var: {variable(key)}", *([f"default: {default}"] if default else [])]
    return f"{text} [{'; '.join(parts)}]"


def _of_rules(key: str, metavar: str, text: str) -> Any:
    """The option for a key that holds rules or tiers."""
    return Option(metavar=metavar, autocompletion=complete_rules, help=_of(key, text), show_default=False)


def choose_settings(
    certain_only: Annotated[
        bool | None,
        Option(
            "--certain-only/--all-tiers",
            help=_of("certain-only", "Make only edits that add no information."),
            show_default=False,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        _of_rules("select", "RULES", "Run only these rules or tiers, as a,b; may be repeated."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        _of_rules("ignore", "RULES", "Do not run these rules or tiers, as a,b; may be repeated."),
    ] = None,
    threshold: Annotated[
        float | None,
        Option(
            min=0,
            max=1,
            metavar="P",
            help=_of("threshold", "Make only edits of at least this confidence, 0 to 1."),
            show_default=False,
        ),
    ] = None,
    thresholds: Annotated[
        list[str] | None,
        _of_rules(
            "thresholds", "RULE=P", "The same for single rules or a tier, as a=0.9,b=0.5; may be repeated."
        ),
    ] = None,
    script: Annotated[
        Script | None,
        Option(help=_of("script", "Script of the output.", default="page"), show_default=False),
    ] = None,
    quotes: Annotated[
        Quotes | None,
        Option(help=_of("quotes", "Quotation marks of the output.", default="page"), show_default=False),
    ] = None,
    han_latin_space: Annotated[
        bool | None,
        Option(
            "--han-latin-space/--no-han-latin-space",
            help=_of("han-latin-space", "Keep spaces between ideographs and digits or Latin letters."),
            show_default=False,
        ),
    ] = None,
    terms: Annotated[
        list[str] | None,
        Option(
            metavar="FILE",
            help=_of("terms", "Always put these terms in quotation marks; one per line."),
            show_default=False,
        ),
    ] = None,
    names: Annotated[
        list[str] | None,
        Option(
            metavar="FILE",
            help=_of("names", "Never change these names; one per line."),
            show_default=False,
        ),
    ] = None,
    decisions: Annotated[
        list[str] | None,
        Option(
            metavar="FILE",
            help=_of(
                "decisions",
                "Apply these decisions on single edits, exported from a report; may be repeated.",
            ),
            show_default=False,
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        Option(
            metavar="PATTERN",
            help=_of(
                "include",
                "Take the files of a folder that match this pattern, as in .gitignore; may be repeated.",
                default="*.txt and files of OCR engines",
            ),
            show_default=False,
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        Option(
            metavar="PATTERN",
            help=_of(
                "exclude",
                "Skip files and folders that match this pattern, as in .gitignore; may be repeated.",
            ),
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        Option(
            metavar="NAME",
            help=_of(
                "encoding",
                "Encoding of the pages: big5, utf-16-le, ...",
                default="UTF-8, else GB18030",
            ),
            show_default=False,
        ),
    ] = None,
    input_format: Annotated[
        str | None,
        Option(
            metavar="NAME",
            help=_of(
                "input-format",
                "Format of the pages: text, alto, hocr, ...",
                default="detected from the content",
            ),
            show_default=False,
        ),
    ] = None,
    config: Annotated[
        Path | None,
        Option(
            metavar="FILE",
            help="Use this configuration file for all pages.",
            envvar="CLEANER_CONFIG",
            show_default=False,
        ),
    ] = None,
    isolated: Annotated[
        bool,
        Option("--isolated", help="Use no configuration file.", envvar="CLEANER_ISOLATED"),
    ] = False,
) -> Resolver:
    """The values of the command line, over those of the environment and of the configuration files.

    Raises `ConfigurationError` where one is wrong, `InputError` for a decisions file that cannot be read.
    """
    given: dict[str, object] = {
        "certain-only": certain_only,
        "select": _items(select),
        "ignore": _items(ignore),
        "threshold": threshold,
        "thresholds": None if (pairs := _items(thresholds)) is None else table_of(pairs, "--thresholds"),
        "script": script,
        "quotes": quotes,
        "han-latin-space": han_latin_space,
        "terms": terms or None,
        "names": names or None,
        "decisions": decisions or None,
        "include": include or None,
        "exclude": exclude or None,
        "encoding": encoding or None,
        "input-format": input_format,
    }
    if config and isolated:
        raise BadParameter(
            "--isolated uses no configuration file: omit one of the two", param_hint="--config"
        )
    values = {name: _read(name, value) for name, value in given.items() if value is not None}
    for line in misspelt(os.environ):
        log(line)
    return Resolver(values, config, isolated, read_environment(os.environ))


def _positive(seconds: float | None) -> float | None:
    if seconds is not None and not 0 < seconds <= LONGEST:
        raise BadParameter(f"{seconds:g} is no number of seconds above 0 and up to {LONGEST:,}.")
    return seconds


LONGEST = 1_000_000
"""Seconds that a page may be given."""

Timeout = Annotated[
    float | None,
    Option(
        metavar="SECONDS",
        help="Give up on a page that takes longer, and continue with the others. [default: no limit]",
        callback=_positive,
        envvar="CLEANER_TIMEOUT",
        show_default=False,
    ),
]
"""The time limit of a page."""


Jobs = Annotated[
    int | None,
    Option(
        "-j",
        "--jobs",
        min=1,
        metavar="N",
        help="Number of processes. [default: one per core; one for a few pages]",
        envvar="CLEANER_JOBS",
        show_default=False,
    ),
]
"""The number of processes."""


ExitZero = Annotated[
    bool,
    Option(
        "--exit-zero",
        help="Exit with 0 even if files change or pages fail; a wrong command line still gives 2.",
    ),
]
"""Whether what becomes of the pages is no matter of the exit code."""


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `choose_settings`, which it gets as its argument `resolver`."""
    return share_options(command, choose_settings, "resolver")


def refuse(context: Context, options: Iterable[str], why: str) -> None:
    """Raise `BadParameter` where one of the options, by the names of their arguments, is on the command line.

    An option that does not go with what is asked for is refused, never dropped in silence.
    """
    for parameter in context.command.params:
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if name in options and source is not None and source.name == "COMMANDLINE":
            raise BadParameter(f"{why}: leave it out", param_hint=max(parameter.opts, key=len))


def rules_of(options: Iterable[str] | None) -> frozenset[str] | None:
    """The rules and tiers that an option names, if it is given. Raises `UnknownRuleError`.

    >>> sorted(rules_of(["join_words,inferred"])), rules_of(None)
    (['inferred', 'join_words'], None)
    """
    names = _items(options)
    if names is None:
        return None
    check_rules(names)
    return frozenset(names)


def _items(options: Iterable[str] | None) -> list[str] | None:
    """The items of options that hold lists, if any is given."""
    return (
        [item.strip() for option in options for item in option.split(",") if item.strip()]
        if options
        else None
    )


def _read(name: str, value: object) -> object:
    try:
        return (KEYS.get(name) or WALK_KEYS[name]).read(value, Path())
    except ConfigurationError:
        raise
    except ValueError as error:
        raise ConfigurationError(f"--{name} must be {error}, not {value!r}.") from error
