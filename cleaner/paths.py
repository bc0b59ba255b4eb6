"""What is at a path, asked so that the question never fails.

`pathlib` raises where a name is too long for the file system, where a folder may not be searched, and where
links lead in a circle. Here nothing is there then: who reads or writes at the path next says what is wrong.
"""

from __future__ import annotations

import os
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
