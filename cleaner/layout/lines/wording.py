"""What the words of lines tell, where no column of the page shows how wide a printed line is.

Of two lines that were printed the words go on from the one to the next; those of slogans, verse and lists
begin anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.lines.break_kind import Break
from cleaner.layout.lines.line_groups import LineGroup, group_lines
from cleaner.layout.lines.verses import ENDED, PAUSE, SHORT
from cleaner.models import Models
from cleaner.profiles.charsets import is_han
from cleaner.profiles.widths import ems, squeeze

LEAST = -1.0
"""Log-odds that the words of the first line go on in the second one, at the least, if nothing else says it;
of 3,883 printed lines nine in ten reach it."""
LEAST_OF_EVEN = -4.5
"""The same where the lines are as wide: 98 in 100 reach it."""
REST = 2
"""Characters of a second line that is no text of its own, at the most."""
FEWEST, MOST = 3, 16
"""Lines that are judged together; the widths of more tell what they are."""
BEGINNING_ANEW = -3.0
"""Mean of the log-odds below which lines that are as wide by chance begin anew, one and all."""
GOING_ON = 1.0
"""Mean of the log-odds from which lines of unlike widths are printed ones, with marks or indents lost."""
LEAST_FULL = -5.0
"""Log-odds below which a full line among those ends a paragraph; a shorter one does below zero."""
LONGEST_REST = 0.4
"""Share of the widest line that the rest of a sentence fills, at the most, below lines that begin anew."""
RAGGED = 0.6
"""Share of the widest line that two thirds of those fill."""
MOSTLY_ALONE = 6
"""Of so many lines of unlike widths one may have been joined to the next one."""


def judge_words(lines: Sequence[str], groups: list[LineGroup], models: Models) -> list[LineGroup]:
    """The groups of the lines of a block, as their words have it.

    Lines that were put together stand apart where each begins anew, and lines that stand apart are put
    together where most go on. Those of one sentence in two halves, items, rows and turns stay as they are.

    >>> from cleaner.models import shipped_models
    >>> lines = ["夏粮丰收，农民笑开颜", "青石镇三座水库蓄水"]
    >>> [group[:2] for group in judge_words(lines, [LineGroup(0, 2)], shipped_models())]
    [(0, 1), (1, 2)]
    """
    match lines, groups:
        case [first, second], [_] if not is_one_text(first, second, models):
            return [LineGroup(0, 1), LineGroup(1, 2)]
    if not FEWEST <= len(lines) <= MOST:
        return groups
    may_be_printed = _may_be_printed(lines, groups)
    if not may_be_printed and all(group.stop - group.start < FEWEST for group in groups):
        return groups
    odds = _odds(lines, models)
    if may_be_printed and odds.mean() >= GOING_ON:
        return _printed(lines, groups, odds)
    return [part for group in groups for part in _parted(lines, group, odds)]


def is_one_text(first: str, second: str, models: Models) -> bool:
    """Whether the second of two lines, which may be printed ones, goes on with the first one.

    It does where only it ends a sentence. What begins or ends with no ideographs, and what is indented, is as
    its shape says.

    >>> from cleaner.models import shipped_models
    >>> is_one_text("镇里今年新修渠道三公里，明年还要再", "修五公里", shipped_models())
    True
    >>> is_one_text("夏粮丰收，农民笑开颜", "青石镇三座水库蓄水", shipped_models())
    False
    """
    ends = ENDED.search(second) is not None and ENDED.search(first) is None
    if ends or len(second) <= REST or second[0].isspace() or not (is_han(first[-1]) and is_han(second[0])):
        return True
    narrowest, widest = (ems(first) - squeeze(first) - SHORT, ems(first) + SHORT)
    even = narrowest <= ems(second) and ems(second) - squeeze(second) <= widest
    return bool(_odds([first, second], models)[0] >= (LEAST_OF_EVEN if even else LEAST))


def _odds(lines: Sequence[str], models: Models) -> NDArray[np.float64]:
    """Log-odds that the words of each line but the last go on in the next one."""
    pairs = list(pairwise("".join(line.split()) for line in lines))
    return np.asarray(models.continuation(pairs) + models.affinity(pairs), dtype=np.float64)


def _parted(lines: Sequence[str], group: LineGroup, odds: NDArray[np.float64]) -> Iterator[LineGroup]:
    """A group, or each of its lines by itself where they begin anew and none of them ends a sentence."""
    own, inner = lines[group.start : group.stop], lines[group.start : group.stop - 1]
    if (
        len(own) >= FEWEST
        and odds[group.start : group.stop - 1].mean() < BEGINNING_ANEW
        and ems(own[-1]) >= LONGEST_REST * max(map(ems, own))
        and all(is_han(line[-1]) or PAUSE.match(line[-1]) for line in inner)
    ):
        yield from (LineGroup(i, i + 1, Break.VERSE) for i in range(group.start, group.stop))
    else:
        yield group


def _may_be_printed(lines: Sequence[str], groups: Sequence[LineGroup]) -> bool:
    """Whether lines that stand apart may be printed ones all the same, by their widths and marks.

    Verse and lists pause at the ends of their lines, or alike; a refrain returns.
    """
    if len(lines) - len(groups) > len(lines) // MOSTLY_ALONE or len(set(lines)) < len(lines):
        return False
    if any(group.kind in (Break.ITEM, Break.ROW, Break.TURN) for group in groups):
        return False
    widths = sorted(map(ems, lines[:-1]))
    ends = sum(PAUSE.match(line[-1]) is not None for line in lines[:-1])
    pauses = [match.start() for line in lines if (match := PAUSE.search(line[:-1]))]
    return (
        widths[len(lines) // FEWEST] >= RAGGED * max(map(ems, lines))
        and bool(pauses)
        and (len(pauses) < len(lines) - 1 or len(set(pauses)) > 1)
        and 2 * ends < len(lines) - 1
        and not any(line[0].isspace() for line in lines[1:])
        and all(any(map(is_han, line)) for line in lines)
    )


def _printed(lines: Sequence[str], groups: list[LineGroup], odds: NDArray[np.float64]) -> list[LineGroup]:
    """The groups of printed lines in a column as wide as the widest, cut where the words begin anew."""
    widths = list(map(ems, lines))
    column = max(widths)
    printed = group_lines(lines, [column])
    if len(printed) >= len(groups):
        return groups
    kinds = {group.start: group.kind for group in printed}
    for i, (width, odd) in enumerate(zip(widths, odds.tolist(), strict=False), 1):
        if odd < (LEAST_FULL if width >= column - SHORT else 0.0):
            kinds.setdefault(i, Break.PARAGRAPH)
    starts = sorted(kinds)
    return [LineGroup(start, stop, kinds[start]) for start, stop in pairwise([*starts, len(lines)])]
