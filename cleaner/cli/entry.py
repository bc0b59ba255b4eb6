"""Where the `cleaner` command begins: with its signals, before anything that takes time to import."""

from __future__ import annotations

from cleaner.cli.signals import end_on_signals


def main() -> None:
    """Run the command line; exit codes are those of `cleaner.errors.ExitCode`."""
    end_on_signals()
    from cleaner.cli.app import main

    main()
