"""Signals of processes that tests begin."""

import signal


def heed_sigint() -> None:
    """Heed SIGINT, in a new process: what runs in the background of a shell inherits that it is ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
