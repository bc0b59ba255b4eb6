"""Simplified and traditional forms, by OpenCC's tables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Protocol


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(config: str) -> _Converter:
    """OpenCC, be it the C++ library's package or the one in Python: both are imported as `opencc`."""
    opencc = import_module("opencc")
    try:
        converter: _Converter = opencc.OpenCC(config)
    except (OSError, ValueError, RuntimeError):  # older releases of the C++ package want the file's name
        converter = opencc.OpenCC(f"{config}.json")
    return converter


def convert(config: str, text: str) -> str:
    """A text in the other script, by phrases: `s2t` or `t2s`."""
    return str(_converter(config).convert(text))


@cache
def convert_character(config: str, char: str) -> str:
    """A character in the other script; itself where it has no form of its own there.

    >>> convert_character("t2s", "將"), convert_character("s2t", "的")
    ('将', '的')
    """
    to = convert(config, char)
    return to if len(to) == 1 else char


def convert_characters(config: str, chars: Iterable[str]) -> dict[str, str]:
    """Characters in the other script, each by itself."""
    return {char: convert_character(config, char) for char in chars}
