"""An output folder holds the truth of one run: what is removed, what stays, and where each page goes."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import unicodedata
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cleaner.batches.locks import sole_writer
from cleaner.cli.app import app
from cleaner.errors import ExitCode
from tests.tools import commands
from tests.tools.signals import heed_sigint

RAW = "青石镇新建水库\n\n本报7月3日讯（记者 周海）青石镇一座水库建成,可灌溉农田五千亩!\n"
OTHER = RAW.replace("青石镇新建水库", "青石镇水库建成蓄水")
OLD, NEW = "01_青石镇新建水库.txt", "01_青石镇水库建成蓄水.txt"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["clean", *map(str, arguments), "--isolated"])


def files(folder: Path) -> list[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if name != "manifest.jsonl")


def manifest(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "manifest.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len({record["page"] for record in records}) == len(records), "a page has two records"
    return {record["page"]: record for record in records}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    for name in ("1950/01.txt", "1950/02.txt", "03.txt"):
        write(tmp_path / "scans" / name, RAW)
    return tmp_path / "scans"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


# Stale files


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


def test_digests_are_those_of_the_files(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    for record in manifest(out).values():
        found = [hashlib.sha256((out / name).read_bytes()).hexdigest() for name in record["files"]]
        assert record["digests"] == found


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_a_folder_is_not_waited_for(scans: Path, out: Path) -> None:
    os.mkfifo(scans / "pipe.txt")
    assert run(scans, "-o", out).exit_code == 0
    assert len(manifest(out)) == 3


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


# Records


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
        assert "skipped            1" in done.stderr
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


# Layout


def test_the_layout_is_the_same_for_one_page_and_for_many(scans: Path, tmp_path: Path) -> None:
    run(scans / "1950/01.txt", "-o", tmp_path / "one")
    run(scans / "1950/01.txt", scans / "1950/02.txt", "-o", tmp_path / "two")
    run(scans / "1950", "-o", tmp_path / "folder")
    assert files(tmp_path / "one") == [f"01/{OLD}"]
    assert files(tmp_path / "two") == files(tmp_path / "folder") == [f"01/{OLD}", f"02/{OLD}"]


def test_a_page_keeps_its_place(tmp_path: Path, out: Path) -> None:
    first, second = write(tmp_path / "a/page.txt", RAW), write(tmp_path / "b/page.txt", OTHER)
    run(first.parent, second.parent, "-o", out)
    assert files(out) == [f"page/{OLD}", f"page_2/{NEW}"]
    run(second.parent, "-o", out)
    run(second, first, "-o", out)
    assert files(out) == [f"page/{OLD}", f"page_2/{NEW}"]
    assert manifest(out)[str(second)]["place"] == "page_2"


def test_another_page_of_the_same_name_does_not_take_the_place(tmp_path: Path, out: Path) -> None:
    first, second = write(tmp_path / "a/page.txt", RAW), write(tmp_path / "b/page.txt", OTHER)
    run(first, "-o", out)
    run(second, "-o", out)
    assert files(out) == [f"page/{OLD}", f"page_2/{NEW}"]
    assert len(manifest(out)) == 2


NAMES = ("a.txt", "A.TXT", "a.TXT", "Ａ.txt", "a.hocr", "a .txt", "e\u0301.txt", "\u00e9.txt")
"""Names of which some differ in case, width, ending, white space or composition alone."""


@pytest.mark.parametrize(
    "options", [[], ["--format", "jsonl", "--jobs", "1"], ["--format", "md", "--jobs", "1"]]
)
@pytest.mark.parametrize("one_by_one", [False, True])
def test_pages_whose_names_are_alike_do_not_share_a_place(
    scans: Path, out: Path, options: list[str], one_by_one: bool
) -> None:
    named = [write(scans / "alike" / name, RAW.replace("五千", f"{n}千")) for n, name in enumerate(NAMES)]
    for some in [[page] for page in named] if one_by_one else [named, named[::-1]]:
        assert run(*some, "-o", out, *options).exit_code == 0
    written = [unicodedata.normalize("NFKC", name).casefold() for name in files(out)]
    assert len(set(written)) == len(written) == len(NAMES)
    assert {
        char for name in files(out) for char in (out / name).read_text("utf-8") if char in "01234567"
    } >= set("01234567")


def test_folders_whose_names_differ_in_case_do_not_share_a_place(scans: Path, out: Path) -> None:
    for folder in ("Old", "old"):
        write(scans / folder / "p.txt", RAW)
    run(scans / "Old", scans / "old", scans, "-o", out)
    written = [name.casefold() for name in files(out)]
    assert len(set(written)) == len(written) == 5


def test_a_page_that_is_renamed_keeps_no_second_copy(scans: Path, out: Path) -> None:
    run(scans, "-o", out)
    (scans / "03.txt").rename(scans / "03.TXT")
    assert run(scans, "-o", out).exit_code == 0
    assert len(files(out)) == len(manifest(out)) == 3
    assert str(scans / "03.TXT") in manifest(out)


@pytest.mark.parametrize("options", [[], ["--format", "jsonl"]])
@pytest.mark.parametrize("name", ["manifest.txt", "Manifest.txt", "manifest.jsonl.txt"])
def test_no_page_takes_the_place_of_the_manifest(
    scans: Path, out: Path, name: str, options: list[str]
) -> None:
    write(scans / name, RAW)
    for _ in range(2):
        assert run(scans, "-o", out, *options).exit_code == 0
        assert len(manifest(out)) == len(files(out)) == 4
        (record,) = (record for page, record in manifest(out).items() if Path(page).name == name)
        assert "青石镇" in (out / record["files"][0]).read_text("utf-8")


def test_the_ending_of_a_page_may_be_in_capitals(scans: Path, tmp_path: Path) -> None:
    write(scans / "old" / "04.TXT", RAW)
    write(scans / "old" / "05.MD", RAW)
    write(scans / "old" / "06.LOG", RAW)
    done = run(scans / "old", "-o", tmp_path / "out")
    assert (done.exit_code, "no page matches" in done.stderr) == (0, False)
    assert [Path(page).name for page in manifest(tmp_path / "out")] == ["04.TXT", "05.MD"]


def test_folders_keep_their_names(tmp_path: Path, out: Path) -> None:
    for name in ("2020 年 8 月", "_drafts", "第 1 卷/上"):
        write(tmp_path / "scans" / name / "01.txt", RAW)
    run(tmp_path / "scans", "-o", out)
    assert files(out) == sorted(f"{name}/01/{OLD}" for name in ("2020 年 8 月", "_drafts", "第 1 卷/上"))


@pytest.mark.parametrize("name", ["all.jsonl", "page.md", "a.TXT"])
def test_a_folder_is_not_named_like_a_file(scans: Path, tmp_path: Path, name: str) -> None:
    done = run(scans, "-o", tmp_path / name, "--format", "jsonl")
    assert done.exit_code == 2
    assert not (tmp_path / name).exists()
    (tmp_path / name).mkdir()
    assert run(scans, "-o", tmp_path / name).exit_code == 0, "it is a folder"


@pytest.mark.parametrize("inside", ["", "sub", "sub/sub"])
@pytest.mark.parametrize("options", [[], ["--issue"], ["--format", "jsonl"]])
def test_a_file_does_not_become_a_folder(scans: Path, out: Path, inside: str, options: list[str]) -> None:
    write(out, RAW)
    done = commands.run("clean", scans, "-o", out / inside, *options, "--isolated")
    assert done.exit_code == ExitCode.OUTPUT
    assert "A file stands where a folder is needed: name another folder with -o." in done.stderr
    assert out.read_text("utf-8") == RAW


# Which files are pages


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
    assert issue or "pages done         2" in done.stderr


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
