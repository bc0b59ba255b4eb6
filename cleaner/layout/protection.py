"""What no rule may change: names of the house lexicon, what a note in the text sets apart, program code."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cleaner.layout.words import find_words
from cleaner.markup.answers import find_answers
from cleaner.markup.code import find_code
from cleaner.markup.commands import find_commands
from cleaner.markup.latex import find_mathematics
from cleaner.markup.listings import is_listing
from cleaner.markup.notes import drop_notes, find_apart, find_noted
from cleaner.markup.programs import (
    find_documents,
    find_json,
    find_mappings,
    find_programs,
    find_records,
    find_settings,
    find_timed,
)
from cleaner.markup.spans import Span, encloses, touches

_BREAKS = ("\r\n", "\r")


@dataclass(frozen=True)
class Protection:
    """The protected places of a text.

    A *region*, between two notes and with them, program code or a formula, stays as it is and where it is;
    line breaks in it are normalized. A *name* stays as it is, but may be moved with the paragraph
    that holds it.

    >>> text = "A , <!-- cleaner: off -->B , <!-- cleaner: on -->C ,"
    >>> protection = Protection.of(text, frozenset({"C ,"}))
    >>> [text[start:end] for start, end in (*protection.regions, *protection.names)]
    ['<!-- cleaner: off -->B , <!-- cleaner: on -->', 'C ,']
    >>> protection.allows(1, 2, ""), protection.allows(26, 27, "")
    (True, False)
    """

    text: str
    regions: Sequence[Span] = ()
    names: Sequence[Span] = ()
    code: Sequence[Span] = ()
    """Program code and formulas, which are no text of an article."""
    apart: Sequence[Span] = ()
    """The whole lines that notes set apart, and those of notes alone."""

    @classmethod
    def of(cls, text: str, names: frozenset[str]) -> Protection:
        code, noted = _code_in(text), find_noted(text)
        regions = _merged([*code, *noted]) if noted else code
        found = list(find_words(text, names)) if names else ()
        return cls(text, regions, found, code, find_apart(text) if noted else ())

    def covers(self, start: int, end: int) -> bool:
        """Whether a change of `text[start:end]` would touch something protected."""
        return bool(self.regions or self.names) and (
            touches(self.regions, start, end) or touches(self.names, start, end)
        )

    def encloses(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` lies in a region as a whole."""
        return encloses(self.regions, start, end)

    def is_code(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` lies in program code or a formula as a whole."""
        return encloses(self.code, start, end)

    def borders(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` is beside a region or in it."""
        return touches(self.regions, start - 1, end + 1)

    def around(self, place: int) -> Span:
        """The region that a place is inside of; the place alone where it is in none.

        >>> Protection.of("A<!-- cleaner: on -->", frozenset()).around(2)
        (1, 21)
        """
        before = bisect_left(self.regions, (place,)) - 1
        return self.regions[before] if before >= 0 and place < self.regions[before][1] else (place, place)

    def is_typed(self, start: int, end: int) -> bool:
        """Whether white space within a line sets a region apart, as before and behind program code.

        >>> Protection.of("运行 `make` 即可", frozenset()).is_typed(2, 3)
        True
        """
        return bool(self.regions) and "\n" not in self.text[start:end] and self.borders(start, end)

    def allows(self, start: int, end: int, replacement: str, target: int | None = None) -> bool:
        """Whether the protected stays as it is where `text[start:end]` is replaced, or moved to `target`.

        So does the line break beside what stands apart.
        """
        if not (self.regions or self.names):
            return True
        if target is not None:
            cut = any(touches(self.names, place, place) for place in (start, end, target))
            return not (cut or touches(self.regions, start, end) or touches(self.regions, target, target))
        if replacement == "\n" and self.text[start:end] in _BREAKS:
            return True
        return not (self.covers(start, end) or self._joins(start, end, replacement))

    def _joins(self, start: int, end: int, replacement: str) -> bool:
        """Whether what stands apart would be joined with the line beside it."""
        inside = start > 0 and end < len(self.text) and "\n" not in replacement
        return (
            bool(self.apart)
            and inside
            and "\n" in self.text[start:end]
            and touches(self.apart, start - 1, end + 1)
        )


def _code_in(text: str) -> list[Span]:
    """Program code and formulas, in order and apart; of a listing the whole.

    The answer of a model with the blocks of a page looks like code, and is none.
    """
    answers = find_answers(text)
    if is_listing(drop_notes(text)) and not answers:
        return [(0, len(text))]
    programs = (
        find_programs,
        find_documents,
        find_records,
        find_settings,
        find_mappings,
        find_timed,
        find_json,
    )
    finders = find_code, find_commands, *programs, find_mathematics
    spans = [span for find in finders for span in find(text)]
    return _merged(span for span in spans if not (answers and touches(answers, *span)))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order and apart."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
