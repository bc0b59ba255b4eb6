"""Full stops that were read as a letter, a digit or a naught of the same shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from cleaner.layout.blocks import Block, find_blocks
from cleaner.layout.state import PageState
from cleaner.models.slots import MID_LINE
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.figures import UNITS
from cleaner.patterns import Pattern
from cleaner.profiles.marks import STOPS, TERMINAL
from cleaner.trace import Edit, Effect, Tier

STOP_MARKS: Final = frozenset(STOPS)
CONTEXT: Final = 60
"""Characters on either side of a glyph that the model of gaps is shown."""
ASKED: Final = 0.5
"""Probability of a stop in the place of each of two digits inside a paragraph, were it a gap."""
ENDS: Final = 0.03
"""The same of a letter alone at the end of a paragraph, of which the model sees one side: of 1,337
paragraphs of news text 78 in 100 have it. Of a digit `ASKED` is asked: a paragraph may end with a number."""
LETTER, DIGIT = 0.9, 0.85
"""Confidence that a letter and that a digit was a full stop."""
FEWEST_LETTERS, FEWEST_DIGITS = 2, 3
"""Places on a page at which a glyph must stand for a stop; two noughts do where a paragraph ends with one."""
SENTENCE: Final = 8
"""Characters of a sentence: glyphs that stand nearer to each other on the mean are something else."""
LONG: Final = 10
"""The same where two digits alone are to be the stops of a paragraph."""
_GLYPH: Final = Pattern(
    rf"(?<=[\p{{Han}}”）》%][ \t\n]?)(?<![第图表附卡型])"
    rf"(?:[oO](?![型形环圈])|(?<![约共近逾超从为是于归得比])[06](?![{UNITS}多余]|[到至]\d))"
    r"(?=\s?[\p{Han}“《（]|\s*+\Z|[^\S\n]*+\n|(?<=[oO])[”」])"
    r"|(?<=[\p{Han}”）》])(?<![〇○零一二三四五六七八九十])〇"
    r"(?=(?![〇○零一二三四五六七八九十])[\p{Han}“《（]|\s*+\Z|[^\S\n]*+\n)"
)
_RINGS: Final = "oO〇"
_PAUSE: Final = Pattern(r"[，、：,\s]")
"""What parts phrases of running text."""
_AMOUNT: Final = Pattern(r"[万千百十亿块元点之]$")
"""Behind these a digit says how many more (`4万6`)."""
_NUMBER: Final = Pattern(
    rf"(?<=\p{{Han}})(?:[1-57-9](?![{UNITS}多余])(?=\p{{Han}}|\s|[，、；])|[06](?=[，、；]))"
)
"""Another digit that stands so, or one before a pause: then they are numbers."""


@normalizer(tier=Tier.INFERRED, effect=Effect.CHARACTERS)
def fix_stops(state: PageState) -> Iterator[Edit]:
    """Correct full stops that were read as o, O, 〇, 0 or 6.

    The ring of 。 is read as a letter, digit or naught, and then again and again. The glyph stands by itself
    between ideographs or at the end of a paragraph, as far from the next one as sentences are long, and the
    paragraph has no more full stops than such glyphs.

    Safety: a number before a unit, after 第, 图 or 从, or beside other digits and letters stays; so does a
    glyph that stands there only once, but at the end of a paragraph whose words ask for a stop (a digit: if
    there is no other), and a digit where others stand likewise. Two digits are stops only if a paragraph has
    no others and ends with one, or if the words ask for a stop at both.

    >>> fix_stops("新馆建成开放o馆内设有阅览室，座位有一千二百个o读者凭身份证入馆，不收费用o")
    '新馆建成开放。馆内设有阅览室，座位有一千二百个。读者凭身份证入馆，不收费用。'
    >>> fix_stops("甲班得分6乙班得分6丙班得分6"), fix_stops("他是O型血，爱唱卡拉O")
    ('甲班得分6乙班得分6丙班得分6', '他是O型血，爱唱卡拉O')
    """
    text = state.folded
    places = [match.start() for match in _GLYPH.finditer(text)]
    letters = [place for place in places if text[place] in _RINGS]
    digits = [] if _NUMBER.search(text) else [place for place in places if text[place].isdecimal()]
    for found, fewest, confidence in ((letters, FEWEST_LETTERS, LETTER), (digits, FEWEST_DIGITS, DIGIT)):
        enough = len(found) >= fewest - _end_with_nought(text, found)
        for block in find_blocks(text) if found else ():
            within = [place for place in found if block.start <= place < block.end]
            if not within:
                continue
            several = enough or _end_sentences(text, block, within) or _part_clauses(state, block, within)
            if (several and _are_stops(text, block, len(within))) or _ends_one(state, block, within):
                for place in within:
                    why = f"{text[place]} where a sentence ends"
                    yield Edit(place, place + 1, "。", why=why, confidence=confidence)


def _end_with_nought(text: str, places: Sequence[int]) -> bool:
    """Whether glyphs are noughts, and the last one ends its line."""
    return bool(places) and all(text[i] == "0" for i in places) and text[places[-1] + 1 :][:1] in ("", "\n")


def _end_sentences(text: str, block: Block, places: Sequence[int]) -> bool:
    """Whether two glyphs or more are all the stops of a paragraph with pauses, the last one at its end."""
    content = block.of(text)
    alone = len(places) > 1 and places[-1] == block.end - 1 and not any(map(content.count, TERMINAL))
    return (
        alone and len("".join(content.split())) >= LONG * len(places) and _PAUSE.search(content) is not None
    )


def _part_clauses(state: PageState, block: Block, places: Sequence[int]) -> bool:
    """Whether two glyphs or more stand inside a paragraph of sentences where its words ask for a stop."""
    content = block.of(state.folded)
    if len(places) < FEWEST_LETTERS or content[-1] not in TERMINAL or not _PAUSE.search(content):
        return False
    if len("".join(content.split())) < LONG * (len(places) + 1):
        return False
    return _least_likely_stop(state, block, places) > ASKED


def _ends_one(state: PageState, block: Block, places: Sequence[int]) -> bool:
    """Whether a glyph alone is the stop at the end of a paragraph with pauses, as its words show."""
    content = block.of(state.folded)
    if len(places) > 1 or places[0] != block.end - 1 or len("".join(content.split())) < LONG:
        return False
    if not _PAUSE.search(content.rstrip()) or _AMOUNT.search(content, 0, len(content) - 1):
        return False
    if not content[-1].isdigit():
        return _least_likely_stop(state, block, places) > ENDS
    alone = not any(char.isdigit() for char in content[:-1])
    return alone and _least_likely_stop(state, block, places) > ASKED


def _least_likely_stop(state: PageState, block: Block, places: Sequence[int]) -> float:
    """How likely the words ask for a stop in the place of each glyph of a block: at the least."""
    content = block.of(state.folded)
    chars = list(content)
    ends = [place - block.start for place in places]
    for at in ends:
        chars[at] = MID_LINE
    excerpts = ["".join(chars[max(0, at - CONTEXT) : at + CONTEXT]).replace("\n", " ") for at in ends]
    gaps = state.models.gaps
    scores = gaps.log_probs_in(excerpts, [min(at, CONTEXT) + 1 for at in ends])
    parting = np.array([not STOP_MARKS.isdisjoint(label) for label in gaps.labels])
    return float(np.exp(scores[:, parting]).sum(axis=1).min())


def _are_stops(text: str, block: Block, count: int) -> bool:
    content = block.of(text)
    stops = sum(map(content.count, TERMINAL))
    return stops <= count and len("".join(content.split())) >= SENTENCE * (count + stops)
