"""What the gaps of a page are: line ends go, lost stops and quotation marks come back.

The three rules read one decoding (`cleaner.gaps`) and propose each its own kind of edit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from cleaner.confidences import Evidence, least_confidence
from cleaner.diagnosis.scripts import is_foreign_letter, is_notation
from cleaner.diagnosis.spaces import has_latin_house_style, sets_words_apart
from cleaner.gaps import headline_pairs
from cleaner.gaps.decoding import ADDRESS, slots_of
from cleaner.gaps.lattice import POINTS, SPACE
from cleaner.gaps.lone import NO_LONE_GAP, LoneGap
from cleaner.gaps.page_evidence import standing_twice
from cleaner.gaps.pairing import partners
from cleaner.gaps.pauses import find_unprinted
from cleaner.gaps.slots import Quotation, Slot
from cleaner.layout.lines.verses import PAUSE
from cleaner.layout.roles.ends import closes_first
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.paragraph_ends import ends_of_paragraphs
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import (
    ANY_QUOTES,
    CLOSING_QUOTES,
    INNER_QUOTES,
    MIDDLE_DOT,
    OPENING_QUOTES,
    QUOTES,
    STOPS,
    TERMINAL,
)
from cleaner.profiles.press import AGENCY, OFFICE
from cleaner.profiles.transliteration import parts_name
from cleaner.trace import Edit, Effect, Tier, bind

LEAST_SURE = 0.6
"""Probability that nothing is missing between two ideographs, from which white space between them goes."""
SURELY_INSIDE = 0.96
"""The same, from which a gap parts a word, whether its line has a stop or not."""
NO_PAUSE = 0.9
"""Probability that a space beside a quotation mark of a headline is no pause, from which it goes."""
HARDLY, LONG = 3, 1500
"""Stops that a page lost at its gaps, at the most, and its characters, at the least: it has lost few."""
_UNPARTED: Final = Pattern(r"\p{Han}{10}")
"""Ideographs in a row that are several words: whoever sets these apart leaves no such row."""
SHORT = 240
"""Characters of a text, at the most, that does not show what its page loses; one gap proves little in it."""
SHORTEST_TERM, LONGEST_TERM = 2, 16
"""Characters of a quotation that is looked for elsewhere on the page."""
SEVERAL = 3
"""Stops on a page that were read as quotation marks, from which on that is known to happen on it."""
LONGEST_BEFORE_NAME = 3
"""Characters of what stands before the name of a reporter, at the most."""
CREDITED = "摄图文绘"
"""What one ideograph behind a name says that somebody made."""
_FIRST_ALONE: Final = Pattern(r"(?:记者|通讯员|实习生|[^\p{Han}\s])\p{Han}$")
_OPEN_STROKE: Final = Pattern(r"^\s*/|/\s*$", needs="/")
"""A stroke at the edge of a text, which joins it to what is outside."""
_CLOSED: Final = Pattern(r"[^（）()【】]*[）)】]")
_WORDS: Final = Pattern(r"\p{Han}{2}[ \t\u3000]+\p{Han}{2}")
_SENTENCE_ON: Final = Pattern(rf"(?!{AGENCY}|{OFFICE})\p{{Han}}{{5}}")
_LAST_ALONE: Final = Pattern(r"\p{Han}(?=[^\p{Han}]|$)")


@normalizer(tier=Tier.CERTAIN, effect=Effect.SPACE)
def rejoin_lines(state: PageState) -> Iterator[Edit]:
    """Remove the white space that line ends left inside paragraphs.

    A printed column has a fixed width: a space after a full line is a line end and goes; a space in
    mid-line is the gap of a lost mark and is left to `restore_stops` and `restore_quotes`. A line break
    goes in any case: in the chain a mark that is set there takes its place first. Chinese sets no space at
    a line end (CSS Text 3, segment break transformation rules); between two Latin words one stays.

    >>> rejoin_lines("京蒙扶贫协 作")
    '京蒙扶贫协作'

    Safety: only white space goes.
    """
    text = state.folded
    set_apart = has_latin_house_style(text)
    slots = slots_of(state)
    if not slots:
        return
    lines = _Lines(text)
    stray = bool(state.column_widths) or state.placed is not None or lines.has_stray_gaps()
    for slot in slots:
        if not slot.is_gap or (set_apart and _is_at_border(text, slot)):
            continue
        for region in _regions(text, slot):
            if region.start < region.end and (not region.marks or "\n" in text[region.start : region.end]):
                yield from _rejoined(text, slot, region, stray or not lines.may_pause(slot))
    for start, end, confidence in find_unprinted(text, slots, state.models.gaps) if stray else ():
        if confidence >= NO_PAUSE:
            yield Edit(start, end, why="nothing is missing here", confidence=confidence)


def _is_at_border(text: str, slot: Slot) -> bool:
    """Whether a space stands between an ideograph and a Latin letter or a digit."""
    left, right = text[slot.start - 1 : slot.start], text[slot.end : slot.end + 1]
    halves = [side.isascii() and side.isalnum() for side in (left, right)]
    return (
        not slot.visible
        and any(halves)
        and (is_han(left) or is_han(right))
        and "\n" not in text[slot.start : slot.end]
    )


@dataclass(frozen=True)
class _Lines:
    """The lines of a text, and which of them have a stop."""

    text: str

    @cached_property
    def starts(self) -> Sequence[int]:
        return [*accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0)][:-1]

    @cached_property
    def have_stops(self) -> Sequence[bool]:
        return [PAUSE.search(line) is not None for line in self.text.split("\n")]

    def has_stray_gaps(self) -> bool:
        """Whether sentences have gaps between words: the reader sets some where nothing is printed."""
        lines = zip(self.text.split("\n"), self.have_stops, strict=True)
        return any(stopped and _WORDS.search(line) for line, stopped in lines)

    def may_pause(self, slot: Slot) -> bool:
        """Whether a gap may be a printed pause: its line has no stop, and what it parts are words."""
        if slot.confidence >= SURELY_INSIDE or _WORDS.match(self.text, max(0, slot.start - 2)) is None:
            return False
        first, last = (bisect_right(self.starts, at) for at in (slot.start, slot.end))
        return not any(self.have_stops[first - 1 : last])


def _rejoined(text: str, slot: Slot, region: _Region, is_text: bool) -> Iterator[Edit]:
    """What becomes of a white space that stands for no mark; `is_text`: it was hardly printed as a pause."""
    start, end = region.start, region.end
    left, right = text[start - 1 : start], text[end : end + 1]
    words = is_foreign_letter(left) and is_foreign_letter(right)
    ends_line = slot.line_end or "\n" in text[start:end]
    names = slot.label == SPACE and not (ends_line and _cuts_name(text, start, end))
    alike = left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    measure = alike and left.isalpha() != right.isalpha() and "\n" not in text[start:end]
    if names or words or measure:
        if text[start:end] != SPACE:
            yield Edit(start, end, SPACE, why="one space is printed here")
    elif ends_line:
        goes = region.marks or "\n" in text[start:end]  # in any case
        confidence = 1.0 if goes else slot.confidence
        yield Edit(start, end, why="a line ends here", confidence=confidence)
    elif is_text and is_han(left) and is_han(right) and slot.confidence >= LEAST_SURE:
        yield Edit(start, end, why="nothing is missing here", confidence=slot.confidence)


def _cuts_name(text: str, start: int, end: int) -> bool:
    """Whether what stands on either side of a gap is no whole name: a line end cut it.

    One ideograph alone is a part of a name; more than a name has are a sentence, in which who wrote is told.
    """
    if _SENTENCE_ON.match(text, end):
        return True
    last = _LAST_ALONE.match(text, end)
    return _FIRST_ALONE.search(text, max(0, start - LONGEST_BEFORE_NAME - 1), start) is not None or (
        last is not None and last[0] not in CREDITED
    )


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def restore_stops(state: PageState) -> Iterator[Edit]:
    """Restore commas and other stops at the gaps that they left.

    The OCR loses a mark and keeps its room: a gap in mid-line. Which mark stood there the words on
    both sides tell (GB/T 15834-2011, clauses 4.1 to 4.8).

    >>> restore_stops("要简化出具证明的程序 压缩办理时限 提高服务质量。")
    '要简化出具证明的程序，压缩办理时限，提高服务质量。'

    Safety: a stop is set only at a gap, or where boxes show that a paragraph of running text ends; a visible
    one is changed only where it cannot stand.
    """
    yield from (edit for mark, edit in state.once(_restorations) if mark in STOPS + MIDDLE_DOT)
    yield from ends_of_paragraphs(state)


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def restore_quotes(state: PageState) -> Iterator[Edit]:
    """Restore the quotation marks round slogans, terms and speech, in pairs.

    Each mark left a gap, unless it touched another mark; the pair is found by the words between, the
    gaps at its ends, and the words before and after (GB/T 15834-2011, clause 4.9). Where one mark of a pair
    is visible, the other may have left nothing at all; its place is found by the words alone. Both marks may
    have left nothing where print gives them no room: beside a visible mark and at the edges of a paragraph;
    and round a term that news text always quotes, on a page that lost other quotation marks.

    >>> restore_quotes("抢抓 一带一路 发展机遇")
    '抢抓“一带一路”发展机遇'

    Safety: quotation marks come in pairs, and at least one of a pair stands at a gap or is visible; or both
    stand beside a visible mark or at an edge of their paragraph, on a page that is seen to lose its quotation
    marks. Between two characters with neither a mark nor a gap one is set only where its partner shows it, or
    such a term.
    """
    yield from (edit for mark, edit in state.once(_restorations) if mark in QUOTES)


_SENTENCE_ENDS = f"{TERMINAL}；"
BY_GAP = "a gap shows its room"
BY_PARTNER = "its partner shows that one is missing"
BY_TERM = "news text always quotes these words, and the page lost other quotation marks"
WITHOUT_GAPS = "print gives it no room here, and the page loses its quotation marks"
"""What a quotation mark is restored by, in the words of its account."""


def _evidence(slots: Sequence[Slot]) -> list[dict[str, str]]:
    """For each slot what its quotation marks are restored by, opening and closing ones."""
    shown = [slot.is_gap or not ANY_QUOTES.isdisjoint(slot.visible) for slot in slots]
    known = [slot.always_quoted for slot in slots]
    by_gap, by_partner = dict.fromkeys(QUOTES, BY_GAP), dict.fromkeys(QUOTES, BY_PARTNER)
    reasons = [by_gap if gap else by_partner for gap in shown]
    for opening, closing in partners([slot.label for slot in slots]):
        if not (shown[opening] or shown[closing]):
            why = BY_TERM if known[opening] or known[closing] else WITHOUT_GAPS
            reasons[opening] = reasons[opening] | dict.fromkeys(OPENING_QUOTES, why)
            reasons[closing] = reasons[closing] | dict.fromkeys(CLOSING_QUOTES, why)
    return reasons


def _restorations(state: PageState) -> list[tuple[str, Edit]]:
    """All marks that are missing or misread, in text order, each with the edit that sets it.

    Edits that set or replace the quotation marks of one quotation have a bond, and are as sure as the least
    sure of them: one made without the others would leave a mark without its partner. How sure is what the
    decoding states, calibrated on pages read by real engines.
    """
    constants = state.models.gaps.constants
    found: list[tuple[str, Edit]] = []
    line_ends: set[int] = set()
    groups: dict[Quotation, list[int]] = {}
    slots = slots_of(state)
    misread = sum(_replaces_quote(slot) for slot in slots) >= SEVERAL
    few = len(state.folded) >= LONG and sum(map(_lost_stop, slots)) <= HARDLY
    short = len(state.folded) <= SHORT
    lone = LoneGap.of(state.folded, slots) if short else NO_LONE_GAP
    apart = _in_spaced_words(state, slots) if short else frozenset()
    for slot, reasons in zip(slots, _evidence(slots), strict=True):
        if slot.label in (slot.visible, SPACE) or _is_unmarked_end(state, slot):
            continue
        for mark, edit in _marks_of(state, slot, reasons):
            if slot.quotation and (mark in QUOTES or set(state.folded[edit.start : edit.end]) & set(QUOTES)):
                groups.setdefault(slot.quotation, []).append(len(found))
            elif mark not in QUOTES:
                evidence = _evidence_of_stop(state.folded, slot, mark, misread=misread)
                evidence += [
                    *[Evidence.FEW_LOST] * (few and not slot.visible),
                    *[Evidence.SHORT] * (short and not slot.visible),
                    *[Evidence.ONLY_ONE] * (slot is lone.of_all),
                    *[Evidence.SPACED_WORDS] * (slot.start in apart),
                ]
                confidence = constants.probability("restore_stops", edit.confidence, evidence)
                least = least_confidence("restore_stops", *evidence)
                edit = edit.as_sure_as(confidence, least)  # noqa: PLW2901
            if slot.line_end:
                line_ends.add(len(found))
            found.append((mark, edit))
    pauses = _quotations_of_headlines(state.folded, slots)
    repeated = _repeated(state.folded, slots) if groups else frozenset()
    always = {slot.quotation for slot in slots if slot.always_quoted and slot.requotes}
    heads = {slot.quotation for slot in slots if slot.head}
    many = [Evidence.MANY_LOST] * any(slot.losing for slot in slots)
    for name, group in groups.items():
        evidence = _evidence_of_quotation(state.folded, [found[n] for n in group])
        evidence += [Evidence.ALWAYS_QUOTED] * (name in always)
        evidence += [Evidence.LINE_END] * (not line_ends.isdisjoint(group))
        share = min(found[n][1].confidence for n in group)
        if name in pauses:
            evidence += pauses[name]
            evidence += [Evidence.HEADLINE] * (Evidence.NO_PAUSE not in pauses[name])
            confidence = constants.probability(headline_pairs.RULE, share, evidence)
        else:
            evidence += [*many, *[Evidence.REPEATED] * (name in repeated)]
            confidence = constants.probability("restore_quotes", share, evidence)
        set_apart = name not in always and any(found[n][1].start in apart for n in group)
        evidence += [
            *[Evidence.SHORT] * (short and name not in heads),
            *[Evidence.ONLY_ONE] * lone.shows(name, state.folded, found[group[0]][1]),
            *[Evidence.SPACED_WORDS] * set_apart,
        ]
        least = least_confidence("restore_quotes", *evidence)
        quoted = state.folded[found[group[0]][1].end : found[group[-1]][1].start]
        if quoted and not _is_quotable(quoted):
            confidence = 0.0
        edits = [found[n][1].as_sure_as(confidence, least) for n in group]
        for n, edit in zip(group, bind(edits, "quotation"), strict=True):
            found[n] = found[n][0], edit
    return found


def _is_unmarked_end(state: PageState, slot: Slot) -> bool:
    """Whether a line ends in a text that was printed without marks."""
    return "\n" in state.folded[slot.start : slot.end] and state.once(_is_unmarked)


def _is_unmarked(state: PageState) -> bool:
    return PAUSE.search(state.folded) is None


def _is_quotable(text: str) -> bool:
    """Whether a text may be a quotation: it has words, is no notation, and closes no bracket from outside it.

    >>> _is_quotable("一带一路"), _is_quotable("©"), _is_quotable("石桥镇）的（渠"), _is_quotable("sum(a)")
    (True, False, False, False)
    """
    words = any(map(str.isalnum, text)) and not text.startswith(ADDRESS)
    words = words and _OPEN_STROKE.search(text) is None
    return words and not closes_first(text) and not is_notation(text)


def _quotations_of_headlines(text: str, slots: Sequence[Slot]) -> dict[Quotation, list[Evidence]]:
    """The quotations in headlines that show no quotation mark, for their gaps may be pauses; what is known.

    Not those of a single character, for pauses part phrases.
    """
    heads: dict[Quotation, list[Slot]] = {}
    for slot in slots:
        if slot.head and slot.quotation:
            heads.setdefault(slot.quotation, []).append(slot)
    showing = {name[0] for name, held in heads.items() for slot in held if set(slot.visible) & set(QUOTES)}
    pauses = {
        name: held
        for name, held in heads.items()
        if name[0] not in showing and any(slot.start - held[0].end > 1 for slot in held)
    }
    if not pauses:
        return {}
    words = headline_pairs.Words.of(text, slots)
    return {
        name: headline_pairs.evidence_of(text, held, words, _others(name, heads))
        for name, held in pauses.items()
    }


def _others(name: Quotation, heads: Mapping[Quotation, Sequence[Slot]]) -> list[Slot]:
    """The slots of the other quotations of a headline."""
    return [slot for other, held in heads.items() if other[0] == name[0] and other != name for slot in held]


def _evidence_of_quotation(text: str, marks: Sequence[tuple[str, Edit]]) -> list[Evidence]:
    """What shows the marks of a quotation, and of which kind they are."""
    inserted = sum(edit.start == edit.end for _, edit in marks)
    kinds = {
        Evidence.NO_GAP: inserted == len(marks),
        Evidence.ONE_SIDED: 0 < inserted < len(marks),
        Evidence.REPLACED: any(text[edit.start : edit.end].strip() for _, edit in marks),
        Evidence.NESTED: any(mark in INNER_QUOTES for mark, _ in marks),
    }
    return [kind for kind, holds in kinds.items() if holds]


def _evidence_of_stop(text: str, slot: Slot, mark: str, *, misread: bool) -> list[Evidence]:
    """What is known of a stop that is set at a slot; `misread`: whether quotation marks of the page are."""
    stays = slot.measured and slot.visible in CLOSING_QUOTES and slot.label.startswith(slot.visible)
    if slot.visible and not stays:
        quote = slot.visible in QUOTES
        kinds = {
            Evidence.POINT: slot.visible in POINTS,
            Evidence.REPLACED: slot.visible not in POINTS,
            Evidence.QUOTE_REPLACED: quote,
            Evidence.QUOTES_MISREAD: quote and misread,
        }
    else:
        kinds = {
            Evidence.SERIES: slot.head and _is_in_series(text, slot),
            Evidence.MANY_LOST: slot.losing,
            Evidence.LINE_END: slot.line_end,
            Evidence.MEASURED: slot.measured,
            Evidence.SENTENCE_END: mark in _SENTENCE_ENDS,
            Evidence.FOREIGN_NAME: mark == MIDDLE_DOT and parts_name(text, slot.start, slot.end),
        }
    return [kind for kind, holds in kinds.items() if holds]


def _in_spaced_words(state: PageState, slots: Sequence[Slot]) -> frozenset[int]:
    """Where gaps begin in lines whose spaces may stand between words; none where no words are parted."""
    text = state.folded
    if _UNPARTED.search(text):
        return frozenset()
    lines = [line for line in state.lines if sets_words_apart(line.of(text))]
    return frozenset(
        slot.start for slot in slots if any(line.start <= slot.start < line.end for line in lines)
    )


def _is_in_series(text: str, slot: Slot) -> bool:
    """Whether a place of a headline is in brackets, in which the name of a series stands."""
    before = text[: slot.start].rpartition(headline_pairs.BLANK_LINE)[2]
    behind = text[slot.end :].partition(headline_pairs.BLANK_LINE)[0]
    return headline_pairs.IN_BRACKETS.search(before) is not None and _CLOSED.match(behind) is not None


def _lost_stop(slot: Slot) -> bool:
    """Whether a stop was lost at a gap that shows nothing else."""
    return not slot.visible and any(mark in STOPS for mark in slot.label)


def _repeated(text: str, slots: Sequence[Slot]) -> frozenset[Quotation]:
    """The quotations whose words the page has elsewhere, too."""
    ends: dict[Quotation, tuple[int, int]] = {}
    for slot in slots:
        if slot.quotation:
            start, _ = ends.get(slot.quotation, (slot.end, 0))
            ends[slot.quotation] = start, slot.start
    quoted = {
        name: "".join(text[start:end].split())
        for name, (start, end) in ends.items()
        if start < end <= start + 2 * LONGEST_TERM  # white space among them
    }
    terms = {words for words in quoted.values() if SHORTEST_TERM <= len(words) <= LONGEST_TERM}
    again = standing_twice("".join(text.split()), terms)
    return frozenset(name for name, words in quoted.items() if words in again)


def _replaces_quote(slot: Slot) -> bool:
    """Whether a stop takes the place of a visible quotation mark."""
    return len(slot.visible) == 1 and slot.visible in QUOTES and slot.label in STOPS


class _Region(NamedTuple):
    """The place before, between or after the visible marks of a slot, and the marks that belong there."""

    start: int
    end: int
    marks: str


def _regions(text: str, slot: Slot) -> Iterator[_Region]:
    """The regions of a slot in text order; a slot with fewer or more marks than its label has none."""
    label = "" if slot.label == SPACE else slot.label
    if not slot.visible:
        yield _Region(slot.start, slot.end, label)
        return
    solid = [i for i in range(slot.start, slot.end) if not text[i].isspace()]
    missing = [""] * (len(solid) + 1)
    place = 0
    for mark in label:
        if place < len(solid) and text[solid[place]] == mark:
            place += 1
        else:
            missing[place] += mark
    if place < len(solid):
        if len(label) != len(solid):
            return
        missing = [""] * (len(solid) + 1)  # visible marks are changed, none is added
    for i, marks in enumerate(missing):
        start = solid[i - 1] + 1 if i else slot.start
        end = solid[i] if i < len(solid) else slot.end
        yield _Region(start, end, marks)


def _marks_of(state: PageState, slot: Slot, reasons: Mapping[str, str]) -> Iterator[tuple[str, Edit]]:
    """The marks to be set at a slot, and how; `reasons`: what restores a quotation mark."""
    text = state.folded
    left, right = state.text[max(0, slot.start - 4) : slot.start], state.text[slot.end : slot.end + 4]
    solid = [i for i in range(slot.start, slot.end) if not text[i].isspace()]
    if len(slot.label) == len(solid):
        for i, mark in zip(solid, slot.label, strict=True):
            if mark != text[i]:
                why = f"{state.text[i]} cannot stand between {left} and {right}"
                yield mark, Edit(i, i + 1, state.printed(mark), why=why, confidence=slot.confidence_of(mark))
        return
    for region in _regions(text, slot):
        # One mark takes the place of the gap, a stop before a quotation mark; the others go beside it.
        leader = next((i for i, mark in enumerate(region.marks) if mark not in QUOTES), 0)
        for i, mark in enumerate(region.marks):
            start = region.start if i <= leader else region.end
            end = region.end if i >= leader else region.start
            why = f"between {left} and {right}" + (f": {reasons[mark]}" if mark in reasons else "")
            yield mark, Edit(start, end, state.printed(mark), why=why, confidence=slot.confidence_of(mark))
