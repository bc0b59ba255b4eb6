"""Which paragraphs were cut short: the OCR lost the rest of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from cleaner.layout.lines.columns import INDENT, LOOSE, ends_sentence
from cleaner.layout.roles.ends import breaks_off
from cleaner.layout.state import TypesetBlock
from cleaner.models import Models
from cleaner.profiles.marks import STOPS

CUT, FULL, LOST = 0.06, 0.12, 0.05
"""Share of paragraphs whose last line the OCR lost, of whole ones whose last line is full all the same, and
of last stops that it lost, where the page does not tell: as the damage of simulated pages has it."""


def find_cut(
    ends: Sequence[int], texts: Sequence[str], typeset: Sequence[TypesetBlock], models: Models
) -> frozenset[int]:
    """Which of the blocks that end paragraphs were cut short rather than lost their stop alone.

    How often the page loses a stop, the paragraphs tell that end on a short line, as far as their words do.
    """
    found = [i for i in ends if is_cut(texts[i], typeset[i])]
    may_be = [i for i in found if texts[i][-1] not in STOPS]
    if not may_be:
        return frozenset(found)
    short = [i for i in ends if (printed := typeset[i].setting) is not None and not printed.last_full]
    unstopped = [i for i in short if not ends_sentence(texts[i])]
    asked = [*may_be, *unstopped]
    odds = models.completeness(["".join(texts[i].split()) for i in asked])
    whole = dict(zip(asked, odds.tolist(), strict=True))
    lost = (sum(1 / (1 + exp(-whole[i])) for i in unstopped) + LOST) / (len(short) + 1)
    least = log(CUT / (lost * FULL))
    return frozenset(found) - {i for i in may_be if whole[i] >= least}


def is_cut(text: str, printed: TypesetBlock) -> bool:
    r"""Whether a paragraph that nothing follows was cut short: no mark ends it, and its last line is full.

    A short last line ends a paragraph, whether or not its stop was read. Where no column shows how long lines
    are, what has no clauses may be an item, a verse or a caption, and is whole.

    >>> from cleaner.layout.state import PageState
    >>> [cut, whole, item] = PageState("镇里昨日开会，三座\n\n水库蓄水。\n\n修渠三里").typeset
    >>> is_cut("镇里昨日开会，三座", cut), is_cut("水库蓄水。", whole), is_cut("修渠三里", item)
    (True, False, False)
    """
    if ends_sentence(text) or text.endswith(("：", "…", "—", "）")):
        return False
    if printed.setting is None:  # a line without clauses may be an item, a verse or a caption
        return breaks_off(text)
    last = printed.setting.line_ends[-1] + 1 if printed.setting.line_ends else 0
    pieces = printed.pieces[last:]
    gaps = len(pieces) - 1  # each may have held a mark of one em
    indent = INDENT if printed.one_line else 0.0
    return sum(piece.width for piece in pieces) + gaps >= printed.width - indent - LOOSE
