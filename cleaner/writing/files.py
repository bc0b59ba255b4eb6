"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from cleaner.errors import OutputError
from cleaner.paths import exists


def write_all(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into a folder, by their names or paths in it; UTF-8, line ends as they are.

    Folders are made if need be. All texts are first written to temporary files beside their places and
    brought to disk; only then are they renamed. A failure, or an orderly end of the process, leaves no
    temporary file and no new file behind, and a file that was there before is either as it was or wholly new.
    Raises `OutputError`.
    """
    token = os.urandom(4).hex()
    targets = [folder / name for name in texts]
    staged = {target.with_name(f".{token}-{n}.tmp"): target for n, target in enumerate(targets)}
    made: list[Path] = []
    folders = [
        one for one in dict.fromkeys([folder, *(target.parent for target in targets)]) if not exists(one)
    ]
    try:
        for one in [folder, *folders]:
            one.mkdir(parents=True, exist_ok=True)
        for temporary, text in zip(staged, texts.values(), strict=True):
            write_through(temporary, text.encode())
        for temporary, target in staged.items():
            if not exists(target):
                made.append(target)
            temporary.replace(target)
    except (OSError, UnicodeEncodeError) as error:
        _remove(made)
        made.clear()
        raise OutputError(_explain(folder, error)) from error
    except BaseException:  # a signal ends the process
        _remove(made)
        made.clear()
        raise
    finally:
        _remove(staged)
        for one in reversed([] if made else folders):
            with suppress(OSError):  # it holds something, or was never made
                one.rmdir()


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError, UnicodeEncodeError):
            path.unlink(missing_ok=True)


def write_through(path: Path, data: bytes) -> None:
    """Write a new file and bring it to disk. Raises `OSError`, also where a file of that name is there."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _explain(folder: Path, error: OSError | UnicodeEncodeError) -> str:
    if isinstance(error, UnicodeEncodeError):
        return (
            f"{folder}: the page was not written: this locale has no {error.object[error.start]!r} in names "
            "of files. Set one in UTF-8, as LC_ALL=C.UTF-8."
        )
    if isinstance(error, PermissionError):
        remedy = "Ask for write access, or name another folder with -o."
    elif isinstance(error, FileExistsError | NotADirectoryError):
        remedy = "A file stands where a folder is needed: name another folder with -o."
    elif isinstance(error, IsADirectoryError):
        remedy = "A folder stands where a file is needed: remove it, or name another folder with -o."
    else:
        remedy = "See that the disk has room and is writable, or name another folder with -o."
    return f"{folder}: the page was not written ({error.strerror or error}). {remedy}"
