"""What a normalizer proposes, and what the engine records of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cleaner.shown import ShortRepr


class Tier(StrEnum):
    """How much an edit claims to know; the audit holds certain edits to it.

    `CERTAIN` edits add no information: a wrap, a width, debris. `INFERRED` edits restore
    what the page lost (a mark, a quotation mark, the place of a fragment) from evidence.
    """

    CERTAIN = "certain"
    INFERRED = "inferred"


class Effect(StrEnum):
    """The most that a rule's edits may do; the audit holds every recorded edit to it."""

    SPACE = "space"
    """Only white space comes, goes or changes."""
    MARKS = "marks"
    """White space and punctuation; letters, digits and ideographs stay."""
    CHARACTERS = "characters"
    """Characters are replaced, none are added and none are lost; a dash of two strokes may stand for one."""
    REMOVAL = "removal"
    """Text is dropped, nothing is added but white space."""
    NOTATION = "notation"
    """A notation is written as what it stands for, which is shorter."""
    ORDER = "order"
    """Text is moved; only the white space round it differs."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Ties edits together that are made all or none, whatever rule of a stage proposes each of them.

    `name` distinguishes it from the other bonds of the same text, `size` is the number of its edits.
    """

    name: str
    size: int


@dataclass(frozen=True, slots=True, repr=False)
class Edit(ShortRepr):
    """One proposal: `text[start:end]` becomes `replacement`.

    `start` and `end` are character offsets in the text that the rule was shown. With a `target`
    the edit is a move: the span is taken out and `replacement` (the same text, but for white
    space at its ends) is moved to offset `target` of the same text; where that is `start`, only white
    space round it changes. A rule may leave `tier` open: then it is the rule's;
    an edit of no rule and no tier is inferred. Edits of one `bond` are made all or none.
    `least` is the confidence from which it is made by default, where its evidence asks for
    another one than its rule.
    """

    start: int
    end: int
    replacement: str = ""
    why: str = ""
    confidence: float = 1.0
    target: int | None = None
    rule: str = ""
    tier: Tier | None = None
    bond: Bond | None = None
    least: float = 0.0

    def by(self, rule: str, tier: Tier) -> Edit:
        """The same edit, as that of a rule; `dataclasses.replace` would take three times as long."""
        place = self.start, self.end, self.replacement
        return Edit(*place, self.why, self.confidence, self.target, rule, tier, self.bond, self.least)

    def as_sure_as(self, confidence: float, least: float = 0.0) -> Edit:
        """The same edit with another confidence, and another one from which it is made."""
        place = self.start, self.end, self.replacement
        return Edit(*place, self.why, confidence, self.target, self.rule, self.tier, self.bond, least)


@dataclass(frozen=True, slots=True, repr=False)
class Change(ShortRepr):
    """An edit as it was made.

    `edit` keeps the offsets of the text at its `step`; `before` is what stood there;
    `raw` is the span of the raw page that it concerns (empty for an insertion).
    """

    edit: Edit
    before: str
    raw: tuple[int, int]
    step: int

    @property
    def rule(self) -> str:
        return self.edit.rule

    @property
    def tier(self) -> Tier:
        return self.edit.tier or Tier.INFERRED

    @property
    def confidence(self) -> float:
        return self.edit.confidence

    @property
    def why(self) -> str:
        return self.edit.why

    @property
    def after(self) -> str:
        return self.edit.replacement

    @property
    def moved(self) -> bool:
        return self.edit.target is not None

    def as_dict(self) -> dict[str, object]:
        """A JSON-ready record; with the raw text, the records of a page replay to its clean text."""
        return {
            "step": self.step,
            "start": self.edit.start,
            "end": self.edit.end,
            "target": self.edit.target,
            "before": self.before,
            "after": self.after,
            "raw": list(self.raw),
            "rule": self.rule,
            "tier": str(self.tier),
            "confidence": round(self.confidence, 4),
            "why": self.why,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, object]) -> Change:
        """The inverse of `as_dict`. Raises `KeyError` or `ValueError` on a record of another shape."""
        start, end, step, target = record["start"], record["end"], record["step"], record["target"]
        raw, confidence = record["raw"], record["confidence"]
        if not (isinstance(start, int) and isinstance(end, int) and isinstance(step, int)):
            raise ValueError("start, end and step of an edit record are integers")  # noqa: TRY004
        if not (target is None or isinstance(target, int)):
            raise ValueError("the target of an edit record is an integer or null")
        if not (isinstance(raw, list) and len(raw) == 2 and isinstance(confidence, int | float)):
            raise ValueError("an edit record holds raw as [start, end] and a numeric confidence")
        edit = Edit(
            start,
            end,
            str(record["after"]),
            str(record["why"]),
            float(confidence),
            target,
            str(record["rule"]),
            Tier(str(record["tier"])),
        )
        return cls(edit, str(record["before"]), (int(raw[0]), int(raw[1])), step)
