"""How sure an engine was of each character, by what is usual on its page."""

from __future__ import annotations

import numpy as np

from cleaner.document import Floats, RawPage


def sureness_of(page: RawPage) -> Floats | None:
    """For each raw character the share of those of the page that the engine was no surer of.

    Engines mean different things by a confidence, but all give the lowest to what they misread. NaN where it
    gave none; a file that has none for characters shows that of their lines. None where all are the same.

    >>> from cleaner.document import Line
    >>> sureness_of(RawPage("甲乙丙丁", character_confidences=np.array([0.9, 0.3, 0.9, 0.8])))
    array([1.  , 0.25, 1.  , 0.5 ])
    """
    found = page.character_confidences
    if found is None:
        found = np.full(len(page.text), np.nan)
        for line in page.lines:
            if line.confidence is not None:
                found[slice(*line.span)] = line.confidence
    known = np.sort(found[~np.isnan(found)])
    if not len(known) or known[0] == known[-1]:
        return None
    shares = np.searchsorted(known, found, side="right") / len(known)
    return np.where(np.isnan(found), np.nan, shares)
