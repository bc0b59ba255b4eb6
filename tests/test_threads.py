"""Linear algebra has one thread while a page is cleaned, and the caller's number before and after."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner import clean, split_articles, threads
from cleaner.normalizers import rejoin_lines
from cleaner.threads import NAMES, one_thread, use_one_thread

TEXT = "青石镇新建水库\n\n本报7月3日讯（记者 周海）青石镇一座水库建成,可灌溉农田五千亩!\n"


class Library:
    """A library of linear algebra with two threads, for the whole process or for each Python thread."""

    def __init__(self, layer: str = "pthreads") -> None:
        self.threading_layer = layer
        self.of_process = 2
        self.of_thread = threading.local()

    @property
    def num_threads(self) -> int:
        if self.threading_layer == "openmp":
            return int(getattr(self.of_thread, "number", 2))
        return self.of_process

    def set_num_threads(self, number: int) -> None:
        self.of_thread.number = self.of_process = number


@pytest.fixture(params=["pthreads", "openmp"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Library:
    found = Library(request.param)
    sorts = ([], [found]) if request.param == "openmp" else ([found], [])
    monkeypatch.setattr(threads, "_libraries", lambda: sorts)
    return found


@pytest.fixture
def numpys() -> Iterator[Any]:
    """The library that numpy has loaded, with two threads."""
    common, own = threads._libraries()
    if not common + own:
        pytest.skip("numpy uses a library that has no number of threads")
    found = (common + own)[0]
    before = found.num_threads
    threads._set(found, 2)
    if found.num_threads != 2:
        pytest.skip("the library has been built for one thread")
    yield found
    threads._set(found, before)


@pytest.mark.parametrize("function", [clean, split_articles, rejoin_lines])
def test_it_holds_wherever_a_page_is_cleaned(
    numpys: Any, monkeypatch: pytest.MonkeyPatch, function: Callable[[str], object]
) -> None:
    from cleaner.trace import TracedText

    seen: list[int] = []
    of = TracedText.of

    def watch(text: str) -> TracedText:
        seen.append(numpys.num_threads)
        return of(text)

    monkeypatch.setattr(TracedText, "of", watch)
    function(TEXT)
    assert set(seen) == {1}
    assert numpys.num_threads == 2


def test_the_number_comes_back_after_an_error(library: Library) -> None:
    def fail() -> None:
        assert library.num_threads == 1
        raise ValueError("no page")

    with pytest.raises(ValueError, match="no page"):
        one_thread(fail)()
    assert library.num_threads == 2


def test_calls_within_calls_change_nothing(library: Library) -> None:
    inner = one_thread(lambda: library.num_threads)
    assert one_thread(lambda: (inner(), library.num_threads))() == (1, 1)
    assert library.num_threads == 2


def test_a_number_that_is_set_meanwhile_stays(library: Library) -> None:
    one_thread(lambda: library.set_num_threads(4))()
    assert library.num_threads == 4


def test_a_single_thread_stays_single(library: Library) -> None:
    library.set_num_threads(1)
    assert one_thread(lambda: library.num_threads)() == 1
    assert library.num_threads == 1


@pytest.mark.parametrize("first_out", [0, 1])
def test_calls_may_overlap_in_several_threads(library: Library, first_out: int) -> None:
    begun, go = [threading.Event() for _ in range(2)], [threading.Event() for _ in range(2)]
    seen: list[int] = []
    after: list[int] = []

    @one_thread
    def work(number: int) -> None:
        begun[number].set()
        assert go[number].wait(30)
        seen.append(library.num_threads)

    def run(number: int) -> None:
        work(number)
        after.append(library.num_threads)

    running = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for number, thread in enumerate(running):
        thread.start()
        assert begun[number].wait(30)
    for number in (first_out, 1 - first_out):
        go[number].set()
        running[number].join(30)
    assert seen == [1, 1]
    assert after[1] == library.num_threads == 2


def test_pages_in_several_threads_leave_numpys_number_as_it_was(numpys: Any) -> None:
    def work() -> None:
        for _ in range(3):
            clean(TEXT)

    running = [threading.Thread(target=work) for _ in range(4)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert numpys.num_threads == 2


def test_a_call_costs_a_fraction_of_a_millisecond(numpys: Any) -> None:
    nothing = one_thread(lambda: None)

    def seconds() -> float:
        begun = time.perf_counter()
        for _ in range(20):
            nothing()
        return (time.perf_counter() - begun) / 20

    assert min(seconds() for _ in range(20)) < 0.0003
    assert numpys.num_threads == 2


def test_it_works_after_numpy_was_imported_in_a_process_of_the_callers() -> None:
    program = (
        "import numpy; from threadpoolctl import threadpool_info as info; before = info(); "
        f"from cleaner import clean; clean({TEXT!r}); assert info() == before, info(); print(len(before))"
    )
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", program], env=environment, cwd=root, check=True)


def test_processes_of_its_own_start_with_one_thread_unless_the_environment_says_how_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "environ", {})
    use_one_thread()
    assert os.environ == dict.fromkeys(NAMES, "1")
    monkeypatch.setattr(os, "environ", {"OMP_NUM_THREADS": "8"})
    use_one_thread()
    assert os.environ == {"OMP_NUM_THREADS": "8"}
