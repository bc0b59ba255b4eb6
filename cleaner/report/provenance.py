"""Which edit wrote each character of the clean page, and which edits touched each of the raw one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from cleaner.trace import TracedText
from cleaner.trace.replay import patches, steps_of
from cleaner.trace.text import NOWHERE, Offsets, sources_of

if TYPE_CHECKING:
    from cleaner.trace import Change

NOBODY = -1
"""In the place of the number of an edit: the text is as it was read."""


@dataclass
class Provenance:
    """The history of every character, as numbers of edits (their place in `TracedText.changes`)."""

    author: Offsets
    """For each character of the clean text the edit that set it last, or -1: it is as it was read."""
    touched: list[list[int]]
    """For each character of the raw text the edits that replaced or dropped it, in order."""
    mover: Offsets
    """For each character of the raw text the edit that moved it last, or -1."""
    parents: dict[int, set[int]] = field(default_factory=dict)
    """For an edit of text that other edits had set, those edits."""

    def raw_spans(self) -> dict[int, list[tuple[int, int]]]:
        """For each edit the stretches of the raw text that it replaced or dropped."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for at, edits in enumerate(self.touched):
            for edit in edits:
                known = spans.setdefault(edit, [])
                if known and known[-1][1] == at:
                    known[-1] = (known[-1][0], at + 1)
                else:
                    known.append((at, at + 1))
        return spans

    def clean_spans(self) -> dict[int, list[tuple[int, int]]]:
        """For each edit the stretches of the clean text that it wrote."""
        spans: dict[int, list[tuple[int, int]]] = {}
        at = 0
        for author, run in groupby(self.author.tolist()):
            size = len(list(run))
            if author != NOBODY:
                spans.setdefault(author, []).append((at, at + size))
            at += size
        return spans


def provenance_of(traced: TracedText) -> Provenance:
    """Replay the edits of a page, and note who did what.

    >>> from cleaner import clean
    >>> provenance_of(clean("问题,党内").traced).author.tolist()
    [-1, -1, 0, -1, -1]
    """
    state = TracedText.of(traced.raw)
    size = len(traced.raw)
    provenance = Provenance(np.full(size, NOBODY), [[] for _ in range(size)], np.full(size, NOBODY))
    number = 0
    for step in steps_of(traced.changes):
        provenance.author = _authors(provenance, state, step, number)
        state = state.apply(change.edit for change in step)
        number += len(step)
    return provenance


def _authors(provenance: Provenance, state: TracedText, step: Sequence[Change], number: int) -> Offsets:
    """The authors of the next text; notes on the way what the edits did to raw characters."""
    written = [np.full(len(change.after), number + rank) for rank, change in enumerate(step)]
    for rank, change in enumerate(step):
        start, end = change.edit.start, change.edit.end
        sources = sources_of(change, list(range(start, end)))
        kept = set()
        for i, source in enumerate(sources):
            if source != NOWHERE and change.after[i] == state.text[source]:
                written[rank][i] = provenance.author[source]
                kept.add(source)
        for at in range(start, end):
            _note(provenance, state, number + rank, at, at in kept)
        if change.moved:
            origins = state.origin[start:end]
            provenance.mover[origins[origins != NOWHERE]] = number + rank
    pieces, cursor = [], 0
    for patch in patches(step):
        pieces += [provenance.author[cursor : patch.start], written[patch.rank][: len(patch.after)]]
        cursor = patch.end
    return np.concatenate([*pieces, provenance.author[cursor:]])


def _note(provenance: Provenance, state: TracedText, number: int, at: int, kept: bool) -> None:
    """Note what an edit did to one character of the text that it was made on."""
    if kept:
        return
    author, origin = int(provenance.author[at]), int(state.origin[at])
    if author != NOBODY:
        provenance.parents.setdefault(number, set()).add(author)
    if origin != NOWHERE:
        provenance.touched[origin].append(number)
