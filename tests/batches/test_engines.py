"""Tables of pages: every page comes out as it does alone, and a bad one takes no other with it."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner import clean
from cleaner.cli.tables import clean_tables
from cleaner.configuration import Resolver
from cleaner.document import Box, PageBox
from cleaner.engines.formats import format_of, is_table
from cleaner.errors import ExitCode, InputError, OutputError
from cleaner.readers import read_pages
from cleaner.settings import Settings

pa = pytest.importorskip("pyarrow", reason="tables need pyarrow: pip install '.[arrow]'")

import pyarrow.parquet as pq  # noqa: E402

from cleaner.engines.arrow import NAMES, ColumnNames, clean_batch, clean_batches, schema_of  # noqa: E402
from cleaner.engines.tables import (  # noqa: E402
    BATCH,
    SHARE,
    _lost,
    clean_table,
    count_pages,
    shares_of,
)
from tests.tools.commands import Done, run  # noqa: E402

ROOT = Path(__file__).parents[2]
PAGES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures/pages").glob("*/*.txt"))]
BOXES = (ROOT / "fixtures/formats/rapidocr-json.json").read_text(encoding="utf-8")
LINE = '{"res": {"dt_polys": [[[0, 0], [20, 0], [20, 9], [0, 9]]], "rec_texts": ["2"], "rec_scores": [1]}}'
SHORT = "京蒙扶贫协 作座谈会召开\n\n本报7月3日讯 近日,会议在海州召开。"


def rows_of(text: str, name: object) -> list[dict[str, Any]]:
    """What a page gives alone."""
    page = clean(text)
    always: dict[str, Any] = {
        "id": name,
        "uncertain": False,
        "candidates": None,
        "furniture": None,
        "error": None,
    }
    always |= {"boxes": None}
    always |= {"newspaper": page.newspaper, "date": page.date}
    rows: list[dict[str, Any]] = [
        always | {"article": i} | a.as_dict() for i, a in enumerate(page.articles, 1)
    ]
    for paragraph in (paragraph for row in rows for paragraph in row["paragraphs"]):
        paragraph["boxes"] = None
    if page.furniture:
        rows[0]["furniture"] = list(page.furniture)
    return rows


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    path = tmp_path / "pages.parquet"
    table = pa.table({"id": [1, 2, 3, 4], "text": [SHORT, None, "", SHORT], "more": ["", "", "", ""]})
    pq.write_table(table, path, row_group_size=2)
    return path


# One function


@pytest.mark.parametrize("text", [*PAGES[:2], SHORT])
def test_a_page_in_a_table_is_cleaned_as_it_is_alone(text: str) -> None:
    articles = clean_batch(pa.table({"id": ["a"], "text": [text]}))
    assert articles.to_pylist() == rows_of(text, "a")


@pytest.mark.parametrize("text", ["", " \n", "\N{IDEOGRAPHIC SPACE}", "![](scan.png)", None])
def test_pages_without_text_are_rows_with_an_error(text: str | None) -> None:
    articles = clean_batch(pa.table({"id": [1, 2, 3], "text": [SHORT, text, SHORT]}))
    assert articles["id"].to_pylist() == [1, 2, 3]
    assert articles["error"].to_pylist() == [None, "the page has no text", None]


def test_a_blank_page_with_boxes_is_a_row_with_an_error() -> None:
    blank = '[{"text": "", "box": [[0, 0], [9, 0], [9, 9], [0, 9]], "score": 0.9}]'
    articles = clean_batch(pa.table({"id": [1], "ocr": [blank]}), ColumnNames(boxes="ocr"))
    assert articles.select(["id", "article", "error"]).to_pylist() == [
        {"id": 1, "article": None, "error": "the page has no text"}
    ]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_every_page_of_a_table_is_in_the_output(tmp_path: Path, form: str) -> None:
    texts = [SHORT, "", None, "第3版", "  "]
    source = tmp_path / f"pages.{form}"
    if form == "parquet":
        pq.write_table(pa.table({"id": range(5), "text": texts}), source)
    else:
        rows = [{"id": i, "text": text} for i, text in enumerate(texts)]
        source.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    assert clean_table(source, tmp_path / "articles.parquet") == (5, 3)
    rows = pq.read_table(tmp_path / "articles.parquet").to_pylist()
    assert [row["id"] for row in rows] == list(range(5))
    assert [row["error"] is None for row in rows] == [True, False, False, True, False]


def test_a_page_that_breaks_cleaner_does_not_break_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str, settings: Settings) -> object:
        if text == "x":
            raise ZeroDivisionError("division by zero")
        return clean(text, settings)

    monkeypatch.setattr("cleaner.chain.clean", broken)
    articles = clean_batch(pa.table({"id": [1, 2], "text": ["x", SHORT]}))
    assert articles["error"].to_pylist() == ["ZeroDivisionError: division by zero", None]


def test_columns_of_another_kind_are_errors_of_their_rows() -> None:
    articles = clean_batch(pa.table({"id": [1], "text": [5]}))
    assert articles["error"].to_pylist() == ["the text is int"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="no column 'ocr': its columns are id, text"):
        clean_batch(pa.table({"id": [1], "text": [""]}), ColumnNames("ocr"))


# Boxes


def test_boxes_in_a_column_count_and_text_where_there_are_none() -> None:
    [page] = read_pages(BOXES.encode(), name="a")
    alone = clean(page)
    pages = pa.table({"id": ["a", "b", "c"], "text": [None, SHORT, SHORT], "ocr": [BOXES, None, ""]})
    articles = clean_batch(pages, ColumnNames(boxes="ocr"))
    rows = articles.to_pylist()
    assert articles["error"].null_count == len(rows)
    of_boxes = [row for row in rows if row["id"] == "a"]
    assert [row["title"] for row in of_boxes] == [article.title for article in alone.articles]
    told = [[PageBox(box["page"], Box(*corners(box))) for box in row["boxes"]] for row in of_boxes]
    assert told == [list(article.boxes) for article in alone.articles]
    assert all(row["boxes"] is None for row in rows if row["id"] != "a")
    texts = [[p["text"] for p in row["paragraphs"]] for row in rows if row["id"] == "b"]
    assert texts == [[p["text"] for p in row["paragraphs"]] for row in rows if row["id"] == "c"]


def corners(box: dict[str, float]) -> tuple[float, float, float, float]:
    return box["x"], box["y"], box["x"] + box["w"], box["y"] + box["h"]


@pytest.mark.parametrize("column", [pa.string(), pa.binary()])
def test_boxes_need_no_column_of_text(column: Any) -> None:
    pages = pa.table({"id": [1], "ocr": pa.array([BOXES.encode()], pa.binary()).cast(column)})
    assert clean_batch(pages, ColumnNames(boxes="ocr"))["error"].to_pylist()[0] is None


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        (BOXES[:200], "FormatError: 1: "),
        ('{"a": 1}', "FormatError: 1: "),
        ('[{"box": [[0, 0], [NaN, 0], [20, 9], [0, 9]], "txt": "2", "score": 1}]', "FormatError: 1: "),
        (f"{'{0}'}\n{'{0}'}", "the boxes are of 2 pages; a row holds one"),
    ],
)
def test_boxes_that_cannot_be_read_are_the_error_of_their_row(boxes: str, said: str) -> None:
    boxes = boxes.replace("{0}", LINE)
    pages = pa.table({"id": [1, 2], "ocr": [boxes, BOXES]})
    first, *others = clean_batch(pages, ColumnNames(boxes="ocr")).to_pylist()
    assert said in first["error"]
    assert first["article"] is None
    assert others
    assert all(row["error"] is None for row in others)


def test_boxes_may_be_objects_in_json_lines(tmp_path: Path) -> None:
    source, target = tmp_path / "pages.jsonl", tmp_path / "articles.jsonl"
    rows = [
        {"id": 1, "ocr": json.loads(BOXES)},
        {"id": 2, "ocr": BOXES},
        {"id": 3, "ocr": []},
        {"id": 4, "text": ""},
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = command(source, "-o", target, "--boxes-column", "ocr")
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert done.exit_code == ExitCode.INPUT
    assert [row["error"] for row in found if row["id"] == 3] == ["line 3 has no text in 'text' or 'ocr'"]
    first, second = ([row["title"] for row in found if row["id"] == number] for number in (1, 2))
    assert first == second
    assert any(first)


def test_a_missing_column_of_boxes_is_named() -> None:
    with pytest.raises(InputError, match=r"no column 'ocr'.*--boxes-column"):
        clean_batch(pa.table({"id": [1], "text": [""]}), ColumnNames(boxes="ocr"))


def test_an_empty_table_has_the_columns_of_a_full_one() -> None:
    empty = clean_batch(pa.table({"id": pa.array([], pa.int64()), "text": pa.array([], pa.string())}))
    assert empty.schema == clean_batch(pa.table({"id": [1], "text": [SHORT]})).schema
    assert empty.num_rows == 0


def test_settings_hold_in_a_table() -> None:
    (row,) = clean_batch(
        pa.table({"id": [1], "text": ["抢抓 一带一路 发展机遇"]}), settings=Settings(certain_only=True)
    ).to_pylist()
    assert "“" not in json.dumps(row, ensure_ascii=False)


def test_batches_come_as_they_are_asked_for() -> None:
    asked = 0

    def batches() -> Iterator[Any]:
        nonlocal asked
        for _ in range(3):
            asked += 1
            yield pa.record_batch({"id": [asked], "text": [SHORT]})

    articles = clean_batches(batches())
    assert asked == 0
    assert next(articles)["id"].to_pylist() == [1]
    assert asked == 1


# Files


def test_parquet_to_parquet(parquet: Path, tmp_path: Path) -> None:
    target = tmp_path / "articles.parquet"
    assert clean_table(parquet, target) == (4, 2)
    articles = pq.read_table(target)
    assert articles.to_pylist()[0] == rows_of(SHORT, 1)[0]
    assert articles.schema.field("id").type == pa.int64()
    assert [row["id"] for row in articles.to_pylist() if row["error"]] == [2, 3]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.parquet", "pages.parquet"]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.zst", ".jsonl.gz"])
def test_lines_that_are_no_pages_are_kept_with_their_errors(tmp_path: Path, suffix: str) -> None:
    source, target = tmp_path / f"pages{suffix}", tmp_path / f"articles{suffix}"
    lines = [
        json.dumps({"id": "a", "text": SHORT}),
        "{broken",
        "[]",
        json.dumps({"id": 7}),
        "",
        '{"text": "\\ud800"}',
    ]
    with pa.output_stream(str(source), compression=format_of(source)[1]) as stream:
        stream.write("\n".join(lines).encode())
    assert clean_table(source, target) == (5, 4)
    with pa.input_stream(str(target), compression=format_of(target)[1]) as stream:
        rows = [json.loads(line) for line in stream.read().decode().splitlines()]
    assert [row["id"] for row in rows] == ["a", "line 2", "line 3", "7", "line 6"]
    told = [row.get("error", "") for row in rows]
    assert told[0] == ""
    for error, word in zip(
        told[1:], ("not JSON", "not a JSON object", "no text in 'text'", "Unicode"), strict=True
    ):
        assert word in error


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        (ColumnNames("ocr"), "ocr"),
        (ColumnNames(boxes="ocr"), "ocr"),
        (ColumnNames(id="folio"), "folio"),
        (ColumnNames("ocr", "folio", "text"), "folio"),
    ],
)
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_column_that_no_row_has_is_an_error_before_a_page_is_cleaned(
    tmp_path: Path, columns: ColumnNames, missing: str, form: str
) -> None:
    source, target = tmp_path / f"pages.{form}", tmp_path / "articles.jsonl"
    if form == "parquet":
        pq.write_table(pa.table({"id": [1, 2], "text": [BOXES, BOXES]}), source)
    else:
        rows = [{"id": 1, "text": BOXES}, {"id": 2, "text": BOXES}]
        source.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    with pytest.raises(InputError, match=rf"no column '{missing}': its columns are id, text\. .*-column"):
        clean_table(source, target, columns)
    assert not target.exists()


def test_a_column_of_json_lines_that_a_later_row_has_is_read(tmp_path: Path) -> None:
    source, target = tmp_path / "pages.jsonl", tmp_path / "articles.jsonl"
    rows = [{"text": SHORT}, {"id": "b", "ocr": BOXES}]
    source.write_text("[]\n" + "".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    assert clean_table(source, target, ColumnNames(boxes="ocr")) == (3, 1)
    assert clean_table(source, target, ColumnNames("none", boxes="ocr")) == (3, 2)
    found = [json.loads(line)["id"] for line in target.read_text(encoding="utf-8").splitlines()]
    assert found[:3] == ["line 1", "line 2", "b"]


def test_lines_without_any_object_are_errors_of_their_rows(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_text("[]\n7\n", encoding="utf-8")
    assert clean_table(tmp_path / "pages.jsonl", tmp_path / "out.parquet", ColumnNames("ocr")) == (2, 2)


def test_a_plain_gzip_file_is_read(tmp_path: Path) -> None:
    source = tmp_path / "pages.jsonl.gz"
    source.write_bytes(gzip.compress(json.dumps({"page": 1, "ocr": SHORT}).encode()))
    assert clean_table(source, tmp_path / "out.parquet", ColumnNames("ocr", "page")) == (1, 0)


def test_a_table_of_no_pages_gives_a_table_of_no_articles(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_bytes(b"")
    assert clean_table(tmp_path / "none.jsonl", tmp_path / "out.parquet") == (0, 0)
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_a_file_that_is_no_parquet_leaves_nothing_behind(tmp_path: Path) -> None:
    source, target = tmp_path / "pages.parquet", tmp_path / "articles.parquet"
    source.write_bytes(b"not Parquet at all")
    target.write_bytes(b"what was there before")
    with pytest.raises(InputError, match=r"pages\.parquet: it cannot be read"):
        clean_table(source, target)
    assert target.read_bytes() == b"what was there before"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_pages_are_not_written_over(parquet: Path) -> None:
    with pytest.raises(OutputError, match="overwrite the pages"):
        clean_table(parquet, parquet)


def test_names_tell_tables_from_pages() -> None:
    assert [is_table(name) for name in ("a.parquet", "a.jsonl", "a.txt", "a.zst", "parquet")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    with pytest.raises(InputError, match="tables are called"):
        format_of(Path("a.csv"))


# Processes


def test_processes_give_what_one_gives_in_order(tmp_path: Path) -> None:
    source = tmp_path / "pages.parquet"
    names = list(range(2 * BATCH + 5))
    pq.write_table(pa.table({"id": names, "text": [f"第{i}号 文件" for i in names]}), source)
    clean_table(source, tmp_path / "one.parquet")
    clean_table(source, tmp_path / "two.parquet", jobs=2)
    one, two = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("one", "two"))
    assert one.equals(two)
    assert two["id"].to_pylist() == names


def test_pages_are_shared_out_by_their_length() -> None:
    texts = ["短", "长" * SHARE, "短", "短", "长" * SHARE, "短"]
    pages = pa.record_batch({"id": list("abcdef"), "text": texts})
    shares = list(shares_of((pages, {2: "wrong", 5: "bad"}), NAMES))
    assert [share["id"].to_pylist() for share, _ in shares] == [["a", "b"], ["c", "d", "e"], ["f"]]
    assert [faults for _, faults in shares] == [{}, {0: "wrong"}, {0: "bad"}]


def test_no_share_is_made_of_no_pages_and_pages_without_text_are_in_one() -> None:
    none = pa.record_batch({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    assert list(shares_of((none, {}), NAMES)) == []
    blank = pa.record_batch({"id": ["a", "b"], "text": pa.array([None, ""], pa.string())})
    assert [share.num_rows for share, _ in shares_of((blank, {}), NAMES)] == [2]


def test_every_page_of_a_table_is_reported_done_and_written_together(tmp_path: Path) -> None:
    source, target = tmp_path / "pages.parquet", tmp_path / "clean.parquet"
    pq.write_table(pa.table({"id": ["a", "b", "c"], "text": ["字" * SHARE] * 2 + ["字"]}), source)
    done: list[int] = []
    clean_table(source, target, advance=done.append)
    assert (count_pages(source), done) == (3, [1, 1, 1])
    assert pq.read_metadata(target).num_row_groups == 1


def test_a_file_that_does_not_tell_its_pages_counts_none(tmp_path: Path) -> None:
    broken = tmp_path / "pages.parquet"
    broken.write_text("no table")
    assert count_pages(broken) == count_pages(tmp_path / "none.parquet") == 0
    assert count_pages(tmp_path / "pages.jsonl") == 0


def end_if_told(batch: Any) -> tuple[int, Any]:
    """Work that ends its process at a page of this name."""
    pages, faults = batch
    if "end" in pages["id"].to_pylist() and not faults:
        os._exit(1)
    return pages.num_rows, clean_batch(pages, faults=faults)


def test_a_page_that_ends_its_process_takes_no_other_with_it() -> None:
    pages = pa.record_batch({"id": ["a", "end"], "text": [SHORT] * 2})
    size, articles = _lost(end_if_told, (pages, {}))
    assert size == 2
    assert articles["id"].to_pylist() == ["a", "end"]
    assert [bool(error) for error in articles["error"].to_pylist()] == [False, True]


# The command


def command(*arguments: str | Path) -> Done:
    return run("clean", *arguments)


def test_the_command_cleans_a_table(parquet: Path, tmp_path: Path) -> None:
    done = command(parquet, "-o", tmp_path / "articles.jsonl", "--jobs", "2")
    assert done.exit_code == 3, done.stderr
    assert "4 pages, 2 of them failed" in done.stderr
    rows = [
        json.loads(line) for line in (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [row["id"] for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["pages.parquet"], 2, "needs a file to write to"),
        (["pages.parquet", "other.parquet", "-o", "out.parquet"], 2, "one table at a time"),
        (["gone.parquet", "-o", "out.parquet"], 3, "there is no such file"),
        (["pages.parquet", "-o", "out.parquet", "--text-column", "ocr"], 3, "no column 'ocr'"),
        (["pages.parquet", "-o", "out.csv"], 5, "tables are called"),
    ],
)
def test_what_cannot_be_done_is_said(
    parquet: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    done = command(*(tmp_path / a if "." in a else a for a in arguments))
    assert done.exit_code == code, done.stderr
    assert words in " ".join(done.stderr.split())
    assert [path for path in tmp_path.iterdir() if path != parquet] == []


def test_without_pyarrow_the_remedy_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "cleaner.engines.arrow")
    code = clean_tables(["a.parquet"], Path("b.parquet"), Resolver(isolated=True), ("text", "id", None))
    assert code == ExitCode.USAGE
    assert (
        "pyarrow is missing. Install it: pip install 'chinese-newspaper-cleaner[arrow]'."
        in capsys.readouterr().err
    )


# Other engines


def test_dask_calls_the_same_function() -> None:
    pd = pytest.importorskip("pandas")
    dask = pytest.importorskip("dask.dataframe", reason="the example of Dask needs dask[dataframe]")
    pages = dask.from_pandas(pd.DataFrame({"id": [1, 2, 3], "text": [SHORT] * 3}), npartitions=2)
    empty = schema_of(pa.int64()).empty_table().to_pandas()
    articles = pages.map_partitions(
        lambda part: clean_batch(pa.Table.from_pandas(part)).to_pandas(), meta=empty
    )
    assert articles.compute()["title"].tolist() == ["京蒙扶贫协作座谈会召开"] * 3


def test_spark_calls_the_same_function() -> None:
    sql = pytest.importorskip("pyspark.sql", reason="the example of Spark needs pyspark and Java")
    types = pytest.importorskip("pyspark.sql.pandas.types")
    if shutil.which("java") is None:
        pytest.skip("the example of Spark needs Java")
    spark = sql.SparkSession.builder.master("local[1]").getOrCreate()
    pages = spark.createDataFrame([(1, SHORT), (2, SHORT)], "id long, text string")
    articles = pages.mapInArrow(clean_batches, types.from_arrow_schema(schema_of(pa.int64())))
    assert [row.title for row in articles.collect()] == ["京蒙扶贫协作座谈会召开"] * 2
    spark.stop()


def test_the_folder_of_a_table_is_made(tmp_path: Path) -> None:
    source, target = tmp_path / "pages.jsonl", tmp_path / "new" / "articles.jsonl"
    source.write_text('{"id": 1, "text": "青石镇"}\n', encoding="utf-8")
    assert clean_table(source, target) == (1, 0)
    assert target.is_file()
