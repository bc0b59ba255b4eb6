"""Line breaks and blank lines that do not mean what they usually do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.block_ends import NAMES, block_end_evidence
from cleaner.layout.blocks import Block, find_blocks
from cleaner.layout.blocks import find_lines as find_text_lines
from cleaner.layout.interleaved.lines import TextLine, are_narrow, are_printed, column_widths, find_lines
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.breaks import judge_breaks
from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.lines.grids import find_rows
from cleaner.layout.lines.line_groups import group_lines
from cleaner.layout.lines.measuring import WIDEST
from cleaner.layout.lines.verses import PAUSE
from cleaner.layout.memo import MemoTable
from cleaner.layout.roles.cut_headlines import cut_headlines
from cleaner.layout.roles.ends import goes_through
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import PARAGRAPH
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, STOPS, TERMINAL
from cleaner.profiles.widths import ems, letters_of
from cleaner.trace import Edit, Effect, Tier

SURE = 0.9
"""Confidence of edits for which no model gives one, set by hand."""
FEWEST_LINES, OF_A_PAGE = 8, 24
"""Lines of a text from which its blocks are looked for, and from which none need look like running text."""
LINES_TO_A_BLANK = 20
"""The same to each of its blank lines: where these part the blocks, it is 18 lines to one at the most."""
WITH_MARKS = 0.25
"""Share of the lines of a shorter text that have marks, at the least."""
BRACKETS = 2
"""Kinds of pairs, the first ones, inside which no block ends: quotations may be of several paragraphs."""
FEWEST, FEW = 3, 4
"""Blocks of one line from which blank lines between all of them may be no ends of paragraphs; up to the
second, all of them but the last must go on in the next one."""
LEAST_OF_FEW = -1.0
"""Log-odds that the words of each such line go on in the next, at the least."""
INSIDE_A_WORD = 3.0
"""The same of a line that ends inside a word."""
EVEN = 2.0
"""Em by which their widths differ then, at the most."""
_BREAK = Pattern(r"(?P<break>[ \t]*+\n)[ \t]*+")
_ENDS_INSIDE = Pattern(rf"(?<=[{TERMINAL}][{CLOSING}]?)(?P<break>[ \t]*+\n)(?=[^\s])")
_NOT_OF_VERSE = Pattern(
    rf"\n[ \t\u3000]*+[{STOPS}]|[0-9一二三四五六七八九十百千万]\n[ \t\u3000]*+[0-9十百千万亿]"
)
"""A line that begins with a mark, or inside a number."""
_CREDITED = Pattern(r"\s摄[）)]?\s*$", needs="摄")
"""The end of the text under a picture."""
_COLONS = "：:"
"""What a line ends with under which another kind of text may stand."""
_FIGURE = Pattern(r"[0-9][.,]?\n[0-9%]")
"""A figure over a line end."""
_GOES_ON = "the next line is not indented, so the paragraph goes on"
FULL = 0.7
"""Share of the widest line of a block that a printed line of it has at the least."""
MOSTLY = 0.5
"""Share of those lines that go on in the next one, in mid-sentence."""


@normalizer(tier=Tier.INFERRED, effect=Effect.SPACE)
def part_blocks(state: PageState) -> Iterator[Edit]:
    r"""Set blank lines between the blocks of a page of printed columns that has hardly any.

    Engines that give a line for each printed line, and nothing else, leave headlines, bylines, columns and
    articles in one run. Where a block ends shows in the lines round a break: whether they fill
    the column, what they end and begin with, whether the one goes on in the other, whether they read like
    headlines (`cleaner.layout.block_ends`). Inside a block paragraphs end as `part_lines` finds it, to which
    texts of less than eight lines are left, and such of less than 24 without marks or with rows of a table.

    >>> part_blocks("柳湾乡通水\n渠道上月通水，可以浇地八百亩。")
    '柳湾乡通水\n渠道上月通水，可以浇地八百亩。'

    Safety: only line breaks change, and a page with a blank line in 20 lines is left as it is.
    """
    if state.placed is not None:
        return
    start = 0
    for page in state.folded.split("\f"):
        lines = find_lines(state.folded, start, start + len(page))
        start += len(page) + 1
        blank = np.array([line.blank for line in lines[1:]], dtype=bool)
        enough = len(lines) >= max(FEWEST_LINES, LINES_TO_A_BLANK * blank.sum())
        if not (enough and are_printed(lines) and are_narrow(lines)):
            continue
        texts = [line.text for line in lines]
        if len(lines) < OF_A_PAGE and not _is_running_text(texts, state.memo):
            continue
        evidence = block_end_evidence(lines, state.models, state.memo)
        odds = state.models.block_ends.odds(evidence, NAMES)
        cut = cut_headlines(texts, state.models, state.memo)
        cut |= np.array([any(goes_through(*pair)[:BRACKETS]) for pair in pairwise(texts)], dtype=bool)
        ends = (odds > 0) | blank
        parted = ends | (_paragraphs(lines, ends, state.memo) & ~cut)
        # In the shorter blocks that are left more paragraphs may show, as they would on the parted page.
        while (more := parted | (_paragraphs(lines, parted, state.memo) & ~cut)).sum() > parted.sum():
            parted = more
        for at in np.flatnonzero(parted & ~blank & ~cut).tolist():
            sure = float(1 / (1 + np.exp(-odds[at]))) if ends[at] else SURE
            why = "a block ends here" if ends[at] else "a paragraph ends here"
            yield Edit(lines[at].end, lines[at + 1].start, PARAGRAPH, why=why, confidence=sure)


@normalizer(tier=Tier.INFERRED, effect=Effect.SPACE)
def part_lines(state: PageState) -> Iterator[Edit]:
    r"""Separate the paragraphs of a block without blank lines, and remove blank lines after every line.

    A line break is the end of a printed line, or of a paragraph, an item, a turn of speech. Which it is
    shows in whether the lines fill a common width, in what they end with and in what the next one begins
    with: an indent, a number, the name of a speaker. A heading that a reader marked stands by itself: its
    marks go, and later only the blank line tells.

    >>> part_lines("记者：今年水够吗？\n村民：够了，三座水库都蓄满了，比往\n年早了半个月。")
    '记者：今年水够吗？\n\n村民：够了，三座水库都蓄满了，比往\n年早了半个月。'

    Safety: only white space changes; verses and rows, lines by themselves, keep their breaks.
    """
    if state.placed is None:  # else the file tells the lines
        yield from _spaced_out(state)
    starts = [block.start for block in state.blocks]
    blocks = find_blocks(state.folded)
    for block in blocks:
        if "\n" not in block.of(state.folded):
            continue
        first = bisect_left(starts, block.start)
        parts = state.blocks[first : bisect_left(starts, block.end)]
        alone = len(blocks) == 1 and "\n" in parts[0].of(state.folded)
        alone = alone and state.kinds[first] is Break.PARAGRAPH
        if alone and (head := _head_over(state, block)):
            why = "a headline stands over its text"
            yield Edit(*head, PARAGRAPH, why=why, confidence=SURE)
            parts = _parts_under(state, Block(head[1], block.end))
        if len(parts) < 2 or not any("\n" in part.of(state.folded) for part in parts):
            yield from _beside_headings(state, parts, state.kinds[first:])
            continue
        for upper, lower in pairwise(parts):
            yield Edit(upper.end, lower.start, PARAGRAPH, why="a paragraph ends here", confidence=SURE)
        indented = [part for part in parts if _is_indented(state.folded, part.start)]
        widest = max(ems(line.strip()) for line in block.of(state.folded).split("\n"))
        for part in indented if len(indented) > 1 else ():
            yield from _seen_by_indents(state, part, FULL * widest)


def _is_running_text(lines: Sequence[str], memo: MemoTable) -> bool:
    """Whether some lines of a short text have marks, as sentences do, and none is the row of a table."""
    marked = sum(PAUSE.search(line) is not None or ends_sentence(line) for line in lines)
    return marked >= WITH_MARKS * len(lines) and not any(find_rows(lines, memo))


def _head_over(state: PageState, block: Block) -> tuple[int, int] | None:
    """The line break behind the first line of a text, if it is a headline as wide as what stands under it.

    It is one where the shape of the break and the words round it both show it: either alone misleads.
    """
    lines = find_lines(state.folded, block.start, block.end)[:OF_A_PAGE]
    first = lines[0].text
    if len(lines) < FEWEST or PAUSE.search(first) or first[-1] in _COLONS:
        return None
    if find_rows([line.text for line in lines], state.memo)[0]:
        return None
    if state.models.continuation([(first, lines[1].text)])[0] >= 0:
        return None
    odds = state.models.block_ends.odds(block_end_evidence(lines, state.models, state.memo), NAMES)
    return (lines[0].end, lines[1].start) if odds[0] > 0 else None


def _beside_headings(state: PageState, lines: Sequence[Block], kinds: Sequence[Break]) -> Iterator[Edit]:
    """Edits that set blank lines between marked headings and the lines of text beside them."""
    if not state.headings:
        return
    marked = [letters_of(line.of(state.text)) in state.headings for line in lines]
    for n, (upper, lower) in enumerate(pairwise(lines)):
        if (marked[n] or marked[n + 1]) and kinds[n + 1] is Break.PARAGRAPH:
            yield Edit(
                upper.end, lower.start, PARAGRAPH, why="a marked heading stands by itself", confidence=SURE
            )


def _parts_under(state: PageState, text: Block) -> list[Block]:
    """The paragraphs of the text under a headline, judged without it."""
    lines = find_text_lines(state.folded, text)
    raw = state.folded[text.start : text.end].split("\n")
    parts = group_lines([line for line in raw if line.strip()], state.column_widths, whole=True)
    return [Block(lines[part.start].start, lines[part.stop - 1].end) for part in parts]


def _is_indented(text: str, start: int) -> bool:
    """Whether a line that begins at `start` with its first character is indented."""
    return text[max(0, start - 2) : start] in ("\N{IDEOGRAPHIC SPACE}" * 2, "  ")


def _seen_by_indents(state: PageState, part: Block, least: float) -> Iterator[Edit]:
    """Edits of the line breaks of an indented paragraph that only indents show to be ends of printed lines.

    least: the width in em of a line that its end was not set for, as that of a letter's `此致` is.
    """
    lines = [line.strip() for line in part.of(state.folded).split("\n")]
    kinds = judge_breaks(lines, state.column_widths, memo=state.memo)
    breaks = list(_BREAK.finditer(state.folded, part.start, part.end))
    in_alphabet = [line[-1].isascii() and below[0].isascii() for line, below in pairwise(lines)]
    joined = [
        _ENDS_INSIDE.match(state.folded, match.start()) is not None
        or (kind is not Break.LINE and ems(line) >= least and line[-1] not in _COLONS)
        for kind, line, match in zip(kinds, lines, breaks, strict=False)
    ]
    if all(latin or not join for latin, join in zip(in_alphabet, joined, strict=True)):
        return
    for n, match in enumerate(breaks):  # its lines agree in their width no more, so all go
        if joined[n] or kinds[n] is Break.LINE:
            figure = _FIGURE.search(f"{lines[n][-2:]}\n{lines[n + 1][0]}")
            yield Edit(
                *match.span(), " " if in_alphabet[n] and not figure else "", why=_GOES_ON, confidence=SURE
            )


def _paragraphs(lines: Sequence[TextLine], ends: NDArray[np.bool_], memo: MemoTable) -> NDArray[np.bool_]:
    """At which line breaks a paragraph ends inside a block, shape (lines - 1,)."""
    found = np.zeros(len(ends), dtype=bool)
    widths = column_widths(lines)
    starts = [0, *(np.flatnonzero(ends) + 1).tolist(), len(lines)]
    for start, stop in pairwise(starts):
        kinds = judge_breaks([line.text for line in lines[start:stop]], widths, whole=True, memo=memo)
        found[start : stop - 1] = [kind is Break.PARAGRAPH for kind in kinds]
    return found


def _spaced_out(state: PageState) -> Iterator[Edit]:
    """Blank lines of a text, or a part of one, that has one after every line.

    A text with marked headings has paragraphs, as a whole; the headings are of no part.
    """
    text, blocks = state.folded, find_blocks(state.folded)
    runs = list(_lines_apart(text, blocks, state.headings))
    if len(runs) == 1 and len(runs[0]) == len(blocks) and (found := list(_in_text(state, blocks))):
        yield from found
        return
    for run in runs:
        for column in _columns(text, run):
            yield from _in_column(state, column)


def _lines_apart(text: str, blocks: Sequence[Block], headings: Container[str]) -> Iterator[list[Block]]:
    """Blocks of a line each behind one another, none of them a marked heading (`headings`: their letters)."""

    def is_line(block: Block) -> bool:
        line = block.of(text)
        return len(line) <= WIDEST and "\n" not in line and letters_of(line) not in headings

    for apart, run in groupby(blocks, is_line):
        if apart:
            yield list(run)


def _columns(text: str, lines: Sequence[Block]) -> Iterator[list[Block]]:
    """Those lines behind one another that may be of one column: only the last of a paragraph is short."""
    column: list[Block] = []
    widest = 0.0
    for line in lines:
        width = ems(line.of(text))
        before = column[-1].of(text) if column else ""
        if column and (width > widest + EVEN or not (ends_sentence(before) or ems(before) >= widest - EVEN)):
            yield column
            column, widest = [], 0.0
        column.append(line)
        widest = max(widest, width)
    yield column


def _in_text(state: PageState, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Edits of the blank lines of a text that has no other lines."""
    if len(blocks) < FEWEST:
        return
    lines = _with_indents(state.folded, blocks)
    kinds = judge_breaks(lines, [], memo=state.memo)
    few = len(blocks) < FEW
    if few and not _are_even(lines[:-1]):
        return
    if _going_on(lines, kinds) < (1 if few else MOSTLY) * len(kinds):
        return
    if few and _continuation(state, lines).min() < LEAST_OF_FEW:  # a headline, a caption, a line are as few
        return
    yield from _joined(state.folded, blocks, [kind is Break.LINE for kind in kinds])


def _in_column(state: PageState, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Edits of the blank lines of a part of a text: of running text, each line of which goes on in the next.

    A line at either end may be of another column. What ends inside a word or number is no line of verse;
    nor is one that begins with a mark.
    """
    if len(blocks) < FEW:
        return
    lines = _with_indents(state.folded, blocks)
    odds = _continuation(state, lines)
    likely = np.flatnonzero(odds >= LEAST_OF_FEW)
    if not likely.size:
        return
    first, last = likely[0], likely[-1] + 1
    lines, blocks, odds = lines[first : last + 1], blocks[first : last + 1], odds[first:last]
    pausing = sum(PAUSE.search(line[:-1]) is not None for line in lines)
    if len(lines) < FEW or pausing < MOSTLY * len(lines) or odds.mean() <= 0:
        return
    if odds.max() < INSIDE_A_WORD and not _NOT_OF_VERSE.search("\n".join(lines)):
        return
    kinds = judge_breaks(lines, [], memo=state.memo)
    if _going_on(lines, kinds) >= MOSTLY * len(kinds):
        yield from _joined(state.folded, blocks, [kind is Break.LINE for kind in kinds])


def _with_indents(text: str, blocks: Sequence[Block]) -> list[str]:
    ends = [text.rfind("\n", 0, blocks[0].start) + 1, *(block.end for block in blocks[:-1])]
    between = [text[end : block.start].replace("\f", "\n") for end, block in zip(ends, blocks, strict=True)]
    indents = (gap.rpartition("\n")[2] for gap in between)
    return [indent + block.of(text) for indent, block in zip(indents, blocks, strict=True)]


def _going_on(lines: Sequence[str], kinds: Sequence[Break]) -> int:
    """How many lines are printed lines that go on in the next one, in mid-sentence."""
    return sum(
        kind is Break.LINE and not (ends_sentence(line) or _CREDITED.search(line))
        for kind, line in zip(kinds, lines[:-1], strict=True)
    )


def _continuation(state: PageState, lines: Sequence[str]) -> NDArray[np.float32]:
    """Log-odds that the words of each line go on in the next one, shape (lines - 1,)."""
    words = ["".join(line.split()) for line in lines]
    return state.models.continuation(list(pairwise(words)))


def _joined(text: str, blocks: Sequence[Block], go_on: Sequence[bool]) -> Iterator[Edit]:
    """Edits that leave no blank line between the lines that go on in the next one."""
    for on, (upper, lower) in zip(go_on, pairwise(blocks), strict=True):
        if on and "\f" not in text[upper.end : lower.start]:
            why = "a blank line stands after every line"
            yield Edit(upper.end, lower.start, "\n", why=why, confidence=SURE)


def _are_even(lines: Sequence[str]) -> bool:
    """Whether lines are about equally wide."""
    widths = [ems(line.strip()) for line in lines]
    return max(widths) - min(widths) <= EVEN
