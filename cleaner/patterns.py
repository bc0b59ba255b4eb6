"""Patterns that are compiled when they are first used: one page needs a third of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import regex

_NEVER = regex.compile(r"(?!)")
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")
_ENOUGH = 1_000_000
"""Characters looked through in vain, calls counted as `_CALL` of them: in that time a pattern is compiled."""
_CALL = 1000
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
            self._compiled = regex.compile(self.pattern, self.flags)
            own = _METHODS if not self.needs else [name for name in _METHODS if name != "finditer"]
            self.__dict__.update({name: getattr(self._compiled, name) for name in own})
        return self._compiled

    def may_match(self, text: str) -> bool:
        """Whether a text holds what each match needs."""
        return not self.needs or any(need in text for need in self.needs)

    def _for(self, text: str) -> regex.Pattern[str]:
        if self._compiled is not None:
            return self._compiled
        if self._looked_through < _ENOUGH and not self.may_match(text):
            self._looked_through += len(text) + _CALL
            return _NEVER
        return self.compiled()
