"""A function over many tasks, in this process or in several."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


PAGES_A_PROCESS = 4
"""Pages from which another process gains more than its start costs."""


def cores() -> int:
    """The processor cores that this process may use.

    >>> 1 <= cores() <= (os.cpu_count() or 1)
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def choose_jobs(wanted: int | None, tasks: int) -> int:
    """How many processes so many tasks get: those that are wanted, or one for each core if none are named.

    Never more than there are tasks; and where none are named, fewer where there are few tasks for each.

    >>> choose_jobs(8, 3), choose_jobs(2, 0), choose_jobs(None, 3)
    (3, 1, 1)
    """
    return max(1, min(wanted or cores(), tasks if wanted else tasks // PAGES_A_PROCESS))


def never() -> bool:
    """Nobody asks for an end before the last task."""
    return False


def map_tasks(
    function: Callable[[T], R],
    tasks: Iterable[T],
    jobs: int,
    lost: Callable[[T], R],
    *,
    timeout: float | None = None,
    late: Callable[[T], R] | None = None,
    stopped: Callable[[], bool] = never,
) -> Iterator[R]:
    """The results of a function for each task, in the order of the tasks.

    jobs: processes; with 1 and no timeout the function runs in this one.
    lost: gives the result of a task that ended its process (killed for its memory, say). The other
        tasks are done nonetheless.
    timeout: seconds that a task may take; one that takes longer is ended with its process.
    late: gives the result of a task that took too long; `lost` does where this is not given.
    stopped: asked before each task; once it says yes none is begun any more, those in work are ended, and
        the results end with theirs.

    function and tasks must be picklable, as `multiprocessing` has it. An iterator that is closed, or ended
    by an exception, ends its processes with the tasks they have in work. Raises what the function raises,
    and `CleanerError` where no process can be started.

    >>> list(map_tasks(len, ["水库", "蓄"], 1, len))
    [2, 1]
    """
    if jobs == 1 and timeout is None:
        return _here(function, tasks, stopped)
    from cleaner.batches.pool import map_in_pool  # a pool takes long to import, and one page needs none

    return map_in_pool(function, tasks, jobs, lost, timeout, late or lost, stopped)


def _here(function: Callable[[T], R], tasks: Iterable[T], stopped: Callable[[], bool]) -> Iterator[R]:
    for task in tasks:
        if stopped():
            return
        yield function(task)
