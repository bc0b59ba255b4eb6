"""Names that no file can have, links in a circle, folders that may not be entered: all are told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import ExitCode
from tests.tools.commands import run

RAW = "青石镇新建水库\n\n问题,党内严重警告2人!\n"
LONG = "青石镇三座水库建成蓄水" * 30
AS_PAGE = [
    ("clean", "{}"),
    ("clean", "a.txt", "{}", "-o", "out"),
    ("clean", "{}", "--issue"),
    ("clean", "{}#2"),
    ("fix", "{}"),
    ("explain", "{}"),
    ("report", "{}"),
    ("report", "a.txt", "{}", "-o", "out"),
]
"""Commands that take a path for a page."""
OTHERS = [
    ("clean", "a.txt", "--names", "{}"),
    ("clean", "a.txt", "--decisions", "{}"),
    ("clean", "a.txt", "--config", "{}"),
    ("clean", "a.txt", "-o", "{}.d"),
    ("clean", "a.txt", "-o", "{}/out"),
    ("explain", "a.txt", "-o", "{}/x.txt"),
    ("report", "a.txt", "-o", "{}/x.html"),
    ("report", "a.txt", "--image", "{}"),
    ("report", "a.txt", "--gold", "{}"),
    ("score", "--gold", "{}"),
]
"""Commands that take one for something else."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(RAW, encoding="utf-8")
    return tmp_path


@pytest.fixture
def locked(here: Path) -> Iterator[Path]:
    folder = here / "locked"
    folder.mkdir()
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


def named(command: tuple[str, ...], name: str) -> list[str]:
    return [argument.format(name) for argument in command]


@pytest.mark.parametrize("command", AS_PAGE + OTHERS)
def test_a_name_that_is_too_long_is_told(command: tuple[str, ...]) -> None:
    done = run(*named(command, LONG))
    assert done.exit_code in (ExitCode.USAGE, ExitCode.INPUT, ExitCode.OUTPUT)
    assert f"cleaner: {LONG[:20]}" in done.stderr


def test_a_text_in_place_of_a_name_belongs_on_standard_input() -> None:
    done = run("clean", LONG)
    assert (done.exit_code, done.stdout) == (ExitCode.INPUT, "")
    assert "A text itself is given on standard input: name -" in done.stderr


@pytest.mark.parametrize("command", AS_PAGE)
def test_links_in_a_circle_lead_to_no_page(here: Path, command: tuple[str, ...]) -> None:
    (here / "circle.txt").symlink_to("circle.txt")
    done = run(*named(command, "circle.txt"))
    assert done.exit_code == ExitCode.INPUT
    assert "cleaner: circle.txt" in done.stderr


@pytest.mark.parametrize("command", AS_PAGE + OTHERS)
def test_a_folder_that_may_not_be_entered_is_told(locked: Path, command: tuple[str, ...]) -> None:
    if os.access(locked, os.X_OK):
        pytest.skip("this user may enter every folder")
    done = run(*named(command, "locked/a.txt"))
    assert done.exit_code in (ExitCode.USAGE, ExitCode.INPUT, ExitCode.OUTPUT)
    assert "cleaner: locked" in done.stderr


def test_a_folder_that_may_not_be_entered_stops_no_other_page(locked: Path) -> None:
    if os.access(locked, os.X_OK):
        pytest.skip("this user may enter every folder")
    done = run("fix", "locked/b.txt", "locked", "a.txt")
    assert done.stdout == "fixed a.txt (2 edits)\n"
    assert done.exit_code == ExitCode.INPUT


def test_no_module_of_the_product_asks_pathlib_what_is_at_a_path() -> None:
    asked = re.compile(r"\.(?:is_file|is_dir|exists|resolve)\(\)")
    package = Path(cleaner.__file__).parent
    modules = [path for path in package.rglob("*.py") if "lab" not in path.parts]
    assert [str(path) for path in modules if asked.search(path.read_text("utf-8"))] == []
