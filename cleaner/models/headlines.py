"""Which of the lines over a text is its headline, and which are its kicker and sub-headlines.

A newspaper prints a kicker over the headline (`河阳市东港区建设老年食堂——` over `一碗热汤暖了一条街`) and
sub-headlines under it, often in type that a page reader does not tell apart. The kicker names who and where
in a whole clause, the headline is the slogan or the news, and a line that opens with a dash follows its
headline. The choice is a conditional logistic regression over hashed features of each line: its characters,
pairs and triples of them, those at its ends apart, its width, its place, its marks, and what it shares with
the text below. Trained by `lab.training.headlines`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.models.store import dequantised, read_arrays, read_manifest
from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH
from cleaner.profiles.widths import ems

NAME, FEATURES = "headlines", 1
"""Of the model, and the version of what it reads of a line."""
BUCKETS: Final = 1 << 14
"""Into which features are hashed."""
LONGEST_BODY: Final = 800
"""Characters of the text below that a line is compared with."""
LEAD: Final = 120
"""Characters of it that are compared apart: an opening repeats the news in the words of the headline."""
_BRACKETS = Pattern(r"[（(][^（）()]*[）)]$")
_MARKS: Final = "，、：；。？！《\N{EM DASH}“"

Float32s = NDArray[np.float32]


class HeadlineModel:
    """Chooses the headline among the lines over a text."""

    def __init__(self, scores: Float32s) -> None:
        self._scores = scores
        """Shape (BUCKETS,): log-odds that a feature adds."""

    @classmethod
    def load(cls, path: Path) -> HeadlineModel:
        """The weights stored in a file. Raises `ModelError`."""
        read_manifest(path, NAME, FEATURES)
        return cls(dequantised(read_arrays(path))["scores"][:, 0])

    def probabilities(self, lines: Sequence[str], body: str = "") -> Float32s:
        """The probability of each line, in page order, to be the headline; shape (lines,).

        Raises:
            ValueError: there are no lines.

        >>> from cleaner.models import shipped_models
        >>> lines = ["河阳市东港区建设老年食堂——", "一碗热汤暖了一条街"]
        >>> int(shipped_models().headlines.probabilities(lines).argmax())
        1
        """
        if not lines:
            raise ValueError("no line to choose a headline from")
        scores = np.array([self._scores[found].sum() for found in features(lines, body)], dtype=np.float32)
        odds = np.exp(scores - scores.max())
        probabilities: Float32s = odds / odds.sum()
        return probabilities


def features(lines: Sequence[str], body: str) -> list[NDArray[np.int64]]:
    """The buckets of the features of each line, without repetition."""
    solid = ["".join(line.replace(DASH, DASH[0]).split()) for line in lines]
    widths = [ems(line) for line in solid]
    below = "".join(body.split())[:LONGEST_BODY]
    found = []
    for place, line in enumerate(lines):
        others = [width for other, width in enumerate(widths) if other != place]
        names = {
            *_words(solid[place]),
            *_shape(line, widths[place], max(others, default=0.0)),
            *_shared(solid[place], below),
            f"place {place} of {len(lines)}",
        }
        buckets = {zlib.crc32(name.encode()) % BUCKETS for name in names}
        found.append(np.array(sorted(buckets), dtype=np.int64))
    return found


def _words(line: str) -> Iterator[str]:
    """The characters of a line, pairs and triples of them; those at its ends, and before brackets, apart."""
    for size in (1, 2, 3):
        yield "^" + line[:size]
        yield "$" + line[-size:]
        yield from (line[start : start + size] for start in range(len(line) - size + 1))
    if brackets := _BRACKETS.search(line):
        yield "brackets"
        yield from (f"{line[: brackets.start()][-size:]}(" for size in (1, 2))
    yield from (f"has {mark}" for mark in _MARKS if mark in line)


def _shape(line: str, width: float, widest: float) -> Iterator[str]:
    """The width of a line in em, by itself and by the widest other line, and the balance of its halves."""
    yield f"width {min(int(width / 2), 16)}"
    if widest:
        yield f"by the widest {min(int(4 * width / widest), 12)}"
    parts = [ems(part) for part in line.split()]
    if len(parts) > 1:
        yield "spaced"
    if len(parts) == 2:
        yield f"halves differ {int(min(abs(parts[0] - parts[1]), 4))}"
    if any(char.isdigit() for char in line):
        yield "digit"


def _shared(line: str, body: str) -> Iterator[str]:
    """How many of the pairs of characters of a line stand in the text below it, and in its opening."""
    pairs = {line[start : start + 2] for start in range(len(line) - 1)}
    for name, part in (("body", body), ("lead", body[:LEAD])):
        if pairs:
            yield f"{name} {8 * sum(pair in part for pair in pairs) // len(pairs)}"
