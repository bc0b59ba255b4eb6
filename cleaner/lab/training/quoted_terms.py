"""Counts the terms that news text always quotes: `python -m cleaner.lab.training.quoted_terms CORPUS`.

A term is what stands between quotation marks; it is kept if nearly all of its places are quoted. Prints how
many places of the kept terms are quoted in text of later dates.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from cleaner.lab.corpus import HELD_OUT, read_records
from cleaner.lab.export import export
from cleaner.models.quoted_terms import FEATURES, LONGEST, NAME, SHORTEST, QuotedTerms
from cleaner.models.store import FOLDER

_QUOTED: Final = re.compile(rf"[“‘]([\u4e00-\u9fff0-9+]{{{SHORTEST},{LONGEST}}})[”’]")
FEWEST: Final = 10
"""Times that a term is quoted, at the least, and"""
ARTICLES: Final = 6
"""in how many articles."""
MOSTLY: Final = 0.9
"""The share of its places that are quoted."""


def count(articles: Sequence[str]) -> dict[str, float]:
    """The terms of articles that are quoted nearly always, with the share of their places that are.

    >>> count(["推进“双新行动”，落实“双新行动”。"] * 8 + ["“水渠”修好了，水渠通了。"] * 20)
    {'双新行动': 1.0}
    """
    quoted, within = Counter[str](), Counter[str]()
    for text in articles:
        here = Counter(match[1] for match in _QUOTED.finditer(text))
        quoted += here
        within.update(here.keys())
    likely = {term for term, times in quoted.items() if times >= FEWEST and within[term] >= ARTICLES}
    whole = "\n".join(articles)
    shares = {term: quoted[term] / whole.count(term) for term in sorted(likely)}
    return {term: round(share, 2) for term, share in shares.items() if share >= MOSTLY}


def later(terms: QuotedTerms, articles: Iterable[str]) -> tuple[int, int]:
    """How many places of terms the articles have, and how many of them are quoted."""
    places = [(text, *place) for text in articles for place in terms.find(text)]
    marked = [text[start - 1 : start] in "“‘" and text[end : end + 1] in "”’" for text, start, end in places]
    return len(places), sum(marked)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.quoted_terms", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date, .xz or not")
    parser.add_argument("--out", type=Path, default=FOLDER / "quoted_terms.json")
    options = parser.parse_args(arguments)
    parts: dict[bool, list[str]] = {True: [], False: []}
    for record in read_records(options.corpus):
        late = record["source"].startswith("rmrb") and record.get("date", "") >= HELD_OUT
        parts[late].append("".join("\n".join(record["paragraphs"]).split(" ")))
    export(options.out, NAME, FEATURES, options.corpus, parameters=count(parts[False]))
    terms = QuotedTerms.load(options.out)
    places, quoted = later(terms, parts[True])
    print(f"{len(terms.shares)} terms; of later articles {quoted} of {places} places are quoted")


if __name__ == "__main__":
    main()
