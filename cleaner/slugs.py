"""The names that settings may hold: the slugs of the rules and the tiers, known without loading the rules."""

from __future__ import annotations

from typing import Final

RULES: Final = (
    "normalize_newlines",
    "drop_controls",
    "fold_compatibility",
    "drop_debris",
    "widen_marks",
    "match_brackets",
    "restore_dashes",
    "untangle_rows",
    "part_paragraphs",
    "separate_columns",
    "rejoin_paragraphs",
    "rejoin_lines",
    "restore_stops",
    "restore_quotes",
    "quote_terms",
    "tighten_marks",
    "fix_lookalikes",
    "convert_script",
    "style_quotes",
)
"""In the order of `cleaner.normalizers.RULES`."""
TIERS: Final = ("certain", "inferred")
"""The values of `cleaner.trace.Tier`."""
