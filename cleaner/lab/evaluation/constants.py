"""What constants set by hand are worth: `python -m cleaner.lab.evaluation.constants FOLDER`.

The pages NAME.txt with NAME.gold.json of a folder are cleaned as they are, and again with one constant at a
time smaller and larger by a factor. Prints by how much the mean of `FIGURES` then rises; a constant that
could be better rises on one side, one that nothing depends on stays at 0 on both.
`python -m cleaner.lab.evaluation.readme --store constants` writes the table that comes on its standard input.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Final

from cleaner.lab.evaluation.baseline import figures_of, references
from cleaner.lab.evaluation.readme import grid

FIGURES: Final = ("article_f1", "title_acc", "seam_f1", "para_f1", "truncated_f1", "quote_f1", "stop_f1")
SMALLER, LARGER = 0.7, 1.4
CONSTANTS: Final[Mapping[str, Sequence[str]]] = {
    "layout.lines.columns": ("TOLERANCE", "LOOSE", "OVERRUN"),
    "layout.state": ("CLEAR", "LATER_COLUMN"),
    "layout.lines.line_breaking": ("PARAGRAPH_BREAK", "WORST_LINE", "MOST"),
    "layout.roles.ends": ("OPEN", "STRAY", "NO_STOP", "PAUSE", "BRACKET", "STOP_ON_FULL_LINE", "INDENT_SAYS"),
    "layout.links.linking": ("BACK", "FAR", "LINK_BIAS", "BARE", "LIKELIEST", "MOST"),
    "layout.links.articles": ("DOUBT",),
    "layout.truncation": ("CUT", "FULL", "LOST"),
    "layout.interleaved.placing": ("NEW_ROW", "PASSED", "LANGUAGE", "BELOW"),
    "gaps.lattice": ("TELLING", "REPLACE_VISIBLE", "AT_THE_EDGE_OF_A_HEADLINE"),
    "gaps.pairing": ("PARTNER_LOST",),
    "gaps.decoding": ("NO_GAP_COST",),
    "gaps.page_evidence": ("QUOTED_ELSEWHERE", "PLAIN_ELSEWHERE", "TEMPLATE_TRUST", "MOST_BY_TEMPLATE"),
}
"""By module of `cleaner` the constants that decide and that no training fits."""

Pages = Sequence[tuple[Path, Path]]
"""Raw pages, each with its reference."""


def set_constant(module: str, name: str, value: float) -> None:
    """Give a constant of a module another value, there and in all modules that import it."""
    old = getattr(importlib.import_module(f"cleaner.{module}"), name)
    for other, loaded in list(sys.modules.items()):
        if other.startswith("cleaner.") and getattr(loaded, name, None) is old:
            setattr(loaded, name, value)


def mean_of(pages: Pages, changed: tuple[str, str, float] | None = None) -> float:
    """The mean of `FIGURES` over pages, with a constant (module, name, value) changed: in a fresh process."""
    if changed is not None:
        importlib.import_module("cleaner.chain")
        set_constant(*changed)
    found = [figures_of(raw, gold) for raw, gold in pages]
    return fmean(figures[name] for figures in found for name in FIGURES)


def rows_of(pages: Pages, constants: Mapping[str, Sequence[str]], jobs: int) -> Iterator[list[str]]:
    """For each constant its module, its value, and what the mean gains with a smaller and a larger one."""
    whole = mean_of(pages)
    asked = [
        (module, name, value, _times(value, factor))
        for module, names in constants.items()
        for name in names
        for value in [getattr(importlib.import_module(f"cleaner.{module}"), name)]
        for factor in (SMALLER, LARGER)
    ]
    # Results are kept by what functions are called with: a process for each value.
    with ProcessPoolExecutor(jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        found = pool.map(mean_of, *zip(*((pages, (*each[:2], each[3])) for each in asked), strict=True))
        gains = [f"{mean - whole:+.4f}" for mean in found]
    for (module, name, value, _), smaller, larger in zip(asked[::2], gains[::2], gains[1::2], strict=True):
        yield [module, name, f"{value:.3g}", smaller, larger]


def _times(value: float, factor: float) -> float:
    """A value times a factor; of a count another count."""
    return round(value * factor) if isinstance(value, int) else value * factor


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.evaluation.constants",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="folder of pages with references")
    parser.add_argument("--style", default="", help="only pages whose names end so")
    parser.add_argument("--every", type=int, default=1, help="only one page of so many")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    options = parser.parse_args(arguments)
    found = [(raw, gold) for name, raw, gold in references(options.folder) if name.endswith(options.style)]
    pages = found[:: options.every]
    if not pages:
        parser.error(f"{options.folder} holds no page with a reference (NAME.txt, NAME.gold.json beside it)")
    head = ["module", "constant", "value", f"times {SMALLER}", f"times {LARGER}"]
    print(grid(head, list(rows_of(pages, CONSTANTS, options.jobs))), end="")


if __name__ == "__main__":
    main()
