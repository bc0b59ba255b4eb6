"""Accents, straight single marks, backslashes and hyphens that a page reader makes of other marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from typing import Final

from cleaner.diagnosis.spaces import spaces_commas
from cleaner.layout.blocks import Block, find_lines
from cleaner.markup.code import APOSTROPHE
from cleaner.patterns import Pattern
from cleaner.trace import Edit, Tier, bind

MISREAD: Final = 0.95
"""Confidence that an accent, or a straight mark alone in its line, is a misread mark."""
REACH: Final = 30
"""Characters on either side in which a quotation mark is looked for, no further than the clause."""
_GRAVE: Final = Pattern(
    r"(?<=[\p{Han}\d])`(?=[\p{Han}\d])(?!(?<=\d`)\d+\")|(?<=[”》）\"])`(?=[ \t]?\p{Han})", needs="`"
)
"""What Tesseract makes of the mark of enumeration, or of a quotation mark; not the sign of minutes."""
_BACKSLASH: Final = Pattern(
    r"(?<=\p{Han}|、)\\(?=\p{Han})(?!(?<=(?:\A|[\n|])[ ]?\p{Han}{1,6}\\)\p{Han}{1,6}[ \t\u3000|])", needs="\\"
)
"""What it makes of the mark of enumeration, too; not between the two heads in the corner of a table,"""
_PATH: Final = Pattern(r"[A-Za-z:\\]\\|\\[A-Za-z\\]", needs="\\")
"""but not in a line that holds the path of a file, or a formula."""
_HYPHEN: Final = Pattern(
    r"(?<=(?P<before>\p{Han}{2}))(?<!一)-(?=\s?(?P<behind>\p{Han}{2}))(?!\s?一)", needs="-"
)
_AND_SO_ON: Final = Pattern(r"-\s?[^\-]{1,10}等(?!待|候|到)", needs="-")
FEWEST_HYPHENS: Final = 3
"""Hyphens between words of a page from which on they may be marks of enumeration,"""
FEWEST_IN_LIST: Final = 2
"""and clauses in which they are seen to part the words of a list."""
HYPHEN: Final = 0.9
"""Confidence that such a hyphen is one."""
_LONE: Final = Pattern(
    r"(?<!\S)(?P<open>[`'])(?=\p{Han})"
    r"|(?<=[\p{Han}。？！?!])(?P<close>[`'])(?=[\s,;.:，。；：]|$)",
    needs="`'",
)
"""What Tesseract makes of a quotation mark now and then."""
_NO_WORD: Final = Pattern(r"(?![ \t]+\p{Han})")
_CLOSES: Final = Pattern(r"[,，]|[ \t]*(?:[;:。；：]|$)")
"""What stands behind the mark that closes, where no word does."""
_BEHIND_GAP: Final = Pattern(r"(?<=\p{Han})[^\S\n]\p{Han}{2,8}$|[。？！]$")
"""A gap in mid-line shows the mark that opens; what closes stands behind the end of a sentence."""
_TO_PARTNER: Final = Pattern(
    r"`[^`，。；：？！,;:?!“”\"]{1,30}`(?=[ \t]*+(?:[，。；：？！,;:]|$))", needs="`"
)
"""From an accent to the next one, which ends its clause: a mark of enumeration does not."""
_LISTED: Final = Pattern(r"[ \t]*\p{Han}{1,8}(?:、|等(?!待|候|到))")
"""What stands behind a mark of enumeration."""
_LEANING: Final = Pattern(r"[ \t]+[的之]")
"""What leans on a quotation."""
_STOP: Final = Pattern(r"[，。；：？！,;:.?!]")
_QUOTE: Final = Pattern(r"[“”\"]")
_ENUMERATION: Final = "、"


def find_hyphens(text: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    """The hyphens that stand for marks of enumeration, on a page on which several part the words of lists.

    Such a mark is short and leans, and an engine that reads one as a hyphen does so again and again;
    Tesseract, which sets a space behind its commas, reads all kinds of marks so. Between words that it joins
    more than once a hyphen is part of a name.

    >>> text = "会议研究蔬菜-瓜果-苗木、花卉的销路，部署油菜-小麦-玉米、大豆的种植。"
    >>> [edit.start for edit in find_hyphens(text, [Block(0, len(text))])]
    [6, 9, 23, 26]
    """
    if text.count("-") < FEWEST_HYPHENS or spaces_commas(text.replace(",", "，")):
        return
    found = [match for block in blocks for match in _HYPHEN.finditer(text, block.start, block.end)]
    joined = Counter(match["before"] + match["behind"] for match in found)
    found = [match for match in found if joined[match["before"] + match["behind"]] == 1]
    if len(found) < FEWEST_HYPHENS:
        return
    clauses = (clause for block in blocks for clause in _STOP.split(block.of(text)) if "-" in clause)
    if sum(map(_is_list, clauses)) >= FEWEST_IN_LIST:
        why = "a mark of enumeration read as a hyphen"
        for match in found:
            at = match.start()
            yield Edit(at, at + 1, _ENUMERATION, why=why, confidence=HYPHEN, tier=Tier.INFERRED)


def _is_list(clause: str) -> bool:
    """Whether the hyphens of a clause part words that others are listed with; not each item holds one."""
    items = clause.split(_ENUMERATION)
    if len(items) > 1:
        return not all("-" in item for item in items)
    return clause.count("-") > 1 and _AND_SO_ON.search(clause) is not None


def find_accents(text: str, block: Block, taken: Set[int] = frozenset()) -> Iterator[Edit]:
    """The marks that accents and straight single marks of a block stand for, but at the offsets `taken`.

    Between ideographs an accent is a mark of enumeration, for it leans the same way, or the one mark of a
    quotation whose other one stands in the same clause, be it an accent at its end. Alone in its line, before
    or behind them, it is a quotation mark: one that closes, if an opening one or a gap stands before it.

    >>> [(edit.start, edit.replacement) for edit in find_accents("会议研究`部署", Block(0, 7))]
    [(4, '、')]
    """
    if not any(text.find(mark, block.start, block.end) >= 0 for mark in "`'\\"):
        return
    for match in _BACKSLASH.finditer(text, block.start, block.end):
        if match.start() not in taken and not _PATH.search(text, block.start, block.end):
            yield _enumeration(match.start(), "a mark of enumeration read as a backslash")
    so_far = _Judged(text, block)
    between = [i.start() for i in _GRAVE.finditer(text, block.start, block.end) if i.start() not in taken]
    for at in between:
        yield from so_far.judge(_between, at)
    taken = taken | set(between)
    for line in find_lines(text, block):
        content = so_far.of(line)
        if '"' in content:  # without a partner, which the mark may be
            continue
        alike = Counter(char for i, char in enumerate(content, line.start) if char in "`'" and i not in taken)
        for match in _LONE.finditer(content):
            if alike[match[0]] == 1 and line.start + match.start() not in taken:
                yield from so_far.judge(_lone_open if match["open"] else _lone, line.start + match.start())


def find_apostrophes(text: str) -> Iterator[Edit]:
    """The apostrophes of English words that were read as accents.

    >>> [edit.start for edit in find_apostrophes("it`s nine, `s` is code")]
    [2]
    """
    for match in APOSTROPHE.finditer(text):
        why = "an apostrophe read as an accent"
        yield Edit(*match.span(), "'", why=why, confidence=MISREAD, tier=Tier.INFERRED)


class _Judged:
    """The characters of a block, with the edits made that were judged: the next is in their company."""

    def __init__(self, text: str, block: Block) -> None:
        self._start, self._chars = block.start, list(block.of(text))

    def of(self, line: Block) -> str:
        """A line of the block."""
        return "".join(self._chars[line.start - self._start : line.end - self._start])

    def judge(self, judged: Callable[[str, Block, int], Iterator[Edit]], at: int) -> list[Edit]:
        """The edits of a mark, by what stands in reach of it; they replace one character by one."""
        start = max(0, at - self._start - REACH)
        near = "".join(self._chars[start : at - self._start + 1 + REACH])
        origin = self._start + start
        moved = [
            replace(edit, start=edit.start + origin, end=edit.end + origin)
            for edit in judged(near, Block(0, len(near)), at - origin)
        ]
        found = bind(moved, "quotes")
        for edit in found:
            self._chars[edit.start - self._start] = edit.replacement
        return found


def _between(text: str, block: Block, at: int) -> Iterator[Edit]:
    """What an accent between ideographs stands for."""
    closing, partner = _closing(text, block, at), _TO_PARTNER.match(text, at, block.end)
    if _opening(text, block, at) is not None:
        yield _enumeration(at)
    elif partner:
        yield from _pair(text, at, partner.end() - 1)
    elif closing is None:
        yield _enumeration(at)
    else:
        yield from _pair(text, at, closing)


def _enumeration(at: int, why: str = "a mark of enumeration read as an accent") -> Edit:
    return Edit(at, at + 1, _ENUMERATION, why=why, confidence=MISREAD, tier=Tier.INFERRED)


def _lone_open(_text: str, _block: Block, at: int) -> Iterator[Edit]:
    """What a mark stands for that has white space or nothing before it."""
    yield _quote(at, "“")


def _lone(text: str, block: Block, at: int) -> Iterator[Edit]:
    """What a mark stands for that has white space, another mark or nothing behind it."""
    opening, closing = _opening(text, block, at), _closing(text, block, at)
    grave = text[at] == "`"
    if grave and _LISTED.match(text, at + 1, block.end):
        yield _enumeration(at)
    elif opening is not None:
        yield from _pair(text, opening, at)
    elif (
        (_CLOSES if grave else _NO_WORD).match(text, at + 1, block.end)
        or _LEANING.match(text, at + 1, block.end)
        or _BEHIND_GAP.search(text, max(block.start, at - REACH), at)
    ):
        yield _quote(at, "”")
    elif grave and not _NO_WORD.match(text, at + 1, block.end):
        yield from _between(text, block, at)
    elif closing is not None:
        yield from _pair(text, at, closing)


def _opening(text: str, block: Block, at: int) -> int | None:
    """Where a quotation opens that is open before a place, as the marks of its clause show."""
    start = max(block.start, at - REACH)
    stops = [match.end() for match in _STOP.finditer(text, start, at)]
    marks = list(_QUOTE.finditer(text, stops[-1] if stops else start, at))
    opens = marks and (
        marks[-1][0] == "“" or (marks[-1][0] == '"' and sum(mark[0] == '"' for mark in marks) % 2 == 1)
    )
    return marks[-1].start() if opens else None


def _closing(text: str, block: Block, at: int) -> int | None:
    """Where a quotation closes behind a place that does not open there, as the marks of its clause show."""
    end = min(block.end, at + 1 + REACH)
    stop = _STOP.search(text, at + 1, end)
    marks = list(_QUOTE.finditer(text, at + 1, stop.start() if stop else end))
    closes = marks and (
        marks[0][0] == "”" or (marks[0][0] == '"' and sum(mark[0] == '"' for mark in marks) % 2 == 1)
    )
    return marks[0].start() if closes else None


def _pair(text: str, start: int, end: int) -> Iterator[Edit]:
    """The marks of a quotation of which one is an accent; the other may be straight."""
    for i, mark in ((start, "“"), (end, "”")):
        if text[i] != mark:
            yield _quote(i, mark)


def _quote(at: int, mark: str) -> Edit:
    why = "a quotation mark read as an accent"
    return Edit(at, at + 1, mark, why=why, confidence=MISREAD, tier=Tier.INFERRED)
