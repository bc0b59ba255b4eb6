"""What the head and the foot of a page say of it: its number, its date, the newspaper.

What is not certain is left empty: a date that no calendar has, one that its weekday contradicts, and
whatever two lines of the page tell differently.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from cleaner.layout.furniture import matches_of
from cleaner.patterns import Pattern
from cleaner.profiles.folding import fold
from cleaner.profiles.numerals import NUMERAL, value_of
from cleaner.profiles.widths import letters_of

_NUMBER: Final = Pattern(NUMERAL)
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
        weekdays = {_WEEKDAYS[letters_of(match[0])[-1]] for kind, match in items if kind == "weekday"}
        for kind, match in items:
            if kind in ("number", "leaf", "bare") and match.groupdict().get("number"):
                (bare if kind == "bare" else numbers).append(page_number(match["number"]))
            elif kind == "date":
                dates.append(_date(match[0], weekdays))
            elif kind == "paper" or (kind == "title" and len(items) > 1):
                names.append(line[slice(*match.span())])
    return Folio(_agreed(numbers) or ("" if numbers else _agreed(bare)), _agreed(dates), _agreed(names))


def _agreed(found: Iterable[str]) -> str:
    """The one thing that was found; nothing where there are two."""
    values = set(found)
    return values.pop() if len(values) == 1 else ""


def page_number(number: str) -> str:
    """The number of a page as `Folio` has it: in digits, without naughts before it; empty for none.

    >>> page_number("十二"), page_number("A03"), page_number("0")
    ('12', 'A3', '')
    """
    letter = number[:1] if number[:1].isascii() and number[:1].isalpha() else ""
    value = value_of(number[len(letter) :])
    return f"{letter}{value}" if value else ""


def _date(text: str, weekdays: Iterable[int]) -> str:
    """A date with its year in ISO 8601; nothing where there is no such day, or it is another weekday."""
    numbers = [value_of(number) for number in _NUMBER.findall(text)]
    if text.lstrip("中华").startswith("民国"):
        numbers[0] += _REPUBLIC
    try:
        day = date(*numbers)
    except (TypeError, ValueError):
        return ""
    return day.isoformat() if set(weekdays) <= {day.weekday()} else ""
