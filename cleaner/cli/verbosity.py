"""How much a command tells on standard error: `--quiet` and `--verbose`, which every command takes."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Annotated

from typer import BadParameter, Option

from cleaner.cli.sharing import share_options


class Verbosity(IntEnum):
    """What is told."""

    QUIET = 0
    """Errors alone."""
    NORMAL = 1
    VERBOSE = 2
    """A line for each page, too."""


_chosen = [Verbosity.NORMAL]


def is_quiet() -> bool:
    """Whether nothing but errors is told."""
    return _chosen[-1] is Verbosity.QUIET


def is_verbose() -> bool:
    """Whether each page is told of."""
    return _chosen[-1] is Verbosity.VERBOSE


def choose_verbosity(
    quiet: Annotated[
        bool, Option("-q", "--quiet", help="Tell nothing on standard error but errors.")
    ] = False,
    verbose: Annotated[
        bool, Option("-v", "--verbose", help="Tell more on standard error: of every page.")
    ] = False,
) -> None:
    """Set how much is told from now on."""
    if quiet and verbose:
        raise BadParameter("--verbose asks for more: leave one out", param_hint="--quiet")
    _chosen[:] = [Verbosity.QUIET if quiet else Verbosity.VERBOSE if verbose else Verbosity.NORMAL]


def with_verbosity(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--quiet` and `--verbose`."""
    return share_options(command, choose_verbosity)
