"""Decisions files on the command line: which page each is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.decisions import read_decisions
from cleaner.errors import InputError

if TYPE_CHECKING:
    from cleaner.decisions import Decision


def decisions_for(files: Iterable[Path], pages: Sequence[str]) -> Mapping[str, tuple[Decision, ...]]:
    """The decisions on each page.

    A decisions file is for the page whose file name it holds; where there is one page only, for that.
    Raises `InputError` for a file that cannot be read, or is for none of the pages.
    """
    found: dict[str, tuple[Decision, ...]] = {}
    for file in files:
        read = read_decisions(file)
        meant = [page for page in pages if len(pages) == 1 or Path(page).name == read.page]
        if not meant:
            raise InputError(f"{file}: these decisions are on {read.page!r}, which is not among the pages.")
        for page in meant:
            found[page] = found.get(page, ()) + read.decisions
    return found
