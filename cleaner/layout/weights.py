"""The fitted weights of the layout's decisions, by name of decision and of evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("weights.json")

Weights = Mapping[str, Mapping[str, float]]


@cache
def default_weights() -> Weights:
    """The shipped weights, read once; `cleaner.lab.training.layout` fits them."""
    return load(FILE)


def load(path: Path) -> Weights:
    """The weights stored in a file."""
    weights: Weights = json.loads(path.read_text(encoding="utf-8"))
    return weights


def store(weights: Weights, path: Path = FILE) -> None:
    """Write weights to a file, rounded to what can matter."""
    rounded = {name: {k: round(v, 3) for k, v in table.items()} for name, table in weights.items()}
    path.write_text(json.dumps(rounded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
