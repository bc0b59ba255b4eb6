"""Fits the model of block ends: `python -m cleaner.lab.training.block_ends FITTING --measured TUNING`.

The folders hold pages that engines read (`lab.evaluation.unseen make`); those with a line for each printed
line are taken. Their blank lines are removed, and learned is at which line breaks they stood rather than
inside a paragraph or a headline; the other ends of paragraphs may be ends of blocks or not, and do not count.
Prints how many of the ends found on the measured pages are right, and how many are found, from several
probabilities on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray
from rapidfuzz import fuzz

from cleaner.lab.simulation.generated import COLUMNS
from cleaner.lab.training.evidence import export_evidence, fit_evidence
from cleaner.layout.block_ends import NAMES, block_end_evidence
from cleaner.layout.interleaved.lines import find_lines
from cleaner.models import shipped_models
from cleaner.models.evidence import BLOCK_ENDS, EvidenceModel
from cleaner.models.store import FOLDER
from cleaner.scoring.files import read_reference

Float32s = NDArray[np.float32]
Bools = NDArray[np.bool_]
Case = tuple[Float32s, Bools]
"""The evidence of the line breaks of a page that count, and which of them end a block."""

NETWORKS: Final = 4
"""Networks that are fitted from other seeds; their mean is one network with all their units."""
UNITS: Final = 24
EPOCHS: Final = 60
DECAY: Final = 1.0
"""What the squares of the weights cost, as scikit-learn counts it."""
MISSED: Final = 0.5
"""Log-odds added: what an end too many parts, links join again; what one too few joins stays so."""
PROBABILITIES: Final = (0.4, 0.5, 0.6, 0.7, 0.8)
SEAM: Final = 8
"""Letters on either side of a line break that are looked for in the paragraphs of a reference."""
SAME: Final = 85
"""How alike they are to a place inside a paragraph, of 100, where it goes on over the line break."""
SAME_HEAD: Final = 90
"""How alike two lines are to a part of a headline, of 100, where it goes on over the line break."""
_OTHERS = regex.compile(r"[^\p{L}\p{N}]")


def read_pages(folders: Sequence[Path]) -> Iterator[Case]:
    """Cases of pages that engines read, a printed line a line, with their references."""
    for path in sorted(path for folder in folders for path in folder.glob(f"*.{COLUMNS}.txt")):
        text = path.read_text(encoding="utf-8")
        articles = read_reference(path.with_suffix(".gold.json"))["articles"]
        paragraphs = [
            _OTHERS.sub("", paragraph["text"]) for article in articles for paragraph in article["paragraphs"]
        ]
        heads = [
            _OTHERS.sub("", head)
            for article in articles
            for head in (article.get("title", ""), *article.get("subtitles", ()))
        ]
        lines = find_lines(text)
        letters = [_OTHERS.sub("", line.text) for line in lines]
        inside = np.array([_is_inside(*pair, paragraphs, heads) for pair in pairwise(letters)], dtype=bool)
        blank = np.array([line.blank for line in lines[1:]], dtype=bool)
        counts = blank | inside
        yield block_end_evidence(lines, shipped_models())[counts], (blank & ~inside)[counts]


def _is_inside(left: str, right: str, paragraphs: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether a paragraph or a headline of a reference goes on over a line break."""
    whole = left + right
    return _goes_on(left, right, paragraphs) or any(
        len(whole) <= len(head) and fuzz.partial_ratio(whole, head, score_cutoff=SAME_HEAD) for head in heads
    )


def _goes_on(left: str, right: str, paragraphs: Sequence[str]) -> bool:
    """Whether the letters round a line break stand in one paragraph of a reference, some misread."""
    if min(len(left), len(right)) < SEAM // 2:
        return False
    seam = left[-SEAM:] + right[:SEAM]
    return any(
        len(paragraph) >= len(seam) and fuzz.partial_ratio(seam, paragraph, score_cutoff=SAME)
        for paragraph in paragraphs
    )


def fit(cases: Sequence[Case], seed: int = 0) -> EvidenceModel:
    """The mean of networks that make the right answers likeliest."""
    x, right = (np.concatenate([case[n] for case in cases]) for n in (0, 1))
    model = fit_evidence(
        BLOCK_ENDS, NAMES, x, right, networks=NETWORKS, units=UNITS, epochs=EPOCHS, decay=DECAY, seed=seed
    )
    return replace(model, shift=model.shift + np.float32(MISSED))


def report(cases: Sequence[Case], model: EvidenceModel) -> Iterator[str]:
    """How many of the ends found are right, and how many are found, from several probabilities on."""
    odds = np.concatenate([model.odds(evidence, NAMES) for evidence, _ in cases])
    right = np.concatenate([ends for _, ends in cases])
    for least in PROBABILITIES:
        found = odds > np.log(least / (1 - least))
        yield (
            f"{least:.2f}: {(found & right).sum() / max(found.sum(), 1):.3f} of {found.sum()} right, "
            f"{(found & right).sum() / right.sum():.3f} of {right.sum()} found"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.block_ends", description=__doc__)
    parser.add_argument("fitting", type=Path, nargs="+", help="folders of read pages to fit on")
    parser.add_argument("--measured", type=Path, nargs="*", default=[], help="of read pages to measure on")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the weights that are written")
    options = parser.parse_args(arguments)
    model = fit(list(read_pages(options.fitting)))
    export_evidence(model, options.out)
    if options.measured:
        print("\n".join(report(list(read_pages(options.measured)), model)))


if __name__ == "__main__":
    main()
