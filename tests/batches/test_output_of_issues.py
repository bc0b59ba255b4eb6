"""The output of an issue: it replaces the one before, and nothing that was changed since."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.outputs import NEW, OLD, OTHER, RAW, files, manifest, run, write


def test_an_issue_replaces_the_one_before(scans: Path, out: Path) -> None:
    write(scans / "1950/02.txt", OTHER)
    run(scans / "1950", "-o", out, "--issue")
    assert files(out) == [OLD, NEW.replace("01_", "02_")]
    owners = {Path(page).name: record["files"] for page, record in manifest(out).items()}
    assert owners == {"01.txt": [OLD], "02.txt": [NEW.replace("01_", "02_")]}
    run(scans / "1950/02.txt", "-o", out, "--issue")
    assert files(out) == [NEW]
    assert list(manifest(out)) == [str(scans / "1950/02.txt")]


def test_an_issue_does_not_write_over_a_file_that_was_changed_since(scans: Path, out: Path) -> None:
    run(scans / "1950", "-o", out, "--issue")
    write(out / OLD, "proofread\n")
    before = manifest(out)
    write(scans / "1950/01.txt", RAW.replace("五千", "六千"))
    for _ in range(2):
        done = run(scans / "1950", "-o", out, "--issue")
        assert done.exit_code == 5
        assert f"{out / OLD}: it was changed since an earlier run wrote it, so the issue" in done.stderr
        assert (out / OLD).read_text("utf-8") == "proofread\n"
        assert manifest(out) == before
    (out / OLD).unlink()
    assert run(scans / "1950", "-o", out, "--issue").exit_code == 0
    assert "六千" in (out / OLD).read_text("utf-8")


def test_a_file_of_an_issue_that_was_changed_since_and_is_left_over_stays(scans: Path, out: Path) -> None:
    run(scans / "1950", "-o", out, "--issue")
    write(out / OLD, "proofread\n")
    for name in ("01.txt", "02.txt"):
        write(scans / "1950" / name, OTHER)
    done = run(scans / "1950", "-o", out, "--issue")
    assert done.exit_code == 0
    assert done.stderr.count(f"{out / OLD}: an earlier run wrote it, but it was changed since") == 1
    assert (out / OLD).read_text("utf-8") == "proofread\n"
    assert (out / NEW).exists()


@pytest.mark.parametrize("options", [["--format", "jsonl"], []])
def test_an_issue_writes_again_what_nobody_changed(scans: Path, out: Path, options: list[str]) -> None:
    for text in (RAW, RAW.replace("五千", "六千")):
        write(scans / "1950/01.txt", text)
        assert run(scans / "1950", "-o", out, "--issue", *options).exit_code == 0
    assert any("六千" in (out / name).read_text("utf-8") for name in files(out))
