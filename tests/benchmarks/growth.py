"""How time and memory grow: `python tests/benchmarks/growth.py [--most CHARS] [--pages N] [--jobs N]`.

One page of 1,000 characters to 1,000,000, made of the fixtures one after another; 1 page to 1,000; one
process to several over the same table. The exponent is that of the power law through the measured times
(least squares of the logarithms): 1 is linear. Start-up is the time of a fresh process; modules have their
bytecode, as those that `pip` has installed do. Times are of the processor, but those of several processes.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "fixtures/pages").glob("*/*.txt"))
OWNER = ROOT / "fixtures/pages/owner/neimenggu-2020-07-13.txt"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=1_000_000, help="characters of the longest page")
    parser.add_argument("--pages", type=int, default=1000, help="pages of the longest run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    grow(options.most, options.pages, options.jobs)


def grow(most: int, pages: int, jobs: int) -> None:
    """All of it: start-up, one page longer and longer, more and more pages, more and more processes."""
    start_up()
    short()
    many_short()
    length(most)
    count(pages)
    processes(pages, jobs)


def start_up() -> None:
    """Fresh processes, after one that leaves the bytecode behind."""
    python = [sys.executable, "-c"]
    commands = {
        "python -c pass": [*python, "pass"],
        "import cleaner": [*python, "import cleaner"],
        "cleaner --help": [sys.executable, "-m", "cleaner", "--help"],
        "cleaner clean of one page": [sys.executable, "-m", "cleaner", "clean", str(OWNER)],
    }
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for name, command in commands.items():
            run = partial(subprocess.run, command, capture_output=True, check=True, env=environment)
            run()
            times = [_seconds(run, _clock_of_children) for _ in range(5)]
            print(f"{name:30} {median(times) * 1000:8.0f} ms (best {min(times) * 1000:.0f})")


def short() -> None:
    """A string of fifteen characters in a warm process."""
    from cleaner import clean

    task = partial(clean, "问题 ,党内通报批评12人。")
    task()
    times = [_seconds(task, time.process_time) for _ in range(51)]
    print(f"{'15 characters, warm':30} {median(times) * 1000:8.2f} ms (best {min(times) * 1000:.2f})")


def many_short(number: int = 200) -> None:
    """The lines of the fixtures, each a text of its own."""
    from cleaner import clean_many

    lines = (line for page in PAGES for line in page.read_text(encoding="utf-8").splitlines())
    texts = list(islice((line for line in lines if 10 <= len(line) <= 40), number))
    seconds = _seconds(lambda: list(clean_many(texts)), time.process_time)
    characters = sum(map(len, texts)) / len(texts)
    print(f"{f'texts of {characters:.0f} characters':30} {len(texts) / seconds:8.0f} a second")


def length(most: int) -> None:
    """One page, longer and longer."""
    from cleaner import clean

    text = "\n\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    clean(text[:1000])
    sizes, times = [], []
    size = 1000
    while size <= most:
        page = (text * (size // len(text) + 1))[:size]
        times.append(_seconds(partial(clean, page), time.process_time))
        sizes.append(size)
        print(f"a page of {size:9,} characters {times[-1]:8.2f} s  {_memory():6.0f} MB", flush=True)
        size *= 10
    print(f"exponent over length {exponent(sizes, times):.2f}")


def count(most: int) -> None:
    """More and more pages, one after the other."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    counts, times = [], []
    number = 1
    while number <= most:
        pages = list(islice(cycle(texts), number))
        times.append(_seconds(partial(_clean_all, pages), time.process_time))
        counts.append(sum(map(len, pages)))
        print(f"{number:5} pages {times[-1]:8.2f} s  {_memory():6.0f} MB")
        number *= 10
    print(f"exponent over pages {exponent(counts, times):.2f}")


def processes(pages: int, jobs: int) -> None:
    """One table, by one process and by several."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from cleaner.engines.tables import clean_table

    texts = list(islice(cycle(page.read_text(encoding="utf-8") for page in PAGES), pages))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pages.parquet"
        pq.write_table(pa.table({"id": list(range(pages)), "text": texts}), source)
        alone = 0.0
        for number in sorted({1, *(2**i for i in range(1, 8) if 2**i <= jobs), jobs}):
            target = Path(folder) / f"{number}.parquet"
            seconds = _seconds(partial(clean_table, source, target, jobs=number))
            alone = alone or seconds
            print(f"{number:2} processes {pages / seconds:8.1f} pages/s, {alone / seconds:.2f} times one")


def _clean_all(pages: Sequence[str]) -> None:
    from cleaner.chain import clean_audited

    for page in pages:
        clean_audited(page)


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0]) if len(sizes) > 1 else float("nan")


def _clock_of_children() -> float:
    """Seconds of the processor that child processes took which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(task: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    task()
    return clock() - start


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
