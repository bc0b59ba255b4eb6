"""Harm done to a clean corpus: `python -m cleaner.lab.evaluation.harm CORPUS --since DATE`.

Articles are cleaned as their title and paragraphs, one a line. Every change is a harm; all are printed,
then how much stayed as it was.
"""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path

from cleaner.chain import clean
from cleaner.lab.corpus import UNSEEN, read_records
from cleaner.lab.evaluation.genres import changes
from cleaner.scoring.harm import Harm


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.evaluation.harm", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines, .xz or not")
    parser.add_argument("--source", default="rmrb", help="use only articles whose source begins so")
    parser.add_argument("--since", default=UNSEEN, help="use only articles dated this or later")
    parser.add_argument("--every", type=int, default=10, help="use each nth article")
    parser.add_argument("--most", type=int, default=200, help="articles")
    options = parser.parse_args(arguments)
    records = (
        record
        for record in read_records(options.corpus)
        if record["source"].startswith(options.source) and record.get("date", "") >= options.since
    )
    harm = Harm()
    for record in islice(records, options.every - 1, options.every * options.most, options.every):
        page = clean("\n".join([record["title"], *record["paragraphs"]]))
        harm.add(page)
        for line in changes(page):
            print(line)
    print(harm)


if __name__ == "__main__":
    main()
