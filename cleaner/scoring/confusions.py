"""What is taken for what: characters of a reference and what stands in their place, and error rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein

from cleaner.patterns import Pattern
from cleaner.scoring.alignment import match
from cleaner.scoring.stream import Stream

_WORD = Pattern(r"\p{Han}|(?:(?!\p{Han})[\p{L}\p{N}])+")
"""A word: an ideograph, or a run of other letters and digits."""
CONTEXT = 6
"""Characters shown on each side of a confusion."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """A character of the reference and what stands there; empty for one that is missing, or that was added.

    example: the reference round the first such place, the character in brackets.
    """

    reference: str
    cleaned: str
    times: int
    example: str


@dataclass(frozen=True, slots=True)
class Confusions:
    """Error rates, unmatched text whole, as shares of the length of the reference; confusions by frequency.

    cer: of characters, content and marks; wer: of words.
    """

    cer: float
    wer: float
    pairs: Sequence[Confusion] = field(default_factory=tuple)


def confusions(gold: Mapping[str, Any], predicted: Iterable[Mapping[str, Any]]) -> Confusions:
    """Align each article of a reference with the one most like it, and count what differs.

    Articles are mappings with the fields of the JSONL output; `gold` holds them under `articles`. White space
    never counts. The text of articles that have no counterpart counts in the rates, and is no confusion.

    >>> found = confusions({"articles": [{"title": "青石镇水库"}]}, [{"title": "青右镇水库"}])
    >>> found.cer, found.pairs[0].reference, found.pairs[0].cleaned, found.pairs[0].example
    (0.2, '石', '右', '青[石]镇水库')
    """
    wanted = [stream for article in gold["articles"] if (stream := Stream.of_article(article)).content]
    found = [stream for article in predicted if (stream := Stream.of_article(article)).content]
    pairs = match([stream.text for stream in wanted], [stream.text for stream in found])
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    characters = words = 0
    for i, j in pairs:
        one, two = wanted[i].full, found[j].full
        characters += Levenshtein.distance(one, two)
        words += Levenshtein.distance(_words(one), _words(two))
        for edit in Levenshtein.editops(one, two):
            at, tag = edit.src_pos, edit.tag
            pair = ("" if tag == "insert" else one[at], "" if tag == "delete" else two[edit.dest_pos])
            counts[pair] += 1
            behind = at + len(pair[0])
            examples.setdefault(
                pair,
                f"{one[max(0, at - CONTEXT) : at]}[{pair[0]}]{one[behind : behind + CONTEXT]}",
            )
    matched = {i for i, _ in pairs}, {j for _, j in pairs}
    for streams, known in zip((wanted, found), matched, strict=True):
        alone = [stream.full for i, stream in enumerate(streams) if i not in known]
        characters += sum(map(len, alone))
        words += sum(len(_words(text)) for text in alone)
    whole = [stream.full for stream in wanted]
    return Confusions(
        characters / max(1, sum(map(len, whole))),
        words / max(1, sum(len(_words(text)) for text in whole)),
        tuple(
            Confusion(*pair, times, examples[pair])
            for pair, times in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
