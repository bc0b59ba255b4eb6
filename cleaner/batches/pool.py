"""Several processes for many tasks, where the end of one process is the end of one task.

Written here, as no library does all of it: `concurrent.futures` and loky lose the whole pool with one process
and have no time limit; Pebble has both, but is LGPL-3, whose terms on replacing it would come to bind whoever
ships this MIT package as one program, and the end of workers with their parent would still be ours.

Each worker has one task at a time, so a process that ends, or is ended, takes just that task with it. The
parent has no thread of its own: a signal that it raises as an exception can leave no lock held.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import wait
from typing import TypeVar

from cleaner.batches.workers import EndedError, LateError, Worker, end_all
from cleaner.errors import CleanerError

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 4
"""Tasks for each process that may be done before the results of earlier ones: memory stays bounded."""


def map_in_pool(
    function: Callable[[T], R],
    tasks: Iterable[T],
    jobs: int,
    lost: Callable[[T], R],
    timeout: float | None,
    late: Callable[[T], R],
    stopped: Callable[[], bool],
) -> Iterator[R]:
    """`map_tasks` in that many processes."""
    waiting = enumerate(tasks)
    idle: list[Worker[T, R]] = []
    busy: list[Worker[T, R]] = []
    results: dict[int, R] = {}
    taken = given = 0
    begun = False  # whether any process has been there
    try:
        while True:
            room = 0 if stopped() else min(jobs - len(busy), given + jobs * AHEAD - taken)
            for number, task in islice(waiting, room):
                worker = _alive(idle) or Worker(function, timeout)
                busy.append(worker)
                worker.begin(number, task)
                taken += 1
            if given in results:
                yield results.pop(given)
                given += 1
                continue
            if not busy:
                return
            for worker in _ready(busy):
                try:
                    done, result = worker.receive()
                except (EndedError, LateError) as end:
                    if not begun:
                        raise CleanerError(_NO_START) from None
                    busy.remove(worker)
                    end_all([worker])
                    instead = late if isinstance(end, LateError) else lost
                    results[worker.number] = instead(worker.task)
                    continue
                begun = True
                if done:
                    busy.remove(worker)
                    idle.append(worker)
                    results[worker.number] = result
    finally:
        end_all(busy + idle)


_NO_START = (
    "a process for the pages ended before it began. Run with one job; in a script of your own, call it under "
    "`if __name__ == '__main__':`."
)


def _alive(idle: list[Worker[T, R]]) -> Worker[T, R] | None:
    """One of the workers that have nothing to do, if any is still there."""
    while idle:
        worker = idle.pop()
        if worker.is_alive:
            return worker
        end_all([worker])
    return None


def _ready(busy: list[Worker[T, R]]) -> list[Worker[T, R]]:
    """The workers that have something to say, have ended or are late, as soon as there are any."""
    soonest = min((worker.deadline for worker in busy), default=float("inf"))
    left = None if soonest == float("inf") else max(0.0, soonest - time.monotonic())
    speaking = wait([worker.connection for worker in busy], left)
    return [worker for worker in busy if worker.connection in speaking or worker.is_late]
