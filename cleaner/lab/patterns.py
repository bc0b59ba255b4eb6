"""The patterns of the product, compiled and stored, so that no start compiles them.

    python -m cleaner.lab.patterns  # write them anew

They are stored for the release of `regex` that is installed. Written twice, the file may differ and yet mean
the same: `regex` does not order the characters of a set.
"""

from __future__ import annotations

import copyreg
import pickle
import pickletools
from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import walk_packages

import regex

import cleaner
from cleaner.patterns import STORE, Pattern

_NO_PRODUCT = ("cleaner.lab", "cleaner.__main__")


def all_patterns() -> dict[str, Pattern]:
    """Every pattern that the modules of the product hold, alone or in tables, by module, name and key."""
    modules = [each.name for each in walk_packages(cleaner.__path__, "cleaner.")]
    return {
        f"{module}.{found}": pattern
        for module in modules
        if not module.startswith(_NO_PRODUCT)
        for name, value in vars(import_module(module)).items()
        for found, pattern in _inside(name, value)
    }


def _inside(name: str, value: object) -> Iterator[tuple[str, Pattern]]:
    if isinstance(value, Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _inside(f"{name}[{key!r}]", part)
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from _inside(f"{name}[{place}]", part)


def store_of(patterns: Iterable[Pattern]) -> bytes:
    """What `cleaner.patterns.read_store` reads, in the order given: those of a module pack well.

    >>> pickle.loads(store_of([Pattern("报+")]))[2].keys()
    dict_keys([('报+', 0)])
    """
    reduce = copyreg.dispatch_table[regex.Pattern]
    texts = dict.fromkeys((each.pattern, int(each.flags)) for each in patterns)
    made_of = {each: reduce(regex.compile(*each)) for each in texts}
    make = {made[0] for made in made_of.values()}.pop()
    compiled = {each: _pickled(made[1][1:]) for each, made in made_of.items()}
    return _pickled((regex.__version__, make, compiled))


def _pickled(value: object) -> bytes:
    """A value in the protocol, and without the opcodes, that a wheel packs smallest."""
    return pickletools.optimize(pickle.dumps(value, protocol=3))


def main() -> None:
    """Write the store."""
    patterns = all_patterns()
    STORE.write_bytes(store_of(patterns.values()))


if __name__ == "__main__":
    main()
