"""How much of clean text stays as it is: run on a corpus of born-digital articles.

    python tests/tools/untouched.py CORPUS.jsonl.xz --since 2020-10-01 --every 10 --most 200

The corpus holds one JSON object a line, with `title`, `paragraphs` and, where known, `date`. Each article is
cleaned as its title and paragraphs, one a line; those that change are printed with what changed.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cleaner import clean


def articles(corpus: Path, source: str, since: str, every: int) -> Iterator[tuple[str, str]]:
    """Name and text of the articles asked for."""
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        found = (json.loads(line) for line in lines)
        wanted = (a for a in found if a["source"].startswith(source) and a.get("date", "") >= since)
        for article in islice(wanted, every - 1, None, every):
            yield article["id"], "\n".join([article["title"], *article["paragraphs"]])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--source", default="rmrb")
    parser.add_argument("--since", default="2020-10-01")
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--most", type=int, default=200)
    options = parser.parse_args()
    changed = total = 0
    for name, text in islice(
        articles(options.corpus, options.source, options.since, options.every), options.most
    ):
        page = clean(text)
        total += 1
        if page.edits:
            changed += 1
            print(
                name,
                *(f"{e.rule}: {e.before[:20]!r} -> {e.after[:20]!r}" for e in page.edits[:4]),
                sep="\n  ",
            )
    print(f"{total - changed} of {total} unchanged")


if __name__ == "__main__":
    main()
