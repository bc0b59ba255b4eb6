"""The normalizers: each a rule of the chain, and a function on plain strings."""

from cleaner.normalizers.base import Normalizer, normalizer
from cleaner.normalizers.brackets import match_brackets
from cleaner.normalizers.columns import part_paragraphs, rejoin_paragraphs, separate_columns
from cleaner.normalizers.compatibility import fold_compatibility
from cleaner.normalizers.controls import drop_controls, normalize_newlines
from cleaner.normalizers.dashes import restore_dashes
from cleaner.normalizers.debris import drop_debris
from cleaner.normalizers.figures import fix_figures
from cleaner.normalizers.gaps import rejoin_lines, restore_quotes, restore_stops
from cleaner.normalizers.gutters import part_gutters
from cleaner.normalizers.hyphens import join_words
from cleaner.normalizers.interruptions import close_interruptions
from cleaner.normalizers.letterspacing import close_spaces
from cleaner.normalizers.lines import order_lines
from cleaner.normalizers.lookalikes import fix_lookalikes
from cleaner.normalizers.marks import widen_marks
from cleaner.normalizers.markup import render_formulas, render_markup
from cleaner.normalizers.paragraphs import part_lines
from cleaner.normalizers.points import mend_points
from cleaner.normalizers.quotes import match_quotes
from cleaner.normalizers.remarks import drop_remarks
from cleaner.normalizers.repeats import drop_repeats
from cleaner.normalizers.rooms import open_rooms
from cleaner.normalizers.rows import untangle_rows
from cleaner.normalizers.script import convert_script, style_quotes
from cleaner.normalizers.spacing import tighten_marks
from cleaner.normalizers.stops import fix_stops
from cleaner.normalizers.terms import quote_terms
from cleaner.normalizers.titles import widen_titles

RULES: dict[str, Normalizer] = {
    rule.name: rule
    for rule in (
        normalize_newlines,
        drop_controls,
        open_rooms,
        order_lines,
        render_markup,
        render_formulas,
        fold_compatibility,
        drop_debris,
        drop_remarks,
        drop_repeats,
        fix_figures,
        fix_stops,
        widen_titles,
        widen_marks,
        mend_points,
        match_brackets,
        match_quotes,
        restore_dashes,
        close_spaces,
        part_gutters,
        untangle_rows,
        part_lines,
        close_interruptions,
        part_paragraphs,
        separate_columns,
        rejoin_paragraphs,
        join_words,
        rejoin_lines,
        restore_stops,
        restore_quotes,
        quote_terms,
        tighten_marks,
        fix_lookalikes,
        convert_script,
        style_quotes,
    )
}
"""Every rule by its slug, in the order of the chain."""

__all__ = [
    "RULES",
    "Normalizer",
    "close_interruptions",
    "close_spaces",
    "convert_script",
    "drop_controls",
    "drop_debris",
    "drop_remarks",
    "drop_repeats",
    "fix_figures",
    "fix_lookalikes",
    "fix_stops",
    "fold_compatibility",
    "join_words",
    "match_brackets",
    "match_quotes",
    "mend_points",
    "normalize_newlines",
    "normalizer",
    "open_rooms",
    "order_lines",
    "part_gutters",
    "part_lines",
    "part_paragraphs",
    "quote_terms",
    "rejoin_lines",
    "rejoin_paragraphs",
    "render_formulas",
    "render_markup",
    "restore_dashes",
    "restore_quotes",
    "restore_stops",
    "separate_columns",
    "style_quotes",
    "tighten_marks",
    "untangle_rows",
    "widen_marks",
    "widen_titles",
]
