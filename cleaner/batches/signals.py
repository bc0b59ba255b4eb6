"""The signals that end a process, as an exception, so that it clears away what it has half done."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Those of them that the system has."""


def ignore_signals() -> None:
    """Let no further signal cut off what is still to be done before the process ends."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def leave(number: int, code: int) -> NoReturn:
    """End the process with an exit code, from the handler of a signal: raises `SystemExit`.

    A finalizer that the signal strikes would swallow the exception: it is then raised once more behind it.
    """
    before = sys.unraisablehook

    def again(swallowed: UnraisableHookArgs) -> None:
        if not isinstance(swallowed.exc_value, SystemExit):
            before(swallowed)
            return
        sys.unraisablehook = before
        signal.signal(number, lambda *_: leave(number, code))
        threading.Timer(0.01, _thread.interrupt_main, (number,)).start()

    ignore_signals()
    sys.unraisablehook = again
    raise SystemExit(code)
