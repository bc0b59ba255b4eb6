"""Lines in other languages than Chinese, or each in its own."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from cleaner.layout.lines.outside_columns import WIDER
from cleaner.layout.lines.verses import ENDED
from cleaner.patterns import HAN, Pattern
from cleaner.profiles.widths import ems

FEWEST_WORDS = 3
"""Words of a line that is English prose, at the least: a line below that begins small goes on in it."""
JAPANESE = 0.2
"""Share of kana among kana and ideographs from which lines are Japanese: a Chinese one may name a work."""
_SCRIPTS = ("Han", "Hangul", "Cyrillic", "Arabic", "Hebrew", "Mongolian", "Tibetan", "Thai", "Devanagari")
"""Those that a sentence in one language does not mix, after Unicode."""
_OTHER_LETTER = Pattern(r"[\p{L}--[\p{Han}\p{Latin}\p{Common}\p{Hiragana}\p{Katakana}\p{Greek}]]", regex.V1)
_OTHER_WORD = Pattern(r"[[\p{L}\p{M}]--\p{Han}]{2,}", regex.V1)
_LATIN_WORD = Pattern(r"\p{Latin}{2,}")
_KANA = Pattern(r"[\p{Hiragana}\p{Katakana}]")
_KANA_WORD = Pattern(r"[\p{Hiragana}\p{Katakana}]{2}")
_LETTERS = {name: Pattern(rf"\p{{{name}}}") for name in _SCRIPTS}
_COLONS = "：:"


def are_foreign(lines: Sequence[str], columns: Sequence[float]) -> bool:
    """Whether lines that are wider than the columns of the page are of another language than Chinese.

    >>> are_foreign(["The library opened on Friday, with a thousand seats.", "Mr He was glad."], [12.0])
    True
    >>> are_foreign(["図書館の新館が開館し、初日だけで三千人が訪れました。"], [12.0])
    True
    >>> are_foreign(["石桥镇修渠引水，三万亩旱地用上了AlphaGo系统和北斗导航"], [12.0])
    False
    """
    text = "\n".join(lines)
    if not _OTHER_WORD.search(text) or max(map(ems, lines)) <= max(columns) + WIDER:
        return False
    han, kana = len(HAN.findall(text)), len(_KANA.findall(text))
    return kana > JAPANESE * (kana + han) or len(_OTHER_WORD.findall(text)) > han


def has_other_letters(text: str) -> bool:
    """Whether a text has letters that are neither Latin nor Greek nor kana.

    >>> has_other_letters("도서관 2号"), has_other_letters("APP 2号")
    (True, False)
    """
    return _OTHER_LETTER.search(text) is not None


def is_english(line: str) -> bool:
    """Whether a line is several words in letters of the Latin alphabet.

    >>> is_english("The library opened on Friday."), is_english("APP上线")
    (True, False)
    """
    return not HAN.search(line) and len(_LATIN_WORD.findall(line)) >= FEWEST_WORDS


def change_language(left: str, right: str) -> bool:
    """Whether a sentence ends, or leads on, over one of another language.

    >>> change_language("本日は休みです。", "今天休息。"), change_language("他写道：", "We set out early.")
    (True, True)
    >>> change_language("Добро пожаловать!", "Welcome to our town!")
    True
    >>> change_language("本日は休みです。", "明日も休みです。")
    False
    """
    if not (ENDED.search(left) or left[-1] in _COLONS):
        return False
    if (_KANA_WORD.search(left) is None) != (_KANA_WORD.search(right) is None):
        return True
    return (is_english(left) and _in_other_letters(right)) or (_in_other_letters(left) and is_english(right))


def _in_other_letters(line: str) -> bool:
    """Whether a line begins with an ideograph, or is in an alphabet that is not the Latin one."""
    return HAN.match(line) is not None or (has_other_letters(line) and not _LATIN_WORD.search(line))


def are_of_two_scripts(left: str, right: str) -> bool:
    """Whether two lines have no script in common that a sentence does not mix with others.

    >>> are_of_two_scripts("도서관은 아홉 시", "图书馆"), are_of_two_scripts("图书馆5G", "Wi-Fi网络")
    (True, False)
    """
    of_left, of_right = map(_scripts_of, (left, right))
    return bool(of_left and of_right) and of_left.isdisjoint(of_right)


def _scripts_of(line: str) -> set[str]:
    """The scripts of a line, all that have no name here under one."""
    found = {name for name, letter in _LETTERS.items() if letter.search(line)}
    return found | {"other"} if found <= {"Han"} and has_other_letters(line) else found
