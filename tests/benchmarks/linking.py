"""How long it takes to link the fragments of a page: `python tests/benchmarks/linking.py`.

Paragraphs of the clean fixtures are set in lines of 16 em, every second one is cut in two with another
between its halves, and so on until there are as many fragments as asked for. Timed, in seconds of one
core, is what comes after the columns are measured: evidence, language model, assignment, items.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from cleaner.threads import use_one_thread

use_one_thread()  # before numpy is loaded

from cleaner.layout.links.articles import find_layout  # noqa: E402
from cleaner.layout.state import PageState  # noqa: E402
from cleaner.models import shipped_models  # noqa: E402

CLEAN = Path(__file__).parent.parent.parent / "fixtures" / "clean"
WIDTH = 16
SIZES = (50, 100, 200, 500, 1000, 2000, 5000)


def fragments() -> Iterator[str]:
    """An endless page: of three paragraphs, the first is cut and goes on after the second."""
    texts = [
        "".join(line.split())
        for path in sorted(CLEAN.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").split("\n")
    ]
    paragraphs = cycle(text for text in texts if len(text) > 3 * WIDTH)
    while True:
        first, second = next(paragraphs), next(paragraphs)
        cut = WIDTH - 2 + WIDTH * ((len(first) - WIDTH + 2) // WIDTH // 2)
        yield _lines(first[:cut], WIDTH - 2)
        yield _lines(second, WIDTH - 2)
        yield _lines(first[cut:], WIDTH)


def _lines(text: str, first: int) -> str:
    lines = [text[:first], *(text[i : i + WIDTH] for i in range(first, len(text), WIDTH))]
    return " ".join(filter(None, lines))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="numbers of fragments")
    shipped_models().continuation([("甲", "乙")])  # the model is loaded before the clock starts
    print("| fragments | seconds | milliseconds each |\n|---|---|---|")
    for size in parser.parse_args().sizes:
        state = PageState("\n\n".join(islice(fragments(), size)))
        assert len(state.typeset) == size
        start = time.process_time()
        find_layout(state)
        seconds = time.process_time() - start
        print(f"| {size} | {seconds:.2f} | {1000 * seconds / size:.2f} |", flush=True)


if __name__ == "__main__":
    main()
