"""What a user may choose, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cleaner.decisions import Decision


class Script(StrEnum):
    """The script of the output."""

    SIMPLIFIED = "simplified"
    """Stray traditional forms on a simplified page are converted; a traditional page is left alone."""
    TRADITIONAL = "traditional"
    """The whole text is converted to traditional characters."""
    KEEP = "keep"
    """Nothing is converted."""


class Quotes(StrEnum):
    """The shape of quotation marks."""

    CURLY = "curly"
    """\u201c \u201d and \u2018 \u2019, as GB/T 15834-2011 has them."""
    CORNER = "corner"
    """\u300c \u300d and \u300e \u300f, as traditional print has them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a run.

    certain_only: make only edits that add no information.
    select: the only rules to run, by slug or tier; empty means all.
    ignore: rules not to run, by slug or tier, selected or not.
    script: see `Script`.
    quotes: see `Quotes`; applies to traditional output.
    threshold: make only edits of at least this confidence, 0 to 1; others are withheld (`Page.withheld`).
    thresholds: the same for single rules, by slug, or for a tier; the slug counts before the tier.
    han_latin_space: keep the spaces between ideographs and digits or Latin letters. Newspapers set none.
    terms: what the house always sets in quotation marks.
    names: what no rule may change.
    decisions: what was decided about single edits of the page, which counts before all thresholds; see
        `cleaner.decisions`.
    """

    certain_only: bool = False
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    script: Script = Script.SIMPLIFIED
    quotes: Quotes = Quotes.CURLY
    threshold: float = 0.0
    thresholds: Mapping[str, float] = field(default_factory=dict, hash=False)
    han_latin_space: bool = False
    terms: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()

    def runs(self, rule: str, tier: str) -> bool:
        """Whether a rule is to run.

        >>> Settings(select=frozenset({"inferred"}), ignore=frozenset({"restore_quotes"})).runs(
        ...     "restore_stops", "inferred"
        ... )
        True
        """
        if self.certain_only and tier != "certain":
            return False
        kinds = {rule, str(tier)}
        return kinds.isdisjoint(self.ignore) and not (self.select and kinds.isdisjoint(self.select))

    def least_confidence(self, rule: str, tier: str, own: float = 0.0) -> float:
        """The confidence from which an edit of a rule is made; `own` is what the rule itself asks for."""
        return self.thresholds.get(rule, max(own, self.thresholds.get(tier, self.threshold)))


DEFAULT = Settings()
