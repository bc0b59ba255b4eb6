"""The folded view of a text: traditional forms read as simplified ones, corner quotation marks as curly ones.

Patterns and models are written for, and trained on, simplified script. What they read is the folded view; it
is as long as the text, so a place found in it is a place of the text. Nothing of it is ever written.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Final

import numpy as np

from cleaner.codepoints import CodePointTable, code_points
from cleaner.profiles.charsets import ESTABLISHED, in_gb2312, is_traditional
from cleaner.profiles.marks import CURLY
from cleaner.profiles.scripts import convert_character

_FIRST_HAN: Final = 0x3400
"""The first code point of an ideograph (extension A of Unicode); what stands below it is not converted."""


def _folded(char: str, *, whole: bool) -> int:
    """The code point that a character is read as; `whole`: in a text that is mostly traditional."""
    if char in CURLY:
        return ord(CURLY[char])
    legitimate = in_gb2312(char) or char in ESTABLISHED
    stays = ord(char) < _FIRST_HAN or (legitimate and not whole)
    return ord(char if stays else convert_character("t2s", char))


_STRAYS: Final = CodePointTable(partial(_folded, whole=False), np.uint32)
_WHOLE: Final = CodePointTable(partial(_folded, whole=True), np.uint32)


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """A text as patterns and models read it, character by character, as long as the text.

    In a text that is not mostly traditional the characters of GB 2312 and of names stay: 乾 於 昇 are
    legitimate in simplified print. Raises `ExtraError` where the tables of OpenCC are missing.

    >>> fold("本報記者「將受理」"), fold("乾隆年间"), fold("乾隆年間的圖書館")
    ('本报记者“将受理”', '乾隆年间', '干隆年间的图书馆')
    """
    codes = code_points(text)
    folded = (_WHOLE if is_traditional(text) else _STRAYS).of(codes)
    if (codes == folded).all():
        return text
    return folded.tobytes().decode("utf-32-le", "surrogatepass")
