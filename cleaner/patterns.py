"""Patterns that are made ready when they are first used: one page needs half of them.

To compile one takes a thousandth of a second; to read it compiled a fiftieth of that. So they are stored
beside this module as `regex` pickles them, compiled. What one release of `regex` has compiled is for no other
one: where another is installed, they are compiled as if none were stored.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import regex

STORE: Final = Path(__file__).with_name("patterns.pickle")
"""The release of `regex`, what makes a pattern, what of; `cleaner.lab.patterns` writes it."""
Make = Callable[..., regex.Pattern[str]]
Compiled = Mapping[tuple[str, int], bytes]
"""By the text and flags of a pattern what it is made of beside its text, pickled."""
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")
_ENOUGH = 1_000_000
"""Characters looked through in vain, calls counted as `_CALL` of them: in that time a pattern is compiled."""
_CALL = 1000
"""Characters that a call counts for."""
_PAGE = 500
"""Characters of a text in which it pays to look for what a pattern needs before each search."""


class Pattern:
    r"""A pattern of the library `regex`, compiled when a text is first searched that may match.

    `needs` are characters or words, one of which is in every text that matches: where none is, nothing is
    compiled, and a page is not looked through but for them.

    >>> tag = Pattern(r"<b\b[^<>]*>", needs="<")
    >>> tag.search("青石镇"), tag.sub("", "<b>青石镇")
    (None, '青石镇')
    """

    def __init__(self, pattern: str, flags: int = 0, *, needs: Iterable[str] = "") -> None:
        self.pattern = pattern
        self.flags = flags
        self.needs = tuple(needs)
        self._looked_through = 0
        self._compiled: regex.Pattern[str] | None = None

    def search(self, text: str, pos: int | None = None, endpos: int | None = None) -> regex.Match[str] | None:
        return self._for(text).search(text, pos, endpos)

    def match(self, text: str, pos: int | None = None, endpos: int | None = None) -> regex.Match[str] | None:
        return self._for(text).match(text, pos, endpos)

    def fullmatch(
        self, text: str, pos: int | None = None, endpos: int | None = None
    ) -> regex.Match[str] | None:
        return self._for(text).fullmatch(text, pos, endpos)

    def finditer(
        self, text: str, pos: int | None = None, endpos: int | None = None, overlapped: bool = False
    ) -> Iterator[regex.Match[str]]:
        if pos is None and len(text) >= _PAGE and not self.may_match(text):
            return iter(())
        return self._for(text).finditer(text, pos, endpos, overlapped=overlapped)

    def findall(self, text: str, pos: int | None = None, endpos: int | None = None) -> list[Any]:
        return self._for(text).findall(text, pos, endpos)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return self._for(text).split(text, maxsplit)

    def sub(self, replacement: str | Callable[[regex.Match[str]], str], text: str, count: int = 0) -> str:
        return self._for(text).sub(replacement, text, count)

    def compiled(self) -> regex.Pattern[str]:
        """The pattern of the library; from now on the methods are its own, or lead to it."""
        if self._compiled is None:
            make, known = read_store()
            stored = known.get((self.pattern, int(self.flags)))
            self._compiled = (
                make(self.pattern, *pickle.loads(stored))
                if stored
                else regex.compile(self.pattern, self.flags)
            )
            own = _METHODS if not self.needs else [name for name in _METHODS if name != "finditer"]
            self.__dict__.update({name: getattr(self._compiled, name) for name in own})
        return self._compiled

    def may_match(self, text: str) -> bool:
        """Whether one of the characters or words that it needs is in a text, or it needs none.

        >>> Pattern("<b>", needs="<").may_match("青石镇"), Pattern("<b>").may_match("青石镇")
        (False, True)
        """
        return not self.needs or any(map(text.__contains__, self.needs))

    def _for(self, text: str) -> regex.Pattern[str] | Pattern:
        if self._compiled is not None:
            return self._compiled
        if self._looked_through < _ENOUGH and not self.may_match(text):
            self._looked_through += len(text) + _CALL
            return _NEVER
        return self.compiled()


@cache
def read_store() -> tuple[Make, Compiled]:
    """How to make a pattern, and of what; {} where it is not stored for the installed release of `regex`."""
    try:
        release, make, compiled = pickle.loads(STORE.read_bytes())
    except OSError:
        return regex.compile, {}
    return cast(Make, make), cast(Compiled, compiled) if release == regex.__version__ else {}


_NEVER: Final = Pattern(r"\A(?!)")  # fails at once: a text is not gone through in vain
HAN: Final = Pattern(r"\p{Han}")
"""An ideograph."""
