"""What no rule may change: names of the house lexicon, what a note in the text sets apart, program code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.layout.words import find_words
from cleaner.markup.answers import find_answers
from cleaner.markup.code import find_code
from cleaner.markup.commands import find_commands
from cleaner.markup.latex import find_mathematics
from cleaner.markup.listings import is_listing
from cleaner.markup.programs import (
    find_documents,
    find_json,
    find_programs,
    find_records,
    find_settings,
    find_timed,
)
from cleaner.markup.spans import Span, encloses, touches
from cleaner.patterns import Pattern

_NOTE = Pattern(r"<!--[ \t]*+cleaner:[ \t]*+(?P<to>off|on)[ \t]*+-->", needs=("<!--",))
"""`<!-- cleaner: off -->` and `<!-- cleaner: on -->`."""
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

    @classmethod
    def of(cls, text: str, names: frozenset[str]) -> Protection:
        return cls(text, _regions(text), list(find_words(text, names)) if names else ())

    def covers(self, start: int, end: int) -> bool:
        """Whether a change of `text[start:end]` would touch something protected."""
        return bool(self.regions or self.names) and (
            touches(self.regions, start, end) or touches(self.names, start, end)
        )

    def encloses(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` lies in a region as a whole."""
        return encloses(self.regions, start, end)

    def borders(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` is beside a region or in it."""
        return touches(self.regions, start - 1, end + 1)

    def is_typed(self, start: int, end: int) -> bool:
        """Whether white space within a line sets a region apart, as before and behind program code.

        >>> Protection.of("运行 `make` 即可", frozenset()).is_typed(2, 3)
        True
        """
        return bool(self.regions) and "\n" not in self.text[start:end] and self.borders(start, end)

    def allows(self, start: int, end: int, replacement: str, target: int | None = None) -> bool:
        """Whether the protected stays as it is where `text[start:end]` is replaced, or moved to `target`."""
        if not (self.regions or self.names):
            return True
        if target is not None:
            cut = any(touches(self.names, place, place) for place in (start, end, target))
            return not (cut or touches(self.regions, start, end) or touches(self.regions, target, target))
        if replacement == "\n" and self.text[start:end] in _BREAKS:
            return True
        return not self.covers(start, end)


def _regions(text: str) -> list[Span]:
    """What notes set apart, program code and formulas, in order and apart; of a listing the whole.

    The answer of a model with the blocks of a page looks like code, and is none.
    """
    answers = find_answers(text)
    if is_listing(text) and not answers:
        return [(0, len(text))]
    merged: list[Span] = []
    programs = find_programs, find_documents, find_records, find_settings, find_timed, find_json
    finders = _noted, find_code, find_commands, *programs, find_mathematics
    for start, end in sorted(span for find in finders for span in find(text)):
        if answers and touches(answers, start, end):
            continue
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _noted(text: str) -> list[Span]:
    """From each note that says off to the next that says on, or to the end; a note alone is its own."""
    regions: list[Span] = []
    off: int | None = None
    for note in _NOTE.finditer(text):
        if note["to"] == "off":
            off = note.start() if off is None else off
        else:
            regions.append((note.start() if off is None else off, note.end()))
            off = None
    return regions if off is None else [*regions, (off, len(text))]
