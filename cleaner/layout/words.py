"""Words of a list, found in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache


def find_words(text: str, words: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where words of a list stand, in text order, without overlaps; of several at one place the longest.

    Takes time in proportion to the text, however long the list is.

    >>> list(find_words("abcab", frozenset({"ab", "abc", "ca"})))
    [(0, 3), (3, 5)]
    """
    lengths = _lengths(words)
    at = 0
    while at < len(text):
        for length in lengths.get(text[at], ()):
            end = at + length
            if end <= len(text) and text[at:end] in words:
                yield at, end
                at = end
                break
        else:
            at += 1


@lru_cache(maxsize=8)
def _lengths(words: frozenset[str]) -> Mapping[str, Sequence[int]]:
    """For each first character the lengths of the words that it begins, the longest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        found[word[0]].add(len(word))
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}
