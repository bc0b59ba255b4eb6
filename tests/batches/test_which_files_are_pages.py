"""Which files of a folder are pages: no output, nothing that .gitignore or `exclude` names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.cli.app import app
from tests.tools.outputs import OLD, RAW, files, manifest, run, write

# Output is no input


def test_output_is_never_input(scans: Path) -> None:
    run(scans, "-o", scans / "out1")
    done = run(scans, "-o", scans / "out2")
    assert f"{scans / 'out1'}: skipped, as it holds the output of an earlier run." in done.stderr
    assert files(scans / "out1") == files(scans / "out2")
    assert len(manifest(scans / "out2")) == 3


def test_an_output_folder_that_is_named_is_an_error(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for command in ("clean", "fix", "explain"):
        done = CliRunner().invoke(app, [command, str(out), "--isolated"])
        assert done.exit_code == 3
        assert "taken for pages" in done.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_pages_do_not_go_into_their_own_folder(scans: Path) -> None:
    done = run(scans, "-o", f"{scans}/1950/..")
    assert done.exit_code == 2
    assert "is the folder of the pages" in " ".join(done.stderr.replace("│", " ").split())
    assert not (scans / "manifest.jsonl").exists()


# Names and patterns


def test_the_ending_of_a_page_may_be_in_capitals(scans: Path, tmp_path: Path) -> None:
    write(scans / "old" / "04.TXT", RAW)
    write(scans / "old" / "05.MD", RAW)
    write(scans / "old" / "06.LOG", RAW)
    done = run(scans / "old", "-o", tmp_path / "out")
    assert (done.exit_code, "no page matches" in done.stderr) == (0, False)
    assert [Path(page).name for page in manifest(tmp_path / "out")] == ["04.TXT", "05.MD"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_a_folder_is_not_waited_for(scans: Path, out: Path) -> None:
    os.mkfifo(scans / "pipe.txt")
    assert run(scans, "-o", out).exit_code == 0
    assert len(manifest(out)) == 3


def test_gitignore_is_heeded(scans: Path, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".gitignore", "03.txt\n*.bak.txt\n!\n")
    write(scans / "1950/.gitignore", "02.txt\n!keep.bak.txt\n")
    write(scans / "1950/keep.bak.txt", RAW)
    write(scans / "a.bak.txt", RAW)
    done = run(scans, "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert files(tmp_path / "out") == [f"1950/01/{OLD}", f"1950/keep.bak/{OLD}"]
    assert run(scans / "03.txt").exit_code == 0, "a file that is named is meant"


def test_a_folder_that_is_named_is_meant(scans: Path, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".gitignore", "scans/\n")
    assert run(tmp_path).exit_code == 3
    run(scans, "-o", tmp_path / "out")
    assert len(files(tmp_path / "out")) == 3


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("1950/**/*.txt", ["03"]),
        ("**/01.txt", ["03", "1950/02"]),
        ("/03.txt", ["1950/01", "1950/02"]),
        ("/01.txt", ["03", "1950/01", "1950/02"]),
        ("1950/", ["03"]),
        ("*.txt", []),
    ],
)
def test_patterns_are_those_of_gitignore(scans: Path, tmp_path: Path, pattern: str, left: list[str]) -> None:
    write(scans / "cleaner.toml", f"exclude = ['{pattern}']\n")
    CliRunner().invoke(app, ["clean", str(scans), "-o", str(tmp_path / "out")])
    assert files(tmp_path / "out") == [f"{name}/{OLD}" for name in left]


def test_a_pattern_that_is_none_is_refused(scans: Path) -> None:
    write(scans / "cleaner.toml", "exclude = ['!']\n")
    done = CliRunner().invoke(app, ["clean", str(scans)])
    assert "exclude in the top table must be a pattern as in .gitignore" in str(done.exception)
