"""How results look in a notebook: one short line, however large they are."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from dataclasses import MISSING, fields

LONGEST = 180
"""Characters of a representation, without the name of the class."""

_SHORT = reprlib.Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 2, 40, 60
_SHORT.maxtuple = _SHORT.maxlist = _SHORT.maxdict = _SHORT.maxset = _SHORT.maxfrozenset = 3


def shorten(value: object) -> str:
    """The representation of a value, cut in its middle where it is long.

    >>> shorten("甲" * 100)
    "'甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲...甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲'"
    """
    return _SHORT.repr(value)


def describe(name: str, values: Mapping[str, object]) -> str:
    """A representation of an object by some of its attributes.

    >>> describe("Edit", {"start": 2, "end": 3})
    'Edit(start=2, end=3)'
    """
    content = ", ".join(f"{key}={shorten(value)}" for key, value in values.items())
    return f"{name}({content if len(content) <= LONGEST else content[: LONGEST - 3] + '...'})"


class ShortRepr:
    """Gives a dataclass a short representation: fields at their defaults are left out, long ones are cut.

    >>> from cleaner import Edit
    >>> Edit(2, 3, "，")
    Edit(start=2, end=3, replacement='，')
    """

    __slots__ = ()

    def __repr__(self) -> str:
        shown = [field for field in fields(self) if field.repr]  # type: ignore[arg-type]
        values = {field.name: getattr(self, field.name) for field in shown}
        defaults = {field.name: field.default for field in shown if field.default is not MISSING}
        given = {k: value for k, value in values.items() if k not in defaults or value != defaults[k]}
        return describe(type(self).__name__, given)
