"""What the indents of the lines of a block show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, pairwise

from cleaner.layout.lines.verses import ENDED, PAUSE, STOP
from cleaner.profiles.widths import ems

CENTRED = 4.0
"""Em from the margin of the next line at which a headline in the middle begins, at the least: twice the
indent of a paragraph. The cases of practice hold with 3 to 8, and break with 2."""
RAGGED, UNEQUAL = 3.0, 0.3
"""Em, and share of the widest, from which lines differ too much to be broken off: a figure or a Latin word
moves over as a whole, and typescript is ragged."""
_OF_PARAGRAPHS = "\N{IDEOGRAPHIC SPACE}" * 2


def indents_of(raw_lines: Sequence[str]) -> list[bool]:
    """Which lines are indented, where some behind the first are and others are not."""
    wide = are_indented(raw_lines)
    return wide if any(wide[1:]) else [False] * len(wide)


def are_indented(raw_lines: Sequence[str]) -> list[bool]:
    """Which lines are indented, where not all are."""
    if not any(line[0].isspace() for line in raw_lines):
        return [False] * len(raw_lines)
    wide = [_width_of(_blank_of(line)) >= 1 for line in raw_lines]
    return [False] * len(wide) if all(wide) else wide


def is_centred(raw_lines: Sequence[str]) -> bool:
    """Whether the first line is a headline set in the middle: far in, without a stop, over one that is not.

    >>> is_centred(["            渡口", "老桥建于清代，桥身用"]), is_centred(["　　老桥建于清代", "桥身用"])
    (True, False)
    """
    first, *others = raw_lines
    widths = [_width_of(_blank_of(line)) for line in (first, *others[:1])]
    return len(widths) > 1 and widths[0] >= CENTRED + widths[1] and not STOP.search(first)


def are_hanging(raw_lines: Sequence[str], begins: Sequence[bool]) -> bool:
    """Whether the lines that begin an item are those without an indent, so that items go on in the others.

    Over several items a title may stand. One alone may be a heading over its text, but where it holds a
    pause. Two ideographic spaces are the indent of paragraphs. Lines that go on are about equally wide.

    >>> are_hanging(["1. 时间：即日起，逾期", "   不再受理。", "2. 地点：三楼。"], [True, False, True])
    True
    >>> are_hanging(["1. 时间，地点", "   一号。", "2. 费用", "   十元。"], [True, False, True, False])
    False
    >>> are_hanging(["一、报名须知", "　　即日起报名，逾期不再受理。"], [True, False])
    False
    """
    wide = indents_of(raw_lines)
    titled = len(begins) > 1 and not (begins[0] or wide[0]) and sum(begins) > 1
    if not any(wide) or list(begins)[titled:] != [not each for each in wide[titled:]]:
        return False
    if any(_blank_of(line) == _OF_PARAGRAPHS for line in compress(raw_lines, wide)):
        return False
    broken = [
        ems(line) + _width_of(_blank_of(line))
        for line, below in zip(raw_lines, wide[1:], strict=False)
        if below and not (ENDED.search(line) or line.endswith(("：", ":")))
    ]
    if broken and max(broken) - min(broken) >= max(RAGGED, UNEQUAL * max(broken)):
        return False
    return sum(begins) > 1 or PAUSE.search(raw_lines[0]) is not None


def are_paragraphs(raw_lines: Sequence[str]) -> bool:
    """Whether an indented line that ends a sentence stands over one, and another goes on without indent.

    >>> are_paragraphs(["　　桥修好了，", "路通了。", "　　大家高兴。", "　　今天开市。"])
    True
    >>> are_paragraphs(["　　桥修好了，", "路通了。", "　　大家高兴，", "今天开市。"])
    False
    """
    indents, ended = indents_of(raw_lines), [ENDED.search(line.rstrip()) is not None for line in raw_lines]
    over = [(*pair, end) for pair, end in zip(pairwise(indents), ended, strict=False)]
    return (True, True, True) in over and (True, False, False) in over


def _width_of(blank: str) -> float:
    """The width of white space in em."""
    wide = blank.count("\N{IDEOGRAPHIC SPACE}")
    return wide + 0.5 * (len(blank.expandtabs(4)) - wide)


def _blank_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
