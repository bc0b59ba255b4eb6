"""From which confidence on an edit is made by default; what is less sure is reported (`Page.withheld`).

`python -m cleaner.lab.evaluation.confidences` measures, on pages read by real OCR engines, how many edits of
each rule and confidence are right. `Settings.threshold` asks for more, `Settings.thresholds` sets the
figure of a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DEFAULTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # to correct what was right is worse than to miss what was wrong
        "fix_lookalikes": 0.9,
        # the word 一一 is rare, but it is a word
        "restore_dashes": 0.9,
    }
)
"""By slug of a rule; the others make all that they propose."""
