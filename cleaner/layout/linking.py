"""Which fragment follows which: one minimum-cost path cover of the page.

Every fragment either opens an item or follows another one, as the rest of its paragraph (a seam) or as the
next paragraph; and it either closes its item or is followed. Two softmaxes, over what a fragment may follow
and over what may follow it, weigh the same evidence with fitted weights (`cleaner.training.layout`): a full
line that ends in mid-sentence must go on somewhere, a line that begins in mid-sentence must come from
somewhere. An assignment over the whole page picks the links that are likeliest together; the paths are the
items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.assignment import assign, without_cycles
from cleaner.layout.columns import INDENT, TOLERANCE
from cleaner.layout.fragments import Fragments
from cleaner.layout.roles import Role
from cleaner.layout.weights import Weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Language(Protocol):
    """What the language knows of a seam: for pairs of texts, the log-odds that one goes on in the other."""

    def affinity(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """By the two characters at the seam alone; cheap."""

    def continuation(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """By the text on both sides."""


class Kind(IntEnum):
    """How a fragment comes after what it follows."""

    OPENS = 0
    """It follows nothing: an item begins."""
    NEXT = 1
    """As the next paragraph."""
    SEAM = 2
    """As the rest of the same paragraph."""
    CLOSES = 3
    """Nothing follows it: an item ends."""


BACK, AHEAD = 20, 2
"""Fragments before and behind that one may follow; the rest of a paragraph is looked for further off."""
FAR = 60
CONTEXT = 24
"""Characters on each side of a seam that the language looks at."""
ASKED, MOST_ASKED = 6, 900
"""Seams of a fragment, and of a page, that the model is asked about: its cost is what limits long pages."""
MOST_FROM_MODEL, LEAST_AFFINITY = 6.0, -1.5
SQUEEZED = 2.0
"""Em by which the marks of a full line of body text may exceed the column in natural width."""
SHORT_HEAD, LONG_HEAD = 11, 17
"""Characters; a shorter line is more often a heading, a longer one is too long for a column."""


@dataclass(frozen=True, slots=True)
class Link:
    """Fragment `right` follows fragment `left`, as a seam or as the next paragraph; blocks by index."""

    left: int
    right: int
    seam: bool
    probability: float


@dataclass(frozen=True, slots=True)
class Choices:
    """All that may be: `left[n]` goes on in `right[n]` as `kind[n]` says; -1 where an item begins or ends."""

    left: Ints
    right: Ints
    kind: Ints
    names: Sequence[str]
    evidence: Floats
    """Shape (choices, names)."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The paths found, and what else each fragment might have followed."""

    links: Sequence[Link]
    rivals: dict[int, list[Link]]
    """For each fragment by block index what it may follow, likeliest first; opening an item is left -1."""


def find_cover(fragments: Fragments, language: Language, weights: Weights) -> Cover:
    """The paths over all fragments of a page."""
    if not len(fragments):
        return Cover([], {})
    choices = find_choices(fragments, language)
    sure = weights["sure"]
    gains, seams = gains_of(choices, weights)
    pairs = without_cycles(assign(gains), gains)
    at = fragments.index.tolist()

    def link(a: int, b: int) -> Link:
        odds = sure.get("scale", 1.0) * gains[a, b] + sure.get("shift", 0.0)
        return Link(at[a], at[b], (a, b) in seams, float(1 / (1 + np.exp(-odds))))

    rivals: dict[int, list[Link]] = {i: [] for i in at}
    for a, b in gains:
        rivals[at[b]].append(link(a, b))
    for found in rivals.values():
        found.sort(key=lambda link: -link.probability)
    return Cover([link(a, b) for a, b in sorted(pairs)], rivals)


def gains_of(choices: Choices, weights: Weights) -> tuple[dict[tuple[int, int], float], set[tuple[int, int]]]:
    """For each pair the log-odds of being linked, not parted; and the pairs that are seams, if linked."""
    back = log_probabilities(choices, weights["follows"], choices.right)
    on = log_probabilities(choices, weights["followed"], choices.left)
    opening = {int(choices.right[n]): float(back[n]) for n in np.flatnonzero(choices.kind == Kind.OPENS)}
    closing = {int(choices.left[n]): float(on[n]) for n in np.flatnonzero(choices.kind == Kind.CLOSES)}
    found: dict[tuple[int, int], dict[Kind, tuple[float, float]]] = {}
    for n in np.flatnonzero((choices.left >= 0) & (choices.right >= 0)).tolist():
        pair = int(choices.left[n]), int(choices.right[n])
        found.setdefault(pair, {})[Kind(choices.kind[n])] = (float(back[n]), float(on[n]))
    gains: dict[tuple[int, int], float] = {}
    seams = set()
    for (a, b), kinds in found.items():
        both = np.logaddexp.reduce(list(kinds.values()), axis=0)
        gains[a, b] = float(both[0] - opening[b] + both[1] - closing[a])
        if max(kinds, key=lambda kind: sum(kinds[kind])) is Kind.SEAM:
            seams.add((a, b))
    return gains, seams


def log_probabilities(choices: Choices, weights: Mapping[str, float], owner: Ints) -> Floats:
    """Of each choice, among all of the same owner (`choices.right` or `choices.left`)."""
    scores = choices.evidence @ np.array([weights.get(name, 0.0) for name in choices.names])
    owner = owner + 1  # what has no owner is put together, and not looked at
    size = int(owner.max()) + 1
    top = np.full(size, -np.inf)
    np.maximum.at(top, owner, scores)
    total = np.bincount(owner, np.exp(scores - top[owner]), size)
    logs: Floats = scores - top[owner] - np.log(total[owner])
    return logs


def find_choices(fragments: Fragments, language: Language) -> Choices:
    """Every choice worth weighing, with its evidence; their number grows linearly with the fragments."""
    count = len(fragments)
    rights = np.arange(count)
    if fragments.printed.any():
        nexts = _window(count, BACK, AHEAD)
        seams, affinity, model = _seams(fragments, language)
    else:
        nexts = _window(count, 1, 0)
        seams, affinity, model = np.zeros((0, 2), dtype=np.int64), np.zeros(0), np.zeros(0)
    parts = [
        (np.full(count, -1), rights, Kind.OPENS, _opening_evidence(fragments)),
        (nexts[:, 0], nexts[:, 1], Kind.NEXT, _next_evidence(fragments, nexts[:, 0], nexts[:, 1])),
        (rights, np.full(count, -1), Kind.CLOSES, _closing_evidence(fragments)),
        (
            seams[:, 0],
            seams[:, 1],
            Kind.SEAM,
            _seam_evidence(fragments, seams[:, 0], seams[:, 1], affinity, model),
        ),
    ]
    names = [name for part in parts for name in part[3]]
    place = {name: i for i, name in enumerate(names)}
    evidence = np.zeros((sum(len(part[0]) for part in parts), len(names)))
    start = 0
    for left, _, _, found in parts:
        for name, values in found.items():
            evidence[start : start + len(left), place[name]] = values
        start += len(left)
    return Choices(
        np.concatenate([part[0] for part in parts]).astype(np.int64),
        np.concatenate([part[1] for part in parts]).astype(np.int64),
        np.concatenate([np.full(len(part[0]), int(part[2])) for part in parts]),
        names,
        evidence,
    )


def _window(count: int, back: int, ahead: int) -> Ints:
    """Pairs (left, right) of fragments that are at most so far apart, shape (pairs, 2)."""
    offsets = np.array([step for step in range(-ahead, back + 1) if step])
    right = np.repeat(np.arange(count), len(offsets))
    left = right - np.tile(offsets, count)
    inside = (left >= 0) & (left < count)
    return np.stack([left[inside], right[inside]], axis=1)


def _seams(fragments: Fragments, language: Language) -> tuple[Ints, Floats, Floats]:
    """Pairs that may be halves of one paragraph, their affinity, and what the model says of them."""
    text = fragments.has(Role.BODY)  # heads among them: one may be a piece of a paragraph misread
    may_end = text & (fragments.open_end > -5.0) & fragments.printed
    may_start = text & (fragments.open_start > -5.0) & ~fragments.dateline & fragments.printed
    pairs = _window(len(fragments), FAR, FAR // 3)
    pairs = pairs[may_end[pairs[:, 0]] & may_start[pairs[:, 1]]]
    if not len(pairs):
        return pairs, np.zeros(0), np.zeros(0)
    left, right = pairs[:, 0], pairs[:, 1]
    texts = fragments.texts
    affinity = np.maximum(
        language.affinity([(texts[a][-1:], texts[b][:1]) for a, b in pairs.tolist()]), LEAST_AFFINITY
    )
    step = right - left
    rough = fragments.open_end[left] + fragments.open_start[right] + 0.9 * affinity
    rough += np.where(step == 1, 2.5, -0.8 * np.log2(np.abs(step))) - 2.5 * (step < 0)
    rough += 2.0 * (fragments.last_full & ~fragments.ends)[left]
    order = np.lexsort((-rough, right))
    first = np.searchsorted(right[order], right[order])
    kept = order[np.arange(len(order)) - first < ASKED]
    kept = kept[np.argsort(-rough[kept], kind="stable")][:MOST_ASKED]
    kept.sort()
    asked = [(texts[a][-CONTEXT:], texts[b][:CONTEXT]) for a, b in pairs[kept].tolist()]
    model = np.clip(language.continuation(asked).astype(np.float64), -MOST_FROM_MODEL, MOST_FROM_MODEL)
    return pairs[kept], affinity[kept], model


def _between(flags: NDArray[np.bool_], left: Ints, right: Ints) -> Floats:
    """How many flagged fragments stand between two, at most four."""
    sums = np.concatenate([[0], np.cumsum(flags)])
    low, high = np.minimum(left, right), np.maximum(left, right)
    counts: Floats = np.minimum(sums[high] - sums[low + 1], 4).astype(np.float64)
    return counts


def _kinship(lefts: NDArray[np.float32], left: Ints, rights: NDArray[np.float32], right: Ints) -> Floats:
    """Shared vocabulary, 0 to 1, of rows of the one with rows of the other."""
    found = np.empty(len(left))
    for start in range(0, len(left), 4096):
        part = slice(start, start + 4096)
        found[part] = np.einsum("ij,ij->i", lefts[left[part]], rights[right[part]])
    return found


def _threads(fragments: Fragments, first: int, last: int) -> NDArray[np.float32]:
    """The vocabulary of what stands from `first` to `last` places after each; rows of length one."""
    known = fragments.threads.get((first, last))
    if known is not None:
        return known
    count = len(fragments)
    sums = np.concatenate(
        [np.zeros((1, fragments.vocabulary.shape[1])), np.cumsum(fragments.vocabulary, axis=0)]
    )
    low = np.clip(np.arange(count) + first, 0, count)
    high = np.clip(np.arange(count) + last + 1, 0, count)
    found = sums[high] - sums[low]
    result: NDArray[np.float32] = (
        found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    ).astype(np.float32)
    fragments.threads[first, last] = result
    return result


def _shape_evidence(fragments: Fragments, left: Ints, right: Ints, name: str) -> dict[str, Floats]:
    """How the end of one fragment and the beginning of another look, every pair of looks by itself.

    A full last line without a stop goes on somewhere; a short one ended, though its stop was not read.
    """
    f = fragments
    full = f.last_full & (~f.one_line | (f.natural >= f.width - 1.0))
    end = np.select(
        [f.opens, f.ends & full, f.ends, f.pauses, full],
        ["bracket", "stop, full", "stop", "pause", "cut"],
        "short",
    )[left]
    start = np.select(
        [f.closes, f.dateline, f.open_start > 3.0, f.open_start > 0.6, f.open_start > -1.0],
        ["bracket", "dateline", "open", "half open", "undecided"],
        "indented",
    )[right]
    body = (
        f.has(Role.BODY)[left] & f.has(Role.BODY)[right] & ~(f.head > 0)[left] & ~(f.head > 0)[right]
    ).astype(float)
    return {
        f"{name}: {a} to {b}": body * (end == a) * (start == b)
        for a in ("bracket", "stop, full", "stop", "pause", "cut", "short")
        for b in ("bracket", "dateline", "open", "half open", "undecided", "indented")
    }


def _place_evidence(fragments: Fragments, left: Ints, right: Ints, name: str) -> dict[str, Floats]:
    """Where two fragments stand, and how alike their columns and words are."""
    step = right - left
    heads = fragments.head > 0
    both = fragments.printed[left] & fragments.printed[right]
    apart = np.abs(fragments.width[left] - fragments.width[right])
    short = fragments.one_line[right] & (fragments.natural[right] <= fragments.width[left])
    return {
        f"{name}: bias": np.ones(len(left)),
        f"{name}: neighbour": (step == 1).astype(float),
        f"{name}: distance": np.log2(np.maximum(step, 1)),
        f"{name}: backwards": (step < 0).astype(float),
        f"{name}: distance back": np.log2(np.maximum(-step, 1)),
        f"{name}: other column": (both & (apart > 2.0) & ~short).astype(float),
        f"{name}: heads between": _between(heads, left, right),
        f"{name}: datelines between": _between(fragments.dateline, left, right),
        f"{name}: credits between": _between(fragments.has(Role.SIGNOFF) | fragments.signed, left, right),
        f"{name}: kinship": _kinship(fragments.vocabulary, left, fragments.vocabulary, right),
        f"{name}: kinship of threads": (step > 0)
        * _kinship(_threads(fragments, -3, 0), left, _threads(fragments, 0, 2), right),
        f"{name}: from signed": fragments.signed[left].astype(float),
    }


def _seam_evidence(
    fragments: Fragments, left: Ints, right: Ints, affinity: Floats, model: Floats
) -> dict[str, Floats]:
    f = fragments
    headish = np.clip(f.head, -4.0, 4.0)
    return {
        **_place_evidence(f, left, right, "seam"),
        **_shape_evidence(f, left, right, "seam"),
        "seam: open end": f.open_end[left],
        "seam: open start": f.open_start[right],
        "seam: ends sentence": f.ends[left].astype(float),
        "seam: pause": f.pauses[left].astype(float),
        "seam: last line full": f.last_full[left].astype(float),
        "seam: end in one line": f.one_line[left].astype(float),
        "seam: start in one line": f.one_line[right].astype(float),
        "seam: pair closed": (f.opens[left] & f.closes[right]).astype(float),
        "seam: pair left open": (f.opens[left] != f.closes[right]).astype(float),
        "seam: affinity": affinity,
        "seam: model": model,
        "seam: model at neighbour": model * (right - left == 1),
        "seam: from head": np.maximum(headish[left], 0.0),
        "seam: to head": headish[right],
        "seam: to head, backwards": (f.head[right] > 0) * (right < left).astype(float),
        "seam: to head, kinship": (f.head[right] > 0) * _kinship(f.vocabulary, left, f.vocabulary, right),
        "seam: to quote": f.quoted[right].astype(float),
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


def _next_evidence(fragments: Fragments, left: Ints, right: Ints) -> dict[str, Floats]:
    f = fragments
    head = f.head > 0
    body = f.has(Role.BODY) & ~head
    byline, signoff, jump = f.has(Role.BYLINE), f.has(Role.SIGNOFF), f.has(Role.JUMP)
    front = head | byline | jump
    over_front = head & np.append(byline[1:] | jump[1:] | f.dateline[1:], False)
    neighbour = (right - left == 1).astype(float)
    return {
        **_place_evidence(f, left, right, "next"),
        **_shape_evidence(f, left, right, "next"),
        "next: open end": np.maximum(f.open_end[left], 0.0) * body[left],
        "next: ends sentence": (f.ends[left] & body[left]).astype(float),
        "next: open start": f.open_start[right],
        "next: end full": (f.last_full[left] & body[left]).astype(float),
        "next: head to head": (head[left] & head[right]).astype(float),
        "next: head to head at once": neighbour * (head[left] & head[right]),
        "next: head to byline": (head[left] & byline[right]).astype(float),
        "next: head to jump": (head[left] & jump[right]).astype(float),
        "next: front to body": (front[left] & body[right]).astype(float),
        "next: front to body at once": neighbour * (front[left] & body[right]),
        "next: front to dateline": (front[left] & f.dateline[right]).astype(float),
        "next: body to head": (body[left] & head[right]).astype(float),
        "next: body to long head": (body[left] & head[right] & (f.natural[right] > LONG_HEAD)).astype(float),
        "next: body to head over front": (body[left] & over_front[right]).astype(float),
        "next: body to head, kinship of threads": (body[left] & head[right])
        * _kinship(_threads(f, -3, 0), left, _threads(f, 1, 3), right),
        "next: body to head, kinship of long threads": (body[left] & head[right])
        * _kinship(_threads(f, -8, 0), left, _threads(f, 1, 8), right),
        "next: body to outgrown head": (body[left] & _outgrows_column(f)[right]).astype(float),
        "next: body to sure head": (body[left] & head[right]) * np.clip(f.head[right], 0.0, 4.0),
        "next: body to head, from full": (body[left] & head[right] & f.last_full[left]).astype(float),
        "next: body to head, from end": (body[left] & head[right] & f.ends[left]).astype(float),
        "next: body to head with series": (body[left] & head[right] & f.series[right]).astype(float),
        "next: body to byline": (body[left] & byline[right]).astype(float),
        "next: body to signoff": (body[left] & signoff[right]).astype(float),
        "next: body to signoff at once": neighbour * (body[left] & signoff[right]),
        "next: body to dateline": (body[left] & f.dateline[right]).astype(float),
        "next: from signoff": signoff[left].astype(float),
        "next: to signoff": signoff[right].astype(float),
        "next: to jump": jump[right].astype(float),
        "next: after label": f.labelled[right].astype(float),
        "next: kinship at neighbour": neighbour * _kinship(f.vocabulary, left, f.vocabulary, right),
    }


def _opening_evidence(fragments: Fragments) -> dict[str, Floats]:
    f = fragments
    count = len(f)
    head, byline, jump = f.head > 0, f.has(Role.BYLINE), f.has(Role.JUMP)
    lengths = np.array([len(text) for text in f.texts], dtype=np.float64)
    here = np.arange(count)
    before, after = np.maximum(here - 1, 0), np.minimum(here + 1, count - 1)
    signed = f.signed | f.has(Role.SIGNOFF)
    first = here == 0
    over_front = head & (byline[after] | jump[after] | f.dateline[after]) & (after > here)
    over_head = head & head[after] & (after > here)
    alike = _kinship(_threads(f, -3, 0), before, _threads(f, 0, 2), here)
    alike_below = _kinship(_threads(f, -3, 0), before, _threads(f, 1, 3), here)
    return {
        "opens: page": first.astype(float),
        "opens: head": head.astype(float),
        "opens: sure of head": np.clip(f.head, 0.0, 4.0),
        "opens: short head": (head & (lengths < SHORT_HEAD)).astype(float),
        "opens: long head": (head & (lengths > LONG_HEAD)).astype(float),
        "opens: series": (head & f.series).astype(float),
        "opens: head over front": over_front.astype(float),
        "opens: outgrown head": _outgrows_column(f).astype(float),
        "opens: head over head": over_head.astype(float),
        "opens: head after signed": (head & signed[before]).astype(float),
        "opens: head after head": (head & head[before] & ~first).astype(float),
        "opens: head after open end": (head & (f.open_end[before] > 0)).astype(float),
        "opens: head after label": (head & f.labelled).astype(float),
        "opens: head wider": (head & ~f.printed & f.printed.any()).astype(float),
        "opens: head on clean page": (head & ~f.printed.any()).astype(float),
        "opens: kin of head": head * alike_below,
        "opens: long kin of head": head * _kinship(_threads(f, -8, 0), before, _threads(f, 1, 8), here),
        "opens: head over front after body": (over_front & ~head[before]).astype(float),
        "opens: head after head over front": (over_front & head[before]).astype(float),
        "opens: dateline": f.dateline.astype(float),
        "opens: body": (~head & f.has(Role.BODY)).astype(float),
        "opens: body after signed": (~head & f.has(Role.BODY) & signed[before]).astype(float),
        "opens: body after label": (~head & f.labelled).astype(float),
        "opens: body on clean page": (~head & ~f.printed.any()).astype(float),
        "opens: kin of body": ~head * alike,
        "opens: open start": np.maximum(f.open_start, 0.0),
        "opens: indent": np.minimum(f.open_start, 0.0),
        "opens: byline": byline.astype(float),
        "opens: signoff": f.has(Role.SIGNOFF).astype(float),
        "opens: jump": jump.astype(float),
    }


def _closing_evidence(fragments: Fragments) -> dict[str, Floats]:
    f = fragments
    count = len(f)
    here = np.arange(count)
    after = np.minimum(here + 1, count - 1)
    head, body = f.head > 0, f.has(Role.BODY) & ~(f.head > 0)
    last = here == count - 1
    full = f.last_full & ~f.ends & body
    return {
        "closes: page": last.astype(float),
        "closes: head": head.astype(float),
        "closes: front": (f.has(Role.BYLINE) | f.has(Role.JUMP)).astype(float),
        "closes: signoff": f.has(Role.SIGNOFF).astype(float),
        "closes: signed": (f.signed & body).astype(float),
        "closes: body": body.astype(float),
        "closes: with stop": (f.ends & body).astype(float),
        "closes: cut": full.astype(float),
        "closes: bracket": (f.opens & body).astype(float),
        "closes: colon": f.colon.astype(float),
        "closes: before head": (head[after] & ~last & ~head).astype(float),
        "closes: before sure head": np.clip(f.head[after], 0.0, 4.0) * ~last * ~head,
        "closes: before dateline": (f.dateline[after] & ~last & ~head).astype(float),
        "closes: before label": (f.labelled[after] & ~last).astype(float),
        "closes: before signoff": (f.has(Role.SIGNOFF)[after] & ~last).astype(float),
        "closes: kinship": _kinship(_threads(f, -3, 0), here, _threads(f, 0, 2), after) * ~last,
        "closes: dateline": f.dateline.astype(float),
    }
