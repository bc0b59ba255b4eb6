"""What a normalizer is: a rule that proposes edits, and a function on plain strings."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import update_wrapper
from typing import Unpack

from cleaner.checks import instance
from cleaner.confidences import DEFAULTS
from cleaner.document import text_of
from cleaner.layout.state import PageState
from cleaner.models import Models
from cleaner.settings import DEFAULT, Options, Settings
from cleaner.threads import one_thread
from cleaner.trace import Edit, Effect, Tier, TracedText

Propose = Callable[[PageState], Iterable[Edit]]


class Normalizer:
    """A rule with a name, tiers and an effect, made from a function that proposes edits.

    Called with a string it gives the normalized string; in the chain `proposals` gives its edits.
    Both come from the same function and heed the same settings, so they cannot disagree. Rules that are
    called one after the other are not the chain, which runs them in stages until none has anything to do: to
    clean without a rule, pass `Settings(ignore=...)` to `cleaner.clean`.
    """

    def __init__(self, propose: Propose, tier: Tier, effect: Effect, also: Tier | None = None) -> None:
        self._propose = propose
        self.name = propose.__name__
        self.tier = tier
        """The tier of its edits, but for those that claim another one of `tiers`."""
        self.tiers = (tier,) if also is None else (tier, also)
        self.effect = effect
        self.least = DEFAULTS.get(self.name, 0.0)
        """Confidence that an edit needs at the least; `Settings.threshold` may ask for more."""
        update_wrapper(self, propose)
        del self.__dict__["__wrapped__"]  # callers do not see its signature

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.explanation.partition("\n")[0]

    @property
    def explanation(self) -> str:
        """The docstring: what the rule does, why, and examples."""
        return inspect.getdoc(self._propose) or ""

    def proposals(self, state: PageState) -> Iterator[Edit]:
        """The edits that the rule proposes for a state, in text order.

        None touches what is protected, none is of a tier that the settings leave out. Raises `ValueError`
        where an edit claims a tier that the rule does not declare.
        """
        wanted = [tier for tier in self.tiers if state.settings.runs(self.name, tier)]
        for edit in self._propose(state) if wanted else ():
            tier = edit.tier or self.tier
            if tier not in self.tiers:
                raise ValueError(f"{self.name} makes no {tier} edits")
            if tier in wanted and state.protection.allows(
                edit.start, edit.end, edit.replacement, edit.target
            ):
                yield edit.by(self.name, tier)

    def is_sure(self, edit: Edit, settings: Settings) -> bool:
        """Whether an edit of this rule is as sure as the settings and the rule itself ask for."""
        least = edit.least or self.least
        return edit.confidence >= settings.least_confidence(self.name, edit.tier or self.tier, least)

    @one_thread
    def __call__(
        self,
        text: str,
        settings: Settings = DEFAULT,
        models: Models | None = None,
        **options: Unpack[Options],
    ) -> str:
        """The text with the edits of this rule made; all arguments are as `cleaner.clean` takes them."""
        settings = instance("settings", settings, Settings).updated(**options)
        text = text_of(text)
        state = PageState(text, settings, models)
        edits = (edit for edit in self.proposals(state) if self.is_sure(edit, settings))
        return TracedText.of(text).apply(edits).text

    def __repr__(self) -> str:
        return f"<normalizer {self.name} ({', '.join(self.tiers)})>"


def normalizer(tier: Tier, effect: Effect, also: Tier | None = None) -> Callable[[Propose], Normalizer]:
    """Make a normalizer of a function that proposes edits, all of one tier or some `also` of the other."""

    def decorate(propose: Propose) -> Normalizer:
        return Normalizer(propose, tier, effect, also)

    return decorate
