"""Output folders of `cleaner clean`: pages that go in, and what stands there afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from cleaner.cli.app import app

RAW = "青石镇新建水库\n\n本报7月3日讯（记者 周海）青石镇一座水库建成,可灌溉农田五千亩!\n"
OTHER = RAW.replace("青石镇新建水库", "青石镇水库建成蓄水")
OLD, NEW = "01_青石镇新建水库.txt", "01_青石镇水库建成蓄水.txt"


def run(*arguments: str | Path) -> Result:
    """Run `cleaner clean` without the configuration of this machine."""
    return CliRunner().invoke(app, ["clean", *map(str, arguments), "--isolated"])


def files(folder: Path) -> list[str]:
    """What stands in a folder and below, but for the manifest."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if name != "manifest.jsonl")


def manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """The record of each page; no page has two."""
    lines = (folder / "manifest.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len({record["page"] for record in records}) == len(records), "a page has two records"
    return {record["page"]: record for record in records}


def write(path: Path, text: str) -> Path:
    """Write a file, and the folders over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_scans(folder: Path) -> Path:
    """Three pages, two of them in a folder of their own."""
    for name in ("1950/01.txt", "1950/02.txt", "03.txt"):
        write(folder / name, RAW)
    return folder
