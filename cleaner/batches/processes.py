"""A function over many tasks, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def map_tasks(
    function: Callable[[T], R], tasks: Iterable[T], jobs: int, lost: Callable[[T], R]
) -> Iterator[R]:
    """The results of a function for each task, in the order of the tasks.

    jobs: processes; with 1 the function runs in this one.
    lost: gives the result of a task that ended its process (killed for its memory, say). The other
        tasks are done nonetheless.

    function and tasks must be picklable, as `concurrent.futures` has it.
    """
    if jobs == 1:
        return map(function, tasks)
    from cleaner.batches.pool import map_in_pool  # a pool takes long to import, and one page needs none

    return map_in_pool(function, tasks, jobs, lost)
