"""What each kind of page evidence is worth: `python -m cleaner.lab.evaluation.ablation FOLDERS...`.

The pages NAME.txt with NAME.gold.json of each folder are cleaned with all that the page says of its gaps
(`cleaner.gaps`), and again without one kind of it at a time. Prints the mean F1 of quotation marks and of
what is restored, and by how much they rise where the kind counts. `python -m cleaner.lab.evaluation.readme
--store ablation` writes the table that comes on its standard input into the model card.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final
from unittest.mock import patch

from cleaner.gaps import decoding
from cleaner.lab.evaluation.baseline import figures_of, references
from cleaner.lab.evaluation.readme import grid

FIGURES: Final = ("quote_f1", "restored_f1")


def _nothing(*_: Any) -> set[int]:
    return set()


KINDS: Final[dict[str, tuple[str, Callable[..., Any]]]] = {
    "terms of the page": ("weigh_terms", _nothing),
    "templates of the page": ("weigh_templates", _nothing),
    "habits round brackets": ("weigh_brackets", _nothing),
    "partners without a gap": ("find_places", lambda *_: []),
    "pairs without gaps": ("loses_quotes", lambda *_: False),
}
"""By kind the function of `cleaner.gaps.decoding` that weighs it, and what leaves it out."""


Pages = Sequence[tuple[Path, Path]]
"""Raw pages, each with its reference."""


def means_of(pages: Pages) -> list[float]:
    """The means of `FIGURES`."""
    found = [figures_of(raw, gold) for raw, gold in pages]
    return [fmean(figures[name] for figures in found) for name in FIGURES]


def rows_of(name: str, pages: Pages) -> Iterator[list[str]]:
    """The rows of the pages of a folder: what is left out, the figures, and what the kind adds to each."""
    whole = means_of(pages)
    yield [f"{name} ({len(pages)})", "nothing", *(f"{value:.4f}" for value in whole), *[""] * len(FIGURES)]
    for kind, (function, left_out) in KINDS.items():
        with patch.object(decoding, function, left_out):
            without = means_of(pages)
        gains = (f"{one - other:+.4f}" for one, other in zip(whole, without, strict=True))
        yield [name, kind, *(f"{value:.4f}" for value in without), *gains]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="cleaner.lab.evaluation.ablation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", type=Path, nargs="+", help="folders of pages with references")
    parser.add_argument("--style", default="", help="only pages whose names end so")
    options = parser.parse_args(arguments)
    rows: list[list[str]] = []
    for folder in options.folders:
        pages = [(raw, gold) for name, raw, gold in references(folder) if name.endswith(options.style)]
        if not pages:
            parser.error(f"{folder} holds no page with a reference (NAME.txt with NAME.gold.json beside it)")
        rows += rows_of(" ".join(filter(None, (folder.name, options.style))), pages)
    names = [name.removesuffix("_f1") for name in FIGURES]
    print(grid(["pages", "without", *names, *(f"{name} gained" for name in names)], rows), end="")


if __name__ == "__main__":
    main()
