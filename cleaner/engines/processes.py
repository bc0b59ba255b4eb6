"""The same work in several processes, in order and with bounded memory."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")

AHEAD = 2
"""Pieces of work for each process that are taken up before they are needed."""


def warm_up() -> None:
    """Load the models, so that the first page is as fast as the others."""
    from cleaner.language.lookalikes import default_lookalikes
    from cleaner.language.model import default_model
    from cleaner.language.seams import default_pairs

    default_model(), default_pairs(), default_lookalikes()


def in_order(function: Callable[[Work], Result], work: Iterable[Work], jobs: int) -> Iterator[Result]:
    """`map(function, work)` over `jobs` processes: at most `AHEAD` pieces for each are held at a time.

    Raises what `function` raises, and `BrokenProcessPool` where a process dies.
    """
    if jobs <= 1:
        yield from map(function, work)
        return
    pieces = iter(work)
    waiting: deque[Future[Result]] = deque()
    with pool(jobs) as workers:
        for piece in islice(pieces, AHEAD * jobs):
            waiting.append(workers.submit(function, piece))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(workers.submit(function, piece) for piece in islice(pieces, 1))


def pool(jobs: int) -> ProcessPoolExecutor:
    """Warm processes. Where the system can fork, the models are loaded once and their memory is shared."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["cleaner.engines.warm"])
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # a process a core, not a thread a core in each
    return ProcessPoolExecutor(jobs, context, warm_up)
