"""Configuration files: where they are found, what holds for a page, and what is refused."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.app import app
from cleaner.configuration import KEYS, Resolver
from cleaner.errors import ConfigurationError, InputError
from cleaner.settings import DEFAULT, Quotes, Script, Settings

RAW = "问题,党内落实双减政策!\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    return path


def origins(page: Path, *arguments: str) -> dict[str, tuple[str, str]]:
    """What `cleaner config` prints: value and origin by key."""
    lines = run("config", page, *arguments).stdout.splitlines()
    rows = [line.replace("  ", "\t", 1).split("\t") for line in lines]
    return {key: tuple(part.strip() for part in rest.strip().split("  ", 1)) for key, rest in rows}  # type: ignore[misc]


def test_every_setting_has_a_key_and_the_same_default() -> None:
    of_files = {"encoding", "input-format"}
    assert {field.name.replace("_", "-") for field in fields(Settings)} == KEYS.keys() - of_files
    assert Resolver(isolated=True).of(Path("page.txt")).settings == DEFAULT


def test_each_value_is_read(tmp_path: Path) -> None:
    write(tmp_path / "house" / "terms.txt", "# slogans\n双减\n\n 红石榴 \n")
    write(tmp_path / "house" / "names.txt", "於潜\n")
    write(
        tmp_path / "cleaner.toml",
        """
        certain-only = true
        select = ["certain", "restore_quotes"]
        ignore = ["drop_debris"]
        threshold = 1
        thresholds = { restore_quotes = 0.9, inferred = 0.5 }
        script = "traditional"
        quotes = "corner"
        han-latin-space = true
        terms = ["house/terms.txt"]
        names = ["house/names.txt"]
        encoding = "big5"
        include = ["*.ocr"]
        exclude = ["old"]
        """,
    )
    found = Resolver().of(tmp_path / "sub" / "page.txt")
    assert found.settings == Settings(
        certain_only=True,
        select=frozenset({"certain", "restore_quotes"}),
        ignore=frozenset({"drop_debris"}),
        script=Script.TRADITIONAL,
        quotes=Quotes.CORNER,
        threshold=1.0,
        thresholds={"restore_quotes": 0.9, "inferred": 0.5},
        han_latin_space=True,
        terms=frozenset({"双减", "红石榴"}),
        names=frozenset({"於潜"}),
    )
    assert (found.encoding, found.strings("include"), found.strings("exclude")) == (
        "big5",
        ["*.ocr"],
        ["old"],
    )


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.cleaner]\nthreshold = 0.1\nquotes = 'corner'\n")
    near = write(tmp_path / "a" / "cleaner.toml", "threshold = 0.2\n")
    write(tmp_path / "a" / "pyproject.toml", "[tool.cleaner]\nthreshold = 0.3\n")
    write(tmp_path / "a" / "b" / "pyproject.toml", "[tool.other]\nthreshold = 0.4\n")
    page = write(tmp_path / "a" / "b" / "page.txt", RAW)
    assert origins(page)["threshold"] == ("0.2", str(near))
    assert origins(page)["quotes"] == ('"page"', "default")
    assert origins(tmp_path)["threshold"] == ("0.1", str(tmp_path / "pyproject.toml"))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    write(tmp_path / "cleaner.toml", "\ufeffthreshold = 0.2\n")
    assert origins(tmp_path)["threshold"][0] == "0.2"


def test_command_line_over_per_file_over_file_over_default(tmp_path: Path) -> None:
    path = write(
        tmp_path / "pyproject.toml",
        """
        [tool.cleaner]
        threshold = 0.1
        script = "keep"
        [tool.cleaner.per-file."1950/*"]
        threshold = 0.2
        quotes = "corner"
        [tool.cleaner.per-file."*.txt"]
        threshold = 0.3
        """,
    )
    page = write(tmp_path / "1950" / "page.txt", RAW)
    found = origins(page, "--encoding", "gbk")
    assert found["script"] == ('"keep"', str(path))
    assert found["quotes"] == ('"corner"', f'{path}, per-file "1950/*"')
    assert found["threshold"] == ("0.3", f'{path}, per-file "*.txt"')
    assert found["encoding"] == ('"gbk"', "command line")
    assert found["certain-only"] == ("false", "default")
    assert origins(tmp_path / "1951" / "page.md")["quotes"] == ('"page"', "default")
    assert origins(page, "--threshold", "0")["threshold"] == ("0.0", "command line")
    assert origins(page, "--isolated")["threshold"] == ("0.0", "default")


def test_a_configuration_may_be_named(tmp_path: Path) -> None:
    write(tmp_path / "cleaner.toml", "threshold = 0.1\n")
    other = write(tmp_path / "elsewhere" / "house.toml", "threshold = 0.2\n")
    assert origins(tmp_path, "--config", str(other))["threshold"] == ("0.2", str(other))
    result = run("config", tmp_path, "--config", tmp_path / "missing.toml")
    assert isinstance(result.exception, ConfigurationError)
    assert "there is no such file. Check the name and the folder." in str(result.exception)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("quote = 'corner'", "there is no key 'quote' in the top table. Did you mean 'quotes'?"),
        ("han_latin_space = true", "Did you mean 'han-latin-space'?"),
        ("[per-files.'*']\nquotes = 'corner'", "Did you mean 'per-file'?"),
        ("[per-file.'*']\ninclude = ['*']", "there is no key 'include' in the table per-file of \"*\"."),
        ("[per-file.'*']\nqoutes = 'corner'", "Did you mean 'quotes'?"),
        ("per-file = ['*']", "per-file holds tables"),
        ("xyzzy = 1", "Known are certain-only, select"),
        (
            "ignore = ['restore_quote']",
            "there is no rule or tier 'restore_quote'. Did you mean 'restore_quotes'?",
        ),
        ("select = ['infered']", "Did you mean 'inferred'?"),
        ("thresholds = { restore_stop = 0.5 }", "Did you mean 'restore_stops'?"),
        ("thresholds = { restore_stops = 2 }", "must be a number from 0 to 1"),
        ("thresholds = 0.5", "must be a table of rules or tiers"),
        (
            "quotes = 'straight'",
            "quotes in the top table must be one of 'page', 'curly', 'corner', not 'straight'.",
        ),
        ("threshold = 1.5", "must be a number from 0 to 1, not 1.5"),
        ("threshold = true", "must be a number from 0 to 1, not True"),
        ("certain-only = 1", "must be true or false"),
        ("select = 'certain'", "must be a list of strings"),
        ("terms = ['missing.txt']", "missing.txt: there is no such file"),
        ("encoding = 5", "must be an encoding: utf-8"),
        ("threshold = ", "it cannot be read as TOML"),
        ("threshold = 0.5 # \udcff", "it is not UTF-8, as TOML is"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_done(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "cleaner.toml", text)
    page = write(tmp_path / "page.txt", RAW)
    result = run("fix", page)
    assert isinstance(result.exception, ConfigurationError)
    assert result.exception.exit_code == 2
    assert str(result.exception).startswith(f"{path}: ")
    assert message in str(result.exception)
    assert page.read_text("utf-8") == RAW


def test_a_decisions_file_that_is_missing_is_told_with_the_place_that_names_it(tmp_path: Path) -> None:
    path = write(tmp_path / "cleaner.toml", "decisions = ['missing.json']")
    result = run("fix", write(tmp_path / "page.txt", RAW))
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(f"{path}: decisions in the top table: ")
    assert f"{tmp_path / 'missing.json'}: there is no such file" in str(result.exception)


def test_commands_obey_the_configuration(tmp_path: Path) -> None:
    write(tmp_path / "terms.txt", "双减\n")
    write(tmp_path / "cleaner.toml", "terms = ['terms.txt']\nquotes = 'corner'\n")
    page = write(tmp_path / "page.txt", RAW)
    assert run("clean", page).stdout == "问题，党内落实「双减」政策！\n"
    assert run("clean", page, "--quotes", "curly").stdout == "问题，党内落实“双减”政策！\n"
    assert run("clean", page, "--isolated").stdout == "问题，党内落实双减政策！\n"
    assert run("fix", page).exit_code == 1
    assert page.read_text("utf-8") == "问题，党内落实「双减」政策！\n"
    assert run("fix", page).exit_code == 0


def test_word_lists_may_be_named_on_the_command_line(tmp_path: Path) -> None:
    page = write(tmp_path / "page.txt", RAW)
    terms = write(tmp_path / "terms", "双减\n")
    names = write(tmp_path / "names", "问题,党内\n")
    done = run("clean", page, "--isolated", "--terms", terms, "--names", names)
    assert done.stdout == "问题,党内落实“双减”政策！\n"


def test_rules_are_chosen_by_tier_and_held_to_their_own_threshold(tmp_path: Path) -> None:
    page = write(tmp_path / "page.txt", RAW)
    assert run("clean", page, "--isolated", "--select", "inferred").stdout == RAW
    assert run("clean", page, "--isolated", "--ignore", "certain").stdout == RAW
    write(tmp_path / "terms.txt", "双减\n")
    write(tmp_path / "cleaner.toml", "terms = ['terms.txt']\nthreshold = 1\nthresholds = {inferred = 0}\n")
    assert run("clean", page).stdout == "问题，党内落实“双减”政策！\n"


def test_thresholds_of_rules_may_be_given_on_the_command_line(tmp_path: Path) -> None:
    raw, joined = "学生排演了名剧Ham-\nlet，现场气氛热烈。\n", "学生排演了名剧Hamlet，现场气氛热烈。\n"
    page = write(tmp_path / "page.txt", raw)
    assert run("clean", page, "--isolated", "--thresholds", "join_words=0.5").stdout == joined
    assert "Ham-" in run("clean", page, "--isolated", "--thresholds", "join_words=1").stdout
    by_tier = ("--threshold", "1", "--thresholds", "inferred=1", "--thresholds", "join_words=0")
    assert run("clean", page, "--isolated", *by_tier).stdout == joined
    wrong = run("clean", page, "--isolated", "--thresholds", "join_words")
    assert isinstance(wrong.exception, ConfigurationError)
    assert "--thresholds must have NAME=NUMBER" in str(wrong.exception)
    wrong = run("clean", page, "--isolated", "--thresholds", "join_words=2")
    assert "--thresholds must be a number from 0 to 1" in str(wrong.exception)
    twice = run("clean", page, "--isolated", "--thresholds", "join_words=1,join_words=0")
    assert "--thresholds has join_words twice" in str(twice.exception)


def test_spaces_about_figures_may_be_kept_on_the_command_line(tmp_path: Path) -> None:
    page = write(tmp_path / "page.txt", "全县共 3 个 APP 上线,党内\n")
    write(tmp_path / "cleaner.toml", "han-latin-space = true\n")
    kept = run("clean", page).stdout
    assert " 3 " in kept
    assert run("clean", page, "--isolated", "--han-latin-space").stdout == kept
    assert origins(page, "--no-han-latin-space")["han-latin-space"] == ("false", "command line")


def test_values_and_origins_are_printed_as_json(tmp_path: Path) -> None:
    file = write(
        tmp_path / "cleaner.toml", "ignore = ['drop_debris', 'certain']\nthresholds = {inferred = 0.5}\n"
    )
    found = json.loads(run("config", tmp_path, "--format", "json", "--threshold", "0.4").stdout)
    assert found.keys() == origins(tmp_path).keys()
    assert found["ignore"] == {"value": ["certain", "drop_debris"], "origin": str(file)}
    assert found["thresholds"] == {"value": {"inferred": 0.5}, "origin": str(file)}
    assert found["threshold"] == {"value": 0.4, "origin": "command line"}


def test_folders_are_searched_as_configured(tmp_path: Path) -> None:
    write(
        tmp_path / "cleaner.toml",
        "include = ['*.ocr', '*.txt']\nexclude = ['old', 'new/state*', '*.bak.txt']\n",
    )
    for name in (
        "a.ocr",
        "b.txt",
        "c.md",
        "c.bak.txt",
        "old/d.txt",
        "new/e.txt",
        "new/state/f.txt",
        "new/state.txt",
    ):
        write(tmp_path / name, RAW)
    lines = run("fix", tmp_path, "--check").stdout.splitlines()
    assert [line.split()[2].removeprefix(f"{tmp_path}/") for line in lines] == ["a.ocr", "b.txt", "new/e.txt"]


def test_a_configuration_is_read_once_in_a_run_and_anew_in_the_next(tmp_path: Path) -> None:
    file, page = tmp_path / "cleaner.toml", tmp_path / "sub" / "page.txt"
    run = Resolver()
    for threshold, known in ((0.3, 0.3), (0.6, 0.3)):
        file.write_text(f"threshold = {threshold}\n", encoding="utf-8")
        assert run.of(page).values["threshold"].value == known
        assert Resolver().of(page).values["threshold"].value == threshold
