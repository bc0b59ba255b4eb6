"""The options that every command which cleans takes, and how they become settings."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

from typer import BadParameter, Context, Option

from cleaner.configuration import KEYS, Resolver, check_rules
from cleaner.errors import ConfigurationError
from cleaner.settings import Quotes, Script


def choose_settings(
    certain_only: Annotated[
        bool | None,
        Option(
            "--certain-only/--all-tiers", help="Make only edits that add no information.", show_default=False
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        Option(
            metavar="RULES",
            help="Run these rules or tiers only, as a,b; may be repeated.",
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        Option(
            metavar="RULES",
            help="Leave these rules or tiers out, as a,b; may be repeated.",
            show_default=False,
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        Option(
            min=0,
            max=1,
            metavar="P",
            help="Make only edits of at least this confidence, 0 to 1.",
            show_default=False,
        ),
    ] = None,
    script: Annotated[
        Script | None, Option(help="Script of the output. [default: simplified]", show_default=False)
    ] = None,
    quotes: Annotated[
        Quotes | None, Option(help="Quotation marks of the output. [default: curly]", show_default=False)
    ] = None,
    terms: Annotated[
        list[str] | None,
        Option(metavar="FILE", help="Always quote these terms, one a line.", show_default=False),
    ] = None,
    names: Annotated[
        list[str] | None,
        Option(metavar="FILE", help="Never touch these names, one a line.", show_default=False),
    ] = None,
    decisions: Annotated[
        list[str] | None,
        Option(
            metavar="FILE",
            help="Obey these decisions on single edits, exported by a report; may be repeated.",
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        Option(
            metavar="NAME",
            help="Encoding of the pages: big5, utf-16-le, ... [default: UTF-8, else GB18030]",
            show_default=False,
        ),
    ] = None,
    input_format: Annotated[
        str | None,
        Option(
            metavar="NAME",
            help="Format of the pages: text, alto, hocr, ... [default: told by their content]",
            show_default=False,
        ),
    ] = None,
    config: Annotated[
        Path | None,
        Option(
            metavar="FILE", help="Configuration for all pages, in place of the nearest.", show_default=False
        ),
    ] = None,
    isolated: Annotated[bool, Option("--isolated", help="Use no configuration file.")] = False,
) -> Resolver:
    """The values that are given on the command line, over those of the configuration files.

    Raises `ConfigurationError` where one is wrong, `InputError` for a decisions file that cannot be read.
    """
    given: dict[str, object] = {
        "certain-only": certain_only,
        "select": _items(select),
        "ignore": _items(ignore),
        "threshold": threshold,
        "script": script,
        "quotes": quotes,
        "terms": terms or None,
        "names": names or None,
        "decisions": decisions or None,
        "input-format": input_format,
    }
    if config and isolated:
        raise BadParameter(
            "it names a configuration, --isolated uses none: leave one out", param_hint="--config"
        )
    values = {name: _read(name, value) for name, value in given.items() if value is not None}
    if encoding:
        values["encoding"] = encoding  # a wrong one is an error of the page that is read in it
    return Resolver(values, config, isolated)


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
        help="Give a page up that takes longer, and go on with the others. [default: no limit]",
        callback=_positive,
        show_default=False,
    ),
]
"""The time limit of a page."""


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `choose_settings`, which it gets as its argument `resolver`."""
    shared = inspect.signature(choose_settings, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True).parameters

    @wraps(command)
    def run(**arguments: Any) -> None:
        options = {name: arguments.pop(name) for name in shared}
        command(**arguments, resolver=choose_settings(**options))

    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in [*own.items(), *shared.items()]
        if name != "resolver"
    ]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    del run.__wrapped__
    return run


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
    """The rules and tiers that an option names, if it is given. Raises `UnknownRuleError`."""
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
        return KEYS[name].read(value, Path())
    except ConfigurationError:
        raise
    except ValueError as error:
        raise ConfigurationError(f"--{name} must be {error}, not {value!r}.") from error
