"""Quotation marks in pairs: the best label for each slot of a paragraph, pairing included."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.layout.measure import QUOTES

UNPAIRED = -12.0
"""What it costs to set a quotation mark without its partner."""
State = int
OUTSIDE, INSIDE, INSIDE_UNPROVED, NESTED, NESTED_UNPROVED = range(5)
_OPEN = {
    ("\u201c", OUTSIDE): INSIDE,
    ("\u2018", INSIDE): NESTED,
    ("\u2018", INSIDE_UNPROVED): NESTED_UNPROVED,
}
_CLOSE = {
    ("\u201d", INSIDE): OUTSIDE,
    ("\u201d", INSIDE_UNPROVED): OUTSIDE,
    ("\u2019", NESTED): INSIDE,
    ("\u2019", NESTED_UNPROVED): INSIDE_UNPROVED,
}


def pair(visible: Sequence[str], gaps: Sequence[bool], options: Sequence[dict[str, float]]) -> list[str]:
    """The best label a slot, quotation marks paired: a shortest path over the states of quoting."""
    best: dict[State, float] = {OUTSIDE: 0.0}
    trail: list[dict[State, tuple[State, str]]] = []
    for seen, gap, choice in zip(visible, gaps, options, strict=True):
        reached: dict[State, float] = {}
        came: dict[State, tuple[State, str]] = {}
        for state, held in best.items():
            for label, score in choice.items():
                after, cost = _step(state, label, seen, gap)
                total = held + score + cost
                if total > reached.get(after, -1e9):
                    reached[after], came[after] = total, (state, label)
        best = reached
        trail.append(came)
    state = max(best, key=lambda s: best[s] + (0.0 if s == OUTSIDE else UNPAIRED))
    labels = []
    for came in reversed(trail):
        state, label = came[state]
        labels.append(label)
    return labels[::-1]


def _step(state: State, label: str, seen: str, gap: bool) -> tuple[State, float]:
    """The state after a label, and what is wrong with it: a quotation mark without its partner."""
    cost = 0.0
    for mark in label:
        if mark not in QUOTES:
            continue
        proved = gap or mark in seen
        if (mark, state) in _OPEN:
            state = _OPEN[mark, state]
            if not proved:
                state = INSIDE_UNPROVED if state == INSIDE else NESTED_UNPROVED
        elif (mark, state) in _CLOSE:
            if not proved and state in (INSIDE_UNPROVED, NESTED_UNPROVED):
                cost += UNPAIRED
            state = _CLOSE[mark, state]
        elif mark not in seen:
            cost += UNPAIRED
        else:
            cost += UNPAIRED / 4  # visible and without a partner: it stays, and something is lost
            state = INSIDE if mark == "\u201c" else OUTSIDE if mark == "\u201d" else state
    return state, cost
