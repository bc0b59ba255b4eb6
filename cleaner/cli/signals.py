"""Signals that end the command: in order, without a traceback, with a word on what is finished."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cleaner.batches.signals import ENDING, ignore_signals, leave

BY_SIGNAL = 128
"""Exit code of a command that a signal ended, less the number of the signal."""
INTERRUPTED = BY_SIGNAL + signal.SIGINT


def end_on_signals() -> None:
    """Let Ctrl-C, SIGTERM and SIGHUP end this process by `SystemExit`, so that it leaves nothing half done.

    A signal that was ignored when the process began (by `nohup`, by a shell for a job in the background)
    stays so.
    """
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _frame: object) -> None:
    leave(number, BY_SIGNAL + number)


@contextmanager
def stoppable(total: int, finished: Callable[[], int], remedy: str) -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C end a run over pages after those in work; gives whether it was pressed.

    A second one, or SIGTERM, ends it at once. Either way standard error says how many of the `total` pages
    are finished, and the remedy: how to go on. A run of a single page is ended by the first. Raises
    `SystemExit` with the exit code 130 after a run that Ctrl-C ended.
    """
    asked = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def state() -> str:
        return f"{finished():,} of {total:,} pages are finished"

    def tell() -> None:
        if total > 1:
            _write(f"stopped: {state()}. {remedy}")

    def ask(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, _end)
        asked.set()
        _write(f"stopping: {state()}, those in work are ended first. Ctrl-C again: at once.")

    in_charge = threading.current_thread() is threading.main_thread() and before is not signal.SIG_IGN
    if in_charge and total > 1:
        signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    except (SystemExit, KeyboardInterrupt):
        tell()
        raise
    finally:
        if in_charge and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, before)
    if asked.is_set():
        ignore_signals()
        tell()
        raise SystemExit(INTERRUPTED)


def _write(message: str) -> None:
    """A line on standard error, past the buffer of Python, which may be in use when a signal comes."""
    if sys.stderr is not None:
        own_line = "\n" * sys.stderr.isatty()  # where ^C and a bar stand before it
        os.write(2, f"{own_line}cleaner: {message}\n".encode(errors="replace"))
