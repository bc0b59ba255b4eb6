"""Many boxes at once: their sides as arrays, so that one is compared with all others in one step."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from cleaner.document import Box

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Boxes:
    """The boxes of many parts of a page, in their order; each side an array, shape (boxes,).

    >>> boxes = Boxes([Box(0, 0, 10, 1), Box(20, 0, 30, 1)])
    >>> boxes.overlap(Box(8, 1, 12, 2)).tolist()
    [0.5, 0.0]
    """

    left: Floats
    top: Floats
    right: Floats
    bottom: Floats

    def __init__(self, boxes: Iterable[Box]) -> None:
        sides = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], dtype=np.float64)
        self.left, self.top, self.right, self.bottom = sides.reshape(-1, 4).T.copy()

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, at: int) -> Box:
        return Box(*(float(side[at]) for side in (self.left, self.top, self.right, self.bottom)))

    def __setitem__(self, at: int, box: Box) -> None:
        self.left[at], self.top[at], self.right[at], self.bottom[at] = (
            box.left,
            box.top,
            box.right,
            box.bottom,
        )

    def add(self, box: Box) -> None:
        """Put a box behind the others."""
        self.left, self.top = np.append(self.left, box.left), np.append(self.top, box.top)
        self.right, self.bottom = np.append(self.right, box.right), np.append(self.bottom, box.bottom)

    def overlap(self, box: Box, chosen: Flags | slice = slice(None)) -> Floats:
        """For each box, the share of the narrower one that stands above or below another box."""
        left, right = self.left[chosen], self.right[chosen]
        shared = np.minimum(right, box.right) - np.maximum(left, box.left)
        share: Floats = np.maximum(0.0, shared / np.maximum(np.minimum(right - left, box.width), 1e-9))
        return share

    def agree(self, box: Box, most: float, chosen: Flags | slice = slice(None)) -> Flags:
        """Whether left and right side of each box are those of another box, within a distance."""
        left, right = self.left[chosen] - box.left, self.right[chosen] - box.right
        near: Flags = np.maximum(np.abs(left), np.abs(right)) < most
        return near


def numbers(flags: Flags) -> list[int]:
    """The places of those that are true.

    >>> numbers(np.array([True, False, True]))
    [0, 2]
    """
    return np.flatnonzero(flags).tolist()
