"""Files that hold many pages, or articles, known by their names."""

from __future__ import annotations

from pathlib import Path

from cleaner.errors import CleanerError, InputError

PARQUET, JSON_LINES = ".parquet", ".jsonl"
COMPRESSIONS = {"": None, ".zst": "zstd", ".gz": "gzip"}
SUFFIXES = (PARQUET, *(JSON_LINES + suffix for suffix in COMPRESSIONS))


def is_table(name: str) -> bool:
    """Whether a file holds many pages.

    >>> is_table("pages.jsonl.zst"), is_table("page.txt")
    (True, False)
    """
    return name.endswith(SUFFIXES)


def format_of(path: Path, error: type[CleanerError] = InputError) -> tuple[str, str | None]:
    """Format, and how it is compressed. Raises `error` for a name that shows none.

    >>> format_of(Path("pages.jsonl.gz"))
    ('.jsonl', 'gzip')
    """
    if not is_table(path.name):
        raise error(f"{path}: tables are called {', '.join(SUFFIXES)}. Give it a name that ends so.")
    if path.name.endswith(PARQUET):
        return PARQUET, None
    return JSON_LINES, COMPRESSIONS[path.name.rpartition(JSON_LINES)[2]]
