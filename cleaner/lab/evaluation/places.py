"""Where the texts of a page stand in its reference."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, Final

from rapidfuzz import fuzz

from cleaner.scoring.alignment import NOWHERE, locate
from cleaner.scoring.stream import Stream, blocks

SHORTEST, SHORT = 2, 30
"""Letters of a text that is looked for, and of one that may stand in several places."""
WHOLE, ALIKE, CLEARLY = 85.0, 70.0, 10.0
"""Likeness, of 100, from which a short text is a block of the reference, or a part of one; and by how much it
must be more than that of any other."""
FRONT: Final = -1
"""The place of what stands over the text of an article."""
NEAR: Final = 1
"""Letters by which the beginning of a paragraph may be missed."""

Place = tuple[int, int]
"""Number of an article, and a place in its text, or `FRONT`."""


class Places:
    """The places of a reference, articles in its order."""

    def __init__(self, gold: Mapping[str, Any]) -> None:
        self._blocks: list[tuple[int, str]] = []
        self._starts: list[int] = []
        self._front: list[int] = []
        whole = ""
        for article in gold["articles"]:
            texts = [Stream.of_text(text).text for text, _ in blocks(article)]
            heads = len(article.get("subtitles", ()))
            heads += sum(bool(article.get(name)) for name in ("title", "byline"))
            self._starts.append(len(whole))
            self._front.append(len(whole) + sum(map(len, texts[:heads])))
            for text in texts:
                self._blocks.append((len(whole), text))
                whole += text
        self._whole = whole

    def ends(self, text: str) -> tuple[Place, Place] | None:
        """Where a text begins and where it ends; none where the reference shows it nowhere, or twice.

        >>> article = {"title": "新馆开馆", "paragraphs": [{"text": "馆藏图书六万册。"}]}
        >>> places = Places({"articles": [article]})
        >>> places.ends("馆藏图书六万册"), places.ends("新馆开馆"), places.ends("县医院")
        (((0, 0), (0, 7)), ((0, -1), (0, -1)), None)
        """
        letters = Stream.of_text(text).text
        span = self._short(letters) if len(letters) <= SHORT else self._long(letters)
        if span is None:
            return None
        return self._place(span[0]), self._place(span[1] - 1, 1)

    def opens(self, place: Place) -> bool:
        """Whether a headline, a paragraph or the like begins at a place, or next to it."""
        number, offset = place
        at = self._front[number] + offset
        return offset == FRONT or any(abs(at - start) <= NEAR for start, _ in self._blocks)

    def _long(self, letters: str) -> tuple[int, int] | None:
        """The span of a text by its strings that stand in one place."""
        at = locate(letters, self._whole)
        known = [n for n, place in enumerate(at) if place != NOWHERE]
        if not known:
            return None
        return at[known[0]] - known[0], at[known[-1]] + len(letters) - known[-1]

    def _short(self, letters: str) -> tuple[int, int] | None:
        """The span of a text that may be a whole block, or else a part of one, of one alone."""
        alike = sorted(((fuzz.ratio(letters, text), at, at + len(text)) for at, text in self._blocks))[::-1]
        if not alike or len(letters) < SHORTEST:
            return None
        if alike[0][0] < WHOLE:
            first = fuzz.partial_ratio_alignment(letters, self._whole, score_cutoff=ALIKE)
            if first is None:
                return None
            start, end = first.dest_start, first.dest_end
            rest = self._whole[:start] + "\n" * (end - start) + self._whole[end:]
            alike = [(first.score, start, end), (fuzz.partial_ratio(letters, rest), 0, 0)]
        if len(alike) > 1 and alike[0][0] < alike[1][0] + CLEARLY:
            return None
        return alike[0][1:]

    def _place(self, at: int, behind: int = 0) -> Place:
        """The place of a character of all articles, or that behind it."""
        at = min(max(at, 0), len(self._whole) - 1)
        number = bisect_right(self._starts, at) - 1
        place = at - self._front[number]
        return (number, FRONT) if place < 0 else (number, place + behind)
