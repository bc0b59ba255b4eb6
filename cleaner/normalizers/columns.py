"""Paragraphs and columns: what the page ran together is parted, what it cut apart is put together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from cleaner.layout.lines.columns import ends_sentence
from cleaner.layout.lines.pieces import Gap
from cleaner.layout.lines.verses import SHORT
from cleaner.layout.links.articles import layout_of
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import LONGEST_HEAD, roles_of
from cleaner.layout.roles.ends import unbalanced
from cleaner.layout.state import PageState, TypesetBlock
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.moves import PARAGRAPH, SEAM, longest_run
from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING, DASH, STOPS, TERMINAL
from cleaner.profiles.press import (
    BYLINE,
    CREDIT_INSIDE,
    CREDITED,
    DATELINE,
    DATELINE_END,
    JUMP,
    LABEL_BEHIND,
    NAMES,
    OFFICE,
    SURE_NAME,
)
from cleaner.profiles.widths import ems, letters_of
from cleaner.trace import Edit, Effect, Tier

SHORTEST_HEADING = 4
"""Characters of a heading, at the least."""
FEWEST_LINES = 3
"""Lines of a block that show how wide it is by themselves."""
LONGEST_JUMP = 20
"""Characters of a jump marker, with the headline that it may name."""
DATELINE_BEHIND = Pattern(rf"(?<=[{TERMINAL}{CLOSING}）])(?:{DATELINE.pattern})", needs=DATELINE.needs)
ENDED: Final = 0.97
"""Confidence that a paragraph ends on a short line with a sentence."""
LIKELY = 0.25
"""Confidence from which a short line ends a paragraph: above it, ends with a lost stop would go, too."""
BREAKS, GOES_ON = 0.6, -0.3
"""Log-odds that it does on one without: by itself, and for each unit of log-odds that the words go on.
Fitted, as `ENDED`, on 61 pages that engines read."""
OPENING = 0.8
"""Confidence of moving what opens an item."""
_IN_ALPHABET = Pattern(r"\p{Ll}(?:-|[\p{Ll},])\n\p{Ll}")
"""A line end inside a sentence of English or Russian."""
_IN_FIGURE = Pattern(r"[0-9][.]\s+[0-9]", needs=".")
"""A gap behind the point of a figure."""
_INDENT_INSIDE = Pattern(
    rf"(?<=[{TERMINAL}…][{CLOSING}]?)\u3000{{2}}(?=[\p{{Han}}“《])"
    rf"(?!{SURE_NAME}[ \u3000]*+(?:摄|供图|图|绘)\s*(?:\n|\Z))",
    needs="\N{IDEOGRAPHIC SPACE}",
)
"""The indent of a paragraph whose line break was lost; who took a picture stands so behind its text."""
_REPORTER = Pattern(rf"[（(〔【]\s*{OFFICE}")
_REPORTED = Pattern(rf"{DATELINE_END.pattern.removesuffix('$')}\s*{_REPORTER.pattern}[^（）()]*[）)〕】]$")


@normalizer(tier=Tier.INFERRED, effect=Effect.SPACE)
def split_paragraphs(state: PageState) -> Iterator[Edit]:
    r"""Separate paragraphs that the OCR ran together in one block.

    A paragraph ends where a short line ends a sentence and an indented line follows, where a sign-off
    in brackets closes an item, and before a dateline; a kicker, with the dash that closes its line, before
    the headline. The column width shows a short line, so a page without printed columns is left alone.

    >>> lines = ["建立企业经营和基金进展报告制度。", "自治区能源局针对落实习近平总",
    ...          "书记关于现代能源建设指示精神缓慢", "问题，局党组建立责任清单并且明确",
    ...          "编制完成现代能源经济规划的措施，", "全力推动能源经济建设。"]
    >>> split_paragraphs(" ".join(lines)).split("\n\n")[0]
    '建立企业经营和基金进展报告制度。'

    Safety: only white space changes; a wrong cut shows as a paragraph too many.
    """
    if state.placed is not None:
        return
    for block in state.blocks:
        for match in _INDENT_INSIDE.finditer(state.folded, block.start, block.end):
            yield Edit(*match.span(), PARAGRAPH, why="an indented paragraph begins here", confidence=OPENING)
        for start, end in openings(block.of(state.folded)):
            yield Edit(
                block.start + start,
                block.start + end,
                PARAGRAPH,
                why="an article opens with its dateline here",
            )
    if state.column_widths or state.has_joined_blocks:
        for start, end in label_edges(state):
            yield Edit(start, end, PARAGRAPH, why="the label of a box stands here")
        for start, end in credit_edges(state):
            yield Edit(start, end, PARAGRAPH, why="an item ends with its credit here")
    if not state.column_widths:
        return
    gaps = [
        (gap, printed)
        for printed in state.typeset
        for gap in paragraph_gaps(state.folded, printed, state.keeps_line_breaks)
    ]
    for (gap, _), sure in zip(gaps, _confidences(state, gaps), strict=True):
        if sure >= LIKELY:
            why = "a paragraph ends on a short line here"
            yield Edit(gap.start, gap.end, PARAGRAPH, why=why, confidence=sure)
    for gap in kicker_gaps(state):
        yield Edit(gap.start, gap.end, PARAGRAPH, why="a kicker ends with its dash here")


def openings(text: str) -> Iterator[tuple[int, int]]:
    """The places behind a sentence at which a dateline stands without white space before it.

    >>> list(openings("全线通车。本报海州5月20日电 州图书馆开馆。"))
    [(5, 5)]
    """
    for match in DATELINE_BEHIND.finditer(text):
        if match.start():
            yield match.start(), match.start()


def label_edges(state: PageState) -> Iterator[tuple[int, int]]:
    """The place, or the white space, before each label of a box that was read with the headline over it.

    >>> list(label_edges(PageState("一渠清水润高原（记者手记）要闻速览")))
    [(13, 13)]
    """
    for block in state.blocks:
        start = max(block.start, block.end - LONGEST_HEAD)
        if match := LABEL_BEHIND.search(state.folded[start : block.end]):
            headline = state.folded[start : start + match.start("label")].rstrip()
            if len(letters_of(headline)) >= SHORTEST_HEADING:
                yield start + len(headline), start + match.start("label")


def credit_edges(state: PageState) -> Iterator[tuple[int, int]]:
    """The white space on both sides of credits behind which the next item stands in the same block.

    >>> list(credit_edges(PageState("三座水库昨日蓄水。（林秀禾）青石镇新修水渠。")))
    [(9, 9), (14, 14)]
    """
    text = state.folded
    for block in state.blocks:
        for match in CREDIT_INSIDE.finditer(text, block.start, block.end):
            yield len(text[block.start : match.start()].rstrip()) + block.start, match.start()
            yield match.end(), block.end - len(text[match.end() : block.end].lstrip())


def kicker_gaps(state: PageState) -> list[Gap]:
    """The gap of each headline behind the dash that closes the line of its kicker."""
    found = {
        n: gap
        for n, printed in enumerate(state.typeset)
        if _is_headline(state.folded, printed)
        for gap in printed.gaps
        if _closes_kicker(*_around(state.folded, printed, gap))
    }
    return [gap for n, gap in found.items() if roles_of(state)[n] is Role.HEAD]


def _closes_kicker(before: str, after: str) -> bool:
    """Whether a part of a headline is a kicker by its dash, outside brackets, and the rest a headline."""
    long = min(len(before) - len(DASH), len(after)) >= SHORTEST_HEADING
    return long and before.endswith(DASH) and DASH not in after and not unbalanced(before)


def paragraph_gaps(text: str, printed: TypesetBlock, keeps_line_breaks: bool = False) -> list[Gap]:
    """The gaps inside a block at which a paragraph ends.

    keeps_line_breaks: whether printed lines end at line breaks, so that no space is the end of a short one.
    """
    block = printed.block
    if BYLINE.fullmatch(text, block.start, block.end):
        return []
    if printed.setting is None:  # a headline, wider than any column
        return [gap for gap in printed.gaps if _stands_alone(text, printed, gap)]
    headline = _is_headline(text, printed)
    breaks = set() if headline else set(printed.breaks)
    return [
        gap
        for gap in printed.gaps
        if (
            (
                gap in breaks
                and not (_pauses(text, gap) or _is_full(text, printed, gap))
                and not (keeps_line_breaks and "\n" not in text[gap.start : gap.end])
            )
            or _parts(text, printed, gap, headline)
        )
        and not (_signs(text, printed, gap) or BYLINE.fullmatch(_line_of(text, printed, gap)))
        and not _IN_ALPHABET.match(text, max(gap.start - 2, 0))
        and not _IN_FIGURE.match(text, max(gap.start - 2, 0))
    ]


def _confidences(state: PageState, gaps: Sequence[tuple[Gap, TypesetBlock]]) -> list[float]:
    """How sure it is that a paragraph ends at each gap; where no sentence does, by whether words go on."""
    around = [
        (_end_before(state.folded, printed, gap), state.folded[gap.end : printed.block.end][:LONGEST_HEAD])
        for gap, printed in gaps
    ]
    goes_on = state.models.continuation(around) + state.models.affinity(around)
    odds = BREAKS + GOES_ON * goes_on
    ended = [ends_sentence(before) for before, _ in around]
    found: list[float] = np.where(ended, ENDED, 1 / (1 + np.exp(-odds))).tolist()
    return found


def _pauses(text: str, gap: Gap) -> bool:
    """Whether a mark before a gap ends no sentence, but a part of one."""
    return text[gap.start - 1] in STOPS and text[gap.start - 1] not in TERMINAL


def _is_full(text: str, printed: TypesetBlock, gap: Gap) -> bool:
    """Whether a line ends no sentence and is as wide as any of three and more: they have their own width."""
    before = _line_before(text, printed, gap)
    if "\n" not in text[gap.start : gap.end] or ends_sentence(before):
        return False
    widths = list(map(ems, printed.block.of(text).split("\n")))
    return len(widths) >= FEWEST_LINES and ems(before) >= max(widths) - SHORT


def _signs(text: str, printed: TypesetBlock, gap: Gap) -> bool:
    """Whether a dateline goes on with the reporter in brackets, or with the text behind both."""
    before = _end_before(text, printed, gap)
    if DATELINE_END.search(before) and _REPORTER.match(text, gap.end, printed.block.end):
        return True
    return _REPORTED.search(before) is not None


def _end_before(text: str, printed: TypesetBlock, gap: Gap) -> str:
    """The last characters of a block before a gap: a block may be as long as a book."""
    return text[max(printed.block.start, gap.start - LONGEST_HEAD) : gap.start]


def _around(text: str, printed: TypesetBlock, gap: Gap) -> tuple[str, str]:
    return text[printed.block.start : gap.start], text[gap.end : printed.block.end]


def _stands_alone(text: str, printed: TypesetBlock, gap: Gap) -> bool:
    """Whether a part of a block is a jump marker, which stands by itself in print."""
    start, end = printed.block.start, printed.block.end
    if end - gap.end <= LONGEST_JUMP and JUMP.fullmatch(text, gap.end, end):
        return True
    return gap.start - start <= LONGEST_JUMP and JUMP.fullmatch(text[start : gap.start]) is not None


def _is_headline(text: str, printed: TypesetBlock) -> bool:
    """Whether the lines of a block are one headline: few, and without a stop that ends a sentence."""
    block = printed.block.of(text)
    return ems(block) <= LONGEST_HEAD and not any(mark in TERMINAL for mark in block)


def _parts(text: str, printed: TypesetBlock, gap: Gap, headline: bool) -> bool:
    """Whether the words round a gap show that a paragraph ends there."""
    end = printed.block.end
    ended = ends_sentence(_end_before(text, printed, gap))
    if DATELINE.match(text, gap.end, end) and (ended or CREDITED.search(_line_before(text, printed, gap))):
        return True
    if ended and end - gap.end <= printed.width and _is_heading(text[gap.end : end], printed):
        return True
    names = BYLINE if headline else NAMES
    if (headline or text[gap.end] in "（(") and names.fullmatch(text, gap.end, end):
        return True  # brackets after a headline hold the name of a series
    if _stands_alone(text, printed, gap):
        return True
    if "\n" not in text[gap.start : gap.end]:
        return False
    stop = text.find("\n", gap.end, end)
    lines = (text[gap.end : end if stop < 0 else stop].strip(), _line_before(text, printed, gap))
    return any(pattern.fullmatch(line) for pattern in (BYLINE, NAMES) for line in lines)


def _line_of(text: str, printed: TypesetBlock, gap: Gap) -> str:
    """The line that a gap stands in; empty where it is the end of one."""
    if "\n" in text[gap.start : gap.end]:
        return ""
    stop = text.find("\n", gap.end, printed.block.end)
    before = text[max(printed.block.start, text.rfind("\n", 0, gap.start) + 1) : gap.end]
    return f"{before}{text[gap.end : printed.block.end if stop < 0 else stop]}".strip()


def _line_before(text: str, printed: TypesetBlock, gap: Gap) -> str:
    start = printed.block.start
    return text[max(start, text.rfind("\n", start, gap.start) + 1) : gap.start].strip()


def _is_heading(rest: str, printed: TypesetBlock) -> bool:
    """Whether the rest of a block, after a sentence, is a section heading: short, whole, without a stop."""
    tail = printed.setting.last_full if printed.setting else True
    return (
        not tail
        and len(rest) >= SHORTEST_HEADING
        and not any(char in STOPS or char.isspace() for char in rest)
    )


@normalizer(tier=Tier.INFERRED, effect=Effect.ORDER)
def separate_columns(state: PageState) -> Iterator[Edit]:
    r"""Move every fragment to its place: the two halves of a cut paragraph together, articles whole.

    Columns end in mid-sentence and go on far below, with short items between. Open ends and open
    beginnings are matched over the whole page at once; headlines, datelines and sign-offs show where
    an item begins and ends.

    >>> upper = ["自治区住房和城乡建设厅针对解", "决群众切身利益缓慢的问题建立厅际",
    ...          "联席会议制度，会同各部门明确目标", "责任，全区累计解决房地产的历史遗"]
    >>> lower = ["留问题多个；对机关厉行节约的意识", "不强的问题，严格控制机关经费支出，",
    ...          "对公务出行和日常办公经费提出要求。"]
    >>> brief = "本报苍石5月20日电 州图书馆新馆昨日开馆。"
    >>> page = separate_columns("\n\n".join([" ".join(upper), brief, " ".join(lower)]))
    >>> page.endswith(brief), "历史遗\n留问题" in page
    (True, True)

    Safety: text is moved, never changed; a page without printed columns is left alone.
    """
    if state.placed is not None or not (state.column_widths or state.has_joined_blocks):
        return
    plan = arrangement_of(state)
    for block, target, lead, trail in plan.moves():
        start, end = plan.span(block)
        body = state.blocks[block].of(state.text)
        yield Edit(
            start,
            end,
            f"{lead}{body}{trail}",
            why=plan.reason(block),
            target=target,
            confidence=plan.confidence(block),
        )


@normalizer(tier=Tier.INFERRED, effect=Effect.SPACE)
def rejoin_paragraphs(state: PageState) -> Iterator[Edit]:
    r"""Join the halves of a paragraph that a column end cut in two.

    The blank line between them becomes a line end, which is then judged like any other.

    >>> upper = ["自治区住房和城乡建设厅针对解", "决群众切身利益缓慢的问题建立厅际",
    ...          "联席会议制度，会同各部门明确目标", "责任，全区累计解决房地产的历史遗"]
    >>> lower = ["留问题多个；对机关厉行节约的意识", "不强的问题，严格控制机关经费支出，",
    ...          "对公务出行和日常办公经费提出要求。"]
    >>> "历史遗\n留问题" in rejoin_paragraphs(" ".join(upper) + "\n\n" + " ".join(lower))
    True

    Safety: only white space changes; an end that may have lost its last line is not joined.
    """
    if state.placed is not None or not (state.column_widths or state.has_joined_blocks):
        return
    plan = arrangement_of(state)
    for start, end, odds in plan.seams():
        why = f"the paragraph goes on in the next column (probability {odds:.2f})"
        yield Edit(start, end, plan.between, why=why, confidence=odds)


class Arrangement:
    """The order in which the blocks of a state belong, and what has to change for it."""

    def __init__(self, state: PageState) -> None:
        self.state = state
        self.between = "" if state.has_joined_blocks else SEAM
        """What stands between the halves of a paragraph: where lines are joined, no line end."""
        self.layout = layout_of(state)
        self.links = {link.right: link for link in self.layout.links}
        self.order = self._order()
        self.staying = longest_run(self.order)
        self.still = sorted(self.staying)

    def _order(self) -> list[int]:
        """All blocks, items whole; page furniture before what follows it, behind a paragraph that goes on."""
        items = [item.blocks for item in self.layout.items]
        home = {block: (n, place) for n, blocks in enumerate(items) for place, block in enumerate(blocks)}
        standing: dict[tuple[int, int], list[int]] = {}
        waiting: list[int] = []
        for block, role in enumerate(self.layout.roles):
            if role is Role.FURNITURE:
                waiting.append(block)
            elif waiting:
                n, place = home[block]
                while place < len(items[n]) and (link := self.links.get(items[n][place])) and link.seam:
                    place += 1
                standing.setdefault((n, place), []).extend(waiting)
                waiting = []
        order = [
            moved
            for n, blocks in enumerate(items)
            for place, block in enumerate([*blocks, None])
            for moved in (*standing.get((n, place), ()), block)
            if moved is not None
        ]
        return order + waiting

    def moves(self) -> Iterator[tuple[int, int, str, str]]:
        """Block to move, offset to set it down at, white space before and after it."""
        for place, block in enumerate(self.order):
            if block in self.staying:
                continue
            before = next((b for b in reversed(self.order[:place]) if b in self.staying), None)
            if before is None:
                first = next(b for b in self.order if b in self.staying)
                yield (
                    block,
                    self.state.protection.around(self.state.blocks[first].start)[0],
                    "",
                    self.between if self._seam(place + 1) else PARAGRAPH,
                )
            else:
                end = self.state.blocks[before].end
                _, target = self.state.protection.around(end)
                lead = self.between if target == end and self._seam(place) else PARAGRAPH
                yield block, target, lead, ""

    def seams(self) -> Iterator[tuple[int, int, float]]:
        """Start, end and probability of the white space between halves that stand next to each other."""
        blocks = self.state.blocks
        moved: list[int] = []  # what is placed before the next that stays
        last = None
        for place, block in enumerate(self.order):
            if block not in self.staying:
                moved.append(block)
                continue
            code = self.state.protection.borders(blocks[block - 1].end, blocks[block].start)
            if last is not None and not code and self._seam(place):
                # What is placed first brings its own white space.
                meeting = (*range(last + 1, block), *moved, block)  # the halves meet if all these are moved
                confidence = min(map(self.confidence, meeting))
                yield blocks[block - 1].end, blocks[block].start, confidence
            last, moved = block, []

    def span(self, block: int) -> tuple[int, int]:
        """A block with the white space that goes with it when it is taken out."""
        blocks = self.state.blocks
        if block == 0:
            return 0, blocks[1].start
        return blocks[block - 1].end, blocks[block].end

    def reason(self, block: int) -> str:
        if self.layout.roles[block] is Role.FURNITURE:
            return "page furniture stands inside a paragraph"
        if block not in self.links:
            return "an item of its own begins here"
        link = self.links[block]
        how = "goes on from a column elsewhere" if link.seam else "follows a paragraph elsewhere"
        return f"{how} (probability {link.probability:.2f})"

    def confidence(self, block: int) -> float:
        """The confidence of moving a block: that of the link that places it."""
        if block not in self.links and block not in self.staying:
            after = bisect_right(self.still, block)
            block = self.still[after] if after < len(self.still) else block
        return self.links[block].probability if block in self.links else OPENING

    def _seam(self, place: int) -> bool:
        """Whether the block at this place of the order goes on from the one before it."""
        if not 0 < place < len(self.order):
            return False
        link = self.links.get(self.order[place])
        return link is not None and link.seam and link.left == self.order[place - 1]


def arrangement_of(state: PageState) -> Arrangement:
    """The plan of a state, made once for the rules that share it."""
    return state.once(Arrangement)
