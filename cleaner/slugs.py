"""The names that settings may hold: the slugs of the rules and the tiers, known without loading the rules."""

from __future__ import annotations

from typing import Final

RULES: Final = (
    "normalize_newlines",
    "drop_controls",
    "drop_insertions",
    "mark_wide_gaps",
    "order_lines",
    "render_formulas",
    "render_markup",
    "fold_compatibility",
    "drop_debris",
    "close_spaces",
    "drop_remarks",
    "drop_repeats",
    "fix_figures",
    "widen_titles",
    "fix_stops",
    "mend_points",
    "normalize_marks",
    "match_brackets",
    "match_quotes",
    "restore_dashes",
    "part_gutters",
    "deinterleave_lines",
    "part_blocks",
    "part_lines",
    "close_interruptions",
    "split_paragraphs",
    "part_kickers",
    "separate_columns",
    "rejoin_paragraphs",
    "join_words",
    "restore_stops",
    "restore_quotes",
    "rejoin_lines",
    "quote_terms",
    "remove_mark_spaces",
    "fix_lookalikes",
    "convert_script",
    "style_quotes",
)
"""In the order of the chain, `cleaner.chain.STAGES`."""
TIERS: Final = ("certain", "inferred")
"""The values of `cleaner.trace.Tier`."""
