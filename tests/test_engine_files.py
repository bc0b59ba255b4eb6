from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FORMATS = Path(__file__).parents[1] / "fixtures" / "formats"


def _cleaner(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("name", ["alto-lines.xml", "paddleocr-json.json", "umi-jsonl.jsonl"])
def test_a_file_of_an_engine_is_cleaned_as_a_page(name: str) -> None:
    done = _cleaner("clean", FORMATS / name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("我州新增国家级非遗代表性项目2项\n")


@pytest.mark.parametrize("text", ['{"colour": "青"}', "<?xml version='1.0'?><colours><c/></colours>"])
def test_an_unknown_structured_file_is_refused(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(text, encoding="utf-8")
    done = _cleaner("clean", page)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Formats that are read" in done.stderr


def test_fix_leaves_a_file_of_an_engine_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_bytes((FORMATS / "alto-lines.xml").read_bytes())
    assert _cleaner("fix", page, "--force").returncode == 3
    assert page.read_bytes() == (FORMATS / "alto-lines.xml").read_bytes()


def test_the_manifest_has_the_digest_of_the_file(tmp_path: Path) -> None:
    import hashlib

    page = FORMATS / "alto-lines.xml"
    assert _cleaner("clean", page, "-o", tmp_path / "out").returncode == 0
    [record] = map(json.loads, (tmp_path / "out" / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    assert record["sha256"] == hashlib.sha256(page.read_bytes()).hexdigest()
