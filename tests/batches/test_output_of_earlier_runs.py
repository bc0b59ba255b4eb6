"""Files of earlier runs in an output folder: what is removed, what stays, what is not written over."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import ExitCode
from tests.tools.commands import counts
from tests.tools.outputs import NEW, OLD, OTHER, RAW, files, manifest, run, write

# Files that are left over or were changed


def test_files_that_a_page_no_longer_has_are_removed(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    write(scans / "03.txt", OTHER)
    done = run(scans, "-o", out)
    assert done.exit_code == 0
    assert files(out) == [f"03/{NEW}", f"1950/01/{OLD}", f"1950/02/{OLD}"]
    listed = sorted(name for record in manifest(out).values() for name in record["files"])
    assert listed == files(out)


def test_another_form_replaces_the_first(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    run(scans, "-o", out, "--format", "jsonl")
    assert files(out) == ["03.jsonl", "1950/01.jsonl", "1950/02.jsonl"]
    assert not (out / "03").exists(), "an empty folder was left"
    run(scans, "-o", out, "--format", "md")
    assert files(out) == [f"{name}/{OLD[:-4]}.md" for name in ("03", "1950/01", "1950/02")]


def test_a_file_that_was_changed_since_stays_and_is_told(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    write(out / "03" / OLD, "proofread\n")
    write(out / "03" / "notes.txt", "mine\n")
    write(scans / "03.txt", OTHER)
    done = run(scans / "03.txt", "-o", out)
    assert (
        f"{out / '03' / OLD}: an earlier run wrote it, but it was changed since, so it stays." in done.stderr
    )
    assert (out / "03" / OLD).read_text("utf-8") == "proofread\n"
    assert (out / "03" / "notes.txt").read_text("utf-8") == "mine\n"
    assert (out / "03" / NEW).exists()


def test_a_file_that_was_changed_since_is_not_written_over(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    write(out / "03" / OLD, "proofread\n")
    write(scans / "03.txt", RAW.replace("五千", "六千"))
    for _ in range(2):
        done = run(scans, "-o", out)
        assert done.exit_code == 5
        assert f"{out / '03' / OLD}: it was changed since an earlier run wrote it" in done.stderr
        assert (out / "03" / OLD).read_text("utf-8") == "proofread\n"
    (out / "03" / OLD).unlink()
    assert run(scans, "-o", out).exit_code == 0
    assert "六千" in (out / "03" / OLD).read_text("utf-8")


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_a_page_whose_files_were_changed_is_not_skipped_but_told(scans: Path, out: Path, form: str) -> None:
    again = (scans, "-o", out, "--format", form, "--resume")
    run(*again)
    path = out / next(name for name in files(out) if name.startswith("03"))
    written = path.read_bytes()
    write(path, "proofread\n")
    for _ in range(2):
        done = run(*again)
        assert done.exit_code == 5
        assert f"{path}: it was changed since an earlier run wrote it" in done.stderr
        assert "skipped            2" in done.stderr
        assert path.read_text("utf-8") == "proofread\n"
    path.write_bytes(written)
    assert run(*again).exit_code == 0
    assert "skipped            3" in run(*again).stderr


def test_digests_are_those_of_the_files(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    for record in manifest(out).values():
        found = [hashlib.sha256((out / name).read_bytes()).hexdigest() for name in record["files"]]
        assert record["digests"] == found


@pytest.mark.parametrize("issue", [[], ["--issue"]])
def test_a_file_of_an_earlier_run_that_cannot_be_read_stops_no_other_page(
    scans: Path, out: Path, issue: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(scans, "-o", out, *issue)
    unreadable = next(out.rglob("*.txt"))

    def read_bytes(path: Path) -> bytes:
        if path == unreadable:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    done = run(scans, "-o", out, *issue)
    assert done.exit_code == ExitCode.OUTPUT
    assert f"{unreadable}: it cannot be read (Permission denied), so the " in done.stderr
    assert issue or counts(done.stderr)["pages done"] == "2"


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ((), f"03/{OLD}"),
        (("--format", "md"), f"03/{OLD.replace('.txt', '.md')}"),
        (("--format", "jsonl"), "03.jsonl"),
        (("--issue",), OLD),
        (("--issue", "--format", "jsonl"), "issue.jsonl"),
    ],
)
def test_a_file_that_no_run_wrote_stays(scans: Path, out: Path, options: tuple[str, ...], name: str) -> None:
    mine = write(out / name, "mine\n")
    for _ in range(2):
        done = run(scans / "03.txt", "-o", out, *options)
        assert done.exit_code == ExitCode.OUTPUT
        assert f"{mine}: it is there already, and not on record as of an earlier run, so the " in done.stderr
        assert mine.read_text("utf-8") == "mine\n"
    mine.unlink()
    assert run(scans / "03.txt", "-o", out, *options).exit_code == 0
    assert files(out) == [name]


def test_what_an_unrecorded_run_wrote_is_written_again(scans: Path, out: Path) -> None:
    """As where a run ended between writing a page and its record."""
    run(scans, "-o", out)
    (out / "manifest.jsonl").unlink()
    assert run(scans, "-o", out).exit_code == 0
    assert len(manifest(out)) == 3


# Pages that are gone


def test_a_page_that_is_gone_takes_its_files_along(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    (scans / "1950" / "02.txt").unlink()
    done = run(scans, "-o", out)
    assert files(out) == [f"03/{OLD}", f"1950/01/{OLD}"]
    assert f"{scans / '1950/02.txt'}: it is gone" in done.stderr
    assert len(manifest(out)) == 2


@pytest.mark.parametrize("named", ["03.txt", "1950/01.txt"])
def test_a_page_that_is_gone_elsewhere_is_not_looked_for(scans: Path, out: Path, named: str) -> None:
    run(scans, "-o", out)
    (scans / "1950" / "02.txt").unlink()
    run(scans / named, "-o", out)
    assert f"1950/02/{OLD}" in files(out)
    assert len(manifest(out)) == 3


@pytest.mark.parametrize("is_left", [True, False])
def test_a_folder_below_that_is_not_there_has_lost_no_page(
    scans: Path, out: Path, tmp_path: Path, is_left: bool
) -> None:
    run(scans, "-o", out)
    (scans / "1950").rename(tmp_path / "unmounted")
    if is_left:
        (scans / "1950").mkdir()
    assert run(scans, "-o", out).exit_code == 0
    assert len(files(out)) == len(manifest(out)) == 3


def test_a_page_that_is_a_link_to_nowhere_is_not_gone(scans: Path, out: Path, tmp_path: Path) -> None:
    run(scans, "-o", out)
    (scans / "03.txt").rename(tmp_path / "03.txt")
    (scans / "03.txt").symlink_to(tmp_path / "unmounted" / "03.txt")
    assert run(scans, "-o", out).exit_code == 3
    assert len(files(out)) == 3


def test_a_folder_that_is_empty_has_lost_no_page(scans: Path, out: Path, tmp_path: Path) -> None:
    run(scans, "-o", out)
    scans.rename(tmp_path / "elsewhere")
    scans.mkdir()
    assert run(scans, "-o", out).exit_code == 3
    assert len(files(out)) == len(manifest(out)) == 3


def test_what_is_no_text_any_more_has_no_articles(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    (scans / "03.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run(scans, "-o", out).exit_code == 4
    assert files(out) == [f"1950/01/{OLD}", f"1950/02/{OLD}"]
    assert manifest(out)[str(scans / "03.txt")]["status"] == "failed"


def test_a_page_that_cannot_be_read_now_keeps_its_files(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    (scans / "03.txt").unlink()
    assert run(scans / "03.txt", "-o", out).exit_code == 3
    assert f"03/{OLD}" in files(out)
    record = manifest(out)[str(scans / "03.txt")]
    assert (record["status"], record["files"]) == ("failed", [f"03/{OLD}"])


# Manifests that lie


@pytest.mark.parametrize("name", ["../victim.txt", "link/victim.txt"])
def test_a_manifest_that_lies_removes_nothing_outside(
    scans: Path, out: Path, tmp_path: Path, name: str
) -> None:
    victim = write(tmp_path / "victim.txt", "mine\n")
    run(scans / "03.txt", "-o", out)
    (out / "link").symlink_to(tmp_path)
    (record,) = manifest(out).values()
    record |= {"files": [name], "digests": [hashlib.sha256(b"mine\n").hexdigest()]}
    write(out / "manifest.jsonl", json.dumps(record) + "\n")
    run(scans / "03.txt", "-o", out)
    assert victim.read_text("utf-8") == "mine\n"


@pytest.mark.parametrize(
    "lies",
    [
        {"status": 5, "files": {"a": 1}, "digests": 3, "place": 7},
        {"files": [None, 3, {"a": 1}, "."], "digests": [1, 2, 3, 4], "place": "../../etc"},
        {
            "page": "gone.txt",
            "files": ["../scans/03.txt", "/etc/hostname"],
            "digests": ["x", "y"],
            "place": "03",
        },
        {"page": "\0", "files": ["\0"], "digests": ["a"], "place": "\0"},
        {"files": ["\0", "\ud800"], "digests": ["a", "b"], "place": "a/\0"},
    ],
)
def test_a_manifest_of_another_shape_harms_nothing(scans: Path, out: Path, lies: dict[str, Any]) -> None:
    run(scans / "03.txt", "-o", out)
    (record,) = manifest(out).values()
    write(out / "manifest.jsonl", json.dumps(record | lies) + "\n")
    done = run(scans / "03.txt", "-o", out, "--resume")
    is_refused = "this is no manifest of cleaner, so it stays" in str(done.exception)
    assert is_refused is ("\\x00" in repr(lies))
    assert is_refused or done.exit_code == 0
    assert sorted(path.name for path in scans.rglob("*.txt")) == ["01.txt", "02.txt", "03.txt"]
    assert any("青石镇" in (out / name).read_text("utf-8") for name in files(out))


def test_a_page_in_the_output_folder_is_never_removed(out: Path) -> None:
    page = write(out / "03.txt", RAW)
    run(page, "-o", out)
    (record,) = manifest(out).values()
    record |= {"files": ["03.txt"], "digests": [record["sha256"]]}
    write(out / "manifest.jsonl", json.dumps(record) + "\n")
    run(page, "-o", out)
    assert page.read_text("utf-8") == RAW
