"""Findings as SARIF 2.1.0 (OASIS), which code review tools read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote

from cleaner import __version__
from cleaner.explaining.findings import Finding
from cleaner.jsontext import json_text
from cleaner.normalizers import RULES
from cleaner.trace import Tier

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(found: Sequence[Finding]) -> str:
    """One run: the rules, and a result for each edit that is made.

    Certain edits are notes, inferred ones warnings. Withheld findings are left out: tools that show results
    take each for a fault of the page, whatever its kind.
    """
    order = list(RULES)
    rules = [
        {
            "id": rule.name,
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.explanation},
            "properties": {"tiers": list(map(str, rule.tiers))},
        }
        for rule in RULES.values()
    ]
    run = {
        "tool": {"driver": {"name": "cleaner", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order.index(finding.rule)) for finding in found if not finding.withheld],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log, indent=2) + "\n"


def _result(finding: Finding, index: int) -> dict[str, object]:
    place, (start, end) = finding.place, finding.raw
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": start,
        "charLength": end - start,
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "kind": "fail",
        "level": "warning" if finding.tier is Tier.INFERRED else "note",
        "message": {"text": _message(finding)},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(finding.page)}, "region": region}}
        ],
        "rank": round(100 * finding.confidence, 2),
        "properties": {
            "tier": str(finding.tier),
            "confidence": round(finding.confidence, 4),
            "before": finding.before,
            "after": finding.after,
        },
    }


def _message(finding: Finding) -> str:
    if finding.moved_to:
        line, column = finding.moved_to
        return f"moved to line {line}, column {column} of the clean page: {finding.why}"
    change = f"{finding.before!r} becomes {finding.after!r}"
    return f"{change}: {finding.why}" if finding.why else change


def _uri(page: str) -> str:
    path = PurePath(page)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
