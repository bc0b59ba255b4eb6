"""Fits how sure `cleaner.gaps.pauses` is: `python -m cleaner.lab.training.pauses CORPUS`.

Headlines of the newspaper that hold quotation marks, each with every space that was printed beside one of
them, and with a space at each place where none was, one at a time. Logistic regression on what the gap model
says there; the printed ones count for `PRINTED` of all. Prints the constants and, on later headlines, how
many of the spaces of either kind `rejoin_lines` leaves.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray

from cleaner.gaps.pauses import RULE, shares_of_nothing
from cleaner.lab.corpus import HELD_OUT, read_records
from cleaner.lab.training.calibration import write
from cleaner.lab.training.regression import logistic
from cleaner.models import shipped_models
from cleaner.models.constants import Calibration, log_odds
from cleaner.normalizers.gaps import NO_PAUSE

SINCE: Final = "2020-07-01"
PRINTED: Final = 0.15
"""Share of printed pauses among the spaces beside the quotation marks of headlines: print has one at a place
in forty, and of 56 such headlines of generated pages 12 came with a space that was not printed."""
_BESIDE: Final = r"(?:(?<=\p{{Han}}){0}(?=“)|(?<=”){0}(?=\p{{Han}}))"
_SPACED, _CLOSE = (regex.compile(_BESIDE.format(space)) for space in (" ", ""))
_BLANK: Final = regex.compile(r"\s+")

Case = tuple[tuple[str, int, int], bool]
"""A headline with a space, where that stands, and whether nothing was printed there."""


def cases_of(headline: str) -> Iterator[Case]:
    """The cases of a headline.

    >>> list(cases_of("荒山变“金山” 游客来"))
    [(('荒山变“金山” 游客来', 7, 8), False), (('荒山变 “金山” 游客来', 3, 4), True)]
    """
    yield from (((headline, *match.span()), False) for match in _SPACED.finditer(headline))
    for match in _CLOSE.finditer(headline):
        at = match.start()
        yield (f"{headline[:at]} {headline[at:]}", at, at + 1), True


def read_cases(corpus: Path, since: str, until: str) -> list[Case]:
    """The cases of the headlines with since ≤ date < until of the newspaper."""
    titles = (r["title"] for r in read_records(corpus) if r.get("page") and since <= r["date"] < until)
    return [case for title in titles for case in cases_of(_BLANK.sub(" ", title or "").strip())]


def fit(odds: NDArray[np.float64], nothing: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Scale and shift that make the log-odds of nothing those of there having been nothing."""
    printed = np.mean(~nothing)
    share = np.where(nothing, (1 - PRINTED) / (1 - printed), PRINTED / printed)
    return logistic(np.stack([odds, np.ones(len(odds))], axis=1), nothing, share=share)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="cleaner.lab.training.pauses", description=__doc__)
    parser.add_argument("corpus", type=Path, help="clean text, JSON lines with date and page, .xz or not")
    parser.add_argument("--write", type=Path, help="the gap model whose manifest gets the constants")
    options = parser.parse_args(arguments)
    model = shipped_models().gaps

    def judged(cases: Sequence[Case]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        shares = shares_of_nothing([spaced for spaced, _ in cases], model)
        return np.array(list(map(log_odds, shares))), np.array([nothing for _, nothing in cases])

    scale, shift = fit(*judged(read_cases(options.corpus, SINCE, HELD_OUT))).round(2).tolist()
    print(f"SCALE, SHIFT = {scale}, {shift}")
    if options.write:
        write(options.write, {RULE: Calibration(scale, shift)})
    odds, nothing = judged(read_cases(options.corpus, HELD_OUT, "~"))
    left = odds * scale + shift < log_odds(NO_PAUSE)
    for name, kind in (("printed", ~nothing), ("other", nothing)):
        print(f"{left[kind].sum()} of {kind.sum()} {name} spaces left")


if __name__ == "__main__":
    main()
