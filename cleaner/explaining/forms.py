"""The forms that findings are printed in."""

from __future__ import annotations

from enum import StrEnum


class ExplainFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    GITHUB = "github"
