"""Compiled patterns, kept from one process of the command to the next.

To compile the patterns of the rules takes a third of a second at every start, and unlike byte-code nothing
keeps them. So the command puts what `regex` would pickle of each (`copyreg`) into the user's cache folder, in
a file for each version of Python, `regex` and cleaner. Where that cannot be read or written, or is not whole,
patterns are compiled as ever. In a process that only imports cleaner nothing is kept, and `regex` as it was.
"""

from __future__ import annotations

import atexit
import copyreg
import marshal
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import regex

from cleaner import __version__

MOST: Final = 2000
"""Patterns in a file; one that holds more begins anew, so that those of old code go."""

Key = tuple[str | bytes, int]
"""A pattern and its flags."""
_CHECK: Final = 4
"""Bytes of the checksum before the patterns."""


def keep_patterns(file: Path | None = None) -> None:
    """Let `regex.compile` look among the kept patterns first, and keep new ones when the process ends.

    file: where they are kept; without one it is in the cache folder of the user.
    """
    file = file or _file()
    if file:
        kept = KeptPatterns(file, regex.compile)
        regex.compile = kept.compile  # type: ignore[assignment]
        atexit.register(kept.save)


class KeptPatterns:
    """Patterns in a file: `compile` takes them from there or compiles them, `save` adds the new ones."""

    def __init__(self, file: Path, compiler: Callable[..., regex.Pattern[Any]]) -> None:
        self._file = file
        self._compiler = compiler
        self._rebuild, _ = _parts_of(compiler(""))
        self._stored = _read(file)
        self._new: dict[Key, bytes] = {}

    def compile(self, pattern: Any, flags: Any = 0, **options: Any) -> regex.Pattern[Any]:
        """As `regex.compile`, whose errors it raises; with options (named lists) nothing is kept."""
        if options or not isinstance(pattern, str | bytes):
            return self._compiler(pattern, flags, **options)
        key = pattern, int(flags)
        if stored := self._stored.get(key):
            with suppress(ValueError, EOFError, TypeError, regex.error):
                return self._rebuild(*marshal.loads(stored))
        made = self._compiler(pattern, flags)
        with suppress(ValueError):  # something that cannot be stored
            self._new[key] = marshal.dumps(_parts_of(made)[1])
        return made

    def save(self) -> None:
        """Write the file anew, if there are new patterns; without a word where that cannot be done."""
        if not self._new:
            return
        from tempfile import NamedTemporaryFile

        stored = self._stored if len(self._stored) + len(self._new) <= MOST else {}
        content = marshal.dumps({**stored, **self._new})
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._file.parent, delete=False) as temporary:
                temporary.write(crc32(content).to_bytes(_CHECK) + content)
            Path(temporary.name).replace(self._file)


def _parts_of(pattern: regex.Pattern[Any]) -> tuple[Callable[..., regex.Pattern[Any]], tuple[Any, ...]]:
    """A function, and what it makes the pattern of: all strings, numbers and containers of them."""
    reduce: Any = copyreg.dispatch_table[type(pattern)]
    function, arguments = reduce(pattern)
    return function, arguments


def _read(file: Path) -> Mapping[Key, bytes]:
    """The patterns of a file; none where it is not there, another user's, or not whole."""
    try:
        with file.open("rb") as opened:
            if hasattr(os, "geteuid") and os.fstat(opened.fileno()).st_uid != os.geteuid():
                return {}
            content = opened.read()
    except OSError:
        return {}
    check, stored = content[:_CHECK], content[_CHECK:]
    return marshal.loads(stored) if crc32(stored).to_bytes(_CHECK) == check else {}


def _file() -> Path | None:
    """The file of these versions; None where the user has no folder."""
    try:
        base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
        folder = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    name = f"patterns-{__version__}-{sys.implementation.cache_tag}-regex-{regex.__version__}.bin"
    return folder / "cleaner" / name if folder.is_absolute() else None
