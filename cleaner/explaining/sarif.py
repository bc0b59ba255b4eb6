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
    """One run: the rules, and a result for each finding.

    Certain edits are notes, inferred ones warnings; those that were withheld are open to review, which
    the standard writes as kind `review` without a level (3.27.9 and 3.27.10).
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
        "results": [_result(finding, order.index(finding.rule)) for finding in found],
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
    level = "warning" if finding.tier is Tier.INFERRED else "note"
    judged = {"kind": "review", "level": "none"} if finding.withheld else {"kind": "fail", "level": level}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        **judged,
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
