"""Text that a page reader wrote more than once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from cleaner.codepoints import code_points, solid_of
from cleaner.layout.blocks import Block, find_blocks, find_lines
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.strokes import find_doubled
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import BRIEF, is_han
from cleaner.profiles.marks import TERMINAL
from cleaner.trace import Edit, Effect, Tier

LONGEST = 300
"""Characters of a text whose repetition is looked for."""
_COPIES = ((40, 2.0), (20, 3.0), (8, 4.5), (6, 6.0), (2, 12.0))
"""From a length on, how often a text must stand there in a row: short ones are sung, shouted and counted."""
CUT = 0.2
"""Share of a copy that shows, where the last one breaks off, that a reader was stopped,"""
CUT_COUNTS = 1.5
"""and how many copies that is worth."""
SHORT = 8
"""Characters below which copies apart by white space are cells or items."""
TWICE, OFTEN = 0.9, 0.97
"""Confidence that two copies are one text, and that more are."""
LEAST_RUN = 16
"""Characters that return in every loop of a period of `SHORT` or more: one copy is not counted."""
SHORTEST = 24
"""Characters, without white space, of any loop: twelve copies of two, three of `SHORT`."""
FEWEST_BLOCKS, SHORTEST_BLOCK, SHORTEST_HEADING = 5, 4, 2
"""Times that one short paragraph stands there, each with blank lines round it, and characters of it; fewer
where a text follows, for cells and answers are followed by others."""
LEAST_LATIN, LATIN = 14, 0.8
"""Characters of a loop in an alphabet, at the least, and the share of its letters: no figures, no code."""
WHOLE = 24
"""Characters of a paragraph of clauses that stands there twice in succession."""
LONG_BLOCK, FEWEST_SENTENCES = 12, 4
"""Characters from which a line that ends a sentence is text, and times that it stands there in a row, each
with blank lines round it, if a reader repeated it: people say a thing three times."""
MANY = 4
"""Copies from which a stretch has this period and is not looked at again with a multiple of it."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ENDS = frozenset((*TERMINAL, "”", "）", "；", "…"))
_COLONS = ("：", ":")
"""Behind one, a text may be printed as often as it says."""
_NUMBERED = Pattern(r"^[ \t]*+[（(]?[0-9]{1,3}[.．、)）][ \t]*+\p{Han}{2}", regex.MULTILINE, needs=".．、)）")
"""An item with a number."""
_PAIRED = Pattern(
    r"(?:([\p{Han}\p{P}\dA-Za-z])\1){5,}+(?:\p{P}(?:(\p{Han})\2){2,}+)*+"
    r"|^[ \t]*+(?:(\p{Han})\3){4,}+[ \t]*+$",
    regex.MULTILINE,
)
"""A run of doubled characters, and shorter ones that a single mark parts from it."""
_STUCK = Pattern(r"(\p{Han})\1{29,}+")
"""One ideograph more often than anyone cries it,"""
_STICKING = bytes([True] * 29)
"""each of which the same one follows."""


class _Solid(NamedTuple):
    """A text without its white space, and where its characters stand."""

    text: str
    codes: NDArray[np.uint32]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, text: str) -> _Solid:
        every = code_points(text)
        places = np.flatnonzero(solid_of(every))
        return cls("".join(text.split()), every[places], places)


@normalizer(tier=Tier.INFERRED, effect=Effect.REMOVAL)
def drop_repeats(state: PageState) -> Iterator[Edit]:
    """Drop text that a generative model repeated, and glyphs that were read twice.

    A vision model that loses its way repeats a line, a sentence or a few characters until it is stopped,
    mostly in the middle of a copy. One copy stays. The longer the text, the fewer copies are proof: two in a
    row from 40 characters on (of whole paragraphs from 24 on), three from 20, five from 8, six from 6, twelve
    of a shorter one. A headline in false bold is read with every glyph twice (春春耕耕用用水水). One stroke
    is read as two by any reader: where two are no word and no dash (不可分割的一一部分), one goes.

    Safety: refrains and slogans are short, stand two to four times, or return with other text between; rows
    and cells of a table, items and leaders stay, and so do words of doubled characters (高高兴兴). On a page
    with boxes each line stands where it was printed, so all lines stay.

    >>> line = "镇长周海说，今年的春耕用水有了保障。"
    >>> drop_repeats(f"水库蓄水。{line}{line}{line}{line}镇长周海说，今年的") == f"水库蓄水。{line}"
    True
    >>> drop_repeats("春春耕耕用用水水"), drop_repeats("加油！加油！加油！")
    ('春耕用水', '加油！加油！加油！')
    """
    for at in find_doubled(state):
        yield Edit(at, at + 1, why="a stroke that was read twice", confidence=TWICE)
    if state.placed is not None:
        return
    text = state.text
    brief = len(text) <= BRIEF
    twice = np.zeros(0, dtype=bool) if brief else _twice(text)
    for match in _PAIRED.finditer(text) if brief or _are_doubled(twice) else ():
        run = match.group().strip()
        start = match.start() + match.group().index(run)
        if len(set(run)) > 2 and any(map(is_han, run)):
            doubled = regex.finditer(r"(.)\1", run)
            for i in (start + pair.start() + 1 for pair in doubled):
                yield Edit(i, i + 1, why="a glyph that was read twice", confidence=TWICE)
    for match in _STUCK.finditer(text) if brief or _STICKING in twice.tobytes() else ():
        start, end = match.span()
        yield Edit(start + 1, end, why=f"the same character {end - start} times in a row", confidence=OFTEN)
    repeated = list(_repeated_blocks(text)) or list(_repeated_items(text))
    yield from repeated
    if not repeated:
        yield from _loops(text)


def _repeated_blocks(text: str) -> Iterator[Edit]:
    """Short paragraphs, such as headings, that stand there again and again; those of loops are longer.

    Where the last copy breaks off, it belongs to the loop.
    """
    for content, run in groupby(find_blocks(text), lambda block: block.of(text)):
        blocks = list(run)
        if len(blocks) == 1:
            continue
        whole = len(content) >= WHOLE and content[-1] in _ENDS and "，" in content and "\n" not in content
        if whole and len(content) < _COPIES[0][0]:
            yield Edit(blocks[0].end, blocks[-1].end, why="the same paragraph twice", confidence=TWICE)
            continue
        ideographs = 0 if "\n" in content else sum(map(is_han, content))
        behind = text[blocks[-1].end :].lstrip().partition("\n")[0]
        sentence = ideographs >= LONG_BLOCK and content[-1] in _ENDS and len(content) < _COPIES[0][0]
        sentence = sentence and not (behind and content.startswith(behind))
        announced = text[: blocks[0].start].rstrip().endswith(_COLONS)
        if len(blocks) < (FEWEST_SENTENCES if sentence else FEWEST_BLOCKS) or (sentence and announced):
            continue
        shortest = SHORTEST_HEADING if _heads_text(text, blocks) else SHORTEST_BLOCK
        if sentence or (ideographs >= shortest and len("".join(content.split())) <= SHORT):
            why = f"the same paragraph {len(blocks)} times in a row"
            yield Edit(blocks[0].end, blocks[-1].end, why=why, confidence=OFTEN)


def _repeated_items(text: str) -> Iterator[Edit]:
    """Items of which each has the same number and words: no list counts so. The last one may break off."""
    if not _NUMBERED.search(text):
        return
    for block in find_blocks(text):
        lines = list(find_lines(text, block))
        at = 0
        for content, run in groupby(line.of(text) for line in lines):
            copies = len(list(run))
            first, last = lines[at], lines[at + copies - 1]
            at += copies
            if copies >= FEWEST_BLOCKS and _NUMBERED.match(content):
                rest = lines[at] if at < len(lines) and content.startswith(lines[at].of(text)) else last
                why = f"the same item {copies} times in a row"
                yield Edit(first.end, rest.end, why=why, confidence=OFTEN)


def _heads_text(text: str, blocks: Sequence[Block]) -> bool:
    """Whether behind blocks a sentence stands, and before them one ends or nothing stands."""
    before, behind = text[: blocks[0].start].rstrip(), text[blocks[-1].end :].lstrip().partition("\n")[0]
    return before[-1:] in ("", *_ENDS) and behind[-1:] in _ENDS and len(behind) > LONG_BLOCK


def _twice(text: str) -> NDArray[np.bool_]:
    """For each character but the last whether the next one is the same."""
    codes = code_points(text)
    twice: NDArray[np.bool_] = codes[1:] == codes[:-1]
    return twice


def _are_doubled(twice: NDArray[np.bool_]) -> bool:
    """Whether four characters in succession are each written twice: what `_PAIRED` asks for at the least."""
    return bool((twice[:-6] & twice[2:-4] & twice[4:-2] & twice[6:]).any())


def _loops(text: str) -> Iterator[Edit]:
    if len(text) < SHORTEST:
        return
    solid = _Solid.of(text)
    taken = np.zeros(len(solid.text) + 1, dtype=bool)
    found: list[Edit] = []
    periods = {*range(2, SHORT), *_distances(solid.codes, LONGEST)}
    for period in sorted(each for each in periods if 2 <= each <= len(solid.text) // 2):
        least = next(copies for length, copies in _COPIES if period >= length)
        fewest = max(least - CUT_COUNTS * (period >= SHORT), 2.0)
        same = solid.codes[period:] == solid.codes[:-period]
        if np.count_nonzero(same) < (fewest - 1) * period:
            continue
        for begun, stop in _runs(same, math.ceil((min(fewest, MANY) - 1) * period)):
            start, end = _without_neighbours(solid, begun, stop + period, period)
            if taken[start:end].any():
                continue
            loop = _is_loop(text, solid, start, end, period)
            taken[start:end] = loop or end - start >= MANY * period  # of no longer period, either
            if loop:
                kept = _first_end(text, solid, start + period, min(start + 2 * period, end))
                why = f"the same text {(end - start) // period} times in a row"
                confidence = TWICE if end - start < 3 * period else OFTEN
                span = int(solid.places[kept - 1]) + 1, int(solid.places[end - 1]) + 1
                if kept < end:
                    found.append(Edit(*span, why=why, confidence=confidence))
    yield from sorted(found, key=lambda edit: edit.start)


def _without_neighbours(solid: _Solid, start: int, end: int, period: int) -> tuple[int, int]:
    """A stretch without what white space parts from its first copy and its last one.

    The stop of the sentence before, or the one behind, may repeat that of the text by chance.
    """
    gaps = np.flatnonzero(np.diff(solid.places[start:end]) > 1)
    before, behind = gaps[gaps < period - 1], gaps[gaps >= end - start - period]
    if len(before) + len(behind) < len(gaps) or not len(gaps):
        return start, end
    return start + (int(before[-1]) + 1 if len(before) else 0), start + int(behind[0]) + 1 if len(
        behind
    ) else end


def _distances(codes: NDArray[np.uint32], within: int) -> set[int]:
    """The distances, so many characters at the most, at which `LEAST_RUN` characters stand there again.

    Stretches are compared by a hash: one distance too many may be given, none is missed.
    """
    hashes = codes.astype(np.uint64)
    for doubling in range(LEAST_RUN.bit_length() - 1):  # what is hashed doubles, up to `LEAST_RUN`
        length = 1 << doubling
        hashes = hashes[:-length] * _MIX ^ (hashes[length:] + (hashes[length:] >> np.uint64(31)))
    ranked = np.sort(hashes)
    again = ranked[1:][ranked[1:] == ranked[:-1]]
    if not len(again):
        return set()
    nearest = again[np.minimum(np.searchsorted(again, hashes), len(again) - 1)]
    several = np.flatnonzero(nearest == hashes)
    order = several[np.argsort(hashes[several], kind="stable")]
    ranked = hashes[order]
    found: set[int] = set()
    for apart in range(1, within + 1):  # places between two of the same hash, in their order
        distances = (order[apart:] - order[:-apart])[ranked[apart:] == ranked[:-apart]]
        near = distances[distances <= within]
        if not len(near):
            break  # those further apart in the order are further apart in the text
        found.update(np.flatnonzero(np.bincount(near)).tolist())
    return found


def _runs(flags: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    """Start and end of every run of at least so many flags, in order."""
    bounds = np.flatnonzero(np.concatenate([[True], ~flags, [True]]))  # one before each run, its end
    long = np.flatnonzero(np.diff(bounds) > least)
    return list(zip(bounds[long].tolist(), (bounds[long + 1] - 1).tolist(), strict=True))


def _is_loop(text: str, solid: _Solid, start: int, end: int, period: int) -> bool:
    """Whether a stretch that repeats with a period is no print."""
    unit = solid.text[start : start + period]
    words = 2 * sum(map(is_han, unit)) >= period or (
        period >= LEAST_LATIN and LATIN * period <= sum(map(str.isalpha, unit))
    )
    if len(set(unit)) < 2 or not words or _repeats_itself(unit):
        return False
    raw = text[solid.places[start] : solid.places[end - 1] + 1]
    if "|" in raw or "\t" in raw or (period < SHORT and len(raw) > end - start):
        return False
    copies = (end - start) / period
    least = next(number for length, number in _COPIES if period >= length)
    cut = copies % 1 >= CUT and period >= SHORT
    return copies >= least or (cut and copies + CUT_COUNTS >= max(least, 2.0 + CUT_COUNTS + CUT))


def _repeats_itself(unit: str) -> bool:
    """Whether a text is a shorter one several times, by whose length it is judged.

    >>> _repeats_itself("加油，加油，"), _repeats_itself("加油，加把劲，")
    (True, False)
    """
    return unit in (unit + unit)[1:-1]


def _first_end(text: str, solid: _Solid, least: int, most: int) -> int:
    """Where the first copy ends: at the end of a sentence or line, else after one period."""
    for end in range(least, most):
        behind = text[solid.places[end - 1] + 1 : solid.places[end]]
        if solid.text[end - 1] in _ENDS or "\n" in behind:
            return end
    return least
