"""Dashes that were read as ideographs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import log

import regex

from cleaner.layout.blocks import Block
from cleaner.layout.lines.verses import PAUSE
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import LONGEST_HEAD, plain_roles_of, roles_of
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.strokes import NUMERAL, find_doubled, sides_of
from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH, DASH_AS_IDEOGRAPHS, HALF_DASH, HALF_DASHES
from cleaner.profiles.widths import letters_of
from cleaner.trace import Edit, Effect, Tier

HALF_SEEN = 0.97
"""Confidence where one half of the dash was read right."""
ELSEWHERE = log(0.1)
"""Added to the log-odds where a dash of the page was read right (engines that misread one misread most),
and on a page without printed columns, which may never have been read by an engine."""
SURE, LEAST = 0.95, 0.8
"""From which confidence a dash shows that the page's dashes are misread, and the confidence from which the
others are restored there: of dashes and words in news text, half of the dashes misread, 57 more are found for
one more word that is taken for a dash; all misread, 23 for two."""
_STROKES = Pattern(
    rf"(?<![{NUMERAL}\d{HALF_DASHES}])"
    rf"(?:{DASH_AS_IDEOGRAPHS}|(?<![周期初高大])一[{HALF_DASHES}]|[{HALF_DASHES}]一|(?!(.)\1)[{HALF_DASHES}]{{2}}"
    r"|(?<=\p{Han}{2})(?:-一|一-)\Z)"  # a hyphen only behind a kicker, which a dash closes
    rf"(?![{NUMERAL}\d年月日{HALF_DASHES}])"
)
_WORD = Pattern(rf"{DASH_AS_IDEOGRAPHS}(?![编作笔译记]者)\p{{Han}}{{2}}")
"""A block of four characters that is the word with its verb (一一落实, 一一对应) and not a signature."""
_BEFORE_FIGURE = Pattern(
    rf"(?<![{NUMERAL}\d{HALF_DASHES}周期初逐统唯之同万归如合划])(?:{DASH_AS_IDEOGRAPHS}|[{HALF_DASHES}]一)(?=[0-9])",
    needs="一",
)
"""A dash before a figure, where no number in ideographs ends: the word stands before none."""
_OPERATION = r"(?:行\s?动|演\s?[习练])"
_BEHIND_YEAR = Pattern(
    rf"(?<=“\p{{Han}}{{0,6}}(?:19|20)[0-9]{{2}})一(?P<word>(?:\s?(?![{NUMERAL}年月日号])\p{{Han}}){{2}})"
    rf"(?:\s?\p{{Han}}){{0,3}}?(?:\s?{_OPERATION}”|”(?:\p{{Han}}{{2}})?{_OPERATION})",
    needs="一",
)
"""一 between a year and the name of an operation or manoeuvre, in quotation marks (“清风2018一石桥”演练)."""
_MAY_OPEN = Pattern(
    rf"(?:[{HALF_DASHES}]?一(?![{NUMERAL}\d年月日{HALF_DASHES}])(?P<word>(?!访)\p{{Han}}{{2}})|一(?=访)"
    rf"|[{HALF_DASHES}](?=[\p{{Han}}“《])|{DASH_AS_IDEOGRAPHS}(?=[第\d]))"
)
"""How a sub-headline may begin whose dash was read as one stroke, of which one half was read, or whose dash
stands before a number."""
SENTENCE = 3
"""Pauses from which what stands over another block is no kicker: of 3,000 headlines of news none has so many,
and of short paragraphs two in three."""
_DRAWN = Pattern(r"[\u2500-\u257f]")
"""What the lines of a tree begin with."""
_MAY_CLOSE = Pattern(
    rf"(?P<word>\p{{Han}}{{2}}(?<![{NUMERAL}周期初逐统唯之同万归如合划不其专单每]))一\s*$", needs="一"
)
"""How a kicker may end whose dash was read as one stroke."""


@normalizer(tier=Tier.INFERRED, effect=Effect.CHARACTERS)
def restore_dashes(state: PageState) -> Iterator[Edit]:
    """Restore the dash that was read as two ideographs of one stroke.

    A dash is two em long and lies in the middle of the line, and so do two ideographs 一: page readers take
    the one for the other. The word 一一 (one by one) is recognized by what stands beside it: how often each
    character stands beside the word and beside a dash was counted on news text. What is part of a number
    stays. Between headlines one stroke alone is a dash where hardly a word is made of it and what stands
    beside it.

    >>> restore_dashes("村民李启明有了新营生一一在县城的蔬菜基地务工")
    '村民李启明有了新营生——在县城的蔬菜基地务工'
    >>> restore_dashes("群众的难题都被一一化解。"), restore_dashes("－一记护林员周满山")
    ('群众的难题都被一一化解。', '——记护林员周满山')

    Safety: nothing but these strokes is touched; where a dash of the page was read right, the word is
    believed, unless other dashes of the page were surely misread.
    """
    yield from _between_headlines(state)
    yield from _behind_years(state)
    text = state.folded
    for match in _BEFORE_FIGURE.finditer(text):
        yield Edit(*match.span(), DASH, why="a dash before a figure", confidence=HALF_SEEN)
    doubled = frozenset(find_doubled(state))
    strokes = [
        (match, block)
        for block in state.blocks
        for match in _STROKES.finditer(text, block.start, block.end)
        if match.start() not in doubled and not _WORD.fullmatch(block.of(text))
    ]
    if not strokes:
        return
    right = text.count(DASH)
    prior = ELSEWHERE if right or not state.column_widths else 0.0
    confidences = [_confidence(state, match, block, prior) for match, block in strokes]
    sure = sum(confidence >= SURE for confidence in confidences)
    for (match, block), alone in zip(strokes, confidences, strict=True):
        misread = sure - (alone >= SURE)  # the other dashes
        share = (misread + 0.5) / (misread + right + 1)
        confidence = max(alone, _confidence(state, match, block, log(share))) if misread else alone
        least = LEAST if misread else 0.0
        yield Edit(*match.span(), DASH, why="a dash read as ideographs", confidence=confidence, least=least)


def _confidence(state: PageState, stroke: regex.Match[str], block: Block, prior: float) -> float:
    """How likely strokes are a dash, by what stands beside them in their block."""
    if stroke[0] != DASH_AS_IDEOGRAPHS:
        return HALF_SEEN
    before, after = sides_of(state.folded, block, *stroke.span())
    return state.models.dashes.probability(before, after, prior)


def _behind_years(state: PageState) -> Iterator[Edit]:
    """The dash of one em between a year and the name of an operation, which makes no word with 一."""
    strokes = list(_BEHIND_YEAR.finditer(state.folded))
    words = state.models.affinity([("一", letters_of(stroke["word"])) for stroke in strokes])
    for stroke, word in zip(strokes, words.tolist(), strict=True):
        if word < 0:
            at = stroke.start()
            yield Edit(at, at + 1, HALF_DASH, why="a dash behind a year", confidence=HALF_SEEN)


def _between_headlines(state: PageState) -> Iterator[Edit]:
    """The dashes, read as one stroke, that open a headline behind another one or close one before it.

    The roles of the blocks are asked for last: only where words and widths leave a dash.
    """
    strokes = [*_strokes_between(state)]
    words = state.models.affinity([sides for *_, sides in strokes])
    for (n, start, end, (_, right)), word in zip(strokes, words.tolist(), strict=True):
        is_word = word >= 0 and right != ""
        if (is_word and state.folded[start] == "一") or not _are_headlines(state, n - 1, n):
            continue
        stop = start + 1 if is_word else end  # half a dash is one, though 一 behind it begins a word
        yield Edit(start, stop, DASH, why="the dash before a sub-headline", confidence=HALF_SEEN)


def _strokes_between(state: PageState) -> Iterator[tuple[int, int, int, tuple[str, str]]]:
    """Strokes between short blocks: the lower block, start, end, and what 一 would be a word with."""
    text, blocks = state.folded, state.blocks
    for n, (above, below) in enumerate(pairwise(blocks), 1):
        if max(above.end - above.start, below.end - below.start) > LONGEST_HEAD:
            continue
        drawn = _DRAWN.match(text, above.start) or _DRAWN.match(text, below.start)
        if drawn or len(PAUSE.findall(text, above.start, above.end)) >= SENTENCE:
            continue
        if match := _MAY_CLOSE.search(text, above.start, above.end):
            yield n, match.end("word"), match.end("word") + 1, (match["word"], "一")
        if match := _MAY_OPEN.match(text, below.start, below.end):
            word = match["word"] or ""
            yield n, match.start(), match.end() - len(word), ("一", word)


def _are_headlines(state: PageState, *blocks: int) -> bool:
    """Whether blocks are headlines; where their words tell that one is not, no other roles are judged."""
    plain = plain_roles_of(state)
    may_be = all(plain[n] in (None, Role.FURNITURE) for n in blocks)  # a label is given back to its roundup
    return may_be and all(roles_of(state)[n] is Role.HEAD for n in blocks)
