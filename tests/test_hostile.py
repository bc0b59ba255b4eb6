"""Input that wants to do harm: patterns that run for ever, memory, deep nesting, names, markers."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import random
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import regex
from typer.testing import CliRunner

import cleaner
from cleaner.chain import clean, clean_audited
from cleaner.cli.app import app
from cleaner.errors import ExitCode, InputError
from cleaner.geometry.reading import read_boxes
from cleaner.layout.blocks import Block
from cleaner.layout.lines.breaks import judge_breaks
from cleaner.layout.links.articles import with_tables
from cleaner.layout.links.item import Item
from cleaner.layout.ornaments import find_ornaments
from cleaner.layout.protection import Protection
from cleaner.markup.answers import find_answers
from cleaner.normalizers import RULES, close_spaces, convert_script, drop_debris, rejoin_lines, widen_titles
from cleaner.normalizers.accents import find_accents
from cleaner.page import Article
from cleaner.patterns import Pattern
from cleaner.readers import read_pages
from cleaner.reading import decoding
from cleaner.reading.decoding import LARGEST, read_bytes, read_file
from cleaner.settings import Settings
from cleaner.writing import OutputFormat, as_files, path_names, write_all
from tests.tools.commands import run

RAW = "问题,党内严重警告2人!\n"

# Patterns

LONG = 2_000
"""Characters of a text that a pattern is run over: linear, it takes milliseconds."""
PATIENCE = 0.8
"""Seconds of the processor after which a pattern is taken to be superlinear; cubic, it would take minutes."""
TEXTS = 40
ATOMS = [
    *" \t\n\u3000\u2003,.:;?!()<>[]{}*_=-~#@&|$\\/'\"+%0129aAzw",
    *"甲年月日一报讯电记者第版上下本据社（）“”‘’《》、，。：；…—·○■★",
]
WORDS = [
    "http://",
    "www.",
    "<!--",
    "-->",
    "**",
    "![",
    "](",
    "&amp;",
    "1,234",
    "10:30",
    "本报讯",
    "记者 ",
    "\r\n",
    "$\\square$",
]
NOT_THE_PRODUCT = ("cleaner.lab", "cleaner.__main__")


def patterns() -> Iterator[tuple[str, regex.Pattern[str]]]:
    """Every pattern of the package that a page can reach, once and by module, as one of `regex` over text."""
    seen = set()
    for module in pkgutil.walk_packages(cleaner.__path__, "cleaner."):
        if not module.name.startswith(NOT_THE_PRODUCT):
            for value in vars(importlib.import_module(module.name)).values():
                found = value.compiled() if isinstance(value, Pattern) else value
                if isinstance(found, re.Pattern | regex.Pattern) and found.pattern not in seen:
                    seen.add(found.pattern)
                    yield module.name, over_text(found)


def over_text(pattern: Any) -> regex.Pattern[str]:
    """A pattern as one of `regex` over text; bytes are read as the characters of the same numbers."""
    if isinstance(pattern, regex.Pattern) and isinstance(pattern.pattern, str):
        return pattern
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return regex.compile(source, int(pattern.flags) & (re.I | re.M | re.S | re.X))


PATTERNS: dict[str, list[regex.Pattern[str]]] = {}
for each, of_it in patterns():
    PATTERNS.setdefault(each, []).append(of_it)


def attacks(pattern: str) -> Iterator[str]:
    """Repetitions of one to three pieces, most of them taken from the pattern itself, with another end."""
    rng = random.Random(pattern)
    own = [char for char in pattern if char not in "\\()[]{}?*+|^$"] + ATOMS + WORDS
    for _ in range(TEXTS):
        unit = "".join(rng.choices(own, k=rng.randint(1, 3)))
        yield unit * (LONG // len(unit)) + rng.choice(own)


@pytest.mark.parametrize("module", PATTERNS)
def test_no_pattern_is_superlinear(module: str) -> None:
    for pattern, text in ((each, text) for each in PATTERNS[module] for text in attacks(each.pattern)):
        try:
            pattern.fullmatch(text, timeout=PATIENCE)
            for _ in pattern.finditer(text, timeout=PATIENCE):
                pass
        except TimeoutError:
            pytest.fail(f"{pattern.pattern} is superlinear on {text[:20]!r}, repeated, and {text[-1]!r}")


def test_a_pattern_that_is_superlinear_would_be_found() -> None:
    with pytest.raises(TimeoutError):
        regex.compile(r"(?:a|aa)+$").fullmatch("a" * LONG + "b", timeout=0.2)


# The chain

SIZE = 6_000
"""Characters of a text that the whole chain is run over."""
WORK = 30
"""Seconds of processor time after which the chain is taken to be superlinear; linear, it takes one or two."""
HOSTILE = [
    "（",
    "“",
    '"甲',
    ", ",
    "甲 ",
    "甲\n\n",
    "a ",
    "<!--",
    "**甲",
    "![",
    "()",
    ".",
    "www.!",
    "123,",
    "甲，\n",
    "（记者 甲",
]


needs_timers = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="there are no timers of processor time"
)


@contextmanager
def limited_to(seconds: float, what: str) -> Iterator[None]:
    """Raise `TimeoutError` when a block takes more processor time."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"superlinear on {what}")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@needs_timers
@pytest.mark.parametrize("unit", HOSTILE)
def test_the_chain_is_not_superlinear(unit: str) -> None:
    with limited_to(WORK, f"{unit!r}, repeated"):
        page = clean_audited(unit * (SIZE // len(unit)))
    assert page.audit().holds


def _azure(count: int) -> str:
    """A file of Azure's with lines of a word each, every two of them a paragraph."""
    words = [{"content": "青石", "span": {"offset": 3 * n, "length": 2}} for n in range(count)]
    lines = [{"content": "青石", "spans": [word["span"]]} for word in words]
    paragraphs = [{"spans": [{"offset": 6 * n, "length": 5}]} for n in range(count // 2)]
    page = {"words": words, "lines": lines}
    return json.dumps({"analyzeResult": {"apiVersion": "1", "pages": [page], "paragraphs": paragraphs}})


def _side_by_side(count: int) -> bytes:
    """A list of boxes, each a column of one line."""
    text = "三座水库今年建成蓄水农民用水不愁"
    boxes = [{"box": [320 * n, 0, 320 * n + 300, 18], "txt": text, "score": 0.9} for n in range(count)]
    return json.dumps(boxes).encode()


MANY: dict[str, Callable[[], object]] = {
    "rules": lambda: find_ornaments("青石镇\n---\n" * 40_000),
    "code in a text": lambda: [
        regions.encloses(place, place + 1)
        for regions in [Protection.of("运行 `make` 即可，" * 20_000, frozenset())]
        for place in range(0, 240_000, 12)
    ],
    "rows of a table": lambda: with_tables([Item([0], [[n] for n in range(1, 20_000)])], range(2, 20_000)),
    "columns of a line": lambda: read_boxes(read_pages(_side_by_side(600))[0]),
    "lines of Azure": lambda: list(read_pages(_azure(15_000).encode())),
    "lines without stops": lambda: judge_breaks(
        ["青石镇新建", "　　水库", *("水库今年建成蓄水" * 2 + "镇" * (n % 4) for n in range(20_000))], []
    ),
    "comments over lines": lambda: drop_debris("<!--\n注 -->\n" * 16_000) == "",
    "brackets that open answers": lambda: find_answers('{"a":' * 40_000 + '"natural_text"') == (),
    "nested answers": lambda: find_answers('{"natural_text":"","a":' * 40_000) == (),
    "signs of comparison": lambda: widen_titles("<td>1 青石镇<b>" * 20_000),
    "people in spaced text": lambda: close_spaces("生 人 " * 16_000),
    "accents in a text": lambda: list(find_accents("研究`部署" * 80_000, Block(0, 400_000))),
    "gaps that part no words": lambda: rejoin_lines("< 1 >青石<" * 20_000),
    "lines of Japanese": lambda: convert_script(
        "これは日本語の文章です。\n青石镇新建水库建成蓄水，受理周期縮短了。\n" * 20_000
    ),
}


@needs_timers
@pytest.mark.parametrize("what", MANY)
def test_much_of_a_kind_takes_linear_time(what: str) -> None:
    with limited_to(WORK / 3, what):
        assert MANY[what]()


# Nesting


@pytest.mark.parametrize("marks", ["（）", "()", "“”", "「」", "《》", "[]", "<>", "‘’", '""'])
def test_deep_nesting_is_no_recursion(marks: str) -> None:
    depth = 3 * sys.getrecursionlimit()
    text = marks[0] * depth + "问题,党内" + marks[1] * depth
    house = Settings(terms=frozenset({"党内"}))
    for name, rule in RULES.items():
        assert rule(text, house), name
    page = clean_audited(text, house)
    assert page.audit().holds


def test_deeply_nested_notes_and_configuration_are_no_recursion(tmp_path: Path) -> None:
    text = "<!-- cleaner: off -->" * 1200 + "问题,党内"
    assert clean(text).text == text
    (tmp_path / "cleaner.toml").write_text("select = " + "[" * 3000, encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    done = CliRunner().invoke(app, ["clean", str(page)])
    assert "cannot be read as TOML" in str(done.exception)


# Size


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    """A file of 100 MB, which takes no room on the disk."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    return path


def test_a_file_of_100_mb_is_refused_unread(huge: Path) -> None:
    import tracemalloc

    tracemalloc.start()
    with pytest.raises(InputError, match="larger than 2 MiB"):
        read_file(huge)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * LARGEST


def test_a_line_of_10_mb_is_refused_and_the_other_pages_are_done(huge: Path, tmp_path: Path) -> None:
    line, page = tmp_path / "line.txt", tmp_path / "page.txt"
    line.write_bytes("甲".encode() * (10 * 2**20 // 3))
    page.write_text(RAW, encoding="utf-8")
    before = line.stat()
    done = CliRunner().invoke(app, ["fix", str(line), str(huge), str(page), "--isolated"])
    assert done.exit_code == ExitCode.INPUT
    assert done.stderr.count("is larger than 2 MiB, more than a newspaper page can be. Split it") == 2
    assert page.read_text("utf-8") != RAW
    assert line.stat().st_mtime_ns == before.st_mtime_ns


def test_standard_input_has_the_same_limit() -> None:
    done = CliRunner().invoke(app, ["clean", "-"], input=b"a" * (LARGEST + 10))
    assert done.exit_code == ExitCode.INPUT
    assert "<stdin>: it is larger" in done.stderr


@pytest.mark.skipif(not os.access("/dev/zero", os.R_OK), reason="there is no endless file")
def test_an_endless_file_ends() -> None:
    with pytest.raises(InputError, match="larger than"):
        read_file("/dev/zero")


def test_the_limit_itself_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LARGEST", 10)
    assert read_bytes(b"a" * 10).text == "a" * 10
    with pytest.raises(InputError):
        read_bytes(b"a" * 11)


# Names

TITLES = [
    "../../etc/passwd",
    "..\\..\\windows",
    "/etc/passwd",
    "C:\\autoexec.bat",
    "~/.bashrc",
    "-rf *",
    "\u202egnp.exe",
    "甲" * 5000,
    "a\0b",
    "con",
    "$(reboot)`reboot`",
    "\n\r\t",
    "..",
]


def test_titles_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    articles = [Article(title=title) for title in TITLES]
    folder = tmp_path / "out"
    for form in (OutputFormat.TEXT, OutputFormat.MARKDOWN):
        write_all(folder, as_files(articles, form, "page"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert len(list(folder.iterdir())) == 2 * len(TITLES)
    assert not any(path.is_dir() for path in folder.iterdir())


def test_folders_do_not_lead_out_of_the_folder() -> None:
    for folder, name in path_names([(title, title) for title in TITLES]):
        assert not Path(folder).is_absolute()
        assert ".." not in Path(folder, name).parts
        assert all(len(part.encode()) <= 200 for part in Path(folder, name).parts)


IN_A_PROCESS: list[list[str | bytes]] = [
    ["clean", "pages", "-o", "out", "--format", "jsonl", "--jobs", "2"],
    ["clean", "pages", "--format", "jsonl"],
    ["explain", "pages", "--format", "text"],
    ["fix", "pages", "--diff"],
]
"""What is run as its user does: over processes, and with a standard output of each kind."""


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes there alone")
@pytest.mark.parametrize(
    "arguments",
    [
        *IN_A_PROCESS,
        ["clean", "pages", "-o", "out"],
        ["clean", "pages", "-o", "out", "--issue", "--format", "jsonl"],
        *(["explain", "pages", "--format", form] for form in ("json", "jsonl", "sarif", "github")),
        ["explain", "pages", "--summary", "--format", "json"],
        ["report", b"pages/\xff\n.txt", "-o", "report.html"],
        ["fix", "pages", "--backup", ".orig"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments)),
)
def test_names_that_are_no_utf_8_stop_nothing(
    arguments: list[str | bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    names = [b"\xff\n.txt", b"-x.txt", b"z.txt"]
    for name in names:
        (tmp_path / "pages" / os.fsdecode(name)).write_text("问题,党内近日召开会议。\n", "utf-8")
    if arguments in IN_A_PROCESS:
        process = subprocess.run(
            [sys.executable, "-m", "cleaner", *arguments], capture_output=True, check=False
        )
        code, stdout, stderr = process.returncode, process.stdout, process.stderr.decode()
    else:
        done = run(*map(os.fsdecode, arguments))
        code, stdout, stderr = done.exit_code, done.stdout_bytes, done.stderr
    assert code == (arguments[0] == "fix"), stderr
    assert "Traceback" not in stderr
    if "-o" in arguments and arguments[0] == "clean":
        records = [
            json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_bytes().splitlines()
        ]
        assert {os.fsencode(Path(record["page"]).name) for record in records} == set(names)
    elif "jsonl" in arguments:
        pages = {json.loads(line)["page"] for line in stdout.splitlines()}
        assert pages == {os.fsdecode(b"pages/" + name) for name in names}


FULL_DISK = """
import resource, sys
from cleaner.cli.entry import main
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
sys.argv[0] = "cleaner"
main()
"""
"""The command on a disk that has room for a kilobyte in each file."""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="files have no limit")
@pytest.mark.parametrize(
    ("arguments", "unbuffered"),
    [
        (["clean", "pages", "--isolated"], ""),
        (["clean", "pages", "--isolated"], "1"),
        (["clean", "pages", "-o", "out", "--isolated"], ""),
        (["clean", "pages", "-o", "out", "--isolated", "--jobs", "2"], ""),
        (["clean", "pages", "-o", "out", "--isolated", "--issue"], ""),
        (["report", "pages/long.txt"], "1"),
        (["report", "pages/long.txt", "-o", "report.html"], ""),
        (["fix", "pages", "--isolated"], ""),
        (["explain", "pages", "--isolated"], "1"),
    ],
)
def test_a_full_disk_is_told_and_nothing_is_half_written(
    arguments: list[str], unbuffered: str, tmp_path: Path
) -> None:
    (tmp_path / "pages").mkdir()
    names = [*(f"{n}.txt" for n in range(4)), "long.txt"]
    for name in names:
        days = range(1 if name != "long.txt" else 30)
        text = "".join(f"{day}日召开会议,研究{(day * 7919) % 1009}号工程的建设。\n\n" for day in days)
        (tmp_path / "pages" / name).write_text(text, "utf-8")
    old = (tmp_path / "pages" / "long.txt").read_bytes()
    with (tmp_path / "stdout").open("wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-c", FULL_DISK, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == ExitCode.OUTPUT, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert b"File too large" in done.stderr
    assert (tmp_path / "pages" / "long.txt").read_bytes() == old
    assert not list(tmp_path.rglob(".*"))
    assert all(path.read_text("utf-8").endswith("\n") for path in tmp_path.rglob("*.txt"))
