"""What of a text is not among the lines that are said to make it up."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

OPENING = frozenset("“‘「『（(《〈【〔[")
"""Marks that belong to what follows them."""
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
ALIKE = 0.5
"""Share of its letters that a text has in common with another reading of the same print, at the least."""


class Piece(NamedTuple):
    """A part of the text, and the number of the line that it stands before."""

    text: str
    before: int


def remainder(content: str, lines: Sequence[str]) -> list[Piece]:
    """The parts of `content` that are in none of its `lines`, nor another reading of one of them.

    Only letters and digits are compared, for engines part and mark lines as they like.

    >>> remainder("渔船出海，渔民送行。码头摆花。", ["渔船出海，", "码头摆花。"])
    [Piece(text='渔民送行。', before=1)]
    >>> remainder("渔船出海，渔民送行。", ["渔船出诲，", "渔民送行。"])
    []
    """
    places = [at for at, char in enumerate(content) if char.isalnum()]
    whole = letters(content)
    taken = bytearray(len(whole))
    starts: dict[int, int] = {}
    searched: dict[str, int] = {}
    strange: Counter[str] = Counter()
    for number in sorted(range(len(lines)), key=lambda number: -len(lines[number])):
        wanted = letters(lines[number])
        start = _free(whole, wanted, taken, searched.get(wanted, 0)) if wanted else -1
        if start >= 0:
            starts[start] = number
            searched[wanted] = start + len(wanted)
            taken[start : start + len(wanted)] = b"\1" * len(wanted)
        else:
            strange.update(wanted)
    behind = [*sorted(starts.items()), (len(whole), len(lines))]
    return [
        Piece(_around(content, places[start], places[end - 1]), behind[bisect_left(behind, (start,))][1])
        for start, end in _gaps(taken)
        if not _is_reading(whole[start:end], strange)
    ]


def _free(whole: str, wanted: str, taken: bytearray, start: int) -> int:
    """Where a line stands in a text, apart from others; -1 where it does not."""
    start = whole.find(wanted, start)
    while start >= 0 and (last := taken.rfind(1, start, start + len(wanted))) >= 0:
        start = whole.find(wanted, last + 1)
    return start


def letters(text: str) -> str:
    """The letters and digits of a text, those of full width as narrow ones.

    >>> letters("渔船出海，３艘。")
    '渔船出海3艘'
    """
    return "".join(filter(str.isalnum, text.translate(_NARROW)))


def _gaps(taken: bytearray) -> list[tuple[int, int]]:
    found, start = [], taken.find(0)
    while start >= 0:
        end = taken.find(1, start)
        end = len(taken) if end < 0 else end
        found.append((start, end))
        start = taken.find(0, end)
    return found


def _is_reading(part: str, strange: Counter[str]) -> bool:
    return (Counter(part) & strange).total() >= ALIKE * len(part)


def _around(content: str, start: int, last: int) -> str:
    """The letters from `start` to `last` with the marks that belong to them."""
    end = last + 1
    while start and content[start - 1] in OPENING:
        start -= 1
    while end < len(content) and not (
        content[end].isalnum() or content[end].isspace() or content[end] in OPENING
    ):
        end += 1
    return content[start:end]
