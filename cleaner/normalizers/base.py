"""What a normalizer is: a rule that proposes edits, and a function on plain strings."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import update_wrapper

from cleaner.layout.draft import Draft
from cleaner.settings import DEFAULT, Settings
from cleaner.threads import one_thread
from cleaner.trace import Edit, Effect, Tier, TracedText

Propose = Callable[[Draft], Iterable[Edit]]


class Normalizer:
    """A rule with a name, a tier and an effect, made from a function that proposes edits.

    Called with a string it gives the normalized string; in the chain `proposals` gives its edits.
    Both come from the same function, so they cannot disagree.
    """

    def __init__(self, propose: Propose, tier: Tier, effect: Effect, least: float = 0.0) -> None:
        self._propose = propose
        self.name = propose.__name__
        self.tier = tier
        self.effect = effect
        self.least = least
        """Confidence that an edit needs at the least; `Settings.threshold` may ask for more."""
        update_wrapper(self, propose)

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.explanation.partition("\n")[0]

    @property
    def explanation(self) -> str:
        """The docstring: what the rule does, why, and examples."""
        return inspect.getdoc(self._propose) or ""

    def proposals(self, draft: Draft) -> Iterator[Edit]:
        """The edits that the rule proposes for a draft, in text order; none touches what is protected."""
        for edit in self._propose(draft):
            if not draft.protection.allows(edit):
                continue
            yield Edit(
                edit.start,
                edit.end,
                edit.replacement,
                edit.why,
                edit.confidence,
                edit.target,
                self.name,
                self.tier,
            )

    def least_in(self, settings: Settings) -> float:
        """The confidence from which an edit is made: that set for this rule, or else the most asked for."""
        return settings.least_confidence(self.name, self.tier, self.least)

    @one_thread
    def __call__(self, text: str, settings: Settings = DEFAULT) -> str:
        least = self.least_in(settings)
        edits = (edit for edit in self.proposals(Draft(text, settings)) if edit.confidence >= least)
        return TracedText.of(text).apply(edits).text

    def __repr__(self) -> str:
        return f"<normalizer {self.name} ({self.tier})>"


def normalizer(tier: Tier, effect: Effect, least: float = 0.0) -> Callable[[Propose], Normalizer]:
    """Make a normalizer of a function that proposes edits."""

    def decorate(propose: Propose) -> Normalizer:
        return Normalizer(propose, tier, effect, least)

    return decorate
