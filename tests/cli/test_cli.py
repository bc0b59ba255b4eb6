"""The command as a user runs it: what it prints and writes, and the exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cleaner.batches.pages
import cleaner.chain
import cleaner.cli.app
from cleaner import DISTRIBUTION, Quotes, Script, __version__
from cleaner.cli.app import app, main
from cleaner.errors import AuditError, CleanerError, ExitCode, UnknownRuleError
from cleaner.normalizers import RULES
from cleaner.page import Article, ArticleSegmentation, Page, Paragraph
from cleaner.settings import DEFAULT, Settings
from cleaner.trace import TracedText
from tests.tools.commands import run

ROOT = Path(__file__).parents[2]
STYLES = sorted(path.name for path in (ROOT / "fixtures" / "pages").iterdir())
FIXTURES = [min((ROOT / "fixtures" / "pages" / style).glob("*.txt")) for style in STYLES]
SCRIPT = shutil.which("cleaner", path=sysconfig.get_path("scripts"))
COMMAND = [SCRIPT] if SCRIPT else [sys.executable, "-m", "cleaner"]
ENVIRONMENT = os.environ if SCRIPT else os.environ | {"PYTHONPATH": str(ROOT)}

PAGE = """海州市召开防汛工作会议

本报7月3日讯（记者 林舒）7月2日，全市防汛工作会议在海州召开。会议要求，各级各部门压实责任。

青石镇新建三座小型水库

本报7月3日讯（记者 周海）近日，青石镇三座小型水库建成蓄水，可灌溉农田五千亩。
"""


def run_process(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=False, env=ENVIRONMENT)


def message(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode().replace("\r\n", "\n")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode())
    return path


def solid(text: str) -> str:
    return "".join(text.split())


# The command, installed


def test_a_page_is_printed(page: Path) -> None:
    done = run_process("clean", page)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert solid(text) == solid(PAGE)
    assert "\r" not in text
    assert text.endswith("。\n")


def test_standard_input_and_a_file_give_the_same(page: Path) -> None:
    assert run_process("clean", "-", data=PAGE.encode()).stdout == run_process("clean", page).stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGPIPE")
def test_a_reader_that_leaves_is_no_error(page: Path) -> None:
    command = [*COMMAND, "clean", str(page)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="a shell is needed to close it")
def test_a_closed_output_is_an_output_error(page: Path) -> None:
    command = ["sh", "-c", '"$@" >&-', "sh", *COMMAND, "clean", str(page)]
    done = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
    assert (done.returncode, done.stdout) == (5, b"")
    assert "standard output: it is closed" in message(done)


def test_python_m_cleaner_is_the_command() -> None:
    command = [sys.executable, "-m", "cleaner", "--version"]
    done = subprocess.run(command, capture_output=True, check=True, env=ENVIRONMENT)
    assert done.stdout.decode().split() == ["cleaner", __version__, f"({DISTRIBUTION})"]


def test_fixture_pages_pass_the_audit(tmp_path: Path) -> None:
    done = run_process("clean", *FIXTURES, "--format", "jsonl", "-o", tmp_path)
    lines = [line for path in tmp_path.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    articles = sum('"article": ' in line for line in lines)
    assert done.returncode == 0
    assert message(done) == f"cleaner: {tmp_path}: {articles} articles of {len(FIXTURES)} pages.\n"
    assert len(list(tmp_path.glob("*.jsonl"))) == len(FIXTURES) + len(["manifest.jsonl"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--help"], 0), (["rules", "qqqqqqqq"], 2), (["clean", str(ROOT / "cleaner" / "cli")], 3)],
)
def test_the_exit_code_is_that_of_the_process(arguments: list[str], code: int) -> None:
    done = run_process(*arguments)
    assert done.returncode == code
    assert "Traceback" not in message(done)
    assert message(done) == run(*arguments).stderr


# The same in this process


def test_json_lines_of_several_pages_are_concatenated(page: Path) -> None:
    done = run("clean", page, page, "--format", "jsonl")
    objects = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    fields = ["page", "article", "newspaper", "date", *Article().as_dict()]
    assert [list(object_) for object_ in objects] == [fields] * len(objects)
    assert [(one["page"], one["article"]) for one in objects] == [(str(page), 1), (str(page), 2)] * 2
    assert objects[: len(objects) // 2] == objects[len(objects) // 2 :]


def test_a_folder_gets_one_file_an_article(page: Path, tmp_path: Path) -> None:
    assert run("clean", page, "-o", tmp_path / "out").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["manifest.jsonl", "page"]
    names = sorted(path.name for path in (tmp_path / "out" / "page").iterdir())
    assert names[0] == "01_海州市召开防汛工作会议.txt"
    assert (
        (tmp_path / "out" / "page" / names[0]).read_bytes().startswith("海州市召开防汛工作会议\n\n".encode())
    )


def test_several_pages_get_a_folder_each(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "more" / "page.txt"
    other.parent.mkdir()
    shutil.copy(page, other)
    out = tmp_path / "out"
    assert run("clean", page, other, "-", "-o", out, "--format", "md", data=PAGE.encode()).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["manifest.jsonl", "page", "page_2", "stdin"]
    assert (out / "page" / "01_海州市召开防汛工作会议.md").read_text("utf-8").startswith("# 海州市")


def test_json_lines_go_into_one_file_a_page(page: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    other = tmp_path / "more" / "page.txt"
    other.parent.mkdir()
    shutil.copy(page, other)
    assert run("clean", page, other, page, "-o", out, "--format", "jsonl").exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["manifest.jsonl", "page.jsonl", "page_2.jsonl"]


def test_one_page_that_fails_does_not_stop_the_others(page: Path, tmp_path: Path) -> None:
    image = tmp_path / "scan.txt"
    image.write_bytes(b"\x89PNG\r\n\x1a\n")
    missing = tmp_path / "missing.txt"
    done = run("clean", image, page, missing)
    assert done.exit_code == 4
    assert done.stdout == run("clean", page).stdout
    first, second = done.stderr.splitlines()
    assert first.startswith(f"cleaner: {image}: this is a PNG image")
    assert second.startswith(f"cleaner: {missing}: there is no such file")


def test_an_encoding_other_than_utf_8_is_told(page: Path) -> None:
    plain = run("clean", page)
    page.write_bytes(PAGE.encode("gbk"))
    done = run("clean", page)
    assert done.stdout == plain.stdout
    assert done.stderr == f"cleaner: {page}: read as GB18030.\n"


def test_verbose_sums_a_page_up(page: Path) -> None:
    (line,) = run("clean", page, "-v").stderr.splitlines()
    assert line.startswith(f"cleaner: {page}: ")
    assert " 0 dropped" in line
    assert line.endswith("; UTF-8")


def test_an_empty_page_has_no_articles() -> None:
    for form in ("text", "jsonl"):
        done = run("clean", "-", "--format", form)
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_a_page_is_never_written_over(page: Path, tmp_path: Path) -> None:
    name = "01_海州市召开防汛工作会议"
    first = tmp_path / name / f"{name}.txt"
    first.parent.mkdir()
    page.rename(first)
    done = run("clean", first, "-o", tmp_path)
    assert done.exit_code == 5
    assert "would overwrite the page" in done.stderr
    assert first.read_text("utf-8") == PAGE


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (["--version"], 0, ""),
        (["--help"], 0, ""),
        (["clean", "--help"], 0, ""),
        (["fix", "--help"], 0, ""),
        (["explain", "--help"], 0, ""),
        (["config", "--help"], 0, ""),
        ([], 2, ""),
        (["clean"], 2, "Missing argument"),
        (["clean", "-", "--format", "docx"], 2, "docx"),
        (["clean", "-", "-"], 2, "only once"),
        (["explain", "-", "-"], 2, "only once"),
        (["report", "-", "-", "-o", "out"], 2, "only once"),
        (["explain", "-", "--min-confidence", "0.9", "--max-confidence", "0.1"], 2, "no confidence is"),
        (["clean", "-", "--select", "rejoin_line"], 2, "Did you mean 'rejoin_lines'?"),
        (["clean", "-", "--ignore", "xyz,restore-quotes"], 2, "there is no rule"),
        (["clean", "-", "--encoding", "klingon"], 2, "an encoding: utf-8"),
        (["clean", str(ROOT / "cleaner" / "cli")], 3, "no page in this folder"),
        (["rules", "Restore-Quote"], 2, "Did you mean 'restore_quotes'?"),
        (["rules", "qqqqqqqq"], 2, "lists them all"),
    ],
)
def test_the_exit_code_tells_what_was_wrong(arguments: list[str], code: int, text: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert text in done.stderr


def test_rules_are_listed_as_json() -> None:
    found = json.loads(run("rules", "--format", "json").stdout)
    assert [rule["name"] for rule in found] == list(RULES)
    assert json.loads(run("rules", "join_words", "--format", "json").stdout) == [
        rule for rule in found if rule["name"] == "join_words"
    ]


def test_rules_are_listed_with_their_tier() -> None:
    lines = run("rules").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.name, rule.tier] for rule in RULES.values()]


@pytest.mark.parametrize("name", RULES)
def test_each_rule_is_explained(name: str) -> None:
    text = CliRunner().invoke(app, ["rules", name]).output
    assert text.startswith(f"{name} ({' or '.join(RULES[name].tiers)}, touches ")
    assert RULES[name].summary in text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rules"], ExitCode.OUTPUT),
        (["schema", "page"], ExitCode.OUTPUT),
        (["config"], ExitCode.OUTPUT),
        (["completion", "bash"], ExitCode.OUTPUT),
        (["--help"], ExitCode.SYSTEM),
        (["--version"], ExitCode.SYSTEM),
    ],
)
def test_a_full_disk_is_a_line(arguments: list[str], code: ExitCode) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [*COMMAND, *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, env=ENVIRONMENT)
    assert done.returncode == code
    assert message(done).startswith("cleaner: ")
    assert "No space left on device" in message(done)
    assert message(done).count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the current folder of a process")
@pytest.mark.parametrize("arguments", [["clean", "page.txt"], ["clean", "-"], ["fix", "."], ["config"]])
def test_a_current_folder_that_is_gone_is_told(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "gone").mkdir()
    command = ["sh", "-c", 'cd "$0" && rmdir "$0" && "$@"', str(tmp_path / "gone"), *COMMAND, *arguments]
    done = subprocess.run(command, input=b"", capture_output=True, check=False, env=ENVIRONMENT)
    assert done.returncode == ExitCode.SYSTEM
    assert message(done) == "cleaner: the current folder is gone. Change to another one.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="names are not in the encoding of the locale")
def test_a_locale_without_the_characters_of_a_title_is_told(page: Path, tmp_path: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [*COMMAND, "clean", str(page), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, check=False, env={**ENVIRONMENT, **ascii_only})
    assert done.returncode == ExitCode.OUTPUT
    assert b"Set one in UTF-8, as LC_ALL=C.UTF-8." in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["manifest.jsonl"]


# What a page in good order cannot show, with another chain


def stand_in(monkeypatch: pytest.MonkeyPatch, articles: tuple[Article, ...] | Exception) -> list[Settings]:
    """Put a chain in place that gives these articles, or fails; the settings that it was run with."""
    seen = []

    def clean(text: str, settings: Settings = DEFAULT) -> Page:
        seen.append(settings)
        if isinstance(articles, Exception):
            raise articles
        return Page(TracedText.of(text), ArticleSegmentation(lambda: (articles, ())), {})

    monkeypatch.setattr(cleaner.chain, "clean", clean)
    return seen


def test_nothing_is_written_when_the_audit_fails(
    monkeypatch: pytest.MonkeyPatch, page: Path, tmp_path: Path
) -> None:
    stand_in(monkeypatch, (Article(paragraphs=(Paragraph("x"),), spans=((0, 1),)),))
    done = CliRunner().invoke(app, ["clean", str(page), "-o", str(tmp_path / "out")])
    assert done.exit_code == AuditError.exit_code == 70
    assert "the audit failed" in done.stderr
    assert "stands in no article" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["manifest.jsonl"]


def test_a_fault_of_cleaner_is_reported_and_the_other_pages_are_done(
    monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    seen = stand_in(monkeypatch, ZeroDivisionError("by zero"))
    done = CliRunner().invoke(app, ["clean", str(page), str(page)])
    assert done.exit_code == CleanerError.exit_code
    assert done.stderr.count(f"cleaner: {page}: ZeroDivisionError: by zero") == 2
    assert len(seen) == 2


def test_options_become_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = stand_in(monkeypatch, ())
    options = "--certain-only --select rejoin_lines --select drop_debris,rejoin_lines --ignore drop_debris"
    done = CliRunner().invoke(
        app, ["clean", "-", *options.split(), "--script", "traditional", "--quotes", "corner"]
    )
    assert done.exit_code == 0
    assert seen == [
        Settings(
            certain_only=True,
            select=frozenset({"rejoin_lines", "drop_debris"}),
            ignore=frozenset({"drop_debris"}),
            script=Script.TRADITIONAL,
            quotes=Quotes.CORNER,
        )
    ]


def test_articles_of_all_pages_are_separated_alike(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pages = [tmp_path / name for name in ("a", "b")]
    for path in pages:
        path.touch()
    stand_in(monkeypatch, (Article("一"), Article("二")))
    done = CliRunner().invoke(app, ["clean", *map(str, pages)])
    assert done.stdout.split("\n\n\n") == ["一", "二", "一", "二\n"]


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch, page: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cleaner.batches.sources.read_sources", interrupt)
    assert CliRunner().invoke(app, ["clean", str(page)]).exit_code == 130
    monkeypatch.setattr(cleaner.cli.app, "app_of", lambda _: interrupt)
    with pytest.raises(SystemExit, match="130"):
        main()


def test_an_unknown_rule_is_an_error_of_cleaner() -> None:
    done = CliRunner().invoke(app, ["rules", "rejoin"])
    assert isinstance(done.exception, UnknownRuleError)


def test_a_pattern_that_matches_nothing_is_reported(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    configuration = tmp_path / "cleaner.toml"
    for patterns, said in (('"*.txt", "1950/*.ocr"', ["1950/*.ocr"]), ('"*.txt", "!b.txt"', [])):
        configuration.write_text(f"include = [{patterns}]\n", encoding="utf-8")
        done = run("clean", tmp_path)
        assert done.exit_code == 0
        told = [line for line in done.stderr.splitlines() if "no page matches" in line]
        assert len(told) == len(said)
        assert all(pattern in line for pattern, line in zip(said, told, strict=True))


def test_help_of_rules_says_what_certain_means() -> None:
    shown = " ".join(CliRunner().invoke(app, ["rules", "--help"]).stdout.split())
    assert "Certain edits add no information; inferred edits restore what the page lost" in shown
