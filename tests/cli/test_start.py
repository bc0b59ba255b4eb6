"""What a command imports before it does anything, and what it is spared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.cli.app import NAMES

PAGE = "京蒙扶贫协 作座谈会召开 ,市长讲话。\n"
SPARED = (
    "asyncio", "cleaner.geometry", "cleaner.issue", "cleaner.lab", "cleaner.report", "cleaner.scoring",
    "concurrent.futures", "email", "http", "importlib.metadata", "jinja2", "logging", "markdown_it",
    "multiprocessing", "numpy.ma", "opencc", "pathspec", "pyarrow", "pydantic", "rapidfuzz", "rich", "xml",
)  # fmt: skip
"""What a plain page needs nothing of."""
CODE = """
import gc, json, sys
searches = []
gc.callbacks.append(lambda phase, info: searches.append(phase))
from cleaner.cli.entry import main
searches.clear()
try:
    main()
finally:
    print(json.dumps([sorted(sys.modules), len(searches)]), file=sys.stderr)
"""


def started(*arguments: str | Path) -> tuple[set[str], int]:
    """The modules that a command has imported when it ends, and how often garbage was looked for."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments], capture_output=True, text=True, encoding="utf-8", check=True
    )
    modules, searches = json.loads(done.stderr.splitlines()[-1])
    return set(modules), searches


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_plain_page_imports_only_what_it_needs(page: Path) -> None:
    modules, _ = started("clean", page)
    assert "numpy" in modules
    assert not modules & set(SPARED)


def test_text_paths_and_choices_are_taken_without_pydantic(page: Path) -> None:
    modules, _ = started(
        "clean", page, "-o", page.with_suffix(""), "--format", "md", "--ignore", "quote_terms"
    )
    assert "pydantic" not in modules
    assert list(page.with_suffix("").rglob("*.md"))


def test_what_is_spared_elsewhere_is_imported_where_it_is_needed(page: Path) -> None:
    modules, _ = started("report", page, "-o", page.with_suffix(".html"))
    assert {"cleaner.report", "jinja2"} <= modules


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["clean", "--help"]])
def test_help_imports_neither_rules_nor_what_they_calculate_with(arguments: list[str]) -> None:
    modules, _ = started(*arguments)
    assert not modules & {"numpy", "regex", "cleaner.chain", "cleaner.normalizers", "cleaner.models", *SPARED}


def test_the_version_imports_no_command() -> None:
    modules, _ = started("--version")
    assert not {f"cleaner.cli.{name}" for name in NAMES} & modules


def test_one_page_is_done_before_garbage_is_looked_for(page: Path) -> None:
    _, searches = started("clean", page)
    assert searches == 0
