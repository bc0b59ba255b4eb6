"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from cleaner.errors import OutputError
from cleaner.paths import exists


def write_all(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files, by name, into a folder, which is made if need be; UTF-8, line ends as they are.

    All texts are first written to temporary files in the folder and brought to disk; only then are
    they renamed. A failure, or an orderly end of the process, leaves no temporary file and no new
    file behind, and a file that was there before is either as it was or wholly new. Raises `OutputError`.
    """
    token = os.urandom(4).hex()
    staged = {folder / f".{token}-{number}.tmp": folder / name for number, name in enumerate(texts)}
    made: list[Path] = []
    made_folder = not exists(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
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
        if made_folder and not made:
            with suppress(OSError):  # it holds something, or was never made
                folder.rmdir()


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
