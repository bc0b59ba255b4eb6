"""Whether inferred edits are right: `python -m cleaner.lab.evaluation.confidences PAGES...`.

Each page NAME.txt with NAME.gold.json beside it is cleaned and every proposed edit, made or withheld, is held
to the reference at its place. Each of two and more folders is a part of its own; the pages of one are halved
by name, the even ones for fitting defaults, the odd ones for checking them, and all formats of a printed page
are in one half. A row counts the edits of a band of stated confidence, what they state on the mean and the
share of them that is right (where the two agree, confidences can be trusted), and of all that was lost the
share that this band restores. The row `made` sums up the edits that are made by default.

`--blocks N` cleans each block of a page by itself, as people bring a paragraph, if it has so many characters
at the most: no page shows there what it loses.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from typing import Final

from cleaner.chain import clean
from cleaner.lab.evaluation.readme import grid
from cleaner.lab.evaluation.verdicts import Answers, Verdict
from cleaner.layout.blocks import find_blocks
from cleaner.reading.decoding import read_file
from cleaner.scoring.files import read_reference
from cleaner.trace import Change, Tier

BANDS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
"""Lower ends of the bands of confidence."""
RESTORES: Final = {"restore_quotes": "quote", "restore_stops": "stop", "fix_lookalikes": "character"}
"""What a rule restores, as far as the reference tells how much of it was lost."""
HEADS: Final = "restore_quotes, headlines"
"""Quotation marks set in headlines, counted apart and among all."""
SHORTEST: Final = 20
"""Characters of a block that is cleaned by itself, at the least."""
GOLD: Final = ".gold.json"


@dataclass
class Table:
    """Verdicts by rule, and how much was lost."""

    verdicts: defaultdict[str, list[tuple[Verdict, bool]]] = field(default_factory=lambda: defaultdict(list))
    """Each with whether the edit was made."""
    lost: Counter[str] = field(default_factory=Counter)

    def add(self, path: Path, longest: int = 0) -> None:
        """Clean a page, or its blocks of so many characters at the most, and judge what was proposed."""
        raw = read_file(path).text
        answers = Answers.of(raw, read_reference(path.with_suffix(GOLD)))
        self.lost += answers.lost
        for start, text in _blocks(raw, longest) if longest else [(0, raw)]:
            page = clean(text)
            for changes, made in ((page.edits, True), (page.withheld, False)):
                inferred = [_moved_by(start, change) for change in changes if change.tier is Tier.INFERRED]
                for verdict in answers.verdicts(inferred):
                    rule = verdict.change.rule
                    self.verdicts[rule].append((verdict, made))
                    if rule == "restore_quotes" and verdict.head:
                        self.verdicts[HEADS].append((verdict, made))

    def rows(self, half: str) -> Iterator[list[str]]:
        """The rows of the table: rule, band, half, edits, share right, share of the lost restored."""
        for rule in sorted(self.verdicts):
            found = self.verdicts[rule]
            lost = self.lost[RESTORES[rule]] if rule in RESTORES else 0
            yield self._row(rule, "made", half, [verdict for verdict, made in found if made], lost)
            for low, high in zip(BANDS, (*BANDS[1:], 2.0), strict=True):
                within = [verdict for verdict, _ in found if low <= verdict.change.confidence < high]
                if within:
                    yield self._row(rule, f"{low:.2f} to {min(high, 1.0):.2f}", half, within, lost)

    @staticmethod
    def _row(rule: str, band: str, half: str, verdicts: Sequence[Verdict], lost: int) -> list[str]:
        right = sum(verdict.right for verdict in verdicts)
        stated = f"{fmean(v.change.confidence for v in verdicts):.3f}" if verdicts else ""
        precision = f"{right / len(verdicts):.3f}" if verdicts else ""
        return [
            rule,
            band,
            half,
            str(len(verdicts)),
            stated,
            precision,
            f"{right / lost:.3f}" if lost else "",
        ]


def _blocks(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """The blocks of a text that are as long as a sentence, and no longer than this, each with its start."""
    for block in find_blocks(text):
        if SHORTEST <= block.end - block.start <= longest:
            yield block.start, block.of(text)


def _moved_by(start: int, change: Change) -> Change:
    """A change of a part of a text, as one of the text; `start` is where that part begins."""
    return replace(change, raw=(change.raw[0] + start, change.raw[1] + start))


def pages_of(given: Iterable[Path]) -> list[Path]:
    """The pages with references among files, and in folders and what they hold."""
    found = (path for part in given for path in (part.rglob("*.txt") if part.is_dir() else [part]))
    return sorted(path for path in found if path.with_suffix(GOLD).exists())


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.evaluation.confidences", description=__doc__)
    parser.add_argument("pages", type=Path, nargs="+", help="raw pages, or folders of them")
    parser.add_argument("--blocks", type=int, default=0, metavar="N", help="clean each such block by itself")
    options = parser.parse_args(arguments)
    paths = pages_of(options.pages)
    if not paths:
        parser.error("no page with a reference (NAME.txt with NAME.gold.json beside it) was found")
    names = sorted({path.name.partition(".")[0] for path in paths})
    halves: defaultdict[str, Table] = defaultdict(Table)
    for path in paths:
        odd = names.index(path.name.partition(".")[0]) % 2
        several = len(options.pages) > 1
        halves[path.parent.name if several else ("fitting", "checking")[odd]].add(path, options.blocks)
    rows = [row for half, table in halves.items() for row in table.rows(half)]
    rows.sort(key=lambda row: (row[0], row[1] != "made", row[1]))
    print(grid(["rule", "confidence", "pages", "edits", "stated", "right", "restored"], rows), end="")


if __name__ == "__main__":
    main()
