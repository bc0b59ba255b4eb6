"""A file rewritten in place: at every moment it is the old one or the new one, whole."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from cleaner.errors import InputError, OutputError
from cleaner.paths import is_file
from cleaner.writing.files import write_through

SUFFIX = ".cleaner-tmp"
"""What ends the names of the files that stand beside a page while it is rewritten."""


def rewrite(path: Path, old: bytes, new: bytes, backup: str = "") -> None:
    """Replace the contents `old` of a file by `new`.

    The new file is written beside the old one, brought to disk, and renamed over it, so neither a crash
    nor a kill leaves a part of it; a kill may leave the file beside (`.NAME.….cleaner-tmp`), which nobody
    reads. Permissions stay, the owner too where the system allows it, and a symbolic link goes on
    pointing to the file. A hard link is parted: the other names keep the old contents.

    backup: what is added to the name of the file; under that name `old` is kept, permissions and all.

    Raises `InputError` where the file is gone, is no file, or no longer holds `old`, and `OutputError`
    where it is read-only, it or its backup cannot be written, or another file stands where the backup
    would; the file is then as it was, and no backup is made.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}{SUFFIX}")
    kept: Path | None = None
    try:
        status = target.stat()
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(
            target, os.W_OK
        ):
            raise OutputError(
                f"{path}: it is read-only, so it was not changed. Allow writing, or leave it out."
            )
        if backup:
            kept = _keep(target, old, backup, status)
        write_through(beside, new)
        _dress(beside, status)
        if target.read_bytes() != old:
            raise InputError(f"{path}: it was changed by someone else meanwhile and was left so. Run again.")
        beside.replace(target)
        kept = None
    except FileNotFoundError as error:
        raise InputError(f"{path}: it vanished while it was worked on.") from error
    except OSError as error:
        raise OutputError(f"{path}: it was not changed ({error.strerror or error}).") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
            if kept:
                kept.unlink(missing_ok=True)


def _keep(target: Path, old: bytes, suffix: str, status: os.stat_result) -> Path | None:
    """Write a backup; the file that was made, or none where the same backup is there already."""
    backup = target.with_name(target.name + suffix)
    try:
        write_through(backup, old)
    except FileExistsError as error:
        if is_file(backup) and backup.read_bytes() == old:
            return None
        raise OutputError(
            f"{backup}: an older backup stands there, so {target.name} was not changed. Move it away, or "
            "choose another suffix."
        ) from error
    _dress(backup, status)
    return backup


def _dress(path: Path, status: os.stat_result) -> None:
    """Give a file the owner and the permissions of another one."""
    if hasattr(os, "chown"):
        with suppress(OSError):  # only the superuser may give a file away
            os.chown(path, status.st_uid, status.st_gid)
    path.chmod(stat.S_IMODE(status.st_mode))
