"""How well lost marks come back in text of outlets that no model was trained on.

    python -m cleaner.lab.evaluation.outlets fixtures/clean FOLDER [--corpus CORPUS --since DATE]

A folder in one that is named is an outlet, a file in it a clean text, one paragraph a line; files of
`fixtures/clean` itself are the invented local news of this project. Each outlet is set in columns and damaged
as a page reader that loses its marks damages it, again and again; the labels are compared with what was
printed. A corpus shows what it has of an outlet (*known*: the share of the runs of sixteen characters of the
article that it has most of); its own later articles are measured beside them.
`python -m cleaner.lab.evaluation.readme --store outlets` writes the table into the model card.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from cleaner.lab.corpus import UNSEEN, Article, is_usable, read_articles, read_records
from cleaner.lab.evaluation.gaps import PAIR, SPEECH, Outcome, measure, sample
from cleaner.lab.evaluation.genres import CLEAN, NEWS
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.simulation.corruption import LOSSY
from cleaner.profiles.widths import letters_of

SHORTEST: Final = 2000
"""Characters of an outlet, at the least."""
QUOTING: Final = 8
"""Pairs of quotation marks that it has, at the least."""
RUN: Final = 16
"""Characters that an article and the corpus hardly have in common by chance."""
COMMA, OPENING = "，", "“"


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


def runs_of(article: Iterable[str]) -> set[str]:
    """All runs of `RUN` letters, digits and ideographs of a text.

    >>> sorted(runs_of(["一二三四五六七八，九十。", "甲乙丙丁戊己庚"]))
    ['一二三四五六七八九十甲乙丙丁戊己', '二三四五六七八九十甲乙丙丁戊己庚']
    """
    text = letters_of("".join(article))
    return {text[at : at + RUN] for at in range(len(text) - RUN + 1)}


def shares_of(outlets: Mapping[str, Sequence[Article]], corpus: Iterable[Sequence[str]]) -> dict[str, float]:
    """How much of an article a corpus has, of each outlet the highest share of the runs of an article."""
    runs = {(name, n): runs_of(text) for name, articles in outlets.items() for n, text in enumerate(articles)}
    asked = set().union(*runs.values())
    known: set[str] = set()
    for paragraphs in corpus:
        known |= asked & runs_of(paragraphs)
    shares: dict[str, float] = dict.fromkeys(outlets, 0.0)
    for (name, _), found in runs.items():
        shares[name] = max(shares[name], len(found & known) / max(len(found), 1))
    return shares


def rows_of(
    outlets: Mapping[str, Sequence[Article]], pages: int, shares: Mapping[str, float]
) -> Iterator[list[str]]:
    """The rows of the table; `shares` are of `shares_of`, as far as they are known."""
    for name, articles in outlets.items():
        characters = sum(len(line) for article in articles for line in article)
        shared = f"{shares[name]:.3f}" if name in shares else ""
        yield [name, f"{characters:,}", shared, *_figures(measure(sample(list(articles), LOSSY, pages)))]


def _figures(outcome: Outcome) -> list[str]:
    pairs, speech, commas = (outcome.of(kind) for kind in (PAIR, SPEECH, COMMA))
    return [
        str(pairs.gold),
        *(f"{value:.3f}" for value in (pairs.precision, pairs.recall, pairs.f1)),
        str(speech.gold),
        f"{speech.f1:.3f}" if speech.gold else "",
        f"{commas.f1:.3f}",
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.evaluation.outlets",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folders", type=Path, nargs="*", default=[CLEAN], help="each with a folder of clean text an outlet"
    )
    parser.add_argument("--pages", type=int, default=30, help="damaged pages of each outlet")
    parser.add_argument("--corpus", type=Path, help="a corpus, to compare with")
    parser.add_argument("--source", nargs="*", default=["rmrb"], help="how the names of its sources begin")
    parser.add_argument("--since", default=UNSEEN, help="their articles dated this or later")
    options = parser.parse_args(arguments)
    outlets = {name: texts for folder in options.folders for name, texts in outlets_of(folder).items()}
    if not outlets:
        parser.error(
            f"no folder in {', '.join(map(str, options.folders))} holds texts (*.txt, one paragraph a line)"
            f" of {SHORTEST} characters with {QUOTING} quotations"
        )
    shares: dict[str, float] = {}
    if options.corpus:
        shares = shares_of(outlets, (record["paragraphs"] for record in read_records(options.corpus)))
        for source in options.source:
            name = f"{source}, from {options.since}"
            outlets[name] = read_articles(options.corpus, options.since, source=source)
    head = ["outlet", "characters", "known", "pairs", "right", "found", "F1"]
    head += ["behind a colon", "F1 of these", "F1 of commas"]
    print(grid(head, list(rows_of(outlets, options.pages, shares))), end="")


if __name__ == "__main__":
    main()
