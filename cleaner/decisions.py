"""What a reviewer decided about single edits: kept in a file, obeyed on every later run.

A decision names its edit by rule, text before and after, and the place in the raw page. The place is
quoted, not counted: the letters on both sides of it, as the text quote selector of the W3C Web Annotation
Data Model does. So a decision finds its edit when the page has changed elsewhere. Marks and white space
are no part of the quotation, since they are what cleaning changes.

Edits that have a bond, as the two marks of a pair, go together: to reject one rejects all of them, and else
to accept one accepts all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import InputError
from cleaner.jsontext import json_text
from cleaner.shown import ShortRepr

if TYPE_CHECKING:
    from cleaner.trace import Change

FORMAT = "cleaner decisions"
VERSION = 1
"""Of the format of a file of decisions; one of another version is refused."""
CONTEXT = 12
"""Letters quoted on each side of a place."""
MOST_CONTEXT = 96
"""Letters quoted where fewer occur twice on the page."""
ONE_SIDE = 8
"""Letters from which one side of a quotation is enough, where the other has changed."""

_WHITE = re.compile(r"\s+")
_STROKES = re.compile(r"一{2,}|一(?=—)|(?<=—)一")
"""What may be a dash read as ideographs: no letters, since cleaning makes a mark of them."""


class Verdict(StrEnum):
    """What is to be done with an edit."""

    ACCEPT = "accept"
    """It is made, whatever its confidence."""
    REJECT = "reject"
    """It is not made."""


@dataclass(frozen=True, slots=True, repr=False)
class Decision(ShortRepr):
    """A verdict on one edit.

    `prefix` and `suffix` are the letters, digits and ideographs of the raw page before and after the
    place. `place` is how many of them stand before it on the whole page: asked only where the quotation
    occurs more than once. `line` and `column` (from 1) are for people. `page` is the number of the page in a
    file of several that the decision is on, 0 for whichever it matches: it stands in the head of a file of
    decisions.
    """

    verdict: Verdict
    rule: str
    before: str
    after: str
    prefix: str
    suffix: str
    place: int = 0
    line: int = 0
    column: int = 0
    page: int = 0

    def as_dict(self) -> dict[str, str | int]:
        """The JSON object of the decision."""
        return {name: getattr(self, name) for name in FIELDS}

    @classmethod
    def from_dict(cls, record: Mapping[str, object]) -> Decision:
        """The inverse of `as_dict`. Raises `ValueError`, which says what is wrong with the record."""
        values: dict[str, str | int] = {}
        for name, kind in FIELDS.items():
            value = record.get(name, 0 if kind is int else None)
            if not isinstance(value, kind):
                raise ValueError(f"{name!r} is {'missing' if value is None else 'of the wrong type'}")  # noqa: TRY004
            values[name] = value
        if values["verdict"] not in set(Verdict):
            raise ValueError(f"the verdict is {values['verdict']!r}, not 'accept' or 'reject'")
        return cls(**{**values, "verdict": Verdict(str(values["verdict"]))})  # type: ignore[arg-type]

    def __str__(self) -> str:
        around = f"between {self.prefix[-CONTEXT:]} and {self.suffix[:CONTEXT]}"
        return f"{self.verdict} {self.rule} {self.before!r} -> {self.after!r} {around}"


FIELDS: Mapping[str, type[str | int]] = {
    **dict.fromkeys(("verdict", "rule", "before", "after", "prefix", "suffix"), str),
    **dict.fromkeys(("place", "line", "column"), int),
}
"""The fields of a decision in its file, and their types; numbers may be left out."""


@dataclass(frozen=True, slots=True, repr=False)
class Decisions(ShortRepr):
    """The decisions on one page, and the file name of the page; in a file of several it is `volume.pdf#3`."""

    page: str
    decisions: tuple[Decision, ...]

    def __str__(self) -> str:
        return f"{len(self.decisions)} on {self.page}"

    def on(self, file: str) -> tuple[Decision, ...]:
        """The decisions on the pages of a file, by its name.

        >>> decision = Decision(Verdict.REJECT, "restore_stops", " ", "。", "甲", "乙")
        >>> found = Decisions("volume.pdf#3", (decision,))
        >>> found.on("other.pdf"), [one.page for one in found.on("volume.pdf")]
        ((), [3])
        """
        number = self.number_in(file)
        return () if number is None else tuple(replace(one, page=number) for one in self.decisions)

    def number_in(self, file: str) -> int | None:
        """The number of the page in a file, by its name: 0 for whichever, none if it is not in that file."""
        if self.page == file:
            return 0
        name, _, number = self.page.rpartition("#")
        return int(number) if name == file and number.isdecimal() else None

    def to_json(self) -> str:
        """The text of a decisions file."""
        head = {"format": FORMAT, "version": VERSION, "page": self.page}
        records = [decision.as_dict() for decision in self.decisions]
        return json_text({**head, "decisions": records}, indent=1) + "\n"


def read_decisions(path: Path) -> Decisions:
    """Read a decisions file. Raises `InputError`."""
    from cleaner.reading.decoding import read_file

    text = read_file(path).text
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: this is not JSON ({error}). Export the decisions anew.") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise InputError(f"{path}: this is not a decisions file. A report exports one.")
    if record.get("version") != VERSION:
        raise InputError(f"{path}: version {record.get('version')!r} is not known. Update cleaner.")
    return Decisions(str(record.get("page", "")), tuple(_decisions(path, record.get("decisions"))))


def _decisions(path: Path, records: object) -> Iterator[Decision]:
    if not isinstance(records, list):
        raise InputError(f"{path}: 'decisions' is not a list. Export the decisions anew.")
    known: dict[tuple[object, ...], Verdict] = {}
    for number, record in enumerate(records, 1):
        try:
            decision = Decision.from_dict(record if isinstance(record, dict) else {})
        except ValueError as error:
            raise InputError(f"{path}: decision {number}: {error}. Correct it, or leave it out.") from error
        edit = (*_essence(decision), decision.prefix, decision.suffix, decision.place)
        if known.setdefault(edit, decision.verdict) is not decision.verdict:
            raise InputError(f"{path}: decision {number} contradicts an earlier one. Leave one of them out.")
        yield decision


class Letters:
    """The letters, digits and ideographs of a raw page: what places on it are quoted by.

    >>> letters = Letters("甲乙 丙。丁")
    >>> letters.text, letters.place(3), letters.quote(2)
    ('甲乙丙丁', 2, ('甲乙', '丙丁'))
    """

    def __init__(self, raw: str) -> None:
        self._before = list(accumulate(map(str.isalnum, _without_strokes(raw)), initial=0))
        self.text = letters_without_strokes(raw)

    def place(self, raw_offset: int) -> int:
        """How many letters stand before an offset of the raw text."""
        return self._before[raw_offset]

    def quote(self, place: int) -> tuple[str, str]:
        """The letters before and after a place, enough of them to tell it from others."""
        reach = self.reach(place)
        return self.text[max(0, place - reach) : place], self.text[place : place + reach]

    def reach(self, place: int) -> int:
        """How many letters on each side tell a place from all others, or `MOST_CONTEXT` if none do."""
        reach = CONTEXT
        while reach < MOST_CONTEXT and not self._is_unique(place, reach):
            reach *= 2
        return reach

    def _is_unique(self, place: int, reach: int) -> bool:
        quotation = self.text[max(0, place - reach) : place + reach]
        if reach == CONTEXT and len(quotation) == 2 * CONTEXT:
            return self._times[quotation] == 1
        return self.text.find(quotation, self.text.find(quotation) + 1) < 0

    @cached_property
    def _times(self) -> Counter[str]:
        size = 2 * CONTEXT
        return Counter(self.text[i : i + size] for i in range(len(self.text) - size + 1))

    def find(self, decision: Decision) -> list[int]:
        """The places that a decision may speak of.

        Where the whole quotation stands, the nearest to where it stood. Where it stands nowhere, the text
        beside it has changed: then each side that occurs once, and the place with as many letters before it
        if half of those quoted are still there (cleaning itself replaces single letters).
        """
        prefix, suffix = letters_without_strokes(decision.prefix), letters_without_strokes(decision.suffix)
        whole, stood = prefix + suffix, max(0, decision.place - len(prefix))
        found = {self.text.rfind(whole, 0, stood + len(whole)), self.text.find(whole, stood)} - {-1}
        if found:
            return [min(found, key=lambda at: abs(at - stood)) + len(prefix)]
        sides = [(prefix, len(prefix)), (suffix, 0)]
        places = [
            at + shift
            for side, shift in sides
            if len(side) >= ONE_SIDE
            and (at := self.text.find(side)) >= 0
            and self.text.find(side, at + 1) < 0  # not `count`, which counts no two that overlap
        ]
        there = self.text[stood : stood + len(whole)]
        alike = sum(map(str.__eq__, there, whole))
        return [*places, decision.place] if len(there) == len(whole) and 2 * alike >= len(whole) else places


def letters_without_strokes(text: str) -> str:
    """The letters, digits and ideographs of a text, strokes that may be misread dashes left out.

    >>> letters_without_strokes("三座 水库——蓄水。")
    '三座水库蓄水'
    """
    return "".join(filter(str.isalnum, _without_strokes(text)))


def _without_strokes(text: str) -> str:
    """The text, as long as before, with spaces for what may be misread dashes."""
    return _STROKES.sub(lambda strokes: " " * len(strokes[0]), text)


class DecisionIndex:
    """The decisions on a page, each with its place on the page as it is now."""

    def __init__(self, decisions: Iterable[Decision], raw: str) -> None:
        self._decisions = tuple(decisions)
        self._letters = Letters(raw) if self._decisions else None
        self._at: dict[tuple[str, str, str, int], Decision] = {}
        self._obeyed: set[Decision] = set()
        for decision in self._decisions:
            for place in self._letters.find(decision) if self._letters else ():
                self._at.setdefault((*_essence(decision), place), decision)

    def __bool__(self) -> bool:
        return bool(self._at)

    def verdict(self, change: Change) -> Verdict | None:
        """What was decided about an edit, if anything was."""
        if not self._letters or not self._at:
            return None
        decision = self._at.get((*_essence(change), self._letters.place(change.raw[0])))
        if decision is None:
            return None
        self._obeyed.add(decision)
        return decision.verdict

    def overruled(self, changes: Iterable[Change]) -> list[Decision]:
        """The decisions that reject an edit which was made: its place is ambiguous."""
        rejected = {key: one for key, one in self._at.items() if one.verdict is Verdict.REJECT}
        if not self._letters or not rejected:
            return []
        made = ((*_essence(change), self._letters.place(change.raw[0])) for change in changes)
        return list(dict.fromkeys(rejected[key] for key in made if key in rejected))

    @property
    def unmatched(self) -> tuple[Decision, ...]:
        """The decisions whose edit nobody asked about: the page or the rules have changed since."""
        return tuple(decision for decision in self._decisions if decision not in self._obeyed)


def unmatched_messages(unmatched: Iterable[Decision], page: str) -> Iterator[str]:
    """Warnings for the decisions that match no edit of a page."""
    for decision in unmatched:
        then = f" (then line {decision.line})" if decision.line else ""
        yield (
            f"{page}: this decision matches no edit any more: {decision}{then}. "
            "The page or the rules have changed there: look again with `cleaner report`."
        )


def _essence(edit: Change | Decision) -> tuple[str, str, str]:
    """What an edit does, by rule and text, however the page is wrapped.

    Of a move, whose text may be cleaned by now, the letters count alone.
    """
    letters = letters_without_strokes(edit.before)
    if letters and letters == letters_without_strokes(edit.after):
        return edit.rule, letters, letters
    return edit.rule, _WHITE.sub(" ", edit.before), edit.after
