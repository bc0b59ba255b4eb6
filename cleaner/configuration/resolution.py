"""What holds for a page, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from cleaner.configuration.environment import variable
from cleaner.configuration.files import PER_FILE, Configuration, ConfigurationFiles
from cleaner.configuration.keys import KEYS, WALK_KEYS
from cleaner.decisions import Decision
from cleaner.paths import is_folder, without_links
from cleaner.settings import Settings

DEFAULT, COMMAND_LINE = "default", "command line"


class Setting(NamedTuple):
    """A value and its origin."""

    value: object
    origin: str


class Resolved(NamedTuple):
    """Everything that holds for a page, by key; its file name; and the folder that patterns count from."""

    values: Mapping[str, Setting]
    page: str = ""
    folder: Path | None = None

    @property
    def settings(self) -> Settings:
        """What the chain is run with."""
        known = {name.replace("-", "_"): setting.value for name, setting in self.values.items()}
        chosen = {field.name: known[field.name] for field in fields(Settings) if field.name in known}
        chosen["decisions"] = self._decisions
        return Settings(**chosen)  # type: ignore[arg-type]

    @property
    def _decisions(self) -> tuple[Decision, ...]:
        """The decisions on this page."""
        files = self.values["decisions"].value
        assert isinstance(files, tuple)
        return tuple(decision for file in files for decision in file.on(self.page))

    @property
    def encoding(self) -> str | None:
        """The encoding that the page is to be read in; none where it is to be found."""
        return str(self.values["encoding"].value) or None

    @property
    def input_format(self) -> str:
        """The name of the format of the page; empty where its content tells."""
        return str(self.values["input-format"].value)

    def is_default(self, name: str) -> bool:
        """Whether nobody set a key."""
        return self.values[name].origin == DEFAULT

    def strings(self, name: str) -> list[str]:
        """The value of a key that holds a list of strings."""
        value = self.values[name].value
        assert isinstance(value, list)
        return value


class Resolver:
    """Defaults, then the configuration file, its tables for the file, the environment, the command line.

    overrides: values by key, given on the command line.
    environment: values by key, of environment variables.
    config: the configuration file to use for every page in place of the nearest one.
    isolated: use no configuration file.

    >>> Resolver({"threshold": 0.9}, isolated=True).of(Path("page.txt")).values["threshold"]
    Setting(value=0.9, origin='command line')
    """

    def __init__(
        self,
        overrides: Mapping[str, object] | None = None,
        config: Path | None = None,
        isolated: bool = False,
        environment: Mapping[str, object] | None = None,
    ) -> None:
        self.overrides = overrides or {}
        self.config = config
        self.isolated = isolated
        self.environment = environment or {}
        self._files = ConfigurationFiles()
        self._folders: dict[Path, Path] = {}
        """Folders, and what they are without links."""

    def overridden(self, overrides: Mapping[str, object]) -> Resolver:
        """The same with other values on the command line."""
        return Resolver(overrides, self.config, self.isolated, self.environment)

    def of(self, page: Path) -> Resolved:
        """What holds for a page, or for the pages of a folder. Raises `ConfigurationError`."""
        page = self._canonical(page)
        found = {name: Setting(key.default, DEFAULT) for name, key in {**KEYS, **WALK_KEYS}.items()}
        configuration = self._configuration(page)
        if configuration:
            origin = str(configuration.path)
            found |= _settings(configuration.values, origin)
            for glob, values in configuration.overrides(page):
                found |= _settings(values, f'{origin}, {PER_FILE} "{glob}"')
        folder = configuration.path.parent if configuration else None
        found |= {
            name: Setting(value, f"environment, {variable(name)}") for name, value in self.environment.items()
        }
        return Resolved(found | _settings(self.overrides, COMMAND_LINE), page.name, folder)

    def _configuration(self, page: Path) -> Configuration | None:
        """The configuration file for a page, or for the pages of a folder."""
        if self.isolated:
            return None
        if self.config:
            return self._files.read(self.config)
        return self._files.nearest(page if is_folder(page) else page.parent)

    def _canonical(self, page: Path) -> Path:
        """The absolute path, free of links but for the page: a linked page is configured where it is."""
        if is_folder(page):
            return without_links(page)
        folder = page.parent.absolute()
        if folder not in self._folders:
            self._folders[folder] = without_links(folder)
        return self._folders[folder] / page.name


def _settings(values: Mapping[str, object], origin: str) -> dict[str, Setting]:
    return {name: Setting(value, origin) for name, value in values.items()}
