"""Whether articles that say they are uncertain are right to be so: no whole articles of the reference.

    python -m cleaner.lab.evaluation.doubt FOLDER

FOLDER holds pages with references (`NAME.txt`, `NAME.gold.json`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from cleaner.chain import clean
from cleaner.lab.evaluation.baseline import references
from cleaner.reading.decoding import read_file
from cleaner.scoring.alignment import match
from cleaner.scoring.page import SAME_ARTICLE
from cleaner.scoring.stream import Stream

Records = Sequence[Mapping[str, Any]]


def broken(wanted: Records, found: Records) -> list[bool]:
    """Which of the articles found are no article of the reference, at most 5 % of its letters amiss.

    >>> whole, part = {"title": "新馆昨日开馆"}, {"title": "新馆"}
    >>> broken([whole], [part, whole]), broken([], [whole])
    ([True, False], [True])
    """
    gold, texts = ([Stream.of_article(article).text for article in articles] for articles in (wanted, found))
    good = {
        j
        for i, j in match(gold, texts)
        if Levenshtein.distance(gold[i], texts[j]) <= SAME_ARTICLE * len(gold[i])
    }
    return [j not in good for j in range(len(texts))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.evaluation.doubt",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    count = {True: 0, False: 0}
    wrong = {True: 0, False: 0}
    for _, raw, gold in references(options.folder):
        found = [article.as_dict() for article in clean(read_file(raw).text).articles]
        wanted = json.loads(gold.read_text(encoding="utf-8"))["articles"]
        for article, amiss in zip(found, broken(wanted, found), strict=True):
            uncertain = bool(article.get("uncertain"))
            count[uncertain] += 1
            wrong[uncertain] += amiss
    for uncertain, name in ((True, "uncertain"), (False, "others")):
        print(f"{name}: {count[uncertain]}, {wrong[uncertain]} of them not whole or not one article")
    return 0


if __name__ == "__main__":
    sys.exit(main())
