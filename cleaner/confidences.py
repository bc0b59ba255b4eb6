"""From which confidence on an edit is made by default; what is less sure is reported (`Page.withheld`).

Nine in ten of the edits that are made should be right. The figures were chosen on half of the held-out
pages read by real OCR engines and checked on the other half (`cleaner.lab.evaluation.confidences`; the table
stands in README.md). `Settings.threshold` asks for more, `Settings.thresholds` sets the figure of a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DEFAULTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # an invented quotation changes who says what
        "restore_quotes": 0.8,
        # a comma too many does little harm, but it is harm
        "restore_stops": 0.8,
        # to correct what was right is worse than to miss what was wrong
        "fix_lookalikes": 0.9,
        # the word 一一 is rare, but it is a word
        "restore_dashes": 0.9,
    }
)
"""By slug of a rule; the other rules have 0: each sets its confidence for a kind of evidence, not an edit."""
