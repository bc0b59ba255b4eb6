"""README.md: short, true, and fit for a package index."""

from __future__ import annotations

import ast
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from tests.tools.commands import run

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
ENGLISH, _, CHINESE = TEXT.partition("\n# 中文\n")
DESIGN = (ROOT / "cleaner/README.md").read_text(encoding="utf-8")
PAGE = ROOT / "fixtures/pages/lossy/invented-004.txt"
MOST = 14_000
"""Bytes."""


def blocks(language: str, text: str = TEXT) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


COMMANDS = [line.partition("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the files that the examples name."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(PAGE, "page.txt")
    Path("scans").mkdir()
    shutil.copy(PAGE, "scans/page.txt")
    return tmp_path


def test_readme_is_no_longer_than_its_limit() -> None:
    assert len(TEXT.encode()) <= MOST


def test_both_halves_have_the_same_sections() -> None:
    english, chinese = (re.findall(r"^## (.+)$", half, re.MULTILINE) for half in (ENGLISH, CHINESE))
    assert len(english) == len(chinese) == 8


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", dict.fromkeys(COMMANDS))
def test_its_commands_run(command: str) -> None:
    words = command.split()
    assert words[0] == "cleaner"
    done = run(*words[1:])
    assert done.exit_code == (1 if "fix" in words else 0), done.stderr


@pytest.mark.parametrize(
    "command", dict.fromkeys(re.findall(r"`(cleaner (?:schema|fix|report) [^`]+)`", TEXT))
)
def test_its_commands_between_words_run(folder: Path, command: str) -> None:
    words, _, file = command.partition(" < ")
    done = run(*words.split()[1:], data=(folder / file).read_bytes() if file else b"")
    assert done.exit_code == 0, done.stderr


def test_both_halves_have_the_five_commands() -> None:
    assert len(COMMANDS) == 10
    assert COMMANDS[:5] == COMMANDS[5:]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("block", [*blocks("python"), *blocks("python", DESIGN)[:2]])
def test_its_python_runs_and_says_what_comes_out(block: str) -> None:
    names: dict[str, object] = {}
    for line in block.splitlines():
        code, _, comment = line.partition("  # ")
        try:
            wanted = ast.literal_eval(comment)
        except (SyntaxError, ValueError):
            exec(code, names)
        else:
            assert eval(code, names) == wanted


def test_nothing_points_to_where_an_index_has_nothing() -> None:
    assert re.findall(r"\]\((?!#)[^)]*\)", TEXT) == []
    assert "](#中文)" in ENGLISH


def test_the_folders_that_it_names_are_there() -> None:
    named = set(re.findall(r"`(cleaner(?:/\w+)*)`", TEXT)) - {"cleaner"}
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name / "README.md").is_file()] == []


@pytest.mark.parametrize(
    "readme", sorted(ROOT.glob("cleaner/**/README.md")), ids=lambda path: path.parent.name
)
def test_what_the_folders_link_to_and_run_is_there(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    paths = re.findall(r"(?<![\w/])((?:tests|fixtures|cleaner)/[\w./-]*\w)", text)
    modules = [name.replace(".", "/") for name in re.findall(r"python -m (cleaner[.\w]*\w)", text)]
    assert [link for link in links if not (readme.parent / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [path for path in modules if not list(ROOT.glob(f"{path}*"))] == []


def test_the_readme_of_the_report_names_its_keys() -> None:
    text = (ROOT / "cleaner/report/README.md").read_text(encoding="utf-8")
    script = (ROOT / "cleaner/report/assets/review.js").read_text(encoding="utf-8")
    act = re.search(r"const act = \{(.*?)\}\[event\.key\]", script, re.DOTALL)
    assert act
    keys = re.findall(r'(?:^|, )\s*"?([^\s"])"?: \(\) =>', act[1], re.MULTILINE)
    assert len(keys) == 8
    assert [key for key in (*keys, "?", "Esc") if f"`{key}`" not in text] == []


def test_the_options_that_it_names_are_there() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT)) - {"--from", "--help"}
    known = ""
    for command in ("clean", "fix", "report", ""):
        known += run(*command.split(), "--help").stdout
    assert [option for option in named if option not in known] == []


def test_chinese_text_has_full_width_marks() -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|<!--.*?-->", "X", CHINESE, flags=re.DOTALL)
    found = [
        (before, mark, after)
        for (before, mark), (_, after) in zip(pairwise(prose), pairwise(prose[1:]), strict=False)
        if mark in ",;:?!()\"'" and ("\u4e00" <= before <= "\u9fff" or "\u4e00" <= after <= "\u9fff")
    ]
    assert found == []
    assert not re.search(r"[\u4e00-\u9fff]\.", prose)
    assert "“" in prose
    assert prose.count("“") == prose.count("”")
