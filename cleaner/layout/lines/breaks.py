"""What the line breaks inside a block are: ends of printed lines, of paragraphs, items, verses or rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from cleaner.layout.credits import find_credits
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.columns import INDENT
from cleaner.layout.lines.correspondence import (
    BELOW,
    CALLED,
    CITED,
    CONTACT,
    ENACTED,
    HEREBY,
    SALUTATION,
    SIGNED,
    STAMP,
    VALEDICTION,
    is_quoted,
    stand_alone,
)
from cleaner.layout.lines.grids import find_rows
from cleaner.layout.lines.indents import are_hanging, are_indented, are_paragraphs, indents_of, is_centred
from cleaner.layout.lines.languages import (
    are_foreign,
    are_of_two_scripts,
    change_language,
    has_other_letters,
    is_english,
)
from cleaner.layout.lines.measuring import WIDEST, Measured, find_closings, may_be_wider, measure
from cleaner.layout.lines.numbering import BULLET, ITEM, find_numbered
from cleaner.layout.lines.openings import DASHED, LISTED, TURN, are_fields, are_said, begins_of, part_heads
from cleaner.layout.lines.outside_columns import PARTED_ITEM, WIDER, are_apart, are_unwrapped, have_own_layout
from cleaner.layout.lines.verses import (
    ENDED,
    HEAD,
    PAUSE,
    REGULATED,
    SHORT,
    STOP,
    are_staggered,
    are_verses,
    is_narrow_prose,
    run_on,
)
from cleaner.layout.memo import MemoTable
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han
from cleaner.profiles.marks import CLOSING, DASH, OPENING, STOPS, TERMINAL
from cleaner.profiles.press import BYLINE, SURNAMES
from cleaner.profiles.widths import ems, squeeze

HEADLINE = 48.0
"""Em of a headline in several lines, at the most."""

LEAST_FULL, FULL = 20.0, 0.9
"""Em of a line that ends with a comma, and its share of the widest one, from which it breaks off there."""

_EQUATION = Pattern(
    r"(?:\p{Han}{1,2}[ \t]*)?[-0-9A-Za-z(√|∴∵][^\p{Han}\n=≈≠<>≤≥]*+[=≈≠<>≤≥][^\p{Han}\n]*+", needs="=≈≠<>≤≥"
)
"""A line of a calculation."""
SHORT_TITLE = 6.0
"""Em of the title of a poem, at the most, under which its author stands."""
_AUTHOR = Pattern(rf"[{SURNAMES}](?:\p{{Han}}{{1,2}}|[ \u3000]{{1,2}}\p{{Han}})")
_AUTHORS = Pattern(rf"{_AUTHOR.pattern}(?:[ \u3000、]{{1,2}}{_AUTHOR.pattern})*")
_NOTICE = Pattern(r"\p{Han}{0,8}(?:通知|通告|公告|公示|告示|启事|声明|讣告|须知|倡议书|捷报|喜报)")
"""The title of a notice, over its text."""
FEWEST_ITEMS, FEWEST_TURNS = 4, 3
"""Lines of which the first may be the title of a list of the others; turns, of most lines, without stops."""
_OPENED = Pattern(
    r"〔(?![0-9])|(?:关键词|摘要|中图分类号|文献标识码|基金项目|作者简介)[:：]"
    r"|(?:Abstract|Keywords?|Key words)[:：]"
)
"""What opens a stage direction, a dispatch, the abstract of a paper and what belongs to it."""
_SHOWN = Pattern(r"[上下左右]?图(?:为|[\u2460-\u2469]?：)[^，。；、！？]{4}", needs="图")
"""What opens the text under a picture."""
_RECITED = Pattern(r"(?:诗|词|曲|歌|赞|联|偈)曰[:：]|有(?:诗|词)为证[:：]")
"""What stands over verse in a tale."""
_NUMERAL = Pattern(
    r"[一二三四五六七八九十]{1,2}|[\u2160-\u216b]|[（(][一二三四五六七八九十]{1,2}[）)]"
    r"|第[0-9一二三四五六七八九十百]{1,4}[章回幕场折]|(?:主要)?参考文献[:：]?|注释[:：]?"
    r"|[（(【\[](?:主歌|副歌|间奏|尾声|合唱|独唱|旁白|独白|第[一二三四五六]段|[男女]声?)[】\])）]"
)
"""The number of a part, the heading of notes or who sings, alone in its line."""
_CUT_ADDRESS = Pattern(r"(?:https?://|www\.)[!-~]*[./_=&?]$", needs=("://", "www."))
_PICTURED = Pattern(r"[。！？\s）]\p{Han}{2,4}[ \u3000]?摄$")
"""Who took a picture, behind what it shows."""
_WIDOW = Pattern(rf"\p{{Han}}{{1,2}}[{TERMINAL}；][{CLOSING}]?")
"""The last characters of a sentence, alone in their line."""
_SPEAKS = (f"{DASH[0]} ", "\N{EN DASH} ")
"""What Russian begins a turn of speech with."""
_DASH = Pattern(rf"{DASH}|{DASH[0]}")
_PARTED = Pattern(r"[0-9][.,:：/-]?\n[0-9]|[A-Za-z]-\n[a-z]")
"""A figure, a time, a telephone number or a word over a line end."""
_TOKEN = Pattern(rf"[{OPENING}(\[]*(?:[A-Za-z0-9]+(?:[.,'%’-][A-Za-z0-9]+)*%?|.)", regex.DOTALL)
"""What no line end parts: a word, a figure or an ideograph, with the marks that open before it."""
_LEADS_ON = Pattern(r"[:：；;]$|[（(][ \u3000]*[）)]$")
"""What a line ends with over the items of a list: the room for an answer, too."""
_COLONS = "：:"


def judge_breaks(
    raw_lines: Sequence[str], columns: Sequence[float], whole: bool = False, memo: MemoTable | None = None
) -> list[Break]:
    r"""What each line break between the lines of a block is, one fewer than there are lines.

    raw_lines: the lines with their indents, none blank.
    columns: the widths in em of the printed columns of the page, in any order; empty where it shows none.
    whole: whether the block is the whole page, so that no blank line parts its paragraphs.
    memo: that of the page.

    >>> [str(kind) for kind in judge_breaks(["记者：水够吗？", "村民：够了，蓄满了。"], [])]
    ['turn of speech']
    >>> [str(kind) for kind in judge_breaks(["镇里今年新修渠道三公里，明年还要", "再修五公里。"], [])]
    ['printed line']
    """
    lines = [line.strip() for line in raw_lines]
    count = len(lines) - 1
    if is_narrow_prose(lines):
        return [Break.LINE] * count
    if columns and are_unwrapped(lines, max(columns)):
        return [Break.PARAGRAPH] * count
    if columns and have_own_layout(lines, columns) and not _is_headline(lines):
        columns = []
    if columns and are_foreign(lines, columns):
        columns = []
    rows = find_rows(lines, memo)
    if columns and max(map(ems, lines)) > max(columns) + WIDER:  # the break joins halves of a paragraph
        items = find_numbered(lines)
        if items != frozenset(range(min(items, default=0), len(lines))) and not all(
            map(PARTED_ITEM.search, lines[:-1])
        ):
            items = frozenset()
        opened = {
            i
            for i, line in enumerate(lines)
            if _OPENED.match(line)
            or (i and ENDED.search(lines[i - 1]) and raw_lines[i].startswith("\N{IDEOGRAPHIC SPACE}" * 2))
            or CONTACT.match(line)
            or HEREBY.fullmatch(line)
            or (i and (HEREBY.fullmatch(lines[i - 1]) or _opens_behind(lines[i - 1], line)))
        }
        listed = [i for i, line in enumerate(lines) if LISTED.match(line)]
        opened |= set(listed) if len(listed) > 1 else set()
        kinds = [
            Break.ROW if rows[i] or rows[i + 1] else Break.ITEM if i + 1 in items | opened else Break.LINE
            for i in range(count)
        ]
        itemised = [i for i in range(1, len(lines)) if i in {1} | items | opened and ITEM.match(lines[i])]
        if len(itemised) > 1 and itemised[0] == 1 and not PAUSE.search(lines[0]):
            kinds[0] = Break.PARAGRAPH  # a title, over the first of several items
        return kinds
    credited = find_credits(lines)
    others = [line for line, credit in zip(lines, credited, strict=True) if not credit]
    verse = bool(others) and are_verses(others, columns)
    verse = verse and not (are_said(lines) or are_paragraphs(raw_lines))
    verse = verse or are_staggered(raw_lines)
    block = _Lines.of(raw_lines, lines, rows, columns, whole)
    return [
        Break.ROW
        if rows[i] or rows[i + 1]
        else Break.PARAGRAPH
        if credited[i] or credited[i + 1]
        else Break.VERSE
        if verse
        else block.behind(i)
        for i in range(count)
    ]


class _Lines(NamedTuple):
    """The lines of a block that are no rows and no verses, with what shows which of their breaks part."""

    lines: Sequence[str]
    begins: Sequence[Break | None]
    """What each line begins with: an item, a turn, or nothing that shows."""
    all_begin: bool
    """Whether each begins with something that shows; over three and more the first may be a title."""
    spoken: bool
    """Whether most are turns of speech."""
    numbered: frozenset[int]
    """Those that are numbered one after the other."""
    indents: Sequence[bool]
    indented: bool
    """Whether any line is indented."""
    hanging: bool
    """Whether those are that do not begin an item: it goes on in them."""
    measured: Measured | None
    parted: bool
    """Whether blank lines and the layout of columns part the paragraphs, so that a short line need not."""
    column: float
    """The width in em of the narrowest column of the page; 0 where it shows none."""
    narrow: bool
    """Whether none comes near the columns of the page, and they are of several widths: verse, or a list."""
    headline: bool
    """Whether they are one headline in display type, with what stands over and under it."""
    subtitled: bool
    ended: Sequence[bool]
    """Whether each ends as a sentence does."""
    parts_head: Sequence[bool]
    """Whether the break behind each parts a label or a headline over a dateline from what is beside it."""
    equations: Sequence[bool]
    """Whether each is one of a calculation."""
    alone: Sequence[bool]
    """Whether each stands by itself."""
    stamps: Sequence[bool]
    """Whether each says who wrote a message, and when."""
    foreign: bool
    """Whether they have letters that are neither Latin nor kana."""
    running_on: bool
    """Whether sentences run on over the ends of the lines, though these fill no common width."""
    signed_from: int
    """The line from which all breaks are before who signs a letter, and when."""

    @classmethod
    def of(
        cls,
        raw_lines: Sequence[str],
        lines: Sequence[str],
        rows: Sequence[bool],
        columns: Sequence[float],
        whole: bool,
    ) -> _Lines:
        joined, numbered = "".join(lines), find_numbered(lines)
        begins, indents = begins_of(lines, joined, numbered), indents_of(raw_lines)
        listed = all(begins) or (len(lines) > 2 and all(begins[1:]))
        headline = bool(columns) and _is_headline(lines) and not listed
        subtitled = any(map(_DASH.match, lines[1:]))
        ended = [ENDED.search(line) is not None for line in lines]
        closings = find_closings(lines, begins, ended, rows)
        measured = measure(lines, columns, are_indented(raw_lines), closings)
        return cls(
            lines=lines,
            begins=begins,
            all_begin=all(begins[1:] if len(lines) >= FEWEST_ITEMS else begins)
            or (len(lines) > 2 and are_fields(lines[1:])),
            spoken=(turns := begins.count(Break.TURN)) >= FEWEST_TURNS and 2 * turns > len(lines),
            numbered=numbered,
            indents=indents,
            indented=any(indents),
            hanging=are_hanging(raw_lines, [begun is not None for begun in begins]),
            measured=measured,
            parted=bool(columns) and not whole,
            column=min(columns, default=0.0),
            narrow=bool(columns) and not headline and are_apart(lines, min(columns)),
            headline=headline,
            subtitled=subtitled,
            ended=ended,
            parts_head=part_heads(lines, ended),
            equations=_fully(_EQUATION, lines, joined),
            alone=[
                (i == 0 and is_centred(raw_lines)) or each
                for i, each in enumerate(stand_alone(lines, ended, in_column=bool(columns)))
            ],
            stamps=_fully(STAMP, lines, joined),
            foreign=has_other_letters(joined),
            running_on=measured is None and run_on(lines),
            signed_from=_signed_from(lines, indents, ended),
        )

    def behind(self, i: int) -> Break:
        """What the break behind line i is."""
        left, right = self.lines[i], self.lines[i + 1]
        below = i + 2 == len(self.lines) and _is_below(left, right) and not PAUSE.match(left[-1])
        if below or self.parts_head[i]:
            return Break.PARAGRAPH
        if self.equations[i] or self.equations[i + 1]:
            return Break.ITEM
        if (
            self.headline
            and i + 2 == len(self.lines)
            and _AUTHOR.fullmatch(right)
            and ems(left) <= SHORT_TITLE
        ):
            return Break.PARAGRAPH
        if self.headline and not (self.foreign and are_of_two_scripts(left, right)):
            shoulder = self.subtitled and ems(left) < ems(right)
            return Break.PARAGRAPH if shoulder or _DASH.match(right) else Break.LINE
        if self._goes_on(i, left, right):
            return Break.LINE
        return self._by_words(i, left, right) or self._by_turn(i, left, right) or self._by_width(i, left)

    def _by_words(self, i: int, left: str, right: str) -> Break | None:
        """What the characters round the break say, or None."""
        half_width = right[0].isascii() and not (left.isdecimal() or self.stamps[i] or i + 1 in self.numbered)
        parted = half_width and (_PARTED.search(f"{left[-2:]}\n{right[:2]}") or _CUT_ADDRESS.search(left))
        parted = parted or (is_han(left[-1]) and _WIDOW.fullmatch(right) and PAUSE.search(left))
        if (
            right[0] in STOPS + CLOSING
            or left[-1] in OPENING
            or parted
            or _in_brackets(left, right)
            or _in_speech(left, right)
        ):
            return Break.LINE
        opens = i == 0 or self.ended[i - 1]
        addressed = opens and (_NUMERAL.fullmatch(left) or SALUTATION.fullmatch(left))
        addressed = addressed or (i == 0 and _NOTICE.fullmatch(left) and PAUSE.search(right))
        addressed = addressed or (right[0] in "（(【[" and _NUMERAL.fullmatch(right))
        signed = (left[-1] in "）)" and SIGNED.search(left)) or (is_han(right[0]) and CALLED.search(left))
        signed = signed or (left[-1] == "摄" and _PICTURED.search(left))
        answered = _answers(left, right) and not (self.on_columns and not self._is_short(i))
        titled = right[-1] in "：:" and ENACTED.search(left) is not None
        shown = self.ended[i] and _SHOWN.match(right)
        opened = titled or shown or _OPENED.match(right) or answered or (opens and _RECITED.fullmatch(left))
        alone = self.alone[i] or self.alone[i + 1] or (self.foreign and right.startswith(_SPEAKS))
        alone = alone or _is_deck(left, self.lines[i + 1 :], first=i == 0)
        alone = alone or is_quoted(left, whole=not self._is_short(i))
        parts = addressed or signed or opened or alone or change_language(left, right)
        if parts or (self.foreign and are_of_two_scripts(left, right)):
            return Break.PARAGRAPH
        if self.stamps[i] or self.stamps[i + 1]:
            return Break.TURN
        listed = CITED.match(right) or (left.isdecimal() and right.isdecimal())
        kind = Break.ITEM if listed else self.begins[i + 1]
        if listed or (
            kind is Break.ITEM
            and i + 1 not in self.numbered
            and not (ITEM.match(right) or DASHED.match(right))
        ):
            # a label or a time, as several of the lines have
            return kind
        closed = self.ended[i] or (kind is Break.ITEM and (_LEADS_ON.search(left) or BULLET.match(right)))
        closed = closed or (kind is Break.TURN and left[-1] in ":：")
        closed = closed or (self.begins[i] is kind is Break.TURN and (self.spoken or are_fields([left])))
        begins = kind is not None and (
            self.all_begin or closed or i + 1 in self.numbered or self._is_short(i)
        )
        if begins or (kind is None and self.begins[i] is Break.ITEM and self._is_short_field(i)):
            return kind or Break.ITEM
        return None

    @property
    def on_columns(self) -> bool:
        """Whether the page shows columns."""
        return self.column > 0

    def _is_short_field(self, i: int) -> bool:
        """Whether a line is a name and its value alone, and short of the narrowest column of the page."""
        return ems(self.lines[i]) < self.column - 2 * SHORT and are_fields([self.lines[i]])

    def _goes_on(self, i: int, left: str, right: str) -> bool:
        """Whether a sentence in an alphabet goes on: the block has whole ones, the line begins small."""
        sentences = self.lines[0][0].isupper() and any(self.ended)
        return sentences and right[0].islower() and is_english(left) and not self.ended[i]

    def _by_turn(self, i: int, left: str, right: str) -> Break | None:
        """Whether a turn of speech goes on: its first line breaks off, and the next one opens nothing.

        Under a list stands how to reach whom it is of, and under `Yours sincerely,` who writes.
        """
        last = i + 2 == len(self.lines)
        if last and (VALEDICTION.fullmatch(left) or (self.begins[i] is Break.ITEM and CONTACT.match(right))):
            return Break.ITEM
        inside = self.begins[i] is Break.TURN and self.begins[i + 1] is None and ems(left) <= WIDEST
        if left[-1] in "，、,":
            broken = TURN.match(left) is not None
        else:
            broken = is_han(left[-1]) and PAUSE.search(left) is not None
        return Break.LINE if inside and broken else None

    def _by_width(self, i: int, left: str) -> Break:
        """What indents and widths say."""
        if self.indented:
            if self.hanging and self.measured is not None:
                parts = not self.indents[i + 1] or self._is_short(i)
            else:
                parts = self.indents[i + 1] or i >= self.signed_from or self._ends_verse(i)
            return Break.PARAGRAPH if parts else Break.LINE
        if self.measured is None:
            full = left[-1] in "，、," and ems(left) >= max(LEAST_FULL, FULL * max(map(ems, self.lines)))
            full = full or self.running_on or (self.on_columns and not self.narrow)
            return Break.LINE if full else Break.PARAGRAPH
        if self.narrow:
            return Break.VERSE
        surplus = ems(left) - squeeze(left) - self.measured.width
        if i == 0 and surplus > 2 * SHORT and may_be_wider(self.lines):
            return Break.PARAGRAPH
        if self.parted or not self._is_short(i) or left[-1] in "，、,":
            return Break.LINE
        if i < self.measured.heads and not PAUSE.search(left):  # a headline over its text
            parts = self.measured.widths[i] < HEAD * self.measured.width
        else:
            parts = self.ended[i] or not (self.on_columns or self.measured.prose)
        return Break.PARAGRAPH if parts else Break.LINE

    def _ends_verse(self, i: int) -> bool:
        """Whether a line and the one above it are indented alike, each two verses of as many ideographs."""
        return i > 0 and all(self.indents[n] and REGULATED.fullmatch(self.lines[n]) for n in (i - 1, i))

    def _is_short(self, i: int) -> bool:
        """Whether a line is shorter than if the text went on: what follows would have had room."""
        if self.measured is None:
            return False
        by_count, behind = self.measured.by_count, self.lines[i + 1]
        token = _TOKEN.match(behind)
        first = token[0] if token else ""
        need = len(first) if by_count else ems(first)
        after = behind[len(first) :]
        while after and after[0] in STOPS + CLOSING:
            need, after = need + 1.0, after[1:]
        room = self.measured.width - self.measured.widths[i]
        if i == 0 or self.ended[i - 1]:
            room -= INDENT  # its indent may be lost
        return room > SHORT and room > need + 0.5 * first[-1:].isascii()


def _is_deck(head: str, under: Sequence[str], first: bool) -> bool:
    """Whether the first line under a headline is a sub-headline with a dash: last, or over who wrote it.

    By itself it shows only under a head that is `first` and without a mark: a sentence may break off before
    a dash.
    """
    if DASHED.match(under[0]) is None or STOP.search(under[0]):
        return False
    titled = not (ENDED.search(head) or STOP.match(head[-1]) or "。" in head)
    shown = BYLINE.match(under[1]) is not None if len(under) > 1 else first and not PAUSE.search(head)
    return titled and shown


def _answers(left: str, right: str) -> bool:
    """Whether speech ends with a line, or a sentence that it opens, and the next one opens with other."""
    if right[0] not in "“「":
        return False
    closed = left[-1] in "”」" and left[-2:-1] != "" and left[-2] in TERMINAL
    return closed or (left[0] == right[0] and left[-1] in TERMINAL)


def _opens_behind(left: str, right: str) -> bool:
    """Whether a line that ends shows that the next one opens a paragraph, however wide both are."""
    item = ITEM.match(right) and (ENDED.search(left) or _LEADS_ON.search(left))
    return _answers(left, right) or bool(item) or change_language(left, right)


def _is_below(left: str, right: str) -> bool:
    """Whether a last line is one of its own: a date, or who wrote what the headline over it is of."""
    author = DASHED.match(left) is not None and _AUTHORS.fullmatch(right)
    return bool(BELOW.fullmatch(right) or BYLINE.fullmatch(right) or author)


def _in_brackets(left: str, right: str) -> bool:
    """Whether a line break stands inside a title or a bracket, which one line opens and the other closes."""
    return any(
        left.count(mark) > left.count(partner) and right.count(partner) > right.count(mark)
        for mark, partner in ("《》", "（）", "〈〉")
        if mark in left
    )


def _in_speech(left: str, right: str) -> bool:
    """Whether a line break stands in mid-sentence of speech, and the next line says whose it is."""
    spoken, _, told = right.partition("”")
    goes_on = left.count("“") == left.count("”") + 1 and "“" not in spoken
    return goes_on and all(char and is_han(char) for char in (left[-1], spoken[:1], told[:1]))


def _fully(pattern: Pattern, lines: Sequence[str], joined: str) -> list[bool]:
    """Which lines match a pattern from end to end; `joined` is all of them."""
    if not pattern.may_match(joined):
        return [False] * len(lines)
    return [pattern.fullmatch(line) is not None for line in lines]


def _is_headline(lines: Sequence[str]) -> bool:
    """Whether lines are a headline in display type: few, without stops."""
    whole = "".join(lines)
    few = ems(whole) <= HEADLINE and len(lines) <= 4 and not STOP.search(whole)
    return few and not any(map(CONTACT.match, lines))


def _signed_from(lines: Sequence[str], indents: Sequence[bool], ended: Sequence[bool]) -> int:
    """The first line that ends a sentence and has only short ones without stops behind it: a letter's end."""
    most = HEAD * max(map(ems, lines))
    text = [indents[i] or STOP.search(line) or ems(line) >= most for i, line in enumerate(lines)]
    last = max((i for i, is_text in enumerate(text) if is_text), default=0)
    return next((i for i in range(last, len(lines)) if ended[i]), len(lines))
