"""An interview whose turns stand apart by blank lines: the names of its speakers take turns, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.patterns import Pattern
from cleaner.profiles.marks import STOPS
from cleaner.profiles.press import SURNAMES

FEWEST: Final = 4
"""Turns of an interview, at the least."""
MOSTLY: Final = 0.6
"""Share of the blocks from its first turn to its last that are turns,"""
ALTERNATING: Final = 0.75
"""share of them that another speaker has than the one before,"""
ASKED: Final = 0.25
"""and share of them that ask something, at the least."""
_OPENING: Final = Pattern(
    r"(?P<who>\p{Han}{1,4})(?P<mark>[ \t]*[:：][ \t]*|[ \t\u3000]+(?!\p{Han}[:：]))(?=[\p{L}\p{N}“‘《（(])"
)
_QUESTION: Final = Pattern(
    r"[？?]|[吗呢么](?=\s|$)|什么|怎么|怎样|为何|多少|如何|哪[里些个儿位]|谁|几[个年次天]|有没有|是不是|能不能"
)
_ASKING: Final = frozenset(("问", "记者", "主持人", "本刊", "本报"))
"""Who asks, by office; an interview with one of them may hold requests alone."""
_PERSON: Final = Pattern(rf"[{SURNAMES}](?:\p{{Han}}{{1,2}}|总|工|老师?|教授|先生|女士|院长|局长|主任)")
"""Who talks: where all are called so, they discuss something, and need not ask."""
_LOST: Final = Pattern(r"(?<=\p{Han})[ \t]+(?=\p{Han})")
_KEPT: Final = Pattern(rf"[{STOPS}]")


class Turns(NamedTuple):
    """The turns of an interview."""

    named: Mapping[int, tuple[int, int]]
    """For each text that is one, by its index, where the mark or gap behind its speaker stands."""
    lost: bool
    """Whether those gaps are the room of a colon: the marks of the turns were lost."""


_NO_TURNS: Final = Turns({}, lost=False)


def find_turns(texts: Sequence[str]) -> Turns:
    """Which of the blocks of a page are turns of an interview.

    Two speakers at least come again, one after the other, and what they say holds questions; persons may do
    without. Where they have
    hardly a mark between them the gap behind a name is one that was lost; else it was printed.

    >>> texts = ["记者 水渠修好了吗", "罗芳 修好了 上个月通水", "记者 能浇多少地", "罗芳 八百亩"]
    >>> find_turns(texts)
    Turns(named={0: (2, 3), 1: (2, 3), 2: (2, 3), 3: (2, 3)}, lost=True)
    """
    if len(texts) < FEWEST:
        return _NO_TURNS
    openings = {n: found for n, text in enumerate(texts) if (found := _OPENING.match(text))}
    counts = Counter(found["who"] for found in openings.values())
    turns = [n for n, found in openings.items() if counts[found["who"]] > 1 or found["who"] in _ASKING]
    if len(turns) < FEWEST or not _is_interview(texts, turns, [openings[n]["who"] for n in turns]):
        return _NO_TURNS
    marked = any(openings[n]["mark"].strip() for n in turns)
    said = [texts[n][openings[n].end() :] for n in turns]
    lost, kept = (sum(len(pattern.findall(text)) for text in said) for pattern in (_LOST, _KEPT))
    typed = any("\N{IDEOGRAPHIC SPACE}" in openings[n]["mark"] for n in turns)
    return Turns({n: openings[n].span("mark") for n in turns}, marked or (lost > kept and not typed))


def _is_interview(texts: Sequence[str], turns: Sequence[int], names: Sequence[str]) -> bool:
    """Whether blocks that open with names which come again are an interview."""
    changes = sum(left != right for left, right in pairwise(names))
    asked = sum(_QUESTION.search(texts[n]) is not None for n in turns)
    discussed = all(name in _ASKING or _PERSON.fullmatch(name) for name in names)
    return (
        len(turns) >= MOSTLY * (turns[-1] - turns[0] + 1)
        and changes >= ALTERNATING * (len(turns) - 1)
        and (discussed or asked >= ASKED * len(turns) or (asked > 0 and not _ASKING.isdisjoint(names)))
    )
