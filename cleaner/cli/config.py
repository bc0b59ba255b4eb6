"""`cleaner config`: what holds for a page, and where each value came from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from cleaner.cli.console import write_stdout
from cleaner.cli.options import TextOrJson, with_settings
from cleaner.configuration import Resolved, Resolver
from cleaner.jsontext import json_text

SHOWN = 5
"""Entries of a list that are shown."""


@with_settings
def config(
    resolver: Resolver,
    page: Annotated[
        Path, Argument(metavar="PAGE", help="A page or a folder of pages.", show_default=False)
    ] = Path(),
    form: Annotated[
        TextOrJson, Option("--format", help="Lines to read, or one JSON object: value and origin by key.")
    ] = TextOrJson.TEXT,
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
      cleaner config page.txt --format json

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
    resolved = resolver.of(page)
    if form is TextOrJson.JSON:
        write_stdout(to_json(resolved))
    else:
        write_stdout("".join(f"{line}\n" for line in _lines(resolved)))


def to_json(resolved: Resolved) -> str:
    """Value and origin by key, as a JSON object."""
    settings = {
        name: {"value": _listed(setting.value), "origin": setting.origin}
        for name, setting in resolved.values.items()
    }
    return json_text(settings, indent=2) + "\n"


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
    items = _listed(value)
    if not isinstance(items, list):
        return json.dumps(items, ensure_ascii=False)
    text = json.dumps(items[:SHOWN], ensure_ascii=False)
    return text if len(items) <= SHOWN else f"{text[:-1]}, ...] ({len(items)})"


def _listed(value: object) -> object:
    """What holds several values as a list, in its order if it has one; all else as it is."""
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return [str(each) for each in value] if isinstance(value, list | tuple) else value
