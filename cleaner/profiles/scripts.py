"""Simplified and traditional forms, by the tables of `opencc-python-reimplemented`.

Two distributions install a package called `opencc`, write over each other, and differ in some characters. So
the package is not imported: the tables are read from the files of the distribution that cleaner depends on,
and a text comes out the same whatever else is installed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from cleaner.errors import ExtraError
from cleaner.paths import is_folder

DISTRIBUTION = "opencc-python-reimplemented"
_CHARACTERS = {"s2t": "STCharacters", "t2s": "TSCharacters"}
_PHRASES = {"s2t": "STPhrases", "t2s": "TSPhrases"}


@cache
def _table(name: str) -> dict[str, str]:
    """What each entry of a table becomes: the first of the forms that it gives. Raises `ExtraError`."""
    try:
        lines = (_folder() / f"{name}.txt").read_text("utf-8").splitlines()
    except (ImportError, OSError) as error:  # a distribution that is not found is an import error
        raise ExtraError(
            f"the tables of {DISTRIBUTION} are not there, so no script can be converted."
            f" Install them: pip install --force-reinstall {DISTRIBUTION}"
        ) from error
    pairs = (line.split("\t") for line in lines if line)
    return {entry: forms.partition(" ")[0] for entry, forms in pairs}


def _folder() -> Path:
    """Where the distribution keeps its tables. Raises `ImportError` where it is not installed.

    It is looked for where installers put it; only where it is not there is Python asked, whose own search
    takes longer to import than a table to read.
    """
    for entry in sys.path:
        folder = Path(entry) / "opencc" / "dictionary"
        if is_folder(folder) and any(Path(entry).glob(f"{DISTRIBUTION.replace('-', '_')}-*.dist-info")):
            return folder
    from importlib.metadata import distribution

    return Path(str(distribution(DISTRIBUTION).locate_file("opencc/dictionary")))


@cache
def _longest(name: str) -> dict[str, int]:
    """The length of the longest phrase of a table that begins with a character."""
    lengths: dict[str, int] = {}
    for phrase in _table(name):
        lengths[phrase[0]] = max(len(phrase), lengths.get(phrase[0], 1))
    return lengths


def to_traditional(text: str) -> str:
    """A simplified text in traditional script: by phrases, the longest from the left on, and by characters.

    >>> to_traditional("头发发展")
    '頭髮發展'
    """
    return "".join(_pieces("s2t", text))


def to_simplified(text: str) -> str:
    """A traditional text in simplified script, in the same way; no longer and no shorter.

    >>> to_simplified("頭髮發展，乾隆年間")
    '头发发展，乾隆年间'
    """
    return "".join(_pieces("t2s", text))


def _pieces(config: str, text: str) -> Iterator[str]:
    phrases, longest = _table(_PHRASES[config]), _longest(_PHRASES[config])
    at = 0
    while at < len(text):
        for length in range(longest.get(text[at], 1), 1, -1):
            if (piece := phrases.get(text[at : at + length])) is not None:
                yield piece
                at += length
                break
        else:
            yield convert_character(config, text[at])
            at += 1


def convert_character(config: str, char: str) -> str:
    """A character in the other script, `s2t` or `t2s`; itself where it has no form of its own there.

    >>> convert_character("t2s", "將"), convert_character("s2t", "的")
    ('将', '的')
    """
    return _table(_CHARACTERS[config]).get(char, char)


def convert_characters(config: str, chars: Iterable[str]) -> dict[str, str]:
    """Characters in the other script, each by itself.

    >>> convert_characters("t2s", "國家")
    {'國': '国', '家': '家'}
    """
    return {char: convert_character(config, char) for char in chars}
