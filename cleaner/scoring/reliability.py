"""Whether confidences mean what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from cleaner.scoring.stream import is_content

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.scoring.figures import Score
    from cleaner.trace import Change

BINS = 10
"""Of confidences, all equally wide."""


@dataclass
class Reliability:
    """Edits by their confidence, and the share of them that was right."""

    sure: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, sure: float, right: bool) -> None:
        """Count one edit."""
        self.sure.append(sure)
        self.right.append(right)

    def __iadd__(self, other: Reliability) -> Reliability:
        self.sure += other.sure
        self.right += other.right
        return self

    @property
    def error(self) -> float:
        """Expected calibration error: mean distance of confidence and share right, over bins of .1.

        >>> Reliability([0.95, 0.85, 0.85], [True, True, False]).error
        0.25
        """
        distances = (abs(sum(right) - sum(sure)) for _, sure, right in self._filled())
        return round(sum(distances) / len(self.sure), 12) if self.sure else 0.0

    def rows(self) -> Iterator[tuple[float, int, float, float]]:
        """Lower end of each bin that is not empty, edits in it, their mean confidence, the share right."""
        for low, sure, right in self._filled():
            yield low, len(sure), sum(sure) / len(sure), sum(right) / len(right)

    def _filled(self) -> Iterator[tuple[float, list[float], list[bool]]]:
        for n in range(BINS):
            within = [i for i, sure in enumerate(self.sure) if min(int(sure * BINS), BINS - 1) == n]
            if within:
                yield n / BINS, [self.sure[i] for i in within], [self.right[i] for i in within]


def reliability(page: Page, score: Score) -> Reliability:
    """Hold the edits of a page that carry a confidence (below 1) to its reference.

    An edit of marks or white space is right if the output has at its place what the reference has, an
    edit of a character if it gives the one of the reference. Edits whose place the reference does not
    show are left out.
    """
    result = Reliability()
    before = list(accumulate(map(is_content, page.raw), initial=0))
    for change in page.edits:
        verdict = None if change.moved or change.confidence >= 1 else _verdict(change, before, score)
        if verdict is not None:
            result.add(change.confidence, verdict)
    return result


def _verdict(change: Change, before: Sequence[int], score: Score) -> bool | None:
    start, end = change.raw
    place = before[start]
    if before[end] == place:
        return score.gaps.get(place)
    if before[end] == place + 1 and len(change.after) == 1 and place in score.characters:
        return score.characters[place] == change.after
    return None
