"""The laboratory stays outside the product: nothing imports it, no wheel holds it."""

from __future__ import annotations

import ast
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
PRODUCT = sorted(path for path in (ROOT / "cleaner").rglob("*.py") if "lab" not in path.parts)
LARGEST_WHEEL = 8_400_000
"""Bytes of the files of a wheel, packed: those of version 0.1.0 had 8,411,537."""


def imported_by(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{name.name}" for name in node.names)


def test_nothing_of_the_product_imports_the_lab_or_what_it_trains_with() -> None:
    found = [(name, path) for path in PRODUCT for name in imported_by(path.read_text(encoding="utf-8"))]
    assert [each for each in found if each[0].startswith((".", "cleaner.lab", "torch", "sklearn"))] == []
    assert found


@pytest.mark.parametrize(
    "source", ["import cleaner.lab.corpus", "from cleaner.lab import corpus", "from cleaner import lab"]
)
def test_every_way_to_import_the_lab_is_seen(source: str) -> None:
    assert [name for name in imported_by(source) if name.startswith("cleaner.lab")]


def test_cleaning_a_page_loads_nothing_of_the_lab() -> None:
    code = (
        "import sys; from cleaner import clean; clean('甲 乙。');"
        "print([name for name in sys.modules if name.startswith(('cleaner.lab', 'torch', 'sklearn'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_wheel_is_built_without_the_lab() -> None:
    builder = WheelBuilder(str(ROOT))
    files = {file.distribution_path for file in builder.recurse_included_files()}
    assert {"cleaner/__init__.py", "cleaner/chain.py", "cleaner/py.typed"} <= files
    assert not [file for file in files if file.startswith("cleaner/lab")]
    assert not [file for file in files if file.endswith(".md")]
    assert set(PRODUCT) <= {ROOT / file for file in files}


def test_a_wheel_is_no_larger_than_that_of_the_first_version() -> None:
    files = [Path(file.path) for file in WheelBuilder(str(ROOT)).recurse_included_files()]
    assert sum(len(zlib.compress(file.read_bytes())) for file in files) < LARGEST_WHEEL
