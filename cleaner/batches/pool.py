"""Several processes for many tasks, where the end of one process is the end of one task."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from cleaner.batches.threads import use_one_thread

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 4
"""Tasks that are handed out for each process before their results are asked for: memory stays bounded."""


def map_in_pool(
    function: Callable[[T], R], tasks: Iterable[T], jobs: int, lost: Callable[[T], R]
) -> Iterator[R]:
    """`map_tasks` in that many processes."""
    waiting = iter(tasks)
    window: deque[tuple[T, Future[R]]] = deque()
    pool = _pool(jobs)
    try:
        while True:
            for task in islice(waiting, jobs * AHEAD - len(window)):
                window.append((task, _submit(pool, function, task)))
            if not window:
                return
            task, future = window.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                pool.shutdown()
                result = _alone(function, task, lost)
                pool = _pool(jobs)
                window = deque((t, f if _is_done(f) else _submit(pool, function, t)) for t, f in window)
            yield result
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Let the first process alone answer an interrupt from the keyboard, which reaches all of them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_one_thread()


def _submit(pool: ProcessPoolExecutor, function: Callable[[T], R], task: T) -> Future[R]:
    try:
        return pool.submit(function, task)
    except BrokenProcessPool as error:  # it is seen when the result is asked for
        future: Future[R] = Future()
        future.set_exception(error)
        return future


def _alone(function: Callable[[T], R], task: T, lost: Callable[[T], R]) -> R:
    """The result of a task in a process of its own: was it this one that ended the process?"""
    with _pool(1) as pool:
        try:
            return pool.submit(function, task).result()
        except BrokenProcessPool:
            return lost(task)


def _is_done(future: Future[R]) -> bool:
    return future.done() and not future.cancelled() and not isinstance(future.exception(), BrokenProcessPool)
