"""Terms that news text sets in quotation marks wherever they stand: slogans, and names of programmes.

Where such a term stands bare on a page that lost other quotation marks, it lost its own. How often each is
quoted was counted on news text (`cleaner.lab.training.quoted_terms`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Self

from cleaner.models.store import read_manifest

NAME, FEATURES = "quoted_terms", 1
"""Of the model, and the version of what it looks at."""
SHORTEST, LONGEST = 3, 10
"""Characters of a term."""
_NUMERALS: Final = frozenset("一二两三四五六七八九十百千万亿0123456789")


class QuotedTerms:
    """The terms, each with the share of its places that are quoted."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        self.shares = shares
        self._terms = tuple(shares)

    @classmethod
    def load(cls, path: Path) -> Self:
        """What is stored in a file. Raises `ModelError`."""
        return cls(read_manifest(path, NAME, FEATURES).parameters)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where terms stand in a text without white space; not inside longer numbers.

        >>> terms = QuotedTerms({"百村工程": 0.95, "十四五": 0.95})
        >>> list(terms.find("实施百村工程，编制十四五规划")), list(terms.find("千百村工程"))
        ([(2, 6), (9, 12)], [])
        """
        for term in self._terms:
            start = text.find(term)
            while start >= 0:
                end = start + len(term)
                if not (
                    (term[0] in _NUMERALS and text[start - 1 : start] in _NUMERALS)
                    or (term[-1] in _NUMERALS and text[end : end + 1] in _NUMERALS)
                ):
                    yield start, end
                start = text.find(term, end)

    def begin(self, text: str) -> bool:
        """Whether a text without white space begins with a term."""
        return text.startswith(self._terms)

    def end(self, text: str) -> bool:
        """Whether a text without white space ends with a term."""
        return text.endswith(self._terms)
