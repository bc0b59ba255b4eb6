"""By how much the text of a line is wider than the line: there the engine read more than is printed."""

from __future__ import annotations

import numpy as np

from cleaner.document import Floats, RawPage
from cleaner.profiles.widths import ems


def surplus_of(page: RawPage, em: float) -> Floats | None:
    """For each raw character by how many em the text of its line is wider than the line.

    NaN where a character is in no line with a box of its own. None where the engine gave no confidences of
    characters, without which this is no evidence, or boxes of characters, which show more.

    >>> from cleaner.document import Box, Line
    >>> line = Line((0, 4), Box(0, 0, 30, 10))
    >>> surplus_of(RawPage("甲乙丙丁", (line,), character_confidences=np.full(4, 0.9)), em=10)
    array([1., 1., 1., 1.])
    """
    if page.character_confidences is None or page.character_boxes is not None:
        return None
    found = np.full(len(page.text), np.nan)
    for line in page.lines:
        if line.box is not None and not line.whole_block:
            found[slice(*line.span)] = ems(page.text[slice(*line.span)]) - line.box.width / em
    return found
