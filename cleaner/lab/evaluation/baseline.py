"""The floor under quality: figures of pages with references, kept in a file that a test reads.

    python -m cleaner.lab.evaluation.baseline             # compare; exit code 1 where a figure fell
    python -m cleaner.lab.evaluation.baseline --update    # rewrite the file; refused where a figure fell
    python -m cleaner.lab.evaluation.baseline --update --allow-fall "why this is worth it"

The file holds the figures and the digest of every page, a floor for each figure of each group of pages, and
every fall that was allowed, with its reason. A floor is the figure less `TOLERANCE`; it rises with the
figure and sinks only with a reason.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from cleaner.chain import clean
from cleaner.models import Models
from cleaner.reading.decoding import read_file
from cleaner.scoring import Figures, score

PAGES: Final = Path("fixtures/pages")
FILE: Final = Path("fixtures/scores/baseline.json")
GOLD: Final = ".gold.json"
TOLERANCE: Final = 0.003
"""By how much a mean may be worse than its baseline: arithmetic differs a little from machine to machine."""
DECIMALS: Final = 6

Table = dict[str, dict[str, float]]
"""Figures by name, by page or group."""


@dataclass(frozen=True)
class Fall:
    """A floor that was lowered, or pages that were changed, and why."""

    group: str
    figure: str
    before: float
    after: float
    reason: str

    def __str__(self) -> str:
        return f"{self.group}: {self.figure} fell from a floor of {self.before:.4f} to {self.after:.4f}"


@dataclass
class Baseline:
    """What pages scored when the file was written."""

    digests: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each raw page and its reference, by `group/name`."""
    pages: Table = field(default_factory=dict)
    floors: Table = field(default_factory=dict)
    """By group; for error rates (`*_er`) a ceiling."""
    allowed: list[Fall] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path = FILE) -> Self:
        """The baseline in a file; an empty one where there is no file."""
        if not path.exists():
            return cls()
        stored = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**stored, "allowed": [Fall(**fall) for fall in stored["allowed"]]})

    def store(self, path: Path = FILE) -> None:
        """Write what `load` reads."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def groups(self) -> dict[str, Figures]:
        """The mean figures of each group of pages."""
        return means(self.pages)

    def falls(self, measured: Mapping[str, Mapping[str, float]], reason: str = "") -> list[Fall]:
        """Where groups of pages are worse than their floors; `measured` are figures by page."""
        found = means(measured)
        return [
            Fall(group, figure, floor, round(value, DECIMALS), reason)
            for group, floors in self.floors.items()
            if group in found
            for figure, floor in floors.items()
            if is_worse(figure, value := found[group].as_dict()[figure], floor)
        ]

    def updated(self, digests: dict[str, str], measured: Table, reason: str = "") -> Baseline:
        """The baseline after new figures of all pages.

        Raises:
            ValueError: a figure fell below its floor and no reason was given.
        """
        falls = self.falls(measured, reason)
        if falls and not reason:
            raise ValueError("\n".join(map(str, falls)))
        fallen = {(fall.group, fall.figure) for fall in falls}
        floors: Table = {}
        for group, figures in means(measured).items():
            old = self.floors.get(group, {})
            floors[group] = {
                name: floor
                if (group, name) in fallen or name not in old or is_worse(name, old[name], floor)
                else old[name]
                for name, value in figures.as_dict().items()
                for floor in [_floor(name, value)]
            }
        return Baseline(digests, measured, floors, [*self.allowed, *falls])


def is_worse(figure: str, value: float, other: float) -> bool:
    """Whether a value of a figure is worse than another one: higher for error rates, lower for the rest.

    >>> is_worse("seam_f1", 0.9, 0.8), is_worse("cer_er", 0.9, 0.8)
    (False, True)
    """
    return value > other if figure.endswith("_er") else value < other


def _floor(figure: str, value: float) -> float:
    slack = TOLERANCE if figure.endswith("_er") else -TOLERANCE
    return round(value + slack, DECIMALS)


def means(pages: Mapping[str, Mapping[str, float]]) -> dict[str, Figures]:
    """The mean of each figure over the pages of each group."""
    groups: dict[str, list[Figures]] = {}
    for name, figures in pages.items():
        groups.setdefault(name.partition("/")[0], []).append(Figures(**figures))
    return {group: Figures.mean(found) for group, found in groups.items()}


def references(folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """`group/name`, raw page and reference of every page with a reference, sorted."""
    for gold in sorted(folder.rglob(f"*{GOLD}")):
        name = gold.name.removesuffix(GOLD)
        yield f"{gold.parent.name}/{name}", gold.with_name(f"{name}.txt"), gold


def digests_of(folder: Path) -> dict[str, str]:
    """SHA-256 of the bytes of every raw page followed by its reference."""
    return {
        name: hashlib.sha256(raw.read_bytes() + gold.read_bytes()).hexdigest()
        for name, raw, gold in references(folder)
    }


def measure(folder: Path) -> Table:
    """Clean every page and score it."""
    return {name: figures_of(raw, gold) for name, raw, gold in references(folder)}


def figures_of(raw: Path, gold: Path, models: Models | None = None) -> dict[str, float]:
    """Clean a page, by the shipped models where no others are given, and score it."""
    text = read_file(raw).text
    articles = [article.as_dict() for article in clean(text, models=models).articles]
    figures = score(json.loads(gold.read_text(encoding="utf-8")), articles, text).figures
    return {figure: round(value, DECIMALS) for figure, value in figures.as_dict().items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=Path, default=PAGES, help="folder of GROUP/NAME.txt with references")
    parser.add_argument("--file", type=Path, default=FILE, help="the baseline")
    parser.add_argument("--update", action="store_true", help="write the figures of now into the file")
    parser.add_argument(
        "--allow-fall", default="", metavar="REASON", help="why figures may be lower; is kept"
    )
    options = parser.parse_args(arguments)
    baseline, measured = Baseline.load(options.file), measure(options.pages)
    if options.update:
        try:
            baseline.updated(digests_of(options.pages), measured, options.allow_fall).store(options.file)
        except ValueError as error:
            print(f"{error}\nNothing was written. Give a reason with --allow-fall.", file=sys.stderr)
            return 1
        return 0
    falls: list[Any] = baseline.falls(measured)
    print(*falls, sep="\n", end="\n" if falls else "")
    return 1 if falls else 0


if __name__ == "__main__":
    sys.exit(main())
