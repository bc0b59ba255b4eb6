"""Where in an output folder a page goes: its place is kept, and no two pages share one."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from cleaner.errors import ExitCode
from tests.tools import commands
from tests.tools.outputs import NEW, OLD, OTHER, RAW, files, manifest, run, write


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
