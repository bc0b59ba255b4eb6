"""Printed widths, in em: the width of one ideograph of the body type."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from cleaner.profiles.marks import SQUEEZABLE

HALF_WIDTH = frozenset("0123456789%+-/=<>~\N{DEGREE SIGN}\N{PER MILLE SIGN}")


@cache
def em(char: str) -> float:
    """The width of a character in body type.

    Ideographs and full-width marks are 1 em, digits, Latin letters and half-width marks ½, white space 0
    (a space is evidence, not print). Curly quotes, which Unicode calls ambiguous, are 1 in Chinese print.

    >>> em("报"), em("，"), em("7"), em(" ")
    (1.0, 1.0, 0.5, 0.0)
    """
    if char.isspace():
        return 0.0
    if char in HALF_WIDTH or char.isascii():
        return 0.5
    return 0.5 if unicodedata.east_asian_width(char) in ("Na", "H", "N") else 1.0


@lru_cache(maxsize=4096)  # the lines of a page are measured again and again
def ems(text: str) -> float:
    """The natural width of a text: the sum of its characters.

    >>> ems("水库"), ems("5000亩")
    (2.0, 3.0)
    """
    return sum(map(em, text))


def ems_on_grid(text: str) -> float:
    """The width of a text on a grid of characters, where white space counts.

    >>> ems_on_grid("水库  "), ems_on_grid("水库\u3000")
    (3.0, 3.0)
    """
    return ems(text) + sum(1.0 if char == "\N{IDEOGRAPHIC SPACE}" else 0.5 for char in text if char.isspace())


@lru_cache(maxsize=4096)
def squeeze(text: str) -> float:
    """By how much a line may be set narrower than its natural width, in em.

    >>> squeeze("蓄水，发电。"), squeeze("蓄水")
    (1.0, 0.0)
    """
    return 0.5 * sum(map(SQUEEZABLE.__contains__, text))


def is_content(char: str) -> bool:
    """Whether a character is a letter, a digit or an ideograph, and no mark.

    >>> is_content("报"), is_content("7"), is_content("。")
    (True, True, False)
    """
    return char.isalnum()


def letters_of(line: str) -> str:
    """The letters, digits and ideographs of a line: the same before marks were mended and after.

    >>> letters_of("**三座水库**建成， 蓄水")
    '三座水库建成蓄水'
    """
    return "".join(filter(str.isalnum, line))
