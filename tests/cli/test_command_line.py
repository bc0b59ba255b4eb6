"""What every command has in common, and what an editor, a shell or a batch asks of it."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.app import app
from cleaner.cli.colours import is_coloured, paint_diff
from cleaner.decisions import Decisions
from cleaner.errors import ExitCode, OutputError

RAW = "青石镇新建水库\n\n问题,党内严重警告2人!\n"
FIXED = RAW.replace(",", "，").replace("!", "！")
COMMANDS = ("clean", "fix", "explain", "report", "config", "rules", "score", "completion")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*arguments: str | Path, data: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), input=data)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a page at its top, one below and one in Markdown."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "sub/b.txt", "c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(RAW, encoding="utf-8")
    return tmp_path


# Quiet and verbose


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_may_be_quiet_or_verbose(command: str) -> None:
    told = run(command, "--help").stdout
    assert "-q, --quiet" in told
    assert "-v, --verbose" in told


@pytest.mark.usefixtures("here")
def test_quiet_tells_errors_alone() -> None:
    assert (
        run("fix", "a.txt", "--check", "--isolated").stderr
        == "cleaner: 1 file would be fixed, 0 left as they are.\n"
    )
    done = run("fix", "a.txt", "--check", "--quiet", "--isolated")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "would fix a.txt (2 edits)\n", "")
    done = run("fix", "a.txt", "missing.txt", "-q", "--isolated")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("cleaner: missing.txt: there is no such file")


@pytest.mark.usefixtures("here")
def test_verbose_tells_of_each_page() -> None:
    detail = "cleaner: a.txt: 2 normalize_marks; 0 withheld.\n"
    for options in (("--check",), ("--diff",), ()):
        plain = run("fix", "a.txt", "--check", "--isolated")
        assert detail not in plain.stderr
        assert run("fix", "a.txt", "-v", *options, "--isolated").stderr.startswith(detail)
    assert run("fix", "a.txt", "-v", "--isolated").stderr.startswith("cleaner: a.txt: left as it is.\n")
    assert run("fix", "a.txt", "--isolated").stderr == "cleaner: 0 files fixed, 1 left as it is.\n"
    assert run("clean", "a.txt", "-v", "--isolated").stderr.startswith("cleaner: a.txt: 1 article; 0 edits")
    assert (
        run("explain", "a.txt", "-v", "--isolated").stderr == "cleaner: a.txt: 0 edits, made and withheld.\n"
    )


# Colours


@pytest.mark.parametrize(
    ("variables", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_who_gets_colours(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_coloured(Terminal() if terminal else io.StringIO()) is coloured
    assert not (is_coloured(None) and "FORCE_COLOR" not in variables)


@pytest.mark.parametrize(
    ("arguments", "painted"),
    [
        (("fix", "a.txt", "--diff"), True),
        (("fix", "a.txt", "--check"), True),
        (("explain", "a.txt"), True),
        (("rules",), True),
        (("clean", "no.txt"), True),
        (("clean", "a.txt"), False),
    ],
)
@pytest.mark.usefixtures("here")
def test_colours_are_all_that_they_add(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], painted: bool
) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    plain = run(*arguments)
    assert "\x1b" not in plain.output
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run(*arguments)
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured.output)
    assert stripped == plain.output
    assert ("\x1b[" in coloured.output) is painted
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(*arguments).output == plain.output


def test_a_file_gets_no_colours(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run("explain", "a.txt", "-o", "out.txt").exit_code == 0
    assert "\x1b" not in (here / "out.txt").read_text("utf-8")


def test_a_diff_keeps_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    diff = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-甲\n+乙\n 丙\n"
    lines = paint_diff(diff).splitlines()
    assert len(lines) == 6
    assert [line.startswith("\x1b[") for line in lines] == [True] * 5 + [False]


# A filter for editors


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_standard_input_is_fixed_in_its_encoding(encoding: str) -> None:
    done = run("fix", "-", "--isolated", data=RAW.encode(encoding))
    assert (done.exit_code, done.stdout_bytes, done.stderr) == (0, FIXED.encode(encoding), "")
    again = run("fix", "-", "--isolated", data=done.stdout_bytes)
    assert again.stdout_bytes == done.stdout_bytes


def test_standard_input_is_the_file_that_it_stands_for(here: Path) -> None:
    (here / "cleaner.toml").write_text('[per-file."sub/*"]\nignore = ["certain"]\n', "utf-8")
    assert run("fix", "-", data=RAW.encode()).stdout == FIXED
    assert run("fix", "-", "--stdin-filename", "sub/b.txt", data=RAW.encode()).stdout == RAW
    done = run("fix", "-", "--stdin-filename", "a.txt", "--check", data=RAW.encode())
    assert (done.exit_code, done.stdout) == (1, "would fix a.txt (2 edits)\n")
    done = run("fix", "-", "--stdin-filename", "a.txt", "--diff", data=RAW.encode())
    assert done.stdout.startswith("--- a/a.txt\n+++ b/a.txt\n")
    assert (here / "a.txt").read_text("utf-8") == RAW


def test_what_is_no_page_goes_through_untouched() -> None:
    program = b"import os\n\nprint(os.sep, 'x')\n"
    done = run("fix", "-", data=program)
    assert (done.exit_code, done.stdout_bytes) == (0, program)
    assert "skipped, as it does not look like a Chinese page" in done.stderr
    word = b"<div class='ocr_page'><span class='ocrx_word'>x</span></div>"
    hocr = b"<?xml version='1.0'?><html><body>" + word + b"</body></html>"
    assert run("fix", "-", data=hocr).stdout_bytes == hocr


@pytest.mark.usefixtures("here")
def test_a_filter_prints_nothing_where_it_fails() -> None:
    done = run("fix", "-", data=b"\xff\xfe\xff")
    assert done.stdout == ""
    assert done.exit_code == ExitCode.ENCODING
    done = run("fix", "-", "a.txt", data=b"")
    assert (done.exit_code, done.stdout) == (2, "")


# Files of a folder


def shown(*arguments: str) -> set[str]:
    lines = run("fix", ".", "--check", "--isolated", *arguments).stdout.splitlines()
    return {line.split()[2] for line in lines}


@pytest.mark.usefixtures("here")
def test_patterns_of_the_command_line() -> None:
    assert shown() == {"a.txt", "sub/b.txt"}
    assert shown("--include", "*.md") == {"c.md"}
    assert shown("--include", "*.md", "--include", "*.txt") == {"a.txt", "sub/b.txt", "c.md"}
    assert shown("--exclude", "sub/") == {"a.txt"}
    assert shown("--include", "/*.txt") == {"a.txt"}
    assert shown("--exclude", "*.txt", "--exclude", "!b.txt") == {"sub/b.txt"}


def test_patterns_of_the_command_line_stand_in_place_of_those_of_a_configuration(here: Path) -> None:
    (here / "cleaner.toml").write_text('include = ["*.md"]\nexclude = ["sub"]\n', "utf-8")
    done = run("fix", ".", "--check", "--include", "*.txt")
    assert done.stdout == "would fix a.txt (2 edits)\n"
    assert "command line" in next(
        line for line in run("config", "--include", "*.txt").stdout.splitlines() if line.startswith("include")
    )


@pytest.mark.usefixtures("here")
def test_a_wrong_or_idle_pattern_is_told() -> None:
    done = run("fix", ".", "--include", "!")
    assert "--include must be a pattern as in .gitignore" in str(done.exception)
    assert (
        "no page matches '*.xyz'"
        in run("fix", ".", "--check", "--include", "*.txt", "--include", "*.xyz").stderr
    )


# Explanations


@pytest.mark.usefixtures("here")
def test_statistics_count_each_edit_once() -> None:
    pages = ".", "--include", "*.txt", "--isolated"
    done = run("explain", *pages, "--statistics", "--format", "json")
    told = json.loads(done.stdout)
    lines = run("explain", *pages, "--format", "jsonl").stdout.splitlines()
    assert sum(rule["made"] + rule["withheld"] for rule in told["rules"]) == len(lines)
    assert sum(page["made"] + page["withheld"] for page in told["pages"]) == len(lines)
    assert {page["page"] for page in told["pages"]} == {"a.txt", "sub/b.txt"}


def test_the_page_most_in_doubt_comes_first(here: Path) -> None:
    (here / "sure.txt").write_text("会议结束了。\n", encoding="utf-8")
    (here / "unsure.txt").write_text("自治区抢抓 一带一路 发展机遇 推动高质量发展。\n", encoding="utf-8")
    told = json.loads(run("explain", ".", "--statistics", "--format", "json", "--isolated").stdout)
    errors = [page["expected_errors"] for page in told["pages"]]
    assert errors == sorted(errors, reverse=True)
    assert told["pages"][0]["page"] == "unsure.txt"
    assert next(page for page in told["pages"] if page["page"] == "sure.txt")["made"] == 0
    table = run("explain", ".", "--statistics", "--isolated").stdout
    assert table.splitlines()[0].split() == ["made", "withheld", "doubtful", "errors", "expected", "rule"]


def test_jobs_and_a_file_change_nothing_of_an_explanation(here: Path) -> None:
    alone = run("explain", ".", "--isolated").stdout
    assert run("explain", ".", "--isolated", "--jobs", "2").stdout == alone
    done = run("explain", ".", "--isolated", "-o", "deep/out.txt")
    assert (done.exit_code, done.stdout) == (0, "")
    assert (here / "deep/out.txt").read_text("utf-8") == alone


def test_an_explanation_goes_over_no_page(here: Path) -> None:
    overwritten = "would overwrite a file that is read"
    os.link("a.txt", "same.txt")  # as capitals are the same to some file systems
    Path("link.txt").symlink_to("sub/b.txt")
    for page, name, message in (
        ("a.txt", "a.txt", overwritten),
        ("a.txt", "same.txt", overwritten),
        ("a.txt", "sub", "this is a folder"),
        (".", "sub/b.txt", overwritten),
        ("sub", "link.txt", overwritten),
    ):
        done = run("explain", page, "-o", name)
        assert isinstance(done.exception, OutputError)
        assert message in str(done.exception)
    assert (here / "a.txt").read_text("utf-8") == RAW
    assert (here / "sub" / "b.txt").read_text("utf-8") == RAW


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("option", ["terms", "names", "decisions", "config"])
def test_an_explanation_goes_over_no_file_that_an_option_names(option: str) -> None:
    texts = {"decisions": Decisions("a.txt", ()).to_json(), "config": "threshold = 0.5\n"}
    text = texts.get(option, "一带一路\n")
    Path("given").write_text(text, encoding="utf-8")
    done = run("explain", "a.txt", f"--{option}", "given", "-o", "./given")
    assert isinstance(done.exception, OutputError)
    assert Path("given").read_text("utf-8") == text
    assert run("explain", "a.txt", f"--{option}", "given", "-o", "new").exit_code == 0


# Exit codes


@pytest.mark.parametrize("command", ["clean", "fix", "explain"])
def test_exit_zero_is_for_what_becomes_of_pages(here: Path, command: str) -> None:
    (here / "bad.txt").write_bytes(b"\xff\xfe\xff")
    plain = run(command, "a.txt", "bad.txt", "--isolated")
    assert plain.exit_code == ExitCode.ENCODING
    done = run(command, "a.txt", "bad.txt", "--exit-zero", "--isolated")
    assert done.exit_code == 0
    assert "bad.txt" in done.stderr
    assert run(command, "a.txt", "--exit-zero", "--jobs", "0").exit_code == 2
    assert run(command, "a.txt", "--exit-zero", "--select", "nosuch").exception is not None


def test_the_help_tells_every_exit_code() -> None:
    told = run("--help").stdout
    table = told.partition("Exit codes:")[2].partition("Environment:")[0]
    for code in ExitCode:
        assert f" {code.value} " in table
    for signal in ("130", "141", "143"):
        assert signal in table


# Completion


def complete(*words: str) -> set[str]:
    environment = {
        "_CLEANER_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("cleaner", *words)),
        "COMP_CWORD": str(len(words)),
    }
    return set(CliRunner().invoke(app, [], env=environment, prog_name="cleaner").stdout.split())


def test_commands_options_and_rules_are_completed() -> None:
    assert complete("exp") == {"explain"}
    assert complete("rules", "restore_") == {"restore_quotes", "restore_stops", "restore_dashes"}
    assert complete("clean", "--select", "rejoin_lines,restore_q") == {"rejoin_lines,restore_quotes"}
    assert complete("explain", "--stat") == {"--statistics"}
    assert complete("clean", "nothing-goes-on-so") == set()


@pytest.mark.parametrize(
    ("shell", "line"),
    [("bash", "complete -o default"), ("zsh", "compdef"), ("fish", "complete --command cleaner")],
)
def test_the_script_of_each_shell(shell: str, line: str) -> None:
    done = run("completion", shell)
    assert done.exit_code == 0
    assert line in done.stdout
    assert run("completion", "tcsh").exit_code == 2
