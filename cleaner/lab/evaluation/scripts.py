"""Pages with references, scored in simplified and in traditional script.

    python -m cleaner.lab.evaluation.scripts [--pages fixtures/pages] [GROUP ...]

Each page and its reference are turned into traditional script character by character, so both are as long
and as damaged as before. What is read off the page must not depend on its script: articles, seams, titles,
paragraphs, bylines.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cleaner.chain import clean
from cleaner.lab.evaluation.baseline import PAGES, references
from cleaner.profiles.scripts import convert_character
from cleaner.reading.decoding import read_file
from cleaner.scoring import score

FIGURES: Final = ("article_f1", "seam_f1", "title_acc", "para_f1")


@dataclass(frozen=True)
class Reading:
    """What was read off a page in one script."""

    figures: Mapping[str, float]
    """Those of `FIGURES`, 0 to 1."""
    bylines: int
    """Articles with a byline."""


def to_traditional(text: str) -> str:
    """A text in traditional script, character by character.

    >>> to_traditional("本报记者报道")
    '本報記者報道'
    """
    return "".join(convert_character("s2t", char) for char in text)


def read(text: str, gold: str) -> Reading:
    """Clean a raw page and score it by its reference, which is JSON."""
    articles = clean(text).articles
    figures = score(json.loads(gold), [article.as_dict() for article in articles], text).figures.as_dict()
    return Reading({name: figures[name] for name in FIGURES}, sum(bool(a.byline) for a in articles))


def compare(page: Path, gold: Path) -> tuple[Reading, Reading]:
    """A page in simplified script, and the same page in traditional script."""
    text, reference = read_file(page).text, gold.read_text(encoding="utf-8")
    return read(text, reference), read(to_traditional(text), to_traditional(reference))


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: a line a page, and where the scripts differ both figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("groups", nargs="*", help="groups of pages; all by default")
    parser.add_argument("--pages", type=Path, default=PAGES, help="folder of GROUP/NAME.txt with references")
    options = parser.parse_args(arguments)
    for name, page, gold in references(options.pages):
        if options.groups and name.partition("/")[0] not in options.groups:
            continue
        one, other = compare(page, gold)
        pairs = [(figure, one.figures[figure], other.figures[figure]) for figure in FIGURES]
        said = [f"{figure} {x:.3f} -> {y:.3f}" for figure, x, y in pairs if x != y]
        if one.bylines != other.bylines:
            said.append(f"bylines {one.bylines} -> {other.bylines}")
        print(name, "; ".join(said) or "the same", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
