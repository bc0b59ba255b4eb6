"""What a page costs: `python tests/benchmarks/page.py [PAGE] [--runs N]`.

Median and best times, in milliseconds for each 10,000 characters, of the decoding of the gaps, its parts,
and of the whole chain, on one core in a warm process; and of loading the language model.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

PAGE = Path(__file__).parents[2] / "fixtures/pages/owner/neimenggu-2020-07-13.txt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, nargs="?", default=PAGE)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    text = options.page.read_text(encoding="utf-8")

    from cleaner import clean
    from cleaner.gaps.decoding import slots_of
    from cleaner.layout.state import PageState
    from cleaner.models import Models, shipped_models
    from cleaner.models.slots import find_slots

    def decode() -> object:
        state = PageState(text)
        assert state.typeset
        return lambda: slots_of(state)

    flat = text.replace("\n", " ")
    model = shipped_models().gaps
    tasks: dict[str, tuple[Callable[[], object], bool]] = {
        "load the language model": (lambda: Models().gaps, False),
        "find the printed lines": (lambda: PageState(text).typeset, True),
        "score the gaps": (lambda: model.log_probs(flat, find_slots(flat)), True),
        "decode the gaps, printed lines known": (decode, True),
        "clean the page": (lambda: clean(text).articles, True),
    }
    print(f"{options.page.name}: {len(text)} characters, {options.runs} runs")
    for name, (task, by_length) in tasks.items():
        times = [_seconds(task) * 1000 for _ in range(options.runs)]
        if by_length:
            times = [each * 10_000 / len(text) for each in times]
        unit = "ms for 10,000 characters" if by_length else "ms"
        print(f"{name:40} median {median(times):7.1f}  best {min(times):7.1f}  {unit}")


def _seconds(task: Callable[[], object]) -> float:
    """Time of a task; one that gives a function is asked for it first, unmeasured."""
    measured = task
    if task.__name__ == "decode":
        prepared = task()
        assert callable(prepared)
        measured = prepared
    start = time.perf_counter()
    measured()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
