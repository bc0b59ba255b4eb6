"""`cleaner schema`: the JSON Schemas of what is read and written."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from cleaner.cli.console import write_stdout
from cleaner.schemas import NAMES, schema_text


def schema(
    name: Annotated[str, Argument(metavar="NAME", help="The schema to print.", show_default=False)] = "",
) -> None:
    """List the JSON Schemas of inputs and outputs, or print one.

    \b
      articles       a line of `cleaner clean --format jsonl`
      table          a row of a table of articles
      page           Page.as_dict() in Python
      manifest       a line of manifest.jsonl
      decisions      a decisions file, as a report exports it
      explain        a line of `cleaner explain --format jsonl`
      configuration  cleaner.toml, or [tool.cleaner] in pyproject.toml
    """  # noqa: D301 (the escape is the mark that keeps the lines of the list)
    write_stdout(schema_text(name) if name else "".join(f"{name}\n" for name in NAMES))
