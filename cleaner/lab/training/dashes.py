"""Counts what stands beside dashes and beside the word 一一: `python -m cleaner.lab.training.dashes CORPUS`.

A page reader that misreads a dash does so wherever one stands, so both are as frequent as in print. The
characters before and after are judged by what they were counted beside, themselves left out, and weighed by
a logistic regression. Prints how many dashes are found, and how many words are taken for dashes, on text of
later dates.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import log
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from cleaner.lab.corpus import HELD_OUT, read_records
from cleaner.lab.export import export
from cleaner.lab.training.regression import logistic
from cleaner.models.dashes import FEATURES, NAME, Dashes, stop_soon
from cleaner.models.store import FOLDER
from cleaner.profiles.marks import DASH, QUOTES
from cleaner.profiles.marks import DASH_AS_IDEOGRAPHS as WORD

_STROKES: Final = re.compile(rf"{DASH}|(?<!一){WORD}(?!一)")
_QUOTES: Final = str.maketrans("", "", QUOTES)
AROUND: Final = 8
SEEN: Final = 1.0
"""How often each character is taken to have been seen beside a word before anything was counted."""
PRIOR: Final = 0.3
LEAST: Final = 0.1
"""Log-odds of a character that are worth storing."""


class Site(NamedTuple):
    """Where a dash or the word stands."""

    before: str
    after: str
    dash: bool
    late: bool


def read_sites(corpus: Path) -> Iterator[Site]:
    """All of a corpus; every second paragraph as if its quotation marks had been lost."""
    paragraphs = (
        ("".join(text.split()), record["source"].startswith("rmrb") and record.get("date", "") >= HELD_OUT)
        for record in read_records(corpus)
        for text in (record["title"] or "", *record["paragraphs"])
        if DASH in text or WORD in text
    )
    for n, (text, late) in enumerate(paragraphs):
        seen = text.translate(_QUOTES) if n % 2 else text
        for match in _STROKES.finditer(seen):
            start, end = match.span()
            yield Site(seen[max(0, start - AROUND) : start], seen[end : end + AROUND], match[0] == DASH, late)


class Counts:
    """How often each character stands on one side of dashes, and of words."""

    def __init__(self, characters: Sequence[str], dashes: Sequence[bool]) -> None:
        self._counts = {kind: Counter[str]() for kind in (True, False)}
        for character, dash in zip(characters, dashes, strict=True):
            self._counts[dash][character] += 1
        self._total = {kind: counts.total() for kind, counts in self._counts.items()}

    def odds(self, character: str, left_out: bool | None = None) -> float:
        """Log-odds of a dash; `left_out` is the kind of a site that must not speak for itself."""
        share = {
            kind: (counts[character] - (left_out is kind)) / self._total[kind]
            for kind, counts in self._counts.items()
        }
        least = SEEN / self._total[False]
        return log(share[True] + least) - log(share[False] + least)

    def table(self, weight: float) -> dict[str, float]:
        """The log-odds, weighed, of all characters that say something."""
        known = {character for counts in self._counts.values() for character in counts}
        odds = {character: weight * self.odds(character) for character in known}
        return {character: value for character, value in odds.items() if abs(value) >= LEAST}


def fit(sites: Sequence[Site]) -> Dashes:
    """The tables of what stands beside dashes."""
    dashes = [site.dash for site in sites]
    before = Counts([site.before[-1:] for site in sites], dashes)
    after = Counts([site.after[:1] for site in sites], dashes)
    evidence = [
        (
            1.0,
            float(stop_soon(site.after)),
            before.odds(site.before[-1:], site.dash),
            after.odds(site.after[:1], site.dash),
        )
        for site in sites
    ]
    bias, soon, left, right = logistic(np.array(evidence), dashes, PRIOR).tolist()
    return Dashes(bias, soon, before.table(left), after.table(right))


def store(dashes: Dashes, path: Path, corpus: Path) -> None:
    """Write tables, rounded to what can matter."""
    tables = {
        name: {char: round(odds, 2) for char, odds in sorted(part.items())}
        if isinstance(part, dict)
        else round(part, 2)
        for name, part in asdict(dashes).items()
    }
    export(path, NAME, FEATURES, corpus, parameters=tables)


def report(dashes: Dashes, sites: Sequence[Site]) -> Iterator[str]:
    """How many dashes are found, and how many words taken for dashes, by confidence."""
    shares = {
        kind: [dashes.probability(s.before, s.after) for s in sites if s.dash is kind]
        for kind in (True, False)
    }
    for least in (0.5, 0.8, 0.9, 0.95):
        found, wrong = (sum(p >= least for p in shares[kind]) for kind in (True, False))
        yield f"{least}: {found} of {len(shares[True])} dashes, {wrong} of {len(shares[False])} words"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.dashes", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date, .xz or not")
    parser.add_argument("--out", type=Path, default=FOLDER / "dashes.json")
    options = parser.parse_args(arguments)
    sites = list(read_sites(options.corpus))
    store(fit([site for site in sites if not site.late]), options.out, options.corpus)
    for line in report(Dashes.load(options.out), [site for site in sites if site.late]):
        print(line)


if __name__ == "__main__":
    main()
