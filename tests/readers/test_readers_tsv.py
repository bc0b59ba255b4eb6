"""Tables of Tesseract as it writes them, and as other programs write them again."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest

from cleaner.document import Box, RegionKind
from cleaner.errors import FormatError
from cleaner.readers import InputFormat, read_pages, sniff
from cleaner.readers.formats import TSV_COLUMNS, TSV_NEEDED
from tests.tools.formats import FIXTURES

Cells = Sequence[object]


def rows(page: int, *lines: Sequence[str]) -> list[list[object]]:
    """A page of one paragraph."""
    found: list[list[object]] = [[1, page, 0, 0, 0, 0, 0, 0, 400, 300, -1, ""]]
    found += [[2, page, 1, 0, 0, 0, 10, 10, 200, 90, -1, ""], [3, page, 1, 1, 0, 0, 10, 10, 200, 90, -1, ""]]
    for at, words in enumerate(lines, 1):
        found.append([4, page, 1, 1, at, 0, 10, 20 * at, 200, 15, -1, ""])
        found += [
            [5, page, 1, 1, at, n, 20 * n, 20 * at, 18, 15, "96.5", text] for n, text in enumerate(words, 1)
        ]
    return found


def table(body: Sequence[Cells], head: Sequence[str] = TSV_COLUMNS, mark: str = "\t", end: str = "\n") -> str:
    return "".join(mark.join(map(str, cells)) + end for cells in [head, *body])


def texts(data: str | bytes) -> list[str]:
    return [page.text for page in read_pages(data if isinstance(data, bytes) else data.encode())]


def only(levels: str, body: list[list[object]]) -> list[list[object]]:
    return [cells for cells in body if str(cells[0]) in levels]


FIRST = rows(1, "水渠", "通了")
TWO = FIRST + rows(2, "麦田")
PAGES = ["水渠\n通了\n", "麦田\n"]


# Pages, lines and words


@pytest.mark.parametrize("levels", ["12345", "345", "45", "5", "15"])
def test_pages_and_lines_are_parted_whatever_rows_were_kept(levels: str) -> None:
    assert texts(table(only(levels, TWO))) == PAGES


def test_tables_put_behind_each_other_are_pages() -> None:
    assert texts(table(FIRST) + table(rows(1, "麦田"))) == PAGES
    assert texts(table(FIRST) + table(rows(1, "麦田"), end="\n\n")) == PAGES


def test_a_table_of_lines_alone_has_their_text() -> None:
    body = [[*cells[:11], "水渠通了" if cells[0] == 4 else ""] for cells in only("1234", rows(1, ""))]
    assert texts(table(body)) == ["水渠通了\n"]


def test_a_line_whose_words_follow_is_not_read_twice() -> None:
    body = [[*cells[:11], "水渠" if cells[0] == 4 else cells[11]] for cells in rows(1, "水渠")]
    assert texts(table(body)) == ["水渠\n"]


# Columns


def without(*names: str) -> str:
    kept = [at for at, name in enumerate(TSV_COLUMNS) if name not in names]
    body = [[cells[at] for at in kept] for cells in rows(1, "水渠", "通了")]
    return table(body, [TSV_COLUMNS[at] for at in kept])


@pytest.mark.parametrize("name", sorted(set(TSV_COLUMNS) - set(TSV_NEEDED)))
def test_columns_that_are_not_needed_may_be_left_out(name: str) -> None:
    assert texts(without(name)) == PAGES[:1]
    assert texts(without(name, "page_num")) == PAGES[:1]


def test_a_table_whose_lines_cannot_be_told_apart_is_no_prose() -> None:
    with pytest.raises(FormatError, match="no column 'line_num'"):
        read_pages(without("line_num").encode())


@pytest.mark.parametrize("name", TSV_NEEDED)
def test_a_column_that_is_needed_is_missed(name: str) -> None:
    with pytest.raises(FormatError, match=f"no column '{name}'"):
        read_pages(without(name).encode(), InputFormat.TSV.value)


TURNED = [*TSV_COLUMNS[::-1]]


@pytest.mark.parametrize(
    "data",
    [
        table(FIRST, mark=","),
        table(FIRST, mark=";"),
        table(FIRST, end="\r\n"),
        table(FIRST, end="\r"),
        table([cells[::-1] for cells in FIRST], TURNED),
        table([[*cells, "a.png"] for cells in FIRST], [*TSV_COLUMNS, "file"]),
        table([[n, *cells] for n, cells in enumerate(FIRST)], ["Unnamed: 0", *TSV_COLUMNS], ","),
        table(FIRST, [name.upper() for name in TSV_COLUMNS]),
        table([[f'"{cell}"' for cell in cells] for cells in FIRST], [f'"{name}"' for name in TSV_COLUMNS]),
        table([[f"{cell}.0" if isinstance(cell, int) else cell for cell in cells] for cells in FIRST]),
        table([[*cells[:10], "", cells[11]] for cells in FIRST]),
        table([cells if cells[0] == 5 else cells[:11] for cells in FIRST]),
    ],
    ids=[
        "commas",
        "semicolons",
        "Windows",
        "Macintosh",
        "order",
        "more",
        "index",
        "capitals",
        "quotes",
        "1.0",
        "unsure",
        "short",
    ],
)
def test_tables_of_other_programs_are_known_and_read(data: str) -> None:
    assert sniff(data.encode()) is InputFormat.TSV
    [page] = read_pages(data.encode())
    assert page.text == "水渠\n通了\n"
    assert [line.box for line in page.lines] == [Box(10, 20, 210, 35), Box(10, 40, 210, 55)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_tables_in_other_encodings_are_read(encoding: str) -> None:
    assert texts(table(rows(1, "今年新建水渠三公里")).encode(encoding)) == ["今年新建水渠三公里\n"]


def test_a_table_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(FormatError, match=r"not UTF-8.*Save it as UTF-8"):
        read_pages(table(FIRST).encode().replace("渠".encode(), b"\xff\xff"))


@pytest.mark.parametrize(
    "text",
    ["left and right, top, width, height, text\n", "level\ttext\n", "水渠,left,top\n", "left top text"],
)
def test_text_that_names_columns_is_no_table(text: str) -> None:
    assert sniff(text.encode()) is InputFormat.TEXT


# Cells


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('"水"', '"水"'),
        ('"', '"'),
        ('""""', '"'),
        ('"""水"""', '"水"'),
        ('"水\t渠"', "水\t渠"),
        ("水\t渠", "水\t渠"),
        ("水,渠", "水,渠"),
        ("水\u2028渠", "水\n渠"),
        ("nan", "nan"),
    ],
)
def test_quotes_and_tabs_of_a_word_stay(cell: str, read: str) -> None:
    assert texts(table(rows(1, [cell]))) == [read + "\n"]


def test_commas_without_quotes_stay_in_a_table_of_commas() -> None:
    assert texts(table(rows(1, ["水,渠", '"通,了"']), mark=",")) == ["水,渠通,了\n"]


@pytest.mark.parametrize("head", [TSV_COLUMNS, [name.upper() for name in TSV_COLUMNS]])
def test_a_quotation_mark_alone_takes_in_no_other_rows(head: Sequence[str]) -> None:
    assert texts(table(rows(1, ['"', "水", '"渠"', "通"]), head)) in (['"水"渠"通\n'], ['"水渠通\n'])
    assert texts(table(rows(1, ['"', "水"], ["渠", '"通']), head)) == ['"水\n渠"通\n']


@pytest.mark.parametrize("share", [-1, "", "nan", 101.5])
def test_a_confidence_that_is_none_is_left_out(share: object) -> None:
    [page] = read_pages(table([[*cells[:10], share, cells[11]] for cells in FIRST]).encode())
    assert {line.confidence for line in page.lines} == {None}


@pytest.mark.parametrize(
    ("at", "cell", "message"),
    [
        (0, "0", r"row 6: '0' is no level"),
        (0, "word", r"row 6: 'word' is no level"),
        (6, "x", r"row 6: 'x' is no coordinate"),
        (6, "1e9", r"row 6: '1e9' is no coordinate"),
    ],
)
def test_cells_that_are_wrong_are_told_with_their_row(at: int, cell: str, message: str) -> None:
    body = rows(1, "水渠")
    body[4][at] = cell
    with pytest.raises(FormatError, match=message):
        read_pages(table(body).encode())


@pytest.mark.parametrize("kept", [3, 10])
def test_a_row_that_was_cut_is_told(kept: int) -> None:
    body = rows(1, "水渠")
    with pytest.raises(FormatError, match=f"row 7 has {kept} cells instead of 12"):
        read_pages(table([*body[:-1], body[-1][:kept]]).encode())


def test_sides_beyond_the_edge_and_without_width_are_kept() -> None:
    body = [[*cells[:6], -5, -7, 0, 9, *cells[10:]] for cells in FIRST]
    [page] = read_pages(table(body).encode())
    assert {line.box for line in page.lines} == {Box(-5, -7, -5, 2)}


def test_a_word_of_one_blank_in_tsv_is_a_rule_or_a_picture() -> None:
    head = (FIXTURES / "tesseract-tsv.tsv").read_text("utf-8").splitlines()[:2]
    rows = [
        f"{level}\t1\t{block}\t{int(level > 2)}\t{int(level > 3)}\t{int(level > 4)}"
        f"\t0\t0\t{size}\t{conf}\t{text}"
        for block, size in ((1, "400\t3"), (2, "90\t80"))
        for level, conf, text in ((2, -1, ""), (3, -1, ""), (4, -1, ""), (5, 95, " "))
    ]
    [page] = read_pages("\n".join([*head, *rows]).encode())
    assert page.text == ""
    assert page.rules == (Box(0, 0, 400, 3),)
    assert page.regions[0].kind is RegionKind.FIGURE


# Written by pandas


def as_pandas(delimiter: str, index: bool, levels: str = "12345") -> bytes:
    """Tesseract's table as a data frame of pandas is written."""
    head, *lines = (FIXTURES / "tesseract-tsv.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([""] * index + head.split("\t"))
    writer.writerows([str(n)] * index + row for n, row in enumerate(rows) if row[0] in levels)
    return out.getvalue().encode()


@pytest.mark.parametrize(("delimiter", "index"), [(",", False), (",", True), ("\t", True)])
def test_tables_of_tesseract_that_pandas_wrote_are_read(delimiter: str, index: bool) -> None:
    [page] = read_pages((FIXTURES / "tesseract-tsv.tsv").read_bytes())
    [again] = read_pages(as_pandas(delimiter, index))
    assert (again.text, again.format, again.rules) == (page.text, InputFormat.TSV, page.rules)
    assert [line.box for line in again.lines] == [line.box for line in page.lines]


def test_rows_of_words_alone_make_lines_with_boxes() -> None:
    [page] = read_pages((FIXTURES / "tesseract-tsv.tsv").read_bytes())
    [again] = read_pages(as_pandas(",", index=True, levels="5"))
    lines = [line for line in page.text.splitlines() if line]
    assert [line for line in again.text.splitlines() if line] == lines
    assert all(line.box for line in again.lines)
