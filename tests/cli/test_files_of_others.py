"""`-o FILE` of `cleaner report` and `cleaner explain`: their own files are written anew, others stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.app import app
from cleaner.errors import ExitCode, OutputError

PAGES = {
    "edits": "青石镇新建水库\n\n问题,党内落实双减政策!\n",
    "withheld": "要简化出具证明的程序 压缩办理时限 提高服务质量。\n",
    "clean": "青石镇的三座水库昨日起蓄水。\n",
    "blank": "\n",
    "latin": "1950\n",
}
FORMS = {
    "json": ("--format", "json"),
    "lines": (),
    "json-lines": ("--format", "jsonl"),
    "sarif": ("--format", "sarif"),
    "github": ("--format", "github"),
    "statistics": ("--statistics",),
    "statistics-json": ("--statistics", "--format", "json"),
    "summary": ("--summary",),
    "summary-json": ("--summary", "--format", "json"),
}
OTHERS = {
    "articles.jsonl": '{"page": "page.txt", "article": 1, "newspaper": "", "date": "", "title": "青石镇"}\n',
    "fence.md": "[]\n\n第二段\n",
    "house.json": '{"rules": ["rejoin_lines"], "pages": []}\n',
    "list.json": '[\n  {\n    "page": "page.txt",\n    "line": 3\n  }\n]\n',
    "log.txt": "page.txt:3:3: E501 (certain) line too long\n",
    "manifest.jsonl": '{"page": "/scans/page.txt", "place": "page", "sha256": "", "status": "done"}\n',
    "other.sarif": '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n'
    '  "runs": [\n    {\n      "tool": {\n        "driver": {\n          "name": "ruff"\n',
    "page.html": "<!doctype html>\n<meta name=generator content=weaver>\n",
    "page.txt": "青石镇的三座水库昨日起蓄水，共用时3年。\n",
    "space.txt": " \n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--isolated"])


def _refused(done: Result, target: Path, command: str) -> None:
    """The error that says what to do, with its exit code; it is told where the command line ends."""
    assert isinstance(done.exception, OutputError)
    assert done.exception.exit_code == 5
    assert str(done.exception) == (
        f"{target}: `cleaner {command}` did not write this file, so it stays. Move it away, or name another "
        "file with -o."
    )


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("page", sorted(PAGES))
def test_an_explanation_is_written_over_by_the_next_whatever_its_form(
    folder: Path, page: str, form: str
) -> None:
    target = folder / "explanation"
    command = "explain", folder / f"{page}.txt", "--threshold", "1", "-o", target
    assert run(*command, *FORMS[form]).exit_code == 0
    before = target.read_text("utf-8")
    for other in (FORMS[form], ("--format", "json"), FORMS[form]):
        done = run(*command, *other)
        assert done.exit_code == 0, done.stderr
    assert target.read_text("utf-8") == before


@pytest.mark.parametrize("command", ["explain", "report"])
@pytest.mark.parametrize("name", sorted(OTHERS))
def test_a_file_that_the_command_did_not_write_stays(folder: Path, command: str, name: str) -> None:
    (folder / "others").mkdir()
    target = folder / "others" / name
    target.write_text(OTHERS[name], encoding="utf-8")
    done = run(command, folder / "edits.txt", "-o", target)
    _refused(done, target, command)
    assert target.read_text("utf-8") == OTHERS[name]


@pytest.mark.parametrize("command", ["explain", "report"])
def test_commands_do_not_write_over_the_files_of_each_other(folder: Path, command: str) -> None:
    target = folder / "out.html"
    other = {"explain": "report", "report": "explain"}[command]
    assert run(other, folder / "edits.txt", "-o", target).exit_code == 0
    before = target.read_bytes()
    _refused(run(command, folder / "edits.txt", "-o", target), target, command)
    assert target.read_bytes() == before


@pytest.mark.parametrize("command", ["explain", "report"])
def test_own_files_and_empty_ones_are_written_over(folder: Path, command: str) -> None:
    target = folder / "out"
    target.touch()
    for _ in range(2):
        done = run(command, folder / "edits.txt", "-o", target)
        assert done.exit_code == 0, done.stderr
        assert target.stat().st_size


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes in folders")
@pytest.mark.parametrize("command", ["explain", "report"])
def test_what_is_no_file_is_not_replaced_by_one(folder: Path, command: str) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    _refused(run(command, folder / "edits.txt", "-o", pipe), pipe, command)
    assert pipe.is_fifo()


def test_an_explanation_stays_where_no_page_is_read(tmp_path: Path) -> None:
    page, output = tmp_path / "page.txt", tmp_path / "explanation.txt"
    page.write_text("青石镇新建 水库 ,可灌溉农田五千亩。\n", encoding="utf-8")
    assert run("explain", page, "-o", output).exit_code == 0
    before = output.read_bytes()
    assert before
    assert run("explain", tmp_path / "missing.txt", "-o", output).exit_code == ExitCode.INPUT
    assert output.read_bytes() == before
