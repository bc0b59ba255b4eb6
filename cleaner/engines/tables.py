"""Files of pages to files of articles, streamed: Parquet by row groups, JSON Lines by some hundred lines."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.batches.processes import cores, map_tasks
from cleaner.engines.arrow import NAMES, ColumnNames, clean_batch, schema_of
from cleaner.engines.formats import PARQUET, format_of
from cleaner.errors import InputError, OutputError, no_such_file
from cleaner.paths import identities_of
from cleaner.settings import DEFAULT, Settings

BATCH = 64
"""Pages that are read, and written, at a time."""
SHARE = 20_000
"""Characters from which a process takes no further page with those that it has: some seconds of work."""

PageBatch = tuple[pa.RecordBatch, Mapping[int, str]]
"""Some pages, and what is wrong with those that could not be read, by their place."""


class Sink(Protocol):
    """Where tables of articles go."""

    def write(self, table: pa.Table) -> None: ...

    def close(self) -> None: ...


def clean_table(
    source: Path,
    target: Path,
    columns: ColumnNames = NAMES,
    settings: Settings = DEFAULT,
    jobs: int | None = 1,
    advance: Callable[[int], object] = int,
) -> tuple[int, int]:
    """Clean the pages of a file into a file of articles; gives the number of pages and of those that failed.

    Formats follow from the names: `.parquet`, or `.jsonl`, `.jsonl.zst`, `.jsonl.gz`. `target` is written
    under another name first and is there whole or not at all. Processes take pages by the work that they are,
    however many are read at a time; `advance` gets the number of pages of every share that is done.
    jobs: processes; none for one a core, or a single one for a table of one share.
    Raises `InputError` and `OutputError`.
    """
    if not identities_of([source]).isdisjoint(identities_of([target])):
        raise OutputError(f"{target}: this would overwrite the pages. Name another file with -o.")
    format_of(target, OutputError)  # a name without a known format is refused before a page is read
    work = partial(_cleaned, columns=columns, settings=settings)
    temporary = target.with_name(f".{secrets.token_hex(4)}-{target.name}")
    sink: Sink | None = None
    pages = failed = waiting = 0
    done: list[pa.Table] = []
    shares = (share for batch in read_batches(source, columns) for share in shares_of(batch, columns))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        first = list(islice(shares, 2))
        processes = jobs or (cores() if len(first) > 1 else 1)
        for size, articles in map_tasks(work, chain(first, shares), processes, partial(_lost, work)):
            if sink is None:
                sink = open_sink(temporary, articles.schema)
            done.append(articles)
            waiting += size
            if waiting >= BATCH:
                sink.write(pa.concat_tables(done))
                done, waiting = [], 0
            pages += size
            failed += articles.num_rows - articles["error"].null_count
            advance(size)
        if sink is not None and done:
            sink.write(pa.concat_tables(done))
        (sink or open_sink(temporary, schema_of(pa.string()))).close()
        temporary.replace(target)
    except OSError as error:
        raise OutputError(
            f"{target}: it cannot be written ({error.strerror or error}). See that the disk has room and is "
            "writable, or name another file with -o."
        ) from error
    finally:
        if sink is not None:
            sink.close()
        with suppress(OSError):  # its folder may be one that cannot be entered
            temporary.unlink(missing_ok=True)
    return pages, failed


def count_pages(source: Path) -> int:
    """How many pages a file says that it holds; 0 where only reading shows it, or it cannot be read."""
    try:
        return int(pq.read_metadata(source).num_rows) if format_of(source)[0] == PARQUET else 0
    except (OSError, pa.ArrowException):
        return 0


def shares_of(batch: PageBatch, columns: ColumnNames) -> Iterator[PageBatch]:
    """The pages of a batch, parted so that each part but a long page is about as much work.

    >>> pages = pa.RecordBatch.from_pydict({"id": [1, 2], "text": ["水" * SHARE, "水"]})
    >>> [share.num_rows for share, _ in shares_of((pages, {}), NAMES)]
    [1, 1]
    """
    pages, faults = batch
    start = size = 0
    contents = [pages.column(name).to_pylist() for name in columns.present(pages.schema.names)[1:]]
    for place, texts in enumerate(zip(*contents, strict=True)):
        size += sum(len(str(text or "")) for text in texts)
        if size >= SHARE or place + 1 == pages.num_rows:
            wrong = {at - start: fault for at, fault in faults.items() if start <= at <= place}
            yield pages.slice(start, place + 1 - start), wrong
            start, size = place + 1, 0


Cleaned = tuple[int, pa.Table]
"""Number of pages, and their articles."""


def _lost(work: Callable[[PageBatch], Cleaned], batch: PageBatch) -> Cleaned:
    """What a batch gives whose process ended: its pages are tried one by one, each in a process."""
    pages, faults = batch
    if pages.num_rows == 1:
        return work((pages, {0: "the process that cleaned the page ended: it may have run out of memory"}))
    single = [(pages.slice(i, 1), {0: faults[i]} if i in faults else {}) for i in range(pages.num_rows)]
    return pages.num_rows, pa.concat_tables(
        articles for _, articles in map_tasks(work, single, 2, partial(_lost, work))
    )


def _cleaned(batch: PageBatch, columns: ColumnNames, settings: Settings) -> Cleaned:
    pages, faults = batch
    return pages.num_rows, clean_batch(pages, columns, settings, faults)


def read_batches(source: Path, columns: ColumnNames) -> Iterator[PageBatch]:
    """The columns of a file of pages that are read, some pages at a time. Raises `InputError`."""
    form, compression = format_of(source)
    try:
        if form == PARQUET:
            with pq.ParquetFile(source) as file:
                names = columns.present(file.schema_arrow.names)
                for batch in file.iter_batches(BATCH, columns=names):
                    yield batch, {}
        else:
            with pa.input_stream(str(source), compression=compression) as stream:
                id_type, names = _survey(io.BufferedReader(stream), columns)
            if names:
                columns.present(names, optional=[NAMES.id])
            with pa.input_stream(str(source), compression=compression) as stream:
                yield from _json_batches(io.BufferedReader(stream), columns, id_type)
    except FileNotFoundError:
        raise InputError(no_such_file(source)) from None
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{source}: it cannot be read ({error}). Make the file anew.") from error
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def _json_batches(stream: Iterable[bytes], columns: ColumnNames, id_type: pa.DataType) -> Iterator[PageBatch]:
    """Batches of JSON Lines; a line that is no page is a page without text.

    Identifiers keep their type, text or number; where a file has both they are text.
    """
    schema = pa.schema([(columns.id, id_type), *((name, pa.string()) for name in columns.names[1:])])
    is_text = pa.types.is_string(id_type)
    lines = enumerate(stream, 1)
    while batch := list(islice(lines, BATCH)):
        numbered = [(number, line) for number, line in batch if line.strip()]
        pages = [_page_of(line, number, columns) for number, line in numbered]
        names = [page[0] for page in pages]
        if is_text:
            names = [_as_text(name, number) for name, (number, _) in zip(names, numbered, strict=True)]
        texts = ([page[1].get(name) for page in pages] for name in columns.names[1:])
        arrays = [pa.array(names, id_type), *(pa.array(column, pa.string()) for column in texts)]
        faults = {place: fault for place, (*_, fault) in enumerate(pages) if fault}
        yield pa.RecordBatch.from_arrays(arrays, schema=schema), faults


def _survey(stream: Iterable[bytes], columns: ColumnNames) -> tuple[pa.DataType, list[str]]:
    """The type of the identifiers in a file, and its columns: those of the first row, and any that are read.

    The type is whole numbers or numbers where all identifiers are, otherwise text.
    """
    kinds = set()
    names: dict[str, None] = {}
    for line in stream:
        row = _object_of(line)
        names |= dict.fromkeys([name for name in columns.names if name in row] if names else row)
        name = row.get(columns.id)
        if name is not None:
            kinds.add(type(name) if not isinstance(name, int) or -(2**63) <= name < 2**63 else str)
    numbers = pa.int64() if kinds == {int} else pa.float64()
    return numbers if kinds and kinds <= {int, float} else pa.string(), list(names)


def _as_text(name: object, number: int) -> str:
    """An identifier among texts; `line N` where the line has none."""
    if name is None:
        return f"line {number}"
    return name if isinstance(name, str) else json.dumps(name, ensure_ascii=False)


def _object_of(line: bytes) -> dict[str, Any]:
    """The object in a line; empty where there is none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _page_of(line: bytes, number: int, columns: ColumnNames) -> tuple[Any, Mapping[str, str], str]:
    """Identifier, texts by their columns, and fault of a line; the identifier is None where it has none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, {}, f"line {number} is not JSON: {error}"
    if not isinstance(record, dict):
        return None, {}, f"line {number} is not a JSON object"
    name, text = record.get(columns.id), record.get(columns.text)
    boxes = record.get(columns.boxes) if columns.boxes else None
    texts = {columns.text: text} if isinstance(text, str) else {}
    if columns.boxes and boxes:
        texts[columns.boxes] = boxes if isinstance(boxes, str) else json.dumps(boxes, ensure_ascii=False)
    if not texts:
        where = " or ".join(repr(column) for column in columns.names[1:])
        return name, {}, f"line {number} has no text in {where}"
    try:
        "".join(texts.values()).encode()
    except UnicodeEncodeError as error:
        return name, {}, f"line {number} is not Unicode text: {error}"
    return name, texts, ""


def open_sink(target: Path, schema: pa.Schema) -> Sink:
    """A file of articles to write to."""
    form, compression = format_of(target, OutputError)
    if form == PARQUET:
        sink: Sink = pq.ParquetWriter(target, schema, compression="zstd")
        return sink
    return _JsonLines(target, compression)


class _JsonLines:
    def __init__(self, target: Path, compression: str | None) -> None:
        self._stream = pa.output_stream(str(target), compression=compression)

    def write(self, table: pa.Table) -> None:
        lines = (json.dumps(_without_nulls(row), ensure_ascii=False) for row in table.to_pylist())
        self._stream.write("".join(f"{line}\n" for line in lines).encode())

    def close(self) -> None:
        self._stream.close()


def _without_nulls(value: Any) -> Any:
    """An object without keys that are null, inside it too."""
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value
