"""`cleaner config`: what holds for a page, and where each value came from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from typer import Argument

from cleaner.cli.console import write_stdout
from cleaner.cli.options import with_settings
from cleaner.configuration import Resolved, Resolver

SHOWN = 5
"""Entries of a list that are shown."""


@with_settings
def config(
    resolver: Resolver,
    page: Annotated[
        Path, Argument(metavar="PAGE", help="A page or a folder of pages.", show_default=False)
    ] = Path(),
) -> None:
    """Print the settings of a page, and where each value comes from.

    Values come from, later ones overriding earlier ones: the defaults; the nearest cleaner.toml, or
    pyproject.toml with a table [tool.cleaner], in the folder of the page or above it; the tables
    per-file in it whose pattern matches the page; environment variables, named after the keys
    (CLEANER_THRESHOLD=0.9, CLEANER_IGNORE=restore_quotes,convert_script); the command line.

    \b
    Examples:
      cleaner config                        for the pages in this folder
      cleaner config 1950/07/01.txt         for one page
      cleaner config page.txt --isolated    without configuration files: the defaults

    \b
    A cleaner.toml (in pyproject.toml the tables are [tool.cleaner] and so on):
      threshold = 0.8
      ignore = ["convert_script"]
      terms = ["house/terms.txt"]
      thresholds = { restore_quotes = 0.9 }
      [per-file."1950/*"]
      script = "keep"
      encoding = "big5"
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    write_stdout("".join(f"{line}\n" for line in _lines(resolver.of(page))))


def _lines(resolved: Resolved) -> Iterable[str]:
    from rich.cells import cell_len, set_cell_size

    rows = [(name, shown(setting.value), setting.origin) for name, setting in resolved.values.items()]
    widths = [max(cell_len(row[i]) for row in rows) for i in (0, 1)]
    return (
        f"{name:{widths[0]}}  {set_cell_size(value, widths[1])}  {origin}" for name, value, origin in rows
    )


def shown(value: object) -> str:
    """A value as JSON; of a long list the beginning and the length.

    >>> shown(True), shown(frozenset({"乙", "甲"}))
    ('true', '["乙", "甲"]')
    """
    if not isinstance(value, frozenset | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    items = sorted(map(str, value))
    text = json.dumps(items[:SHOWN], ensure_ascii=False)
    return text if len(items) <= SHOWN else f"{text[:-1]}, ...] ({len(items)})"
