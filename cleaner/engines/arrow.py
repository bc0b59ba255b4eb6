"""Pages in an Arrow table in, articles in an Arrow table out: the one function that every engine calls.

Needs pyarrow (`pip install 'chinese-newspaper-cleaner[arrow]'`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from cleaner.chain import clean_audited
from cleaner.document import RawPage
from cleaner.errors import CleanerError, InputError
from cleaner.readers import read_pages
from cleaner.settings import DEFAULT, Settings
from cleaner.writing.jsonl import article_records

BOX = pa.struct([("page", pa.string()), *((key, pa.float64()) for key in "xywh")])
PARAGRAPH = pa.struct(
    [
        ("text", pa.string()),
        ("kind", pa.string()),
        ("truncated", pa.bool_()),
        ("tight", pa.bool_()),
        ("boxes", pa.list_(BOX)),
    ]
)
CANDIDATE = pa.struct([("after", pa.string()), ("probability", pa.float64()), ("span", pa.list_(pa.int64()))])


@dataclass(frozen=True)
class ColumnNames:
    """What the columns of a table of pages are called.

    boxes: the column with the output of an OCR engine, in any format that `cleaner.readers` reads, a page a
    row; where it is null or empty the text counts. Without it all pages are text.
    """

    text: str = "text"
    id: str = "id"
    boxes: str | None = None

    @property
    def names(self) -> list[str]:
        """The columns that are read."""
        return [self.id, self.text] + ([self.boxes] if self.boxes else [])

    def present(self, names: Sequence[str], optional: Collection[str] = ()) -> list[str]:
        """The columns to read from a table with these columns, which needs no text where it has boxes.

        Raises `InputError` if one is missing that is not optional.
        """
        for name in self.names:
            if name not in (*names, *optional) and not (self.boxes and name == self.text):
                raise InputError(
                    f"the table has no column {name!r}: its columns are {', '.join(names) or 'none'}. "
                    "Name the right ones with --text-column, --boxes-column and --id-column."
                )
        return [name for name in self.names if name in names]


NAMES = ColumnNames()

NO_TEXT = "the page has no text"
"""The error of a page that gives nothing to read: a null, a blank, a picture alone."""


def schema_of(id_type: pa.DataType) -> pa.Schema:
    """The columns of a table of articles; the identifiers of the pages keep their type.

    A row is an article, in the fields of `Article`; `article` counts those of a page from 1. A page that
    could not be cleaned is one row too: `error` says why, and `article` is null.

    >>> schema_of(pa.string()).names[:3]
    ['id', 'article', 'title']
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
            ("boxes", pa.list_(BOX)),
            ("furniture", texts),
            ("error", pa.string()),
        ]
    )


def clean_batch(
    pages: pa.RecordBatch | pa.Table,
    columns: ColumnNames = NAMES,
    settings: Settings = DEFAULT,
    faults: Mapping[int, str] = MappingProxyType({}),
) -> pa.Table:
    r"""The articles of the pages of a table, in order; see `schema_of` for the columns.

    No page fails the others, and each has a row at least: one without text (null or blank), or one that the
    audit does not pass, comes back with its error. `faults` says of rows, by their place, why they could not
    even be read. Raises `InputError` if a column is missing.

    >>> pages = pa.table({"id": [7, 8], "text": ["京蒙扶贫协 作", None]})
    >>> articles = clean_batch(pages)
    >>> articles["id"].to_pylist(), articles["error"].to_pylist()
    ([7, 8], [None, 'the page has no text'])
    """
    columns.present(pages.schema.names)
    rows = []
    names, texts, boxes = (_column(pages, name) for name in (columns.id, columns.text, columns.boxes))
    for place, (name, text, box) in enumerate(zip(names, texts, boxes, strict=True)):
        fault = faults.get(place)
        made = [{"error": fault}] if fault else rows_of(text, settings, box, str(name))
        rows += [{"id": name} | row for row in made]
    return pa.Table.from_pylist(rows, schema_of(pages.schema.field(columns.id).type))


def clean_batches(
    batches: Iterable[pa.RecordBatch], columns: ColumnNames = NAMES, settings: Settings = DEFAULT
) -> Iterator[pa.RecordBatch]:
    """Batch by batch, as `mapInArrow` of Spark wants it."""
    for batch in batches:
        yield from clean_batch(batch, columns, settings).to_batches()


def _column(pages: pa.RecordBatch | pa.Table, name: str | None) -> list[Any]:
    """What a column holds; nothing but nulls where the table has none of this name."""
    return pages[name].to_pylist() if name in pages.schema.names else [None] * pages.num_rows


def rows_of(text: object, settings: Settings, boxes: object = None, name: str = "") -> list[dict[str, Any]]:
    """A page as rows of articles, or one row with what went wrong: no page is without a row.

    boxes: what an OCR engine wrote of the page, as text, bytes or the value that its JSON stands for.
    name: what boxes call the page.

    >>> [row["title"] for row in rows_of("三座水库建成蓄水", DEFAULT)], rows_of(None, DEFAULT)
    (['三座水库建成蓄水'], [{'error': 'the page has no text'}])
    >>> rows_of("", DEFAULT)
    [{'error': 'the page has no text'}]
    """
    if not (boxes or isinstance(text, str)):
        return [{"error": NO_TEXT if text is None else f"the text is {type(text).__name__}"}]
    try:
        raw = _page_with(boxes, name) if boxes else str(text)
    except Exception as error:  # whatever it is, the other pages go on
        return [{"error": f"{type(error).__name__}: {error}"}]
    try:
        page = clean_audited(raw, settings)
    except CleanerError as error:
        return [{"error": str(error)}]
    if not page.settled:
        return [{"error": "the page did not settle: some rules undo each other's work on it"}]
    records = article_records(page.articles, page.furniture, page.folio)
    if not records:
        return [{"error": NO_TEXT}]
    return [({"uncertain": False} if record["article"] else {}) | record for record in records]


def _page_with(boxes: object, name: str) -> RawPage:
    """The one page of a file of an OCR engine. Raises `FormatError` and `InputError`."""
    if not isinstance(boxes, str | bytes):
        boxes = json.dumps(boxes, ensure_ascii=False)
    pages = read_pages(boxes.encode() if isinstance(boxes, str) else boxes, name=name)
    if len(pages) != 1:
        raise InputError(f"the boxes are of {len(pages)} pages; a row holds one. Write a row for each page.")
    return pages[0]
