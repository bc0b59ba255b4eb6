"""What the head and the foot of a page say of it: its number, its date, the newspaper.

What is not certain is left empty: a date that no calendar has, one that its weekday contradicts, and
whatever two lines of the page tell differently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from cleaner.layout.furniture import matches_of
from cleaner.patterns import Pattern
from cleaner.profiles.folding import fold

_DIGITS: Final = {char: n for n, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_NUMBER: Final = Pattern(r"\d+|[〇○零一二三四五六七八九十百]+")
_WEEKDAYS: Final = {**{char: n for n, char in enumerate("一二三四五六日")}, "天": 6}
_REPUBLIC: Final = 1911
"""The year before the first one of the calendar of the Republic of China."""


class Folio(NamedTuple):
    """What a page says of itself; each field is empty where it says nothing, or nothing that is certain."""

    number: str = ""
    """The number of the page, without naughts before it: `1`, `A3`."""
    date: str = ""
    """The date of the issue, as ISO 8601 has it: `2020-07-13`."""
    newspaper: str = ""
    """The name of the newspaper, as printed."""


def read_folio(lines: Iterable[str]) -> Folio:
    """What the furniture of a page, in lines as printed, says of the page.

    >>> read_folio(["人民日报 2020年7月13日 星期一 第01版", "本版编辑：张三"])
    Folio(number='1', date='2020-07-13', newspaper='人民日报')
    >>> read_folio(["2020年7月13日 星期二", "第3版", "第4版"])
    Folio(number='', date='', newspaper='')
    """
    printed = [line.strip() for block in lines for line in block.splitlines()]
    numbers: list[str] = []
    bare: list[str] = []
    dates: list[str] = []
    names: list[str] = []
    for line in printed:
        items = matches_of(fold(line))
        weekdays = {_WEEKDAYS[_letters(match[0])[-1]] for kind, match in items if kind == "weekday"}
        for kind, match in items:
            if kind in ("number", "leaf", "bare") and match.groupdict().get("number"):
                (bare if kind == "bare" else numbers).append(_page(match["number"]))
            elif kind == "date":
                dates.append(_date(match[0], weekdays))
            elif kind == "paper" or (kind == "title" and len(items) > 1):
                names.append(line[slice(*match.span())])
    return Folio(_agreed(numbers) or ("" if numbers else _agreed(bare)), _agreed(dates), _agreed(names))


def _agreed(found: Iterable[str]) -> str:
    """The one thing that was found; nothing where there are two."""
    values = set(found)
    return values.pop() if len(values) == 1 else ""


def _page(number: str) -> str:
    """The number of a page in digits, without naughts before it."""
    letter = number[:1] if number[:1].isascii() and number[:1].isalpha() else ""
    value = _value(number[len(letter) :])
    return f"{letter}{value}" if value else ""


def _date(text: str, weekdays: Iterable[int]) -> str:
    """A date with its year in ISO 8601; nothing where there is no such day, or it is another weekday."""
    numbers = [_value(number) for number in _NUMBER.findall(text)]
    if text.lstrip("中华").startswith("民国"):
        numbers[0] += _REPUBLIC
    try:
        day = date(*numbers)
    except (TypeError, ValueError):
        return ""
    return day.isoformat() if set(weekdays) <= {day.weekday()} else ""


def _value(number: str) -> int:
    """A number in digits of any kind, or in words up to a hundred and more.

    >>> [_value(number) for number in ("07", "二〇二〇", "二十六", "十", "一百零九")]
    [7, 2020, 26, 10, 109]
    """
    if number.isdecimal():
        return int(number)
    if not set(number) & set("十百"):
        return int("".join(str(_DIGITS[char]) for char in number))
    return sum(_terms(number))


def _terms(number: str) -> Iterator[int]:
    digit: int | None = None
    for char in number:
        if char in "十百":
            yield (1 if digit in (None, 0) else digit or 1) * (10 if char == "十" else 100)
            digit = None
        else:
            digit = _DIGITS[char]
    yield digit or 0


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
