"""Characters that stand for other characters only for the sake of some old encoding."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np

from cleaner.codepoints import CodePointTable, code_points
from cleaner.layout.state import PageState
from cleaner.normalizers.base import normalizer
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_han, is_traditional
from cleaner.trace import Edit, Effect, Tier

_IDEOGRAPHS = r"\uf900-\ufaff\u2f00-\u2fdf\u2e80-\u2eff\U0002f800-\U0002fa1f"
_ALPHABET = r"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a％＋＝／＆＠＃＄＂＇"
"""Full-width digits, letters, straight quotation marks and % + = / & @ # $; not the marks of Chinese text."""
_STROKE = "／"
"""Between ideographs traditional print sets it full-width: `記者何敏／台中報導`."""
_INSIDE_NUMBERS = Pattern(
    r"[．－](?<=[0-9\uff10-\uff19][．－])(?=[0-9\uff10-\uff19])"
    r"|：(?<=[\uff10-\uff19]：)(?=[\uff10-\uff19]{2})"
    r"|[．－＿](?<=[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]{2}[．－＿])"
    r"(?=[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]{2})",
    needs="．－＿：",
)
"""Between figures, and inside an address."""
_SYMBOLS = dict(zip("\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc", "●■◆▪•➢✓", strict=True))
"""The glyphs that Symbol and Wingdings, fonts of word processors, have at places of private use."""
_LIGATURES = r"\ufb00-\ufb06"
"""Two or three Latin letters as one glyph, which fonts of PDF files give as such."""
_VERTICAL = r"\ufe10-\ufe19\ufe31\ufe33-\ufe44\ufe47\ufe48"
_FORM = Pattern(f"[{_IDEOGRAPHS}{_ALPHABET}{_LIGATURES}{_VERTICAL}{''.join(_SYMBOLS)}]")
_IS_FORM = CodePointTable(lambda char: _FORM.match(char) is not None, np.bool_)

_RADICALS = dict(
    zip(
        "\u2ea0\u2ea9\u2eab\u2eb6\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed3\u2ed4\u2ed7\u2ed8\u2ed9\u2eda\u2edb"
        "\u2edc\u2edd\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eea\u2eec\u2eee\u2ef0\u2ef3",
        "民王目羊西见角贝车长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
"""Radicals that NFKC leaves alone, after EquivalentUnifiedIdeograph.txt of the Unicode database."""
_UPRIGHT = dict(
    zip(
        "\ufe10\ufe11\ufe12\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe31\ufe35\ufe36\ufe39\ufe3a\ufe47\ufe48",
        "，、。：；！？〖〗—（）〔〕［］",
        strict=True,
    )
)
"""Vertical forms for which NFKC would give an ASCII mark, or none of one character."""


@normalizer(tier=Tier.CERTAIN, effect=Effect.CHARACTERS)
def fold_compatibility(state: PageState) -> Iterator[Edit]:
    """Fold compatibility characters to the ordinary ones.

    Compatibility ideographs and radicals stand for an ideograph that looks the same and is found by
    no search for it; OCR engines and PDF fonts emit them. Full-width digits and letters are set
    half-width in newspapers, and marks for vertical setting belong to no horizontal page.
    The mappings are Unicode's own (NFKC, UAX #15), one character for one, but for Latin ligatures.

    Safety: nothing is mapped that would lose information: superscripts, circled and Roman numerals and
    units stay, and the stroke between ideographs of a traditional page. Full-width marks and the
    ideographic space stay, for they are Chinese typography.

    >>> fold_compatibility("⼤\ufa0c２０２０年，增长１５．３％"), fold_compatibility("su\ufb03cient")
    ('大兀2020年，增长15.3%', 'sufficient')
    """
    text = state.text
    places = np.flatnonzero(_IS_FORM.of(code_points(text))).tolist()
    for at in sorted([*places, *(match.start() for match in _INSIDE_NUMBERS.finditer(text))]):
        char, sides = text[at], (text[at - 1 : at], text[at + 1 : at + 2])
        if char == _STROKE and any(map(is_han, sides)) and is_traditional(_line_at(text, at)):
            continue
        if (folded := _fold(char)) != char:
            yield Edit(at, at + 1, folded, why=f"compatibility form of {folded}")


def _line_at(text: str, at: int) -> str:
    """The line that holds a place."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


@cache
def _fold(char: str) -> str:
    folded = (
        _RADICALS.get(char) or _UPRIGHT.get(char) or _SYMBOLS.get(char) or unicodedata.normalize("NFKC", char)
    )
    return folded if len(folded) == 1 or "\ufb00" <= char <= "\ufb06" else char
