"""How many threads the linear algebra of a process has."""

from __future__ import annotations

import os

NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables of the environment that the libraries behind numpy look at when they are loaded."""


def use_one_thread() -> None:
    """Let numpy, not imported yet, use one thread, unless the environment says how many.

    The matrices of a page are small: several threads mostly wait for each other, at twice the time of the
    processor, and at many times as much where other processes keep it busy.
    """
    if not any(name in os.environ for name in NAMES):
        os.environ.update(dict.fromkeys(NAMES, "1"))
