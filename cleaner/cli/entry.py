"""Where the `cleaner` command begins: with its signals, before anything that takes time to import."""

from __future__ import annotations

import gc

from cleaner.cli.signals import end_on_signals
from cleaner.patterns import keep_patterns

SELDOM = 50_000
"""Objects made between two searches for unreachable ones: a page is done in less."""


def main() -> None:
    """Run the command line; exit codes are those of `cleaner.errors.ExitCode`."""
    end_on_signals()
    keep_patterns()
    gc.disable()  # what is imported stays: to look through it for what can go takes time
    from cleaner.cli.app import main

    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()
    main()
