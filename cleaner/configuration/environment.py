"""Environment variables that stand for the keys of a configuration: `CLEANER_THRESHOLD=0.9`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cleaner.configuration.keys import FILES, KEYS, WALK_KEYS
from cleaner.errors import ConfigurationError
from cleaner.suggestions import did_you_mean

PREFIX = "CLEANER_"
OF_COMMANDS = tuple(f"{PREFIX}{name}" for name in ("JOBS", "TIMEOUT", "CONFIG", "ISOLATED"))
"""Variables that the command line reads itself: they are no keys of a configuration."""

_FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


def variable(key: str) -> str:
    """The environment variable of a key.

    >>> variable("input-format")
    'CLEANER_INPUT_FORMAT'
    """
    return PREFIX + key.upper().replace("-", "_")


VARIABLES: Mapping[str, str] = {variable(name): name for name in (*KEYS, *WALK_KEYS)}
"""The key of each variable."""


def read_environment(environment: Mapping[str, str]) -> dict[str, object]:
    """The values by key that environment variables hold; an empty variable holds none.

    Items of lists and of tables are separated by commas, file names as in `PATH`. Raises `ConfigurationError`
    where a value is wrong, `InputError` for a decisions file that cannot be read.

    >>> read_environment({"CLEANER_THRESHOLD": "0.9", "CLEANER_EXCLUDE": "drafts,*.bak", "HOME": "/root"})
    {'threshold': 0.9, 'exclude': ['drafts', '*.bak']}
    """
    values: dict[str, object] = {}
    for name, key in VARIABLES.items():
        if text := environment.get(name, "").strip():
            known = {**KEYS, **WALK_KEYS}[key]
            origin = f"the environment variable {name}"
            values[key] = known.value_of(_value(text, key, known.default, origin), Path(), origin)
    return values


def table_of(items: Sequence[str], origin: str) -> Mapping[str, object]:
    """The table that items of the form `name=number` stand for; what is no number stays a string.

    origin: what gives them, as messages name it. Raises `ConfigurationError` for an item without a name or a
    number, and for a name that comes twice.

    >>> table_of(["restore_quotes=0.9", "inferred = high"], "--thresholds")
    {'restore_quotes': 0.9, 'inferred': 'high'}
    """
    table: dict[str, object] = {}
    for item in items:
        name, _, number = (part.strip() for part in item.partition("="))
        if not (name and number):
            raise ConfigurationError(f"{origin} must have NAME=NUMBER, as restore_quotes=0.9, not {item!r}.")
        if name in table:
            raise ConfigurationError(f"{origin} has {name} twice. Give it once.")
        table[name] = _number(number)
    return table


def misspelt(environment: Mapping[str, str]) -> Iterator[str]:
    """A warning for each variable that nothing reads but that is nearly called like one.

    >>> list(misspelt({"CLEANER_TRESHOLD": "0.9", "CLEANER_HOME": "/srv"}))
    ["CLEANER_TRESHOLD: nothing reads this environment variable. Did you mean 'CLEANER_THRESHOLD'?"]
    """
    known = [*VARIABLES, *OF_COMMANDS]
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            nearest = did_you_mean(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], "")
            if nearest:
                meant = nearest.replace("'", f"'{PREFIX}", 1)
                yield f"{name}: nothing reads this environment variable. {meant}"


def _value(text: str, key: str, default: object, origin: str) -> object:
    """What a text stands for, by the default of its key; the text itself where it is nothing of the kind.

    origin: what gives it, as messages name it.
    """
    if isinstance(default, bool):
        return _FLAGS.get(text.lower(), text)
    if isinstance(default, float):
        return _number(text)
    if isinstance(default, str):
        return text
    parts = text.split(os.pathsep if key in FILES else ",")
    items = [item for part in parts if (item := part.strip())]
    return table_of(items, origin) if isinstance(default, Mapping) else items


def _number(text: str) -> float | str:
    """The number that a text stands for; the text itself where it stands for none."""
    try:
        return float(text)
    except ValueError:
        return text
