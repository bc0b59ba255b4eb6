"""Decisions files on the command line: which page each is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.cli.pages import PageArgument
from cleaner.configuration import Resolver
from cleaner.decisions import Decisions
from cleaner.errors import InputError

DECISIONS = "decisions"


def match_decisions(pages: Sequence[PageArgument], resolver: Resolver) -> Resolver:
    """The resolver for pages whose decisions are given on the command line.

    Decisions are for the page whose file name they hold, with its number in a file of several; where there is
    one file only, for that. Raises `InputError` for decisions that are on none of the pages.
    """
    given = resolver.overrides.get(DECISIONS)
    if not isinstance(given, tuple) or not pages:
        return resolver
    if len(pages) == 1:
        given = tuple(_on_only(one, pages[0].name) for one in given)
    for one in given:
        if all(one.number_in(page.name) is None for page in pages):
            raise InputError(
                f"--decisions: they are on {one.page!r}, which is not among the pages. Name that page, or "
                "leave --decisions out."
            )
    return resolver.overridden({**resolver.overrides, DECISIONS: given})


def _on_only(decisions: Decisions, name: str) -> Decisions:
    """Decisions on the only file there is, whatever that was called when they were made."""
    _, _, number = decisions.page.rpartition("#")
    return replace(decisions, page=f"{name}#{number}" if number.isdecimal() else name)
