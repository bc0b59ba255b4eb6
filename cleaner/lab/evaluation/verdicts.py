"""Whether a proposed edit is right, made or not: what the reference has at its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Self

from cleaner.profiles.marks import CLOSING, MIDDLE_DOT, OPENING, PARTNERS
from cleaner.scoring.alignment import NOWHERE, locate
from cleaner.scoring.stream import QUOTES, STOPS, WIDE, Stream, is_content

if TYPE_CHECKING:
    from cleaner.trace import Change

_OUTER = str.maketrans("‘’", "“”")


@dataclass(frozen=True)
class Verdict:
    """A proposed edit that the reference can judge: whether it is right, and whether a headline holds it."""

    change: Change
    right: bool
    head: bool


@dataclass
class Answers:
    """What the reference of a page has at each place of the raw text, as far as the two can be aligned."""

    before: list[int]
    """before[i]: content characters before offset i of the raw text."""
    marks: defaultdict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """The marks before content n of the raw text; places that the reference does not show are left out."""
    characters: dict[int, str] = field(default_factory=dict)
    breaks: set[int] = field(default_factory=set)
    begun: set[int] = field(default_factory=set)
    """Places where an article begins,"""
    ended: set[int] = field(default_factory=set)
    """and where one ends: what stands on the other side is of another article, if that was found."""
    heads: set[int] = field(default_factory=set)
    """Places in headlines and sub-headlines,"""
    ends: set[int] = field(default_factory=set)
    """and behind the last of them."""
    lost: Counter[str] = field(default_factory=Counter)
    """Marks and characters of the reference that the raw text lacks, by kind: quote, stop, character."""

    @classmethod
    def of(cls, raw: str, gold: Mapping[str, Any]) -> Self:
        """Align the raw text of a page with its reference, article by article."""
        found = cls(list(accumulate(map(is_content, raw), initial=0)))
        page = Stream.of_text(raw.translate(WIDE))
        for article in gold["articles"]:
            stream = Stream.of_article(article)
            titles = "".join([article.get("title", ""), *article.get("subtitles", [])])
            if stream.content:
                found._add(stream, page, sum(map(is_content, titles)))
        for place, marks in found.marks.items():
            for mark, count in (marks - Counter(page.marks[place])).items():
                found.lost[_kind(mark)] += count
        found.lost["character"] = sum(page.content[n] != char for n, char in found.characters.items())
        return found

    def _add(self, stream: Stream, page: Stream, heads: int) -> None:
        at = locate(stream.text, page.text)
        last = len(at)
        for n in range(last + 1):
            left, right = at[n - 1] if n else NOWHERE, at[n] if n < last else NOWHERE
            if 0 < n < last and (left == NOWHERE or right != left + 1):
                continue
            place = right if n < last else left + 1
            if NOWHERE in (place, place - (n == last)):
                continue
            self.marks[place].update(stream.marks[n])
            if n == 0 or n in stream.boundaries:
                self.breaks.add(place)
            if n in (0, last):
                (self.ended if n else self.begun).add(place)
            if n < heads:
                self.heads.add(place)
            elif n == heads > 0:
                self.ends.add(place)
        self.characters |= {n: char for n, char in zip(at, stream.content, strict=True) if n != NOWHERE}

    def verdicts(self, changes: Iterable[Change]) -> Iterator[Verdict]:
        """The verdicts on those edits that can be judged; moves cannot."""
        for change in changes:
            right = None if change.moved else self._is_right(change)
            if right is not None:
                yield Verdict(change, right, self._is_in_head(change))

    def _is_in_head(self, change: Change) -> bool:
        place = self.before[change.raw[0]]
        return place in self.heads or (place in self.ends and _marks(change.after) in PARTNERS.values())

    def _is_right(self, change: Change) -> bool | None:
        start, end = (self.before[offset] for offset in change.raw)
        if start == end:
            return self._is_right_between(start, change) if start in self.marks else None
        if end == start + 1 and len(change.after) == 1:
            return self.characters[start] == change.after if start in self.characters else None
        if not change.after.strip():  # dropped text is of no article
            return self.characters.keys().isdisjoint(range(start, end))
        return None

    def _is_right_between(self, place: int, change: Change) -> bool | None:
        gone, new = Counter(_marks(change.before)), Counter(_marks(change.after))
        if self._is_of_another(place, new or gone):
            return None
        there = Counter(_marks("".join(self.marks[place].elements())))
        if gone != new:
            added = new - gone
            return added <= there if added else not (gone & there)
        if change.before == "".join(change.before.split()) != change.after:
            return new <= there  # the same mark in another width
        return ("\n\n" in change.after) == (place in self.breaks)  # one line feed is a line end

    def _is_of_another(self, place: int, marks: Iterable[str]) -> bool:
        """Whether marks at an edge of an article belong to its neighbour, which the reference lacks."""
        alone = OPENING * (place in self.ended - self.begun) + CLOSING * (place in self.begun - self.ended)
        return bool(kinds := set(marks)) and kinds <= set(alone)


def _marks(text: str) -> str:
    """The marks of a text full-width, inner quotation marks as outer ones.

    Which of the two a mark has to be depends on the pair outside, which a page may have lost for good.
    """
    return "".join(text.split()).translate(WIDE).translate(_OUTER)


def _kind(mark: str) -> str:
    return "quote" if mark in QUOTES else "stop" if mark in STOPS or mark == MIDDLE_DOT else "other"
