"""Environment variables that stand for options: what they mean, who has more say, what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.cli.app import app, main
from cleaner.configuration import KEYS, WALK_KEYS, misspelt, read_environment, variable
from cleaner.configuration.environment import OF_COMMANDS, VARIABLES
from cleaner.errors import ConfigurationError, ExitCode

TEXT = "问题 ,党内\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("CLEANER_")]:
        monkeypatch.delenv(name)
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")


def run(*arguments: str, **environment: str) -> str:
    done = CliRunner().invoke(app, arguments, env=environment)
    assert done.exit_code == 0, done.output
    return done.output


def shown(*arguments: str, **environment: str) -> dict[str, tuple[str, str]]:
    """The values and origins that `cleaner config` prints, by key."""
    rows = [
        line.split(maxsplit=1) for line in run("config", "page.txt", *arguments, **environment).splitlines()
    ]
    parts = {name: rest.rsplit("  ", 1) for name, rest in rows}
    return {name: (value.strip(), origin) for name, (value, origin) in parts.items()}


def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.setattr("sys.argv", ["cleaner", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == ExitCode.USAGE
    return capsys.readouterr().err


def test_every_key_has_a_variable_and_an_option() -> None:
    assert set(VARIABLES.values()) == {*KEYS, *WALK_KEYS}
    text = run("clean", "--help")
    assert [key for key in VARIABLES.values() if f"--{key} " not in text] == []
    assert variable("han-latin-space") == "CLEANER_HAN_LATIN_SPACE"


@pytest.mark.parametrize("command", ["clean", "fix", "explain", "report", "config"])
def test_help_names_the_variable_of_each_option(command: str) -> None:
    text = "".join(run(command, "--help").split())
    options = {name for name in VARIABLES.values() if f"--{name}" in text}
    assert len(options) >= 12
    for key in options:
        assert f"envvar:{variable(key)}" in text


def test_a_variable_holds_where_the_option_is_not_given() -> None:
    assert run("clean", "page.txt").strip() == "问题，党内"
    assert run("clean", "page.txt", CLEANER_SELECT="drop_debris").strip() == TEXT.strip()


def test_the_command_line_has_more_say_and_the_configuration_file_less() -> None:
    Path("cleaner.toml").write_text("threshold = 0.1\nscript = 'keep'\n[per-file.'*.txt']\nthreshold = 0.2\n")
    values = shown(CLEANER_THRESHOLD="0.3")
    assert values["threshold"] == ("0.3", "environment, CLEANER_THRESHOLD")
    assert values["script"][1].endswith("cleaner.toml")
    assert values["quotes"] == ('"page"', "default")
    assert shown("--threshold", "0.4", CLEANER_THRESHOLD="0.3")["threshold"] == ("0.4", "command line")


@pytest.mark.parametrize(
    ("name", "text", "key", "value"),
    [
        ("CLEANER_CERTAIN_ONLY", "true", "certain-only", "true"),
        ("CLEANER_CERTAIN_ONLY", "0", "certain-only", "false"),
        ("CLEANER_HAN_LATIN_SPACE", "Yes", "han-latin-space", "true"),
        (
            "CLEANER_THRESHOLDS",
            "inferred=0.5, drop_debris = 1",
            "thresholds",
            '{"inferred": 0.5, "drop_debris": 1.0}',
        ),
        ("CLEANER_IGNORE", "restore_quotes, certain", "ignore", '["certain", "restore_quotes"]'),
        ("CLEANER_SCRIPT", "traditional", "script", '"traditional"'),
        ("CLEANER_ENCODING", "big5", "encoding", '"big5"'),
        ("CLEANER_INPUT_FORMAT", "alto", "input-format", '"alto"'),
        ("CLEANER_EXCLUDE", "drafts,*.bak", "exclude", '["drafts", "*.bak"]'),
    ],
)
def test_values_are_of_the_kind_of_their_key(name: str, text: str, key: str, value: str) -> None:
    assert shown(**{name: text})[key] == (value, f"environment, {name}")


def test_files_are_separated_as_in_path() -> None:
    Path("a, b.txt").write_text("碧水蓝天\n", encoding="utf-8")
    Path("c.txt").write_text("绿色通道\n", encoding="utf-8")
    found = read_environment({"CLEANER_TERMS": os.pathsep.join(["a, b.txt", "c.txt"])})
    assert found == {"terms": frozenset(["碧水蓝天", "绿色通道"])}


def test_an_empty_variable_is_none() -> None:
    assert read_environment({"CLEANER_THRESHOLD": "", "CLEANER_SELECT": "  "}) == {}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("CLEANER_THRESHOLD", "high", "a number from 0 to 1"),
        ("CLEANER_THRESHOLD", "2", "a number from 0 to 1"),
        ("CLEANER_THRESHOLD", "nan", "a number from 0 to 1"),
        ("CLEANER_THRESHOLDS", "restore_quotes", "must have NAME=NUMBER"),
        ("CLEANER_THRESHOLDS", "restore_quote=0.9", "Did you mean 'restore_quotes'?"),
        ("CLEANER_CERTAIN_ONLY", "maybe", "true or false"),
        ("CLEANER_SCRIPT", "simple", "'simplified'"),
        ("CLEANER_IGNORE", "restore-quote", "Did you mean 'restore_quotes'?"),
        ("CLEANER_TERMS", "nowhere.txt", "no such file"),
        ("CLEANER_ENCODING", "klingon", "an encoding"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_the_variable(name: str, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        read_environment({name: text})
    assert name in str(error.value)
    assert said in str(error.value)


def test_a_wrong_variable_ends_the_command_before_any_page_is_touched(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEANER_THRESHOLD", "2")
    assert "CLEANER_THRESHOLD" in refused(capsys, monkeypatch, "fix", "page.txt")
    assert Path("page.txt").read_text("utf-8") == TEXT


def test_a_wrong_number_of_jobs_names_its_variable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEANER_JOBS", "none")
    assert "CLEANER_JOBS" in refused(capsys, monkeypatch, "clean", "page.txt")


def test_a_configuration_can_be_named_and_left_out_by_variables() -> None:
    Path("cleaner.toml").write_text("threshold = 0.1\n")
    Path("other.toml").write_text("threshold = 0.2\n")
    assert shown(CLEANER_CONFIG="other.toml")["threshold"][0] == "0.2"
    assert shown(CLEANER_ISOLATED="1")["threshold"] == ("0.0", "default")


def test_a_misspelt_variable_is_noticed_and_a_foreign_one_is_not() -> None:
    [line] = misspelt({"CLEANER_TRESHOLD": "0.9", "CLEANER_HOME": "/", "TRESHOLD": "1", "CLEANER_JOBS": "2"})
    assert "Did you mean 'CLEANER_THRESHOLD'?" in line
    assert list(misspelt(dict.fromkeys([*VARIABLES, *OF_COMMANDS], "1"))) == []


def test_python_heeds_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner import clean_text

    monkeypatch.setenv("CLEANER_SELECT", "drop_debris")
    assert clean_text(TEXT.strip()) == "问题，党内"
