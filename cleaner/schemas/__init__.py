"""The JSON Schemas of what cleaner reads and writes, as files beside this module.

They are made of the types in `cleaner.records` by `python -m cleaner.lab.schemas`.
"""

from __future__ import annotations

from typing import Final

from cleaner.errors import UnknownSchemaError
from cleaner.suggestions import did_you_mean

NAMES: Final = ("articles", "table", "page", "manifest", "decisions", "explain", "configuration")
SUFFIX: Final = ".schema.json"


def schema_text(name: str) -> str:
    """A JSON Schema (2020-12) by name, as text. Raises `UnknownSchemaError`, with the nearest name.

    >>> schema_text("articles").splitlines()[1].strip()
    '"$schema": "https://json-schema.org/draft/2020-12/schema",'
    """
    if name not in NAMES:
        hint = did_you_mean(name, NAMES, f"Known are {', '.join(NAMES)}.")
        raise UnknownSchemaError(f"there is no schema {name!r}. {hint}")
    from importlib.resources import files  # slow to import, and every command imports this module

    return files(__package__).joinpath(f"{name}{SUFFIX}").read_text(encoding="utf-8")
