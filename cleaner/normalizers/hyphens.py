"""Words of other languages that a line end parted."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.diagnosis.scripts import is_chinese
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.trace import Edit, Effect, Tier

SURE = 0.95
"""Confidence of the edits, set by hand."""
_END = Pattern(
    r"(?P<hyphen>(?<=\p{L}{2})-[ \t]*+\n[ \t]*+(?=\p{Ll}))|(?P<space>(?<=\S)[ \t]*+\n[ \t\u3000]*+(?=\S))"
)

_FIGURE = Pattern(
    r"[0-9](?<![0-9]{4}),[ \t]*\n[ \t]*[0-9]{3}(?![0-9,.])"
    r"|[0-9]\.[ \t]*\n[ \t]*[0-9]+ ?(?:%|percent|per cent|million|billion|times|metres|meters|[km]?m\b|kg\b)",
    needs="\n",
)
"""A figure over a line end, from the last digit before its mark."""
_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_OF_TWO = Pattern(
    r"(?i)(?:well|self)-(?!(?:ness|ing|ish|less)\b)\p{L}+|so-called"
    r"|(?!(?:un|re|de|in|mis)-)\p{L}{3,}-(?:known|based|term|level|scale|speed|friendly|oriented|fledged)"
    rf"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty-(?:{_UNITS}|first|second|third|\p{{L}}+th)"
    rf"|(?:{_UNITS}|ten)-(?:hal(?:f|ves)|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?)"
    rf"|{_UNITS}-(?!(?:teen|ty|th|fold|some|pence|score|self|ness|rous)\b)\p{{L}}{{3,}}"
    r"|ex-(?:president|minister|mayor|chairman|governor|premier|leader|champion|soldier|wife|husband|director)s?"
    r"|vice-(?!(?:roy|regal)\b)\p{L}{4,}|all-(?:time|out|round|star|day|night|female|male|new|weather|purpose)"
    r"|cross-(?:border|country|section|cultural|strait|sea|party|regional)s?"
)
"""Compounds that are set with a hyphen; figures in words are."""
_SUFFIX = Pattern(r"(?:ing|ed|e[rs]s?|ly|[ts]ions?|ments?|ness|ity|ies|al|ous|[ai]ble)")
"""What ends a word, and is none by itself."""
_LAST_WORD = Pattern(r"(?r)(?<joined>(?<=\p{L})-)?+(?:(?!\p{Han})\p{L})+")
_WITHOUT_SPACES = Pattern(r"[\p{Han}\p{Hiragana}\p{Katakana}ー\u3001-\u3011！？，：；]")
"""What Japanese and Chinese are written in, and their marks."""


@normalizer(tier=Tier.INFERRED, effect=Effect.MARKS)
def join_words(state: PageState) -> Iterator[Edit]:
    r"""Join words of other languages across line ends, and remove the hyphen of a divided word.

    >>> join_words("the first week was a great suc-\ncess, and the reading rooms stayed open")
    'the first week was a great success, and the reading rooms stayed open'
    >>> join_words("学生排演了名剧Ham-\nlet，现场气氛热烈，掌声不断。")
    '学生排演了名剧Hamlet，现场气氛热烈，掌声不断。'

    Safety: a hyphen stays where the same word is written with it elsewhere in the text, and before a capital.
    """
    text = state.text
    for block in state.blocks:
        if "\n" not in block.of(text):
            continue
        chinese = is_chinese(block.of(text))
        for match in _END.finditer(text, block.start, block.end):
            if match["hyphen"] is not None:
                kept = "-" if _is_compound(text, *match.span()) else ""
                yield Edit(*match.span(), kept, why="a word was parted at a line end", confidence=SURE)
            elif not chinese:
                before, behind = text[match.start() - 1], text[match.end()]
                tight = before in "-\N{HYPHEN}" or _FIGURE.match(text, match.start() - 2)
                tight = tight or (_WITHOUT_SPACES.match(before) and _WITHOUT_SPACES.match(behind))
                yield Edit(*match.span(), "" if tight else " ", why="a line ends here", confidence=SURE)


def _is_compound(text: str, start: int, end: int) -> bool:
    """Whether a parted word keeps its hyphen: it is written so elsewhere, has another, is made of two."""
    left = _LAST_WORD.search(text, 0, start)
    right = regex.match(r"\p{L}+", text, pos=end)
    if not (left and right):
        return False
    word = f"{left[0]}-{right[0]}"
    return (
        (bool(left["joined"]) and not _SUFFIX.fullmatch(right[0]))
        or word in text
        or _OF_TWO.fullmatch(word) is not None
    )
