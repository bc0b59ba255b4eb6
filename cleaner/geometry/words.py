"""Where the words of a line begin, and how high they are, by an engine whose boxes of words overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import Self

import numpy as np
import numpy.typing as npt

from cleaner.document import Box, RawPage

Floats = npt.NDArray[np.float64]

TOO_HIGH = 0.75
"""Height of most words by that of the box of their line, below which the box is too high. A box is a little
higher than most of its words: with 1 headlines are taken apart, as the size of type is compared with that of
body lines. By pages that Tesseract read for fitting and tuning; 0.7 and 0.87 are as good."""


@dataclass(frozen=True)
class Words:
    """Words in the order of the text, straightened, in em; arrays of one length."""

    end: int
    at: npt.NDArray[np.intp]
    """Offset of each in the raw text."""
    left: Floats
    top: Floats
    bottom: Floats

    @classmethod
    def of(cls, page: RawPage, em: float, skew: float) -> Self:
        """The words of a page; none where the engine gave none."""
        boxes = page.word_boxes
        if boxes is None:
            boxes = np.full((0, 4), np.nan)
        at = np.flatnonzero(~np.isnan(boxes[:, 0]))
        left, top, right, bottom = boxes[at].T / em
        rise, shift = skew * (left + right) / 2, skew * (top + bottom) / 2
        return cls(len(page.text), at, left + shift, top - rise, bottom - rise)

    def between(self, start: int, end: int) -> Self:
        """The words that begin in a part of the raw text."""
        part = slice(*np.searchsorted(self.at, (start, end)))
        return replace(
            self,
            end=end,
            at=self.at[part],
            left=self.left[part],
            top=self.top[part],
            bottom=self.bottom[part],
        )

    def trim(self, box: Box, least: float) -> Box:
        """The box of a line, no higher than most of its words where it is much higher: a speck is beside it.

        Words lower than `least`, in em, such as dashes, do not tell.
        """
        if not len(self.at):
            return box
        top = max(median(self.top.tolist()), box.top)
        bottom = min(median(self.bottom.tolist()), box.bottom)
        too_high = least <= bottom - top < TOO_HIGH * box.height
        return replace(box, top=top, bottom=bottom) if too_high else box

    def texts(self, text: str) -> Iterator[tuple[str, float]]:
        """Each word with its left edge; `text` is that of the page."""
        ends = [*self.at[1:].tolist(), self.end]
        for at, end, left in zip(self.at.tolist(), ends, self.left.tolist(), strict=False):
            yield text[at:end].strip(), left
