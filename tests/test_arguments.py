"""Arguments that name nothing, and options that do not go together: refused before anything is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.app import app

RAW = "青石镇新建水库\n\n问题,党内严重警告2人!\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a page at its top and one below."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(RAW, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("fix", ""),
        ("fix", "a.txt", ""),
        ("fix", "", "--check"),
        ("clean", ""),
        ("clean", "a.txt", "-o", ""),
        ("clean", "a.txt", "--output="),
        ("explain", ""),
        ("report", ""),
        ("report", "a.txt", "-o", ""),
        ("config", ""),
        ("score", "", "--gold", "x"),
        ("score", "--gold", ""),
        ("score", "--gold", "x", "--raw="),
    ],
)
def test_an_empty_argument_names_nothing(here: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "empty. Is a variable not set?" in " ".join(done.stderr.split())
    assert {path.read_text("utf-8") for path in here.rglob("*.txt")} == {RAW}
    assert len(list(here.rglob("*"))) == 3, "something was written"


def test_the_current_folder_may_still_be_named(here: Path) -> None:
    assert run("fix", ".", "--isolated").exit_code == 1
    assert {path.read_text("utf-8") for path in here.rglob("*.txt")} == {
        RAW.replace(",", "，").replace("!", "！")
    }
