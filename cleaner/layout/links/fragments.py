"""The fragments of a page as arrays of facts: what the links between them are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.furniture import items_of
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import INDENT, ends_sentence
from cleaner.layout.lines.numbering import ITEM
from cleaner.layout.links.headings import by_levels
from cleaner.layout.repetition import Repetitions
from cleaner.layout.role import Role
from cleaner.layout.roles.ends import (
    INDENTED_LINE,
    OPEN,
    STRAY,
    breaks_off,
    closes_first,
    is_indented_line,
    joined_end,
    joined_start,
    open_end,
    open_start,
    unbalanced,
)
from cleaner.layout.roles.heading_levels import levels_of
from cleaner.layout.similarity import TopicSimilarity
from cleaner.layout.state import PageState, TypesetBlock
from cleaner.models import Models
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import CLOSING, STOPS
from cleaner.profiles.press import (
    CAPTION,
    CREDITED,
    DATELINE,
    EDITORS_NOTE,
    END_CREDIT,
    PHOTOGRAPHED,
    SERIES_NAME,
)

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

SIGNED = 24
"""Characters at an end in which a credit in brackets is looked for."""
MAYBE = -4.0
"""Log-odds of being a head from which its words are asked which kind of head it is."""
LONGEST_COLUMN = 20.0
"""Em of a printed line, at the most, where the page does not tell."""
_NUMBERS = frozenset(("number", "bare", "leaf"))
"""Items of furniture that are the number of a page."""
_READ_AS_STOPS = STOPS + ",:;?!"
NO_TOPICS = TopicSimilarity(np.zeros((1, 0), dtype=np.float32), np.ones(1, dtype=np.float32))
"""Of a fragment that stands alone."""
MOST_BY_WORDS, MOST_OPEN = 4.0, 6.0
"""Bounds of what words say of the kind of a head, and the shape of an end of its being open, in log-odds."""
FEWEST_FLUSH = 3
"""Blocks of several lines from which a page shows that it sets no indents."""
LONE_LINE = 0.7
"""Share of its column that a line by itself does not fill, behind which no paragraph goes on."""


@dataclass(frozen=True)
class Fragments:
    """Every block of a page but its furniture; `index` is their numbers. All arrays have one row a block."""

    index: NDArray[np.int64]
    texts: Sequence[str]
    """Without white space."""
    roles: Sequence[Role]
    head: Floats
    """Log-odds of being a headline or heading rather than a piece of a paragraph."""
    headline: Floats
    """Log-odds of being a headline rather than a section heading, by its words and the level that it was
    marked as; 0 for what can be neither."""
    printed: Bools
    """Whether the column is known that it was set in."""
    width: Floats
    natural: Floats
    first_line: Floats
    """Width up to the first space."""
    one_line: Bools
    last_full: Bools
    ends: Bools
    """Ends with a terminal mark."""
    closed: Bools
    """Ends with a closing mark, a dash or points, or with who took the picture."""
    pauses: Bools
    """Ends with another stop."""
    opens: Bools
    """Opens a bracket that it does not close."""
    closes: Bools
    """Closes a bracket that it did not open."""
    signed: Bools
    """Ends with a credit in brackets."""
    closing: Bools
    """Says who wrote an item, at its end: nothing but another such line follows."""
    note: Bools
    """Signs a note of the editors, which opens an article under its headline."""
    quoted: Bools
    """Begins with a quotation mark."""
    colon: Bools
    dateline: Bools
    series: Bools
    labelled: Bools
    """Follows page furniture."""
    item: Bools
    """Begins as an item of a list does, or what stands under a picture."""
    row: Bools
    """Is a row of a table, a verse or a short item: a line by itself."""
    tied: Bools
    """Is such a line, with another one right below it."""
    open_end: Floats
    open_start: Floats
    topics: TopicSimilarity
    level: Floats
    """1 for a heading marked as one of the highest level, -1 for one of a lower; 0 where it is not known."""
    joined: bool
    """Whether a page reader joined the lines of blocks (`PageState.has_joined_blocks`): any may be cut."""
    flush: bool
    """Whether no block begins with an indent, so that none looks as if it opened a paragraph."""
    heading: Bools
    """Is marked as a heading by the page reader."""
    marked: bool
    """Whether the page reader marked headings: then those, and their levels, tell."""
    repetitions: Repetitions
    read_in: NDArray[np.int64] | None = None
    """The numbers of the raw lines in which each begins and ends, shape (fragments, 2); none where the page
    has the order in which it was read (`PageState.read_in`)."""

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def whole(self) -> bool:
        """Whether hardly a paragraph is cut by a column: then none is cut behind a stop either.

        One that is cut in mid-sentence has another half that begins so, which joined lines do not show.
        """
        body = self.has(Role.BODY) & ~(self.head > 0)
        cut = (body & self.last_full & ~self.ends & ~self.colon).sum()
        rest = (body & (self.broken if self.joined else self.open_start > OPEN)).sum()
        return bool(min(cut, rest) <= STRAY * body.sum())

    @cached_property
    def broken(self) -> Bools:
        """Breaks off in mid-sentence behind a clause; what has none may be an item, a verse or a caption."""
        return np.array([*map(breaks_off, self.texts)], dtype=bool)

    @property
    def in_order(self) -> bool:
        """Whether the page comes in reading order: it shows no columns, or none that cut a paragraph."""
        return not self.printed.any() or self.whole

    def has(self, role: Role) -> Bools:
        """Whether the role is this one."""
        return np.array([found is role for found in self.roles], dtype=bool)


def find_fragments(
    state: PageState, roles: Sequence[Role], heads: Sequence[float], models: Models
) -> Fragments:
    """The fragments of a state, given the roles of its blocks and the log-odds of their being heads."""
    index = [i for i, role in enumerate(roles) if role is not Role.FURNITURE]
    raw = [state.blocks[i].of(state.folded) for i in index]
    texts = ["".join(text.split()) for text in raw]
    typeset = [state.typeset[i] for i in index]
    alone = len(index) < 2  # nothing is linked, so nothing is asked about links
    rooms = has_rooms(typeset)
    lines = [printed.kind in (Break.ROW, Break.VERSE) or _is_short_item(printed) for printed in typeset]

    joined = state.has_joined_blocks
    known_levels = state.once(levels_of)
    levels = [known_levels[i] for i in index]

    def end(text: str, printed: TypesetBlock) -> float:
        return _bounded(joined_end(text) if joined else open_end(text, printed))

    def start(text: str, printed: TypesetBlock) -> float:
        if joined:
            return joined_start(text)
        indented = rooms and is_indented_line(text, printed)
        return INDENTED_LINE if indented else _bounded(open_start(text, printed))

    def full(text: str, printed: TypesetBlock) -> bool:
        if joined:
            return not ends_sentence(text)
        return printed.setting is not None and printed.setting.last_full

    def goes_on(block: int) -> bool:
        """Whether the text of the page before goes on under the number of a page."""
        above = items_of(state.blocks[block - 1].of(state.folded))
        return index[0] < block and not _NUMBERS.isdisjoint(above)

    def each(values: Sequence[bool]) -> Bools:
        return np.array(values, dtype=bool)

    return Fragments(
        index=np.array(index, dtype=np.int64),
        texts=texts,
        roles=[roles[i] for i in index],
        head=np.array([heads[i] for i in index], dtype=np.float64),
        headline=_by_words([heads[i] > MAYBE and not alone for i in index], texts, models)
        + state.once(by_levels)[index],
        printed=each([joined or p.setting is not None for p in typeset]),
        width=np.array([p.width for p in typeset], dtype=np.float64),
        natural=np.array([p.natural_width for p in typeset], dtype=np.float64),
        first_line=np.array([p.first_line for p in typeset], dtype=np.float64),
        one_line=each([p.natural_width <= LONGEST_COLUMN if joined else p.one_line for p in typeset]),
        last_full=each([full(t, p) for t, p in zip(raw, typeset, strict=True)]),
        ends=each([ends_sentence(text) for text in raw]),
        closed=each([text[-1] in CLOSING + "…—" or PHOTOGRAPHED.search(text) is not None for text in raw]),
        pauses=each([text[-1] in STOPS and not ends_sentence(text) for text in raw]),
        opens=each([unbalanced(text) and not closes_first(text) for text in raw]),
        closes=each([closes_first(text) or text[0] in STOPS + CLOSING for text in raw]),
        signed=each([CREDITED.search(text[-SIGNED:]) is not None for text in raw]),
        closing=each([END_CREDIT.fullmatch(text) is not None for text in raw]),
        note=each([EDITORS_NOTE.fullmatch(text) is not None for text in raw]),
        quoted=each([text.startswith(("“", '"')) for text in raw]),
        colon=each([text.endswith(("：", ":")) for text in raw]),
        dateline=each([DATELINE.match(text) is not None for text in raw]),
        series=each([SERIES_NAME.search(text) is not None for text in raw]),
        labelled=each([i > 0 and roles[i - 1] is Role.FURNITURE and not goes_on(i) for i in index]),
        item=each([(ITEM.match(text) or CAPTION.match(text)) is not None for text in raw]),
        row=each(lines),
        tied=each(
            [
                one and other and state.text.count("\n", upper.block.end, lower.block.start) == 1
                for (one, upper), (other, lower) in pairwise(zip(lines, typeset, strict=True))
            ]
            + [False] * bool(index)
        ),
        open_end=np.array([end(t, p) for t, p in zip(raw, typeset, strict=True)]),
        open_start=np.array([start(t, p) for t, p in zip(raw, typeset, strict=True)]),
        topics=_similarity_of(texts, models) if not alone else NO_TOPICS,
        level=np.sign(state.once(by_levels)[index]),
        joined=joined,
        flush=sets_no_indents(typeset),
        heading=each([level is not None for level in levels]),
        marked=bool(state.headings),
        repetitions=Repetitions.of(texts, [heads[i] > MAYBE and not alone for i in index]),
        read_in=_rows_of(state, index),
    )


def _is_short_item(printed: TypesetBlock) -> bool:
    """Whether a block is an item or a turn in one line that is far from filling its column."""
    short = printed.one_line and printed.natural_width < LONE_LINE * printed.width
    return short and printed.kind in (Break.ITEM, Break.TURN)


def sets_no_indents(typeset: Sequence[TypesetBlock]) -> bool:
    r"""Whether no block of a page begins with an indent: then a line without one opens paragraphs, too.

    >>> lines = "今年新修的三座水库昨日\n起蓄水，可以灌溉上万亩\n旱地，农民再也不用靠天\n吃饭。"
    >>> sets_no_indents(PageState("\n\n".join([lines] * 4)).typeset)
    True
    """
    found = [printed.setting.indent for printed in typeset if printed.setting and not printed.one_line]
    return len(found) >= FEWEST_FLUSH and max(found) < INDENT / 2


def has_rooms(typeset: Sequence[TypesetBlock]) -> bool:
    """Whether a page has gaps inside its lines, one a block at least: marks not read stood there.

    >>> has_rooms(PageState("三座水库 昨日蓄水").typeset), has_rooms(PageState("三座水库").typeset)
    (True, False)
    """
    return sum(len(printed.gaps) - len(printed.line_ends) for printed in typeset) >= len(typeset)


def lost_share(state: PageState) -> float:
    """The share of the stops of a page that were not read: a gap between ideographs in mid-line held one.

    >>> lost_share(PageState("一是开渠 二是修路，三是植树。"))
    0.3333333333333333
    """
    text = state.text
    rooms = sum(
        is_han(text[gap.start - 1]) and is_han(text[gap.end])
        for printed in state.typeset
        for gap in set(printed.gaps).difference(printed.line_ends)
    )
    stops = sum(map(text.count, _READ_AS_STOPS))
    return rooms / (rooms + stops) if rooms else 0.0


def _rows_of(state: PageState, index: Sequence[int]) -> NDArray[np.int64] | None:
    """The lines in which blocks begin and end, on a page whose order of reading does not stand."""
    if state.read_in is None:
        return None
    found = [state.read_in[state.blocks[i].start : state.blocks[i].end] for i in index]
    ends = [known[[0, -1]] if len(known := rows[rows >= 0]) else np.zeros(2, np.int64) for rows in found]
    return np.array(ends, dtype=np.int64).reshape(-1, 2)


def _similarity_of(texts: Sequence[str], models: Models) -> TopicSimilarity:
    topics = models.topics(texts)
    return TopicSimilarity(topics.shared, topics.alone)


def _by_words(heads: Sequence[bool], texts: Sequence[str], models: Models) -> Floats:
    odds = np.zeros(len(texts))
    if any(heads):
        kinds = models.heads([text for text, head in zip(texts, heads, strict=True) if head])
        odds[np.array(heads)] = np.clip(kinds[:, 0] - kinds[:, 1], -MOST_BY_WORDS, MOST_BY_WORDS)
    return odds


def _bounded(score: float) -> float:
    return max(-MOST_OPEN, min(MOST_OPEN, score))
