"""What a user may choose, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import TypedDict, Unpack

from cleaner import checks
from cleaner.decisions import Decision
from cleaner.shown import describe
from cleaner.suggestions import did_you_mean

READ_DECISIONS = "Pass read_decisions(path).decisions, of cleaner.decisions."
"""What to do with a decisions file."""


class Script(StrEnum):
    """The script of the output."""

    PAGE = "page"
    """That of the page: strays on a simplified page are converted, a traditional page is left alone."""
    SIMPLIFIED = "simplified"
    """The whole text is converted to simplified characters."""
    TRADITIONAL = "traditional"
    """The whole text is converted to traditional characters."""
    KEEP = "keep"
    """Nothing is converted."""


class Quotes(StrEnum):
    """The shape of quotation marks."""

    PAGE = "page"
    """That of the page."""
    CURLY = "curly"
    """“ ” and ‘ ’, as GB/T 15834-2011 has them."""
    CORNER = "corner"
    """「 」 and 『 』, as traditional print has them."""


class Options(TypedDict, total=False):
    """The fields of `Settings`, as keywords."""

    certain_only: bool
    select: Iterable[str]
    ignore: Iterable[str]
    script: Script | str
    quotes: Quotes | str
    threshold: float
    thresholds: Mapping[str, float]
    han_latin_space: bool
    terms: Iterable[str]
    names: Iterable[str]
    decisions: Iterable[Decision]


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Settings:
    """Options of a run, checked when they are made.

    A choice may be a string or a member of its enumeration; several names come as a set, list or tuple.

    certain_only: make only edits that add no information.
    select: the only edits to make, by slug of their rule or by their tier; empty means all.
    ignore: edits not to make, by slug of their rule or by their tier, selected or not.
    script: see `Script`.
    quotes: see `Quotes`; whatever the script is.
    threshold: make only edits of at least this confidence, 0 to 1; others are withheld (`Page.withheld`).
    thresholds: the same for single rules, by slug, or for a tier; the slug counts before the tier.
    han_latin_space: keep the spaces between ideographs and digits or Latin letters. Newspapers set none.
    terms: what the house always sets in quotation marks.
    names: what no rule may change.
    decisions: what was decided about single edits of the page, which counts before all thresholds; see
        `cleaner.decisions`.

    Raises `ValueError` for a name that is not known (with the nearest one that is) and a threshold outside
    0 to 1, `TypeError` for a value of another type.

    >>> Settings(script="traditional", ignore=["restore_quotes"]).script is Script.TRADITIONAL
    True
    >>> Settings(ignore=["restore_quote"])
    Traceback (most recent call last):
    ValueError: ignore: there is no rule or tier 'restore_quote'. Did you mean 'restore_quotes'?
    """

    certain_only: bool
    select: frozenset[str]
    ignore: frozenset[str]
    script: Script
    quotes: Quotes
    threshold: float
    thresholds: Mapping[str, float] = field(hash=False)
    han_latin_space: bool
    terms: frozenset[str]
    names: frozenset[str]
    decisions: tuple[Decision, ...]

    def __init__(
        self,
        certain_only: bool = False,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        script: Script | str = Script.PAGE,
        quotes: Quotes | str = Quotes.PAGE,
        threshold: float = 0.0,
        thresholds: Mapping[str, float] = MappingProxyType({}),
        han_latin_space: bool = False,
        terms: Iterable[str] = (),
        names: Iterable[str] = (),
        decisions: Iterable[Decision] = (),
    ) -> None:
        checked = {
            "certain_only": checks.flag("certain_only", certain_only),
            "select": checks.rules("select", select),
            "ignore": checks.rules("ignore", ignore),
            "script": checks.choice("script", script, Script),
            "quotes": checks.choice("quotes", quotes, Quotes),
            "threshold": checks.probability("threshold", threshold),
            "thresholds": checks.probabilities("thresholds", thresholds),
            "han_latin_space": checks.flag("han_latin_space", han_latin_space),
            "terms": checks.strings("terms", terms),
            "names": checks.strings("names", names),
            "decisions": checks.several("decisions", decisions, Decision, READ_DECISIONS),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        values = {name: getattr(self, name) for name in self.__slots__}
        chosen = {name: value for name, value in values.items() if value != getattr(DEFAULT, name)}
        return describe(type(self).__name__, chosen)

    def updated(self, **options: Unpack[Options]) -> Settings:
        """These settings with other values for some fields.

        Raises what `Settings` does, and `TypeError` for a field that is none, with the nearest one.

        >>> DEFAULT.updated(threshold=0.9).threshold
        0.9
        >>> DEFAULT.updated(threshhold=0.9)
        Traceback (most recent call last):
        TypeError: there is no option 'threshhold'. Did you mean 'threshold'?
        """
        if not options:
            return self
        own = {one.name: getattr(self, one.name) for one in fields(self)}
        for name in options.keys() - own.keys():
            hint = did_you_mean(name, own, f"There are {', '.join(own)}.")
            raise TypeError(f"there is no option {name!r}. {hint}")
        return Settings(**{**own, **options})

    def runs(self, rule: str, tier: str) -> bool:
        """Whether edits of a tier are to be made by a rule.

        >>> Settings(select={"inferred"}, ignore={"restore_quotes"}).runs("restore_stops", "inferred")
        True
        """
        if self.certain_only and tier != "certain":
            return False
        if not (self.ignore or self.select):
            return True
        kinds = {rule, str(tier)}
        return kinds.isdisjoint(self.ignore) and not (self.select and kinds.isdisjoint(self.select))

    def least_confidence(self, rule: str, tier: str, own: float = 0.0) -> float:
        """The confidence from which an edit of a rule is made; `own` is what the rule itself asks for."""
        if not self.thresholds:
            return max(own, self.threshold)
        return self.thresholds.get(rule, max(own, self.thresholds.get(tier, self.threshold)))


DEFAULT = Settings()
