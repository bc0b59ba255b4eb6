"""What was fitted together with the weights of the gap model, and is stored in its manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, log
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
    """From the log-odds of a quotation mark at a gap to those of one that left no gap.

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


SUREST: Final = 1 - 1e-6
"""The largest share of the decoding that is distinguished from a certain one."""


@dataclass(frozen=True)
class Calibration:
    """From what the decoding states of an edit to how often such edits are right.

    Logistic regression on the log-odds of the stated share: a factor, a constant, and what each evidence adds
    that holds, by name.
    """

    scale: float = 1.0
    shift: float = 0.0
    evidence: Mapping[str, float] = field(default_factory=dict)

    def probability(self, share: float, evidence: Iterable[str] = ()) -> float:
        """How likely an edit is right.

        >>> round(Calibration(0.5, 0.0, {"headline": -1.0}).probability(0.99, ["headline"]), 2)
        0.79
        """
        known = sum(self.evidence.get(name, 0.0) for name in evidence)
        return 1 / (1 + exp(-self.scale * log_odds(share) - self.shift - known))


def log_odds(share: float) -> float:
    """The log-odds of a share, which may be 0 or 1.

    >>> log_odds(0.5), round(log_odds(0.9), 1), round(log_odds(1.0), 1)
    (0.0, 2.2, 13.8)
    """
    share = min(max(share, 1 - SUREST), SUREST)
    return log(share / (1 - share))


@dataclass(frozen=True)
class GapConstants:
    """All of them; by default those that change nothing."""

    completeness: Completeness = Completeness()
    partners: Partners = Partners()
    gap_priors: GapPriors = GapPriors()
    at_line_end: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(GAP_KINDS, 0.5))
    """How often a gap of each of `GAP_KINDS` stands at a line end, on simulated pages."""
    calibration: Mapping[str, Calibration] = field(default_factory=dict)
    """By the rule that makes the edits; of another one what is stated counts."""

    def probability(self, rule: str, share: float, evidence: Iterable[str] = ()) -> float:
        """How likely an edit of a rule is right, of which the decoding states a share."""
        return self.calibration.get(rule, Calibration()).probability(share, evidence)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The constants of a manifest; none for a model that nothing was fitted to yet.

        Raises:
            TypeError: a name is unknown.
        """
        if not stored:
            return cls()
        priors = {
            name.replace(" ", "_"): (share, tuple(widths))
            for name, (share, widths) in stored["gap_priors"].items()
        }
        return cls(
            Completeness(**stored["completeness"]),
            Partners(**stored["partners"]),
            GapPriors(**priors),
            {kind: stored["at_line_end"][kind] for kind in GAP_KINDS},
            {rule: Calibration(**fitted) for rule, fitted in stored.get("calibration", {}).items()},
        )
