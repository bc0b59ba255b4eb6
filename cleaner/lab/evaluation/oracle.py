"""The best that an order of lines can reach: every raw line at its place in the reference.

    python -m cleaner.lab.evaluation.oracle FOLDER

FOLDER holds pages with references (`NAME.STYLE.txt`, `NAME.STYLE.gold.json`). A line goes where the reference
has the text most like it, and no letter of it is changed: what is missing to 1 the engine misread or lost.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz

from cleaner.lab.evaluation.baseline import DECIMALS, Table, references
from cleaner.lab.evaluation.unseen import by_style, lines_of
from cleaner.reading.decoding import read_file
from cleaner.scoring import score

LEAST: Final = 60.0
"""Likeness, of 100, below which a line has no place."""
Record = dict[str, Any]


def placed(lines: Sequence[str], articles: Sequence[Mapping[str, Any]]) -> list[Record]:
    """The articles of a reference, made of the lines that are most like them.

    >>> gold = [{"title": "新馆开馆", "paragraphs": [{"text": "新馆昨日开馆，市民参观。"}]}]
    >>> placed(["市民参观。", "新馆昨日升馆，", "新馆开馆"], gold)[0]["paragraphs"]
    [{'text': '新馆昨日升馆，市民参观。'}]
    """
    blocks = [
        (n, name, place, text) for n, article in enumerate(articles) for name, place, text in _blocks(article)
    ]
    found: dict[int, list[tuple[int, str]]] = {}
    for line in map(str.strip, lines):
        likeness = [_likeness(line, text) for _, _, _, text in blocks]
        best = max(range(len(blocks)), key=lambda n: likeness[n], default=-1)
        if line and best >= 0 and likeness[best][0] >= LEAST:
            found.setdefault(best, []).append((likeness[best][1], line))
    made: list[Record] = [{"title": "", "subtitles": [], "paragraphs": []} for _ in articles]
    for n in sorted(found):
        article, name, _, _ = blocks[n]
        text = "".join(line for _, line in sorted(found[n]))
        if name == "paragraphs":
            made[article][name].append({"text": text})
        elif name == "subtitles":
            made[article][name].append(text)
        else:
            made[article][name] = text
    return made


def _blocks(article: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """The texts of an article in reading order: what each is, its number among its like, itself."""
    yield "title", 0, article.get("title", "")
    for place, text in enumerate(article.get("subtitles", ())):
        yield "subtitles", place, text
    yield "byline", 0, article.get("byline", "")
    for place, paragraph in enumerate(article.get("paragraphs", ())):
        yield "paragraphs", place, paragraph["text"]
    yield "signoff", 0, article.get("signoff", "")


def _likeness(line: str, text: str) -> tuple[float, int]:
    """How like a line some part of a text is, of 100, and where that part begins.

    A line is not looked for in a text that is much shorter.
    """
    if 2 * len(text) < len(line):
        return 0.0, 0
    found = fuzz.partial_ratio_alignment(line, text, score_cutoff=LEAST)
    if found is None:
        return 0.0, 0
    return found.score, found.dest_start - found.src_start


def measure(folder: Path) -> Table:
    """Score the lines of every page, each at its best place."""
    table: Table = {}
    for name, raw, gold in references(folder):
        text = read_file(raw).text
        reference = json.loads(gold.read_text(encoding="utf-8"))
        figures = score(reference, placed(text.splitlines(), reference["articles"]), text).figures
        table[name] = {figure: round(value, DECIMALS) for figure, value in figures.as_dict().items()}
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.evaluation.oracle",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    print(*lines_of(by_style(measure(options.folder))), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
