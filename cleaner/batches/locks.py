"""One run at a time in an output folder: two would take the same places, and lose each other's records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cleaner.paths import exists


@contextmanager
def sole_writer(folder: Path, wait: Callable[[], object]) -> Iterator[None]:
    """Have an output folder for oneself, which is made if need be; the end of the process gives it back, too.

    wait: is called where another run has it, before that is waited for.

    Where the system or the file system has no locks, and where the folder cannot be made, nothing is held:
    what is written there next says what is wrong.
    """
    made = not exists(folder)
    try:
        import fcntl

        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(handle)
        if made:
            with suppress(OSError):  # it holds something
                folder.rmdir()
