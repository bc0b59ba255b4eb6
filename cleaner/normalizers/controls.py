"""Line breaks and characters that no printer can set."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import counts_of
from cleaner.trace import Edit, Effect, Tier

_NEWLINE = Pattern(r"\r\n|[\r\v\x85\u2028\u2029]", needs="\r\v\x85\u2028\u2029")
_NEVER = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, but for tab, line breaks and form feed
    r"\xad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # hyphens, spaces and notes without width
    r"\ud800-\udfff\p{Noncharacter_Code_Point}"
)
_JOINER = r"\u200c\u200d"
_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = Pattern(f"[{_NEVER}{_JOINER}{_BIDI}]++")
_SOFT_HYPHEN = Pattern(r"(?<=\p{L})\xad[ \t]*+\n[ \t]*+(?=\p{Ll})", needs="\xad")
"""The end of a line inside a word."""
_UNSEEN = rf"(?:[^\S\n]|{_INVISIBLE.pattern.removesuffix('++')})"
_EDGE = Pattern(rf"\xa0(?={_UNSEEN}*+(?:\n|\Z))|(?<=^{_UNSEEN}*)\xa0", regex.MULTILINE, needs="\xa0")
"""A no-break space at an edge of a line, where it keeps nothing together."""
_THIN = Pattern(
    r"[\u2006\u2009\u200a\u202f]+(?=[\p{Han}，。；：！？、])|(?<=[\p{Han}，。；：！？、])[\u2006\u2009\u200a\u202f]+",
    needs="\u2006\u2009\u200a\u202f",
)
"""Room beside an ideograph that is too narrow for a character: a typesetter adjusts distances by it."""
_RIGHT_TO_LEFT = Pattern(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}--[\u061c]]", regex.V1)
_PLAIN = Pattern(r"[\p{Han}\p{Latin}\p{Nd}\p{P}\s]")


@normalizer(tier=Tier.CERTAIN, effect=Effect.SPACE)
def normalize_newlines(state: PageState) -> Iterator[Edit]:
    r"""Write every line break as LF.

    Engines and editors end lines with CR LF, CR, NEL, VT, or Unicode's line and paragraph separators
    (the newline guidelines of the Unicode standard, section 5.8). Everything later counts lines by LF.

    Safety: only white space changes. Form feeds stay, for they part pages.

    >>> normalize_newlines("简讯\r\n我区召开座谈会\r")
    '简讯\n我区召开座谈会\n'
    """
    for match in _NEWLINE.finditer(state.text):
        yield Edit(match.start(), match.end(), "\n", why="a line break of another system")


@normalizer(tier=Tier.CERTAIN, effect=Effect.REMOVAL)
def drop_controls(state: PageState) -> Iterator[Edit]:
    r"""Drop control characters and characters without width.

    NUL, the C0 and C1 controls, soft hyphens, zero-width spaces and joiners, byte order marks inside the
    text, bidirectional marks, lone surrogates and noncharacters. None of them is ever printed, and each of
    them keeps words from being found.

    Safety: joiners stay where they are spelling (after Mongolian, Arabic or Indic letters, in emoji),
    bidirectional marks stay on pages with a script that runs from right to left, and U+FFFD stays, for it
    shows a lost character.

    >>> drop_controls("\ufeff京蒙\u200b扶贫\x00协作")
    '京蒙扶贫协作'
    """
    yield from sorted(_controls(state.text), key=lambda edit: edit.start)


def _controls(text: str) -> Iterator[Edit]:
    """The edits of `drop_controls`, one kind of character after the other."""
    if text.replace("\n", "").isprintable():
        return
    for match in _EDGE.finditer(text):
        yield Edit(*match.span(), " ", why="a no-break space at the edge of a line")
    for match in _THIN.finditer(text):
        yield Edit(*match.span(), why="not a printed character")
    if not any(_INVISIBLE.match(char) for char in counts_of(text) if not char.isprintable()):
        return
    bidi = "" if _RIGHT_TO_LEFT.search(text) else _BIDI
    joined, apart = (Pattern(f"[{_NEVER}{bidi}{joiner}]++") for joiner in ("", _JOINER))
    parted = [match.span() for match in _SOFT_HYPHEN.finditer(text)]
    for start, end in parted:
        yield Edit(start, end, why="a word was parted at a line end")
    hyphens = {start for start, _ in parted}
    for run in _INVISIBLE.finditer(text):
        start, end = run.span()
        if start in hyphens:
            continue
        spelling = start > 0 and end < len(text) and not _PLAIN.match(text, start - 1)
        for match in (joined if spelling else apart).finditer(text, start, end):
            yield Edit(*match.span(), why="not a printed character")
