"""Arguments that name nothing, and options that do not go together: refused before anything is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.app import NAMES, app
from cleaner.errors import ConfigurationError, ExitCode, InputError

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


# Options that do not go together


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("clean", "a.txt", "-o", "out", "--issue", "--resume"), "--resume"),
        (("clean", "a.txt", "--issue", "--jobs", "2"), "--jobs"),
        (("clean", "a.txt", "--text-column", "ocr"), "--text-column"),
        (("clean", "a.txt", "--id-column", "nr"), "--id-column"),
        (("clean", "a.parquet", "-o", "b.parquet", "--resume"), "--resume"),
        (("clean", "a.parquet", "-o", "b.parquet", "--format", "md"), "--format"),
        (("clean", "a.parquet", "-o", "b.parquet", "--issue"), "--issue"),
        (("fix", "a.txt", "--stdin-filename", "b.txt"), "--stdin-filename"),
        (("fix", "-", "--jobs", "2"), "--jobs"),
        (("fix", "-", "--backup", ".orig"), "--backup"),
        (("explain", "a.txt", "--summary", "--statistics"), "--statistics"),
        (("explain", "a.txt", "--statistics", "--format", "sarif"), "--format"),
        (("explain", "a.txt", "--summary", "--rule", "certain"), "--rule"),
        (("config", "--quiet", "--verbose"), "--quiet"),
        (("clean", "a.parquet", "-o", "b.parquet", "--engine", "ray", "--jobs", "2"), "--jobs"),
        (("clean", "a.txt", "--isolated", "--config", "x.toml"), "--config"),
        (("score", "--gold", "x", "--format", "json", "--show", "3"), "--show"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    here: Path, arguments: tuple[str, ...], option: str
) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert option in done.stderr
    assert not (here / "out").exists()


def test_a_table_needs_the_name_of_a_table(here: Path) -> None:
    pytest.importorskip("pyarrow")
    (here / "p.jsonl").write_text('{"id": 1, "text": "水库"}\n', encoding="utf-8")
    done = run("clean", "p.jsonl", "-o", "outdir")
    assert done.exit_code == ExitCode.OUTPUT
    assert done.stderr.startswith("cleaner: outdir: tables are called .parquet, .jsonl")


@pytest.mark.parametrize(
    "lines",
    [
        ['{"id": 0, "text": "水库"}', '{"id": 7, "text": "水库"}'],
        ['{"id": 0.5, "text": "水库"}', '{"id": 7, "text": "水库"}'],
        ['{"id": "0", "text": "水库"}', '{"id": "a", "text": "水库"}'],
    ],
)
def test_identifiers_keep_their_type(here: Path, lines: list[str]) -> None:
    pytest.importorskip("pyarrow")
    (here / "p.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("clean", "p.jsonl", "-o", "q.jsonl").exit_code == 0
    found = [json.loads(line)["id"] for line in (here / "q.jsonl").read_text("utf-8").splitlines()]
    wanted = [json.loads(line)["id"] for line in lines]
    assert found == wanted
    assert type(found[0]) is type(wanted[0])


@pytest.mark.usefixtures("here")
def test_json_lines_tell_page_and_number() -> None:
    done = run("clean", "a.txt", "sub/b.txt", "--format", "jsonl", "--isolated")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["page"], one["article"]) for one in found] == [("a.txt", 1), ("sub/b.txt", 1)]


# References and reports


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{}", '{"articles": [...]}'),
        ("[]", '{"articles": [...]}'),
        ("null", '{"articles": [...]}'),
        ('{"articles": {}}', '{"articles": [...]}'),
        ('{"articles": ["a"]}', "articles[0] must be an object"),
        ('{"articles": [{"paragraphs": ["a"]}]}', "articles[0].paragraphs[0] must be an object"),
        ('{"articles": [{"paragraphs": "a"}]}', "articles[0].paragraphs must be a list"),
        ('{"articles": [{"title": 5}]}', "articles[0].title must be a text"),
        ('{"articles": [{"subtitles": "a"}]}', "articles[0].subtitles must be a list"),
        ("{\n\n]", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
    ],
)
@pytest.mark.parametrize("command", [("score",), ("report", "a.txt")])
def test_a_wrong_reference_is_told(here: Path, command: tuple[str, ...], text: str, what: str) -> None:
    (here / "a.gold.json").write_text(text, encoding="utf-8")
    done = run(*command, "--gold", "a.gold.json")
    assert isinstance(done.exception, InputError)
    assert str(done.exception).startswith("a.gold.json: ")
    assert what in str(done.exception)
    assert "\n" not in str(done.exception)


def test_the_line_that_is_wrong_is_told(here: Path) -> None:
    (here / "a.gold.json").write_text('{"articles": []}', encoding="utf-8")
    (here / "a.jsonl").write_text('{"title": "水\u2028库"}\n\n{"title"\n', encoding="utf-8")
    done = run("score", "a.jsonl", "--gold", "a.gold.json")
    assert isinstance(done.exception, InputError)
    assert str(done.exception).startswith("a.jsonl: line 3: it is not JSON")
    (here / "a.jsonl").write_text('{"title": "水\u2028库"}\n', encoding="utf-8")
    assert run("score", "a.jsonl", "--gold", "a.gold.json").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--gold", "none"), "none: there is no such file. Check"),
        (("--gold", "b.gold.json"), "b.txt: there is no such file, needed to score b. Name it with --raw."),
        (("--gold", "a.gold.json", "--raw", "none"), "none: there is no such file, needed to score a."),
        (("none", "--gold", "a.gold.json"), "none: there is no such file, needed to score a. Name it as"),
        (("a.txt", "--gold", "a.gold.json"), "as `cleaner clean --format jsonl` writes them"),
    ],
)
def test_what_is_missing_to_score_a_page_is_told(
    here: Path, arguments: tuple[str, ...], message: str
) -> None:
    for name in ("a", "b"):
        (here / f"{name}.gold.json").write_text('{"articles": []}', encoding="utf-8")
    done = run("score", *arguments)
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


def test_pages_of_the_same_name_are_told_apart(here: Path) -> None:
    for name in ("x/a", "y/a"):
        (here / name).parent.mkdir()
        (here / f"{name}.gold.json").write_text('{"articles": []}', encoding="utf-8")
        (here / f"{name}.txt").write_text(RAW, encoding="utf-8")
        (here / f"{name}.jsonl").write_text("", encoding="utf-8")
    lines = run("score", ".", "--gold", ".").stdout.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:4]] == ["x/a", "y/a"]


def test_a_report_goes_into_a_file_and_many_into_a_folder(here: Path) -> None:
    for names in (("sub",), ("a.txt", "sub/b.txt")):
        done = run("report", *names)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "need an output folder: add -o DIR" in " ".join(done.stderr.replace("│", " ").split())
    done = run("report", "sub", "-o", "a.txt")
    assert "this is a file. Name a folder" in str(done.exception)
    done = run("report", "a.txt", "-o", ".")
    assert "this is a folder. Name a file" in str(done.exception)
    assert len(list(here.rglob("*"))) == 3


def test_an_explanation_is_a_line_a_finding_though_it_is_of_a_line_break(here: Path) -> None:
    text = "青石镇新建的三座水库昨日起蓄水，预计可灌溉农\n田五千亩，群众都说 ,今年的春耕用水有了保障。\n"
    (here / "list.txt").write_text(text, encoding="utf-8")
    lines = run("explain", "list.txt", "--isolated").stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["rejoin_lines", "remove_mark_spaces", "normalize_marks"]
    assert all(line.startswith("list.txt:") for line in lines)


# Suggestions and configuration


@pytest.mark.parametrize("key", ["jobs = 4", "foo = 1", "resume = true"])
def test_what_is_far_is_not_suggested(here: Path, key: str) -> None:
    (here / "cleaner.toml").write_text(key + "\n", encoding="utf-8")
    error = str(run("clean", "a.txt").exception)
    assert "there is no key" in error
    assert "Did you mean" not in error


def test_a_table_of_the_other_file_is_explained(here: Path) -> None:
    (here / "cleaner.toml").write_text("[tool.cleaner]\nthreshold = 0.9\n", encoding="utf-8")
    assert "without [tool.cleaner]" in str(run("clean", "a.txt").exception)


def test_an_unknown_encoding_is_refused_before_anything_is_done(here: Path) -> None:
    (here / "cleaner.toml").write_text("encoding = 'latin-1'\n", encoding="utf-8")
    done = run("fix", ".")
    assert isinstance(done.exception, ConfigurationError)
    assert "encoding in the top table must be an encoding: utf-8" in str(done.exception)


def test_a_change_of_the_encoding_alone_is_called_so(here: Path) -> None:
    (here / "a.txt").write_bytes("问题，党内。\n".encode("gbk"))
    assert run("fix", "a.txt", "--to-utf8", "--isolated").stdout == "fixed a.txt (now UTF-8)\n"


@pytest.mark.parametrize("command", NAMES)
def test_the_help_of_an_argument_names_no_type_of_python(command: str) -> None:
    for kind in ("<str>", "<path>", "<list["):
        assert kind not in run(command, "--help").stdout


@pytest.mark.parametrize("command", ["clean", "fix", "explain"])
def test_the_usage_tells_that_many_pages_are_taken(command: str) -> None:
    assert "PAGE..." in run(command, "--help").stdout.splitlines()[0]
