"""Memoization of functions of the texts of a page, whichever of its states they stand in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class MemoTable:
    """What functions find in texts, memoized: found when a text is first met, and kept as long as the page.

    The functions ask nothing but their argument: a line, a block, or a pair of them. Most stay as they are
    from one state of a page to the next, so what is known of them holds there too, however many they are.

    >>> memo = MemoTable()
    >>> memo.of(len, ["甲", "甲乙", "甲"]), memo.of(len, ["甲乙"])
    ([1, 2, 1], [2])
    """

    def __init__(self) -> None:
        self._found: dict[Callable[..., Any], dict[Any, Any]] = {}

    def of(self, find: Callable[[K], T], keys: Sequence[K]) -> list[T]:
        """What a function finds in each of the texts, in order."""
        known: dict[K, T] = self._found.setdefault(find, {})
        for key in [key for key in dict.fromkeys(keys) if key not in known]:
            known[key] = find(key)
        return [*map(known.__getitem__, keys)]
