"""Values that a caller gives, checked one by one and brought into one form.

Each check is given the name of the value. It raises `TypeError` for a value of another type and
`ValueError` or `IndexError` for one that is not possible, with what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from numbers import Integral, Real
from os import PathLike, fspath
from typing import TypeVar

from cleaner import slugs
from cleaner.suggestions import did_you_mean

Item = TypeVar("Item")
Choice = TypeVar("Choice", bound=StrEnum)


def instance(name: str, value: object, kind: type[Item], remedy: str = "") -> Item:
    """An object of a class; `remedy` is what to do with another one.

    >>> instance("name", "青石镇", str)
    '青石镇'
    >>> instance("name", 7, str)
    Traceback (most recent call last):
    TypeError: name is int, not str.
    """
    if not isinstance(value, kind):
        raise _wrong_type(name, value, kind.__name__, remedy)
    return value


def flag(name: str, value: object) -> bool:
    """A value that is true or false, and no string that says so.

    >>> flag("certain_only", True)
    True
    >>> flag("certain_only", "yes")
    Traceback (most recent call last):
    TypeError: certain_only is str, not True or False.
    """
    if not isinstance(value, bool):
        raise _wrong_type(name, value, "True or False")
    return value


def choice(name: str, value: object, options: type[Choice]) -> Choice:
    """A member of an enumeration, or its string.

    >>> from cleaner.settings import Script
    >>> choice("script", "keep", Script) is Script.KEEP
    True
    """
    if not isinstance(value, str):
        raise _wrong_type(name, value, f"a {options.__name__} or its name")
    known = [str(option) for option in options]
    if value not in known:
        hint = did_you_mean(value, known, f"Known are {', '.join(map(repr, known))}.")
        raise ValueError(f"{name}: {value!r} is not known. {hint}")
    return options(value)


def probability(name: str, value: object) -> float:
    """A number from 0 to 1.

    >>> probability("threshold", 1)
    1.0
    >>> probability("threshold", 1.5)
    Traceback (most recent call last):
    ValueError: threshold: 1.5 is no number from 0 to 1.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise _wrong_type(name, value, "a number from 0 to 1")
    number = float(value)
    if not 0.0 <= number <= 1.0:  # nor is NaN
        raise ValueError(f"{name}: {value!r} is no number from 0 to 1.")
    return number


def several(name: str, value: object, kind: type[Item], remedy: str = "") -> tuple[Item, ...]:
    """The items of a set, list or tuple, all of one type; `remedy` is what to do where they are none.

    >>> several("terms", ["双减", "蓝天"], str)
    ('双减', '蓝天')
    >>> several("terms", "双减", str)
    Traceback (most recent call last):
    TypeError: terms is str, not a set, list or tuple of str, such as ['双减'].
    """
    what = f"a set, list or tuple of {kind.__name__}"
    if isinstance(value, kind):
        raise _wrong_type(name, value, f"{what}, such as [{value!r}]")
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise _wrong_type(name, value, what, remedy)
    items = tuple(value)
    return tuple(instance(f"an item of {name}", item, kind, remedy) for item in items)


def strings(name: str, value: object) -> frozenset[str]:
    """Strings that are not empty.

    >>> sorted(strings("names", ("周海", "周海")))
    ['周海']
    >>> strings("names", [""])
    Traceback (most recent call last):
    ValueError: names: one of the strings is empty. Leave it out.
    """
    items = frozenset(map(str, several(name, value, str)))
    if not all(items):
        raise ValueError(f"{name}: one of the strings is empty. Leave it out.")
    return items


def rules(name: str, value: object) -> frozenset[str]:
    """Slugs of rules, and tiers.

    >>> sorted(rules("ignore", ["join_words", "inferred"]))
    ['inferred', 'join_words']
    """
    items = frozenset(map(str, several(name, value, str)))
    for item in sorted(items):
        rule(name, item)
    return items


def rule(name: str, value: str) -> None:
    """The slug of a rule, or a tier.

    >>> rule("ignore", "join_words")
    >>> rule("ignore", "join_word")
    Traceback (most recent call last):
    ValueError: ignore: there is no rule or tier 'join_word'. Did you mean 'join_words'?
    """
    if fault := unknown_rule(value):
        raise ValueError(f"{name}: {fault}")


def unknown_rule(name: str) -> str:
    """What is said of a name that is neither the slug of a rule nor a tier; empty for one that is.

    >>> unknown_rule("rejoin_lines"), unknown_rule("rejoin_line")
    ('', "there is no rule or tier 'rejoin_line'. Did you mean 'rejoin_lines'?")
    """
    known = (*slugs.RULES, *slugs.TIERS)
    if name in known:
        return ""
    hint = did_you_mean(name, known, "`cleaner rules` lists them all.")
    return f"there is no rule or tier {name!r}. {hint}"


def probabilities(name: str, value: object) -> dict[str, float]:
    """Numbers from 0 to 1 by rule or tier.

    >>> probabilities("thresholds", {"inferred": 1})
    {'inferred': 1.0}
    """
    if not isinstance(value, Mapping):
        raise _wrong_type(name, value, "a mapping of rules or tiers to numbers from 0 to 1")
    for key in value:
        if not isinstance(key, str):
            raise _wrong_type(f"a key of {name}", key, "str")
        rule(name, key)
    return {str(key): probability(f"{name}[{str(key)!r}]", number) for key, number in value.items()}


def path(name: str, value: object) -> str:
    """The path of a file, as text.

    >>> path("path", "scans/page.txt")
    'scans/page.txt'
    >>> path("path", None)
    Traceback (most recent call last):
    TypeError: path is NoneType, not a str or a Path.
    """
    if isinstance(value, str | PathLike) and isinstance(found := fspath(value), str):
        return found
    raise _wrong_type(name, value, "a str or a Path")


def binary(name: str, value: object, remedy: str = "") -> bytes:
    """Bytes, in any type of Python that holds them; `remedy` is what to do with what holds none.

    >>> binary("data", bytearray(b"abc"))
    b'abc'
    >>> binary("data", "abc")
    Traceback (most recent call last):
    TypeError: data is str, not bytes.
    """
    if not isinstance(value, bytes | bytearray | memoryview):
        raise _wrong_type(name, value, "bytes", remedy)
    return bytes(value)


def offset(name: str, value: object, length: int) -> int:
    """A place in a text of some length, up to its end.

    >>> offset("offset", 2, 2)
    2
    >>> offset("offset", -1, 2)
    Traceback (most recent call last):
    IndexError: offset is -1: the text has offsets from 0 to 2.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise _wrong_type(name, value, "a whole number")
    if not 0 <= (number := int(value)) <= length:
        raise IndexError(f"{name} is {number}: the text has offsets from 0 to {length}.")
    return number


def _wrong_type(name: str, value: object, wanted: str, remedy: str = "") -> TypeError:
    return TypeError(f"{name} is {type(value).__name__}, not {wanted}. {remedy}".rstrip())
