"""The manifest of an output folder: one record a page, whatever is named and whoever writes meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.batches.locks import sole_writer
from cleaner.cli.app import app
from tests.tools.commands import counts
from tests.tools.outputs import files, manifest, run, write
from tests.tools.signals import heed_sigint


def test_records_of_pages_that_are_not_named_stay(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    for named in (scans / "1950", scans / "03.txt"):
        run(named, "-o", out, "--resume")
        assert sorted(manifest(out)) == [
            str(scans / name) for name in ("03.txt", "1950/01.txt", "1950/02.txt")
        ]
        assert len(files(out)) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no locks there")
@pytest.mark.parametrize("options", [[], ["--issue"]])
def test_of_two_runs_in_a_folder_the_second_waits(scans: Path, out: Path, options: list[str]) -> None:
    for name in ("1950/01.txt", "03.txt"):
        (scans / name).rename((scans / name).with_name("p.txt"))  # they would take the same place
    first = run(scans / "p.txt", "-o", out)
    assert first.exit_code == 0
    command = [sys.executable, "-m", "cleaner", "clean", str(scans / "1950/p.txt"), "-o", str(out), *options]
    with ExitStack() as stack:
        held = stack.enter_context(ExitStack())
        held.enter_context(sole_writer(out, lambda: pytest.fail("nobody else is there")))
        second = stack.enter_context(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        assert second.stderr
        assert "another run writes into it" in second.stderr.readline()
        assert second.poll() is None
        assert len(manifest(out)) == 1
        held.close()
        assert second.wait(60) == 0
    assert len(manifest(out)) == len(files(out)) == 2


def test_runs_at_the_same_time_lose_nothing(scans: Path, out: Path) -> None:
    pages = [scans / "03.txt", scans / "1950/01.txt", scans / "1950/02.txt"]
    command = [sys.executable, "-m", "cleaner", "clean", "-o", str(out)]
    runs = [subprocess.Popen([*command, str(page)], stderr=subprocess.DEVNULL) for page in pages]
    assert [one.wait(120) for one in runs] == [0, 0, 0]
    assert sorted(manifest(out)) == sorted(map(str, pages))
    assert sorted(name for record in manifest(out).values() for name in record["files"]) == files(out)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no locks there")
def test_a_run_that_waits_can_be_stopped(scans: Path, out: Path) -> None:
    command = [sys.executable, "-m", "cleaner", "clean", str(scans / "03.txt"), "-o", str(out)]
    with (
        sole_writer(out, lambda: None),
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heed_sigint) as second,  # noqa: PLW1509
    ):
        assert second.stderr
        second.stderr.readline()
        second.send_signal(signal.SIGINT)
        try:
            assert second.wait(20) == 130
        finally:
            second.kill()
    assert not out.exists(), "an empty folder was left"


def test_a_page_is_found_however_it_is_typed(
    scans: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(scans, "-o", out)
    (tmp_path / "link").symlink_to(scans)
    monkeypatch.chdir(scans / "1950")
    for typed in (
        "01.txt",
        "../1950/01.txt",
        "./01.txt",
        str(scans / "1950/01.txt"),
        tmp_path / "link/1950/01.txt",
    ):
        done = run(typed, "-o", "../../out", "--resume")
        assert counts(done.stderr)["skipped"] == "1"
        assert len(files(out)) == len(manifest(out)) == 3


@pytest.mark.parametrize("options", [[], ["--format", "jsonl"], ["--issue"]])
def test_there_is_a_manifest_whenever_there_is_an_output_folder(
    scans: Path, out: Path, options: list[str]
) -> None:
    assert run(scans / "03.txt", "-o", out, *options).exit_code == 0
    (record,) = manifest(out).values()
    assert record["status"] == "done"
    assert record["files"] == files(out)


def test_a_manifest_of_somebody_else_is_not_written_over(scans: Path, out: Path) -> None:
    theirs = write(out / "manifest.jsonl", '{"name": "a data set"}\n')
    done = CliRunner().invoke(app, ["clean", str(scans), "-o", str(out)])
    assert "this is no manifest of cleaner" in str(done.exception)
    assert theirs.read_text("utf-8") == '{"name": "a data set"}\n'
    assert files(out) == []
