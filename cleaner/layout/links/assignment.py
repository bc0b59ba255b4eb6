"""The assignment problem: at most one partner for each, the sum of gains as large as can be."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence


def assign(gains: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of the best matching, sorted.

    `gains` maps (left, right) to what the pair is worth; pairs that are not in it, or are worth nothing,
    are never matched, and anything may stay unmatched at no cost. Solved exactly by shortest augmenting
    paths (Jonker and Volgenant 1987) over the pairs that are given, so time grows with their number
    where few compete for one partner.

    >>> assign({(0, 0): 2.0, (0, 1): 3.0, (1, 1): 2.5})
    [(0, 0), (1, 1)]
    """
    costs: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for (left, right), gain in gains.items():
        if gain > 0:
            costs[left].append((right, -gain))
    for left, found in costs.items():
        found.append((-1 - left, 0.0))  # a private partner of cost 0 stands for staying unmatched
    matching = _Matching(costs)
    for left in sorted(costs):
        matching.add(left)
    return sorted((left, right) for right, left in matching.owner.items() if right >= 0)


def without_cycles(
    pairs: Sequence[tuple[int, int]], gains: Mapping[tuple[int, int], float]
) -> list[tuple[int, int]]:
    """The pairs without the weakest of each cycle that they close, so that they make paths.

    >>> without_cycles([(0, 1), (1, 0)], {(0, 1): 2.0, (1, 0): 1.0})
    [(0, 1)]
    """
    kept: list[tuple[int, int]] = []
    path: dict[int, int] = {}  # towards a node that stands for the whole path (union by halving the way)

    def path_of(node: int) -> int:
        while (above := path.setdefault(node, node)) != node:
            path[node] = path[above]
            node = above
        return node

    for left, right in sorted(pairs, key=lambda pair: -gains[pair]):
        end, start = path_of(left), path_of(right)
        if end != start:  # `left` ends a path so far and `right` begins one
            path[start] = end
            kept.append((left, right))
    return kept


class _Matching:
    """A matching that is optimal for the rows added so far; `u` and `v` are the dual prices."""

    def __init__(self, costs: Mapping[int, list[tuple[int, float]]]) -> None:
        self.costs = costs
        self.owner: dict[int, int] = {}
        self.partner: dict[int, int] = {}
        self.u: defaultdict[int, float] = defaultdict(float)
        self.v: defaultdict[int, float] = defaultdict(float)

    def add(self, row: int) -> None:
        """Match one more row, along the cheapest path to a column that is free."""
        reached: dict[int, float] = {}
        shortest: dict[int, float] = {}
        came: dict[int, int] = {}
        heap: list[tuple[float, int]] = []
        current, at, reach = row, -1, 0.0
        while True:
            for column, cost in self.costs[current]:
                reduced = reach + cost - self.u[current] - self.v[column]
                if column not in reached and reduced < shortest.get(column, float("inf")):
                    shortest[column] = reduced
                    came[column] = current
                    heapq.heappush(heap, (reduced, column))
            reach, at = heapq.heappop(heap)
            while at in reached:
                reach, at = heapq.heappop(heap)
            reached[at] = reach
            if at not in self.owner:
                break
            current = self.owner[at]
        self.u[row] += reach
        for column, distance in reached.items():
            if column in self.owner:
                self.u[self.owner[column]] += reach - distance
            self.v[column] -= reach - distance
        while True:
            current = came[at]
            before = self.partner.get(current)
            self.owner[at], self.partner[current] = current, at
            if before is None:
                break
            at = before
