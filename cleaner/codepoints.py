"""The code points of a text, as numpy reads them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.generic)


def code_points(text: str) -> NDArray[np.uint32]:
    r"""The code point of each character of a text, lone surrogates too; shape (len(text),), read-only.

    >>> code_points("A\ud800").tolist()
    [65, 55296]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class CodePointTable(Generic[Value]):
    """What a function tells of characters, by code point: found when a character is first met, and kept.

    >>> CodePointTable(str.isdigit, np.bool_).of(code_points("第3版")).tolist()
    [False, True, False]
    """

    def __init__(self, find: Callable[[str], object], kind: type[Value]) -> None:
        self._find = find
        self._values = np.zeros(sys.maxunicode + 1, dtype=kind)
        self._known = np.zeros(sys.maxunicode + 1, dtype=bool)

    def of(self, codes: NDArray[np.uint32]) -> NDArray[Value]:
        """The value of each code point."""
        known = self._known[codes]
        if not known.all():
            for code in set(codes[~known].tolist()):
                self._values[code], self._known[code] = self._find(chr(code)), True
        return self._values[codes]


_SOLID = CodePointTable(lambda char: not char.isspace(), np.bool_)


def solid_of(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    r"""Which code points are no white space.

    >>> solid_of(code_points("甲 乙\n")).tolist()
    [True, False, True, False]
    """
    return _SOLID.of(codes)
