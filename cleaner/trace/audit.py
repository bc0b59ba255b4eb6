"""The account of a page: each character of the raw text is in the output or in a named edit.

The audit does not take the engine's word. It replays the recorded edits with the plain reader of
`cleaner.trace.replay`, forwards and backwards, looks for raw characters that are gone without an
edit, and holds each edit to what its rule and its tier may do.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cleaner.codepoints import code_points, solid_of
from cleaner.errors import AuditError
from cleaner.patterns import Pattern
from cleaner.shown import ShortRepr
from cleaner.trace.edit import Change, Effect, Tier
from cleaner.trace.replay import back, forth, patches, steps_of
from cleaner.trace.text import NOWHERE, TracedText

_SHAPES = str.maketrans(
    dict.fromkeys("“”「」〝〞〟", '"')
    | dict.fromkeys("‘’『』", "'")
    | dict.fromkeys("—─︱\N{HORIZONTAL BAR}\N{EN DASH}", "-")
    | dict.fromkeys("。…\N{MIDDLE DOT}\N{BULLET}\N{HYPHENATION POINT}・⋅∙⋯", ".")
    | {"︰": ":"}
    | dict(zip("\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc", "●■◆▪•➢✓", strict=True))
)
"""Marks that differ in shape, not in what they are; glyphs at places of private use."""
_MISREAD_MARKS = frozenset("<>＜＞≪≫⋅∙∶⋯─丶")
"""Signs and an ideograph by themselves that are read for marks."""
_DASH = "——"
_RUN = Pattern(r"([.-])\1+")
_HAN = Pattern(r"[\p{Han}\u2e80-\u2fdf]")
_IDEOGRAPH = "\u4e00"


@dataclass(frozen=True, slots=True, repr=False)
class Audit(ShortRepr):
    """What became of the characters of a page that are not white space.

    raw = kept + replaced + dropped, and clean = kept + set, or there is a breach.
    """

    raw: int
    clean: int
    kept: int
    replaced: int
    dropped: int
    set: int
    moved: int
    breaches: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.breaches

    def check(self) -> None:
        """Raise `AuditError`, which names the breaches, where there are any."""
        _check(self.breaches)


def _check(breaches: Sequence[str]) -> None:
    if breaches:
        raise AuditError(f"the audit failed: {'; '.join(breaches)}")


def audit(traced: TracedText, effects: Mapping[str, Effect]) -> Audit:
    """Account for every character of a page; `effects` says what each rule may do."""
    breaches = _replay_breaches(traced) + _effect_breaches(traced.changes, effects)
    breaches += _bond_breaches(traced.changes)
    kept, replaced, dropped, silent = _fates(traced)
    breaches += silent
    raw = kept + replaced + dropped
    clean = sum(map(len, traced.text.split()))
    moved = sum(change.moved for change in traced.changes)
    return Audit(raw, clean, kept, replaced, dropped, clean - kept, moved, tuple(breaches))


def check_places(text: str, placed: Sequence[tuple[int, int]]) -> None:
    r"""Hold the articles of a clean text to it: each of its characters stands in one of them, once.

    `placed` are the spans of the text that they hold, in any order. Raises `AuditError` with the breaches.

    >>> check_places("甲\n\n乙", [(3, 4), (0, 1)])
    """
    _check(_placement_breaches(text, placed))


def _replay_breaches(traced: TracedText) -> list[str]:
    steps = [(step[0].step, patches(step)) for step in steps_of(traced.changes)]
    try:
        forwards = forth(traced.raw, steps) == traced.text
        backwards = back(traced.text, steps) == traced.raw
    except ValueError as error:
        return [f"the edits cannot be replayed: {error}"]
    return [
        message
        for holds, message in (
            (forwards, "the edits replayed on the raw text do not give the clean text"),
            (backwards, "the edits taken back from the clean text do not give the raw text"),
        )
        if not holds
    ]


def _effect_breaches(changes: Sequence[Change], effects: Mapping[str, Effect]) -> list[str]:
    breaches = []
    kinds = dict.fromkeys(
        (change.rule, change.tier, change.before, change.after, change.moved) for change in changes
    )
    for rule, tier, before, after, moved in kinds:  # nearly all edits are of the same few marks
        effect = effects.get(rule)
        if effect is None:
            breaches.append(f"an edit of no known rule: {rule!r}")
        elif not _within(effect, before, after, moved):
            breaches.append(f"{rule} may touch {effect} only: {before!r} -> {after!r}")
        if tier is Tier.CERTAIN and effect is not Effect.NOTATION and not _adds_nothing(before, after, moved):
            breaches.append(f"a certain edit of {rule} adds something: {before!r} -> {after!r}")
    return breaches


def _bond_breaches(changes: Sequence[Change]) -> list[str]:
    """The bonds of which only a part was made."""
    found = Counter((change.step, change.edit.bond) for change in changes if change.edit.bond)
    return [
        f"of the {bond.size} edits of {bond.name} {count} were made, not all or none"
        for (_, bond), count in found.items()
        if bond and count != bond.size
    ]


@lru_cache(maxsize=4096)
def _adds_nothing(before: str, after: str, moved: bool) -> bool:
    """Whether an edit keeps to what stands there: nothing is moved, and all that is set was there before.

    A notation is not asked: it is written as what it stands for.

    Marks may change their width and their shape, ideographs their form, one for one.
    """
    if moved or (after and not before):
        return False
    solid = _plain("".join(after.split()))
    return not solid or _plain("".join(before.split())) == solid


def _plain(text: str) -> str:
    """Marks in one width and shape, a run of dots or of strokes as one, and all ideographs alike."""
    folded = unicodedata.normalize("NFKC", text.translate(_SHAPES)).translate(_SHAPES)
    return _RUN.sub(r"\1", _HAN.sub(_IDEOGRAPH, folded))


@lru_cache(maxsize=4096)
def _within(effect: Effect, before: str, after: str, moved: bool) -> bool:
    room = len(before)
    before, after = "".join(before.split()), "".join(after.split())
    if moved != (effect is Effect.ORDER):
        return False
    if effect in (Effect.SPACE, Effect.ORDER):
        return before == after
    if effect is Effect.MARKS:
        return _content(before) == _content(after)
    if effect is Effect.CHARACTERS:
        ligature = unicodedata.normalize("NFKC", before) == after
        return ligature or len(before) in (len(after), len(after.replace(_DASH, _DASH[0])))
    if effect is Effect.NOTATION:
        blank = set(after) == {"_"} and len(after) < room  # the room that was underlined
        return len(after) < len(before) or blank or not (before or after)
    return after == ""


def _content(text: str) -> str:
    """Without punctuation, and without accents and signs by themselves: they are marks misread."""
    kinds = ((char, unicodedata.category(char)) for char in text)
    return "".join(
        char for char, kind in kinds if kind[0] != "P" and kind != "Sk" and char not in _MISREAD_MARKS
    )


def _placement_breaches(text: str, placed: Sequence[tuple[int, int]]) -> list[str]:
    """Each character of the clean text stands in one article, once."""
    breaches, cursor = [], 0
    for start, end in [*sorted(placed), (len(text), len(text))]:
        if start < cursor:
            breaches.append(f"{text[start : min(cursor, end)][:20]!r} stands in two places of the articles")
        elif text[cursor:start].strip():
            breaches.append(f"{text[cursor:start].strip()[:20]!r} stands in no article")
        cursor = max(cursor, end)
    return breaches


def _fates(traced: TracedText) -> tuple[int, int, int, list[str]]:
    """Raw characters kept, replaced and dropped, and what is wrong with the offsets."""
    raw, text = code_points(traced.raw), code_points(traced.text)
    solid = solid_of(raw)
    known = np.flatnonzero(traced.origin != NOWHERE)
    origin = traced.origin[known]
    present, kept = np.zeros(len(raw), bool), np.zeros(len(raw), bool)
    present[origin] = True
    kept[origin[raw[origin] == text[known]]] = True
    spans = np.array([change.raw for change in traced.changes if not change.moved], np.int64).reshape(-1, 2)
    opened, closed = (np.bincount(ends, minlength=len(raw) + 1) for ends in spans.T)
    silent = np.flatnonzero(solid & ~kept & (np.cumsum(opened - closed)[:-1] == 0))
    breaches = []
    if len(origin) and np.bincount(origin).max() > 1:
        breaches.append("a character of the raw text stands in the clean text twice")
    if len(silent):
        breaches.append(f"{len(silent)} characters are lost without an edit, first at offset {silent[0]}")
    solid_kept, solid_present = int((solid & kept).sum()), int((solid & present).sum())
    return solid_kept, solid_present - solid_kept, int(solid.sum()) - solid_present, breaches
