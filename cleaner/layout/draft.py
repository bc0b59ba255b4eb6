"""The page as the chain sees it: a text, and the structure that can be read off it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner.layout.blocks import Block, find_blocks, find_lines
from cleaner.layout.columns import (
    INDENT,
    LOOSE,
    TOLERANCE,
    Gap,
    Piece,
    Setting,
    column_width,
    find_gaps,
    find_pieces,
    set_lines,
)
from cleaner.layout.protection import Protection
from cleaner.settings import DEFAULT, Settings

CLEAR = 4
"""Votes from which a block's own column width is believed before the page's."""
SAME_COLUMN = 1.0
"""Em by which two estimates of one column may differ."""
OPTIONS = 3
"""Column widths of the page that are tried on a block which shows none of its own."""
LATER_COLUMN = 0.75
"""What it costs to take a rarer column width of the page."""


@dataclass(frozen=True)
class Print:
    """A block as it was printed: the spaces in it, the pieces between them, the column it was set in."""

    block: Block
    gaps: Sequence[Gap]
    pieces: Sequence[Piece]
    width: float
    """Column width in em; 0 where the page shows none."""
    setting: Setting | None
    """How it was set, where the width is known."""

    @property
    def line_ends(self) -> list[Gap]:
        return [self.gaps[i] for i in self.setting.line_ends] if self.setting else []

    @property
    def breaks(self) -> list[Gap]:
        return [self.gaps[i] for i in self.setting.breaks] if self.setting else []

    @property
    def one_line(self) -> bool:
        return not self.setting or not self.setting.line_ends

    @property
    def natural_width(self) -> float:
        return sum(piece.width for piece in self.pieces)


class Cut:
    """A block cut at its gaps, and what its pieces say: the same wherever the block stands."""

    def __init__(self, text: str) -> None:
        self.gaps: Sequence[Gap] = find_gaps(text, 0, len(text))
        """Offsets count from the beginning of the block."""
        self.pieces: Sequence[Piece] = find_pieces(text, 0, len(text), self.gaps)
        self.width, self.votes = column_width(self.pieces)
        """The column width that the pieces agree with, and how many do."""
        self.widest = max(piece.width - piece.squeeze for piece in self.pieces)
        """The width of the widest piece, squeezed."""
        self._settings: dict[float, Setting] = {}

    def setting(self, width: float) -> Setting:
        """The block set in a column."""
        found = self._settings.get(width)
        if found is None:
            found = self._settings[width] = set_lines(self.pieces, width)
        return found


class Draft:
    """A text in the chain, with what can be told of its structure. Nothing in it changes.

    Structure is read off the text when it is first asked for, so a normalizer sees the same whether
    it runs in the chain or on a plain string.
    """

    def __init__(self, text: str, settings: Settings = DEFAULT) -> None:
        self.text = text
        self.settings = settings
        self._known: dict[str, Cut] = {}

    def after(self, text: str) -> Draft:
        """The draft of a later state of the text. What is known of the blocks that stayed is kept."""
        if text == self.text:
            return self
        draft = Draft(text, self.settings)
        draft._known = self._known
        return draft

    @cached_property
    def protection(self) -> Protection:
        """What the house lexicon or a note in the text keeps from being changed."""
        return Protection.of(self.text, self.settings.names)

    @cached_property
    def blocks(self) -> list[Block]:
        """What blank lines set apart; on a page without printed columns, every line."""
        blocks = find_blocks(self.text)
        if any("\n" in block.of(self.text) for block in blocks) and not self._columns_of(blocks):
            return [line for block in blocks for line in find_lines(self.text, block)]
        return blocks

    @cached_property
    def column_widths(self) -> list[float]:
        """The widths of the printed columns of the page, the commonest first; none on an unwrapped page."""
        return self._columns_of(self.blocks)

    @cached_property
    def prints(self) -> list[Print]:
        """The blocks with the columns that they were set in."""
        return [self._print(block, self._cut(block)) for block in self.blocks]

    @cached_property
    def _boxes(self) -> list[float]:
        """The widths of blocks of several lines that are wider than the columns: boxes set across them."""
        cuts = map(self._cut, self.blocks)
        return [cut.widest for cut in cuts if cut.gaps and not self._columns_for(cut)]

    def _cut(self, block: Block) -> Cut:
        text = block.of(self.text)
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = Cut(text)
        return found

    def _columns_of(self, blocks: Sequence[Block]) -> list[float]:
        votes: Counter[float] = Counter()
        for cut in map(self._cut, blocks):
            if cut.width:
                votes[cut.width] += cut.votes
        widths: list[float] = []
        for width, _ in votes.most_common():
            if all(abs(width - commoner) > SAME_COLUMN for commoner in widths):
                widths.append(width)
        return widths

    def _columns_for(self, cut: Cut) -> list[float]:
        """The columns of the page that the pieces fit in."""
        return [width for width in self.column_widths if cut.widest <= width + INDENT / 2]

    def _print(self, block: Block, cut: Cut) -> Print:
        gaps = [Gap(block.start + gap.start, block.start + gap.end) for gap in cut.gaps]
        if not self.column_widths:
            return Print(block, gaps, cut.pieces, 0.0, None)
        own, widest = cut.width, cut.widest
        candidates = self._columns_for(cut)
        if cut.votes >= CLEAR:
            candidates = [own, *(width for width in candidates if abs(own - width) <= SAME_COLUMN)]
        if not candidates and gaps:
            candidates = [widest]
        elif not candidates:
            candidates = [
                width for width in self._boxes if widest - TOLERANCE <= width <= widest + INDENT + LOOSE
            ]
        if not candidates:
            return Print(block, gaps, cut.pieces, 0.0, None)  # one line, wider than any column: a headline
        settings = [cut.setting(width) for width in candidates[:OPTIONS]]
        best = min(range(len(settings)), key=lambda i: settings[i].cost + i * LATER_COLUMN)
        return Print(block, gaps, cut.pieces, candidates[best], settings[best])
