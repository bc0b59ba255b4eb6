"""Where the `cleaner` command begins: with its signals, before anything that takes time to import."""

from __future__ import annotations

import atexit
import gc

from cleaner.cli.signals import end_on_signals

SELDOM = 100_000
"""Objects made between two searches for unreachable ones: a page is done in less."""


def main() -> None:
    """Run the command line; exit codes are those of `cleaner.errors.ExitCode`."""
    end_on_signals()
    gc.disable()  # what is imported stays: to look through it for what can go takes time
    from cleaner.cli.app import main

    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()
    atexit.register(gc.freeze)  # the process ends: nor is what goes with it looked through
    main()
