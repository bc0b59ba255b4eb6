"""One thread for the linear algebra of a page.

The matrices of a page are small: several threads mostly wait for each other, at twice the time of the
processor, and at many times as much where other processes keep it busy.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables of the environment that the libraries behind numpy look at when they are loaded."""


def use_one_thread() -> None:
    """Let numpy, not imported yet, start with one thread, unless the environment says how many.

    For processes that are cleaner's own: others are not started in vain. `one_thread` does without it.
    """
    if not any(name in os.environ for name in NAMES):
        os.environ.update(dict.fromkeys(NAMES, "1"))


def one_thread(function: Callable[P, R]) -> Callable[P, R]:
    """A function during whose calls linear algebra has one thread; the caller's number holds after it."""

    @wraps(function)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        with _limit():
            return function(*args, **kwargs)

    return limited


class _Shared:
    """The limit of libraries that have one number of threads for the whole process.

    Calls may overlap in several Python threads: the first one in sets the limit, the last one out lifts it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls = 0
        self._before: list[tuple[Any, int]] = []

    def enter(self, libraries: Iterable[Any]) -> None:
        with self._lock:
            if self._calls == 0:
                self._before = _set_to_one(libraries)
            self._calls += 1

    def leave(self) -> None:
        with self._lock:
            self._calls -= 1
            if self._calls == 0:
                _restore(self._before)


_shared = _Shared()


@contextmanager
def _limit() -> Iterator[None]:
    """One thread of linear algebra, for as long as the context lasts."""
    common, own = _libraries()
    _shared.enter(common)
    try:
        before = _set_to_one(own)
        try:
            yield
        finally:
            _restore(before)
    finally:
        _shared.leave()


@cache
def _libraries() -> tuple[list[Any], list[Any]]:
    """The libraries of linear algebra that are loaded.

    First those with one number of threads for the process, then those (built on OpenMP) with a number for
    each Python thread. To find them takes milliseconds, so it is done once, when numpy has loaded its own.
    """
    import numpy as np  # noqa: F401 (loads the library)
    from threadpoolctl import ThreadpoolController

    common: list[Any] = []
    own: list[Any] = []
    for library in ThreadpoolController().select(user_api="blas").lib_controllers:
        by_thread = getattr(library, "threading_layer", "") == "openmp"
        (own if by_thread else common).append(library)
    return common, own


def _set_to_one(libraries: Iterable[Any]) -> list[tuple[Any, int]]:
    """Limit libraries; gives those that had more threads, with their number."""
    before = [(library, library.num_threads) for library in libraries]
    changed = [(library, number) for library, number in before if number is not None and number != 1]
    for library, _ in changed:
        _set(library, 1)
    return changed


def _restore(before: Iterable[tuple[Any, int]]) -> None:
    """Lift the limit, but where someone else has set another one meanwhile."""
    for library, number in before:
        if library.num_threads == 1:
            _set(library, number)


def _set(library: Any, number: int) -> None:
    """Set the number of threads, and leave no claim of this Python thread on the library behind."""
    library.set_num_threads(number)
    if hasattr(library, "clear_controlling_thread"):
        library.clear_controlling_thread()
