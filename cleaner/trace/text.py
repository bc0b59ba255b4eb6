"""A text that knows where each of its characters came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from cleaner.counting import counted
from cleaner.trace.bonds import incomplete
from cleaner.trace.edit import Change, Edit

Offsets = NDArray[np.int64]
NOWHERE = -1
"""Origin of a character that no raw character stands behind."""


@dataclass(frozen=True)
class TracedText:
    """The text as it stands, the raw text behind it, and every change between the two.

    `origin[i]` is the offset in `raw` of the character that `text[i]` is or replaces, or -1 where
    an edit inserted it. Instances do not change; `apply` gives a new one.

    >>> traced = TracedText.of("北京市委副秘 书长")
    >>> joined = traced.apply([Edit(6, 7, rule="rejoin_lines")])
    >>> joined.text
    '北京市委副秘书长'
    >>> joined.to_raw(6), joined.to_clean(7)
    (7, 6)
    """

    raw: str
    text: str
    origin: Offsets = field(compare=False)  # the raw text and the changes tell it
    changes: tuple[Change, ...] = ()

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__}: {counted(len(self.raw), 'character')} to {len(self.text):,}, "
            f"{counted(len(self.changes), 'edit')}>"
        )

    @classmethod
    def of(cls, raw: str) -> TracedText:
        return cls(raw, raw, np.arange(len(raw), dtype=np.int64))

    def apply(self, edits: Iterable[Edit]) -> TracedText:
        """The text with the edits made.

        Edits come in order of precedence: one that overlaps an earlier one is not made (it finds
        its chance when the chain runs again), nor is one whose bond holds an edit that is not made.
        Edits that change nothing are not recorded.

        Raises:
            ValueError: an edit is outside the text.
        """
        possible = _compatible(list(edits), self.text)
        if not possible:
            return self
        changes = self.changes_of(possible)
        patches: list[tuple[int, int, int, str, list[int] | None]] = []  # without origins: they stay
        for rank, change in enumerate(changes):
            edit = change.edit
            if edit.target is None and len(change.before) == len(edit.replacement):
                patches.append((edit.start, edit.end, rank, edit.replacement, None))
                continue
            origin = (
                sources_of(change, self.origin[edit.start : edit.end].tolist()) if edit.replacement else []
            )
            if edit.target is None:
                patches.append((edit.start, edit.end, rank, edit.replacement, origin))
            else:
                patches.append((edit.start, edit.end, rank, "", []))
                patches.append((edit.target, edit.target, rank, edit.replacement, origin))
        patches.sort(key=itemgetter(0, 1, 2))
        pieces: list[str] = []
        origins: list[Offsets] = []
        cursor = stayed = 0
        for start, end, _, replacement, sources in patches:
            pieces += self.text[cursor:start], replacement
            cursor = end
            if sources is not None:
                origins.append(self.origin[stayed:start])
                if sources:
                    origins.append(np.array(sources, dtype=np.int64))
                stayed = end
        pieces.append(self.text[cursor:])
        whence = np.concatenate([*origins, self.origin[stayed:]]) if origins else self.origin
        return TracedText(self.raw, "".join(pieces), whence, self.changes + changes)

    def changes_of(self, edits: Iterable[Edit]) -> tuple[Change, ...]:
        """The edits as records of a next step, whether they are made or not."""
        edits = list(edits)
        step = self.changes[-1].step + 1 if self.changes else 0
        spans = self._raw_spans([(edit.start, edit.end) for edit in edits])
        return tuple(
            Change(edit, self.text[edit.start : edit.end], raw, step)
            for edit, raw in zip(edits, spans, strict=True)
        )

    def to_raw(self, offset: int) -> int:
        """The raw offset behind an offset of the text (of what stands before it, for inserted text)."""
        for i in range(min(offset, len(self.text)) - (offset >= len(self.text)), -1, -1):
            if self.origin[i] != NOWHERE:
                return int(self.origin[i]) + (i != offset)
        return 0

    def to_clean(self, raw_offset: int) -> int:
        """The offset in the text of a raw character, or of the place that it was dropped from."""
        return int(self._clean_at[min(max(raw_offset, 0), len(self.raw))])

    @cached_property
    def _clean_at(self) -> Offsets:
        """For each raw offset (and the end) its offset in the text."""
        at = np.full(len(self.raw) + 1, NOWHERE, dtype=np.int64)
        known = np.flatnonzero(self.origin != NOWHERE)[::-1]
        at[self.origin[known]] = known
        at[len(self.raw)] = len(self.text)
        last = 0
        for i, position in enumerate(at.tolist()):
            if position == NOWHERE:
                at[i] = last
            else:
                last = position + 1
        return at

    def _raw_spans(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """What of the raw text stands behind each span of the text."""
        if not len(self.origin):
            return [(0, 0)] * len(spans)
        starts = np.array([start for start, _ in spans], dtype=np.int64)
        first = self.origin.take(starts, mode="clip").tolist()
        return [
            (origin, origin + 1) if end == start + 1 and origin != NOWHERE else self._raw_span(start, end)
            for (start, end), origin in zip(spans, first, strict=True)  # nearly all are of one character
        ]

    def _raw_span(self, start: int, end: int) -> tuple[int, int]:
        origins = [origin for origin in self.origin[start:end].tolist() if origin != NOWHERE]
        if origins:
            return min(origins), max(origins) + 1
        at = self.to_raw(start)
        return at, at


def _compatible(edits: Sequence[Edit], text: str) -> list[Edit]:
    """The edits that can be made together, and all of each bond or none, in order of precedence."""
    while True:
        accepted = _without_conflicts(edits, text)
        broken = incomplete(accepted)
        if not broken:
            return accepted
        edits = [edit for edit in edits if edit.bond not in broken]


def _without_conflicts(edits: Iterable[Edit], text: str) -> list[Edit]:
    """The edits that can be made together, in order of precedence."""
    edits = [edit for edit in edits if _changes(edit, text)]
    if _stand_apart(edits):
        return edits
    taken = bytearray(len(text))  # characters inside an accepted span
    inside = bytearray(len(text) + 1)  # boundaries strictly inside an accepted span
    points = bytearray(len(text) + 1)  # boundaries at which something is inserted

    def free(start: int, end: int) -> bool:
        if start == end:
            return not inside[start]
        return taken.find(1, start, end) < 0 and points.find(1, start + 1, end) < 0

    def take(start: int, end: int) -> None:
        if start == end:
            points[start] = 1
        else:
            taken[start:end] = b"\1" * (end - start)
            inside[start + 1 : end] = b"\1" * (end - start - 1)

    accepted = []
    for edit in edits:
        target = edit.target
        if target is not None and (edit.start < target <= edit.end or not free(target, target)):
            continue
        if free(edit.start, edit.end):
            take(edit.start, edit.end)
            if target is not None:
                take(target, target)
            accepted.append(edit)
    return accepted


def _changes(edit: Edit, text: str) -> bool:
    """Whether an edit changes anything. Raises `ValueError` where it is outside the text."""
    if not 0 <= edit.start <= edit.end <= len(text):
        raise ValueError(f"{edit.rule}: {edit.start}:{edit.end} is outside the text")
    return text[edit.start : edit.end] != edit.replacement or edit.target not in (None, edit.start)


def _stand_apart(edits: Sequence[Edit]) -> bool:
    """Whether no edit overlaps another one, and none is a move: so it is nearly always."""
    if any(edit.target is not None for edit in edits):
        return False
    spans = sorted([(edit.start, edit.end) for edit in edits])
    return all(one[1] <= other[0] for one, other in pairwise(spans))


def sources_of(change: Change, span: list[int]) -> list[int]:
    """Where the characters of a replacement came from: like for like first, the rest in place.

    `span` holds for each character of what is replaced whatever is to be known of its source.

    >>> from cleaner import clean
    >>> [change] = clean("问题,党内").edits
    >>> sources_of(change, [2])
    [2]
    """
    before, after = change.before, change.edit.replacement
    if not after:
        return []
    moved = change.edit.target is not None
    if len(before) == len(after) and not moved:
        return span
    found = [NOWHERE] * len(after)
    if moved:
        size = len(before.strip())
        at, was = len(after) - len(after.lstrip()), len(before) - len(before.lstrip())
        found[at : at + size] = span[was : was + size]
        return found
    cursor = 0
    for i, char in enumerate(after):
        at = before.find(char, cursor)
        if at >= 0:
            found[i] = span[at]
            cursor = at + 1
    if all(origin == NOWHERE for origin in found):
        found[: len(span)] = span[: len(found)]
    return found
