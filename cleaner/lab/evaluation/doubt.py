"""Whether articles that say they are uncertain are right to be so: no whole articles of the reference.

    python -m cleaner.lab.evaluation.doubt FOLDER | python -m cleaner.lab.evaluation.readme --store uncertain

FOLDER holds pages with references (`NAME.STYLE.txt`, `NAME.STYLE.gold.json`).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any, Final

from rapidfuzz.distance import Levenshtein

from cleaner.chain import clean
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.evaluation.unseen import PageCommand
from cleaner.reading.decoding import read_file
from cleaner.scoring.alignment import match
from cleaner.scoring.page import SAME_ARTICLE
from cleaner.scoring.stream import Stream

Records = Sequence[Mapping[str, Any]]
ALL: Final = "all"
HEAD: Final = ("pages", "uncertain", "broken", "others", "broken of these")


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
    command = PageCommand("cleaner.lab.evaluation.doubt", __doc__)
    _, pages = command.read(arguments)
    broken_by: defaultdict[tuple[str, bool], list[bool]] = defaultdict(list)
    for style, raw, gold in pages:
        found = [article.as_dict() for article in clean(read_file(raw).text).articles]
        wanted = json.loads(gold.read_text(encoding="utf-8"))["articles"]
        for article, amiss in zip(found, broken(wanted, found), strict=True):
            for group in (style, ALL):
                broken_by[group, bool(article.get("uncertain"))].append(amiss)
    groups = sorted({group for group, _ in broken_by} - {ALL})
    print(grid(HEAD, [_row(group, broken_by) for group in (*groups, ALL)]), end="")
    return 0


def _row(group: str, broken_by: Mapping[tuple[str, bool], Sequence[bool]]) -> list[str]:
    """Articles of a group that are uncertain, how many of them are broken; the same of the others."""
    row = [group]
    for uncertain in (True, False):
        found = broken_by.get((group, uncertain), ())
        row += [str(len(found)), f"{fmean(found):.3f}" if found else ""]
    return row


if __name__ == "__main__":
    sys.exit(main())
