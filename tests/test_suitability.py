"""What is a page and what is not: all kinds of pages are taken, `fix` leaves other files byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cleaner.cli.app import app
from cleaner.reading.suitability import why_no_page

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "fixtures" / "pages").glob("*/*.txt")) + sorted(
    (ROOT / "fixtures" / "clean").glob("*.txt")
)
RAW = "青石镇新建水库\n\n问题,党内严重警告2人!\n"
CLEAN = "青石镇新建水库\n\n问题，党内严重警告2人！\n"

KNOWN = json.loads((ROOT / "fixtures" / "suitability.json").read_text("utf-8"))
OTHERS: dict[str, str] = KNOWN["others"]
"""Texts that are no pages, by file name."""
TAKEN: dict[str, str] = KNOWN["pages"]
"""Pages that are unlike most, by what is unusual."""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--isolated"])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_fixture_pages_and_their_first_lines_are_taken_for_pages(path: Path) -> None:
    text = path.read_text("utf-8")
    assert why_no_page(text, str(path)) == ""
    first = "\n".join(text.splitlines()[:3])
    assert why_no_page(first) == "", "the first lines alone"
    assert why_no_page("\r\n".join(text.splitlines())) == ""


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_unusual_pages_are_pages(text: str) -> None:
    assert why_no_page(text, "page.txt") == ""


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_none_and_the_reason_is_told(name: str) -> None:
    assert why_no_page(OTHERS[name], name)


@pytest.mark.parametrize("name", sorted(OTHERS.keys() - {"COPYING", "README.txt", "settings.yaml"}))
def test_what_a_file_holds_is_enough(name: str) -> None:
    assert why_no_page(OTHERS[name], "page.txt")
    assert why_no_page(OTHERS[name].replace("\n", "\r\n"))


@given(st.text(max_size=200))
@example("㋐")
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(why_no_page(text), str)
    assert "\n" not in why_no_page(text)


@given(
    st.lists(
        st.text(st.sampled_from("青石镇三座小型水库建成蓄水，可灌溉农田五千亩。"), min_size=9), min_size=1
    )
)
def test_chinese_prose_is_a_page(lines: list[str]) -> None:
    assert why_no_page("\n".join(lines)) == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_fix_leaves_other_files_byte_for_byte(tmp_path: Path, jobs: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    for name, text in OTHERS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("fix", *sorted(tmp_path.iterdir()), "--jobs", jobs)
    assert done.stdout == f"fixed {page} (2 edits)\n"
    assert {name: (tmp_path / name).read_text("utf-8") for name in OTHERS} == OTHERS
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*OTHERS, "page.txt"])
    assert f"{tmp_path / 'requirements.txt'}: skipped, as it does not look like a Chinese page" in done.stderr
    assert done.stderr.count(": skipped") == len(OTHERS)
    assert done.stderr.endswith(f"cleaner: 1 file fixed, 0 left as they are, {len(OTHERS)} skipped.\n")


@pytest.mark.parametrize("option", ["--check", "--diff", "--certain-only", "--to-utf8"])
def test_other_files_are_passed_over_whatever_is_asked(tmp_path: Path, option: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text(OTHERS["requirements.txt"], encoding="utf-8")
    done = run("fix", tmp_path, option)
    assert (done.exit_code, done.stdout) == (0, "")
    assert path.read_text("utf-8") == OTHERS["requirements.txt"]


def test_force_fixes_them_nonetheless(tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_text("问题,党内\t警告\n", encoding="utf-8")
    assert run("fix", path).exit_code == 0
    assert run("fix", path, "--force").exit_code == 1
    assert path.read_text("utf-8").startswith("问题，党内")


def test_clean_says_so_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_text(OTHERS["data.txt"], encoding="utf-8")
    done = run("clean", path)
    assert done.exit_code == 0
    assert "水库" in done.stdout
    assert done.stderr == (
        f"cleaner: {path}: it does not look like a Chinese page (tabs part its columns, as in a table), "
        "but was cleaned as one.\n"
    )
    assert run("clean", path, "--format", "jsonl").exit_code == 0


def test_clean_says_nothing_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(RAW, encoding="utf-8")
    assert run("clean", path).stderr == ""


# Backups


def test_a_backup_keeps_the_old_file(tmp_path: Path) -> None:
    page, clean = tmp_path / "page.txt", tmp_path / "clean.txt"
    page.write_bytes(RAW.encode("gbk"))
    page.chmod(0o640)
    clean.write_text(CLEAN, encoding="utf-8")
    assert run("fix", tmp_path, "--backup", ".orig").exit_code == 1
    assert (tmp_path / "page.txt.orig").read_bytes() == RAW.encode("gbk")
    assert (tmp_path / "page.txt.orig").stat().st_mode == page.stat().st_mode
    assert page.read_bytes() == CLEAN.encode("gbk")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.txt", "page.txt", "page.txt.orig"]


def test_a_backup_is_never_written_over(tmp_path: Path) -> None:
    page, backup = tmp_path / "page.txt", tmp_path / "page.txt.orig"
    page.write_text(RAW, encoding="utf-8")
    backup.write_text("older\n", encoding="utf-8")
    done = run("fix", page, "--backup", ".orig")
    assert done.exit_code == 5
    assert f"{backup}: " in done.stderr
    assert page.read_text("utf-8") == RAW
    assert backup.read_text("utf-8") == "older\n"


@pytest.mark.parametrize("suffix", ["", "/x", "a/../b", "\0"])
def test_a_backup_stays_beside_the_file(tmp_path: Path, suffix: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    assert run("fix", page, "--backup", suffix).exit_code == 2
    assert page.read_text("utf-8") == RAW


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_where_nothing_is_written_there_is_nothing_to_back_up(tmp_path: Path, option: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    assert run("fix", page, "--backup", ".orig", option).exit_code == 2
    assert json.dumps([path.name for path in tmp_path.iterdir()]) == '["page.txt"]'


@pytest.mark.parametrize("text", ['{\n "名称": "水库",\n}\n', '[\n  ["水库", 3],\n]\n', '{ "名称": "水库"'])
def test_json_with_a_fault_is_no_page(text: str) -> None:
    assert why_no_page(text) == "it begins like JSON"


def test_brackets_at_the_beginning_are_no_json() -> None:
    assert why_no_page("[“名称”：水库]本报讯，水库建成。\n") == ""
