"""The result: a clean page, its articles, and the account of what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from cleaner.decisions import Decision
from cleaner.shown import ShortRepr, shorten
from cleaner.trace import Audit, Change, Effect, TracedText, audit

if TYPE_CHECKING:
    from cleaner.diagnosis import Diagnosis

Span = tuple[int, int]
"""Start and end offset in the clean text of the page."""


@dataclass(frozen=True, slots=True, repr=False)
class Paragraph(ShortRepr):
    """A paragraph of an article."""

    text: str
    kind: Literal["body", "heading"] = "body"
    truncated: bool = False
    """Whether its end was lost by the OCR; nothing was put in its place."""


@dataclass(frozen=True, slots=True, repr=False)
class Candidate(ShortRepr):
    """A place where a fragment may belong."""

    after: str
    """The last characters of the text that it may go on from."""
    probability: float
    span: Span
    """The block of the clean page that ends so."""


@dataclass(frozen=True, slots=True, repr=False)
class Source(ShortRepr):
    """Where a part of an article of an issue stands."""

    page: str
    """The name of the page."""
    spans: tuple[Span, ...]
    """Its blocks in the clean text of that page."""
    raw: tuple[Span, ...]
    """Where the first and the last character of each block stand in the raw text."""

    def as_dict(self) -> dict[str, object]:
        return {"page": self.page, "spans": list(map(list, self.spans)), "raw": list(map(list, self.raw))}


Part = Literal["title", "subtitle", "byline", "heading", "body", "signoff", "jump"]
"""What a block is in its article; a subtitle is every line of the headline group but the title."""


@dataclass(frozen=True, slots=True, repr=False)
class Article:
    """An article of a page, in the fields of the JSONL output."""

    title: str = ""
    kicker: str = ""
    """The lines over the headline; `subtitles` holds them too."""
    subtitles: tuple[str, ...] = ()
    """All lines of the headline group but the title, in page order: kicker and sub-headlines."""
    byline: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    signoff: str = ""
    continued_from: str = ""
    """Where the article begins, as printed: `第1版`."""
    continued_on: str = ""
    spans: tuple[Span, ...] = field(default=(), compare=False)
    """The blocks of the clean page that the article holds."""
    parts: tuple[Part, ...] = field(default=(), compare=False)
    """What each of them is; the name of a series is part of its headline."""
    uncertain: bool = False
    """Whether this is a fragment whose place on the page is not clear."""
    candidates: tuple[Candidate, ...] = ()
    """Where such a fragment may belong, likeliest first."""
    sources: tuple[Source, ...] = field(default=(), compare=False)
    """In an issue of several pages: the pages and offsets that the article was put together from."""

    def __repr__(self) -> str:
        length = sum(len(paragraph.text) for paragraph in self.paragraphs)
        return (
            f"<{type(self).__name__} {shorten(self.title)}: {len(self.paragraphs):,} paragraphs, "
            f"{length:,} characters{', uncertain' * self.uncertain}>"
        )

    def as_dict(self) -> dict[str, object]:
        """The JSON object of the article; doubt and sources are told only where there are any."""
        doubt = {
            "uncertain": True,
            "candidates": [
                {"after": c.after, "probability": round(c.probability, 3), "span": list(c.span)}
                for c in self.candidates
            ],
        }
        return {
            "title": self.title,
            "kicker": self.kicker,
            "subtitles": list(self.subtitles),
            "byline": self.byline,
            "paragraphs": [
                {"text": p.text, "kind": p.kind, "truncated": p.truncated} for p in self.paragraphs
            ],
            "signoff": self.signoff,
            "continued_from": self.continued_from,
            "continued_on": self.continued_on,
            **(doubt if self.uncertain else {}),
            **({"sources": [source.as_dict() for source in self.sources]} if self.sources else {}),
        }


@dataclass(frozen=True)
class Page:
    """A cleaned page."""

    traced: TracedText
    articles: tuple[Article, ...]
    furniture_spans: tuple[Span, ...]
    effects: Mapping[str, Effect] = field(compare=False)
    """What each rule may do, by slug: the audit holds the edits to it."""
    withheld: tuple[Change, ...] = ()
    """Edits that were proposed but not made: rejected by a decision, or of a confidence below
    `Settings.threshold`. Their `raw` spans tell where; `edit` keeps the offsets of the text that the rule
    was shown."""
    unmatched: tuple[Decision, ...] = ()
    """Decisions that no proposed edit answers to: the page or the rules have changed since."""
    settled: bool = True
    """Whether the rules came to an end with the page. If not, `text` is the raw text, and nothing was edited:
    some of them undo each other's work on it."""

    def __repr__(self) -> str:
        parts = [
            f"{len(self.articles)} articles",
            f"{len(self.text):,} characters",
            f"{len(self.edits):,} edits",
            f"{len(self.withheld):,} withheld",
            *([] if self.settled else ["not settled"]),
        ]
        return f"<{type(self).__name__}: {', '.join(parts)}>"

    @property
    def text(self) -> str:
        """The clean text of the whole page, articles in reading order."""
        return self.traced.text

    @property
    def furniture(self) -> tuple[str, ...]:
        """Folio, date, editors, labels of boxes: printed on the page, part of no article."""
        return tuple(self.text[start:end] for start, end in self.furniture_spans)

    @property
    def raw(self) -> str:
        return self.traced.raw

    @property
    def edits(self) -> tuple[Change, ...]:
        """Every change, in the order in which it was made."""
        return self.traced.changes

    @property
    def changed(self) -> bool:
        return self.text != self.raw

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """What the raw text is: what its spaces and line breaks mean, what it loses, which reader left it."""
        from cleaner.diagnosis import diagnose
        from cleaner.layout.draft import Draft

        return diagnose(Draft(self.raw))

    def to_raw(self, offset: int) -> int:
        """The raw offset behind an offset of the clean text."""
        return self.traced.to_raw(offset)

    def to_clean(self, raw_offset: int) -> int:
        """The offset in the clean text of a raw character, or of the place that it was dropped from."""
        return self.traced.to_clean(raw_offset)

    def audit(self) -> Audit:
        """Account for every character of the page, once; `audit().holds` is what each run checks."""
        return self._audit

    @cached_property
    def _audit(self) -> Audit:
        placed = [span for article in self.articles for span in article.spans]
        return audit(self.traced, self.effects, [*placed, *self.furniture_spans])
