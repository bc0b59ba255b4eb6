"""A process that does one task at a time and ends with the process that began it."""

from __future__ import annotations

import _thread
import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, Generic, TypeVar

from cleaner.batches.signals import ENDING, ignore_signals, leave
from cleaner.patterns import keep_patterns
from cleaner.threads import use_one_thread

T = TypeVar("T")
R = TypeVar("R")

GRACE = 1.0
"""Seconds that a process has to clear away what it has half written, once it is to end; then it is killed."""

_SPAWN = get_context("spawn")


class EndedError(Exception):
    """A worker's process has ended with the task that it had."""


class LateError(Exception):
    """A worker has had more time for its task than there is."""


class Worker(Generic[T, R]):
    """A process, the task that it has in work, and what it says of it.

    Two pipes lead to it. Tasks and results go through the first. Nothing goes through the second, the
    lifeline: it breaks when this process closes it or is gone, and the worker ends.
    """

    def __init__(self, function: Callable[[T], R], timeout: float | None) -> None:
        self.connection, tasks = _SPAWN.Pipe()
        lifeline, self._lifeline = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(target=_work, args=(function, tasks, lifeline), daemon=True)
        with _signals_held():
            self._process.start()
        tasks.close()
        lifeline.close()
        self._timeout = timeout
        self.begun = False
        """Whether it is there: loading takes it a while, and this time is no task's."""

    def begin(self, number: int, task: T) -> None:
        """Give it a task; it must have none."""
        self.number, self.task = number, task
        with suppress(OSError):  # it has ended, as `receive` will tell
            self.connection.send_bytes(ForkingPickler.dumps(task))
        self._start_clock()

    def receive(self) -> tuple[bool, Any]:
        """Whether the task is done, and its result if so.

        Raises what the task raised, `EndedError`, and `LateError` where it has nothing to say.
        """
        try:
            data = self.connection.recv_bytes() if self.connection.poll() else None
        except (EOFError, OSError) as error:
            raise EndedError from error
        if data is None:
            raise LateError
        if not data:
            self.begun = True
            self._start_clock()
            return False, None
        succeeded, result = pickle.loads(data)
        if not succeeded:
            raise result
        return True, result

    @property
    def is_late(self) -> bool:
        return time.monotonic() >= self.deadline

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def release(self) -> None:
        """Let the process end, giving up the task that it has in work."""
        self._lifeline.close()
        self.connection.close()

    def join(self, seconds: float) -> None:
        """Wait for the process to end, so long, and kill it then."""
        self._process.join(max(0.0, seconds))
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()

    def _start_clock(self) -> None:
        limited = self._timeout is not None and self.begun
        self.deadline = time.monotonic() + self._timeout if limited and self._timeout else float("inf")


def end_all(workers: Iterable[Worker[Any, Any]]) -> None:
    """End workers, together within `GRACE`."""
    workers = list(workers)
    for worker in workers:
        worker.release()
    until = time.monotonic() + GRACE
    for worker in workers:
        worker.join(until - time.monotonic())


@contextmanager
def _signals_held() -> Iterator[None]:
    """Hold back the signals that end a process while another one is started.

    None ends this process between the two halves of the start, which the new one would complain of; and the
    new one, that has this from its parent, is not interrupted while it loads.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # starting it with the first process would let the signals through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(function: Callable[[T], R], tasks: Connection, lifeline: Connection) -> None:
    """Do tasks until there are no more, or the process that gives them is gone."""
    ignore_signals()  # a terminal sends them to all processes: the first one alone answers
    signal.signal(signal.SIGTERM, lambda number, _: leave(number, 1))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    use_one_thread()
    keep_patterns()
    with suppress(EOFError, OSError, SystemExit):
        threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()
        tasks.send_bytes(b"")
        while True:
            tasks.send_bytes(_done(function, tasks.recv_bytes()))
    os._exit(0)  # no handler of the exit has anything to do, and one more signal would only be in its way


def _watch(lifeline: Connection) -> None:
    """End this process when the lifeline breaks: first as an exception, which clears away temporary files."""
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    _thread.interrupt_main(signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def _done(function: Callable[[T], R], task: bytes) -> bytes:
    """The pickled outcome of a task: whether it succeeded, and its result or what it raised."""
    try:
        return bytes(ForkingPickler.dumps((True, function(pickle.loads(task)))))
    except Exception as error:
        error.add_note(f"In a process of the pool:\n{traceback.format_exc()}")
        try:
            return bytes(ForkingPickler.dumps((False, error)))
        except Exception:
            return bytes(ForkingPickler.dumps((False, RuntimeError(repr(error)))))
