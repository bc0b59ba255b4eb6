"""Counts how rare pairs of characters are: `python -m cleaner.lab.training.topics CORPUS`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from cleaner.lab.corpus import HELD_OUT, read_records
from cleaner.lab.export import export
from cleaner.models.store import FOLDER
from cleaner.models.topics import BITS, FEATURES, NAME, STEP, pairs_of


def count(corpus: Path, out: Path) -> None:
    """Count in how many paragraphs of a corpus each bucket of pairs is seen, and store how rare that is."""
    seen, total = np.zeros(1 << BITS), 0
    for record in read_records(corpus):
        if record["source"].startswith("rmrb") and record.get("date", "") >= HELD_OUT:
            continue
        buckets, rows = pairs_of(record["paragraphs"])
        seen += np.bincount(np.unique(rows << BITS | buckets) & ((1 << BITS) - 1), minlength=1 << BITS)
        total += len(record["paragraphs"])
    rarity = np.log((total + 1) / (seen + 1))
    export(out, NAME, FEATURES, corpus, {"rarity": (rarity / STEP).round().astype(np.uint8)})


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.topics", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with paragraphs, .xz or not")
    parser.add_argument("--out", type=Path, default=FOLDER / "topics.npz")
    options = parser.parse_args(arguments)
    count(options.corpus, options.out)


if __name__ == "__main__":
    main()
