"""What `deinterleave_lines` sets right, and how fast: `python tests/benchmarks/rows.py FOLDER`.

FOLDER holds `lines/NAME.txt`, pages read across, and `columns/NAME.txt`, the same lines in the order of their
columns. Reported are the lines, the share of lines with the right line above them (of those that have one in
their block) in the page as it came and in the result, and the seconds it took.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from cleaner.normalizers import deinterleave_lines


def pairs_of(text: str) -> set[tuple[str, str]]:
    """Lines that stand one under the other in a block."""
    return {pair for block in text.split("\n\n") for pair in pairwise(block.split("\n"))}


def main() -> None:
    folder = Path(sys.argv[1])
    deinterleave_lines((folder / "lines" / "invented-002.txt").read_text(encoding="utf-8"))  # loads the model
    print(f"{'page':16} {'lines':>6} {'before':>7} {'after':>7} {'seconds':>8}")
    shares = []
    for path in sorted((folder / "lines").glob("*.txt")):
        raw = path.read_text(encoding="utf-8")
        wanted = pairs_of((folder / "columns" / path.name).read_text(encoding="utf-8"))
        start = perf_counter()
        result = deinterleave_lines(raw)
        seconds = perf_counter() - start
        before, after = (len(wanted & pairs_of(text)) / len(wanted) for text in (raw, result))
        shares.append(after)
        print(f"{path.stem:16} {len(raw.split()):6} {before:7.3f} {after:7.3f} {seconds:8.2f}")
    print(f"{'mean':16} {'':6} {'':7} {sum(shares) / len(shares):7.3f}")


if __name__ == "__main__":
    main()
