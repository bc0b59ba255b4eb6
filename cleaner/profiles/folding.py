"""The folded view of a text: traditional forms read as simplified ones, corner quotation marks as curly ones.

Patterns and models are written for, and trained on, simplified script. What they read is the folded view; it
is as long as the text, so a place found in it is a place of the text. Nothing of it is ever written.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cleaner.profiles.charsets import ESTABLISHED, counts_of, in_gb2312, is_traditional
from cleaner.profiles.marks import CURLY
from cleaner.profiles.scripts import convert_character

_FIRST_HAN: Final = 0x3400
"""The first code point of an ideograph (extension A of Unicode); what stands below it is not converted."""


class _Folding(dict[int, int]):
    """What code points are read as, found when they are first met."""

    def __init__(self, whole: bool) -> None:
        super().__init__((ord(corner), ord(curly)) for corner, curly in CURLY.items())
        self._whole = whole

    def __missing__(self, code: int) -> int:
        char = chr(code)
        legitimate = in_gb2312(char) or char in ESTABLISHED
        stays = code < _FIRST_HAN or (legitimate and not self._whole)
        self[code] = code if stays else ord(convert_character("t2s", char))
        return self[code]


_STRAYS: Final = _Folding(whole=False)
_WHOLE: Final = _Folding(whole=True)


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """A text as patterns and models read it, character by character, as long as the text.

    In a text that is not mostly traditional the characters of GB 2312 and of names stay: 乾 於 昇 are
    legitimate in simplified print. Raises `ExtraError` where the tables of OpenCC are missing.

    >>> fold("本報記者「將受理」"), fold("乾隆年间"), fold("乾隆年間的圖書館")
    ('本报记者“将受理”', '乾隆年间', '干隆年间的图书馆')
    """
    folding = _WHOLE if is_traditional(text) else _STRAYS
    codes = [*map(ord, counts_of(text))]
    if [*map(folding.__getitem__, codes)] == codes:
        return text
    return text.translate(folding)
