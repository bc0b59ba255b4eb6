"""Pages of a file of several, by their numbers: `volume.pdf#3`, `volume.pdf#3-7`, `volume.pdf#1,4-6,9-`."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from cleaner.errors import InputError
from cleaner.paths import exists, is_file

_NAMED = re.compile(r"(?P<file>.+)#(?P<numbers>[^#/\\]*)", re.DOTALL)
_RANGE = re.compile(r"(?P<first>[1-9]\d{0,6})(?P<open>-(?P<last>[1-9]\d{0,6})?)?")


@dataclass(frozen=True, slots=True)
class Selection:
    """Pages of a file.

    numbers: as they were typed.
    ranges: the first and the last page of each, counted from 1; the last is none where a range is open.

    >>> chosen = Selection("volume.pdf", "2,4-5", ((2, 2), (4, 5)))
    >>> [number for number in range(1, 9) if number in chosen], chosen.last
    ([2, 4, 5], 5)
    """

    file: str
    numbers: str
    ranges: tuple[tuple[int, int | None], ...]

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= (last or number) for first, last in self.ranges)

    @property
    def last(self) -> int | None:
        """The last page that is wanted; none where all to the end are."""
        ends = [last for _, last in self.ranges if last]
        return max(ends) if len(ends) == len(self.ranges) else None

    @property
    def reach(self) -> int:
        """The number of pages that the file must have."""
        return max(last or first for first, last in self.ranges)

    @property
    def is_single(self) -> bool:
        """Whether one page is named, by its number."""
        return self.numbers.isdigit()


def selection_of(name: str) -> Selection | None:
    """The pages of a file that a name stands for; none where it names no part of a file.

    A file that is called so itself has precedence. Raises `InputError` where the file is there and what
    follows its name is no numbers of pages.
    """
    named = _NAMED.fullmatch(name)
    if not named or exists(name) or not is_file(named["file"]):
        return None
    file, numbers = named["file"], named["numbers"]
    ranges = []
    for part in numbers.split(","):
        one = _RANGE.fullmatch(part.strip())
        if not one:
            raise InputError(
                f"{name}: {numbers!r} is no range of pages. Pages count from 1: write {file}#3, {file}#3-7 "
                f"or {file}#1,4-6,9-."
            )
        first = int(one["first"])
        last = int(one["last"]) if one["last"] else None if one["open"] else first
        if last is not None and last < first:
            right = f"{file}#{last}-{first}"
            raise InputError(f"{name}: the range {part.strip()} is empty. Did you mean {right}?")
        ranges.append((first, last))
    return Selection(file, numbers, tuple(ranges))


def split_name(name: str) -> tuple[str, str]:
    """The file in the name of pages, and their numbers as typed; the name alone where it is no such name.

    >>> split_name("no such file.pdf#3")
    ('no such file.pdf#3', '')
    """
    with suppress(InputError):
        if found := selection_of(name):
            return found.file, found.numbers
    return name, ""
