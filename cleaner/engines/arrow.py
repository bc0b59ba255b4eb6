"""Pages in an Arrow table in, articles in an Arrow table out: the one function that every engine calls.

Needs pyarrow (`pip install 'chinese-newspaper-cleaner[arrow]'`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from cleaner.chain import clean
from cleaner.errors import InputError
from cleaner.settings import DEFAULT, Settings

PARAGRAPH = pa.struct([("text", pa.string()), ("kind", pa.string()), ("truncated", pa.bool_())])
CANDIDATE = pa.struct([("after", pa.string()), ("probability", pa.float64()), ("span", pa.list_(pa.int64()))])


@dataclass(frozen=True)
class Columns:
    """What the columns of a table of pages are called."""

    text: str = "text"
    id: str = "id"

    def check(self, schema: pa.Schema) -> None:
        """Raises `InputError` if a column is missing."""
        for name in (self.text, self.id):
            if name not in schema.names:
                raise InputError(
                    f"the table has no column {name!r}: its columns are {', '.join(schema.names) or 'none'}. "
                    "Name the right ones with --text-column and --id-column."
                )


NAMES = Columns()


def schema_of(id_type: pa.DataType) -> pa.Schema:
    """The columns of a table of articles; the identifiers of the pages keep their type.

    A row is an article, in the fields of `Article`; `article` counts those of a page from 1. A page that
    could not be cleaned is one row too: `error` says why, and `article` is null.
    """
    texts = pa.list_(pa.string())
    return pa.schema(
        [
            ("id", id_type),
            ("article", pa.int32()),
            ("title", pa.string()),
            ("kicker", pa.string()),
            ("subtitles", texts),
            ("byline", pa.string()),
            ("paragraphs", pa.list_(PARAGRAPH)),
            ("signoff", pa.string()),
            ("continued_from", pa.string()),
            ("continued_on", pa.string()),
            ("page_number", pa.string()),
            ("newspaper", pa.string()),
            ("date", pa.string()),
            ("uncertain", pa.bool_()),
            ("candidates", pa.list_(CANDIDATE)),
            ("furniture", texts),
            ("error", pa.string()),
        ]
    )


def clean_batch(
    pages: pa.RecordBatch | pa.Table,
    columns: Columns = NAMES,
    settings: Settings = DEFAULT,
    faults: Mapping[int, str] = MappingProxyType({}),
) -> pa.Table:
    r"""The articles of the pages of a table, in order; see `schema_of` for the columns.

    No page fails the others: a row without text, or one that the audit does not pass, comes back with its
    error. `faults` says of rows, by their place, why they could not even be read. Raises `InputError` if a
    column is missing.

    >>> pages = pa.table({"id": [7, 8], "text": ["\u4eac\u8499\u6276\u8d2b\u534f \u4f5c", None]})
    >>> articles = clean_batch(pages)
    >>> articles["id"].to_pylist(), articles["error"].to_pylist()
    ([7, 8], [None, 'the page has no text'])
    """
    columns.check(pages.schema)
    rows = []
    numbered = enumerate(zip(pages[columns.id].to_pylist(), pages[columns.text].to_pylist(), strict=True))
    for place, (name, text) in numbered:
        fault = faults.get(place)
        rows += [{"id": name} | row for row in ([{"error": fault}] if fault else rows_of(text, settings))]
    return pa.Table.from_pylist(rows, schema_of(pages.schema.field(columns.id).type))


def clean_batches(
    batches: Iterable[pa.RecordBatch], columns: Columns = NAMES, settings: Settings = DEFAULT
) -> Iterator[pa.RecordBatch]:
    """Batch by batch, as `mapInArrow` of Spark wants it."""
    for batch in batches:
        yield from clean_batch(batch, columns, settings).to_batches()


def rows_of(text: object, settings: Settings) -> list[dict[str, Any]]:
    """A page as rows of articles, or one row with what went wrong."""
    if not isinstance(text, str):
        return [{"error": "the page has no text" if text is None else f"the text is {type(text).__name__}"}]
    try:
        page = clean(text, settings)
        breaches = page.audit().breaches
    except Exception as error:  # whatever it is, the other pages go on
        return [{"error": f"{type(error).__name__}: {error}"}]
    if breaches:
        return [{"error": f"the audit failed: {'; '.join(breaches)}"}]
    if not page.settled:
        return [{"error": "the page did not settle: some rules undo each other's work on it"}]
    folio = {"newspaper": page.newspaper, "date": page.date, "page_number": page.page_number}
    rows = [
        {**folio, "uncertain": article.uncertain, **article.as_dict(), "article": i}
        for i, article in enumerate(page.articles, 1)
    ]
    if page.furniture:
        rows = rows or [{**folio}]
        rows[0] |= {"furniture": list(page.furniture)}
    return rows
