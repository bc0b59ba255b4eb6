"""What may stand in each slot of a block, and how likely: the language, the column, what is visible."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import exp, log
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.diagnosis.scripts import is_ascii_letter, is_foreign_letter
from cleaner.gaps.pairing import Options, without_shape
from cleaner.gaps.series import find_names
from cleaner.layout.blocks import Block
from cleaner.layout.lines.numbering import IN_LINE, ITEM
from cleaner.layout.reading import Capacity
from cleaner.layout.role import Role
from cleaner.layout.state import TypesetBlock
from cleaner.markup.spans import touches
from cleaner.models.slots import BREAK
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import CLOSING_QUOTES, OPENING, OPENING_QUOTES, QUOTES, STOPS, STRAIGHT_QUOTES
from cleaner.profiles.press import DATELINE, OFFICE, OFFICE_AT_END

SPACE = " "
TELLING = 2.0
"""Log-odds from which the model reads whether a gap is a line end."""
BESIDE_A_MARK = 0.0
"""A quotation mark that touches another mark leaves no gap; to set one there needs a partner at a gap."""
NOTHING_LOST = log(0.05 / 0.95) - log(0.24 / 0.76)
"""That nothing is missing where the boxes of characters show room for a mark: the odds of that, by those that
the model learned of gaps in mid-line."""
OTHER_ROOM = log(0.02)
"""That the boxes show room for more marks or fewer than there are."""
REPLACE_VISIBLE = log(0.1)
"""To change a mark that can be seen; also a quotation mark, as which Tesseract reads one comma in fifty."""
REPLACE_POINT = 0.0
"""To change a half-width point between ideographs, which stands for no mark of Chinese print."""
BOXES = "☐☑☒□✓✔✗√"
OPERATORS = "+＋=＝≈≠×÷±"
SIGNS = f"<@#…{OPERATORS}{BOXES}"
"""Before these no mark stands: they open an address, an account or a tag, join two words, tick a choice, or
break off (one ellipsis in nine stands behind a quotation mark; more are read with a space before them)."""
JOINING = f"{OPERATORS}{BOXES}"
"""Behind these nothing opens."""
POINTS = ".．"
TIGHT_POINT = -2.5
"""To take a point with no room behind it for a comma, where the commas of the page have room there: of 286
such points that Tesseract read between ideographs twelve were commas, of 93 with room 36."""
MISREAD_COMMA = log(0.1)
"""To take a straight mark for a quotation mark on a page that loses these: what is still seen is a comma."""
AT_THE_EDGE_OF_A_HEADLINE = -2.0
"""To set a quotation mark at an edge of a headline, where it leaves no gap: its partner may stand at a gap
that is a pause. Found on later headlines (`cleaner.lab.evaluation.gaps`)."""
UNLIKELIEST = -14.0
"""Log-probability of leaving a slot as it is, at the least."""
MUCH_LESS_LIKELY = -7.0
"""Labels this much less likely than the best one of their slot are not considered."""
BETWEEN_NAMES = {SPACE: log(0.7), "": log(0.3)}
"""A space between names is printed, but for one that a line end left inside a name."""
BY_ROLE = {Role.BYLINE: BETWEEN_NAMES, Role.SIGNOFF: BETWEEN_NAMES, Role.FURNITURE: {SPACE: 0.0}}
"""What stands in the gaps of such a block; the parts of a folio or an imprint are set apart."""
_TELLING = Pattern(r"[（(]\s*(?:本文)?作者(?:分别)?(?:单位|简介|[为系是])", needs="作者")
"""What opens a credit that tells who wrote an item in words: names are not set apart in it."""
_OFFICES = Pattern(OFFICE)
_OF_OFFICES = frozenset(filter(is_han, OFFICE))
"""The characters of such words: without one beside it, no gap is looked at for them."""
COMMA = "，"
HALF_OPENING, HALF_CLOSING = ("(", "["), (")", "]")
"""Brackets of formulas and Latin words; those of Chinese text are full-width by then."""
LONGEST_OFFICE = 5
"""Characters of such a word."""
_SIGNED = Pattern(r"\p{Han}{2,4}[)）\s]")
"""A name behind an office, wherever it stands."""
NAMES_WITHIN = 60
"""Characters from the start of a paragraph in which the bracket of a dateline stands."""


class Lattice(NamedTuple):
    """The slots of a block with what is possible there."""

    places: Sequence[tuple[int, int]]
    """Start and end of each slot in the text."""
    visible: Sequence[str]
    gaps: Sequence[bool]
    """Whether there is white space in the slot."""
    capacities: Sequence[Capacity | None]
    """How many marks have room, where the boxes of characters show it."""
    options: list[Options]
    line_end_odds: dict[int, float]
    """What the column says of the slots that hold gaps, as log-odds for a line end."""


class ObservedSlots(NamedTuple):
    """Slots of a page, and what is observed in each; no options are weighed yet."""

    places: Sequence[tuple[int, int]]
    visible: Sequence[str]
    gaps: Sequence[bool]
    capacities: Sequence[Capacity | None]
    """How many marks have room, where the boxes of characters show it."""

    @classmethod
    def at(cls, text: str, places: Sequence[tuple[int, int]], capacities: Sequence[Capacity | None]) -> Self:
        """What a text has at these places, given the room at each."""
        visible = ["".join(text[start:end].split()) for start, end in places]
        gaps = [end - start > len(seen) for (start, end), seen in zip(places, visible, strict=True)]
        return cls(places, visible, gaps, capacities)

    def part(self, slots: slice) -> Self:
        """Some of the slots."""
        return type(self)(self.places[slots], self.visible[slots], self.gaps[slots], self.capacities[slots])


class LatticeBuilder:
    """Makes the lattice of one block."""

    def __init__(
        self,
        text: str,
        printed: TypesetBlock,
        role: Role,
        at_line_end: Mapping[str, float],
        spaced_latin: bool = False,
        loses_quotes: bool = False,
        spaced_marks: bool = False,
    ) -> None:
        self.text, self.printed, self.role = text, printed, role
        self.at_line_end = at_line_end
        """How often a gap of each kind stands at a line end (`GapConstants`)."""
        self.spaced_latin = spaced_latin
        """Whether the page sets spaces round Latin letters and digits, so that none there shows a mark."""
        self.loses_quotes = loses_quotes
        """Whether the page is seen to lose its quotation marks."""
        self.spaced_marks = spaced_marks
        """Whether each stop of the page stands between spaces."""
        self._dateline = DATELINE.match(text, _behind_mark(text, printed.block), printed.block.end)
        signed = role in BY_ROLE  # there a space may part two names
        self._tells = signed and _TELLING.match(text, printed.block.start) is not None
        items = IN_LINE.finditer(text, printed.block.start, printed.block.end)
        self._of_items = {point for match in items for point in match.starts("point")}
        self._persons = [] if signed else list(find_names(text, printed.block.start, printed.block.end))

    def make(self, slots: ObservedSlots, likely: Sequence[Options], odds: Sequence[float]) -> Lattice:
        """The lattice of the slots of the block, given what `likely_options` leaves.

        `odds` is what the column says of each gap of the block. Where it says much, the model read it, too;
        elsewhere it is weighed here.
        """
        options = list(likely)
        for i, ((start, end), seen, gap) in enumerate(
            zip(slots.places, slots.visible, slots.gaps, strict=True)
        ):
            if (gap and touches(self._persons, start, end)) or (seen and self._stays(seen, start, end, gap)):
                options[i] = {seen: 0.0}
            elif gap and not seen:
                options[i] = self._printed_space(start, end) or options[i]
                if self.text[start - 1 : start] in JOINING:
                    options[i] = {mark: score for mark, score in options[i].items() if not _opens(mark)}
            elif gap and self._dateline is not None and self._dateline.end() == start:
                options[i] = {label: score for label, score in options[i].items() if len(label) <= len(seen)}
            elif seen == "：" and _is_half_width(self.text[end : end + 1]):  # a label and its value
                options[i] = {label: score for label, score in options[i].items() if seen in label}
            elif seen == "；":  # no other stop looks like it
                kept = {label: score for label, score in options[i].items() if seen in label}
                options[i] = kept or {seen: 0.0}
        if self.role is Role.HEAD:
            _close_headline(slots.visible, options)
        for i in _reaching_out(slots.visible):
            options[i] = {slots.visible[i]: 0.0}
        starts = [start for start, _ in slots.places]
        by_slot: dict[int, float] = {}
        for gap_found, odd in zip(self.printed.gaps, odds, strict=True):
            i = bisect_right(starts, gap_found.start) - 1
            by_slot[i] = max(odd, by_slot.get(i, odd))
        for i, odd in by_slot.items():
            if abs(odd) < TELLING:
                options[i] = self._placed(slots.visible[i], options[i], odd)
        return Lattice(slots.places, slots.visible, slots.gaps, slots.capacities, options, by_slot)

    def _stays(self, seen: str, start: int, end: int, gap: bool) -> bool:
        """Whether a visible mark belongs to a figure or a Latin word, or stands between spaces as all do."""
        return (
            (seen in _IN_FIGURES and self._is_of_figure(seen, start, end))
            or (seen[-1] in "'’" and self._leaves_out(end - 1))
            or (gap and self._is_spaced(start, end))
            or (self.spaced_marks and seen in STOPS)
            or (seen in POINTS and not self._of_items.isdisjoint(range(start, end)))
        )

    def _leaves_out(self, at: int) -> bool:
        """Whether an apostrophe stands for letters of a word, or for the century of a year."""
        if _IN_WORD.match(self.text, at):
            return True
        return (
            _OF_YEAR.match(self.text, at) is not None and "‘" not in self.text[self.printed.block.start : at]
        )

    def _printed_space(self, start: int, end: int) -> Options | None:
        """The options of a gap that the page prints as a space: between names, after a dateline."""
        left, right = self.text[start - 1 : start], self.text[end : end + 1]
        halves = _is_half_width(left), _is_half_width(right)
        if (
            all(halves)
            or (self._tells and "\n" in self.text[start:end])
            or (left in "'’" and _APOSTROPHE.match(self.text, start - 2))
            or right in SIGNS
            or self._is_inside_office(start, end)
            or (left in "+＋" and _SUM.match(self.text, start - 1))
            or (
                self.spaced_latin
                and (any(halves) or left in HALF_CLOSING or right in HALF_OPENING)
                and (is_han(left) or is_han(right))
            )
        ):
            return {"": 0.0}
        office = left in _OF_OFFICES and OFFICE_AT_END.search(self.text, max(0, start - 4), start)
        named = office and _SIGNED.match(self.text, end)
        if self.role in BY_ROLE or named:
            return dict(BY_ROLE.get(self.role, BETWEEN_NAMES))
        if self._dateline is None or self._dateline.end() > start:
            return None
        if self._dateline.end() == start:
            return {SPACE: 0.0} if is_han(right) else {"": 0.0}
        head = self.text[self.printed.block.start : start]
        opened = max(head.rfind("（"), head.rfind("("))
        within = opened >= 0 and len(head) < NAMES_WITHIN
        if within and not any(bracket in head[opened:] for bracket in "）)"):
            return dict(BETWEEN_NAMES)
        return None

    def _is_spaced(self, start: int, end: int) -> bool:
        """Whether the page sets spaces round Latin letters and digits, and one is beside this slot."""
        return self.spaced_latin and any(
            map(_is_half_width, (self.text[start - 1 : start], self.text[end : end + 1]))
        )

    def _is_inside_office(self, start: int, end: int) -> bool:
        """Whether a gap stands inside the word that a person of the newsroom signs as: `记 者`."""
        if not _OF_OFFICES.issuperset((self.text[start - 1 : start], self.text[end : end + 1])):
            return False
        left = self.text[max(self.printed.block.start, start - LONGEST_OFFICE) : start]
        words = _OFFICES.finditer(left + self.text[end : end + LONGEST_OFFICE])
        return any(word.start() < len(left) < word.end() for word in words)

    def _is_of_figure(self, seen: str, start: int, end: int) -> bool:
        """Whether a visible point, comma or straight mark belongs to a figure, or to another language."""
        left, right = self.text[start - 1 : start], self.text[end : end + 1]
        if seen in POINTS and (
            is_ascii_letter(left)
            or is_foreign_letter(left)
            or _ROMAN.match(left)
            or _HIDDEN_FILE.match(self.text, end - 2)
        ):
            return True
        if self.loses_quotes and seen in STRAIGHT_QUOTES and left.isdecimal():
            return True  # inches, or seconds
        if seen in f"{POINTS},:" and left.isdecimal() and right.isdecimal():
            return True
        if seen in POINTS and left.isdecimal() and _INNER_ITEM.search(self.text, max(0, start - 4), start):
            return True
        if seen in POINTS and left.isdecimal() and right and not (is_han(right) or right in OPENING):
            return True
        return seen in POINTS and _NUMBERED.fullmatch(self.text, self.printed.block.start, start) is not None

    def _placed(self, seen: str, options: Options, odds: float) -> Options:
        """The options, with what the place in the line says about them."""
        factor = exp(odds)
        return {
            label: score + log(1 + (factor - 1) * self.at_line_end[_kind_of(seen, label)])
            for label, score in options.items()
        }


_APOSTROPHE = Pattern(r"[A-Za-z]['’] ++[A-Za-z]", needs="'’")
"""A word that ends with an apostrophe, before another one."""
_ROMAN = Pattern(r"[\u2160-\u217b]")
"""A Roman numeral that is one character: a point behind it numbers an item."""
_IN_WORD = Pattern(r"['’](?<=\p{Latin}['’])(?=\p{Latin})", needs="'’")
"""An apostrophe between letters: Xi'an, it's."""
_OF_YEAR = Pattern(r"’(?=[0-9]{2}(?![0-9]))", needs="’")
"""An apostrophe before the last two digits of a year: ’98."""
_SUM = Pattern(r"[+＋][ \t\u3000]++\p{Han}{1,8}[+＋]", needs="+＋")
"""A gap behind a plus whose other words are joined without: no mark parts `企业+ 合作社+农户`."""
_IN_FIGURES = f"{POINTS},:{STRAIGHT_QUOTES}"
"""Marks that may belong to a figure, or to another language."""
_HIDDEN_FILE = Pattern(r"[/\\~ ][.][a-z]", needs=".")
"""The name of a file or folder that begins with a point."""
_NUMBERED = Pattern(r"(?:[（(][ \t\u3000]*[）)][ \t]*)?[0-9]{1,3}|[A-Ha-h]")
"""The number of an item, at the beginning of a block, with the room for an answer before it,"""
_INNER_ITEM = Pattern(r"[（(；;][0-9]{1,2}$")
"""or in a list in brackets."""


def _reaching_out(visible: Sequence[str]) -> list[int]:
    """The slots at the ends of a block whose quotation mark has its partner elsewhere, if anywhere.

    An opening mark that ends a block, or a closing one that begins it, quotes nothing of the block. It is
    misread only where another mark waits for a partner.

    >>> _reaching_out(["", "“"]), _reaching_out(["”", "", ""]), _reaching_out(["“", "", "“"])
    ([1], [0], [])
    """
    if not visible:
        return []
    marks = Counter("".join(visible))
    surplus = sum(marks[mark] for mark in OPENING_QUOTES) - sum(marks[mark] for mark in CLOSING_QUOTES)
    ends = [(0, CLOSING_QUOTES, surplus == -1), (len(visible) - 1, OPENING_QUOTES, surplus == 1)]
    return [i for i, kind, alone in ends if alone and len(visible[i]) == 1 and visible[i] in kind]


def _close_headline(visible: Sequence[str], options: list[Options]) -> None:
    """Take back what a quotation mark at an edge of a headline costs, where a visible one waits for it."""
    marks = Counter("".join(visible))
    surplus = sum(marks[mark] for mark in OPENING_QUOTES) - sum(marks[mark] for mark in CLOSING_QUOTES)
    if abs(surplus) != 1:
        return
    i, lost = (len(visible) - 1, CLOSING_QUOTES) if surplus > 0 else (0, OPENING_QUOTES)
    if not visible[i]:
        options[i] = {
            label: score - AT_THE_EDGE_OF_A_HEADLINE * (label != "" and label in lost)
            for label, score in options[i].items()
        }


def _opens(label: str) -> bool:
    """Whether a label holds an opening quotation mark."""
    return any(mark in OPENING_QUOTES for mark in label)


@lru_cache(maxsize=10_000)
def _is_half_width(char: str) -> bool:
    """Whether a character is a letter of an alphabet, a digit or a sign: between two no mark is set."""
    return (
        (char.isascii() and (char.isalnum() or char in "%+-/=<>$#&@_|~*"))
        or is_foreign_letter(char)
        or char in "℃‰"
    )


@cache
def _kind_of(seen: str, label: str) -> str:
    """Of which of `GAP_KINDS` a gap is if `seen` is visible in it and `label` belongs there."""
    if label == seen:
        kind = "nothing"
    elif label == SPACE:
        return "space"
    else:
        kind = "quotes" if all(mark in QUOTES or mark in seen for mark in label) else "stop"
    return f"{kind} by a mark" if seen else kind


def likely_options(
    labels: tuple[str, ...],
    slots: ObservedSlots,
    roles: Sequence[Role],
    scores: NDArray[np.float32],
    loses_quotes: bool = False,
    spaced_commas: bool = False,
) -> list[Options]:
    """What is possible in each slot and not much less likely than the best; always what is visible.

    `roles` are those of the blocks of the slots; `scores` the log-probabilities of the labels, shape
    (slots, labels); `loses_quotes` says whether the page is seen to lose its quotation marks, `spaced_commas`
    whether it has a space behind its commas.

    >>> slots = ObservedSlots([(2, 3)], [""], [True], [None])
    >>> scores = np.log(np.array([[0.5, 0.5, 1e-9]], dtype=np.float32))
    >>> sorted(likely_options(("", "，", "。"), slots, [Role.BODY], scores)[0])
    ['', '，']
    """
    if not len(scores):
        return []
    kinds = list(zip(slots.visible, slots.gaps, map(_bounds, slots.capacities), roles, strict=True))
    number = {kind: n for n, kind in enumerate(dict.fromkeys(kinds))}
    costs = np.stack([_departures(labels, *kind, loses_quotes, spaced_commas) for kind in number])
    total = scores + costs[[number[kind] for kind in kinds]]
    least = np.maximum(total.max(axis=1, keepdims=True), UNLIKELIEST) + MUCH_LESS_LIKELY
    options: list[Options] = [{seen: UNLIKELIEST} for seen in slots.visible]
    at, label = np.nonzero(total >= least)
    likely = np.maximum(total[at, label], UNLIKELIEST)
    for i, k, score in zip(at.tolist(), label.tolist(), likely.tolist(), strict=True):
        options[i][labels[k]] = score
    return options


def _bounds(capacity: Capacity | None) -> tuple[int, int] | None:
    return None if capacity is None else (capacity.least, capacity.most)


@lru_cache(maxsize=1000)
def _departures(
    labels: tuple[str, ...],
    seen: str,
    gap: bool,
    capacity: tuple[int, int] | None,
    role: Role,
    loses_quotes: bool,
    spaced_commas: bool,
) -> NDArray[np.float32]:
    """What each label costs; infinitely much where it cannot be.

    In body text no space is printed. In a headline it stands for a pause as often as a comma does, and no
    language distinguishes them, so no stop is set there.
    """
    costs = []
    bare = gap and not seen
    comma = loses_quotes and seen in STRAIGHT_QUOTES and len(seen) == 1
    capacity = capacity if role is Role.BODY else None
    fits_more = gap and capacity is not None and capacity[0] > len(seen)
    for label in labels:
        cost = None if label == BREAK else relabel_cost(seen, label, gap, fits_more)
        if label == SPACE:
            cost = 0.0 if bare and role is not Role.BODY else None
        elif cost is not None and bare and role is Role.HEAD:
            cost = None if any(mark in STOPS for mark in label) else cost
        elif cost is not None and not seen and role is Role.HEAD:
            cost += AT_THE_EDGE_OF_A_HEADLINE * _only_quotes(label)
        elif spaced_commas and not gap and seen in POINTS and label == COMMA:
            cost = None if cost is None else cost + TIGHT_POINT
        elif comma and (label == COMMA or cost is not None):
            cost = 0.0 if label == COMMA else MISREAD_COMMA
        if cost is not None and capacity is not None:
            cost += _misfit(len(label), capacity)
        costs.append(-np.inf if cost is None else cost)
    return np.array(costs, dtype=np.float32)


def _misfit(marks: int, capacity: tuple[int, int]) -> float:
    """What it costs that some marks stand where others have room: the least and the most."""
    least, most = capacity
    if least <= marks <= most:
        return 0.0
    return NOTHING_LOST if marks < least <= 1 else OTHER_ROOM


def relabel_cost(seen: str, label: str, gap: bool, fits_more: bool = False) -> float | None:
    """What it costs to set `label` where `seen` is visible; None where that cannot be.

    Without a gap only a quotation mark can be missing: one that touched another mark. So it is beside a
    visible mark with a gap, unless that is `fits_more`: measured to be that of a mark more.

    >>> relabel_cost("，", "，", True), relabel_cost("，", "”，", True), relabel_cost("，", "", True)
    (0.0, 0.0, None)
    """
    if label == seen or without_shape(label) == without_shape(seen):
        return 0.0
    added = [mark for mark in label if mark not in seen]
    if _contains(label, seen) and (_only_quotes(added) or (gap and (fits_more or not seen))):
        return 0.0 if gap else BESIDE_A_MARK
    if len(label) == len(seen) == 1 and label in STOPS:
        return REPLACE_VISIBLE if seen in STOPS + QUOTES else REPLACE_POINT if seen in POINTS else None
    return None


def _only_quotes(marks: Sequence[str]) -> bool:
    return bool(marks) and all(mark in QUOTES for mark in marks)


def _contains(label: str, seen: str) -> bool:
    marks = iter(label)
    return all(mark in marks for mark in seen)


def _behind_mark(text: str, block: Block) -> int:
    """Where the words of a block begin, behind the mark of an item of a list."""
    mark = ITEM.match(text, block.start, block.end)
    words = text[mark.end() if mark else block.start : block.end]
    return block.end - len(words.lstrip())
