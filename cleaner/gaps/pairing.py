"""Quotation marks in pairs: the best labels for the slots of a paragraph, and how sure each is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import exp

from cleaner.layout.measure import QUOTES, STRAIGHT_QUOTES

UNPAIRED = -40.0
"""What it costs to set a quotation mark without its partner: more than any language can say for it."""
PARTNER_LOST = -3.0
"""What it costs that a visible quotation mark has no partner."""
NEGLIGIBLE = -8.0
"""Options this much less likely than the best one of their slot are left out."""
FAINTEST = -60.0
"""What is visible counts as at least so likely, in nats against the best label, so that no sum of
paths underflows."""

QUOTATION = "q"
"""Stands for any quotation mark,"""
_SHAPES = QUOTES + STRAIGHT_QUOTES
"""of these shapes."""
State = int
OUTSIDE, SEEN, INSIDE, UNPROVED, NESTED, NESTED_UNPROVED = range(6)
"""Within no quotation marks; within a pair whose opening mark is visible, stands at a gap, or neither
(a visible one, or one at a gap, must close it); and the same of a pair within a pair."""
_STATES = (OUTSIDE, SEEN, INSIDE, UNPROVED, NESTED, NESTED_UNPROVED)
_END = {OUTSIDE: 0.0, SEEN: PARTNER_LOST}
_CLOSED = {
    ("\u201d", SEEN): OUTSIDE,
    ("\u201d", INSIDE): OUTSIDE,
    ("\u201d", UNPROVED): OUTSIDE,
    ("\u2019", NESTED): INSIDE,
    ("\u2019", NESTED_UNPROVED): UNPROVED,
}

Options = dict[str, float]
"""Labels that are possible at a slot, with their log-probabilities."""
_Step = tuple[State, State, str, float]
"""One way through a slot: state before, state after, label, score."""


def without_shape(marks: str) -> str:
    """Marks with all quotation marks alike: OCR mistakes opening, closing, inner and straight ones.

    >>> without_shape("，‘") == without_shape("，”")
    True
    """
    return "".join(QUOTATION if mark in _SHAPES else mark for mark in marks)


def pair(
    visible: Sequence[str], gaps: Sequence[bool], options: Sequence[Options]
) -> tuple[list[str], list[dict[str, float]]]:
    """The best label for each slot, quotation marks paired, and the probabilities of the possible ones.

    The labels are a shortest path over the states of quoting; a probability is the share of all paths
    that take the label (forward and backward sums).
    """
    labels: list[str] = []
    shares: list[dict[str, float]] = []
    quoting = []
    for i, choice in enumerate(options):
        best = max(choice, key=choice.__getitem__)
        labels.append(best)
        if any(map(_holds_quotes, choice)):
            quoting.append(i)
            shares.append({})  # found below
            continue
        weights = {label: exp(score - choice[best]) for label, score in choice.items()}
        total = sum(weights.values())
        shares.append({label: weight / total for label, weight in weights.items()})
    # What stands in the other slots does not depend on the pairs.
    steps = [_steps(visible[i], gaps[i], options[i]) for i in quoting]
    for i, label, share in zip(quoting, _shortest(steps), _shares(steps), strict=True):
        labels[i], shares[i] = label, share
    return labels, shares


@cache
def _holds_quotes(label: str) -> bool:
    return any(mark in label for mark in QUOTES)


def _steps(seen: str, gap: bool, options: Options) -> list[_Step]:
    """Every way through a slot, from whatever state; scores are relative to the best label.

    Where the slot may stay as it is, no way sets a quotation mark without its partner.
    """
    best = max(options.values())
    steps = []
    for label, score in options.items():
        if score < best + NEGLIGIBLE and label != seen:
            continue
        worse = max(score - best, FAINTEST)
        ways = _ways(label, seen, gap, label != seen and seen in options)
        steps += [(state, after, label, worse + cost) for state, after, cost in ways]
    return steps


@lru_cache(maxsize=4000)
def _ways(label: str, seen: str, gap: bool, paired: bool) -> tuple[tuple[State, State, float], ...]:
    """Where a label leads from each state, and what is wrong with it; on request in pairs only."""
    ways = ((state, *_follow(state, label, seen, gap)) for state in _STATES)
    return tuple(way for way in ways if way[2] > UNPAIRED or not paired)


def _shortest(steps: Sequence[Sequence[_Step]]) -> list[str]:
    best: dict[State, float] = {OUTSIDE: 0.0}
    trail: list[dict[State, tuple[State, str]]] = []
    for slot in steps:
        reached: dict[State, float] = {}
        came: dict[State, tuple[State, str]] = {}
        for state, after, label, score in slot:
            held = best.get(state)
            if held is not None and held + score > reached.get(after, -1e9):
                reached[after], came[after] = held + score, (state, label)
        best = reached
        trail.append(came)
    state = max(best, key=lambda s: best[s] + _END.get(s, UNPAIRED))
    labels = []
    for came in reversed(trail):
        state, label = came[state]
        labels.append(label)
    return labels[::-1]


def _shares(steps: Sequence[Sequence[_Step]]) -> list[dict[str, float]]:
    """The probability of every label at every slot."""
    weighed: list[list[_Step]] = []
    forward = [[float(state == OUTSIDE) for state in _STATES]]
    for slot in steps:
        before, row = forward[-1], [0.0] * len(_STATES)
        reached = [(s, after, label, exp(score)) for s, after, label, score in slot if before[s]]
        for state, after, _, weight in reached:
            row[after] += before[state] * weight
        weighed.append(reached)
        total = sum(row)
        forward.append([share / total for share in row])
    behind = [exp(_END.get(state, UNPAIRED)) for state in _STATES]
    shares: list[dict[str, float]] = []
    for slot, held in zip(reversed(weighed), reversed(forward[:-1]), strict=True):
        row, labels = [0.0] * len(_STATES), dict[str, float]()
        for state, after, label, weight in slot:
            way = weight * behind[after]
            row[state] += way
            labels[label] = labels.get(label, 0.0) + held[state] * way
        total, whole = sum(row), sum(labels.values())
        behind = [share / total for share in row]
        shares.append({label: share / whole for label, share in labels.items()})
    return shares[::-1]


def _follow(state: State, label: str, seen: str, gap: bool) -> tuple[State, float]:
    """The state after a label, and what is wrong with it: a quotation mark without its partner."""
    cost = 0.0
    for mark in label:
        if mark not in QUOTES:
            continue
        visible = mark in seen
        proved = gap or QUOTATION in without_shape(seen)
        if mark == "\u201c" and state == OUTSIDE:
            state = SEEN if visible else INSIDE if proved else UNPROVED
        elif mark == "\u2018" and state in (SEEN, INSIDE, UNPROVED):
            state = NESTED if proved and state != UNPROVED else NESTED_UNPROVED
        elif (mark, state) in _CLOSED:
            if not proved and state in (UNPROVED, NESTED_UNPROVED):
                cost += UNPAIRED
            state = _CLOSED[mark, state]
        elif visible:
            cost += PARTNER_LOST  # it stays, and something is lost
            state = SEEN if mark == "\u201c" else OUTSIDE if mark == "\u201d" else state
        else:
            cost += UNPAIRED
    return state, cost
