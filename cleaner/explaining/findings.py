"""The edits of a page as findings: where in the raw text, what, how sure, in which company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from cleaner.page import Page
from cleaner.trace import Change, Tier
from cleaner.trace.lines import LineIndex

AROUND = 8
"""Characters of context on each side."""
PLACING = "separate_columns"
"""The rule that would move a fragment, were its place clear."""


@dataclass(frozen=True, slots=True)
class LineSpan:
    """Lines and columns, counted from 1 in characters; the end is behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """An edit of a page.

    place: where it is in the raw page.
    raw: the same as offsets.
    left, right: the raw text on both sides of it.
    moved_to: line and column in the clean page, for text that was moved.
    withheld: whether it was not made: rejected by a decision, or of a confidence below the threshold.
    """

    page: str
    place: LineSpan
    raw: tuple[int, int]
    rule: str
    tier: Tier
    confidence: float
    before: str
    after: str
    why: str
    left: str
    right: str
    moved_to: tuple[int, int] | None = None
    withheld: bool = False

    def as_dict(self) -> dict[str, object]:
        """A JSON-ready record."""
        record = asdict(self)
        place = record.pop("place")
        del record["raw"]
        return {"page": record.pop("page"), **place, **record, "confidence": round(self.confidence, 4)}


def findings(page: Page, name: str) -> list[Finding]:
    """Every edit of a page and every one that was withheld, in the order of the raw text.

    Where the place of a fragment is not clear, each place that it may have is a finding, withheld too.

    >>> from cleaner.chain import clean
    >>> [finding] = findings(clean("问题,党内"), "page.txt")
    >>> finding.place.line, finding.place.column, finding.rule, finding.before, finding.after
    (1, 3, 'normalize_marks', ',', '，')
    """
    raw_lines, clean_lines = LineIndex(page.raw), LineIndex(page.text)

    def moved_to(change: Change) -> tuple[int, int] | None:
        if not change.moved:
            return None
        start, end = change.raw
        start = end - len(page.raw[start:end].lstrip())  # white space at its ends was not moved with it
        return clean_lines.place(page.to_clean(start))

    def make(changes: Sequence[Change], withheld: bool) -> Iterator[Finding]:
        for change in changes:
            start, end = change.raw
            yield Finding(
                name,
                LineSpan(*raw_lines.place(start), *raw_lines.place(end)),
                change.raw,
                change.rule,
                change.tier,
                change.confidence,
                change.before,
                change.after,
                change.why,
                page.raw[max(0, start - AROUND) : start],
                page.raw[end : end + AROUND],
                None if withheld else moved_to(change),
                withheld,
            )

    def doubts() -> Iterator[Finding]:
        for article in page.articles:
            start = page.to_raw(article.spans[0][0]) if article.candidates else 0
            for candidate in article.candidates:
                line, column = raw_lines.place(page.to_raw(candidate.span[1] - 1))
                yield Finding(
                    name,
                    LineSpan(*raw_lines.place(start), *raw_lines.place(start)),
                    (start, start),
                    PLACING,
                    Tier.INFERRED,
                    candidate.probability,
                    before="",
                    after="",
                    why=f"where this belongs is not clear; perhaps after {line}:{column}, {candidate.after}",
                    left=page.raw[max(0, start - AROUND) : start],
                    right=page.raw[start : start + AROUND],
                    withheld=True,
                )

    found = [*make(page.edits, withheld=False), *make(page.withheld, withheld=True), *doubts()]
    return sorted(found, key=lambda finding: finding.raw)
