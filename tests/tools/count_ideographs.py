"""Remake the tables of `cleaner/normalizers/charsets.py` from clean news text.

    python tests/tools/count_ideographs.py train.jsonl.xz

Prints the ideographs outside GB 2312 that titles, bylines and paragraphs hold at least ten times
(`ESTABLISHED`), and those that they hold three to nine times (`SELDOM`).
"""

from __future__ import annotations

import json
import lzma
import sys
import textwrap
from collections import Counter

from cleaner.profiles.charsets import in_gb2312, is_han

TABLES = {"ESTABLISHED": range(10, sys.maxsize), "SELDOM": range(3, 10)}


def main(corpus: str) -> None:
    counts: Counter[str] = Counter()
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            counts.update("".join([article["title"], article.get("byline") or "", *article["paragraphs"]]))
    outside = {char: n for char, n in counts.items() if is_han(char) and not in_gb2312(char)}
    for name, often in TABLES.items():
        print(name)
        for row in textwrap.wrap("".join(sorted(char for char, n in outside.items() if n in often)), 50):
            print(f'    "{row}"')


if __name__ == "__main__":
    main(sys.argv[1])
