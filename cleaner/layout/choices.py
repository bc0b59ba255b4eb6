"""What may follow what: every choice worth weighing, with what is known of it (`cleaner.layout.linking`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.similarity import Ints


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
    """Matrices that stand side by side, each of shape (choices, some of the names)."""

    @property
    def size(self) -> int:
        """How many choices there are."""
        return len(self.blocks[0])

    def rows(self, start: int = 0, stop: int | None = None) -> NDArray[np.float32]:
        """What is known of some of the choices, shape (choices, names)."""
        found = [block[start:stop] for block in self.blocks]
        return found[0] if len(found) == 1 else np.concatenate(found, axis=1)


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
