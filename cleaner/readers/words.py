"""Lines that a file gives word by word."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from cleaner.readers.building import Character


def joined(words: Sequence[str]) -> str:
    """Words as a line: parted by a space only where both neighbours are narrow, as in Latin text.

    In Chinese an engine's word is one or two characters, and its boundaries are no blanks of the print.

    >>> joined(["第", "3", "届", "World", "Cup"])
    '第3届World Cup'
    """
    line = ""
    for word in words:
        line += " " + word if line and word and _is_narrow(line[-1]) and _is_narrow(word[0]) else word
    return line


def _is_narrow(char: str) -> bool:
    return east_asian_width(char) in ("Na", "N")


def mean_confidence(words: Sequence[Character]) -> float | None:
    """The mean confidence of the characters of a line; `None` where no word has one.

    >>> mean_confidence([Character("青石", None, 0.9), Character("镇", None, 0.6)])
    0.8
    """
    weighted = [
        (word.confidence, len(word.text)) for word in words if word.confidence is not None and word.text
    ]
    weight = sum(length for _, length in weighted)
    return round(sum(share * length for share, length in weighted) / weight, 6) if weight else None
