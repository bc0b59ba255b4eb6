"""One decoding over a paragraph: what belongs in each slot between its characters.

Every white space inside a paragraph is a line end, a stray space, or the hole of a lost mark. All are
labelled together, from the column width (a line end stands where the line is full), the language (which
mark belongs here) and what is visible (a mark already there, the partner of a quotation mark).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from cleaner.gaps.pairing import pair
from cleaner.language.model import default_model
from cleaner.language.slots import find_slots
from cleaner.layout.columns import set_lines
from cleaner.layout.draft import Draft, Print
from cleaner.layout.measure import QUOTES, STOPS, is_han
from cleaner.layout.roles import DATELINE, Role, roles_of

BREAK = "\n"
SPACE = " "
# How much a place in the line says about a gap, as log-likelihoods. A gap at a line end is a
# wrap, and only by chance also a lost mark; a gap in mid-line is hardly ever nothing.
WRAP_AT_LINE_END, MARK_AT_LINE_END = log(0.98), log(0.15)
NOTHING_IN_MID_LINE, MARK_IN_MID_LINE = log(0.03), log(0.85)
NOTHING_AFTER_A_MARK = log(0.2)
STRAY_SPACES = log(0.3)
"""In place of `NOTHING_IN_MID_LINE` on a page that keeps its line breaks: its spaces are stray ones."""
BESIDE_A_MARK = log(0.2)
"""A quotation mark that touches another mark leaves no gap; to set one there needs a partner at a gap."""
REPLACE_VISIBLE = log(0.02)
"""To change a mark that can be seen."""
UNLIKELIEST = -14.0
"""Log-probability of leaving a slot as it is, at the least."""
CANDIDATES = 10
"""Labels considered for a slot."""
LONGEST_LINE = 60
"""Characters in a printed line, at the most; a text with fewer spaces was not wrapped."""
BETWEEN_NAMES = {SPACE: log(0.7), "": log(0.3)}
"""A space between names is printed, but for one that a line end left inside a name."""
NAMES_WITHIN = 40
"""Characters from the start of a paragraph in which the bracket of a dateline stands."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place between two characters of a paragraph where marks can stand.

    `text[start:end]` is what stands there: white space and marks. `label` is what belongs there.
    """

    start: int
    end: int
    visible: str
    label: str
    confidence: float
    line_end: bool


@lru_cache(maxsize=2)
def slots_of(draft: Draft) -> list[Slot]:
    """The slots of the blocks that have gaps, with their labels, in text order.

    A block without a gap has no hole: nothing can be missing there that could be proved. On a text that
    was never wrapped the few spaces are printed ones. Decoded once for the rules that share a draft.
    """
    if not _is_wrapped(draft):
        return []
    model = default_model()
    flat, starts = _flatten(draft)
    spans = find_slots(flat)
    scores = model.log_probs(flat, spans)
    cuts = np.searchsorted(spans[:, 0], [*starts, len(flat) + 1])
    roles = roles_of(draft.text, draft.prints)
    stray = _stray_spaces(draft)
    decoded: list[Slot] = []
    for i, (printed, role) in enumerate(zip(draft.prints, roles, strict=True)):
        if printed.gaps:
            part = slice(cuts[i], cuts[i + 1])
            shift = printed.block.start - starts[i]
            places = [(start + shift, end + shift) for start, end in spans[part].tolist()]
            decoded += _Decoder(draft.text, printed, role, model.labels, stray).decode(places, scores[part])
    return decoded


def _is_wrapped(draft: Draft) -> bool:
    """Whether a text has the white space that printed lines leave."""
    gaps = sum(len(printed.gaps) for printed in draft.prints)
    return bool(draft.column_widths and gaps) or gaps * LONGEST_LINE > len(draft.text)


def _flatten(draft: Draft) -> tuple[str, list[int]]:
    """The blocks, one a line, every white space a plain space; and where each begins."""
    lines = [
        "".join(SPACE if char.isspace() else char for char in block.of(draft.text)) for block in draft.blocks
    ]
    starts, cursor = [], 0
    for line in lines:
        starts.append(cursor)
        cursor += len(line) + 1
    return "\n".join(lines), starts


def _stray_spaces(draft: Draft) -> float:
    """How likely a space in mid-line is to stand for nothing, as a log-likelihood."""
    pieces = [piece for printed in draft.prints for piece in printed.pieces[:-1]]
    kept = sum(piece.newline for piece in pieces)
    return STRAY_SPACES if 2 * kept > len(pieces) else NOTHING_IN_MID_LINE


Options = dict[str, float]
"""Labels that are possible at a slot, with their log-probabilities."""


class _Decoder:
    """Labels for the slots of one block."""

    def __init__(self, text: str, printed: Print, role: Role, labels: Sequence[str], stray: float) -> None:
        self.text, self.printed, self.role, self.labels, self.stray = text, printed, role, labels, stray

    def decode(self, places: Sequence[tuple[int, int]], scores: NDArray[np.float32]) -> list[Slot]:
        """The best labels for the slots at `places`, given log-probabilities, shape (slots, labels)."""
        visible = ["".join(self.text[start:end].split()) for start, end in places]
        gaps = [any(char.isspace() for char in self.text[start:end]) for start, end in places]
        ranked = np.argsort(-scores, axis=1)[:, : 2 * CANDIDATES].tolist()
        options = [
            self._options(place, seen, gap, {self.labels[k]: float(row[k]) for k in best})
            for place, seen, gap, row, best in zip(places, visible, gaps, scores, ranked, strict=True)
        ]
        ends = self._line_ends(places, visible, options)
        if self.printed.width and self.role is not Role.HEAD:
            for i, (place, seen, gap) in enumerate(zip(places, visible, gaps, strict=True)):
                if gap:
                    options[i] = self._placed(place, seen, options[i], i in ends)
        chosen = pair(visible, gaps, options)
        return [
            Slot(start, end, seen, label, _share(choice, label), i in ends)
            for i, ((start, end), seen, choice, label) in enumerate(
                zip(places, visible, options, chosen, strict=True)
            )
        ]

    def _options(self, place: tuple[int, int], seen: str, gap: bool, likely: Options) -> Options:
        if gap and not seen:
            printed_space = self._printed_space(*place)
            if printed_space is not None:
                return printed_space
        options: Options = {seen: UNLIKELIEST}
        for label, score in likely.items():
            if label == BREAK or (label == SPACE and (seen or not gap or self.role is Role.BODY)):
                continue
            cost = departure(seen, label, gap)
            if cost is not None:
                options[label] = max(options.get(label, UNLIKELIEST), score + cost)
            if len(options) > CANDIDATES:
                break
        return options

    def _printed_space(self, start: int, end: int) -> Options | None:
        """The options of a gap that the page prints as a space: between names, after a dateline."""
        left, right = self.text[start - 1 : start], self.text[end : end + 1]
        if left.isascii() and right.isascii() and left.isalpha() and right.isalpha():
            return {"": 0.0}
        if self.role in (Role.BYLINE, Role.SIGNOFF):
            return dict(BETWEEN_NAMES)
        head = self.text[self.printed.block.start : start]
        dateline = DATELINE.match(head + SPACE)
        if dateline is None:
            return None
        if dateline.end() >= len(head):
            return {SPACE: 0.0} if is_han(right) else {"": 0.0}
        opened = max(head.rfind("\uff08"), head.rfind("("))
        if 0 <= opened < NAMES_WITHIN and not any(bracket in head[opened:] for bracket in "\uff09)"):
            return dict(BETWEEN_NAMES)
        return None

    def _line_ends(
        self, places: Sequence[tuple[int, int]], visible: Sequence[str], options: Sequence[Options]
    ) -> set[int]:
        """The slots that hold a line end."""
        printed = self.printed
        if not printed.width or self.role is Role.HEAD:  # headlines are set in type of their own
            return set()
        starts = [start for start, _ in places]
        owners = [bisect_right(starts, gap.start) - 1 for gap in printed.gaps]
        holes = [
            _hole_costs(options[owner], visible[owner], 0.0 if piece.touching else -self.stray)
            for owner, piece in zip(owners, printed.pieces, strict=False)
        ]
        setting = set_lines(printed.pieces, printed.width, holes, [-WRAP_AT_LINE_END] * len(holes))
        return {owners[i] for i in setting.line_ends}

    def _placed(self, place: tuple[int, int], seen: str, options: Options, line_end: bool) -> Options:
        """The options, with what the place in the line says about them."""
        start, end = place
        if line_end:
            nothing, mark = WRAP_AT_LINE_END, MARK_AT_LINE_END
        elif seen:
            nothing, mark = NOTHING_AFTER_A_MARK if self.text[end - 1].isspace() else 0.0, 0.0
        elif is_han(self.text[start - 1 : start] or SPACE) and is_han(self.text[end : end + 1] or SPACE):
            nothing, mark = self.stray, MARK_IN_MID_LINE
        else:
            nothing, mark = 0.0, MARK_IN_MID_LINE
        return {label: score + (nothing if label == seen else mark) for label, score in options.items()}


def departure(seen: str, label: str, gap: bool) -> float | None:
    """What it costs to set `label` where `seen` is visible; None where that cannot be.

    Without a gap only a quotation mark can be missing: one that touched another mark.
    """
    if label == seen:
        return 0.0
    added = [mark for mark in label if mark not in seen]
    quotes_only = bool(added) and all(mark in QUOTES for mark in added)
    if _contains(label, seen) and (quotes_only or (gap and not seen)):
        return 0.0 if gap else BESIDE_A_MARK
    if gap and len(label) == len(seen) == 1 and label in STOPS and seen in STOPS:
        return REPLACE_VISIBLE
    return None


def _contains(label: str, seen: str) -> bool:
    marks = iter(label)
    return all(mark in marks for mark in seen)


def _hole_costs(options: Options, seen: str, stray: float) -> tuple[float, float, float]:
    """What the language says of a gap in mid-line: nothing lost, one mark, two marks."""
    classes = [0.0, 0.0, 0.0]
    for label, score in options.items():
        classes[min(max(len(label) - len(seen), 0), 2)] += float(np.exp(score))
    costs = [-log(max(share, 1e-4)) for share in classes]
    return costs[0] + stray, costs[1], costs[2]


def _share(options: Options, label: str) -> float:
    """The probability of a label among the options."""
    top = max(options.values())
    total = sum(np.exp(score - top) for score in options.values())
    return float(np.exp(options[label] - top) / total)
