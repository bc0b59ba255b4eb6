"""Line breaks of short texts: `python -m cleaner.lab.evaluation.excerpts PAGES [--lines N ...]`.

Pages NAME.txt of printed columns, with NAME.gold.json beside them, are cut into excerpts of so many lines
without a blank one between them, as people bring a paragraph or two. Each excerpt is cleaned by itself, and
each of its line breaks held to the reference: inside a paragraph the lines are to be joined, between two
they are not.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

from cleaner.chain import clean
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.evaluation.verdicts import Answers
from cleaner.reading.decoding import read_file
from cleaner.scoring.files import read_reference
from cleaner.scoring.stream import is_content

SIZES: Final = (2, 3, 4, 6, 10, 16)
"""Lines of an excerpt."""
GOLD: Final = ".gold.json"


@dataclass
class Breaks:
    """How many line breaks of excerpts came out right, by what the reference has there."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)

    def add(self, path: Path, size: int) -> None:
        """Clean the excerpts of a page and hold their line breaks to its reference."""
        text = read_file(path).text
        answers = Answers.of(text, read_reference(path.with_suffix(GOLD)))
        lines = text.split("\n")
        places = list(accumulate((sum(map(is_content, line)) for line in lines), initial=0))
        for first in excerpts(lines, size):
            inside = range(first + 1, first + size)
            if any(places[n] not in answers.marks for n in inside):
                continue  # a line that the reference lacks
            parted = _parted("\n".join(lines[first : first + size]))
            for n in inside:
                kind = "paragraph" if places[n] in answers.breaks else "line"
                self.all[kind] += 1
                self.right[kind] += (places[n] - places[first] in parted) == (kind == "paragraph")

    @property
    def shares(self) -> tuple[float, float, float]:
        """The shares that are right: of line ends, of paragraph ends, of both."""
        kinds = ("line", "paragraph")
        each = [self.right[kind] / max(1, self.all[kind]) for kind in kinds]
        return each[0], each[1], sum(self.right.values()) / max(1, sum(self.all.values()))


def excerpts(lines: Sequence[str], size: int) -> Iterator[int]:
    """The first lines of runs of so many lines without a blank one, one after the other.

    >>> list(excerpts(["渠", "水", "村", "", "山", "川"], 2))
    [0, 4]
    """
    n = 0
    while n + size <= len(lines):
        blank = next((at for at in range(n + size - 1, n - 1, -1) if not lines[at].strip()), None)
        if blank is None:
            yield n
            n += size
        else:
            n = blank + 1


def _parted(text: str) -> set[int]:
    """The counts of content characters behind which a line ends in the clean text."""
    lines = [line for line in clean(text).text.split("\n") if line.strip()]
    ends = accumulate(sum(map(is_content, line)) for line in lines)
    return {end for end, _ in pairwise(ends)}


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.evaluation.excerpts", description=__doc__)
    parser.add_argument("pages", type=Path, nargs="+", help="folders of pages of printed lines")
    parser.add_argument("--lines", type=int, nargs="+", default=SIZES, help="of an excerpt")
    options = parser.parse_args(arguments)
    rows = []
    for size in options.lines:
        breaks = Breaks()
        for folder in options.pages:
            for gold in sorted(folder.glob(f"*{GOLD}")):
                breaks.add(gold.with_name(gold.name.replace(GOLD, ".txt")), size)
        line, paragraph, both = (f"{share:.3f}" for share in breaks.shares)
        counts = {kind: f"{count:,}" for kind, count in breaks.all.items()}
        rows.append([str(size), counts["line"], line, counts["paragraph"], paragraph, both])
    header = ["lines", "line ends", "joined", "paragraph ends", "parted", "right"]
    print(grid(header, rows))


if __name__ == "__main__":
    main()
