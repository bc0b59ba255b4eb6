"""All figures of cost in one run: `python -m tests.benchmarks [--most CHARS] [--number N] [--runs N]`.

First the tools side by side, with their versions, the machine and the ratios to ftfy and jieba
(`throughput`), then start-up, short strings, and how time and memory grow (`growth`). What is not installed
is named and left out: `pip install '.[benchmark]'` brings most, `throughput` tells how to find OpenCC in C++
and zhlint.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tests.benchmarks.growth import grow
from tests.benchmarks.throughput import PAGES, compare


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pages", type=Path, nargs="*", default=PAGES)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--opencc", type=Path, help="folder of the C++ library's package")
    parser.add_argument("--zhlint", type=Path, help="folder in which `npm install zhlint` was run")
    parser.add_argument("--rules", action="store_true", help="each normalizer too")
    parser.add_argument("--most", type=int, default=1_000_000, help="characters of the longest page")
    parser.add_argument("--number", type=int, default=1000, help="pages of the longest run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    compare(options)
    grow(options.most, options.number, options.jobs)


if __name__ == "__main__":
    main()
