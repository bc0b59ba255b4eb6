"""Quotation marks in pairs: the best labels for the slots of a paragraph, and the probability of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from math import exp, inf, log

from cleaner.profiles.marks import QUOTES, STRAIGHT_QUOTES

PARTNER_LOST = -3.0
"""What it costs that a visible quotation mark has no partner."""
NEGLIGIBLE = -8.0
"""Options this much less likely than the best one of their slot are left out."""

QUOTATION = "q"
"""Stands for any quotation mark,"""
_SHAPES = QUOTES + STRAIGHT_QUOTES
"""of these shapes."""
NONE, VISIBLE, HELD, PROVED, GAPLESS, UNPROVED = range(6)
"""An opening mark that waits for its partner: none, one that is visible, one that has a visible partner too,
one that is set at a gap or in place of another quotation mark, one that is set beside another mark or at an
edge of the paragraph, where print gives it no room, one that is set where nothing is."""
State = tuple[int, int]
"""What waits outside, and within it: the outer and the inner opening mark."""
OUTSIDE: State = (NONE, NONE)
_STATES = (OUTSIDE, *product((VISIBLE, HELD, PROVED, GAPLESS, UNPROVED), range(6)))
_NUMBERS = {state: number for number, state in enumerate(_STATES)}
"""The paths go over the numbers of the states."""
_START = _NUMBERS[OUTSIDE]
_END = {
    _START: 0.0,
    _NUMBERS[VISIBLE, NONE]: PARTNER_LOST,
    _NUMBERS[VISIBLE, VISIBLE]: 2 * PARTNER_LOST,
}
"""The states in which a paragraph may end: no mark waits for its partner but those that never had one."""

Options = dict[str, float]
"""Labels that are possible at a slot, with their log-probabilities."""
_Ways = Sequence[tuple[int, float] | None]
"""Where a label leads from each state, and what it costs; None where it may not stand."""
_Choice = tuple[str, float, _Ways]
"""A label of a slot, its score relative to the best one, and its ways."""


def without_shape(marks: str) -> str:
    """Marks with all quotation marks alike: OCR mistakes opening, closing, inner and straight ones.

    >>> without_shape("，‘") == without_shape("，”")
    True
    """
    return "".join(QUOTATION if mark in _SHAPES else mark for mark in marks)


def pair(
    visible: Sequence[str], gaps: Sequence[bool], options: Sequence[Options], gapless: float | None = None
) -> tuple[list[str], list[dict[str, float]]]:
    """The best label for each slot, quotation marks paired, and the probabilities of the possible ones.

    `visible[i]` are the marks seen in slot i, `gaps[i]` says whether there is white space in it. The labels
    are a shortest path over the states of quoting; a probability is the share of all paths that take the
    label (forward and backward sums). Whatever the scores, a quotation mark that is set has a partner,
    and one of the two is visible, stands at a gap or takes the place of another quotation mark; or, where
    `gapless` is given, each of the two stands beside a visible mark or in the first or last slot, which are
    the edges of the paragraph: then `gapless` is added to the log-probability of the pair. A visible mark
    that has a visible partner keeps one, unless it is itself taken for another mark: so what was set before
    stays paired.

    Raises `ValueError` where the options leave no such way: those of a slot should hold what is visible, or
    a label without quotation marks.

    >>> pair(["", ""], [True, True], [{"": -1.0, "“": -0.1}, {"": 0.0, "”": -0.2}])[0]
    ['“', '”']
    >>> pair(["", ""], [True, True], [{"": -1.0, "“": -0.1}, {"": 0.0}])[0]
    ['', '']
    >>> seen, speech = ["", "：", "。"], [{"": 0.0}, {"：": -1.0, "：“": -0.3}, {"。": -1.0, "。”": -0.3}]
    >>> pair(seen, [False] * 3, speech)[0], pair(seen, [False] * 3, speech, gapless=0.0)[0]
    (['', '：', '。'], ['', '：“', '。”'])
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
    held = _held([seen if seen in choice else "" for seen, choice in zip(visible, options, strict=True)])
    ends = (0, len(visible) - 1)
    slots = [
        _choices(
            visible[i],
            held.get(i, ""),
            _proof(gaps[i], visible[i], i in ends),
            gapless,
            options[i],
        )
        for i in quoting
    ]
    for i, label, share in zip(quoting, _shortest(slots), _shares(slots), strict=True):
        labels[i], shares[i] = label, share
    return labels, shares


def partners(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The slots of the opening and the closing mark of each pair, as `pair` pairs them.

    >>> list(partners(["“", "‘", "，", "’”", "”"]))
    [(1, 3), (0, 3)]
    """
    return ((opening, closing) for opening, closing, _ in _pairs(labels))


def _held(visible: Sequence[str]) -> dict[int, str]:
    """The visible marks by slot that have visible partners; not those that a slot holds twice."""
    held: dict[int, str] = {}
    for *places, marks in _pairs(visible):
        for i, mark in zip(places, marks, strict=True):
            if visible[i].count(mark) == 1:
                held[i] = held.get(i, "") + mark
    return held


def _pairs(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The slots of the two marks of each pair, and the marks."""
    outer: int | None = None
    inner: int | None = None
    for i, mark in ((i, mark) for i, label in enumerate(labels) for mark in label):
        if mark == "“":
            outer, inner = i, None
        elif mark == "‘" and outer is not None:
            inner = i
        elif mark == "’" and inner is not None:
            yield inner, i, "‘’"
            inner = None
        elif mark == "”" and outer is not None:
            yield outer, i, "“”"
            outer = inner = None


@cache
def _holds_quotes(label: str) -> bool:
    return any(mark in label for mark in QUOTES)


def _proof(gap: bool, seen: str, edge: bool) -> int:
    """The state of a mark that is set in a slot."""
    if gap or QUOTATION in without_shape(seen):
        return PROVED
    return GAPLESS if seen or edge else UNPROVED


def _choices(seen: str, held: str, proof: int, gapless: float | None, options: Options) -> list[_Choice]:
    """The labels of a slot that are worth a thought; always what is visible."""
    best = max(options.values())
    least = best + NEGLIGIBLE if seen in options else -inf
    return [
        (label, score - best, _ways(label, seen, held, proof, gapless))
        for label, score in options.items()
        if score >= least or label == seen
    ]


@lru_cache(maxsize=4000)
def _ways(label: str, seen: str, held: str, proof: int, gapless: float | None) -> _Ways:
    """Where a label leads from each state; nowhere where a mark would be set in no pair."""
    ways = (_follow(state, label, seen, held, proof, gapless) for state in _STATES)
    return [way and (_NUMBERS[way[0]], way[1]) for way in ways]


def _follow(
    state: State, label: str, seen: str, held: str, proof: int, gapless: float | None
) -> tuple[State, float] | None:
    """The state after a label, and the cost of visible marks that have lost their partner.

    None where a mark that is set, or had a visible partner, has none; or where a pair has no proof.
    """
    cost = 0.0
    for mark in label:
        if mark not in QUOTES:
            continue
        kind = HELD if mark in held else VISIBLE if mark in seen else proof
        outer, inner = state
        lost: tuple[int, ...]
        if mark == "“":
            lost, state = (outer, inner), (kind, NONE)
        elif mark == "‘":
            lost, state = ((inner,), (outer, kind)) if outer else ((kind,), state)
        else:
            opened = inner if mark == "’" else outer
            if opened >= GAPLESS <= kind:
                if gapless is None or UNPROVED in (opened, kind):
                    return None
                cost += gapless
            if not opened:
                lost = (kind,)
            elif mark == "’":
                lost, state = (), (outer, NONE)
            else:
                lost, state = (inner,), OUTSIDE
        if any(mark > VISIBLE for mark in lost) or (kind > HELD and any(lost)):
            return None  # where a mark is set, no other one may have lost its partner
        cost += PARTNER_LOST * sum(map(bool, lost))
    return state, cost


def _shortest(slots: Sequence[Sequence[_Choice]]) -> list[str]:
    best: dict[int, float] = {_START: 0.0}
    trail: list[dict[int, tuple[int, str]]] = []
    for slot in slots:
        reached: dict[int, float] = {}
        came: dict[int, tuple[int, str]] = {}
        for state, held in best.items():
            for label, score, ways in slot:
                way = ways[state]
                if way is not None:
                    after, cost = way
                    total = held + score + cost
                    if total > reached.get(after, -inf):
                        reached[after], came[after] = total, (state, label)
        best = reached
        trail.append(came)
    ends = {state: best[state] + cost for state, cost in _END.items() if state in best}
    if not ends:
        raise ValueError("the options leave no way to pair the quotation marks")
    state = max(ends, key=ends.__getitem__)
    labels = []
    for came in reversed(trail):
        state, label = came[state]
        labels.append(label)
    return labels[::-1]


def _shares(slots: Sequence[Sequence[_Choice]]) -> list[dict[str, float]]:
    """The probability of every label at every slot: sums over all ways, as logarithms."""
    forward: list[dict[int, float]] = [{_START: 0.0}]
    for slot in slots:
        reached: defaultdict[int, list[float]] = defaultdict(list)
        for state, held in forward[-1].items():
            for _, score, ways in slot:
                way = ways[state]
                if way is not None:
                    reached[way[0]].append(held + score + way[1])
        forward.append({state: _log_sum(logs) for state, logs in reached.items()})
    behind: Mapping[int, float] = _END
    shares: list[dict[str, float]] = []
    for slot, before in zip(reversed(slots), reversed(forward[:-1]), strict=True):
        onward: defaultdict[int, list[float]] = defaultdict(list)
        through: defaultdict[str, list[float]] = defaultdict(list)
        for state, held in before.items():
            for label, score, ways in slot:
                way = ways[state]
                if way is not None and way[0] in behind:
                    rest = score + way[1] + behind[way[0]]
                    onward[state].append(rest)
                    through[label].append(held + rest)
        behind = {state: _log_sum(logs) for state, logs in onward.items()}
        sums = {label: _log_sum(logs) for label, logs in through.items()}
        whole = _log_sum(list(sums.values()))
        shares.append({label: exp(log - whole) for label, log in sums.items()})
    return shares[::-1]


def _log_sum(logs: Sequence[float]) -> float:
    """The logarithm of the sum of exponentials."""
    if len(logs) == 1:
        return logs[0]
    if len(logs) == 2:  # mostly so
        less, more = logs if logs[0] < logs[1] else logs[::-1]
        return more + log(1.0 + exp(less - more))
    most = max(logs)
    return most + log(sum([exp(each - most) for each in logs]))
