"""How much a command prints on standard error: `--quiet` and `--verbose`, which every command takes."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Annotated

from typer import BadParameter, Option

from cleaner.cli.sharing import share_options


class Verbosity(IntEnum):
    """What is printed on standard error."""

    QUIET = 0
    """Errors alone."""
    NORMAL = 1
    VERBOSE = 2
    """A line for each page, too."""


_chosen = [Verbosity.NORMAL]


def is_quiet() -> bool:
    """Whether only errors are printed."""
    return _chosen[-1] is Verbosity.QUIET


def is_verbose() -> bool:
    """Whether a line is printed for each page."""
    return _chosen[-1] is Verbosity.VERBOSE


def choose_verbosity(
    quiet: Annotated[bool, Option("-q", "--quiet", help="Print only errors on standard error.")] = False,
    verbose: Annotated[
        bool, Option("-v", "--verbose", help="Print details of each page on standard error.")
    ] = False,
) -> None:
    """Set how much is printed from now on."""
    if quiet and verbose:
        raise BadParameter("--verbose asks for more: leave one out", param_hint="--quiet")
    _chosen[:] = [Verbosity.QUIET if quiet else Verbosity.VERBOSE if verbose else Verbosity.NORMAL]


def with_verbosity(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--quiet` and `--verbose`."""
    return share_options(command, choose_verbosity)
