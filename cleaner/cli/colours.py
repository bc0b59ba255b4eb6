"""Colours on a terminal, by what a text is; https://no-color.org and https://force-color.org are obeyed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import TextIO

STYLES: Mapping[str, str] = {
    "error": "1;31",
    "note": "1",
    "place": "1",
    "rule": "36",
    "quiet": "2",
    "before": "31",
    "after": "32",
    "warning": "33",
    "good": "32",
}
"""Parameters of the escape sequence SGR (ECMA-48) for each kind of text."""

_DIFF = re.compile(
    r"^(?P<head>--- .*|\+\+\+ .*)$|^(?P<range>@@.*)$|^(?P<before>-.*)$|^(?P<after>\+.*)$", re.M
)
_IN_DIFF = {"head": "place", "range": "rule", "before": "before", "after": "after"}


def is_coloured(stream: TextIO | None) -> bool:
    """Whether a stream gets colours: a terminal does, unless NO_COLOR is set; FORCE_COLOR asks for them."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool(stream and stream.isatty() and os.environ.get("TERM") != "dumb")


def paint(text: str, kind: str, stream: TextIO | None = None) -> str:
    """A text in the colour of its kind, one of `STYLES`, if the stream (standard output) gets colours."""
    if not text or not is_coloured(stream or sys.stdout):
        return text
    return f"\x1b[{STYLES[kind]}m{text}\x1b[0m"


def paint_diff(diff: str) -> str:
    """A unified diff with colours, if standard output gets them."""
    if not is_coloured(sys.stdout):
        return diff
    return _DIFF.sub(lambda line: paint(line[0], _IN_DIFF[str(line.lastgroup)]), diff)
