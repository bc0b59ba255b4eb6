"""Quotation marks in pairs: the best labels for the slots of a paragraph, and the probability of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from math import exp, inf

from cleaner.profiles.marks import QUOTES, STRAIGHT_QUOTES

PARTNER_LOST = -3.0
"""What it costs that a visible quotation mark has no partner."""
NEGLIGIBLE = -8.0
"""Options this much less likely than the best one of their slot are left out."""
FAINT = 1e-100
"""Sums this small, or the inverse of it, are scaled before a float cannot hold them."""

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
_END = {
    OUTSIDE: 0.0,
    (VISIBLE, NONE): PARTNER_LOST,
    (VISIBLE, VISIBLE): 2 * PARTNER_LOST,
}
"""The states in which a paragraph may end: no mark waits for its partner but those that never had one."""

Options = dict[str, float]
"""Labels that are possible at a slot, with their log-probabilities."""
_Marks = tuple[str, str, str, int, float | None]
"""Quotation marks of a label; the visible marks of its slot, those that have visible partners, the state of a
mark that is set there; and what a pair without a gap costs."""
_Choice = tuple[_Marks, str, float, float, dict[str, float]]
"""Labels of a slot with the same quotation marks, which are as good as one where pairs are concerned: the
likeliest label; its score, relative to the best one of the slot; how likely they are together, relative to
that one, and each of them. Plain tuples, for a page has thousands."""
_Slot = Sequence[_Choice]
_Move = tuple[int, int, int, float, float]
"""By number: a state before a slot, a choice of it, the state behind; the cost, and that as a factor."""
_Step = tuple[Sequence[float], Sequence[_Move]]
"""The sums of all ways to the states before a slot, and the moves from there."""


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
    labels = [
        max(choice, key=choice.__getitem__) if len(choice) > 1 else next(iter(choice)) for choice in options
    ]
    quoting = [i for i, choice in enumerate(options) if any(map(_quotes_in, choice))]
    # What stands in the other slots does not depend on the pairs.
    held = _held([seen if seen in choice else "" for seen, choice in zip(visible, options, strict=True)])
    ends = (0, len(visible) - 1)
    slots = {
        i: _choices(
            visible[i],
            held.get(i, ""),
            _proof(gaps[i], visible[i], i in ends),
            gapless,
            options[i],
            labels[i],
        )
        for i in quoting
    }
    shares = [{} if i in slots else _shares_of(choice) for i, choice in enumerate(options)]
    for i, label, share in zip(quoting, *_paired([*slots.values()]), strict=True):
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
    for i, mark in ((i, mark) for i, label in enumerate(labels) if label for mark in _quotes_in(label)):
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
def _quotes_in(label: str) -> str:
    return "".join(mark for mark in label if mark in QUOTES)


def _proof(gap: bool, seen: str, edge: bool) -> int:
    """The state of a mark that is set in a slot."""
    if gap or QUOTATION in without_shape(seen):
        return PROVED
    return GAPLESS if seen or edge else UNPROVED


def _shares_of(options: Options) -> dict[str, float]:
    """The probability of every label of a slot by itself."""
    if len(options) == 1:
        return dict.fromkeys(options, 1.0)
    best = max(options.values())
    weights = {label: exp(score - best) for label, score in options.items()}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


def _choices(
    seen: str, held: str, proof: int, gapless: float | None, options: Options, best: str
) -> list[_Choice]:
    """The labels of a slot that are worth a thought, by their quotation marks; always what is visible."""
    most = options[best]
    least = most + NEGLIGIBLE if seen in options else -inf
    choices: dict[str, _Choice] = {}
    for label, score in options.items():
        if score < least and label != seen:
            continue
        relative = score - most
        weight = exp(relative)
        quotes = _quotes_in(label)
        if quotes not in choices:
            marks = quotes, seen, held, proof, gapless
            choices[quotes] = marks, label, relative, weight, {label: weight}
        else:
            marks, likeliest, highest, total, weights = choices[quotes]
            weights[label] = weight
            if relative > highest:
                likeliest, highest = label, relative
            choices[quotes] = marks, likeliest, highest, total + weight, weights
    return [*choices.values()]


@lru_cache(maxsize=4000)
def _moves(states: tuple[State, ...], choices: tuple[_Marks, ...]) -> tuple[list[_Move], tuple[State, ...]]:
    """Where choices lead from states, and the states behind; nowhere where a mark is set in no pair."""
    behind: dict[State, int] = {}
    moves: list[_Move] = []
    for i, state in enumerate(states):
        for n, marks in enumerate(choices):
            way = _follow(state, *marks)
            if way is not None:
                after, cost = way
                moves.append((i, n, behind.setdefault(after, len(behind)), cost, exp(cost)))
    return moves, tuple(behind)


def _follow(
    state: State, quotes: str, seen: str, held: str, proof: int, gapless: float | None
) -> tuple[State, float] | None:
    """The state after quotation marks, and the cost of visible marks that have lost their partner.

    None where a mark that is set, or had a visible partner, has none; or where a pair has no proof.
    """
    cost = 0.0
    for mark in quotes:
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


def _paired(slots: Sequence[_Slot]) -> tuple[list[str], list[dict[str, float]]]:
    """The labels of the best way through the slots, and the probability of every label at every slot."""
    states: tuple[State, ...] = (OUTSIDE,)
    best, sums = [0.0], [1.0]
    steps: list[_Step] = []
    trail: list[list[tuple[int, int]]] = []
    for slot in slots:
        moves, behind = _moves(states, tuple([marks for marks, *_ in slot]))
        reached, summed, came = [-inf] * len(behind), [0.0] * len(behind), [(0, 0)] * len(behind)
        for i, n, k, cost, factor in moves:
            _, _, score, weight, _ = slot[n]
            summed[k] += sums[i] * weight * factor
            total = best[i] + score + cost
            if total > reached[k]:
                reached[k], came[k] = total, (i, n)
        steps.append((sums, moves))
        trail.append(came)
        states, best, sums = behind, reached, _scaled(summed)
    ends = [best[k] + _END.get(state, -inf) for k, state in enumerate(states)]
    if max(ends, default=-inf) == -inf:
        raise ValueError("the options leave no way to pair the quotation marks")
    at = ends.index(max(ends))
    labels = []
    for slot, came in zip(reversed(slots), reversed(trail), strict=True):
        at, n = came[at]
        labels.append(slot[n][1])
    labels.reverse()
    return labels, _shares(slots, steps, [exp(_END.get(state, -inf)) for state in states], labels)


def _shares(
    slots: Sequence[_Slot], steps: Sequence[_Step], behind: Sequence[float], best: Sequence[str]
) -> list[dict[str, float]]:
    """The probability of every label at every slot: the share of all ways that takes it.

    `behind` are the weights of the last states. Where the ways are so unlikely that a float holds no sum of
    them, the best label is certain.
    """
    shares: list[dict[str, float]] = []
    for slot, (sums, moves), label in zip(*map(reversed, (slots, steps, best)), strict=True):
        onward, through = [0.0] * len(sums), [0.0] * len(slot)
        for i, n, k, _, factor in moves:
            rest = behind[k] * slot[n][3] * factor
            onward[i] += rest
            through[n] += sums[i] * rest
        behind = _scaled(onward)
        whole = sum(through)
        found = {
            each: weight / total * (taking / whole)
            for (_, _, _, total, weights), taking in zip(slot, through, strict=True)
            if taking
            for each, weight in weights.items()
        }
        shares.append(found if label in found else {label: 1.0})
    return shares[::-1]


def _scaled(sums: list[float]) -> list[float]:
    """The sums, or, where they come near the bounds of a float, the same relative to the greatest."""
    most = max(sums, default=1.0)
    return sums if FAINT < most < 1 / FAINT or not most else [value / most for value in sums]
