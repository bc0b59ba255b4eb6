"""What large pages cost: `python tests/benchmarks/largest.py [--share S] [--kinds KIND ...]`.

Processor time and peak memory of the whole chain, audit and all, for pages of a share of the largest size
that is read, each in a process of its own: one line without gaps, lines of one column, verses, paragraphs,
and again and again a page of the owner's kind and two that were read across their columns. All but these have
running numbers, as what repeats itself to the letter is dropped.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from pathlib import Path

from cleaner.batches.pages import clean_page
from cleaner.reading.decoding import LARGEST, read_bytes
from cleaner.settings import DEFAULT

PAGES = Path(__file__).parents[2] / "fixtures/pages"
OWNER = PAGES / "owner/neimenggu-2020-07-13.txt"
ACROSS = sorted(PAGES.glob("lines/*.txt"))
UNITS = {
    "one line": "青石镇新建水库{n}建成蓄水，",
    "lines of a column": "青石镇第{n:06}座水库建成蓄水，可灌溉\n",
    "verses": "渠水绕过{n}户村庄\n",
    "paragraphs": "青石镇新建水库建成蓄水，可灌溉农田{n}亩。\n\n",
    "pages": OWNER.read_text(encoding="utf-8") + "\n\n",
    "pages read across": "".join(page.read_text(encoding="utf-8") + "\n" for page in ACROSS),
}


def measure(unit: str, share: float) -> None:
    """Clean a page of a unit again and again, `{n}` in it its number, and print what it cost."""
    count = int(share * LARGEST / len(unit.format(n=100_000).encode()))
    data = "".join(unit.format(n=number) for number in range(count)).encode()[:LARGEST]
    source = read_bytes(data)
    start = time.process_time()
    clean_page(source, DEFAULT)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(source.text):>9,} characters  {seconds:7.1f} s  {peak:>6,} MiB", flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the largest size; 1 by default")
    parser.add_argument("--kinds", nargs="+", choices=UNITS, default=list(UNITS), help="all by default")
    options = parser.parse_args()
    for name in options.kinds:
        print(f"{name:22}", end="", flush=True)
        arguments = UNITS[name], options.share
        process = multiprocessing.get_context("spawn").Process(target=measure, args=arguments)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
