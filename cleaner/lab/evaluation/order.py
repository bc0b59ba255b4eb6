"""Texts that come in reading order, as plain text of good readers does: what stands right must stay.

    python -m cleaner.lab.evaluation.order CORPUS [--since 2020-10-01] [--until 2020-12-01] [--pages 40]

The articles of a newspaper page follow each other, undamaged, in the four ways that text comes in: a
paragraph a line, the same without blank lines, lines broken as printed, lines joined by spaces. Prints mean
figures of each.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cleaner.chain import clean
from cleaner.lab.corpus import HELD_OUT, read_records
from cleaner.models import Models
from cleaner.scoring import score

FIGURES: Final = ("article_f1", "title_acc", "para_f1", "quote_f1", "stop_f1")
FEWEST, MOST = 3, 9
"""Articles of a page."""
LONGEST: Final = 12_000
"""Characters of a page."""
WIDTHS: Final = (13, 15, 18, 22)
"""Characters of a printed line."""
WAYS: Final = {"paragraphs": "", "no blank lines": "", "printed lines": "\n", "joined lines": " "}
"""Ways that a text comes in, and what is at the end of a printed line; empty for paragraphs in one line."""


def pages_of(
    path: Path, since: str, until: str, most: int, seed: int = 5
) -> Iterator[list[Mapping[str, Any]]]:
    """Pages of a newspaper with since ≤ date < until, in random order: the records of their articles."""
    pages: dict[object, list[Mapping[str, Any]]] = defaultdict(list)
    for record in read_records(path):
        dated = "page" in record and since <= record.get("date", "") < until
        if dated and record["title"] and len(record["paragraphs"]) > 1:
            pages[record["date"], record["page"]].append(record)
    usable = [
        page
        for page in pages.values()
        if FEWEST <= len(page) <= MOST and sum(len(p) for r in page for p in r["paragraphs"]) < LONGEST
    ]
    random.Random(seed).shuffle(usable)
    yield from usable[:most]


def page_as(page: Sequence[Mapping[str, Any]], way: str, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """A page in one of `WAYS`, and its reference."""
    blocks, articles = [], []
    for record in page:
        kicker, title, subtitle = (_one(record.get(key) or "") for key in ("kicker", "title", "subtitle"))
        bodies = [text for text in record["paragraphs"] if text.strip()]
        width = rng.choice(WIDTHS)
        for text in (kicker, title, subtitle, *bodies):
            pieces = [text[i : i + width] for i in range(0, len(text), width)]
            blocks.append(WAYS[way].join(pieces))
        paragraphs = [{"text": text, "kind": "body", "truncated": False} for text in bodies]
        over = [text for text in (kicker, subtitle) if text]
        articles.append({"title": title, "subtitles": over, "paragraphs": paragraphs})
    between = "\n" if way == "no blank lines" else "\n\n"
    return between.join(filter(None, blocks)) + "\n", {"articles": articles}


def _one(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else " ".join(text)


def measure(
    pages: Sequence[Sequence[Mapping[str, Any]]], way: str, models: Models | None = None
) -> dict[str, float]:
    """The mean figures of pages in one of `WAYS`."""
    rng = random.Random(way)
    rows = []
    for page in pages:
        raw, gold = page_as(page, way, rng)
        rows.append(
            score(gold, [a.as_dict() for a in clean(raw, models=models).articles], raw).figures.as_dict()
        )
    return {name: sum(row[name] for row in rows) / len(rows) for name in FIGURES}


def main() -> None:
    """Print a table, a row for each way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--since", default=HELD_OUT)
    parser.add_argument("--until", default="2020-12-01")
    parser.add_argument("--pages", type=int, default=40)
    options = parser.parse_args()
    pages = list(pages_of(options.corpus, options.since, options.until, options.pages))
    names = [name.removesuffix("_f1").removesuffix("_acc") for name in FIGURES]
    print(f"| text in order ({len(pages)} pages) | {' | '.join(names)} |")
    print("|---" * (len(names) + 1) + "|")
    for way in WAYS:
        print(
            f"| {way} | {' | '.join(f'{value:.3f}' for value in measure(pages, way).values())} |", flush=True
        )


if __name__ == "__main__":
    main()
