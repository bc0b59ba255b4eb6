"""What the columns say of the white space of a page, and the text as the gap model reads it."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.gaps.lattice import SPACE, TELLING
from cleaner.layout.lines.line_breaking import MOST, line_end_odds
from cleaner.layout.role import Role
from cleaner.layout.state import PageState, TypesetBlock
from cleaner.models.slots import LINE_END, MID_LINE


def column_odds(state: PageState, roles: Sequence[Role]) -> list[list[float]]:
    """What the column says of the gaps of each block: log-odds for a line end."""
    odds = []
    set_so = [
        (printed.pieces, printed.width)
        for printed, role in zip(state.typeset, roles, strict=True)
        if role is not Role.HEAD and printed.width
    ]
    priors = state.models.gaps.constants.gap_priors
    by_column = iter(line_end_odds(set_so, priors, line_breaks=state.keeps_line_breaks))
    for printed, role in zip(state.typeset, roles, strict=True):
        if role is Role.HEAD:  # set in type of its own: a space may have held a mark, but hardly a line end
            odds.append([MOST if piece.newline else -MOST for piece in printed.pieces[:-1]])
        else:
            found = next(by_column) if printed.width else _by_breaks(printed)
            odds.append(_with_open_ends(state, printed, found))
    return odds


def _by_breaks(printed: TypesetBlock) -> list[float]:
    """The log-odds of a block whose column is not known: a line ends where its text breaks."""
    return [MOST if piece.newline else 0.0 for piece in printed.pieces[:-1]]


def _with_open_ends(state: PageState, printed: TypesetBlock, odds: list[float]) -> list[float]:
    """The log-odds, with the line ends at which the page shows the room of a mark as gaps in mid-line."""
    return [
        -MOST if is_open_end(state, gap.start, gap.end) else odd
        for gap, odd in zip(printed.gaps, odds, strict=True)
    ]


def is_open_end(state: PageState, start: int, end: int) -> bool:
    """Whether a gap is a line end at which the width of a mark is left."""
    return state.placed is not None and "\n" in state.text[start:end] and state.placed.ends_open(start - 1)


def flatten(state: PageState, odds: Sequence[Sequence[float]]) -> tuple[str, list[int]]:
    """The blocks as the model reads them, one a line, and where each begins.

    White space is a plain space, or what the column says of it; nothing changes its place.
    """
    lines, starts, cursor = [], [], 0
    for printed, known in zip(state.typeset, odds, strict=True):
        block = printed.block
        chars = list(block.of(state.folded))
        for gap, odd in zip(printed.gaps, known, strict=True):
            start, end = gap.start - block.start, gap.end - block.start
            chars[start:end] = SPACE * (end - start)
            if abs(odd) >= TELLING:
                chars[start] = LINE_END if odd > 0 else MID_LINE
        starts.append(cursor)
        lines.append("".join(chars))
        cursor += len(chars) + 1
    return "\n".join(lines), starts
