"""What a user may choose, in one place."""

from __future__ import annotations

from dataclasses import dataclass
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
    select: the only rules to run, by slug; empty means all.
    ignore: rules not to run.
    script: see `Script`.
    quotes: see `Quotes`; applies to traditional output.
    threshold: make only edits of at least this confidence, 0 to 1; others are withheld (`Page.withheld`).
    han_latin_space: keep the spaces between ideographs and digits or Latin letters. Newspapers set none.
    decisions: what was decided about single edits, which goes before the threshold; see `cleaner.decisions`.
    """

    certain_only: bool = False
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    script: Script = Script.SIMPLIFIED
    quotes: Quotes = Quotes.CURLY
    threshold: float = 0.0
    han_latin_space: bool = False
    decisions: tuple[Decision, ...] = ()


DEFAULT = Settings()
