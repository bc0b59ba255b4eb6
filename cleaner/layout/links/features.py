"""Evidence for each of the choices between which the fragments of a page are linked, by name.

All functions take arrays of fragment numbers and give one value for each place or pair in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.interleaved.rows_read import Values, row_evidence
from cleaner.layout.lines.columns import INDENT, TOLERANCE
from cleaner.layout.links.fragments import Fragments
from cleaner.layout.role import Role
from cleaner.layout.similarity import Floats, Ints, cosines

Evidence = dict[str, Values]

SQUEEZED = 2.0
"""Em by which the marks of a full line of body text may exceed the column in natural width."""
SHORT_HEAD, LONG_HEAD = 11, 17
"""Characters; a shorter line is more often a heading, a longer one is too long for a column."""
SERIES_REACH = 25
"""Fragments over which section headings of one article are looked for."""


class LinkKind(IntEnum):
    """How a fragment comes after what it follows."""

    OPENS = 0
    """It follows nothing: an item begins."""
    NEXT = 1
    """As the next paragraph."""
    SEAM = 2
    """As the rest of the same paragraph."""
    CLOSES = 3
    """Nothing follows it: an item ends."""


class LinkEvidence(NamedTuple):
    """What is known of choices of one kind, which stand together."""

    kind: LinkKind
    names: Sequence[str]
    """Of what may be known of this kind; all else is 0."""
    blocks: Sequence[NDArray[np.float32]]
    """Matrices side by side, each of shape (choices, some of the names)."""

    @property
    def size(self) -> int:
        """How many choices there are."""
        return len(self.blocks[0])

    def rows(self, start: int = 0, stop: int | None = None) -> NDArray[np.float32]:
        """What is known of some of the choices, shape (choices, names)."""
        return np.concatenate([block[start:stop] for block in self.blocks], axis=1)


@dataclass(frozen=True, slots=True)
class Choices:
    """All that may be: `left[n]` goes on in `right[n]` as `kind[n]` says; -1 where an item begins or ends."""

    left: Ints
    right: Ints
    kind: Ints
    names: Sequence[str]
    """Of all evidence."""
    parts: Sequence[LinkEvidence]
    """In the order of the choices."""

    @property
    def evidence(self) -> NDArray[np.float32]:
        """All of it as one matrix, shape (choices, names), for those who fit the networks."""
        place = {name: n for n, name in enumerate(self.names)}
        found = np.zeros((len(self.kind), len(self.names)), dtype=np.float32)
        start = 0
        for part in self.parts:
            found[start : start + part.size, [place[name] for name in part.names]] = part.rows()
            start += part.size
        return found


def _between(flags: NDArray[np.bool_], left: Ints, right: Ints) -> Ints:
    """How many flagged fragments stand between two, at most four."""
    sums = np.concatenate([[0], np.cumsum(flags)])
    low, high = np.minimum(left, right), np.maximum(left, right)
    counts: Ints = np.minimum(sums[high] - sums[low + 1], 4)
    return counts


def _shape_evidence(fragments: Fragments, left: Ints, right: Ints, name: str) -> Evidence:
    """How the end of one fragment and the beginning of another look, every pair of looks by itself.

    A full last line without a stop goes on somewhere; a short one ended, though its stop was not read.
    """
    f = fragments
    full = f.last_full & (~f.one_line | (f.natural >= f.width - 1.0))
    ends = [f.opens, f.ends & full, f.ends, f.pauses, full]
    begins = [f.closes, f.dateline, f.open_start > 3.0, f.open_start > 0.6, f.open_start > -1.0]
    end = np.select(ends, range(len(ends)), len(ends))[left]
    start = np.select(begins, range(len(begins)), len(begins))[right]
    body = f.has(Role.BODY)[left] & f.has(Role.BODY)[right] & ~(f.head > 0)[left] & ~(f.head > 0)[right]
    kinds = range(len(ends) + 1)
    body_ends, starts_so = [body * (end == kind) for kind in kinds], [start == kind for kind in kinds]
    return {
        f"{name}: {a} to {b}": body_ends[i] * starts_so[j]
        for i, a in enumerate(("bracket", "stop, full", "stop", "pause", "cut", "short"))
        for j, b in enumerate(("bracket", "dateline", "open", "half open", "undecided", "indented"))
    }


def _place_evidence(fragments: Fragments, left: Ints, right: Ints, name: str) -> Evidence:
    """Where two fragments stand, and how alike their columns and words are."""
    step = right - left
    heads = fragments.head > 0
    both = fragments.printed[left] & fragments.printed[right]
    apart = np.abs(fragments.width[left] - fragments.width[right])
    short = fragments.one_line[right] & (fragments.natural[right] <= fragments.width[left])
    topics = fragments.topics
    return {
        f"{name}: bias": np.ones(len(left)),
        f"{name}: neighbour": step == 1,
        f"{name}: distance": np.log2(np.maximum(step, 1)),
        f"{name}: backwards": step < 0,
        f"{name}: distance back": np.log2(np.maximum(-step, 1)),
        f"{name}: other column": both & (apart > 2.0) & ~short,
        f"{name}: heads between": _between(heads, left, right),
        f"{name}: datelines between": _between(fragments.dateline, left, right),
        f"{name}: credits between": _between(fragments.has(Role.SIGNOFF) | fragments.signed, left, right),
        f"{name}: similarity": cosines(topics.own, left, topics.own, right),
        f"{name}: similarity of threads": (step > 0)
        * cosines(topics.run(-3, 0), left, topics.run(0, 2), right),
        f"{name}: similarity of long threads": (step > 0)
        * cosines(topics.run(-8, 0), left, topics.run(0, 8), right),
        f"{name}: from signed": fragments.signed[left],
    }


def seam_evidence(fragments: Fragments, left: Ints, right: Ints, affinity: Floats, model: Floats) -> Evidence:
    """That `right` is the rest of the paragraph that `left` begins."""
    f = fragments
    headish = np.clip(f.head, -4.0, 4.0)
    place = _place_evidence(f, left, right, "seam")
    lone, repetitions = f.dateline & f.one_line, f.repetitions
    return {
        **place,
        **_shape_evidence(f, left, right, "seam"),
        **row_evidence(f, left, right, "seam"),
        "seam: open end": f.open_end[left],
        "seam: open start": f.open_start[right],
        "seam: ends sentence": f.ends[left],
        "seam: pause": f.pauses[left],
        "seam: last line full": f.last_full[left],
        "seam: end in one line": f.one_line[left],
        "seam: start in one line": f.one_line[right],
        "seam: pair closed": f.opens[left] & f.closes[right],
        "seam: pair left open": f.opens[left] != f.closes[right],
        "seam: affinity": affinity,
        "seam: model": model,
        "seam: model at neighbour": model * (right - left == 1),
        "seam: from head": np.maximum(headish[left], 0.0),
        "seam: to head": headish[right],
        "seam: head to head": (f.head > 0)[left] & (f.head > 0)[right],
        "seam: to head, backwards": (f.head[right] > 0) * (right < left),
        "seam: to head, similarity": (f.head[right] > 0) * place["seam: similarity"],
        "seam: to quote": f.quoted[right],
        "seam: to repeated before": repetitions.before()[right],
        "seam: to repeated after": repetitions.after()[right],
        "seam: pair closed, backwards": f.opens[left] & f.closes[right] & (right < left),
        "seam: model backwards": model * (right < left),
        "seam: from lone dateline": lone[left],
        "seam: from lone dateline, backwards": lone[left] & (right < left),
        "seam: from lone dateline, pair closed": lone[left] & f.opens[left] & f.closes[right],
    }


def _outgrows_column(fragments: Fragments) -> NDArray[np.bool_]:
    """Heads that the column of what follows them does not hold: in larger type, so no section headings."""
    f = fragments
    room = np.append(f.width[1:], 0.0)
    full_first_line = f.first_line >= room - INDENT - TOLERANCE
    return (
        (f.head > 0)
        & (room > 0)
        & (f.natural > room + SQUEEZED)
        & ~(full_first_line & (f.first_line < f.natural))
    )


def _lengths(fragments: Fragments) -> Floats:
    return np.array([len(text) for text in fragments.texts], dtype=np.float64)


def _over_front(fragments: Fragments) -> NDArray[np.bool_]:
    """Heads that a byline, a jump marker or a dateline follows, other heads between."""
    f = fragments
    head = f.head > 0
    front = f.has(Role.BYLINE) | f.has(Role.JUMP) | f.dateline
    found = np.zeros(len(f), dtype=bool)
    for i in range(len(f) - 2, -1, -1):
        found[i] = head[i] and (front[i + 1] or (head[i + 1] and found[i + 1]))
    return found


def next_evidence(fragments: Fragments, left: Ints, right: Ints) -> Evidence:
    """That `right` is the next paragraph of the item of `left`."""
    f = fragments
    head = f.head > 0
    body = f.has(Role.BODY) & ~head
    byline, signoff, jump = f.has(Role.BYLINE), f.has(Role.SIGNOFF), f.has(Role.JUMP)
    front = head | byline | jump
    over_front = _over_front(f)
    neighbour = right - left == 1
    lengths = _lengths(f)
    topics = f.topics
    place = _place_evidence(f, left, right, "next")
    return {
        **place,
        **_shape_evidence(f, left, right, "next"),
        **row_evidence(f, left, right, "next"),
        "next: open end": np.maximum(f.open_end[left], 0.0) * body[left],
        "next: ends sentence": f.ends[left] & body[left],
        "next: open start": f.open_start[right],
        "next: end full": f.last_full[left] & body[left],
        "next: head to head": head[left] & head[right],
        "next: head to head at once": neighbour * (head[left] & head[right]),
        "next: head to byline": head[left] & byline[right],
        "next: head to jump": head[left] & jump[right],
        "next: front to body": front[left] & body[right],
        "next: front to body at once": neighbour * (front[left] & body[right]),
        "next: front to dateline": front[left] & f.dateline[right],
        "next: body to head": body[left] & head[right],
        "next: body to long head": body[left] & head[right] & (f.natural[right] > LONG_HEAD),
        "next: body to head over front": body[left] & over_front[right],
        "next: body to head, similarity of threads": (body[left] & head[right])
        * cosines(topics.run(-3, 0), left, topics.run(1, 3), right),
        "next: body to head, similarity of long threads": (body[left] & head[right])
        * cosines(topics.run(-8, 0), left, topics.run(1, 8), right),
        "next: body to head, length": (body[left] & head[right]) * np.log1p(lengths[right]),
        "next: body to outgrown head": body[left] & _outgrows_column(f)[right],
        "next: body to sure head": body[left] * np.clip(f.head[right], -4.0, 4.0),
        "next: body to what is over dateline": body[left] * np.append(f.dateline[1:], False)[right],
        "next: body to head, from full": body[left] & head[right] & f.last_full[left],
        "next: body to head, from end": body[left] & head[right] & f.ends[left],
        "next: body to headline by words": body[left] * f.headline[right],
        "next: head to headline by words": (head[left] & head[right]) * f.headline[right],
        "next: body to head with series": body[left] & head[right] & f.series[right],
        "next: body to byline": body[left] & byline[right],
        "next: body to signoff": body[left] & signoff[right],
        "next: body to signoff at once": neighbour * (body[left] & signoff[right]),
        "next: body to dateline": body[left] & f.dateline[right],
        "next: from signoff": signoff[left],
        "next: to signoff": signoff[right],
        "next: to jump": jump[right],
        "next: after label": f.labelled[right],
        "next: front to body, repetition": (head[left] & body[right]) * f.repetitions.pairs(left, right),
        "next: body to head, repetition": (body[left] & head[right]) * f.repetitions.pairs(right, left),
        "next: body to head, repetition after": (body[left] & head[right]) * f.repetitions.after()[right],
        "next: from lone dateline": (f.dateline & f.one_line)[left],
        "next: similarity at neighbour": neighbour * place["next: similarity"],
        "next: body to head, own similarity": (body[left] & head[right])
        * cosines(topics.run(-5, 0), left, topics.own, right),
    }


def _alike(head: NDArray[np.bool_], lengths: Floats) -> Floats:
    """For each head how many heads as long as it stand near it, at most three: headings run in series."""
    found = np.zeros(len(head))
    for step in range(1, min(SERIES_REACH, len(head) - 1) + 1):
        same = head[:-step] & head[step:] & (lengths[:-step] == lengths[step:])
        found[:-step] += same
        found[step:] += same
    return np.minimum(found, 3.0)


def opening_evidence(fragments: Fragments) -> Evidence:
    """That a fragment opens an item."""
    f = fragments
    count = len(f)
    head, byline, jump = f.head > 0, f.has(Role.BYLINE), f.has(Role.JUMP)
    lengths = _lengths(f)
    here = np.arange(count)
    before, after = np.maximum(here - 1, 0), np.minimum(here + 1, count - 1)
    signed = f.signed | f.has(Role.SIGNOFF)
    first = here == 0
    over_front = _over_front(f)
    over_head = head & head[after] & (after > here)
    topics = f.topics
    alike = cosines(topics.run(-3, 0), before, topics.run(0, 2), here)
    alike_below = cosines(topics.run(-3, 0), before, topics.run(1, 3), here)
    return {
        "opens: page": first,
        "opens: head": head,
        "opens: sure of head": np.clip(f.head, -4.0, 4.0),
        "opens: over dateline": np.append(f.dateline[1:], False),
        "opens: over byline": np.append(byline[1:] | jump[1:], False),
        "opens: after end": f.ends[before] * ~first,
        "opens: short head": head & (lengths < SHORT_HEAD),
        "opens: long head": head & (lengths > LONG_HEAD),
        "opens: head length": head * np.log1p(lengths),
        "opens: series": head & f.series,
        "opens: head over front": over_front,
        "opens: outgrown head": _outgrows_column(f),
        "opens: head over head": over_head,
        "opens: head after signed": head & signed[before],
        "opens: head after head": head & head[before] & ~first,
        "opens: head after open end": head & (f.open_end[before] > 0),
        "opens: head after label": head & f.labelled,
        "opens: head wider": head & ~f.printed & f.printed.any(),
        "opens: head on clean page": head & ~f.printed.any(),
        "opens: similarity of head": head * alike_below,
        "opens: long similarity of head": head * cosines(topics.run(-8, 0), before, topics.run(1, 8), here),
        "opens: similarity of head to text above": head * cosines(topics.run(-5, -1), here, topics.own, here),
        "opens: similarity of head to text below": head * cosines(topics.run(1, 5), here, topics.own, here),
        "opens: head among its like": head * _alike(head, lengths),
        "opens: headline by words": f.headline,
        "opens: headline by words of the next": over_head * f.headline[after],
        "opens: long similarity of body": ~head * cosines(topics.run(-8, 0), before, topics.run(0, 8), here),
        "opens: head over front after body": over_front & ~head[before],
        "opens: head after head over front": over_front & head[before],
        "opens: dateline": f.dateline,
        "opens: body": ~head & f.has(Role.BODY),
        "opens: body after signed": ~head & f.has(Role.BODY) & signed[before],
        "opens: body after label": ~head & f.labelled,
        "opens: body on clean page": ~head & ~f.printed.any(),
        "opens: similarity of body": ~head * alike,
        "opens: open start": np.maximum(f.open_start, 0.0),
        "opens: indent": np.minimum(f.open_start, 0.0),
        "opens: byline": byline,
        "opens: signoff": f.has(Role.SIGNOFF),
        "opens: jump": jump,
        "opens: head repeated before": head * f.repetitions.before(),
        "opens: head repeated after": head * f.repetitions.after(),
        "opens: bracket closed": f.closes,
    }


def closing_evidence(fragments: Fragments) -> Evidence:
    """That a fragment closes its item."""
    f = fragments
    count = len(f)
    here = np.arange(count)
    after = np.minimum(here + 1, count - 1)
    head, body = f.head > 0, f.has(Role.BODY) & ~(f.head > 0)
    last = here == count - 1
    full = f.last_full & ~f.ends & body
    return {
        "closes: page": last,
        "closes: head": head,
        "closes: front": f.has(Role.BYLINE) | f.has(Role.JUMP),
        "closes: signoff": f.has(Role.SIGNOFF),
        "closes: signed": f.signed & body,
        "closes: body": body,
        "closes: with stop": f.ends & body,
        "closes: cut": full,
        "closes: bracket": f.opens & body,
        "closes: colon": f.colon,
        "closes: before head": head[after] & ~last & ~head,
        "closes: before headline by words": f.headline[after] * ~last * ~head,
        "closes: before sure head": np.clip(f.head[after], -4.0, 4.0) * ~last * ~head,
        "closes: before dateline": f.dateline[after] & ~last & ~head,
        "closes: before label": f.labelled[after] & ~last,
        "closes: before signoff": f.has(Role.SIGNOFF)[after] & ~last,
        "closes: similarity": cosines(f.topics.run(-3, 0), here, f.topics.run(0, 2), after) * ~last,
        "closes: long similarity": cosines(f.topics.run(-8, 0), here, f.topics.run(0, 8), after) * ~last,
        "closes: dateline": f.dateline,
        "closes: lone dateline": f.dateline & f.one_line,
    }
