"""The page as the chain sees it: a text, and the structure that can be read off it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.blocks import Block, find_blocks, find_lines
from cleaner.layout.furniture import may_be_furniture
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import (
    FEWEST_AGREEING,
    INDENT,
    LOOSE,
    SAME_COLUMN,
    TOLERANCE,
    distinct_widths,
)
from cleaner.layout.lines.grids import find_rows
from cleaner.layout.lines.line_breaking import LineBreaking
from cleaner.layout.lines.line_groups import LineGroup, group_lines
from cleaner.layout.lines.measured import Measure, MeasuredBlock, end_printed_lines, set_all
from cleaner.layout.lines.outside_columns import are_complete
from cleaner.layout.lines.pieces import Gap, Piece, cut_blocks, moved_by
from cleaner.layout.lines.printed import find_printed
from cleaner.layout.lines.turns import Turns, find_turns
from cleaner.layout.lines.verses import find_stanzas, is_verse
from cleaner.layout.lines.wording import judge_words
from cleaner.layout.memo import MemoTable
from cleaner.layout.ornaments import Ornaments, find_ornaments
from cleaner.layout.protection import Protection
from cleaner.layout.reading import MarkedBlocks, Placed
from cleaner.layout.role import AnchoredRoles, Role
from cleaner.markup.headings import find_headings
from cleaner.markup.html import find_furniture
from cleaner.markup.notes import blank_notes
from cleaner.models import Models, shipped_models
from cleaner.patterns import Pattern
from cleaner.profiles.folding import fold
from cleaner.profiles.marks import CORNERS, CURLY
from cleaner.profiles.widths import letters_of
from cleaner.settings import DEFAULT, Settings

T = TypeVar("T")
CLEAR = 4
"""Votes from which a block's own column width is believed before the page's."""
FEWEST_HEADINGS = 2
"""Marked headings of a text from which a page reader wrote it."""
OPTIONS = 3
"""Column widths of the page that are tried on a block which shows none of its own."""
_BROKEN = Pattern(r"[^\n]+(?:(?<=[\p{Han}，、])\n(?=\p{Han})[^\n]+)*")
"""A block in which each line breaks off."""
LATER_COLUMN = 0.75
"""What it costs to take a rarer column width of the page."""


class TypesetBlock(NamedTuple):
    """A block as it was printed: the spaces in it, the pieces between them, the column it was set in."""

    block: Block
    gaps: Sequence[Gap]
    pieces: Sequence[Piece]
    width: float
    """Column width in em; 0 where the page shows none."""
    setting: LineBreaking | None
    """How it was set, where the width is known."""
    first_line: float
    """Width of the first line; where that is not known, up to the first space."""
    kind: Break = Break.PARAGRAPH
    """What it is, by the line breaks round it."""

    @property
    def row(self) -> bool:
        """Whether it is a row of a table or of a list in columns."""
        return self.kind is Break.ROW

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


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a page was printed in."""

    widths: Sequence[float]
    """In em, the commonest first; none on an unwrapped page."""
    keeps_line_breaks: bool
    """Whether the line breaks inside blocks are the ends of printed lines, so that no space is one."""


class PageState:
    """A text in the chain, with what can be read of its structure. Nothing in it changes.

    Structure is read off the text when it is first asked for, so a normalizer sees the same whether
    it runs in the chain or on a plain string.
    """

    def __init__(
        self,
        text: str,
        settings: Settings = DEFAULT,
        models: Models | None = None,
        placed: Placed | None = None,
        moved: AnchoredRoles | None = None,
        marked: MarkedBlocks | None = None,
        columns: Columns | None = None,
        read_in: NDArray[np.int64] | None = None,
    ) -> None:
        self.text = text
        self.settings = settings
        self.models = models or shipped_models()
        """What is asked about the text; the shipped models where no others are given."""
        self.placed = placed
        """What the boxes of the page say of its lines; none for plain text."""
        self.moved = moved
        """The roles that the layout gave to the blocks before they were moved; none where none was moved."""
        self.marked = marked
        """What its file says of its blocks, where it has no boxes but more than text."""
        self.memo = MemoTable()
        """What is known of the texts of lines and blocks, in this state or an earlier one."""
        self.known_columns = columns
        """The columns as they were read before blocks were parted or moved; none where this text tells."""
        self.read_in = read_in
        """For each character the raw line that it was read in; none where lines stand as they were read."""
        self._known: dict[str, MeasuredBlock] = {}
        self._parts: dict[tuple[str, frozenset[float], bool], list[LineGroup]] = {}
        self._answers: dict[Callable[[PageState], Any], Any] = {}

    def after(
        self,
        text: str,
        placed: Placed | None = None,
        moved: AnchoredRoles | None = None,
        columns: Columns | None = None,
        read_in: NDArray[np.int64] | None = None,
    ) -> PageState:
        """The next state, of a changed text. What is known of the lines and blocks that stayed is kept."""
        stays = moved is self.moved and columns is self.known_columns and read_in is self.read_in
        if text == self.text and stays:
            return self
        state = PageState(text, self.settings, self.models, placed, moved, columns=columns, read_in=read_in)
        state.memo, state._known, state._parts = self.memo, self._known, self._parts
        state.headings, state.has_joined_blocks = self.headings, self.has_joined_blocks
        state.ornaments, state.marked_furniture = self.ornaments, self.marked_furniture
        return state

    def once(self, find: Callable[[PageState], T]) -> T:
        """What a function finds in this state of the text: found when first asked for, and kept with it.

        >>> PageState("甲").once(lambda state: state.text)
        '甲'
        """
        if find not in self._answers:
            self._answers[find] = find(self)
        found: T = self._answers[find]
        return found

    @cached_property
    def headings(self) -> Mapping[str, int]:
        """The letters of lines that the page reader marked as headings, in the first state of the text.

        With each the level that it was marked as, 1 the highest.
        """
        found = find_headings(self.text)
        known = {} if self.marked is None else self.marked.headings
        return {letters_of(heading): level for heading, level in found} | dict(known)

    @cached_property
    def marked_furniture(self) -> frozenset[str]:
        """The letters of lines that the page reader marked as furniture, in the first state of the text.

        Not of numbers, nor of lines that stand elsewhere, too.
        """
        found = {letters_of(line) for line in find_furniture(self.text)}
        elsewhere = map(letters_of, self.text.splitlines()) if found else ()
        return frozenset(letters for letters in found.difference(elsewhere) if not letters.isdecimal())

    @cached_property
    def ornaments(self) -> Ornaments:
        """What the first state of the text shows beside its blocks."""
        found = find_ornaments(self.text)
        openings = frozenset() if self.marked is None else self.marked.openings
        return found._replace(ruled=found.ruled | openings)

    @cached_property
    def folded(self) -> str:
        """The text, as long, as patterns and models read it (`cleaner.profiles.folding`), without notes."""
        return fold(blank_notes(self.text))

    @cached_property
    def _prints_corners(self) -> bool:
        """Whether the quotation marks of the text are corners, most of them."""
        return sum(map(self.text.count, CURLY)) > sum(map(self.text.count, CORNERS))

    def printed(self, mark: str) -> str:
        """A mark of the folded view in the shape that the text has for it.

        >>> PageState("開展「萬能章」治理").printed("“"), PageState("开展“万能章”治理").printed("“")
        ('「', '“')
        """
        return CORNERS.get(mark, mark) if self._prints_corners else mark

    @cached_property
    def protection(self) -> Protection:
        """What the house lexicon or a note in the text keeps from being changed."""
        return Protection.of(self.text, self.settings.names)

    @cached_property
    def columns(self) -> Columns:
        """The columns of the page; parted, moved and joined blocks keep those that were read before."""
        return self.known_columns or Columns(self._columns_of(self.blocks), self.keeps_line_breaks)

    @property
    def columns_of_parts(self) -> Columns | None:
        """The columns of what the blocks are parted into; none where they have to be read anew.

        A block without line breaks holds paragraphs, which are set alike. One of printed lines may hold
        headlines with them, and its columns show better when these are parted.
        """
        return None if any("\n" in block.of(self.folded) for block in self.blocks) else self.columns

    @cached_property
    def keeps_line_breaks(self) -> bool:
        """Whether the line breaks inside blocks are the ends of printed lines, so that no space is one."""
        if self.placed is not None:
            return True
        if self.known_columns is not None:
            return self.known_columns.keeps_line_breaks
        if not self._breaks_lines:
            return False
        cuts = self._cuts(find_blocks(self.folded))
        return end_printed_lines((cut.line_breaks for cut in cuts), len(self.folded))

    @cached_property
    def _breaks_lines(self) -> bool:
        """Whether a line break stands between the lines of what blank lines set apart."""
        return any("\n" in block.of(self.folded) for block in find_blocks(self.folded))

    @cached_property
    def blocks(self) -> list[Block]:
        """What blank lines set apart, and inside that what the line breaks part (`layout.lines.breaks`)."""
        return [block for block, _ in self._found]

    @cached_property
    def kinds(self) -> list[Break]:
        """What each of the blocks is: a paragraph, an item, a turn of speech, a line of verse, a row."""
        return [kind for _, kind in self._found]

    @cached_property
    def _found(self) -> list[tuple[Block, Break]]:
        """The blocks with what they are."""
        blocks, turns = find_blocks(self.folded), self.turns.named
        if self.placed is not None or not self._breaks_lines:
            return [(block, Break.TURN if block.start in turns else Break.PARAGRAPH) for block in blocks]
        texts = [block.of(self.folded) for block in blocks]
        verse = self.memo.of(is_verse, texts)
        prose = [block for block, lines in zip(blocks, verse, strict=True) if not lines]
        widths = self.known_columns.widths if self.known_columns else self._columns_of(prose)
        parts = [self._parts_of(block, widths, len(blocks) == 1) for block in blocks]
        if widths:
            verse = [len(found) > 1 and all(kind is Break.VERSE for _, kind in found) for found in parts]
        stanzas = find_stanzas(texts, verse, widths)
        return [
            found
            for n, block in enumerate(blocks)
            for found in (
                [(line, Break.VERSE) for line in find_lines(self.folded, block)]
                if n in stanzas
                else [(block, Break.TURN)]
                if block.start in turns and _BROKEN.fullmatch(block.of(self.folded))
                else parts[n]
            )
        ]

    @cached_property
    def turns(self) -> Turns:
        """The blocks that are turns of an interview, by their starts; none on a page with boxes."""
        blocks = find_blocks(self.folded) if self.placed is None else []
        found = find_turns([block.of(self.folded) for block in blocks])
        spans = {blocks[n].start: (start, end) for n, (start, end) in found.named.items()}
        return Turns({at: (at + start, at + end) for at, (start, end) in spans.items()}, found.lost)

    def _parts_of(self, block: Block, widths: Sequence[float], whole: bool) -> list[tuple[Block, Break]]:
        """The paragraphs, verses, items, rows of a block."""
        text = block.of(self.folded)
        if "\n" not in text:
            return [(block, Break.PARAGRAPH)]
        lines = find_lines(self.folded, block)
        key = (text, frozenset(widths), whole)
        parts = self._parts.get(key)
        if parts is None:
            indented = [self.folded[self.folded.rfind("\n", 0, line.start) + 1 : line.end] for line in lines]
            marked = [letters_of(line) in self.headings for line in indented] if self.headings else ()
            parts = group_lines(indented, widths, whole, self.memo, marked)
            judged = parts if widths and not whole else judge_words(indented, parts, self.models)
            parts = self._parts[key] = judged
        return [(Block(lines[part.start].start, lines[part.stop - 1].end), part.kind) for part in parts]

    @cached_property
    def passages(self) -> list[int]:
        """For each block its passage of the reading, or -1; of plain text none is known."""
        if self.placed is None:
            return [-1] * len(self.blocks)
        return [self.placed.passage_at(block.start, block.end) for block in self.blocks]

    @cached_property
    def roles(self) -> list[Role] | None:
        """The roles of the blocks, where boxes show them, or the layout gave them to moved blocks."""
        if self.moved is not None:
            return [self.moved.of(block) for block in self.blocks]
        if self.placed is None:
            return None
        known = self.placed.reading.passages
        return [known[passage].role if passage >= 0 else Role.BODY for passage in self.passages]

    @property
    def column_widths(self) -> Sequence[float]:
        """The widths of the printed columns of the page, the commonest first; none on an unwrapped page."""
        return self.columns.widths

    @cached_property
    def has_joined_blocks(self) -> bool:
        """Whether a page reader joined the lines of blocks that columns may have cut, in the first state.

        No line end shows there, so nothing tells how wide the columns were.
        """
        if self.placed is not None or (self.marked is None and len(self.headings) < FEWEST_HEADINGS):
            return False
        return not self.column_widths

    @cached_property
    def typeset(self) -> list[TypesetBlock]:
        """The blocks with the columns that they were set in."""
        return self.typeset_of(range(len(self.blocks)))

    def typeset_of(self, numbers: Iterable[int]) -> list[TypesetBlock]:
        """Some of the blocks, by their numbers, with the columns that they were set in."""
        numbers = list(numbers)
        cuts = self.cuts_of(numbers)
        candidates = [self._candidates(cut) for cut in cuts]
        wanted = [(cut, width) for cut, widths in zip(cuts, candidates, strict=True) for width in widths]
        set_all(wanted, self.keeps_line_breaks)
        widths = map(self._best, cuts, candidates)
        return [self._print(n, cut, width) for n, cut, width in zip(numbers, cuts, widths, strict=True)]

    def cuts_of(self, numbers: Iterable[int]) -> list[MeasuredBlock]:
        """Some of the blocks, by their numbers, cut at their gaps."""
        return self._cuts([self.blocks[n] for n in numbers])

    def widths_of(self, cuts: Sequence[MeasuredBlock]) -> list[float]:
        """The width of the column that each of some blocks was set in, in em; 0 where the page shows none.

        Of several that a block may have been set in, it is the one that it fits best.
        """
        candidates = [self._candidates(cut) for cut in cuts]
        doubtful = [each for each in zip(cuts, candidates, strict=True) if len(each[1]) > 1]
        set_all([(cut, width) for cut, widths in doubtful for width in widths], self.keeps_line_breaks)
        return [self._best(*each) for each in zip(cuts, candidates, strict=True)]

    def is_row(self, n: int) -> bool:
        """Whether a block, by its number, is a row of a table or of a list in columns."""
        return self.kinds[n] is Break.ROW or self.blocks[n].start in self._row_starts

    @cached_property
    def _row_starts(self) -> frozenset[int]:
        return frozenset(line.start for line, row in zip(self.lines, self.rows, strict=True) if row)

    @cached_property
    def gap_count(self) -> int:
        """How many white spaces stand inside the blocks."""
        return sum(len(cut.gaps) for cut in self._cuts(self.blocks))

    @cached_property
    def lines(self) -> list[Block]:
        """The lines that are not blank, without the white space round them."""
        return [line for block in find_blocks(self.folded) for line in find_lines(self.folded, block)]

    @cached_property
    def rows(self) -> list[bool]:
        """Which of the lines are rows of a table or of a list in columns."""
        return find_rows([line.of(self.folded) for line in self.lines], self.memo)

    @cached_property
    def printed_spaces(self) -> frozenset[int]:
        """The offsets of the white space that was printed; each character of it."""
        always, off_columns = self._printed
        return always if self.column_widths else always | off_columns

    def is_printed(self, start: int, end: int) -> bool:
        """Whether any white space of `text[start:end]` was printed.

        The columns of the page are read only where that depends on them.
        """
        always, off_columns = self._printed
        span = range(start, end)
        return not always.isdisjoint(span) or not (off_columns.isdisjoint(span) or self.column_widths)

    @cached_property
    def _printed(self) -> tuple[frozenset[int], frozenset[int]]:
        """What `printed_spaces` are whatever the columns, and what more where the page shows none."""
        spaces: tuple[set[int], set[int]] = set(), set()
        for start, end, always in find_printed(self.folded, self.lines, self.rows, self.memo):
            spaces[not always].update(range(start, end))
        named, lost = self.turns
        if lost:  # nor is what is said set in pieces
            said = [block for block in find_blocks(self.folded) if block.start in named]
            for found in spaces:
                found.difference_update(*(range(block.start, block.end) for block in said))
        else:
            spaces[0].update(*(range(start, end) for start, end in named.values()))
        return frozenset(spaces[0]), frozenset(spaces[1])

    @cached_property
    def _boxes(self) -> list[float]:
        """The widths of blocks of several lines that are wider than the columns: boxes set across them."""
        cuts = [(cut, cut.measure(self.keeps_line_breaks)) for cut in self._cuts(self.blocks)]
        return [size.widest for cut, size in cuts if cut.gaps and not self._columns_for(size)]

    def _cuts(self, blocks: Sequence[Block]) -> list[MeasuredBlock]:
        """The blocks cut at their gaps; those that are not known yet all at once."""
        texts = [block.of(self.folded) for block in blocks]
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            self._known.update(
                zip(fresh, (MeasuredBlock(*found) for found in cut_blocks(fresh)), strict=True)
            )
        return [self._known[text] for text in texts]

    def _columns_of(self, blocks: Sequence[Block]) -> list[float]:
        most = FEWEST_AGREEING - 1  # gaps in a block that tells nothing
        telling = [block for block in blocks if len(block.of(self.folded).split(None, most)) > most]
        telling = [block for block in telling if not may_be_furniture(block.of(self.folded))]
        telling = [each for each in telling if not are_complete(each.of(self.folded).splitlines(), self.memo)]
        votes: Counter[float] = Counter()
        for cut in self._cuts(telling):
            size = cut.measure(self.keeps_line_breaks)
            if size.width:
                votes[size.width] += size.votes
        return distinct_widths(votes)

    def _columns_for(self, size: Measure) -> list[float]:
        """The columns of the page that the lines fit in."""
        return [width for width in self.column_widths if size.widest <= width + INDENT / 2]

    def _candidates(self, cut: MeasuredBlock) -> list[float]:
        """The columns that a block may have been set in, the likeliest first."""
        if not self.column_widths:
            return []
        size = cut.measure(self.keeps_line_breaks)
        own, widest = size.width, size.widest
        candidates = self._columns_for(size)
        if size.votes >= CLEAR:
            candidates = [own, *(width for width in candidates if abs(own - width) <= SAME_COLUMN)]
        if not candidates and cut.gaps:
            candidates = [widest]
        elif not candidates:
            candidates = [
                width for width in self._boxes if widest - TOLERANCE <= width <= widest + INDENT + LOOSE
            ]
        return candidates[:OPTIONS]

    def _best(self, cut: MeasuredBlock, candidates: Sequence[float]) -> float:
        """The width that a block fits best; 0 where the page shows no columns, or one line is wider."""
        if len(candidates) < 2:
            return candidates[0] if candidates else 0.0
        costs = [cut.setting(width, self.keeps_line_breaks).cost for width in candidates]
        return candidates[min(range(len(costs)), key=lambda i: costs[i] + i * LATER_COLUMN)]

    def _print(self, n: int, cut: MeasuredBlock, width: float) -> TypesetBlock:
        block = self.blocks[n]
        gaps = moved_by(block.start, cut.gaps)
        setting = cut.setting(width, self.keeps_line_breaks) if width else None
        first = cut.measure(self.keeps_line_breaks).first
        kind = Break.ROW if self.is_row(n) else self.kinds[n]
        return TypesetBlock(block, gaps, cut.pieces, width, setting, first, kind)
