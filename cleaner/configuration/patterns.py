"""File patterns as `.gitignore` has them: one meaning for all of them, and a known one."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.paths import exists

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORED = ".gitignore"


def check_pattern(pattern: str) -> None:
    """Raises `ValueError` for a pattern that cannot be one.

    >>> check_pattern("!")
    Traceback (most recent call last):
    ValueError: a pattern as in .gitignore
    """
    try:
        _spec((pattern,))
    except ValueError as error:
        raise ValueError("a pattern as in .gitignore") from error


def matches(inside: str, patterns: Iterable[str]) -> bool:
    """Whether patterns name a file, or one of the folders that it is in.

    inside: the path of the file from the folder that the patterns stand in, with `/`; of a folder with one at
        its end.
    patterns: one with a `/` before its end counts from that folder, others are held against every name on the
        path; `*` stands for anything in a name, `**` for any folders, `!` takes back what was named before.

    >>> matches("1950/07/a.txt", ["1950/*.txt"]), matches("1950/a.txt", ["1950/**/*.txt"])
    (False, True)
    >>> matches("old/a.txt", ["old/"]), matches("old/a.txt", ["*.txt", "!a.txt"])
    (True, False)
    """
    return bool(_spec(tuple(patterns)).check_file(inside).include)


class Ignored:
    """What the `.gitignore` files of a folder, and of those above it in its repository, have ignored.

    Files that are named, or are in a folder that is named and ignored itself, are meant: nothing above that
    folder is heeded then.
    """

    def __init__(self, folder: Path) -> None:
        self._specs: list[tuple[Path, GitIgnoreSpec]] = []
        root = next((place for place in (folder, *folder.parents) if exists(place / ".git")), folder)
        above = [place for place in folder.parents if place.is_relative_to(root)]
        for place in reversed(above):
            self.enter(place)
        if self.has(folder, is_folder=True):
            self._specs = []

    def enter(self, folder: Path) -> None:
        """Read the `.gitignore` of a folder, if it has one; a line that is no pattern is skipped."""
        with suppress(OSError):
            lines = (folder / IGNORED).read_text(encoding="utf-8", errors="replace").splitlines()
            self._specs.append((folder, _spec(tuple(filter(_is_pattern, lines)))))

    def has(self, path: Path, is_folder: bool = False) -> bool:
        """Whether a file or folder is ignored; the nearest `.gitignore` that names it has the say."""
        for place, spec in reversed(self._specs):
            if path.is_relative_to(place):
                inside = path.relative_to(place).as_posix() + "/" * is_folder
                if (found := spec.check_file(inside).include) is not None:
                    return found
        return False


@cache
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # takes a while to import, and only walks and tables for files need it

    return GitIgnoreSpec.from_lines(patterns)


def _is_pattern(line: str) -> bool:
    with suppress(ValueError):
        check_pattern(line)
        return True
    return False
