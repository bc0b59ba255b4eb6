"""Two lines alone, without columns that show how wide a printed line is: one sentence, or two texts."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.layout.lines.line_groups import LineGroup
from cleaner.layout.lines.verses import ENDED, SHORT
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


def part_pair(lines: Sequence[str], groups: list[LineGroup], models: Models) -> list[LineGroup]:
    """Two lines that were put together, apart where their words do not go on; other groups as they are.

    >>> from cleaner.models import shipped_models
    >>> lines = ["夏粮丰收，农民笑开颜", "青石镇三座水库蓄水"]
    >>> [group[:2] for group in part_pair(lines, [LineGroup(0, 2)], shipped_models())]
    [(0, 1), (1, 2)]
    """
    match lines, groups:
        case [first, second], [_] if not is_one_text(first, second, models):
            return [LineGroup(0, 1), LineGroup(1, 2)]
        case _:
            return groups


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
    words = ["".join(line.split()) for line in (first, second)]
    pair = [(words[0], words[1])]
    odds = float(models.continuation(pair)[0] + models.affinity(pair)[0])
    return odds >= (LEAST_OF_EVEN if even else LEAST)
