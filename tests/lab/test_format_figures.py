"""The figures of pages in the files of OCR engines: what a file holds, and the table of its scores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.lab.evaluation.formats import (
    BLOCKS,
    CHARACTERS,
    LINES,
    TESSERACT,
    TYPED,
    UNPLACED,
    kind_of,
    main,
    table_of,
)
from cleaner.lab.evaluation.readme import read_grid
from cleaner.readers import read_pages

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"


@pytest.mark.parametrize(
    ("name", "engine", "kind"),
    [
        ("rapidocr-json.json", "rapidocr", LINES),
        ("alto-regions.xml", "rapidocr", LINES),
        ("rapidocr-words.json", "rapidocr", CHARACTERS),
        ("ppstructure-json.json", "rapidocr", TYPED),
        ("mineru-middle.json", "rapidocr", TYPED),
        ("docling-json.json", "rapidocr", BLOCKS),
        ("mineru-md.md", "rapidocr", UNPLACED),
        ("tesseract-hocr.hocr", "tesseract", TESSERACT),
    ],
)
def test_the_kind_of_a_file_is_what_its_boxes_are_of(name: str, engine: str, kind: str) -> None:
    page, *_ = read_pages((FORMATS / name).read_bytes(), name=name)
    assert kind_of(page, engine) == kind


def folder_of(folder: Path) -> Path:
    """A folder with one page in two formats, and articles that it does and does not have."""
    page, *_ = read_pages((FORMATS / "rapidocr-json.json").read_bytes())
    (folder / "raw.txt").write_text(page.text, encoding="utf-8")
    article = {"title": "无此文", "paragraphs": [{"text": "没有这样的文章。", "truncated": False}]}
    (folder / "gold.json").write_text(json.dumps({"articles": [article]}), encoding="utf-8")
    rows = [
        {
            "page": "one",
            "file": str(FORMATS / name),
            "gold": "gold.json",
            "raw": "raw.txt",
            "engine": "rapidocr",
        }
        for name in ("docling-json.json", "rapidocr-json.json")
    ]
    (folder / "index.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def test_the_table_has_a_row_for_what_the_files_hold(tmp_path: Path) -> None:
    found = read_grid("\n".join(table_of({"invented": folder_of(tmp_path)})))
    assert [row[:3] for row in found["rows"]] == [["invented (1)", LINES, "1"], ["invented (1)", BLOCKS, "1"]]
    article = found["head"].index("article")
    assert [float(row[article]) for row in found["rows"]] == [0.0, 0.0]


def test_a_folder_without_a_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["pages-formats"])
    assert "NAME=DIR" in capsys.readouterr().err


def test_a_folder_without_an_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        main([f"empty={tmp_path}"])
