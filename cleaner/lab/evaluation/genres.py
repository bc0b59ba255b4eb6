"""Harm done to clean text of many kinds: `python -m cleaner.lab.evaluation.genres [FOLDER]`.

A folder of FOLDER is a genre, a file in it a clean text, one paragraph a line; files of FOLDER itself are
news. Every change is a harm. Prints a table of edits in 10,000 characters by genre and rule; with `--changes`
each change, too.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from cleaner.chain import clean
from cleaner.page import Page
from cleaner.scoring.harm import Harm

CLEAN, NEWS = Path("fixtures/clean"), "news"


def main(arguments: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.evaluation.genres", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=CLEAN, help="a folder of clean text a genre")
    parser.add_argument("--changes", action="store_true", help="print each change")
    options = parser.parse_args(arguments)
    harms: dict[str, Harm] = {}
    for path in sorted(options.folder.rglob("*.txt")):
        page = clean(path.read_bytes().decode())
        genre = path.parent.name if path.parent != options.folder else NEWS
        harms.setdefault(genre, Harm()).add(page)
        if options.changes:
            print(*(f"{path.name}: {line}" for line in changes(page)), sep="\n")
    print(*table(dict(sorted(harms.items()))), sep="\n")


def changes(page: Page) -> Iterator[str]:
    """A line for each change: what was changed by which rule, and where."""
    for change in page.edits:
        around = page.raw[max(0, change.raw[0] - 8) : change.raw[1] + 8]
        yield f"{change.rule} ({change.confidence:.2f}): {change.before!r} -> {change.after!r} in {around!r}"


def table(harms: dict[str, Harm]) -> Iterator[str]:
    r"""Lines of Markdown: edits in 10,000 characters of each genre.

    >>> print(*table({"verse": Harm(2, 1, 20_000, 3)}), sep="\n")
    | genre | characters | edits in 10,000 | by rule |
    |---|---|---|---|
    | verse | 20,000 | 1.50 |  |
    """
    yield "| genre | characters | edits in 10,000 | by rule |"
    yield "|---|---|---|---|"
    for genre, harm in harms.items():
        rates = ((rule, 10_000 * n / max(1, harm.characters)) for rule, n in harm.rules.most_common())
        rules = ", ".join(f"`{rule}` {rate:.2f}" for rule, rate in rates)
        yield f"| {genre} | {harm.characters:,} | {harm.edit_rate:.2f} | {rules} |"


if __name__ == "__main__":
    main()
