"""Every key of a configuration: what it may hold, and what holds without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from cleaner.checks import unknown_rule
from cleaner.configuration.patterns import check_pattern
from cleaner.decisions import Decisions, read_decisions
from cleaner.errors import ConfigurationError, InputError, UnknownRuleError
from cleaner.settings import Quotes, Script


class Key(NamedTuple):
    """A key of a configuration.

    `read` makes the value of what stands in the file; relative paths in it count from the folder given.
    It raises `ValueError` with what is expected, or `ConfigurationError` with a message of its own.
    """

    default: object
    read: Callable[[object, Path], object]
    summary: str

    def value_of(self, stands: object, folder: Path, where: str) -> object:
        """The value of what stands at a place that messages call `where`.

        Raises `ConfigurationError`, and `InputError` for a decisions file that cannot be read.
        """
        try:
            return self.read(stands, folder)
        except (ConfigurationError, InputError) as error:
            raise type(error)(f"{where}: {error}") from error
        except ValueError as error:
            raise ConfigurationError(f"{where} must be {error}, not {stands!r}.") from error


def _flag(value: object, _: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 (one kind of error for every wrong value)
    return value


def _probability(value: object, _: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("a number from 0 to 1")
    return float(value)


def _choice(options: Iterable[str]) -> Callable[[object, Path], str]:
    known = {str(option): option for option in options}

    def read(value: object, _: Path) -> str:
        if value not in known:
            raise ValueError(f"one of {', '.join(map(repr, known))}")
        return known[str(value)]

    return read


def _strings(value: object, _: Path) -> list[str]:
    if not (isinstance(value, list) and all(isinstance(item, str) and item for item in value)):
        raise ValueError("a list of strings")
    return value


def _patterns(value: object, folder: Path) -> list[str]:
    for pattern in _strings(value, folder):
        check_pattern(pattern)
    return _strings(value, folder)


def _rules(value: object, folder: Path) -> frozenset[str]:
    names = _strings(value, folder)
    check_rules(names)
    return frozenset(names)


def _thresholds(value: object, folder: Path) -> Mapping[str, float]:
    if not isinstance(value, dict):
        raise ValueError("a table of rules or tiers, each with a number from 0 to 1")  # noqa: TRY004
    check_rules(value)
    return {name: _probability(threshold, folder) for name, threshold in value.items()}


def _encoding(value: object, _: Path) -> str:
    """The name of an encoding, or none."""
    from cleaner.reading.decoding import ENCODINGS, canonical

    if not isinstance(value, str) or (value and not canonical(value)):
        raise ValueError(f"an encoding: {', '.join(ENCODINGS)}")
    return value


def _input_format(value: object, _: Path) -> str:
    """The name of an input format, or none."""
    from cleaner.readers.formats import InputFormat

    if not isinstance(value, str) or (value and value not in set(InputFormat)):
        raise ValueError(f"an input format: {', '.join(InputFormat)}")
    return value


def _lists(value: object, folder: Path) -> frozenset[str]:
    """The lines of word lists. Raises `ConfigurationError` if one cannot be read."""
    return frozenset(word for name in _strings(value, folder) for word in _words(folder / name))


def _words(path: Path) -> Iterable[str]:
    from cleaner.errors import CleanerError
    from cleaner.reading.decoding import read_file

    try:
        text = read_file(path).text
    except CleanerError as error:
        raise ConfigurationError(f"{error} It is named as a word list, one entry a line.") from error
    lines = (line.strip() for line in text.splitlines())
    return (line for line in lines if line and not line.startswith("#"))


def _decisions(value: object, folder: Path) -> tuple[Decisions, ...]:
    """What is in decisions files. Raises `InputError`."""
    return tuple(read_decisions(folder / name) for name in _strings(value, folder))


def check_rules(names: Iterable[str]) -> None:
    """Raise `UnknownRuleError`, with the nearest name, if one of the names is neither rule nor tier."""
    for name in names:
        if fault := unknown_rule(name):
            raise UnknownRuleError(fault)


KEYS: Mapping[str, Key] = {
    "certain-only": Key(False, _flag, "make only edits that add no information"),
    "select": Key(frozenset(), _rules, "the only rules to run, by slug or tier; empty: all"),
    "ignore": Key(frozenset(), _rules, "rules not to run, by slug or tier"),
    "threshold": Key(0.0, _probability, "make only edits of at least this confidence"),
    "thresholds": Key({}, _thresholds, "the same for single rules or a tier"),
    "script": Key(Script.PAGE, _choice(Script), "script of the output"),
    "quotes": Key(Quotes.PAGE, _choice(Quotes), "quotation marks of the output"),
    "han-latin-space": Key(False, _flag, "keep spaces between ideographs and digits or Latin letters"),
    "terms": Key(frozenset(), _lists, "files with terms that are always quoted, one a line"),
    "names": Key(frozenset(), _lists, "files with names that are never changed, one a line"),
    "decisions": Key((), _decisions, "files of decisions on single edits, each for the page that it names"),
    "encoding": Key("", _encoding, "encoding of the pages; empty: UTF-8, else GB18030"),
    "input-format": Key("", _input_format, "format of the pages, as alto; empty: detected from the content"),
}
"""The keys that may stand in `[tool.cleaner]` and in a table for some files."""

FILES = frozenset(["terms", "names", "decisions"])
"""Keys whose items are names of files."""


ENGINE_FILES = ("*.hocr", "*.html", "*.xml", "*.json", "*.jsonl", "*.tsv", "*.pdf", "*.md", "*.mmd", "*.gz")
"""What files of OCR engines are called."""

WALK_KEYS: Mapping[str, Key] = {
    "include": Key(
        ["*.txt", *ENGINE_FILES],
        _patterns,
        "the files of a folder that are pages; default: *.txt and files of OCR engines, by their content",
    ),
    "exclude": Key([], _patterns, "files and folders that are skipped in a folder"),
}
"""The keys that say which files of a folder are pages; they stand in `[tool.cleaner]` only."""
