"""Configuration files: where they are found, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.configuration.keys import KEYS, WALK_KEYS, Key
from cleaner.configuration.patterns import check_pattern, matches
from cleaner.errors import ConfigurationError, no_such_file
from cleaner.paths import is_file, without_links
from cleaner.suggestions import did_you_mean

OWN, SHARED = "cleaner.toml", "pyproject.toml"
PER_FILE = "per-file"


class Configuration(NamedTuple):
    """A configuration file: its keys, and those for the files that a pattern names, in order."""

    path: Path
    values: Mapping[str, object]
    per_file: Sequence[tuple[str, Mapping[str, object]]] = ()

    def overrides(self, page: Path) -> list[tuple[str, Mapping[str, object]]]:
        """The tables for one page; a later one has more say."""
        if not page.is_relative_to(self.path.parent):
            return []
        inside = page.relative_to(self.path.parent).as_posix()
        return [(glob, values) for glob, values in self.per_file if matches(inside, [glob])]


class ConfigurationFiles:
    """The configuration files of a run: each is found and read once, whatever becomes of it meanwhile."""

    def __init__(self) -> None:
        self._nearest: dict[Path, Configuration | None] = {}
        self._read: dict[Path, Configuration] = {}

    def nearest(self, folder: Path) -> Configuration | None:
        """The configuration file in a folder (an absolute path), or in the nearest one above it.

        `cleaner.toml` counts before `pyproject.toml`, which counts only with a table `[tool.cleaner]`.
        Raises `ConfigurationError`.
        """
        if folder not in self._nearest:
            found = _configuration_in(folder)
            above = found is None and folder != folder.parent
            self._nearest[folder] = self.nearest(folder.parent) if above else found
        return self._nearest[folder]

    def read(self, path: Path) -> Configuration:
        """A configuration file by its path. Raises `ConfigurationError` also where it holds no table."""
        if path not in self._read:
            table = _table(path)
            if table is None:
                raise ConfigurationError(f"{path}: there is no table [tool.cleaner] in it.")
            self._read[path] = _configuration(without_links(path), table)
        return self._read[path]


def _configuration_in(folder: Path) -> Configuration | None:
    """The configuration file in a folder, if there is one."""
    for name in (OWN, SHARED):
        path = folder / name
        table = _table(path) if is_file(path) else None
        if table is not None:
            return _configuration(path, table)
    return None


def _table(path: Path) -> dict[str, Any] | None:
    """The table of cleaner in a file, if there is one."""
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigurationError(no_such_file(path)) from error
    except OSError as error:
        raise ConfigurationError(f"{path}: it cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: it is not UTF-8, as TOML is. Save it as UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{path}: it cannot be read as TOML ({error}).") from error
    if path.name != SHARED:
        return content
    tool = content.get("tool")
    table = tool.get("cleaner") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _configuration(path: Path, table: dict[str, Any]) -> Configuration:
    where = "[tool.cleaner]" if path.name == SHARED else "the top table"
    per_file = table.pop(PER_FILE, {})
    if not (isinstance(per_file, dict) and all(isinstance(values, dict) for values in per_file.values())):
        raise ConfigurationError(f'{path}: {PER_FILE} holds tables, such as [{PER_FILE}."1950/*"].')
    values = _read(path, where, table, {**KEYS, **WALK_KEYS}, also=[PER_FILE])
    for glob in per_file:
        _check(path, glob)
    overrides = [
        (glob, _read(path, f'the table {PER_FILE} of "{glob}"', values, KEYS))
        for glob, values in per_file.items()
    ]
    return Configuration(path, values, overrides)


def _check(path: Path, glob: str) -> None:
    try:
        check_pattern(glob)
    except ValueError as error:
        raise ConfigurationError(
            f"{path}: the name of a table {PER_FILE} must be {error}: {glob!r}."
        ) from error


def _read(
    path: Path, where: str, table: Mapping[str, Any], keys: Mapping[str, Key], also: Sequence[str] = ()
) -> dict[str, object]:
    """The values of a table, checked."""
    values: dict[str, object] = {}
    for name, value in table.items():
        if name == "tool" and path.name != SHARED:
            raise ConfigurationError(
                f"{path}: keys stand at the top of this file, without [tool.cleaner], which is for {SHARED}."
            )
        if name not in keys:
            known = [*keys, *also]
            hint = did_you_mean(name, known, f"Known are {', '.join(known)}.")
            raise ConfigurationError(f"{path}: there is no key {name!r} in {where}. {hint}")
        values[name] = keys[name].value_of(value, path.parent, f"{path}: {name} in {where}")
    return values
