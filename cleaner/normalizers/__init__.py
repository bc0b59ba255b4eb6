"""The normalizers: each a rule of the chain, and a function on plain strings."""

from cleaner.normalizers.base import Normalizer, normalizer
from cleaner.normalizers.brackets import match_brackets
from cleaner.normalizers.columns import rejoin_paragraphs, separate_columns, split_paragraphs
from cleaner.normalizers.compatibility import fold_compatibility
from cleaner.normalizers.controls import drop_controls, normalize_newlines
from cleaner.normalizers.dashes import restore_dashes
from cleaner.normalizers.debris import drop_debris
from cleaner.normalizers.figures import fix_figures
from cleaner.normalizers.gaps import rejoin_lines, restore_quotes, restore_stops
from cleaner.normalizers.gutters import part_gutters
from cleaner.normalizers.hyphens import join_words
from cleaner.normalizers.insertions import drop_insertions
from cleaner.normalizers.interleaved import deinterleave_lines
from cleaner.normalizers.interruptions import close_interruptions
from cleaner.normalizers.kickers import part_kickers
from cleaner.normalizers.letterspacing import close_spaces
from cleaner.normalizers.lines import order_lines
from cleaner.normalizers.lookalikes import fix_lookalikes
from cleaner.normalizers.marks import normalize_marks
from cleaner.normalizers.markup import render_formulas, render_markup
from cleaner.normalizers.paragraphs import part_blocks, part_lines
from cleaner.normalizers.points import mend_points
from cleaner.normalizers.quotes import match_quotes
from cleaner.normalizers.remarks import drop_remarks
from cleaner.normalizers.repeats import drop_repeats
from cleaner.normalizers.script import convert_script, style_quotes
from cleaner.normalizers.spacing import remove_mark_spaces
from cleaner.normalizers.stops import fix_stops
from cleaner.normalizers.terms import quote_terms
from cleaner.normalizers.titles import widen_titles
from cleaner.normalizers.wide_gaps import mark_wide_gaps

RULES: dict[str, Normalizer] = {
    rule.name: rule
    for rule in (
        normalize_newlines,
        drop_controls,
        drop_insertions,
        mark_wide_gaps,
        order_lines,
        render_formulas,
        render_markup,
        fold_compatibility,
        drop_debris,
        close_spaces,
        drop_remarks,
        drop_repeats,
        fix_figures,
        widen_titles,
        fix_stops,
        mend_points,
        normalize_marks,
        match_brackets,
        match_quotes,
        restore_dashes,
        part_gutters,
        deinterleave_lines,
        part_blocks,
        part_lines,
        close_interruptions,
        split_paragraphs,
        part_kickers,
        separate_columns,
        rejoin_paragraphs,
        join_words,
        restore_stops,
        restore_quotes,
        rejoin_lines,
        quote_terms,
        remove_mark_spaces,
        fix_lookalikes,
        convert_script,
        style_quotes,
    )
}
"""Every rule by its slug, in the order of the chain (`cleaner.chain.STAGES`)."""

__all__ = [
    "RULES",
    "Normalizer",
    "close_interruptions",
    "close_spaces",
    "convert_script",
    "deinterleave_lines",
    "drop_controls",
    "drop_debris",
    "drop_insertions",
    "drop_remarks",
    "drop_repeats",
    "fix_figures",
    "fix_lookalikes",
    "fix_stops",
    "fold_compatibility",
    "join_words",
    "mark_wide_gaps",
    "match_brackets",
    "match_quotes",
    "mend_points",
    "normalize_marks",
    "normalize_newlines",
    "normalizer",
    "order_lines",
    "part_blocks",
    "part_gutters",
    "part_kickers",
    "part_lines",
    "quote_terms",
    "rejoin_lines",
    "rejoin_paragraphs",
    "remove_mark_spaces",
    "render_formulas",
    "render_markup",
    "restore_dashes",
    "restore_quotes",
    "restore_stops",
    "separate_columns",
    "split_paragraphs",
    "style_quotes",
    "widen_titles",
]
