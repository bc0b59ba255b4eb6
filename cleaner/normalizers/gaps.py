"""What the gaps of a page are: line ends go, lost stops and quotation marks come back.

The three rules read one decoding (`cleaner.gaps`) and propose each its own kind of edit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cleaner.gaps.decoding import Slot, slots_of
from cleaner.gaps.lattice import SPACE
from cleaner.gaps.pairing import partners
from cleaner.gaps.rooms import calibrated
from cleaner.layout.draft import Draft
from cleaner.normalizers.base import normalizer
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import MIDDLE_DOT, OPENING_QUOTES, QUOTES, STOPS, STRAIGHT_QUOTES
from cleaner.trace import Edit, Effect, Tier


@normalizer(tier=Tier.CERTAIN, effect=Effect.SPACE)
def rejoin_lines(draft: Draft) -> Iterator[Edit]:
    """Remove the white space that line ends left inside paragraphs.

    A printed column has a fixed width: a space after a full line is a line end and goes; a space in
    mid-line is the hole of a lost mark and is left to `restore_stops` and `restore_quotes`. Chinese
    sets no space at a line end (CSS Text 3, segment break transformation rules); between two Latin
    words one stays.

    >>> rejoin_lines("\u4eac\u8499\u6276\u8d2b\u534f \u4f5c")
    '\u4eac\u8499\u6276\u8d2b\u534f\u4f5c'

    Safety: only white space goes.
    """
    for slot in slots_of(draft):
        if slot.end - slot.start == len(slot.visible):
            continue  # no white space
        for region in _regions(draft.folded, slot):
            if region.start < region.end and not region.marks:
                yield from _rejoined(draft.folded, slot, region)


def _rejoined(text: str, slot: Slot, region: _Region) -> Iterator[Edit]:
    """What becomes of a white space that stands for no mark."""
    start, end = region.start, region.end
    left, right = text[start - 1 : start], text[end : end + 1]
    words = left.isascii() and right.isascii() and left.isalpha() and right.isalpha()
    if slot.label == SPACE or words:
        if text[start:end] != SPACE:
            yield Edit(start, end, SPACE, why="one space is printed here")
    elif slot.line_end or "\n" in text[start:end]:
        yield Edit(start, end, why="a line ends here", confidence=slot.confidence)
    elif is_han(left) and is_han(right):
        yield Edit(start, end, why="nothing is missing here", confidence=slot.confidence)


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def restore_stops(draft: Draft) -> Iterator[Edit]:
    """Restore commas and other stops at the holes that they left.

    The OCR loses a mark and keeps its room: a gap in mid-line. Which mark stood there the words on
    both sides tell (GB/T 15834-2011, clauses 4.1 to 4.8).

    >>> restore_stops("要简化出具证明的程序 压缩办理时限 提高服务质量。")
    '要简化出具证明的程序，压缩办理时限，提高服务质量。'

    Safety: a stop is set only at a gap; a visible one is changed only where it cannot stand.
    """
    for slot in slots_of(draft):
        yield from _restorations(draft, slot, STOPS + MIDDLE_DOT)


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def restore_quotes(draft: Draft) -> Iterator[Edit]:
    """Restore the quotation marks round slogans, terms and speech, in pairs.

    Each mark left a gap, unless it touched another mark; the pair is found by the words between, the
    gaps at its ends, and the words before and after (GB/T 15834-2011, clause 4.9). Where one mark of a pair
    is visible, the other may have left nothing at all; its place is found by the words alone. Both marks may
    have left nothing where print gives them no room: beside a visible mark and at the edges of a paragraph.

    >>> restore_quotes("抢抓 一带一路 发展机遇")
    '抢抓“一带一路”发展机遇'

    Safety: quotation marks come in pairs, and at least one of a pair stands at a gap or is visible; or both
    stand beside a visible mark or at an edge of their paragraph, on a page that is seen to lose its quotation
    marks. Between two characters with neither a mark nor a gap one is set only where its partner shows it.
    """
    slots = slots_of(draft)
    reasons = _evidence(slots)
    sure = [
        replace(slot, confidence=calibrated(slot.confidence)) if WITHOUT_ROOM in why.values() else slot
        for slot, why in zip(slots, reasons, strict=True)
    ]
    for i, slot in enumerate(_as_sure_as_their_partners(sure)):
        yield from _restorations(draft, slot, QUOTES, reasons[i])


BY_GAP = "a gap shows its room"
BY_PARTNER = "its partner shows that one is missing"
WITHOUT_ROOM = "print gives it no room here, and the page loses its quotation marks"
"""What a quotation mark is restored by, in the words of its account."""


def _evidence(slots: Sequence[Slot]) -> list[dict[str, str]]:
    """For each slot what its quotation marks are restored by, opening and closing ones."""
    shown = [
        slot.end - slot.start > len(slot.visible)
        or any(mark in QUOTES + STRAIGHT_QUOTES for mark in slot.visible)
        for slot in slots
    ]
    reasons = [dict.fromkeys(QUOTES, BY_GAP if gap else BY_PARTNER) for gap in shown]
    for opening, closing in partners([slot.label for slot in slots]):
        if not (shown[opening] or shown[closing]):
            reasons[opening] |= {mark: WITHOUT_ROOM for mark in QUOTES if mark in OPENING_QUOTES}
            reasons[closing] |= {mark: WITHOUT_ROOM for mark in QUOTES if mark not in OPENING_QUOTES}
    return reasons


def _as_sure_as_their_partners(slots: Sequence[Slot]) -> Iterator[Slot]:
    """The slots, each as sure as the least sure of those that it shares pairs of quotation marks with.

    So a threshold makes both marks of a pair, or neither. A pair within another is no surer than that. A
    visible quotation mark between the two that is read as a stop counts too: were it left as it is, it would
    take one of them for its own.
    """
    group = list(range(len(slots)))

    def leader(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    misread = [i for i, slot in enumerate(slots) if any(mark in QUOTES for mark in slot.visible)]
    misread = [i for i in misread if not any(mark in QUOTES for mark in slots[i].label)]
    pairs = sorted(partners([slot.label for slot in slots]), key=lambda pair: (pair[0], -pair[1]))
    for opening, closing in pairs:
        between = misread[bisect_left(misread, opening) : bisect_left(misread, closing)]
        for i in (closing, *between):
            group[leader(i)] = leader(opening)
    least: dict[int, float] = {}
    for i, slot in enumerate(slots):
        least[leader(i)] = min(slot.confidence, least.get(leader(i), 1.0))
    outer = (-1, -1)
    for opening, closing in pairs:
        if closing > outer[1]:
            outer = opening, closing
        else:
            least[leader(opening)] = min(least[leader(opening)], least[leader(outer[0])])
    for i, slot in enumerate(slots):
        sure = least[leader(i)]
        yield slot if sure == slot.confidence else replace(slot, confidence=sure)


@dataclass(frozen=True, slots=True)
class _Region:
    """The place before, between or after the visible marks of a slot, and the marks that belong there."""

    start: int
    end: int
    marks: str


def _regions(text: str, slot: Slot) -> Iterator[_Region]:
    """The regions of a slot in text order; a slot whose visible mark is another has none."""
    solid = [i for i in range(slot.start, slot.end) if not text[i].isspace()]
    missing = [""] * (len(solid) + 1)
    label = "" if slot.label == SPACE else slot.label
    place = 0
    for mark in label:
        if place < len(solid) and text[solid[place]] == mark:
            place += 1
        else:
            missing[place] += mark
    if place < len(solid):
        return  # a visible mark is changed, none is added
    for i, marks in enumerate(missing):
        start = solid[i - 1] + 1 if i else slot.start
        end = solid[i] if i < len(solid) else slot.end
        yield _Region(start, end, marks)


def _restorations(
    draft: Draft, slot: Slot, kind: str, reasons: Mapping[str, str] | None = None
) -> Iterator[Edit]:
    """What has to be done at a slot for the marks of one kind; `reasons` tell what restores each mark."""
    if slot.label in (slot.visible, SPACE):
        return
    text = draft.folded
    left, right = draft.text[max(0, slot.start - 4) : slot.start], draft.text[slot.end : slot.end + 4]
    solid = [i for i in range(slot.start, slot.end) if not text[i].isspace()]
    if len(slot.label) == len(solid) and slot.label not in (slot.visible, SPACE):
        for i, mark in zip(solid, slot.label, strict=True):
            if mark != text[i] and mark in kind:
                why = f"{draft.text[i]} cannot stand between {left} and {right}"
                yield Edit(i, i + 1, draft.printed(mark), why=why, confidence=slot.confidence)
        return
    for region in _regions(text, slot):
        # One mark takes the place of the gap, a stop before a quotation mark; the others go beside it.
        leader = next((i for i, mark in enumerate(region.marks) if mark not in QUOTES), 0)
        for i, mark in enumerate(region.marks):
            start = region.start if i <= leader else region.end
            end = region.end if i >= leader else region.start
            if mark in kind:
                why = f"between {left} and {right}" + (f": {reasons[mark]}" if reasons else "")
                yield Edit(start, end, draft.printed(mark), why=why, confidence=slot.confidence)
