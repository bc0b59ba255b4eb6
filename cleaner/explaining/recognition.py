"""Files that hold an explanation, known by how they begin: whatever its form, it begins as no other text."""

from __future__ import annotations

import re
from pathlib import Path

_HEAD = 8192
"""Bytes that are looked at."""
_OPENING = re.compile(
    r"""
    (?: .+:\d+:\d+:\ \w+\ \((?:certain|inferred),\ [01]\.\d\d\)\ \   # lines: edits that are made,
      | Withheld,\ by\ a\ decision\ or\ a\ confidence                # only such as are withheld
      | .+:\ .+\ of\ the\ stops\ lost;\ (?:no|[\d,]+)\ quotation\ marks?$   # and summaries
      | \ *made\ +withheld\ +doubtful\ +errors\ expected\ \          # statistics
      | \{"rules":\ \[(?:\{"rule":\ "\w+",\ "made":|\],\ "pages":)
      | ::(?:notice|warning)\ file=[^:]*,title=\w+::                 # annotations
      | \{"page":\ ".*",\ "line":\ \d+,\ "column":\ \d+,\ "end_line":\ \d+,
      | \{"page":\ ".*",\ "reader":\ \{"
      | \[\]\n\Z                                                     # JSON: no edits, or some
      | \[\n\ \ \{\n\ {4}"page":\ ".*",\n\ {4}"line":\ \d+,\n\ {4}"column":\ \d+,\n\ {4}"end_line":
      | \{\n\ \ "\$schema":\ ".*sarif.*",\n\ \ "version":\ ".*",\n\ \ "runs":\ \[\n
        \ +\{\n\ +"tool":\ \{\n\ +"driver":\ \{\n\ +"name":\ "cleaner",
    )
    """,
    re.VERBOSE | re.MULTILINE,
)


def is_explanation(path: Path) -> bool:
    """Whether `cleaner explain` wrote a file, in any of its forms.

    >>> is_explanation(Path("no such folder") / "explanation.txt")
    False
    """
    try:
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            return _OPENING.match(file.read(_HEAD)) is not None
    except OSError:
        return False
