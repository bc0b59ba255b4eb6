"""The assignment problem: at most one partner for each, the sum of scores as large as can be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def assign(scores: NDArray[np.float64]) -> list[int]:
    """For each row the column it is matched with, or -1.

    `scores` has shape (rows, columns); only positive scores are worth a match. Solved exactly by
    shortest augmenting paths (Jonker and Volgenant 1987), row by row, O(rows * (rows + columns)^2).

    >>> assign(np.array([[2.0, 3.0], [-1.0, 2.5]]))
    [0, 1]
    """
    rows, columns = scores.shape
    # One private column a row, of score 0, stands for staying unmatched.
    cost = np.zeros((rows, columns + rows))
    cost[:, :columns] = np.where(scores > 0, -scores, 1.0)
    width = columns + rows
    u, v = np.zeros(rows), np.zeros(width)
    owner = np.full(width, -1)
    for row in range(rows):
        shortest = np.full(width, np.inf)
        came = np.full(width, -1)
        done = np.zeros(width, bool)
        current, at, reach = row, -1, 0.0
        while True:
            reduced = reach + cost[current] - u[current] - v
            better = ~done & (reduced < shortest)
            shortest[better] = reduced[better]
            came[better] = at
            at = int(np.argmin(np.where(done, np.inf, shortest)))
            reach = float(shortest[at])
            done[at] = True
            if owner[at] < 0:
                break
            current = int(owner[at])
        u[row] += reach
        reached = np.flatnonzero(done)
        for column in reached.tolist():
            if owner[column] >= 0:
                u[owner[column]] += reach - shortest[column]
        v[reached] -= reach - shortest[reached]
        while at >= 0:
            before = int(came[at])
            owner[at] = owner[before] if before >= 0 else row
            at = before
    partner = [-1] * rows
    for column, match in enumerate(owner[:columns].tolist()):
        if match >= 0 and scores[match, column] > 0:
            partner[match] = column
    return partner
