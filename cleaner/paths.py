"""What is at a path, asked so that the question never fails.

`pathlib` raises where a name is too long for the file system, where a folder may not be searched, and where
links lead in a circle. Here nothing is there then: who reads or writes at the path next says what is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path


def is_file(path: str | Path) -> bool:
    """Whether there is a file, or a link to one.

    >>> is_file("文" * 1000)
    False
    """
    return os.path.isfile(path)  # noqa: PTH113 (that of pathlib raises)


def is_folder(path: str | Path) -> bool:
    """Whether there is a folder, or a link to one."""
    return os.path.isdir(path)  # noqa: PTH112


def exists(path: str | Path) -> bool:
    """Whether there is anything; not where a link leads nowhere."""
    return os.path.exists(path)  # noqa: PTH110


def without_links(path: str | Path) -> Path:
    """The absolute path, free of links as far as they lead anywhere."""
    return Path(os.path.realpath(path))


def identities(path: str | Path) -> Iterator[Hashable]:
    """What tells a file or folder from all others: two paths that lead to one of them share one of these.

    The path free of links; and where something is there, its number on its disk: hard links have the same,
    and so has its name in capitals where the file system makes no difference.

    >>> list(identities("nothing/there.txt")) == [without_links("nothing/there.txt")]
    True
    """
    yield without_links(path)
    with suppress(OSError, ValueError):
        status = os.stat(path)  # noqa: PTH116
        yield status.st_dev, status.st_ino


def identities_of(paths: Iterable[str | Path]) -> frozenset[Hashable]:
    """The identities of several files together.

    >>> identities_of([".", "./."]) == identities_of(["."])
    True
    """
    return frozenset(one for path in paths for one in identities(path))
