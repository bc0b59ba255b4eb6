"""Kill a process that rewrites files, at random moments, and look at the files: `killing.py FOLDER KILLS`.

Four of five processes rewrite one file twice through `cleaner.writing.rewrite`, so that many kills strike
while it is written; the fifth runs `cleaner fix` on small pages. Prints a JSON object: files found old and
new, broken if any were neither, kills that struck between two pages, and temporary files that were left.
POSIX only: the processes are forked.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cleaner.chain import clean
from cleaner.cli.app import app
from cleaner.writing import rewrite
from cleaner.writing.inplace import SUFFIX

RAW = "问题,党内严重警告2人!\n"
OLD, NEW = b"old\n" * 5_000, b"new\n" * 6_000
PAGES = 2


def main(folder: Path, kills: int, seed: int = 7) -> Counter[str]:
    """Kill processes of either kind in turn; what was found."""
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    fixed = clean(RAW).text.encode()
    large = folder / "large.txt"
    pages = [folder / "pages" / f"{number}.txt" for number in range(PAGES)]
    pages[0].parent.mkdir()

    def soil() -> None:
        large.write_bytes(OLD)
        for page in pages:
            page.write_bytes(RAW.encode())

    with suppress(SystemExit):  # load what the command needs, once for all processes
        soil()
        app(["fix", str(folder / "pages"), "--isolated"])
    duration = {}
    for work, again in ((rewrite_twice, 3), (run_fix, 3)):
        for _ in range(again):  # the last one is warm
            soil()
            start = time.perf_counter()
            strike(work, folder, None)
            duration[work] = time.perf_counter() - start
    for kill in range(kills):
        work, paths, known = (
            (rewrite_twice, [large], {OLD: "old", NEW: "new"})
            if kill % 5
            else (run_fix, pages, {RAW.encode(): "old", fixed: "new"})
        )
        soil()
        strike(work, folder, rng.uniform(0, duration[work]))
        judge(paths, known, found)
    return found


def rewrite_twice(folder: Path) -> None:
    path = folder / "large.txt"
    rewrite(path, OLD, NEW)
    rewrite(path, NEW, OLD)


def run_fix(folder: Path) -> None:
    with suppress(SystemExit):
        app(["fix", str(folder / "pages"), "--isolated"])


def strike(work: Callable[[Path], None], folder: Path, delay: float | None) -> None:
    """Do work in a process of its own and kill it after a while, or let it be."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        work(folder)
        os._exit(0)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def judge(paths: list[Path], known: dict[bytes, str], found: Counter[str]) -> None:
    """Count what the files hold, and clear away what was left beside them."""
    states = [known.get(path.read_bytes(), "broken") for path in paths]
    found["kills"] += 1
    found.update(states)
    found["between pages"] += len(set(states)) > 1
    left = list(paths[0].parent.glob(f".*{SUFFIX}"))
    found["temporary files left"] += len(left)
    for path in left:
        path.unlink()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
