"""`cleaner clean` for files that hold many pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from typer import BadParameter

from cleaner import DISTRIBUTION
from cleaner.cli.console import log, progress, report_error
from cleaner.cli.decisions import DECISIONS
from cleaner.configuration import Resolver
from cleaner.counting import counted
from cleaner.errors import CleanerError, ExitCode, ExtraError
from cleaner.settings import Settings

Names = tuple[str, str, str | None]
"""Of the columns with text, identifier and boxes."""


class Engine(StrEnum):
    """What runs the work."""

    LOCAL = "local"
    RAY = "ray"


def clean_tables(
    tables: Sequence[str],
    output: Path | None,
    resolver: Resolver,
    names: Names,
    engine: Engine = Engine.LOCAL,
    jobs: int | None = None,
) -> ExitCode:
    """Clean files of pages; `names` are those of its columns."""
    if output is None:
        what = f"{tables[0]} is a table of pages by its name, as no OCR engine wrote it, and "
        raise BadParameter(f"{what}needs a file to write to", param_hint="-o")
    if DECISIONS in resolver.overrides:
        raise BadParameter("decisions are on pages that are files, not on tables", param_hint="--decisions")
    if engine is Engine.LOCAL and len(tables) > 1:
        raise BadParameter("one table at a time; --engine ray takes many", param_hint="PAGE")
    try:
        settings = resolver.of(Path(tables[0])).settings
        if engine is Engine.RAY:
            return _on_ray(tables, output, settings, names)
        return _here(Path(tables[0]), output, settings, names, jobs)
    except ModuleNotFoundError as error:
        extra = "ray" if engine is Engine.RAY else "arrow"
        remedy = f"Install it: pip install '{DISTRIBUTION}[{extra}]'."
        return report_error(ExtraError(f"{error.name} is missing. {remedy}"))
    except CleanerError as error:
        return report_error(error)


def _here(table: Path, output: Path, settings: Settings, names: Names, jobs: int | None) -> ExitCode:
    from cleaner.engines.arrow import ColumnNames
    from cleaner.engines.tables import clean_table, count_pages

    with progress(count_pages(table), shown=True) as advance:

        def done(count: int) -> None:
            for _ in range(count):
                advance()

        pages, failed = clean_table(table, output, ColumnNames(*names), settings, jobs, done)
    log(f"{table}: {counted(pages, 'page')}, {failed:,} of them failed.")
    return ExitCode.INPUT if failed else ExitCode.OK


def _on_ray(tables: Sequence[str], output: Path, settings: Settings, names: Names) -> ExitCode:
    from cleaner.engines.arrow import ColumnNames
    from cleaner.engines.ray import clean_files

    # A path folds the two strokes of an address into one.
    address = re.sub(r"^(\w{2,}):/(?!/)", r"\1://", output.as_posix())
    clean_files(tables, address, ColumnNames(*names), settings)
    return ExitCode.OK
