"""Printed widths, in em: the width of one ideograph of the body type."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

HALF_WIDTH = frozenset("0123456789%+-/=<>~\N{DEGREE SIGN}\N{PER MILLE SIGN}")
STOPS = "\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01"
"""\uff0c \u3002 \u3001 \uff1b \uff1a \uff1f \uff01: the pause and stop marks of GB/T 15834-2011, clause 4."""
TERMINAL = "\u3002\uff1f\uff01"
"""Marks that end a sentence: \u3002 \uff1f \uff01 (clause 4.1 to 4.3)."""
OPENING = "\u201c\u2018\uff08\u300a\u3008\u3010\u300c\u300e\uff3b"
CLOSING = "\u201d\u2019\uff09\u300b\u3009\u3011\u300d\u300f\uff3d"
MIDDLE_DOT = "\N{MIDDLE DOT}"
QUOTES = "\u201c\u201d\u2018\u2019"
OPENING_QUOTES = "\u201c\u2018"
STRAIGHT_QUOTES = '"\uff02'
SQUEEZABLE = frozenset(STOPS + OPENING + CLOSING)
"""Marks that a typesetter may set half an em narrower to fill a line (clause 5.1)."""


@cache
def em(char: str) -> float:
    """The width of a character in body type.

    Ideographs and full-width marks are 1 em, digits, Latin letters and half-width marks \u00bd, white space 0
    (a space is evidence, not print). Curly quotes, which Unicode calls ambiguous, are 1 in Chinese print.

    >>> em("\u62a5"), em("\uff0c"), em("7"), em(" ")
    (1.0, 1.0, 0.5, 0.0)
    """
    if char.isspace():
        return 0.0
    if char in HALF_WIDTH or char.isascii():
        return 0.5
    return 0.5 if unicodedata.east_asian_width(char) in ("Na", "H", "N") else 1.0


@lru_cache(maxsize=4096)  # the lines of a page are measured again and again
def ems(text: str) -> float:
    """The natural width of a text: the sum of its characters."""
    return sum(map(em, text))


@lru_cache(maxsize=4096)
def squeeze(text: str) -> float:
    """By how much a line may be set narrower than its natural width, in em."""
    return 0.5 * sum(map(SQUEEZABLE.__contains__, text))


def is_content(char: str) -> bool:
    """Whether a character is a letter, a digit or an ideograph, and no mark.

    >>> is_content("\u62a5"), is_content("7"), is_content("\u3002")
    (True, True, False)
    """
    return char.isalnum()


@cache
def is_han(char: str) -> bool:
    """Whether a character is an ideograph (with \u3007 and \u3005).

    >>> is_han("\u62a5"), is_han("7"), is_han("\u3002")
    (True, False, False)
    """
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U000323af"
        or char in "\u3007\u3005"
    )
