"""Folders of pages: over processes, with a manifest, on from an earlier run; a failure is one of its page."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cleaner import chain
from cleaner.batches import finding
from cleaner.batches.finding import find_pages
from cleaner.batches.manifest import read_manifest
from cleaner.batches.pages import CleanTask, lost_page
from cleaner.batches.processes import choose_jobs, cores, map_tasks
from cleaner.cli.app import app
from cleaner.cli.console import progress
from cleaner.errors import ExitCode, InputError
from cleaner.page import Page
from cleaner.reading.decoding import Source
from cleaner.settings import DEFAULT, Settings
from cleaner.writing import OutputFormat
from tests.tools.commands import counts
from tests.tools.tasks import DEADLY, square, square_or_die, square_or_raise

RAW = "青石镇新建水库\n\n本报7月3日讯（记者 周海）青石镇一座水库建成,可灌溉农田五千亩!\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["clean", *map(str, arguments), "--isolated"])


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A folder with three pages and one that is none."""
    folder = tmp_path / "scans"
    for name in ("1950/01.txt", "1950/02.txt", "03.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(RAW, encoding="utf-8")
    (folder / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def manifest(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]


ARTICLE = "01_青石镇新建水库.txt"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_folders_come_again_and_failures_are_told(scans: Path, tmp_path: Path, jobs: str) -> None:
    out = tmp_path / "out"
    done = run(scans, "-o", out, "--jobs", jobs)
    assert done.exit_code == ExitCode.ENCODING
    assert files(out) == [f"03/{ARTICLE}", f"1950/01/{ARTICLE}", f"1950/02/{ARTICLE}", "manifest.jsonl"]
    assert f"cleaner: {scans / 'image.txt'}: this is a PNG image" in done.stderr
    table = dict(line.rsplit(maxsplit=1) for line in done.stderr.splitlines() if line.startswith("  "))
    assert {key.strip(): value for key, value in table.items()} | {"seconds, summed": ""} == {
        "pages done": "3",
        "skipped": "0",
        "failed": "1",
        "articles": "3",
        "certain edits": "6",
        "inferred edits": "0",
        "withheld edits": "0",
        "seconds, summed": "",
    }
    assert done.stdout == ""


def test_the_manifest_accounts_for_each_page(scans: Path, tmp_path: Path) -> None:
    run(scans, "-o", tmp_path / "out")
    records = {
        Path(record["page"]).relative_to(scans).as_posix(): record for record in manifest(tmp_path / "out")
    }
    assert list(records) == ["03.txt", "image.txt", "1950/01.txt", "1950/02.txt"]
    done, failed = records["1950/01.txt"], records["image.txt"]
    assert done["sha256"] == hashlib.sha256(RAW.encode()).hexdigest()
    assert (done["status"], done["files"]) == ("done", [f"1950/01/{ARTICLE}"])
    assert (done["articles"], done["edits"], done["encoding"]) == (1, {"certain": 2}, "utf-8")
    assert done["characters"]["raw"] == len("".join(RAW.split()))
    assert done["seconds"] > 0
    assert failed["status"] == "failed"
    assert "PNG" in failed["error"]
    assert "files" not in failed


def test_a_page_that_does_not_settle_is_told_and_recorded(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = scans / "1950" / "01.txt"
    run(scans, "-o", tmp_path / "settled")
    assert all(record.get("settled", True) for record in manifest(tmp_path / "settled"))
    assert manifest(tmp_path / "settled")[-1]["settled"] is True
    monkeypatch.setattr(chain, "MOST_ROUNDS", 1)
    done = run(scans, "-o", tmp_path / "out")
    assert f"cleaner: {page}: it did not settle, so it is given back as it was" in done.stderr
    records = {record["page"]: record for record in manifest(tmp_path / "out")}
    assert records[str(page)]["settled"] is False
    assert records[str(page)]["edits"] == {}
    for command in (["explain"], ["fix", "--check"], ["report"], ["clean", "--issue"]):
        told = CliRunner().invoke(app, [*command, str(page), "--isolated"])
        assert "it did not settle" in told.stderr, command


@pytest.mark.parametrize(
    ("command", "function"),
    [
        (["clean"], "cleaner.batches.pages.summary"),
        (["clean", "-o", "out"], "cleaner.page.Page.diagnosis"),
        (["clean", "--issue"], "cleaner.batches.issues.notes_of"),
        (["explain"], "cleaner.explaining.findings.findings"),
        (["explain", "--summary"], "cleaner.explaining.diagnoses.diagnosis_of"),
        (["report", "-o", "out"], "cleaner.report.render"),
        (["fix"], "cleaner.fixing.fix"),
    ],
)
@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (
            KeyError("size"),
            ExitCode.INTERNAL,
            "KeyError: 'size'. Nothing was written. This is a bug of cleaner",
        ),
        (OSError(24, "Too many open files"), ExitCode.SYSTEM, "refused what is needed (Too many open files)"),
    ],
)
def test_a_fault_is_an_error_of_its_page(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    function: str,
    error: Exception,
    code: ExitCode,
    told: str,
) -> None:
    """Whatever is raised, and wherever: it is told with the page, and the other page is done."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(RAW, encoding="utf-8")
    place, _, name = function.rpartition(".")
    owner = Page if place.endswith(".Page") else import_module(place)
    real = getattr(owner, name)
    raised: list[object] = []

    def fail_once(*arguments: Any, **options: Any) -> Any:
        if not raised:
            raised.append(error)
            raise error
        return real(*arguments, **options) if callable(real) else real.func(*arguments)

    monkeypatch.setattr(owner, name, fail_once if callable(real) else property(fail_once))
    done = CliRunner().invoke(app, [*command, "a.txt", "b.txt", "--isolated"])
    assert raised
    assert done.exit_code == code
    assert "a.txt: " in done.stderr
    assert told in done.stderr
    assert "b.txt: " not in done.stderr
    assert Path("a.txt").read_text("utf-8") == RAW
    if "out" in command:
        assert not list(Path("out").glob("a/*"))
        assert list(Path("out").glob("b*"))
    elif command == ["fix"]:
        assert Path("b.txt").read_text("utf-8") != RAW
    else:
        assert ("b.txt" if "explain" in command else "青石镇新建水库") in done.stdout


def test_json_lines_are_a_file_a_page(scans: Path, tmp_path: Path) -> None:
    run(scans, "-o", tmp_path / "out", "--format", "jsonl")
    assert files(tmp_path / "out") == ["03.jsonl", "1950/01.jsonl", "1950/02.jsonl", "manifest.jsonl"]


def test_a_later_run_goes_on(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def counts(*options: str) -> tuple[str, str]:
        lines = run(scans, "-o", out, "--resume", *options).stderr.splitlines()
        found = dict(line.rsplit(maxsplit=1) for line in lines if line.startswith("  "))
        return found["  pages done"], found["  skipped"]

    assert counts() == ("3", "0")
    before = (out / "03" / ARTICLE).stat().st_mtime_ns
    assert counts() == ("0", "3")
    assert (out / "03" / ARTICLE).stat().st_mtime_ns == before
    (scans / "03.txt").write_text(RAW + "\n补记。\n", encoding="utf-8")
    assert counts() == ("1", "2")
    (out / "1950" / "01" / ARTICLE).unlink()
    (scans / "04.txt").write_text(RAW, encoding="utf-8")
    assert counts() == ("2", "2")
    assert counts("--threshold", "0.5") == ("4", "0")
    with (out / "manifest.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"page": "' + "x" * 10)  # cut off in the middle
    assert counts("--threshold", "0.5") == ("0", "4")
    assert {record["status"] for record in manifest(out)} == {"done", "failed"}


def test_a_run_that_is_stopped_loses_nothing(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleaner.batches import pages

    real = pages.clean_page

    def stop_at(source: Source, settings: Settings) -> Page:
        if source.name.endswith("02.txt"):
            raise KeyboardInterrupt
        return real(source, settings)

    monkeypatch.setattr(pages, "clean_page", stop_at)
    assert run(scans, "-o", tmp_path / "out").exit_code == 130
    monkeypatch.undo()
    assert [Path(record["page"]).name for record in manifest(tmp_path / "out")] == [
        "03.txt",
        "image.txt",
        "01.txt",
    ]
    assert counts(run(scans, "-o", tmp_path / "out", "--resume").stderr)["skipped"] == "2"


def test_the_output_may_be_inside_the_folder(scans: Path) -> None:
    for _ in range(2):
        run(scans, "-o", scans / "out")
    assert len(manifest(scans / "out")) == 4


def test_a_manifest_that_lies_does_not_lead_outside(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(scans, "-o", out)
    lines = (out / "manifest.jsonl").read_text("utf-8").replace(f"03/{ARTICLE}", "../../elsewhere")
    (out / "manifest.jsonl").write_text(lines, encoding="utf-8")
    assert counts(run(scans, "-o", out, "--resume").stderr)["pages done"] == "1"


def test_without_an_output_folder_all_articles_are_printed(scans: Path) -> None:
    done = run(scans)
    assert done.stdout.count("青石镇新建水库") == 3


def test_resume_needs_a_folder(scans: Path) -> None:
    assert run(scans, "--resume").exit_code == 2


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.exit_code == ExitCode.INPUT
    assert "no page in this folder (*.txt)" in done.stderr


def test_a_folder_that_cannot_be_listed_is_an_error(scans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(folder: Path, onerror: Any) -> Any:
        onerror(PermissionError(13, "Permission denied", str(folder)))
        return iter(())

    monkeypatch.setattr(finding.os, "walk", walk)  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="cannot be listed"):
        list(find_pages(scans, ["*.txt"], []))


def test_a_folder_that_cannot_be_listed_stops_no_other(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def list_folder(folder: Path) -> Any:
        if Path(folder).name == "1950":
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    scandir = os.scandir
    (scans / "image.txt").unlink()
    run(scans, "-o", tmp_path / "out")
    monkeypatch.setattr(os, "scandir", list_folder)
    done = run(scans, "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.INPUT
    assert f"{scans / '1950'}: the folder cannot be listed (Permission denied)" in done.stderr
    assert counts(done.stderr)["pages done"] == "1"
    assert "it is gone" not in done.stderr
    assert (tmp_path / "out" / "1950" / "01").is_dir(), "what an earlier run wrote stays"


def test_links_to_folders_are_not_followed(scans: Path) -> None:
    (scans / "loop").symlink_to(scans)
    assert len(list(find_pages(scans, ["*.txt"], []))) == 4


# Processes


def test_results_come_in_the_order_of_the_tasks() -> None:
    expected = [square(i) for i in range(40)]
    for jobs in (1, 2):
        assert list(map_tasks(square, iter(range(40)), jobs, lost=square)) == expected


def test_a_task_that_ends_its_process_is_lost_alone() -> None:
    results = list(map_tasks(square_or_die, range(12), 2, lost=lambda number: -number))
    assert results == [-i if i in DEADLY else i * i for i in range(12)]


def test_an_exception_comes_through() -> None:
    with pytest.raises(ValueError, match="3"):
        list(map_tasks(square_or_raise, range(20), 2, lost=square))


def test_a_lost_page_is_a_failed_one() -> None:
    outcome = lost_page(CleanTask(page="page.txt", settings=DEFAULT, form=OutputFormat.TEXT, name="page"))
    assert outcome.record["status"] == "failed"
    assert outcome.error is not None
    assert "out of memory" in str(outcome.error)


def test_there_is_no_bar_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(5, shown=True) as advance:
        advance()
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_a_bar_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress(3, shown=True) as advance:
        for _ in range(3):
            advance()
    assert "3/3" in terminal.getvalue()


def test_no_manifest_is_an_empty_one(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "manifest.jsonl") == {}
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_manifest(tmp_path / "folder")


@pytest.mark.parametrize("name", [ARTICLE, "same.txt"])
def test_a_page_in_the_output_folder_is_not_written_over(tmp_path: Path, name: str) -> None:
    page = tmp_path / "out" / "03" / ARTICLE
    page.parent.mkdir(parents=True)
    page.write_text(RAW, encoding="utf-8")
    other = tmp_path / "03.txt"
    shutil.copy(page, other)
    if name != ARTICLE:
        os.link(page, page.with_name(name))  # as capitals are the same to some file systems
    done = run(other, page.with_name(name), "-o", tmp_path / "out")
    assert "would overwrite the page itself" in done.stderr
    assert page.read_text("utf-8") == RAW


# The number of processes


@pytest.mark.parametrize(
    ("wanted", "tasks", "machine", "jobs"),
    [
        (None, 1, 8, 1),
        (None, 7, 8, 1),
        (None, 8, 8, 2),
        (None, 1000, 8, 8),
        (None, 1000, 1, 1),
        (None, 0, 8, 1),
        (1, 1000, 8, 1),
        (6, 1000, 2, 6),
        (6, 3, 8, 3),
        (6, 0, 8, 1),
    ],
)
def test_processes_are_one_a_core_unless_named_and_one_for_a_few_pages(
    wanted: int | None, tasks: int, machine: int, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.batches.processes.cores", lambda: machine)
    assert choose_jobs(wanted, tasks) == jobs


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processes are bound to cores on Linux only")
def test_only_the_cores_of_this_process_count() -> None:
    mine = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(mine)})
        assert cores() == 1
    finally:
        os.sched_setaffinity(0, mine)
    assert cores() == len(mine)
