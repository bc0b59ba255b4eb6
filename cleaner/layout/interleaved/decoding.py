"""Which line each line of a page follows in its column: the likeliest path of a reader across the columns.

A page read across is a merge of its columns, and where the columns go on evenly, a line stands under that
last line of a column which has waited longest. What may be stood under are the *column ends*: lines with
none under them yet. All that is weighed depends on which of the last `REACH` lines are such, a set that fits
in a few bits; so the search is exact (Viterbi over all sets), and its time grows with the number of lines.
The score is linear, its weights fitted by `cleaner.lab.training.rows`.

A *cell* is what the weights see of a choice: how many lines back the end is (0: the line opens a column),
and beside how many fresh ends it is, or how often it was overtaken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Final, Generic, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.interleaved.features import (
    CELL_BACK,
    CELL_STATE,
    FLOW_NAMES,
    LINK_NAMES,
    REACH,
    STATES,
    TRANSITION_NAMES,
    Floats,
    beside,
    transition_features,
    under_sentences,
)
from cleaner.layout.interleaved.lines import TextLine
from cleaner.models.store import check_names
from cleaner.models.tables import Tables

Ints = NDArray[np.int64]
_Number = TypeVar("_Number", np.float32, np.float64)

AGAINST_ROWS: Final = -20.0
"""What it costs to stand under a line of the same row."""
UNDER_SENTENCE: Final = 2.0
"""What it is worth, in log-odds, for a credit to stand under the end of a sentence."""
_SETS: Final = 1 << (REACH - 1)
"""Sets of open column ends among the last lines; the very last line is always one."""


STRETCH: Final = 1 << 16
"""Lines whose likeliest paths are kept at once: 512 MiB, no more than what a page of so many takes later."""
SUMMED: Final = 1 << 15
"""Lines of which the sums over all paths are kept at once: 512 MiB, as those of the likeliest were before."""


class Weights(NamedTuple):
    """Of links, of transitions, and of a line going on in the text of the line above it (see `ordering`)."""

    link: Floats
    transition: Floats
    flow: Floats

    @classmethod
    def of(cls, tables: Tables) -> Self:
        """The weights in the order of the features. Raises `ModelError` where a feature is not known."""
        found = []
        for part, names in zip(cls._fields, (LINK_NAMES, TRANSITION_NAMES, FLOW_NAMES), strict=True):
            check_names(f"interleaving, {part}", tables[part], names)
            found.append(np.array([tables[part][name] for name in names]))
        return cls(*found)


class Step(NamedTuple):
    """Where a line stands."""

    above: int
    """The line above it in its column; -1 where it opens one."""
    overtaken: int
    """How often columns were read on that had been read after this one, up to 3."""


def cell_of(column_ends: int, back: int) -> int:
    """The cell of standing `back` lines down (0: of opening a column), given the open column ends as bits."""
    fresh = next((age for age in range(REACH) if not column_ends >> age & 1), REACH)
    if back <= fresh:
        return back * STATES + fresh
    overtaken = sum(not column_ends >> age & 1 for age in range(back - 1))
    return back * STATES + REACH + min(overtaken, 3)


def column_ends_after(column_ends: int, back: int) -> int:
    """The open column ends among the last lines after a choice.

    >>> bin(column_ends_after(0b1, 1)), bin(column_ends_after(0b1, 0))
    ('0b1', '0b11')
    """
    return ((column_ends & ~(1 << back >> 1)) << 1 | 1) & ((1 << REACH) - 1)


class _Transitions(NamedTuple):
    """All choices between a set of column ends and the next, in the order of the set that comes after."""

    before: Ints
    """The set before the choice, (choices,)."""
    after: Ints
    """The set after it."""
    cells: Ints
    firsts: Ints
    """The first choice of each set after it."""

    def to(self, column_ends: int) -> slice:
        """The choices that lead to a set."""
        behind = column_ends + 1
        return slice(self.firsts[column_ends], self.firsts[behind] if behind < _SETS else len(self.after))


@cache
def _transitions() -> _Transitions:
    choices = [
        (column_ends_after(column_ends, back) >> 1, column_ends >> 1, cell_of(column_ends, back))
        for column_ends in range(1, 2 * _SETS, 2)
        for back in (0, *(age + 1 for age in range(REACH) if column_ends >> age & 1))
    ]
    after, before, cells = np.array(sorted(choices, key=lambda choice: choice[0]), np.int64).T.copy()
    return _Transitions(before, after, cells, np.searchsorted(after, np.arange(_SETS)))


class RankedChoices(NamedTuple):
    """The choices of which the best one to each set or their sum is sought, in the order of that.

    Two sets that differ in their last line alone, which falls out of reach, come to the same by the same
    cell: the likelier of the two or their sum stands for both (place `_SETS + column_ends`). First comes the
    first choice of each set, then the second one of those that have as many, and so on, sets of most choices
    first: so a few operations on whole arrays do.
    """

    before: Ints
    after: Ints
    cells: Ints
    later: Sequence[tuple[slice, slice]]
    """The first places, and the choices that are the second ones there, the third ones, and so on."""
    ranks: Ints
    """Where each set stands among the first choices."""

    def pooled(self, likely: Floats) -> Floats:
        """How likely each set is, and then each two that come to the same; of a length for `before`."""
        half = _SETS // 2
        return np.concatenate([likely, likely[:half] + likely[half:]])


class _Combination(NamedTuple):
    """How what sets and cells are worth makes what the sets after them are: by the best path, or all."""

    step: np.ufunc
    """A set before and a cell to one after it."""
    merge: np.ufunc
    """Two ways to one set."""


_LIKELIEST: Final = _Combination(np.add, np.maximum)
_SUMMED: Final = _Combination(np.multiply, np.add)


class _Workspace(Generic[_Number]):
    """The arrays in which one line after the other is worked out."""

    def __init__(self, kind: type[_Number]) -> None:
        self._choices = ranked_choices()
        self._sets: NDArray[_Number] = np.empty(_SETS + _SETS // 2, kind)
        self._values: NDArray[_Number] = np.empty(len(self._choices.before), kind)
        self._cells: NDArray[_Number] = np.empty(len(self._choices.before), kind)
        self._later: list[tuple[NDArray[_Number], NDArray[_Number]]] = [
            (self._values[first], self._values[more]) for first, more in self._choices.later
        ]

    def after(
        self, before: NDArray[_Number], row: NDArray[_Number], combination: _Combination
    ) -> NDArray[_Number]:
        """What each set is worth by that of the sets before it and of the cells; a sum but for a factor."""
        step, merge = combination
        self._sets[:_SETS] = before
        merge(*before.reshape(2, -1), out=self._sets[_SETS:])
        self._sets.take(self._choices.before, out=self._values, mode="wrap")
        row.take(self._choices.cells, out=self._cells, mode="wrap")
        step(self._values, self._cells, out=self._values)
        for first, more in self._later:
            merge(first, more, out=first)
        return _at(self._values, self._choices.ranks)


@cache
def ranked_choices() -> RankedChoices:
    """The choices of the search, which are the same for every page."""
    transitions, half = _transitions(), _SETS // 2
    sources: dict[tuple[int, int, int], list[int]] = {}
    for after, cell, before in zip(
        transitions.after.tolist(), transitions.cells.tolist(), transitions.before.tolist(), strict=True
    ):
        sources.setdefault((after, cell, before % half), []).append(before)
    choices: list[list[tuple[int, int]]] = [[] for _ in range(_SETS)]
    for (after, cell, before), whole in sources.items():
        choices[after].append((_SETS + before if len(whole) > 1 else whole[0], cell))
    order = sorted(range(_SETS), key=lambda after: -len(choices[after]))
    most = len(choices[order[0]])
    columns = [[(at, *choices[at][n]) for at in order if n < len(choices[at])] for n in range(most)]
    after, before, cells = np.array([choice for column in columns for choice in column], np.int64).T.copy()
    bounds = accumulate(map(len, columns))
    later = [(slice(end - start), slice(start, end)) for start, end in pairwise(bounds)]
    return RankedChoices(before, after, cells, later, np.argsort(np.array(order)))


def transition_scores(lines: Sequence[TextLine], weights: Weights) -> Floats:
    """What the transition to each line is worth, for each cell; shape (lines, cells)."""
    moved = [features @ weights.transition for features in transition_features(lines)]
    return np.concatenate(moved) if moved else np.zeros((0, len(CELL_BACK)))


def cell_scores(
    lines: Sequence[TextLine], links: Floats, weights: Weights, moved: Floats | None = None
) -> NDArray[np.float32]:
    """What each cell is worth to each line, shape (lines, cells).

    links: their `link_features`; moved: their `transition_scores`, where they are known.
    """
    opening = np.zeros((len(lines), 1))
    standing = np.concatenate([opening, links @ weights.link], axis=1)
    standing[:, 1:] += AGAINST_ROWS * beside(lines)[:, 1:] + UNDER_SENTENCE * under_sentences(lines)[:, 1:]
    moved = transition_scores(lines, weights) if moved is None else moved
    scores: NDArray[np.float32] = np.empty(moved.shape, np.float32)
    np.add(standing[:, CELL_BACK], moved, out=scores, casting="same_kind")
    return scores


def decode(lines: Sequence[TextLine], links: Floats, weights: Weights) -> list[Step]:
    """Where each line stands, on the likeliest path through all of them."""
    return likeliest(cell_scores(lines, links, weights))


def likeliest(scores: NDArray[np.float32]) -> list[Step]:
    """The same by what each cell is worth to each line.

    What leads to each set is kept for `STRETCH` lines, else worked out again on the way back, for it would be
    most of the memory that a long page takes.

    >>> scores = np.zeros((2, len(CELL_BACK)), np.float32)
    >>> scores[1, CELL_BACK == 1] = 3.0
    >>> likeliest(scores)
    [Step(above=-1, overtaken=0), Step(above=0, overtaken=0)]
    """
    stretches = [slice(start, start + STRETCH) for start in range(1, len(scores), STRETCH)]
    best = np.full(_SETS, -np.inf, np.float32)
    best[0] = 0.0
    before, bests = [best], best[None]
    for stretch in stretches:
        bests = _bests(scores[stretch], before[-1])
        before.append(bests[-1].copy())
    steps: list[Step] = []
    column_ends = int(bests[-1].argmax())
    for number in reversed(range(len(stretches))):
        rows = scores[stretches[number]]
        if number < len(stretches) - 1:
            bests = _bests(rows, before[number])
        found, column_ends = _traced(rows, bests, column_ends, stretches[number].start)
        steps += found
    return [Step(-1, 0), *reversed(steps)][: len(scores)]


def _bests(scores: NDArray[np.float32], best: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the likeliest path to each set is worth before each line and after the last; `best`: at first."""
    bests = np.empty((len(scores) + 1, _SETS), np.float32)
    bests[0] = best
    workspace = _Workspace(np.float32)
    for at, row in enumerate(scores):
        best = workspace.after(bests[at], row, _LIKELIEST)
        np.subtract(best, best.max(), out=bests[at + 1])
    return bests


def _traced(
    scores: NDArray[np.float32], bests: NDArray[np.float32], column_ends: int, first: int
) -> tuple[list[Step], int]:
    """The steps of the likeliest path to a set, the last one first, and the set that it comes from.

    Only the choices of that one path are looked up again. `first` is the number of the first line.
    """
    transitions = _transitions()
    steps: list[Step] = []
    for at in reversed(range(len(scores))):
        choices = transitions.to(column_ends)
        worth = scores[at][transitions.cells[choices]] + bests[at][transitions.before[choices]]
        transition = choices.start + int(worth.argmax())
        cell = int(transitions.cells[transition])
        back, state = int(CELL_BACK[cell]), int(CELL_STATE[cell])
        steps.append(Step(first + at - back if back else -1, max(0, state - REACH)))
        column_ends = int(transitions.before[transition])
    return steps, column_ends


def standing(scores: NDArray[np.float32], above: Sequence[int]) -> Floats:
    """How likely each line stands under the one named, over all paths; 0 where none is.

    >>> standing(np.zeros((2, len(CELL_BACK)), np.float32), [-1, 0]).round(2).tolist()
    [0.0, 0.5]
    """
    backs = CELL_BACK[ranked_choices().cells]
    holds = [(backs == back).astype(np.float64) for back in range(REACH + 1)]
    found = np.zeros(len(scores))
    for at, through in choices_backwards(scores, PathSums.of(scores)):
        if above[at] >= 0:
            found[at] = through @ holds[at - above[at]] / through.sum()
    return found


class PathSums(NamedTuple):
    """The sums over all paths, by how likely each set is."""

    before: Sequence[Floats]
    """Before each `SUMMED` lines, and behind the last."""
    last: Floats
    """Before each of the last `SUMMED` lines or fewer, and behind them."""
    total: float
    """The logarithm of the sum over all paths."""

    @classmethod
    def of(cls, scores: NDArray[np.float32]) -> Self:
        ahead = np.zeros(_SETS)
        ahead[0] = 1.0
        before, forward, total = [ahead], ahead[None], 0.0
        for start in range(1, len(scores), SUMMED):
            forward, scales = _forward(_powers(scores[start : start + SUMMED]), before[-1])
            before.append(forward[-1].copy())
            total += float(np.log(scales).sum())
        highest = scores.max(axis=1, initial=-np.inf)[1:]
        return cls(before, forward, total + float(highest.sum(dtype=float)))


def choices_backwards(scores: NDArray[np.float32], sums: PathSums) -> Iterator[tuple[int, Floats]]:
    """Each line but the first, the last one first, with how likely each choice is there, but for a factor."""
    ranked = ranked_choices()
    behind, forward = np.ones(_SETS), sums.last
    starts = range(1, len(scores), SUMMED)
    for number, start in reversed(list(enumerate(starts))):
        powers = _powers(scores[start : start + SUMMED])
        if number < len(starts) - 1:
            forward, _ = _forward(powers, sums.before[number])
        for at in reversed(range(len(powers))):
            on = _at(powers[at], ranked.cells)
            on *= _at(behind, ranked.after)
            through = _at(ranked.pooled(forward[at]), ranked.before)
            through *= on
            yield start + at, through
            shares = np.asarray(np.bincount(ranked.before, on, _SETS + _SETS // 2), np.float64)
            behind = shares[:_SETS]
            behind.reshape(2, -1)[:] += shares[_SETS:]
            behind /= behind.max()


def _powers(scores: NDArray[np.float32]) -> Floats:
    """The exponentials of what cells are worth, the highest of each line 1."""
    powers: Floats = np.exp(np.subtract(scores, scores.max(axis=1, keepdims=True), dtype=np.float64))
    return powers


def _forward(powers: Floats, likely: Floats) -> tuple[Floats, Floats]:
    """How likely each set is before each line and after the last, and what each line was scaled by."""
    forward, scales = np.empty((len(powers) + 1, _SETS)), np.ones(len(powers))
    forward[0] = likely
    workspace = _Workspace(np.float64)
    for at, row in enumerate(powers):
        likely = workspace.after(forward[at], row, _SUMMED)
        scales[at] = likely.sum()
        np.divide(likely, scales[at], out=forward[at + 1])
    return forward, scales


def _at(values: NDArray[_Number], places: Ints) -> NDArray[_Number]:
    """The values at some places, all of which there are: to check that takes longer than to look them up."""
    return values.take(places, mode="wrap")
