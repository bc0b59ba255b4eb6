"""How many passages that were read across two columns are found, and how many are seen in order.

    python -m cleaner.lab.evaluation.passages CORPUS [--number 1200]

Paragraphs of a corpus, some of their marks lost, are set in lines of one width. Two of them are read line by
line in turn; each by itself is in order, and nothing may be found in it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cleaner.lab.corpus import read_articles
from cleaner.layout.interleaved.lines import TextLine, find_flows
from cleaner.layout.interleaved.passages import find_passages, may_hold_passages
from cleaner.models import Models, shipped_models

SHORTEST, LONGEST = 60, 250
"""Characters of a paragraph."""
NARROWEST, WIDEST = 13, 20
"""Characters of a line."""
FEWEST: Final = 4
"""Lines of a text."""
LOST, IN_TURN = 0.3, 0.9
"""Share of commas that are lost, and of lines behind which the other text follows."""


def set_lines(text: str, width: int, chance: random.Random) -> list[str]:
    """The lines of a paragraph whose quotation marks, and some of whose commas, were lost.

    >>> set_lines("水渠通了“水”", 4, random.Random(0))
    ['水渠通了', '水']
    """
    kept = "".join(c for c in text if c not in "“”" and (c != "，" or chance.random() > LOST))
    return [kept[start : start + width] for start in range(0, len(kept), width)]


def read_in_turn(
    first: Sequence[str], second: Sequence[str], chance: random.Random
) -> list[tuple[str, bool]]:
    """The lines of two texts as they are read, and whether each is of the second one."""
    left = [[(line, False) for line in first], [(line, True) for line in second]]
    found = [left[0].pop(0)]
    text = 1
    while any(left):
        text = text if left[text] else 1 - text
        found.append(left[text].pop(0))
        text ^= chance.random() < IN_TURN
    return found


def dealt_out(lines: Sequence[str], models: Models) -> list[bool]:
    """Whether each line is taken for one of a second text; nothing where no passage is found."""
    flows = find_flows([TextLine(0, 0, line) for line in lines], models)
    passages = find_passages(lines, models) if may_hold_passages(lines, flows).any() else []
    second = {n for _, *others in passages for text in others for n in text}
    last = max((n for passage in passages for text in passage for n in text), default=-1)
    return [n in second or (n > last and last in second) for n in range(len(lines))] if passages else []


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how many are found, and the share of their lines that come to their text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--number", type=int, default=1200)
    options = parser.parse_args(arguments)
    chance, models = random.Random(5), shipped_models()
    articles = read_articles(options.corpus)
    paragraphs = [text for article in articles for text in article if SHORTEST < len(text) < LONGEST]
    passages = found = right = lines = seen = 0
    for _ in range(options.number):
        width = chance.randint(NARROWEST, WIDEST)
        one, other = (set_lines(text, width, chance) for text in chance.sample(paragraphs, 2))
        seen += bool(dealt_out(one, models))
        if min(len(one), len(other)) < FEWEST:
            continue
        passages += 1
        read = read_in_turn(one, other, chance)
        if dealt := dealt_out([line for line, _ in read], models):
            found += 1
            lines += len(read)
            right += sum(second == truth for second, (_, truth) in zip(dealt, read, strict=True))
    print(f"{found} of {passages} passages found, {right / max(lines, 1):.2f} of their lines in their text")
    print(f"{seen} of {options.number} paragraphs in order taken for one")


if __name__ == "__main__":
    main()
