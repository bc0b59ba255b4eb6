"""What matching in spite of misread letters is worth, by degree of damage.

    python -m cleaner.lab.evaluation.matching FOLDER

A headline, or another short text, that a text near by repeats is evidence for what it belongs to, and it is
found though the reader spelt the two differently (`cleaner.layout.repetition`). The pages of FOLDER
(`NAME.STYLE.txt`, `NAME.STYLE.gold.json`) are cleaned with this evidence, with what is the same to the letter
alone, and with none. They are grouped by the share of their letters that were misread or lost, as no order of
lines can mend it (`cleaner.lab.evaluation.oracle`).
`python -m cleaner.lab.evaluation.readme --store matching` writes the table that comes on its standard input.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Final
from unittest.mock import patch

import numpy as np

from cleaner.lab.evaluation.baseline import figures_of
from cleaner.lab.evaluation.oracle import placed
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.evaluation.unseen import PageCommand, Pages
from cleaner.layout import repetition
from cleaner.layout.similarity import Floats
from cleaner.reading.decoding import read_file
from cleaner.scoring import score

FIGURES: Final = ("article_f1", "title_acc", "seam_f1", "truncated_f1")
DEGREES: Final = (0.0, 0.02, 0.05, 0.1)
"""Lower ends of the degrees of damage."""
Likeness = Callable[[Sequence[str], Sequence[str]], Floats]
fuzzy: Final[Likeness] = repetition._likeness


def to_the_letter(short: Sequence[str], long: Sequence[str]) -> Floats:
    """What the product measures, of short texts that stand in long ones as they are alone.

    >>> to_the_letter(["新馆开馆", "新馆升馆"], ["昨日新馆开馆，市民参观。"]).tolist()
    [[100.0], [0.0]]
    """
    return np.array([[100.0 * (text in other) for other in long] for text in short])


def nothing(short: Sequence[str], long: Sequence[str]) -> Floats:
    """No likeness at all."""
    return np.zeros((len(short), len(long)))


WAYS: Final[dict[str, Likeness]] = {"fuzzy": fuzzy, "to the letter": to_the_letter, "nothing": nothing}


def damage(raw: Path, gold: Path) -> float:
    """The share of the letters of a page that were misread or lost."""
    text, reference = read_file(raw).text, json.loads(gold.read_text(encoding="utf-8"))
    return score(reference, placed(text.splitlines(), reference["articles"]), text).figures.content_er


def measure(pages: Pages) -> Iterator[list[str]]:
    """For each degree of damage and way of matching the figures, and what fuzzy matching adds to them."""
    groups: defaultdict[int, list[tuple[Path, Path]]] = defaultdict(list)
    for _, raw, gold in pages:
        groups[bisect_right(DEGREES, damage(raw, gold)) - 1].append((raw, gold))
    for degree in sorted(groups):
        low, high = DEGREES[degree], (*DEGREES, 1.0)[degree + 1]
        means: dict[str, list[float]] = {}
        for name, way in WAYS.items():
            with patch.object(repetition, "_likeness", way):
                found = [figures_of(raw, gold) for raw, gold in groups[degree]]
            means[name] = [fmean(each[figure] for each in found) for figure in FIGURES]
            gains = [with_it - without for with_it, without in zip(means["fuzzy"], means[name], strict=True)]
            yield [
                f"{low:.2f} to {high:.2f} ({len(found)})",
                name,
                *(f"{mean:.3f}" for mean in means[name]),
                *("" if way is fuzzy else f"{gain:+.3f}" for gain in gains),
            ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    command = PageCommand("cleaner.lab.evaluation.matching", __doc__)
    _, pages = command.read(arguments)
    names = [name.partition("_")[0] for name in FIGURES]
    head = ["misread (pages)", "matching", *names, *(f"{name} gained" for name in names)]
    print(grid(head, list(measure(pages))), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
