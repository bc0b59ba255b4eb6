"""What was fitted together with the weights of the gap model, and is stored in its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

GapPrior = tuple[float, float, float]
"""Probabilities of a gap in mid-line: of nothing (0 em), one mark (1 em), two marks (2 em)."""
Prior = tuple[float, GapPrior]
"""Share of line ends among gaps of a kind, and what the others are."""

GAP_KINDS: Final = (
    "nothing", "space", "quotes", "stop", "nothing by a mark", "quotes by a mark", "stop by a mark",
)  # fmt: skip
"""What belongs in a gap, and whether a mark is visible in it."""


@dataclass(frozen=True)
class Completeness:
    """From the log-odds of a stop against nothing to those of a whole text: a factor and a constant."""

    scale: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True)
class Partners:
    """From the log-odds of a quotation mark at a hole to those of one lost without a trace.

    A factor, what is added for a term that is quoted elsewhere on the page, and a constant.
    """

    scale: float = 1.0
    quoted: float = 0.0
    shift: float = 0.0


@dataclass(frozen=True)
class GapPriors:
    """What gaps are on simulated pages: between ideographs, and next to a mark or a half-width character."""

    between_ideographs: Prior = (0.5, (0.5, 0.0, 0.0))
    touching_a_mark: Prior = (0.5, (0.5, 0.0, 0.0))


@dataclass(frozen=True)
class GapConstants:
    """All of them; by default those that change nothing."""

    completeness: Completeness = Completeness()
    partners: Partners = Partners()
    gap_priors: GapPriors = GapPriors()
    at_line_end: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(GAP_KINDS, 0.5))
    """How often a gap of each of `GAP_KINDS` stands at a line end, on simulated pages."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The constants of a manifest; none for a model that nothing was fitted to yet.

        Raises:
            TypeError: a name is unknown.
        """
        if not stored:
            return cls()
        priors = {
            name.replace(" ", "_"): (share, tuple(hole))
            for name, (share, hole) in stored["gap_priors"].items()
        }
        return cls(
            Completeness(**stored["completeness"]),
            Partners(**stored["partners"]),
            GapPriors(**priors),
            {kind: stored["at_line_end"][kind] for kind in GAP_KINDS},
        )
