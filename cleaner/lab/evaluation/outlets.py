"""How well lost marks come back in text of outlets that no model was trained on.

    python -m cleaner.lab.evaluation.outlets fixtures/clean [--corpus CORPUS --source gov --since DATE]

A folder of the first argument is an outlet, a file in it a clean text, one paragraph a line; files of the
folder itself are the invented local news of this project. Each is set in columns and damaged as a page reader
that loses its marks damages it, again and again; the labels are compared with what was printed. A source of a
corpus may be measured beside them. `python -m cleaner.lab.evaluation.readme --store outlets` writes the table
into the model card.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from cleaner.lab.corpus import Article, is_usable, read_articles
from cleaner.lab.evaluation.gaps import PAIR, SPEECH, Outcome, measure, sample
from cleaner.lab.evaluation.genres import CLEAN, NEWS
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.simulation.corruption import LOSSY

SHORTEST: Final = 2000
"""Characters of an outlet, at the least."""
QUOTING: Final = 8
"""Pairs of quotation marks that it has, at the least."""
COMMA, OPENING = "\uff0c", "\u201c"


def outlets_of(folder: Path) -> dict[str, list[Article]]:
    """The articles of each outlet of a folder that has enough text, and enough of it quoted."""
    found: dict[str, list[Article]] = {}
    for path in sorted(folder.rglob("*.txt")):
        name = path.parent.name if path.parent != folder else NEWS
        lines = path.read_text(encoding="utf-8").splitlines()
        found.setdefault(name, []).append(
            [line.strip() for line in lines if line.strip() and is_usable(line)]
        )
    texts = {name: "".join(line for article in found[name] for line in article) for name in found}
    return {
        name: articles
        for name, articles in found.items()
        if len(texts[name]) >= SHORTEST and texts[name].count(OPENING) >= QUOTING
    }


def rows_of(outlets: Mapping[str, Sequence[Article]], pages: int) -> Iterator[list[str]]:
    """The rows of the table."""
    for name, articles in outlets.items():
        characters = sum(len(line) for article in articles for line in article)
        yield [name, f"{characters:,}", *_figures(measure(sample(list(articles), LOSSY, pages)))]


def _figures(outcome: Outcome) -> list[str]:
    pairs, speech, commas = (outcome.of(kind) for kind in (PAIR, SPEECH, COMMA))
    return [
        str(pairs.gold),
        *(f"{value:.3f}" for value in (pairs.precision, pairs.recall, pairs.f1, speech.f1, commas.f1)),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.evaluation.outlets",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder", type=Path, nargs="?", default=CLEAN, help="a folder of clean text an outlet"
    )
    parser.add_argument("--pages", type=int, default=30, help="damaged pages of each outlet")
    parser.add_argument("--corpus", type=Path, help="a corpus, to compare with")
    parser.add_argument("--source", nargs="*", default=["rmrb"], help="how the names of its sources begin")
    parser.add_argument("--since", default="2024-01-01", help="its articles dated this or later")
    options = parser.parse_args(arguments)
    outlets: dict[str, list[Article]] = outlets_of(options.folder)
    for source in options.source if options.corpus else ():
        outlets[f"{source}, from {options.since}"] = read_articles(
            options.corpus, options.since, source=source
        )
    head = ["outlet", "characters", "pairs", "right", "found", "F1", "speech", "commas"]
    print(grid(head, list(rows_of(outlets, options.pages))), end="")


if __name__ == "__main__":
    main()
