"""The normalizers: each a rule of the chain, and a function on plain strings."""

from cleaner.normalizers.base import Normalizer, normalizer
from cleaner.normalizers.brackets import match_brackets
from cleaner.normalizers.columns import part_paragraphs, rejoin_paragraphs, separate_columns
from cleaner.normalizers.compatibility import fold_compatibility
from cleaner.normalizers.controls import drop_controls, normalize_newlines
from cleaner.normalizers.dashes import restore_dashes
from cleaner.normalizers.debris import drop_debris
from cleaner.normalizers.gaps import rejoin_lines, restore_quotes, restore_stops
from cleaner.normalizers.lines import order_lines
from cleaner.normalizers.lookalikes import fix_lookalikes
from cleaner.normalizers.marks import widen_marks
from cleaner.normalizers.rooms import open_rooms
from cleaner.normalizers.rows import untangle_rows
from cleaner.normalizers.script import convert_script, style_quotes
from cleaner.normalizers.spacing import tighten_marks
from cleaner.normalizers.terms import quote_terms

RULES: dict[str, Normalizer] = {
    rule.name: rule
    for rule in (
        normalize_newlines,
        drop_controls,
        open_rooms,
        order_lines,
        fold_compatibility,
        drop_debris,
        widen_marks,
        match_brackets,
        restore_dashes,
        untangle_rows,
        part_paragraphs,
        separate_columns,
        rejoin_paragraphs,
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
    "convert_script",
    "drop_controls",
    "drop_debris",
    "fix_lookalikes",
    "fold_compatibility",
    "match_brackets",
    "normalize_newlines",
    "normalizer",
    "open_rooms",
    "order_lines",
    "part_paragraphs",
    "quote_terms",
    "rejoin_lines",
    "rejoin_paragraphs",
    "restore_dashes",
    "restore_quotes",
    "restore_stops",
    "separate_columns",
    "style_quotes",
    "tighten_marks",
    "untangle_rows",
    "widen_marks",
]
