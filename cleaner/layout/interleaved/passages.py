"""Passages that were read across columns, on pages whose other lines are in order.

A page reader that takes two columns for one there, a brief beside a long article, say, gives a line of one
text and a line of the other in turn. Of such a passage the likeliest way to deal its lines out to texts is
found exactly (Viterbi), by how well the seam model says each line goes on in the next line of its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.layout.lines.columns import NARROWEST, ends_sentence
from cleaner.models import Models
from cleaner.profiles.charsets import is_han
from cleaner.profiles.widths import ems

FEWEST: Final = 8
"""Lines that a passage has at least."""
FEWEST_TURNS: Final = 6
"""How often at least it goes from one text to another."""
MOST_TEXTS: Final = 4
"""Texts that a passage may hold; a page reader seldom takes more columns for one."""
CHINESE: Final = 0.5
"""Share of the characters of a passage that are ideographs, at least."""
REACH: Final = 6
"""Lines from a line to the next one of its text at the most."""
BEGINS: Final = 4.0
"""What it costs, in log-odds, that another text begins, and more where the line before goes on in it."""
FARTHER: Final = 1.0
"""What each further line costs, in log-odds, where several lines stand between two of a text."""
MOST: Final = 8.0
"""Bound, in log-odds, of what one pair of lines says."""
GAIN: Final = 3.0
"""What dealing out gains a line of a passage at least, in log-odds. Of 1,194 simulated passages 93 in a
hundred are found so, of 1,200 paragraphs in order none (`python -m cleaner.lab.evaluation.passages`)."""
SHORT: Final = 0.7
"""Width of a line by that of most, below which it does not begin a passage."""
DEALT_OUT: Final = 0.0
"""Log-odds at least with which the lines of a passage go on when dealt out; misread ones go on in none."""
SKIPPED: Final = 4.0
"""Log-odds by which lines of a passage go on better in one of two lines behind the next one than in it,"""
FEWEST_SKIPPING: Final = 3
"""and how many of `FEWEST` lines at least do."""


State = tuple[int, ...]
"""The last lines of the texts that may go on, in order."""
Passage = Sequence[Sequence[int]]
"""The texts of a passage, each the numbers of its lines, the one that stands first before the others."""


def may_hold_passages(texts: Sequence[str], flows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """For each line whether a passage may begin there: some of the next lines go on far better farther on.

    flows: how well lines go on in each other (`find_flows`).
    """
    whole = np.array([len(text) >= NARROWEST for text in texts])
    skips = whole & np.append(whole[1:], False) & (flows[:, 1:3].max(axis=1) - flows[:, 0] > SKIPPED)
    counts = np.cumsum(np.append(0, skips))
    last = np.minimum(np.arange(len(flows)) + FEWEST, len(flows))
    found: NDArray[np.bool_] = counts[last] - counts[:-1] >= FEWEST_SKIPPING
    return found


def find_passages(texts: Sequence[str], models: Models) -> list[Passage]:
    """The passages of a block by the texts of its lines.

    >>> from cleaner.models import shipped_models
    >>> brief = ["县交管大队针对农忙时节的特点，科学调", "度警力，重点整治货车超载和无牌无证等",
    ...          "交通违法行为，在主要路口设置临时检查", "点，确保群众出行平安。"]
    >>> long = ["州图书馆新馆昨日正式开馆，馆藏图书六", "十二万册，设有少儿绘本馆和自助书房等",
    ...         "功能区，全年免费向市民和游客开放，全", "民阅读季活动同步启动，首批读者领到了"]
    >>> lines = [line for row in zip(long, brief) for line in row]
    >>> find_passages(lines, shipped_models())
    [[[0, 2, 4, 6], [1, 3, 5, 7]]]
    """
    if len(texts) < FEWEST or not _are_lines(texts):
        return []
    flows = _flows(texts, models)
    found = (_without_front(passage, texts) for passage in _passages(_likeliest(flows)))
    return [passage for passage in found if _is_sure(passage, flows)]


def _are_lines(texts: Sequence[str]) -> bool:
    """Whether texts are printed lines of Chinese, not words of it or of another language."""
    ideographs = sum(is_han(char) for text in texts for char in text)
    return ideographs >= CHINESE * sum(map(len, texts)) and sum(map(ems, texts)) >= NARROWEST * len(texts)


def _flows(texts: Sequence[str], models: Models) -> NDArray[np.float64]:
    """How well each line goes on in each of the next `REACH`, in log-odds; shape (lines, REACH + 1)."""
    ends, starts = models.ends(texts), models.starts(texts)
    flows = np.zeros((len(texts), REACH + 1))
    for step in range(1, min(REACH + 1, len(texts))):
        flow = np.einsum("ij,ij->i", ends[:-step], starts[step:])
        flows[:-step, step] = np.clip(flow, -MOST, MOST) - FARTHER * max(0, step - 2)
    return flows


def _likeliest(flows: NDArray[np.float64]) -> list[int]:
    """The line that each line goes on from, -1 where it begins a text, on the likeliest way (Viterbi)."""
    best: dict[State, float] = {(0,): 0.0}
    came: list[dict[State, tuple[State, int]]] = []
    for n in range(1, len(flows)):
        reached: dict[State, float] = {}
        source: dict[State, tuple[State, int]] = {}
        for state, worth in best.items():
            going_on = [last for last in state if last >= n - REACH]
            choices = [(last, worth + flows[last, n - last]) for last in going_on]
            if len(going_on) < MOST_TEXTS:
                choices.append((-1, worth - BEGINS - max(0.0, flows[n - 1, 1])))
            for above, gained in choices:
                after = (*(last for last in going_on if last != above), n)
                if gained > reached.get(after, -np.inf):
                    reached[after], source[after] = gained, (state, above)
        best = reached
        came.append(source)
    state = max(best, key=lambda state: best[state])
    found = []
    for source in reversed(came):
        state, above = source[state]
        found.append(above)
    return [-1, *reversed(found)]


def _passages(above: Sequence[int]) -> Iterator[Passage]:
    """The stretches in which lines go on from others than the one before them."""
    text_of: dict[int, int] = {}
    for n, before in enumerate(above):
        text_of[n] = n if before < 0 else text_of[before]
    skipping = [(before, n) for n, before in enumerate(above) if 0 <= before < n - 1]
    for start, end in _joined(skipping):
        lines = range(start, end + 1)
        beginnings = dict.fromkeys(text_of[n] for n in lines)
        yield [[n for n in lines if text_of[n] == text] for text in beginnings]


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans joined with those that they share a line with.

    >>> list(_joined([(0, 2), (1, 3), (5, 7)]))
    [(0, 3), (5, 7)]
    """
    ordered = sorted(spans)
    while ordered:
        start, end = ordered.pop(0)
        while ordered and ordered[0][0] <= end:
            end = max(end, ordered.pop(0)[1])
        yield start, end


def _without_front(passage: Passage, texts: Sequence[str]) -> Passage:
    """A passage without what stands over it: headlines and bylines, and the end of a paragraph."""
    widths = {n: ems(texts[n]) for text in passage for n in text}
    short = SHORT * float(np.median(list(widths.values())))
    lines = sorted(widths)
    while lines and (widths[lines[0]] < short or ends_sentence(texts[lines[0]])):
        lines.pop(0)
    left = ([n for n in text if n in lines] for text in passage)
    return sorted((text for text in left if text), key=min)


def _is_sure(passage: Passage, flows: NDArray[np.float64]) -> bool:
    """Whether so many lines change so often between texts, and go on so much better for it."""
    text_of = {n: text for text, lines in enumerate(passage) for n in lines}
    lines = sorted(text_of)
    turns = sum(text_of[a] != text_of[b] for a, b in pairwise(lines))
    if len(lines) < FEWEST or turns < FEWEST_TURNS:
        return False
    pairs = [pair for text in passage for pair in pairwise(text)]
    dealt_out = float(sum(flows[a, b - a] for a, b in pairs)) / (len(lines) - 1)
    as_read = float(flows[lines[0] : lines[-1], 1].mean())
    return dealt_out >= DEALT_OUT and dealt_out - as_read >= GAIN
