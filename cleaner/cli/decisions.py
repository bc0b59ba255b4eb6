"""Decisions files on the command line: which page each is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.cli.pages import Named
from cleaner.configuration import Resolver
from cleaner.errors import InputError

DECISIONS = "decisions"


def match_decisions(pages: Sequence[Named], resolver: Resolver) -> Resolver:
    """The resolver for pages whose decisions are given on the command line.

    Decisions are for the page whose file name they hold; where there is one page only, for that. Raises
    `InputError` for decisions that are on none of the pages.
    """
    given = resolver.overrides.get(DECISIONS)
    if not isinstance(given, tuple) or not pages:
        return resolver
    if len(pages) == 1:
        given = tuple(replace(one, page=pages[0].name) for one in given)
    known = {page.name for page in pages}
    for one in given:
        if one.page not in known:
            raise InputError(f"--decisions: they are on {one.page!r}, which is not among the pages.")
    return resolver.overridden({**resolver.overrides, DECISIONS: given})
