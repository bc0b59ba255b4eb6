"""Findings as lines for people, as JSON, and as annotations of GitHub."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from cleaner.explaining.findings import Finding
from cleaner.explaining.forms import ExplainFormat
from cleaner.explaining.sarif import to_sarif
from cleaner.jsontext import json_text
from cleaner.trace import Tier

LONGEST = 24
"""Characters of an edited text that are shown whole."""
_VISIBLE = str.maketrans({" ": "␣", "\N{IDEOGRAPHIC SPACE}": "␣", "\t": "⇥", "\n": "⏎", "\r": "␍"})
_VISIBLE_BREAKS = str.maketrans({"\n": "⏎", "\r": "␍", "\N{LINE SEPARATOR}": "⏎", "\f": "␌"})


Paint = Callable[[str, str], str]
"""Gives a text the colour of its kind."""


def plain(text: str, _kind: str) -> str:
    """The text without a colour."""
    return text


def to_text(found: Sequence[Finding], paint: Paint = plain) -> str:
    """A line a finding: place, rule, tier, confidence, before and after in context, reason.

    White space is made visible. Findings that were withheld come last, under a heading.

    >>> from cleaner import clean
    >>> from cleaner.explaining.findings import findings
    >>> print(to_text(findings(clean("问题,党内"), "a.txt")), end="")
    a.txt:1:3: normalize_marks (certain, 1.00)  问题[,→，]党内  a mark in Chinese text
    """
    made = [_line(finding, paint) for finding in found if not finding.withheld]
    withheld = [_line(finding, paint) for finding in found if finding.withheld]
    if withheld:
        withheld.insert(0, "Withheld, by a decision or a confidence below the threshold:\n")
    return "".join(made + withheld)


def _line(finding: Finding, paint: Paint) -> str:
    place = f"{finding.page}:{finding.place.line}:{finding.place.column}:"
    return f"{paint(place, 'place')} {describe(finding, paint)}\n"


def describe(finding: Finding, paint: Paint = plain) -> str:
    """Rule, tier, confidence, before and after in context, and the reason.

    >>> from cleaner import clean
    >>> from cleaner.explaining.findings import findings
    >>> describe(findings(clean("问题,党内"), "a.txt")[0])
    'normalize_marks (certain, 1.00)  问题[,→，]党内  a mark in Chinese text'
    """
    before, after = _short(finding.before), _short(finding.after)
    if finding.moved_to:
        after = f"to {finding.moved_to[0]}:{finding.moved_to[1]} of the clean page"
    change = f"[{paint(before, 'before')}→{paint(after, 'after')}]"
    edit = f"{finding.left.translate(_VISIBLE)}{change}{finding.right.translate(_VISIBLE)}"
    why = f"  {paint(finding.why.translate(_VISIBLE_BREAKS), 'quiet')}" if finding.why else ""
    return f"{paint(finding.rule, 'rule')} ({finding.tier}, {finding.confidence:.2f})  {edit}{why}"


def _short(text: str) -> str:
    if len(text) > LONGEST:
        half = LONGEST // 2
        text = f"{text[:half]}…{text[-half:]}"
    return text.translate(_VISIBLE)


def to_json(found: Sequence[Finding]) -> str:
    """One array of objects."""
    return json_text([finding.as_dict() for finding in found], indent=2) + "\n"


def to_json_lines(found: Sequence[Finding]) -> str:
    """One object a line.

    >>> from cleaner import clean
    >>> from cleaner.explaining.findings import findings
    >>> to_json_lines(findings(clean("问题,党内"), "a.txt"))[:40]
    '{"page": "a.txt", "line": 1, "column": 3'
    """
    return "".join(json_text(finding.as_dict()) + "\n" for finding in found)


def to_github(found: Iterable[Finding]) -> str:
    """Workflow commands of GitHub Actions: notices for certain edits, warnings for inferred ones.

    Withheld findings are left out: there is nothing to annotate where nothing changes.

    Source of the form: GitHub's documentation, "Workflow commands for GitHub Actions".

    >>> from cleaner import clean
    >>> from cleaner.explaining.findings import findings
    >>> to_github(findings(clean("问题,党内"), "a.txt"))[:30]
    '::notice file=a.txt,line=1,end'
    """
    return "".join(_command(finding) for finding in found if not finding.withheld)


def _command(finding: Finding) -> str:
    place = finding.place
    kind = "warning" if finding.tier is Tier.INFERRED else "notice"
    properties: dict[str, object] = {"file": finding.page, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # columns are taken only within one line
        properties |= {"col": place.column, "endColumn": place.end_column}
    properties["title"] = finding.rule
    named = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in properties.items())
    return f"::{kind} {named}::{_escape(describe(finding))}\n"


def _escape(text: str, also: str = "") -> str:
    for char in f"%\r\n{also}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


FORMATS: Mapping[ExplainFormat, Callable[[Sequence[Finding]], str]] = {
    ExplainFormat.TEXT: to_text,
    ExplainFormat.JSON: to_json,
    ExplainFormat.JSONL: to_json_lines,
    ExplainFormat.SARIF: to_sarif,
    ExplainFormat.GITHUB: to_github,
}
