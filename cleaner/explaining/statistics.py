"""Findings summed up: how many edits each rule made, and which pages are in doubt most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cleaner.doubt import expected_errors, is_doubtful
from cleaner.jsontext import json_text

if TYPE_CHECKING:
    from cleaner.explaining.findings import Finding


@dataclass(frozen=True, slots=True)
class Count:
    """The edits of a rule, or of a page.

    made, withheld: how many.
    doubtful: how many of both are worth a look, see `cleaner.doubt`.
    expected_errors: how many of both are expected to be wrong, by their confidences.
    """

    name: str
    made: int
    withheld: int
    doubtful: int
    expected_errors: float

    @classmethod
    def of(cls, name: str, found: Sequence[Finding]) -> Count:
        """Count some findings."""
        edits = [(finding.confidence, finding.withheld) for finding in found]
        withheld = sum(finding.withheld for finding in found)
        doubtful = sum(is_doubtful(*edit) for edit in edits)
        return cls(name, len(found) - withheld, withheld, doubtful, round(expected_errors(edits), 2))


@dataclass(frozen=True, slots=True)
class Statistics:
    """Rules, those with most edits first, and pages, those with most errors expected first."""

    rules: tuple[Count, ...]
    pages: tuple[Count, ...]

    def as_dict(self) -> dict[str, object]:
        """A JSON-ready record: `rules` and `pages`, each a list of counts."""
        return {
            "rules": [_renamed(count, "rule") for count in self.rules],
            "pages": [_renamed(count, "page") for count in self.pages],
        }


def statistics(found: Sequence[Finding], pages: Sequence[str]) -> Statistics:
    """Sum findings up, by rule and by page; a page without findings counts too.

    >>> from cleaner.chain import clean
    >>> from cleaner.explaining.findings import findings
    >>> [count] = statistics(findings(clean("问题,党内"), "a.txt"), ["a.txt"]).rules
    >>> count.name, count.made, count.withheld
    ('normalize_marks', 1, 0)
    """
    by_rule: dict[str, list[Finding]] = {}
    by_page: dict[str, list[Finding]] = {page: [] for page in pages}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
        by_page.setdefault(finding.page, []).append(finding)
    rules = sorted((Count.of(*item) for item in by_rule.items()), key=lambda one: -one.made - one.withheld)
    in_doubt = sorted((Count.of(*item) for item in by_page.items()), key=lambda one: -one.expected_errors)
    return Statistics(tuple(rules), tuple(in_doubt))


def to_text(summed_up: Statistics) -> str:
    r"""Two tables for people.

    >>> from cleaner import clean
    >>> from cleaner.explaining.findings import findings
    >>> print(to_text(statistics(findings(clean("问题,党内"), "a.txt"), ["a.txt"])).split("\n\n")[0])
    made  withheld  doubtful  errors expected  rule
       1         0         0              0.0  normalize_marks
    """
    return "".join(
        f"{line}\n"
        for line in [
            *_table("rule", summed_up.rules),
            "",
            *_table("page, most in doubt first", summed_up.pages),
        ]
    )


def to_json(summed_up: Statistics) -> str:
    """One JSON object."""
    return json_text(summed_up.as_dict()) + "\n"


def _table(what: str, counts: Sequence[Count]) -> list[str]:
    """Columns of figures, and the names behind them."""
    rows = [("made", "withheld", "doubtful", "errors expected", what)]
    rows += [
        (f"{c.made:,}", f"{c.withheld:,}", f"{c.doubtful:,}", f"{c.expected_errors:,.1f}", c.name)
        for c in counts
    ]
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    return [
        "  ".join([*(f"{cell:>{width}}" for cell, width in zip(row[:-1], widths, strict=True)), row[-1]])
        for row in rows
    ]


def _renamed(count: Count, name: str) -> dict[str, object]:
    record = asdict(count)
    return {name: record.pop("name"), **record}
