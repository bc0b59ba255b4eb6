"""Numbers in digits and in Chinese numerals, as newspapers print them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_DIGITS: Final = {char: n for n, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_POWERS: Final = {"十": 10, "百": 100}
"""Numerals that the one before them is multiplied by."""
NUMERAL: Final = rf"\d+|[{''.join(_DIGITS)}{''.join(_POWERS)}]+"
"""The pattern of a number that `value_of` reads."""


def value_of(number: str) -> int:
    """A number in digits of any kind, in ideographs for digits, or in words below one thousand.

    Raises `KeyError` for characters that `NUMERAL` does not match.

    >>> [value_of(number) for number in ("07", "二〇二〇", "二十六", "十", "一百零九")]
    [7, 2020, 26, 10, 109]
    """
    if number.isdecimal():
        return int(number)
    if not _POWERS.keys() & set(number):
        return int("".join(str(_DIGITS[char]) for char in number))
    return sum(_terms(number))


def _terms(number: str) -> Iterator[int]:
    digit = 0
    for char in number:
        if power := _POWERS.get(char):
            yield (digit or 1) * power
            digit = 0
        else:
            digit = _DIGITS[char]
    yield digit
